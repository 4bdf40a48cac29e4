/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-wrap-layout.h"

/**
 * HxWrapLayout:
 *
 * Children in lines, like words: what does not fit any more begins another line, as with large text or in a narrow
 * window. Each child has its natural width; one that expands takes its least, and what is left in its line. A GtkFlowBox
 * would set all of them in columns and give each a focusable frame.
 */
struct _HxWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
  int line_spacing;
  int hang;
};

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_LINE_SPACING,
  PROP_HANG,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxWrapLayout, hx_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  GtkWidget *child;
  GdkRectangle at;
} Place;

/* Places of the children, line by line. */
typedef struct
{
  GArray *places;
  guint first; /* of the line */
  int used;    /* of the line's width, pixels */
  int y;
} Lines;

static Place *
get_place (Lines *lines,
           guint  i)
{
  return &g_array_index (lines->places, Place, i);
}

static gboolean
expands (GtkWidget *child)
{
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
}

static int
wanted_width (GtkWidget *child,
              int        width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return expands (child) ? minimum : MAX (MIN (natural, width), minimum);
}

/* Gives away what is left of the line, and makes all of it as tall as its tallest. */
static void
end_line (HxWrapLayout *self,
          Lines        *lines,
          int           width)
{
  int n_expanding = 0, moved = 0, tallest = 0, left = MAX (width - lines->used, 0);

  for (guint i = lines->first; i < lines->places->len; i++)
    n_expanding += expands (get_place (lines, i)->child) ? 1 : 0;
  for (guint i = lines->first; i < lines->places->len; i++)
    {
      Place *place = get_place (lines, i);
      int share = expands (place->child) ? left / n_expanding : 0, height;

      place->at.x += moved;
      place->at.y = lines->y;
      place->at.width += share;
      moved += share;
      gtk_widget_measure (place->child, GTK_ORIENTATION_VERTICAL, place->at.width, NULL, &height, NULL, NULL);
      tallest = MAX (tallest, height);
    }
  for (guint i = lines->first; i < lines->places->len; i++)
    get_place (lines, i)->at.height = tallest;
  lines->y += tallest;
}

/* Later lines begin below the child that they hang on, where there is the room. */
static int
indent (HxWrapLayout *self,
        Lines        *lines,
        int           wanted,
        int           width)
{
  int x = (guint) self->hang < lines->places->len ? get_place (lines, self->hang)->at.x : 0;

  return x + wanted <= width ? x : 0;
}

/* Goes through all children once. Free the places. */
static Lines
lay_out (HxWrapLayout *self,
         GtkWidget    *widget,
         int           width)
{
  Lines lines = { .places = g_array_new (FALSE, FALSE, sizeof (Place)) };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int wanted, gap;
      Place place = { .child = child };

      if (!gtk_widget_should_layout (child))
        continue;
      wanted = wanted_width (child, width);
      gap = lines.places->len > lines.first ? self->spacing : 0;
      if (gap + lines.used + wanted > width && lines.places->len > lines.first)
        {
          end_line (self, &lines, width);
          lines.y += self->line_spacing;
          lines.first = lines.places->len;
          lines.used = indent (self, &lines, wanted, width);
          gap = 0;
        }
      place.at.x = lines.used + gap;
      place.at.width = wanted;
      lines.used = place.at.x + wanted;
      g_array_append_val (lines.places, place);
    }
  end_line (self, &lines, width);
  return lines;
}

static GtkSizeRequestMode
hx_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (HxWrapLayout *self,
               GtkWidget    *widget,
               int          *minimum,
               int          *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int least, most;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &most, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += most + (*natural > 0 ? self->spacing : 0);
    }
}

static void
hx_wrap_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  HxWrapLayout *self = HX_WRAP_LAYOUT (manager);
  int least, most;
  Lines lines;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, widget, minimum, natural);
      return;
    }
  measure_width (self, widget, &least, &most);
  lines = lay_out (self, widget, for_size < 0 ? most : for_size);
  *minimum = *natural = lines.y;
  g_array_unref (lines.places);
}

static void
hx_wrap_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  Lines lines = lay_out (HX_WRAP_LAYOUT (manager), widget, width);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < lines.places->len; i++)
    {
      Place *place = get_place (&lines, i);

      if (mirrored)
        place->at.x = width - place->at.x - place->at.width;
      gtk_widget_size_allocate (place->child, &place->at, -1);
    }
  g_array_unref (lines.places);
}

static int *
get_field (HxWrapLayout *self,
           guint         id)
{
  int *fields[N_PROPS] = { NULL, &self->spacing, &self->line_spacing, &self->hang };

  return id < N_PROPS ? fields[id] : NULL;
}

static void
hx_wrap_layout_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  int *field = get_field (HX_WRAP_LAYOUT (object), id);

  if (field != NULL)
    g_value_set_int (value, *field);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hx_wrap_layout_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  int *field = get_field (HX_WRAP_LAYOUT (object), id);

  if (field == NULL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  *field = g_value_get_int (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (object));
}

static void
hx_wrap_layout_class_init (HxWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hx_wrap_layout_get_property;
  object_class->set_property = hx_wrap_layout_set_property;
  layout_class->get_request_mode = hx_wrap_layout_get_request_mode;
  layout_class->measure = hx_wrap_layout_measure;
  layout_class->allocate = hx_wrap_layout_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, "Between children, pixels", 0, G_MAXINT16, 0, flags);
  properties[PROP_LINE_SPACING] = g_param_spec_int ("line-spacing", NULL, "Between lines, pixels", 0, G_MAXINT16, 0, flags);
  properties[PROP_HANG]
    = g_param_spec_int ("hang", NULL, "Number of the child that later lines begin below, from 0", 0, G_MAXINT16, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
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
  return g_object_new (HX_TYPE_WRAP_LAYOUT, "spacing", spacing, "line-spacing", spacing, NULL);
}
