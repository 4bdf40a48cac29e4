/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-pool-detail.h"
#include "hx-pool-facts.h"
#include "model/hx-player.h"
#include "widgets/hx-draw.h"
#include "widgets/hx-waveform.h"

/**
 * HxPoolDetail:
 *
 * The chosen feedback: its case, the facts it was tied to, the way to the
 * customer, and what was said.
 */
struct _HxPoolDetail
{
  GtkBox parent_instance;

  HxWorkspace *workspace;
  HxRecord *feedback; /* (nullable) */
  HxPlayer *player;   /* (nullable): made with the first clip */

  GtkLabel *number;
  GtkLabel *pain;
  GtkLabel *case_label;
  GtkGrid *facts;
  GtkWidget *customer;
  GtkLabel *customer_label;
  GtkWidget *clip;
  GtkButton *play;
  HxWaveform *wave;
  GtkLabel *clip_label;
};

G_DEFINE_TYPE (HxPoolDetail, hx_pool_detail, GTK_TYPE_BOX)

static void
set_play_words (HxPoolDetail *self,
                gboolean      playing)
{
  const char *words = playing ? _ ("Pause") : _ ("Play the clip");

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
show_player (HxPoolDetail *self)
{
  HxPlayerState state = hx_player_get_state (self->player);
  g_autofree char *message = NULL, *length = NULL;
  gint64 from, to, duration, position;

  g_object_get (self->player, "message", &message, "clip-from", &from, "clip-to", &to, "duration", &duration,
                "position", &position, NULL);
  length = hx_draw_time (to > from ? to - from : duration);
  hx_waveform_set_duration_ms (self->wave, duration);
  hx_waveform_set_position_ms (self->wave, position);
  if (to > from && duration > 0)
    hx_waveform_set_clip (self->wave, from, MIN (to, duration));
  set_play_words (self, state == HX_PLAYER_PLAYING);
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), state != HX_PLAYER_UNPLAYABLE);
  gtk_widget_set_visible (GTK_WIDGET (self->wave), state != HX_PLAYER_UNPLAYABLE);
  gtk_label_set_label (self->clip_label, state == HX_PLAYER_UNPLAYABLE && message != NULL ? message : length);
}

static void
show_peaks (HxPoolDetail *self)
{
  g_autoptr (GBytes) peaks = NULL;
  guint lanes;

  g_object_get (self->player, "peaks", &peaks, "lanes", &lanes, NULL);
  hx_waveform_set_peaks (self->wave, peaks, CLAMP (lanes, 1, 2));
}

static void
make_player (HxPoolDetail *self)
{
  static const char *const shown[]
      = { "notify::state", "notify::position", "notify::duration", "notify::message", "notify::clip-to" };

  if (self->player != NULL)
    return;
  self->player = hx_player_new (self->workspace);
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    g_signal_connect_object (self->player, shown[i], G_CALLBACK (show_player), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::peaks", G_CALLBACK (show_peaks), self, G_CONNECT_SWAPPED);
}

static void
show_clip (HxPoolDetail *self)
{
  const char *recording = self->feedback != NULL ? hx_record_get_text (self->feedback, HX_FEEDBACK_RECORDING_ID) : NULL;
  gboolean heard = recording != NULL && hx_workspace_may (self->workspace, HX_MAY_HEAR_RECORDINGS);
  gboolean clipped;

  gtk_widget_set_visible (self->clip, heard);
  if (!heard)
    {
      if (self->player != NULL)
        hx_player_set_recording (self->player, NULL);
      return;
    }
  clipped = hx_record_has (self->feedback, HX_FEEDBACK_CLIP_TO_MS);
  make_player (self);
  hx_waveform_set_clip (self->wave, 0, 0);
  hx_player_set_recording (self->player, recording);
  g_object_set (self->player, "clip-from",
                clipped ? hx_record_get_int (self->feedback, HX_FEEDBACK_CLIP_FROM_MS) : (gint64) -1, "clip-to",
                clipped ? hx_record_get_int (self->feedback, HX_FEEDBACK_CLIP_TO_MS) : (gint64) -1, NULL);
  show_player (self);
}

static void
show_customer (HxPoolDetail *self)
{
  const char *id = hx_record_get_text (self->feedback, HX_FEEDBACK_CUSTOMER_ID);
  const char *code = hx_record_get_text (self->feedback, HX_FEEDBACK_CUSTOMER_CODE);
  /* Translators: %s is a customer's code, "C12345" */
  g_autofree char *words = g_strdup_printf (_ ("Customer %s"), code != NULL ? code : "");

  gtk_widget_set_visible (self->customer, id != NULL && hx_workspace_may (self->workspace, HX_MAY_SEE_CUSTOMERS));
  if (id != NULL)
    {
      /* In this order: an action without its target is complained of. */
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->customer), "s", id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->customer), "win.open-customer");
    }
  /* The icon says the word, and the wave beside it needs the room. */
  gtk_label_set_label (self->customer_label, code != NULL ? code : words);
  gtk_widget_set_tooltip_text (self->customer, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->customer), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
