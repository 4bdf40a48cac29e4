/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-contact-row-private.h"

/* px: between the columns, inside of the body, between its lines, from the title to the pill, around a day's heading. */
#define GAP 12
#define PAD_X 12
#define PAD_Y HX_CONTACT_ROW_PAD_Y
#define LINES_GAP 2
#define PILL_GAP 9
#define DAY_ABOVE 12
#define DAY_BELOW 6
#define MIN_HEAD 36
#define FOLD 16
#define WHO_CHARS 14
#define TITLE_CHARS 8

static int
width_of (PangoLayout *layout)
{
  int width;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* The font decides all sizes, so that binding another touch changes none. */
static const HxContactRowFont *
get_font (HxContactRow *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  guint serial = pango_context_get_serial (context);

  if (self->font.serial != serial)
    {
      PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
      g_autoptr (PangoLayout) clock = gtk_widget_create_pango_layout (GTK_WIDGET (self), "00:00");

      self->font.serial = serial;
      self->font.line = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
      self->font.who_width = PANGO_PIXELS_CEIL (WHO_CHARS * pango_font_metrics_get_approximate_char_width (metrics));
      self->font.at_width = width_of (clock) + 4;
      pango_font_metrics_unref (metrics);
    }
  return &self->font;
}

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

/* The same with and without a summary. */
int
hx_contact_row_head_height (HxContactRow *self)
{
  return MAX (2 * get_font (self)->line + LINES_GAP, MIN_HEAD) + 2 * PAD_Y;
}

int
hx_contact_row_day_height (HxContactRow *self)
{
  return self->first_of_day ? DAY_ABOVE + get_font (self)->line + DAY_BELOW : 0;
}

/* Where the body begins: after the time and the line. */
int
hx_contact_row_body_left (HxContactRow *self)
{
  return get_font (self)->at_width + HX_CONTACT_ROW_BADGE + 2 * GAP;
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
  const HxContactRowFont *font = get_font (self);
  int left = hx_contact_row_body_left (self), head = hx_contact_row_head_height (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int words = font->who_width * (WHO_CHARS + TITLE_CHARS) / WHO_CHARS + FOLD + 2 * GAP + 2 * PAD_X;

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
place_pill (HxContactRow       *self,
            const GdkRectangle *title)
{
  int pill = natural_of (self->feedback, GTK_ORIENTATION_HORIZONTAL);
  int tall = natural_of (self->feedback, GTK_ORIENTATION_VERTICAL);

  place (self->feedback, title->x + title->width + PILL_GAP, title->y + (title->height - tall) / 2,
         MAX (pill, minimum_of (self->feedback, GTK_ORIENTATION_HORIZONTAL, -1)), tall);
}

static void
place_texts (HxContactRow *self,
             int           width)
{
  GdkRectangle *places = self->places;
  const HxContactRowFont *font = get_font (self);
  int day = hx_contact_row_day_height (self), head = hx_contact_row_head_height (self);
  int left = hx_contact_row_body_left (self) + PAD_X;
  int who = width - PAD_X - FOLD - GAP - font->who_width;
  int words = MAX (who - GAP - left, 0), title = words;
  gboolean both = hx_contact_row_says (self, HX_ROW_SUMMARY);
  int top = day + (head - font->line - (both ? font->line + LINES_GAP : 0)) / 2;

  if (self->feedback != NULL && gtk_widget_get_visible (GTK_WIDGET (self->feedback)))
    title = MIN (width_of (self->texts[HX_ROW_TITLE]),
                 MAX (words - natural_of (self->feedback, GTK_ORIENTATION_HORIZONTAL) - PILL_GAP, 0));
  places[HX_ROW_DAY] = (GdkRectangle) { 0, DAY_ABOVE, width, font->line };
  places[HX_ROW_AT] = (GdkRectangle) { 0, day + HX_CONTACT_ROW_MIDDLE - font->line / 2, font->at_width, font->line };
  places[HX_ROW_TITLE] = (GdkRectangle) { left, top, title, font->line };
  places[HX_ROW_SUMMARY] = (GdkRectangle) { left, top + font->line + LINES_GAP, words, font->line };
  places[HX_ROW_WHO] = (GdkRectangle) { who, day + (head - font->line) / 2, font->who_width, font->line };
  for (guint i = 0; i < HX_ROW_N_TEXTS; i++)
    pango_layout_set_width (self->texts[i], places[i].width * PANGO_SCALE);
}

void
hx_contact_row_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  HxContactRow *self = HX_CONTACT_ROW (widget);
  int left = hx_contact_row_body_left (self), day = hx_contact_row_day_height (self);

  place_texts (self, width);
  if (self->body != NULL)
    place (self->body, left, day, width - left, height - day);
  if (self->feedback != NULL && gtk_widget_get_visible (GTK_WIDGET (self->feedback)))
    place_pill (self, &self->places[HX_ROW_TITLE]);
}
