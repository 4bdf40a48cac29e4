/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-sound.h"

#include "model/hx-player.h"
#include "hx-wrapup-common.h"
#include "widgets/hx-draw.h"
#include "widgets/hx-waveform.h"

/* More chips than these do not fit beside the clip; every bookmark still is a diamond on the wave. */
#define MOST_CHIPS 3

/**
 * HxWrapupSound:
 *
 * The recording of the call, small: wave, bookmarks and the range that goes with the feedback. When there is nothing to
 * hear it says why, in the same place and of the same size, so that nothing below it ever moves.
 */
struct _HxWrapupSound
{
  AdwBin parent_instance;

  HxWrapupSession *session; /* (nullable): the window's */
  HxPlayer *player;         /* made for the first recording */
  GSignalGroup *session_signals;
  gboolean changing; /* while we ourselves set the wave's range */

  GtkStack *stack;
  GtkLabel *message;
  GtkWidget *waveform;
  GtkBox *bookmarks; /* beside the clip */
  GtkBox *marks;     /* beside the message: a moment can be taken before its recording has come */
  GtkLabel *clip_range;
  GtkWidget *play;
  GtkImage *play_icon;
};

G_DEFINE_TYPE (HxWrapupSound, hx_wrapup_sound, ADW_TYPE_BIN)

static HxRecord *
get_recording (HxWrapupSound *self)
{
  return self->session != NULL
           ? hx_record_get_record (hx_wrapup_session_get_record (self->session), HX_WRAPUP_RECORDING)
           : NULL;
}

static gboolean
get_clip (HxWrapupSound *self, gint64 *from, gint64 *to)
{
  *from = hx_wrapup_get_ms (self->session, "clip-from");
  *to = hx_wrapup_get_ms (self->session, "clip-to");
  return *from >= 0 && *to > *from;
}

/* From where to where the clip goes; %NULL without a clip. */
static char *
format_clip (HxWrapupSound *self)
{
  gint64 from, to;
  g_autofree char *start = NULL, *end = NULL;

  if (!get_clip (self, &from, &to))
    return NULL;
  start = hx_draw_time (from);
  end = hx_draw_time (to);
  return g_strdup_printf ("%s–%s", start, end);
}

/* Why there is nothing to hear; %NULL when there is something. */
static char *
why_silent (HxWrapupSound *self)
{
  HxRecord *recording = get_recording (self);
  HxRecordingState state = recording != NULL ? (HxRecordingState) hx_record_get_enum (recording, HX_RECORDING_STATE)
                                             : HX_RECORDING_PENDING;
  HxRecord *call = hx_record_get_record (hx_wrapup_session_get_record (self->session), HX_WRAPUP_CALL);
  g_autofree char *message = NULL;

  if (recording == NULL && call != NULL && hx_record_get_int (call, HX_CALL_DURATION_MS) == 0)
    return g_strdup (_ ("Nobody answered: there is no recording"));
  if (state != HX_RECORDING_READY)
    return g_strdup (gettext (hx_recording_state_enum.values[state].label));
  if (self->player == NULL || hx_player_get_state (self->player) != HX_PLAYER_UNPLAYABLE)
    return NULL;
  g_object_get (self->player, "message", &message, NULL);
  return message != NULL ? g_steal_pointer (&message) : g_strdup (_ ("The recording cannot be played"));
}

static void
show_clip (HxWrapupSound *self)
{
  g_autofree char *range = NULL;
  gint64 from, to;
  gboolean has_clip, playing;

  if (self->session == NULL)
    return;
  has_clip = get_clip (self, &from, &to);
  range = format_clip (self);
  self->changing = TRUE;
  hx_waveform_set_clip (HX_WAVEFORM (self->waveform), has_clip ? from : 0, has_clip ? to : 0);
  self->changing = FALSE;
  gtk_label_set_label (self->clip_range, has_clip ? range : _ ("Drag across the waveform for a clip"));
  playing = self->player != NULL && hx_player_get_state (self->player) == HX_PLAYER_PLAYING;
  gtk_image_set_from_icon_name (self->play_icon,
                                playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_sensitive (self->play, has_clip || playing);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  playing ? _ ("Pause the clip") : _ ("Play the clip"), -1);
}