show_words (HxPoolDetail *self)
{
  /* Translators: a feedback's number, "F-0142" */
  g_autofree char *number
      = g_strdup_printf (_ ("F-%04d"), (int) hx_record_get_int (self->feedback, HX_FEEDBACK_NUMBER));

  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->pain, hx_record_get_text (self->feedback, HX_FEEDBACK_PAIN_POINT));
  gtk_label_set_label (self->case_label, hx_record_get_text (self->feedback, HX_FEEDBACK_CASE_TEXT));
  hx_pool_facts_show (self->facts, self->workspace, self->feedback);
  show_customer (self);
}

static void
hx_pool_detail_dispose (GObject *object)
{
  HxPoolDetail *self = HX_POOL_DETAIL (object);

  if (self->feedback != NULL)
    g_signal_handlers_disconnect_by_data (self->feedback, self);
  g_clear_object (&self->feedback);
  if (self->player != NULL)
    hx_player_pause (self->player);
  g_clear_object (&self->player);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_POOL_DETAIL);
  G_OBJECT_CLASS (hx_pool_detail_parent_class)->dispose (object);
}

static void
hx_pool_detail_class_init (HxPoolDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_pool_detail_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/pool/hx-pool-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, number);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, pain);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, case_label);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, facts);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, customer);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, customer_label);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, clip);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, play);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, wave);
  gtk_widget_class_bind_template_child (widget_class, HxPoolDetail, clip_label);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hx_pool_detail_init (HxPoolDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_pool_detail_set_workspace:
 * @self: a detail
 * @workspace: where recordings and templates are
 */
void
hx_pool_detail_set_workspace (HxPoolDetail *self,
                              HxWorkspace  *workspace)
{
  g_set_object (&self->workspace, workspace);
}

/**
 * hx_pool_detail_show:
 * @self: a detail
 * @feedback: (nullable): what it shows, and follows; %NULL is silent
 */
void
hx_pool_detail_show (HxPoolDetail *self,
                     HxRecord     *feedback)
{
  g_return_if_fail (HX_IS_POOL_DETAIL (self));

  if (self->feedback == feedback)
    return;
  if (self->feedback != NULL)
    g_signal_handlers_disconnect_by_data (self->feedback, self);
  g_set_object (&self->feedback, feedback);
  if (feedback != NULL)
    {
      g_signal_connect_object (feedback, "notify", G_CALLBACK (show_words), self, G_CONNECT_SWAPPED);
      show_words (self);
    }
  show_clip (self);
}

/**
 * hx_pool_detail_toggle_clip:
 * @self: a detail
 *
 * Plays what was marked, or all of it when nothing was; the second time pauses.
 */
void
hx_pool_detail_toggle_clip (HxPoolDetail *self)
{
  gint64 to;

  if (self->player == NULL || !gtk_widget_get_visible (self->clip))
    return;
  g_object_get (self->player, "clip-to", &to, NULL);
  if (hx_player_get_state (self->player) == HX_PLAYER_PLAYING)
    hx_player_pause (self->player);
  else if (to > 0)
    hx_player_play_clip (self->player);
  else
    hx_player_play (self->player);
}
