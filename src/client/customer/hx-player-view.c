/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-player-view-private.h"
#include "widgets/hx-draw.h"

/**
 * HxPlayerView:
 *
 * A recording to look at and to hear: waveform with both speakers' lanes,
 * bookmarks, a range that can be kept as a clip. What cannot be heard says why.
 */
G_DEFINE_TYPE (HxPlayerView, hx_player_view, ADW_TYPE_BIN)

static const char *const state_icons[] = {
  [HX_RECORDING_PENDING] = "hx-clock-symbolic",      [HX_RECORDING_READY] = "hx-offline-symbolic",
  [HX_RECORDING_MISSING] = "hx-no-recording-symbolic", [HX_RECORDING_FORBIDDEN] = "hx-locked-symbolic",
  [HX_RECORDING_CORRUPT] = "dialog-warning-symbolic",
};

static void
show_message (HxPlayerView *self,
              const char   *icon_name,
              const char   *words,
              gboolean      retry)
{
  gtk_image_set_from_icon_name (self->message_icon, icon_name);
  gtk_label_set_label (self->message_label, words);
  gtk_widget_set_visible (self->retry_button, retry);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

/* Instead of the waveform, in words: not there yet, never there, not allowed, damaged, not reachable. */
static void
show_why_not (HxPlayerView *self)
{
  g_autoptr (HxRecord) recording = NULL;
  g_autofree char *message = NULL;
  int state = HX_RECORDING_READY;

  g_object_get (self->player, "recording", &recording, "message", &message, NULL);
  if (recording != NULL)
    state = hx_record_get_enum (recording, HX_RECORDING_STATE);
  if (message == NULL && hx_recording_state_enum.values[state].label != NULL)
    message = g_strdup (_ (hx_recording_state_enum.values[state].label));
  show_message (self, state_icons[state], message != NULL ? message : _ ("The recording cannot be played"),
                state == HX_RECORDING_READY);
}

static void
show_time (HxPlayerView *self)
{
  gint64 position, duration;
  g_autofree char *at = NULL, *length = NULL, *markup = NULL;

  g_object_get (self->player, "position", &position, "duration", &duration, NULL);
  at = hx_draw_time (position);
  length = hx_draw_time (duration);
  markup = g_strdup_printf ("<b>%s</b> / %s", at, length);
  hx_waveform_set_duration_ms (self->waveform, duration);
  hx_waveform_set_position_ms (self->waveform, position);
  gtk_label_set_markup (self->time_label, markup);
}

static void
show_peaks (HxPlayerView *self)
{
  g_autoptr (GBytes) peaks = NULL;
  guint lanes;

  g_object_get (self->player, "peaks", &peaks, "lanes", &lanes, NULL);
  hx_waveform_set_peaks (self->waveform, peaks, CLAMP (lanes, 1, 2));
  gtk_widget_set_visible (self->lane_labels, lanes == 2);
}

static void
show_bookmarks (HxPlayerView *self)
{
  g_autoptr (HxRecord) recording = NULL;
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  GPtrArray *clips;

  g_object_get (self->player, "recording", &recording, NULL);
  clips = recording != NULL ? hx_record_get_list (recording, HX_RECORDING_CLIPS) : NULL;
  for (guint i = 0; clips != NULL && i < clips->len; i++)
    {
      HxRecord *clip = g_ptr_array_index (clips, i);
      gint64 at = hx_record_get_int (clip, HX_CLIP_AT_MS);

      if (hx_record_get_enum (clip, HX_CLIP_KIND) == HX_CLIP_BOOKMARK)
        g_array_append_val (moments, at);
    }
  hx_waveform_set_bookmarks (self->waveform, (const gint64 *) (gpointer) moments->data, moments->len);
}

static void
show_state (HxPlayerView *self)
{
  HxPlayerState state = hx_player_get_state (self->player);
  const char *word = state == HX_PLAYER_PLAYING ? _ ("Pause") : _ ("Play");

  gtk_button_set_icon_name (GTK_BUTTON (self->play_button),
                            state == HX_PLAYER_PLAYING ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play_button, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play_button), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  if (self->recording_id == NULL)
    show_message (self, state_icons[HX_RECORDING_MISSING], _ ("There is no recording of this call"), FALSE);
  else if (!hx_workspace_may (self->workspace, HX_MAY_HEAR_RECORDINGS))
    show_message (self, state_icons[HX_RECORDING_FORBIDDEN], _ ("You may not hear recordings"), FALSE);
  else if (state == HX_PLAYER_UNPLAYABLE)
    show_why_not (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "sound");
}

/* What was awaited has come, or what was there may no longer be heard. */
static void
on_recording (HxPlayerView *self,
              const char   *thing,
              const char   *action,
              HxRecord     *recording)
{
  if (recording == NULL || g_strcmp0 (hx_record_get_id (recording), self->recording_id) != 0)
    return;
  if (hx_player_get_state (self->player) == HX_PLAYER_UNPLAYABLE)
    hx_player_set_recording (self->player, self->recording_id);
  else
    show_bookmarks (self);
}

static void
hx_player_view_dispose (GObject *object)
{
  HxPlayerView *self = HX_PLAYER_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->player != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->player, self);
      hx_player_pause (self->player);
    }
  g_clear_object (&self->player);
  g_clear_object (&self->workspace);
  /* A template child too; GTK would let go of it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_PLAYER_VIEW);
  G_OBJECT_CLASS (hx_player_view_parent_class)->dispose (object);
}

static void
hx_player_view_finalize (GObject *object)
{
  HxPlayerView *self = HX_PLAYER_VIEW (object);

  g_clear_object (&self->cancellable);
  g_free (self->recording_id);
  G_OBJECT_CLASS (hx_player_view_parent_class)->finalize (object);
}

static void
hx_player_view_class_init (HxPlayerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_WAVEFORM);
  G_OBJECT_CLASS (klass)->dispose = hx_player_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_player_view_finalize;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-player-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, stack);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, message_icon);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, message_label);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, retry_button);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, lane_labels);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, waveform);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, play_button);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, time_label);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, speed_button);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, clip_label);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, loop_button);
  gtk_widget_class_bind_template_child (widget_class, HxPlayerView, save_button);
  hx_player_view_class_bind_controls (widget_class);
}

static void
hx_player_view_init (HxPlayerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_margin_top (self->lane_labels, HX_WAVEFORM_TOP);
  gtk_widget_set_margin_bottom (self->lane_labels, HX_WAVEFORM_RULER);
  self->cancellable = g_cancellable_new ();
}

/**
 * hx_player_view_new:
 * @workspace: where recordings are
 *
 * Returns: (transfer floating): a player without a recording
 */
