/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-draw.h"
#include "hx-waveform-handle.h"
#include "hx-waveform-private.h"

/**
 * HxWaveform:
 *
 * The loudness of a recording, one lane or two (customer above, agent below), with the part that was played, bookmarks
 * as diamonds and a clip range. Without peaks it shows a thin line: the recording is still coming, or never will.
 *
 * It plays nothing: it says "seek" and the owner sets #HxWaveform:position-ms. While that runs only an overlay
 * changes; bars and ruler are kept as render nodes.
 */
enum
{
  PROP_0,
  PROP_DURATION_MS,
  PROP_POSITION_MS,
  PROP_CLIP_FROM_MS,
  PROP_CLIP_TO_MS,
  PROP_LANES,
  PROP_RULER,
  PROP_INTERACTIVE,
  N_PROPS
};

enum
{
  SEEK,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_TYPE (HxWaveform, hx_waveform, GTK_TYPE_WIDGET)

static void
tell_assistive (HxWaveform *self)
{
  g_autofree char *position = hx_draw_time (self->position);
  g_autofree char *duration = hx_draw_time (self->duration);
  g_autofree char *words = g_strdup_printf (_ ("%s of %s"), position, duration);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) self->duration / 1000,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) (self->position / 1000),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}

static void
update_handles (HxWaveform *self)
{
  gint64 at[HX_WAVE_N_HANDLES] = { self->clip_from, self->clip_to };

  for (int i = 0; i < HX_WAVE_N_HANDLES; i++)
    {
      hx_waveform_handle_tell (HX_WAVEFORM_HANDLE (self->handles[i]), at[i], self->duration);
      gtk_widget_set_visible (self->handles[i], self->interactive && hx_waveform_has_clip (self));
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The user asks for another position; within the recording. */
void
hx_waveform_seek (HxWaveform *self, gint64 ms)
{
  g_signal_emit (self, signals[SEEK], 0, (gint64) CLAMP (ms, 0, self->duration));
}

static void
hx_waveform_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  hx_waveform_draw (HX_WAVEFORM (widget), snapshot);
}

static void
hx_waveform_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  HxWaveform *self = HX_WAVEFORM (widget);
  int unused;

  for (int i = 0; i < HX_WAVE_N_HANDLES; i++)
    gtk_widget_measure (self->handles[i], orientation, for_size, &unused, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 240;
      return;
    }
  *minimum = *natural = HX_WAVEFORM_TOP + (self->lanes == 2 ? 98 : 34) + (self->ruler ? HX_WAVEFORM_RULER : 0);
}

static void
hx_waveform_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HxWaveform *self = HX_WAVEFORM (widget);
  gint64 at[HX_WAVE_N_HANDLES] = { self->clip_from, self->clip_to };

  for (int i = 0; i < HX_WAVE_N_HANDLES; i++)
    if (gtk_widget_should_layout (self->handles[i]))
      gtk_widget_size_allocate (self->handles[i],
                                &(GtkAllocation){ (int) hx_waveform_ms_to_x (self, at[i]) - HX_WAVEFORM_HANDLE_GRAB / 2,
                                                  HX_WAVEFORM_TOP, HX_WAVEFORM_HANDLE_GRAB,
                                                  MAX (hx_waveform_body_height (self), 16) },
                                -1);
}

static void
hx_waveform_dispose (GObject *object)
{
  HxWaveform *self = HX_WAVEFORM (object);

  for (int i = 0; i < HX_WAVE_N_HANDLES; i++)
    g_clear_pointer (&self->handles[i], gtk_widget_unparent);
  hx_waveform_forget_drawing (self);
  g_clear_pointer (&self->peaks, g_bytes_unref);
  g_clear_pointer (&self->bookmarks, g_array_unref);
  G_OBJECT_CLASS (hx_waveform_parent_class)->dispose (object);
}

