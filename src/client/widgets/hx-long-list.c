/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "hx-long-list.h"

#define KEY "hx-long-list"

typedef struct
{
  GtkScrolledWindow *scroller; /* which owns this */
  HxList *list;                /* (nullable) */
  double notches;              /* px that the wheel was turned since the last frame */
  guint tick;
} LongList;

static void
long_list_free (gpointer data)
{
  LongList *self = data;

  g_clear_object (&self->list);
  g_free (self);
}

/* Asks for more while two windows' worth of rows are still ahead: when it was scrolled, and when rows that came have been
 * laid out. Before that nobody knows how far they reach. */
static void
feed (LongList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (adjustment);
  double below = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment) - page;

  if (self->list != NULL && below < 2 * page && hx_list_get_phase (self->list) == HX_LIST_READY
      && !hx_list_is_complete (self->list))
    hx_list_load_more (self->list);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LongList *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->tick = 0;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + self->notches);
  self->notches = 0;
  return G_SOURCE_REMOVE;
}

/* Several notches of a wheel may come within one frame. Until GTK 4.12 a list view does not know the heights of rows that
 * it has just split off before it is laid out; the second notch would then take it thousands of pixels further, past
 * everything in between. So they are added up and moved at once, when the frame begins. */
static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, LongList *self)
{
  double page = gtk_adjustment_get_page_size (gtk_scrolled_window_get_vadjustment (self->scroller));

  /* A touchpad's are gathered by GDK, and have a momentum that is GTK's to keep. */
  if (dy == 0 || gtk_event_controller_scroll_get_unit (controller) != GDK_SCROLL_UNIT_WHEEL)
    return FALSE;
  /* As far as GTK moves for one notch. */
  self->notches += dy * pow (page, 2.0 / 3.0);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->scroller), on_tick, self, NULL);
  return TRUE;
}

static LongList *
attach (GtkScrolledWindow *scroller)
{
  GtkEventController *controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  LongList *self = g_new0 (LongList, 1);

  self->scroller = scroller;
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (scroller), controller);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (feed), self);
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (feed), self);
  g_object_set_data_full (G_OBJECT (scroller), KEY, self, long_list_free);
  return self;
}

/**
 * hx_long_list_follow:
 * @scroller: what scrolls a list view of @list
 * @list: (nullable): the list
 *
 * From now on the next page is asked for well before the end comes into sight, and a wheel moves at most once in a frame.
 * Following another list ends following the first.
 */
void
hx_long_list_follow (GtkScrolledWindow *scroller, HxList *list)
{
  LongList *self = g_object_get_data (G_OBJECT (scroller), KEY);

  if (self == NULL)
    self = attach (scroller);
  g_set_object (&self->list, list);
  if (list != NULL)
    feed (self);
}