GtkWidget *
hx_player_view_new (HxWorkspace *workspace)
{
  HxPlayerView *self = g_object_new (HX_TYPE_PLAYER_VIEW, NULL);
  const struct
  {
    const char *signal;
    void (*handler) (HxPlayerView *self);
  } follow[] = {
    { "notify::state", show_state },   { "notify::message", show_state },       { "notify::position", show_time },
    { "notify::duration", show_time }, { "notify::peaks", show_peaks },         { "notify::lanes", show_peaks },
    { "notify::recording", show_bookmarks },
  };

  self->workspace = g_object_ref (workspace);
  self->player = hx_player_new (workspace);
  for (guint i = 0; i < G_N_ELEMENTS (follow); i++)
    g_signal_connect_swapped (self->player, follow[i].signal, G_CALLBACK (follow[i].handler), self);
  g_signal_connect_object (workspace, "event::recording", G_CALLBACK (on_recording), self, G_CONNECT_SWAPPED);
  show_time (self);
  show_peaks (self);
  hx_player_view_show_clip (self);
  show_state (self);
  return GTK_WIDGET (self);
}

/**
 * hx_player_view_set_recording:
 * @self: a player
 * @recording_id: (nullable): what it plays from now on; %NULL stops it and says that there is no recording
 */
void
hx_player_view_set_recording (HxPlayerView *self,
                              const char   *recording_id)
{
  g_return_if_fail (HX_IS_PLAYER_VIEW (self));

  hx_player_pause (self->player);
  g_free (self->recording_id);
  self->recording_id = g_strdup (recording_id);
  hx_waveform_set_clip (self->waveform, 0, 0);
  gtk_toggle_button_set_active (self->loop_button, FALSE);
  if (recording_id != NULL && hx_workspace_may (self->workspace, HX_MAY_HEAR_RECORDINGS))
    hx_player_set_recording (self->player, recording_id);
  show_state (self);
}
