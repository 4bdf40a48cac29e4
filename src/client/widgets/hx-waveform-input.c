/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "hx-waveform-handle.h"
#include "hx-waveform-private.h"

/* A press that moves less is a click: hands shake. */
#define DRAG_FROM_PX 4
#define SEEK_STEP_MS 10000
/* A clip shorter than this cannot be grabbed again, nor understood when heard. */
#define SHORTEST_CLIP_MS 500

/* Moves one edge of the clip; the edges never cross. */
void
hx_waveform_move_handle (HxWaveform *self, HxWaveHandle handle, gint64 ms)
{
  if (handle == HX_WAVE_HANDLE_FROM)
    hx_waveform_set_clip (self, CLAMP (ms, 0, MAX (self->clip_to - SHORTEST_CLIP_MS, 0)), self->clip_to);
  else
    hx_waveform_set_clip (self, self->clip_from, MAX (ms, self->clip_from + SHORTEST_CLIP_MS));
}

static gboolean
is_near (HxWaveform *self, double x, gint64 ms)
{
  return fabs (x - hx_waveform_ms_to_x (self, ms)) <= HX_WAVEFORM_HANDLE_GRAB / 2.0;
}

static HxWaveDrag
what_is_at (HxWaveform *self, double x)
{
  gboolean from, to;

  if (!hx_waveform_has_clip (self))
    return HX_WAVE_DRAG_PRESSED;
  from = is_near (self, x, self->clip_from);
  to = is_near (self, x, self->clip_to);
  /* In a short clip both are near: the side of the middle decides. */
  if (from && to)
    from = x < hx_waveform_ms_to_x (self, (self->clip_from + self->clip_to) / 2);
  if (from)
    return HX_WAVE_DRAG_FROM;
  return to ? HX_WAVE_DRAG_TO : HX_WAVE_DRAG_PRESSED;
}

static void
on_drag_begin (HxWaveform *self, double x, double y, GtkGestureDrag *gesture)
{
  GtkWidget *focus = GTK_WIDGET (self);

  if (!self->interactive || self->duration <= 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->drag = what_is_at (self, x);
  self->drag_anchor = hx_waveform_x_to_ms (self, x);
  if (self->drag == HX_WAVE_DRAG_FROM)
    focus = self->handles[HX_WAVE_HANDLE_FROM];
  else if (self->drag == HX_WAVE_DRAG_TO)
    focus = self->handles[HX_WAVE_HANDLE_TO];
  gtk_widget_grab_focus (focus);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_drag_update (HxWaveform *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x;
  gint64 ms;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, NULL))
    return;
  ms = hx_waveform_x_to_ms (self, x + dx);
  if (self->drag == HX_WAVE_DRAG_PRESSED && fabs (dx) >= DRAG_FROM_PX)
    self->drag = HX_WAVE_DRAG_RANGE;

  if (self->drag == HX_WAVE_DRAG_RANGE)
    hx_waveform_set_clip (self, MIN (self->drag_anchor, ms), MAX (self->drag_anchor, ms));
  else if (self->drag == HX_WAVE_DRAG_FROM)
    hx_waveform_move_handle (self, HX_WAVE_HANDLE_FROM, ms);
  else if (self->drag == HX_WAVE_DRAG_TO)
    hx_waveform_move_handle (self, HX_WAVE_HANDLE_TO, ms);
}

static void
on_drag_end (HxWaveform *self, double dx, double dy, GtkGestureDrag *gesture)
{
  if (self->drag == HX_WAVE_DRAG_PRESSED)
    hx_waveform_seek (self, self->drag_anchor);
  self->drag = HX_WAVE_DRAG_NONE;
}

static void
on_motion (HxWaveform *self, double x, double y)
{
  HxWaveDrag over = self->drag != HX_WAVE_DRAG_NONE ? self->drag : what_is_at (self, x);

  if (!self->interactive)
    return;
  self->pointer = CLAMP (x, 0, gtk_widget_get_width (GTK_WIDGET (self)));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   over == HX_WAVE_DRAG_FROM || over == HX_WAVE_DRAG_TO ? "ew-resize" : "pointer");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (HxWaveform *self)
{
  self->pointer = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_key (HxWaveform *self, guint keyval, guint keycode, GdkModifierType state)
{
  gint64 ms = self->position;

  /* The handles are children: what they did not take must not seek. */
  if (!gtk_widget_is_focus (GTK_WIDGET (self)) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left: ms -= SEEK_STEP_MS; break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right: ms += SEEK_STEP_MS; break;
    case GDK_KEY_Home: ms = 0; break;
    case GDK_KEY_End: ms = self->duration; break;
    default: return GDK_EVENT_PROPAGATE;
    }
  hx_waveform_seek (self, ms);
  return GDK_EVENT_STOP;
}

void
hx_waveform_add_input (HxWaveform *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
