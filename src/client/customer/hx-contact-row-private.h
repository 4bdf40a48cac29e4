/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-contact-row.h"
#include "widgets/hx-pill.h"
#include "widgets/hx-rail.h"

G_BEGIN_DECLS

/* px, above and below the words. */
#define HX_CONTACT_ROW_PAD_Y 8

struct _HxContactRow
{
  GtkWidget parent_instance;

  HxWorkspace *workspace;
  HxRecord *contact; /* (nullable): while not bound */

  GtkInscription *at;
  HxRail *rail;
  GtkImage *icon;
  GtkInscription *title;
  GtkInscription *summary;
  GtkInscription *who;
  GtkImage *fold;
  GtkLabel *day;      /* (nullable) */
  int day_number;     /* what the heading says, seen from that today */
  int day_seen_from;
  HxPill *feedback;   /* (nullable) */
  int title_width;    /* of the words, px; known while there is feedback */
  GtkBox *body;       /* (nullable): the ground of an unfolded row */
  GtkWidget *player;  /* (nullable): lent by the timeline */
};

int  hx_contact_row_head_height   (HxContactRow  *self);
int  hx_contact_row_day_height    (HxContactRow  *self);
int  hx_contact_row_body_left     (HxContactRow  *self);
void hx_contact_row_measure       (GtkWidget     *widget,
                                   GtkOrientation orientation,
                                   int            for_size,
                                   int           *minimum,
                                   int           *natural,
                                   int           *minimum_baseline,
                                   int           *natural_baseline);
void hx_contact_row_size_allocate (GtkWidget     *widget,
                                   int            width,
                                   int            height,
                                   int            baseline);

G_END_DECLS
