/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-player-view-private.h"
#include "widgets/hx-draw.h"

#define SKIP_MS 10000

static void
on_retry (HxPlayerView *self)
{
  hx_player_set_recording (self->player, self->recording_id);
}

static void
on_seek (HxPlayerView *self,
         gint64        ms)
{
  hx_player_seek (self->player, ms);
}

static void
on_back (HxPlayerView *self)
{
  hx_player_skip (self->player, -SKIP_MS);
}

static void
on_forward (HxPlayerView *self)
{
  hx_player_skip (self->player, SKIP_MS);
}

/* With a clip that loops, play means to hear the clip. */
static void
on_play (HxPlayerView *self)
{
  gboolean stopped = hx_player_get_state (self->player) == HX_PLAYER_STOPPED;

  if (stopped && gtk_toggle_button_get_active (self->loop_button) && hx_waveform_get_clip (self->waveform, NULL, NULL))
    hx_player_play_clip (self->player);
  else
    hx_player_toggle (self->player);
}

static void
on_loop (HxPlayerView *self)
{
  g_object_set (self->player, "loop", gtk_toggle_button_get_active (self->loop_button), NULL);
}

/* Says the chosen range, and tells the player of it. */
void
hx_player_view_show_clip (HxPlayerView *self)
{
  gint64 from = -1, to = -1;
  gboolean has_clip = hx_waveform_get_clip (self->waveform, &from, &to);
  g_autofree char *start = hx_draw_time (from), *end = hx_draw_time (to);
  g_autofree char *range = has_clip ? g_strdup_printf ("%s–%s", start, end) : NULL;

  gtk_label_set_label (self->clip_label, has_clip ? range : _ ("Drag over the waveform to choose a clip"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->loop_button), has_clip);
  gtk_widget_set_sensitive (self->save_button, has_clip);
}

static void
on_clip (HxPlayerView *self)
{
  gint64 from, to;
  gboolean has_clip = hx_waveform_get_clip (self->waveform, &from, &to);

  hx_player_view_show_clip (self);
  if (self->player != NULL)
    g_object_set (self->player, "clip-from", has_clip ? from : (gint64) -1, "clip-to", has_clip ? to : (gint64) -1, NULL);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxPlayerView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) clip = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = error != NULL ? hx_error_to_sentence (error) : g_strdup (_ ("Clip saved"));
  hx_player_view_show_clip (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", words);
}

static void
on_save (HxPlayerView *self)
{
  g_autoptr (HxRecord) clip = hx_record_new (&hx_clip_schema);
  gint64 from, to;

  if (!hx_waveform_get_clip (self->waveform, &from, &to) || self->recording_id == NULL)
    return;
  hx_record_set_int (clip, HX_CLIP_FROM_MS, from);
  hx_record_set_int (clip, HX_CLIP_TO_MS, to);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  hx_workspace_call_async (self->workspace, HX_OPERATION_CLIPS_CREATE, self->recording_id, NULL, clip, NULL,
                           self->cancellable, on_saved, g_object_ref (self));
}

static void
on_rate (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  HxPlayerView *self = HX_PLAYER_VIEW (widget);
  double rate = g_variant_get_double (parameter);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *label = g_strdup_printf ("%s×", g_ascii_formatd (number, sizeof number, "%g", rate));

  g_object_set (self->player, "rate", rate, NULL);
  gtk_menu_button_set_label (self->speed_button, label);
}

static gboolean
on_space (GtkWidget *widget,
          GVariant  *args,
          gpointer   data)
{
  on_play (HX_PLAYER_VIEW (widget));
  return TRUE;
}

void
hx_player_view_class_bind_controls (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, on_retry);
  gtk_widget_class_bind_template_callback (klass, on_seek);
  gtk_widget_class_bind_template_callback (klass, on_clip);
  gtk_widget_class_bind_template_callback (klass, on_back);
  gtk_widget_class_bind_template_callback (klass, on_play);
  gtk_widget_class_bind_template_callback (klass, on_forward);
  gtk_widget_class_bind_template_callback (klass, on_loop);
  gtk_widget_class_bind_template_callback (klass, on_save);
  gtk_widget_class_install_action (klass, "player.rate", "d", on_rate);
  gtk_widget_class_add_binding (klass, GDK_KEY_space, (GdkModifierType) 0, on_space, NULL);
}
