/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-contact-row-private.h"

/* px: between the columns, inside of the body, between its lines, from the title to the pill. */
#define GAP 12
#define PAD_X 12
#define PAD_Y HX_CONTACT_ROW_PAD_Y
#define LINES_GAP 2
#define PILL_GAP 9
#define MIN_HEAD 36

static int
minimum_of (gpointer       widget,
            GtkOrientation orientation,
            int            for_size)
{
  int minimum;

  gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
natural_of (gpointer       widget,
            GtkOrientation orientation)
{
  int natural;

  gtk_widget_measure (widget, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
place (gpointer widget,
       int      x,
       int      y,
       int      width,
       int      height)
{
  gtk_widget_size_allocate (widget, &(GtkAllocation) { x, y, MAX (width, 0), MAX (height, 0) }, -1);
}

/* The same with and without a summary, so that binding changes no size. */
int
hx_contact_row_head_height (HxContactRow *self)
{
  int lines = natural_of (self->title, GTK_ORIENTATION_VERTICAL) + LINES_GAP
              + natural_of (self->summary, GTK_ORIENTATION_VERTICAL);

  return MAX (lines, MIN_HEAD) + 2 * PAD_Y;
}

int
hx_contact_row_day_height (HxContactRow *self)
{
  return self->day != NULL && gtk_widget_get_visible (GTK_WIDGET (self->day))
           ? natural_of (self->day, GTK_ORIENTATION_VERTICAL)
           : 0;
}

/* Where the body begins: after the time and the rail. */
int
hx_contact_row_body_left (HxContactRow *self)
{
  return natural_of (self->at, GTK_ORIENTATION_HORIZONTAL) + natural_of (self->rail, GTK_ORIENTATION_HORIZONTAL)
         + 2 * GAP;
}

void
hx_contact_row_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  HxContactRow *self = HX_CONTACT_ROW (widget);
  int left = hx_contact_row_body_left (self), head = hx_contact_row_head_height (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int words = minimum_of (self->title, orientation, -1) + natural_of (self->who, orientation)
                  + natural_of (self->fold, orientation) + 2 * GAP + 2 * PAD_X;

      if (self->body != NULL)
        words = MAX (words, minimum_of (self->body, orientation, -1));
      *minimum = *natural = left + words;
    }
  else
    {
      /* The player stands below the head on the ground that holds both. */
      int body = self->body != NULL ? minimum_of (self->body, orientation, for_size < 0 ? -1 : for_size - left) : head;

      *minimum = *natural = hx_contact_row_day_height (self) + MAX (head, body);
    }
}

static void
place_words (HxContactRow *self,
             int           x,
             int           y,
             int           width,
             int           height)
{
  int title = natural_of (self->title, GTK_ORIENTATION_VERTICAL);
  int summary = natural_of (self->summary, GTK_ORIENTATION_VERTICAL);
  gboolean both = gtk_widget_get_child_visible (GTK_WIDGET (self->summary));
  int top = y + (height - title - (both ? LINES_GAP + summary : 0)) / 2;
  int title_width = width;

  if (self->feedback != NULL && gtk_widget_get_visible (GTK_WIDGET (self->feedback)))
    {
      int pill = natural_of (self->feedback, GTK_ORIENTATION_HORIZONTAL);
      int tall = natural_of (self->feedback, GTK_ORIENTATION_VERTICAL);

      title_width = MAX (MIN (self->title_width, width - pill - PILL_GAP), 0);
      place (self->feedback, x + title_width + PILL_GAP, top + (title - tall) / 2,
             MAX (pill, minimum_of (self->feedback, GTK_ORIENTATION_HORIZONTAL, -1)), tall);
    }
  place (self->title, x, top, title_width, title);
  if (both)
    place (self->summary, x, top + title + LINES_GAP, width, summary);
}

void
hx_contact_row_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  HxContactRow *self = HX_CONTACT_ROW (widget);
  int at = natural_of (self->at, GTK_ORIENTATION_HORIZONTAL), left = hx_contact_row_body_left (self), day = hx_contact_row_day_height (self);
  int rail = natural_of (self->rail, GTK_ORIENTATION_HORIZONTAL), head = hx_contact_row_head_height (self);
  int badge = natural_of (self->icon, GTK_ORIENTATION_HORIZONTAL);
  int who = natural_of (self->who, GTK_ORIENTATION_HORIZONTAL);
  int fold = natural_of (self->fold, GTK_ORIENTATION_HORIZONTAL);
  int right = width - PAD_X - fold;

  if (day > 0)
    place (self->day, 0, 0, width, day);
  place (self->at, 0, day, at, natural_of (self->at, GTK_ORIENTATION_VERTICAL));
  place (self->rail, at + GAP, day, rail, height - day);
  place (self->icon, at + GAP + (rail - badge) / 2, day, badge, natural_of (self->icon, GTK_ORIENTATION_VERTICAL));
  if (self->body != NULL)
    place (self->body, left, day, width - left, height - day);
  if (gtk_widget_get_child_visible (GTK_WIDGET (self->fold)))
    place (self->fold, right, day, fold, head);
  place (self->who, right - GAP - who, day, who, head);
  place_words (self, left + PAD_X, day + PAD_Y, right - who - 2 * GAP - left - PAD_X, head - 2 * PAD_Y);
}
