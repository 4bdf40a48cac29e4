/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-wrap-layout.h"

/**
 * HxWrapLayout:
 *
 * Children in lines, each at its natural width, like words: issue types are of very different length in different
 * languages, and a GtkFlowBox would set them in columns and give each a focusable frame.
 */
struct _HxWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_TYPE (HxWrapLayout, hx_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} Place;

/* Goes through the lines once; @places may be %NULL. Returns the height of all of them. */
static int
lay_out (HxWrapLayout *self, GtkWidget *widget, int width, GArray *places)
{
  int x = 0, y = 0, line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int minimum, natural, height;
      Place place;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      natural = MAX (MIN (natural, width), minimum);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, natural, NULL, &height, NULL, NULL);
      if (x > 0 && x + natural > width)
        {
          x = 0;
          y += line + self->spacing;
          line = 0;
        }
      place = (Place){ x, y, natural, height };
      if (places != NULL)
        g_array_append_val (places, place);
      x += natural + self->spacing;
      line = MAX (line, height);
    }
  return y + line;
}

static GtkSizeRequestMode
hx_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hx_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  HxWrapLayout *self = HX_WRAP_LAYOUT (manager);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = lay_out (self, widget, for_size < 0 ? G_MAXINT / 2 : for_size, NULL);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int least, most;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &least, &most, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += most + (*natural > 0 ? self->spacing : 0);
    }
}

static void
hx_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  HxWrapLayout *self = HX_WRAP_LAYOUT (manager);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint i = 0;

  lay_out (self, widget, width, places);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        const Place *place = &g_array_index (places, Place, i++);
        int x = mirrored ? width - place->x - place->width : place->x;

        gtk_widget_size_allocate (child, &(GtkAllocation){ x, place->y, place->width, place->height }, -1);
      }
}

static void
hx_wrap_layout_class_init (HxWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = hx_wrap_layout_get_request_mode;
  layout_class->measure = hx_wrap_layout_measure;
  layout_class->allocate = hx_wrap_layout_allocate;
}

static void
hx_wrap_layout_init (HxWrapLayout *self)
{
}

/**
 * hx_wrap_layout_new:
 * @spacing: between children and between lines, pixels
 *
 * Returns: (transfer full): the layout
 */
GtkLayoutManager *
hx_wrap_layout_new (int spacing)
{
  HxWrapLayout *self = g_object_new (HX_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
