/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-desk-layout.h"
#include "widgets/hx-em-layout.h"

/* In em, so that large text has one column where small text has two. In the first column a call stands
 * on one line; what is in them does not matter, or the page would change its shape with every call. */
#define MAIN_EM 36.5
#define SIDE_EM 23.2
#define SPACING 24

/**
 * HxDeskLayout:
 *
 * Two columns, the first one wide, where there is room for them; else one above the other.
 */
struct _HxDeskLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_TYPE (HxDeskLayout, hx_desk_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
measure (GtkWidget     *child,
         GtkOrientation orientation,
         int            for_size,
         int           *natural)
{
  int minimum;

  gtk_widget_measure (child, orientation, for_size, &minimum, natural, NULL, NULL);
  return minimum;
}

/* Width of the second column beside the first, pixels; 0 where it goes below. */
static int
side_width (GtkWidget *widget,
            int        width)
{
  GtkWidget *main = gtk_widget_get_first_child (widget), *side = gtk_widget_get_last_child (widget);
  double em = hx_em_layout_get_em (widget);
  int beside = MAX ((int) (SIDE_EM * em), measure (side, GTK_ORIENTATION_HORIZONTAL, -1, NULL));
  int least = MAX ((int) (MAIN_EM * em), measure (main, GTK_ORIENTATION_HORIZONTAL, -1, NULL));

  return width >= least + SPACING + beside ? beside : 0;
}

static GtkSizeRequestMode
hx_desk_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_height (GtkWidget *widget,
                int        width,
                int       *minimum,
                int       *natural)
{
  GtkWidget *main = gtk_widget_get_first_child (widget), *side = gtk_widget_get_last_child (widget);
  int beside = side_width (widget, width), main_natural, side_natural;
  int main_width = beside > 0 ? width - beside - SPACING : width;
  int main_least = measure (main, GTK_ORIENTATION_VERTICAL, main_width, &main_natural);
  int side_least = measure (side, GTK_ORIENTATION_VERTICAL, beside > 0 ? beside : width, &side_natural);

  *minimum = beside > 0 ? MAX (main_least, side_least) : main_least + SPACING + side_least;
  *natural = beside > 0 ? MAX (main_natural, side_natural) : main_natural + SPACING + side_natural;
}

static void
hx_desk_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  int main_natural, side_natural;
  int least = MAX (measure (gtk_widget_get_first_child (widget), GTK_ORIENTATION_HORIZONTAL, -1, &main_natural),
                   measure (gtk_widget_get_last_child (widget), GTK_ORIENTATION_HORIZONTAL, -1, &side_natural));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = main_natural + SPACING + side_natural;
    }
  else
    measure_height (widget, for_size < 0 ? main_natural + SPACING + side_natural : for_size, minimum, natural);
}

static void
place (GtkWidget *widget,
       GtkWidget *child,
       int        x,
       int        y,
       int        width,
       int        height)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int left = mirrored ? gtk_widget_get_width (widget) - x - width : x;

  gtk_widget_size_allocate (child, &(GtkAllocation){ left, y, width, height }, -1);
}

static void
hx_desk_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  GtkWidget *main = gtk_widget_get_first_child (widget), *side = gtk_widget_get_last_child (widget);
  int beside = side_width (widget, width), above, below;

  if (beside > 0)
    {
      place (widget, main, 0, 0, width - beside - SPACING, height);
      place (widget, side, width - beside, 0, beside, height);
      return;
    }
  measure (main, GTK_ORIENTATION_VERTICAL, width, &above);
  below = measure (side, GTK_ORIENTATION_VERTICAL, width, NULL);
  above = MIN (above, height - SPACING - below);
  place (widget, main, 0, 0, width, above);
  place (widget, side, 0, above + SPACING, width, height - above - SPACING);
}

static void
hx_desk_layout_class_init (HxDeskLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = hx_desk_layout_get_request_mode;
  layout_class->measure = hx_desk_layout_measure;
  layout_class->allocate = hx_desk_layout_allocate;
}

static void
hx_desk_layout_init (HxDeskLayout *self)
{
}
