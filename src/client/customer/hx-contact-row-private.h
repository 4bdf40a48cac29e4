/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-contact-row.h"
#include "widgets/hx-pill.h"

G_BEGIN_DECLS

/* px: above and below the words, the circle that bears the icon, its middle below the row's top. */
#define HX_CONTACT_ROW_PAD_Y 8
#define HX_CONTACT_ROW_BADGE 32
#define HX_CONTACT_ROW_MIDDLE 26

/* What a row writes. */
typedef enum
{
  HX_ROW_DAY,
  HX_ROW_AT,
  HX_ROW_TITLE,
  HX_ROW_SUMMARY,
  HX_ROW_WHO,
  HX_ROW_N_TEXTS
} HxContactRowText;

/* px: what the font decides; the same for every row, whatever it says. */
typedef struct
{
  guint serial; /* of the font they were measured with; 0: not yet */
  int line;
  int at_width;
  int who_width;
} HxContactRowFont;

struct _HxContactRow
{
  GtkWidget parent_instance;

  HxWorkspace *workspace;
  HxRecord *contact; /* (nullable): while not bound */

  PangoLayout *texts[HX_ROW_N_TEXTS];
  GdkRectangle places[HX_ROW_N_TEXTS]; /* px of the row */
  gboolean spoken;                     /* assistive technology knows what it says */
  HxContactRowFont font;
  gboolean first_of_day; /* bears the heading of the day */
  gboolean last_of_day;  /* the line ends here */
  int day_number;        /* what the heading says, seen from that today */
  int day_seen_from;
  HxPill *feedback;      /* (nullable) */
  GtkBox *body;          /* (nullable): the ground of an unfolded row */
  GtkWidget *player;     /* (nullable): lent by the timeline */
};

gboolean hx_contact_row_says          (HxContactRow    *self,
                                       HxContactRowText text);
int      hx_contact_row_head_height   (HxContactRow    *self);
int      hx_contact_row_day_height    (HxContactRow    *self);
int      hx_contact_row_body_left     (HxContactRow    *self);
void     hx_contact_row_measure       (GtkWidget       *widget,
                                       GtkOrientation   orientation,
                                       int              for_size,
                                       int             *minimum,
                                       int             *natural,
                                       int             *minimum_baseline,
                                       int             *natural_baseline);
void     hx_contact_row_size_allocate (GtkWidget       *widget,
                                       int              width,
                                       int              height,
                                       int              baseline);
void     hx_contact_row_snapshot      (GtkWidget       *widget,
                                       GtkSnapshot     *snapshot);

G_END_DECLS
