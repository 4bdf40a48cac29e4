/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-css-color.h"
#include "hx-draw.h"
#include "hx-waveform-handle.h"

/* One arrow key moves a clip's edge by half a second: about a syllable pair, fine enough to cut between sentences. */
#define STEP_MS 500

/**
 * HxWaveformHandle:
 *
 * One edge of the clip range: a widget of its own, so that Tab reaches it, its focus is seen and a screen reader has a
 * slider with a value. The waveform itself handles the pointer.
 */
struct _HxWaveformHandle
{
  GtkWidget parent_instance;

  HxWaveHandle which;
  gint64 ms;
  gint64 duration;
};

G_DEFINE_TYPE (HxWaveformHandle, hx_waveform_handle, GTK_TYPE_WIDGET)

static gboolean
on_key (HxWaveformHandle *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkWidget *waveform = gtk_widget_get_parent (GTK_WIDGET (self));
  gint64 ms = self->ms;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left: ms -= STEP_MS; break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right: ms += STEP_MS; break;
    case GDK_KEY_Home: ms = 0; break;
    case GDK_KEY_End: ms = self->duration; break;
    default: return GDK_EVENT_PROPAGATE;
    }
  hx_waveform_move_handle (HX_WAVEFORM (waveform), self->which, ms);
  return GDK_EVENT_STOP;
}

static void
hx_waveform_handle_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  double x = gtk_widget_get_width (widget) / 2.0, y = gtk_widget_get_height (widget) / 2.0;
  GdkRGBA color;

  hx_css_color (widget, "accent_color", &color);
  hx_draw_round (snapshot, x - 3.5, y - 8, 7, 16, 3.5, &color);
}

static void
hx_waveform_handle_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? HX_WAVEFORM_HANDLE_GRAB : 16;
}

static void
hx_waveform_handle_class_init (HxWaveformHandleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = hx_waveform_handle_snapshot;
  widget_class->measure = hx_waveform_handle_measure;
  gtk_widget_class_set_css_name (widget_class, "handle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
hx_waveform_handle_init (HxWaveformHandle *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * hx_waveform_handle_new:
 * @which: the edge it stands for
 *
 * Returns: (transfer floating): a handle; the waveform becomes its parent
 */
GtkWidget *
hx_waveform_handle_new (HxWaveHandle which)
{
  HxWaveformHandle *self = g_object_new (HX_TYPE_WAVEFORM_HANDLE, NULL);

  self->which = which;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  which == HX_WAVE_HANDLE_FROM ? _ ("Start of the clip") : _ ("End of the clip"), -1);
  return GTK_WIDGET (self);
}

/**
 * hx_waveform_handle_tell:
 * @self: a handle
 * @ms: where its edge stands, milliseconds
 * @duration: length of the recording, milliseconds
 *
 * Takes the edge's place in the recording, for the keys and for screen readers.
 */
void
hx_waveform_handle_tell (HxWaveformHandle *self, gint64 ms, gint64 duration)
{
  g_autofree char *words = hx_draw_time (ms);

  if (self->ms == ms && self->duration == duration)
    return;
  self->ms = ms;
  self->duration = duration;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) duration / 1000,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) ms / 1000,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}