static void
on_bookmark (GtkButton *chip, HxWrapupSound *self)
{
  HxRecord *clip = g_object_get_data (G_OBJECT (chip), "hx-clip");

  g_object_set (self->session, "clip-from", hx_record_get_int (clip, HX_CLIP_FROM_MS), "clip-to",
                hx_record_get_int (clip, HX_CLIP_TO_MS), NULL);
  if (self->player != NULL)
    hx_player_seek (self->player, hx_record_get_int (clip, HX_CLIP_AT_MS));
}

static void
add_chip (HxWrapupSound *self, GtkBox *chips, HxRecord *clip)
{
  GtkWidget *chip = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *diamond = gtk_image_new_from_icon_name ("hx-diamond-symbolic");
  g_autofree char *time = hx_draw_time (hx_record_get_int (clip, HX_CLIP_AT_MS));
  g_autofree char *name = g_strdup_printf (_ ("Bookmark at %s: take the clip around it"), time);

  gtk_widget_add_css_class (diamond, "hx-mark");
  gtk_box_append (GTK_BOX (box), diamond);
  gtk_box_append (GTK_BOX (box), gtk_label_new (time));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "flat");
  gtk_widget_add_css_class (chip, "hx-small");
  gtk_widget_add_css_class (chip, "numeric");
  gtk_widget_set_tooltip_text (chip, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (chip), "hx-clip", g_object_ref (clip), g_object_unref);
  g_signal_connect (chip, "clicked", G_CALLBACK (on_bookmark), self);
  gtk_box_append (chips, chip);
}

static void
remove_chips (GtkBox *chips)
{
  GtkWidget *chip;

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (chips))) != NULL)
    gtk_box_remove (chips, chip);
}

static void
show_bookmarks (HxWrapupSound *self)
{
  HxRecord *recording = get_recording (self);
  GPtrArray *clips = recording != NULL ? hx_record_get_list (recording, HX_RECORDING_CLIPS) : NULL;
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (gint64));

  remove_chips (self->bookmarks);
  remove_chips (self->marks);
  for (guint i = 0; clips != NULL && i < clips->len; i++)
    {
      HxRecord *clip = g_ptr_array_index (clips, i);
      gint64 at = hx_record_get_int (clip, HX_CLIP_AT_MS);

      if (hx_record_get_enum (clip, HX_CLIP_KIND) != HX_CLIP_BOOKMARK)
        continue;
      g_array_append_val (moments, at);
      if (moments->len > MOST_CHIPS)
        continue;
      add_chip (self, self->bookmarks, clip);
      add_chip (self, self->marks, clip);
    }
  hx_waveform_set_bookmarks (HX_WAVEFORM (self->waveform), (const gint64 *) (gpointer) moments->data, moments->len);
}

static void
show_sound (HxWrapupSound *self)
{
  g_autofree char *silent = self->session != NULL ? why_silent (self) : NULL;
  g_autofree char *range = silent != NULL ? format_clip (self) : NULL;
  g_autofree char *words = range != NULL ? g_strdup_printf ("%s · %s", silent, range) : g_strdup (silent);

  gtk_label_set_label (self->message, words != NULL ? words : "");
  gtk_stack_set_visible_child_name (self->stack, silent != NULL ? "message" : "wave");
  show_clip (self);
}

static void
show_wave (HxWrapupSound *self)
{
  HxRecord *recording = get_recording (self);
  g_autoptr (GBytes) peaks = NULL;
  gint64 duration = 0;
  guint lanes = 1;

  g_object_get (self->player, "peaks", &peaks, "duration", &duration, "lanes", &lanes, NULL);
  if (duration <= 0 && recording != NULL)
    duration = hx_record_get_int (recording, HX_RECORDING_DURATION_MS);
  hx_waveform_set_duration_ms (HX_WAVEFORM (self->waveform), duration);
  hx_waveform_set_peaks (HX_WAVEFORM (self->waveform), peaks, MAX (lanes, 1));
  show_sound (self);
}