static void
hx_waveform_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxWaveform *self = HX_WAVEFORM (object);

  switch (id)
    {
    case PROP_DURATION_MS: g_value_set_int64 (value, self->duration); break;
    case PROP_POSITION_MS: g_value_set_int64 (value, self->position); break;
    case PROP_CLIP_FROM_MS: g_value_set_int64 (value, self->clip_from); break;
    case PROP_CLIP_TO_MS: g_value_set_int64 (value, self->clip_to); break;
    case PROP_LANES: g_value_set_int (value, self->lanes); break;
    case PROP_RULER: g_value_set_boolean (value, self->ruler); break;
    case PROP_INTERACTIVE: g_value_set_boolean (value, self->interactive); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_waveform_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxWaveform *self = HX_WAVEFORM (object);

  switch (id)
    {
    case PROP_DURATION_MS: hx_waveform_set_duration_ms (self, g_value_get_int64 (value)); return;
    case PROP_POSITION_MS: hx_waveform_set_position_ms (self, g_value_get_int64 (value)); return;
    case PROP_CLIP_FROM_MS: hx_waveform_set_clip (self, g_value_get_int64 (value), self->clip_to); return;
    case PROP_CLIP_TO_MS: hx_waveform_set_clip (self, self->clip_from, g_value_get_int64 (value)); return;
    case PROP_LANES: self->lanes = g_value_get_int (value); break;
    case PROP_RULER: self->ruler = g_value_get_boolean (value); break;
    case PROP_INTERACTIVE:
      self->interactive = g_value_get_boolean (value);
      gtk_widget_set_focusable (GTK_WIDGET (self), self->interactive);
      update_handles (self);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec); return;
    }
  hx_waveform_forget_drawing (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
hx_waveform_class_init (HxWaveformClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = hx_waveform_dispose;
  object_class->get_property = hx_waveform_get_property;
  object_class->set_property = hx_waveform_set_property;
  widget_class->snapshot = hx_waveform_snapshot;
  widget_class->measure = hx_waveform_measure;
  widget_class->size_allocate = hx_waveform_size_allocate;

  properties[PROP_DURATION_MS]
    = g_param_spec_int64 ("duration-ms", NULL, "Length of the recording", 0, G_MAXINT64, 0, flags);
  properties[PROP_POSITION_MS] = g_param_spec_int64 ("position-ms", NULL, "What is heard now", 0, G_MAXINT64, 0, flags);
  properties[PROP_CLIP_FROM_MS] = g_param_spec_int64 ("clip-from-ms", NULL, "Start of the clip", 0, G_MAXINT64, 0, flags);
  properties[PROP_CLIP_TO_MS]
    = g_param_spec_int64 ("clip-to-ms", NULL, "End of the clip; not after its start: no clip", 0, G_MAXINT64, 0, flags);
  properties[PROP_LANES] = g_param_spec_int ("lanes", NULL, "2 = customer and agent apart", 1, 2, 1, flags);
  properties[PROP_RULER] = g_param_spec_boolean ("ruler", NULL, "Whether times stand below", FALSE, flags);
  properties[PROP_INTERACTIVE]
    = g_param_spec_boolean ("interactive", NULL, "Whether it can be sought and a clip be made", FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * HxWaveform::seek:
   * @self: the waveform
   * @ms: where the user wants to hear, milliseconds, within the recording
   */
  signals[SEEK]
    = g_signal_new ("seek", HX_TYPE_WAVEFORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_css_name (widget_class, "waveform");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
hx_waveform_init (HxWaveform *self)
{
  self->lanes = 1;
  self->pointer = -1;
  self->bookmarks = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (int i = 0; i < HX_WAVE_N_HANDLES; i++)
    {
      self->handles[i] = hx_waveform_handle_new ((HxWaveHandle) i);
      gtk_widget_set_visible (self->handles[i], FALSE);
      gtk_widget_set_parent (self->handles[i], GTK_WIDGET (self));
    }
  hx_waveform_add_input (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Recording"), -1);
  tell_assistive (self);
}

/**
 * hx_waveform_new:
 *
 * Returns: (transfer floating): a waveform of one lane without peaks
 */
GtkWidget *
hx_waveform_new (void)
{
  return g_object_new (HX_TYPE_WAVEFORM, NULL);
}

/**
 * hx_waveform_set_peaks:
 * @self: a waveform
 * @peaks: (nullable): loudness 0–255, one byte per equal piece of time, lane after lane; %NULL while not known
 * @n_lanes: how many lanes @peaks holds, 1 or 2; also sets #HxWaveform:lanes when there are peaks
 *
 * Peaks that hold less than a byte for each lane are as good as none.
 */
void
hx_waveform_set_peaks (HxWaveform *self, GBytes *peaks, guint n_lanes)
{
  g_return_if_fail (HX_IS_WAVEFORM (self));
  g_return_if_fail (n_lanes == 1 || n_lanes == 2);

  g_clear_pointer (&self->peaks, g_bytes_unref);
  if (peaks != NULL && g_bytes_get_size (peaks) >= n_lanes)
    {
      self->peaks = g_bytes_ref (peaks);
      self->peak_lanes = n_lanes;
      g_object_set (self, "lanes", (int) n_lanes, NULL);
    }
  hx_waveform_forget_drawing (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hx_waveform_set_bookmarks:
 * @self: a waveform
 * @ms: (array length=n) (nullable): moments, milliseconds
 * @n: how many
 */
void
hx_waveform_set_bookmarks (HxWaveform *self, const gint64 *ms, gsize n)
{
  g_return_if_fail (HX_IS_WAVEFORM (self));
  g_return_if_fail (ms != NULL || n == 0);

  g_array_set_size (self->bookmarks, 0);
  if (n > 0)
    g_array_append_vals (self->bookmarks, ms, (guint) n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hx_waveform_set_duration_ms:
 * @self: a waveform
 * @ms: length of the recording, milliseconds; 0 while it is not known
 */
void
hx_waveform_set_duration_ms (HxWaveform *self, gint64 ms)
{
  g_return_if_fail (HX_IS_WAVEFORM (self));

  if (self->duration == ms)
    return;
  self->duration = MAX (ms, 0);
  hx_waveform_forget_drawing (self);
  update_handles (self);
  tell_assistive (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DURATION_MS]);
}

/**
 * hx_waveform_set_position_ms:
 * @self: a waveform
 * @ms: what is heard now, milliseconds
 *
 * Cheap enough for every frame: it redraws when half a pixel has passed and tells screen readers once a second.
 */
void
hx_waveform_set_position_ms (HxWaveform *self, gint64 ms)
{
  gboolean another_second;

  g_return_if_fail (HX_IS_WAVEFORM (self));

  ms = MAX (ms, 0);
  if (self->position == ms)
    return;
  another_second = self->position / 1000 != ms / 1000;
  self->position = ms;
  if (another_second)
    tell_assistive (self);
  if (ABS (hx_waveform_ms_to_x (self, ms) - self->drawn_position) >= 0.5)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION_MS]);
}

/**
 * hx_waveform_get_position_ms:
 * @self: a waveform
 *
 * Returns: what is heard now, milliseconds
 */
gint64
hx_waveform_get_position_ms (HxWaveform *self)
{
  g_return_val_if_fail (HX_IS_WAVEFORM (self), 0);
  return self->position;
}

/**
 * hx_waveform_set_clip:
 * @self: a waveform
 * @from_ms: start, milliseconds
 * @to_ms: end, milliseconds; not after the start: there is no clip
 *
 * Both are kept as given (a range may be known before the duration is) except that, once it is known, they stay within it.
 */
void
hx_waveform_set_clip (HxWaveform *self, gint64 from_ms, gint64 to_ms)
{
  gint64 last;
  gboolean from_changed, to_changed;

  g_return_if_fail (HX_IS_WAVEFORM (self));

  last = self->duration > 0 ? self->duration : G_MAXINT64;
  from_ms = CLAMP (from_ms, 0, last);
  to_ms = CLAMP (to_ms, 0, last);
  from_changed = from_ms != self->clip_from;
  to_changed = to_ms != self->clip_to;
  if (!from_changed && !to_changed)
    return;
  self->clip_from = from_ms;
  self->clip_to = to_ms;
  update_handles (self);
  if (from_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIP_FROM_MS]);
  if (to_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIP_TO_MS]);
}

/**
 * hx_waveform_get_clip:
 * @self: a waveform
 * @from_ms: (out) (optional): start, milliseconds
 * @to_ms: (out) (optional): end, milliseconds
 *
 * Returns: whether there is a clip
 */
gboolean
hx_waveform_get_clip (HxWaveform *self, gint64 *from_ms, gint64 *to_ms)
{
  g_return_val_if_fail (HX_IS_WAVEFORM (self), FALSE);

  if (from_ms != NULL)
    *from_ms = self->clip_from;
  if (to_ms != NULL)
    *to_ms = self->clip_to;
  return hx_waveform_has_clip (self);
}