static void
on_position (HxPlayer *player, GParamSpec *pspec, HxWrapupSound *self)
{
  gint64 position = 0;

  g_object_get (player, "position", &position, NULL);
  hx_waveform_set_position_ms (HX_WAVEFORM (self->waveform), position);
}

static void
on_range (HxWrapupSound *self)
{
  gint64 from = 0, to = 0;
  gboolean has_clip = hx_waveform_get_clip (HX_WAVEFORM (self->waveform), &from, &to);

  if (self->changing || self->session == NULL)
    return;
  g_object_set (self->session, "clip-from", has_clip ? from : (gint64) -1, "clip-to", has_clip ? to : (gint64) -1, NULL);
}

static void
on_seek (HxWrapupSound *self, gint64 ms)
{
  if (self->player != NULL)
    hx_player_seek (self->player, ms);
}

static void
on_play (HxWrapupSound *self)
{
  gint64 from, to;

  if (self->player == NULL || self->session == NULL)
    return;
  if (hx_player_get_state (self->player) == HX_PLAYER_PLAYING)
    {
      hx_player_pause (self->player);
      return;
    }
  if (!get_clip (self, &from, &to))
    return;
  g_object_set (self->player, "clip-from", from, "clip-to", to, NULL);
  hx_player_play_clip (self->player);
}

static void
load_recording (HxWrapupSound *self)
{
  HxRecord *recording = get_recording (self);

  hx_player_set_recording (self->player, recording != NULL
                                             && hx_record_get_enum (recording, HX_RECORDING_STATE) == HX_RECORDING_READY
                                           ? hx_record_get_id (recording)
                                           : NULL);
  show_bookmarks (self);
  show_wave (self);
}

static void
make_player (HxWrapupSound *self, HxWorkspace *workspace)
{
  self->player = hx_player_new (workspace);
  g_signal_connect_object (self->player, "notify::peaks", G_CALLBACK (show_wave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::duration", G_CALLBACK (show_wave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::state", G_CALLBACK (show_sound), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::position", G_CALLBACK (on_position), self, 0);
}

static void
hx_wrapup_sound_dispose (GObject *object)
{
  HxWrapupSound *self = HX_WRAPUP_SOUND (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->player);
  g_clear_object (&self->session);
  /* A template child too; GTK would let go of it behind the bin's back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_SOUND);
  G_OBJECT_CLASS (hx_wrapup_sound_parent_class)->dispose (object);
}

static void
hx_wrapup_sound_class_init (HxWrapupSoundClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_sound_dispose;
  g_type_ensure (HX_TYPE_WAVEFORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-sound.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupSound, stack);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupSound, message);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupSound, waveform);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupSound, bookmarks);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupSound, marks);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupSound, clip_range);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupSound, play);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupSound, play_icon);
  gtk_widget_class_bind_template_callback (widget_class, on_range);
  gtk_widget_class_bind_template_callback (widget_class, on_seek);
  gtk_widget_class_bind_template_callback (widget_class, on_play);
}

static void
hx_wrapup_sound_init (HxWrapupSound *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session_signals = g_signal_group_new (HX_TYPE_WRAPUP_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::clip-from", G_CALLBACK (show_sound), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::clip-to", G_CALLBACK (show_sound), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::record", G_CALLBACK (load_recording), self);
}

/**
 * hx_wrapup_sound_set_session:
 * @self: a recording's place
 * @workspace: where to get the sound from
 * @session: (nullable): the wrap-up to show
 */
void
hx_wrapup_sound_set_session (HxWrapupSound *self, HxWorkspace *workspace, HxWrapupSession *session)
{
  g_return_if_fail (HX_IS_WRAPUP_SOUND (self));
  if (self->player == NULL)
    make_player (self, workspace);
  hx_player_pause (self->player);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  load_recording (self);
}

/**
 * hx_wrapup_sound_pause:
 * @self: a recording's place
 *
 * Silence, when the form goes away.
 */
void
hx_wrapup_sound_pause (HxWrapupSound *self)
{
  g_return_if_fail (HX_IS_WRAPUP_SOUND (self));
  if (self->player != NULL)
    hx_player_pause (self->player);
}
