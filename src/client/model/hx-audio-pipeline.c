/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audio-pipeline.h"

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <string.h>

/* A piece is 4 s of a telephone's sound: little to wait for, and few requests. */
#define PIECE 32768
/* playbin's flags: sound, and its own volume; no video, no subtitles. */
#define PLAY_AUDIO 0x02
#define PLAY_SOFT_VOLUME 0x10

struct _HxAudioPipeline
{
  GObject parent_instance;

  HxClient *client;
  char *recording_id;
  gint64 size;
  GstElement *playbin; /* (nullable): not before GStreamer is ready */
  GstAppSrc *source;   /* (nullable) */
  guint bus_watch;
  GCancellable *cancellable;
  gboolean is_wav;
  gint64 offset;       /* of the next piece; only the main loop touches it */
  gboolean fetching;
  gboolean playing;
  gboolean ready;      /* prerolled: a seek can be done */
  gint64 from_ms, to_ms;
  double rate;
  gboolean seek_waits;
};

G_DEFINE_FINAL_TYPE (HxAudioPipeline, hx_audio_pipeline, G_TYPE_OBJECT)

enum
{
  SIGNAL_ENDED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
fail (HxAudioPipeline *self,
      GError          *error)
{
  g_autoptr (GError) owned = error;

  g_signal_emit (self, signals[SIGNAL_FAILED], 0, owned);
}

/* GStreamer asks on threads of its own; requests are made by the main loop. */
typedef struct
{
  GWeakRef pipeline;
  gint64 offset; /* -1: go on */
} Wish;

static Wish *
wish_new (HxAudioPipeline *self,
          gint64           offset)
{
  Wish *wish = g_new0 (Wish, 1);

  g_weak_ref_init (&wish->pipeline, self);
  wish->offset = offset;
  return wish;
}

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_weak_ref_clear (&wish->pipeline);
  g_free (wish);
}

static void
on_piece (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxAudioPipeline) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);
  gsize length;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->source == NULL)
    return;
  self->fetching = FALSE;
  if (reply == NULL)
    {
      fail (self, g_steal_pointer (&error));
      return;
    }
  length = g_bytes_get_size (reply->bytes);
  if (length == 0)
    {
      gst_app_src_end_of_stream (self->source);
      return;
    }
  self->offset += (gint64) length;
  gst_app_src_push_buffer (self->source, gst_buffer_new_wrapped_bytes (reply->bytes));
}

static void
fetch (HxAudioPipeline *self)
{
  HxCall call = { .operation = HX_OPERATION_RECORDINGS_AUDIO,
                  .id = self->recording_id,
                  .offset = self->offset,
                  .length = MIN (PIECE, self->size - self->offset) };

  /* GStreamer may ask again before the answer is there. */
  if (self->source == NULL || self->fetching)
    return;
  if (self->offset >= self->size)
    {
      gst_app_src_end_of_stream (self->source);
      return;
    }
  self->fetching = TRUE;
  hx_client_call_async (self->client, &call, self->cancellable, on_piece, g_object_ref (self));
}

static gboolean
on_wish (gpointer data)
{
  Wish *wish = data;
  g_autoptr (HxAudioPipeline) self = g_weak_ref_get (&wish->pipeline);

  if (self == NULL)
    return G_SOURCE_REMOVE;
  if (wish->offset < 0)
    fetch (self);
  else
    {
      /* What is still on its way belongs to where it was before. */
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
      self->cancellable = g_cancellable_new ();
      self->fetching = FALSE;
      self->offset = wish->offset;
    }
  return G_SOURCE_REMOVE;
}

static void
on_need_data (GstAppSrc *source,
              guint      length,
              gpointer   data)
{
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, on_wish, wish_new (data, -1), wish_free);
}

static gboolean
on_seek_data (GstAppSrc *source,
              guint64    offset,
              gpointer   data)
{
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, on_wish, wish_new (data, (gint64) offset), wish_free);
  return TRUE;
}

static void
on_source_setup (GstElement *playbin,
                 GstElement *source,
                 gpointer    data)
{
  HxAudioPipeline *self = data;
  GstAppSrcCallbacks callbacks = { .need_data = on_need_data, .seek_data = on_seek_data };

  g_set_object (&self->source, GST_APP_SRC (source));
  /* Not random access: the parser of WAV, when it may jump about, finds no samples at all in a file whose
   * number of bytes is odd. */
  gst_app_src_set_stream_type (self->source, GST_APP_STREAM_TYPE_SEEKABLE);
  gst_app_src_set_size (self->source, self->size);
  gst_app_src_set_callbacks (self->source, &callbacks, self, NULL);
}

static void
do_seek (HxAudioPipeline *self)
{
  gint64 to = self->to_ms >= 0 ? self->to_ms * GST_MSECOND : -1;

  self->seek_waits = !self->ready;
  if (self->seek_waits)
    return;
  self->ready = FALSE;
  if (!gst_element_seek (self->playbin, self->rate, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                         GST_SEEK_TYPE_SET, self->from_ms * GST_MSECOND,
                         to >= 0 ? GST_SEEK_TYPE_SET : GST_SEEK_TYPE_NONE, to))
    self->ready = TRUE;
}

static void
on_prerolled (HxAudioPipeline *self)
{
  self->ready = TRUE;
  if (self->seek_waits)
    do_seek (self);
  else if (self->playing)
    gst_element_set_state (self->playbin, GST_STATE_PLAYING);
}

static gboolean
on_bus (GstBus     *bus,
        GstMessage *message,
        gpointer    data)
{
  g_autoptr (HxAudioPipeline) self = g_object_ref (data);
  g_autoptr (GError) error = NULL;

  if (self->playbin == NULL)
    return G_SOURCE_CONTINUE;
  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ASYNC_DONE:
      if (GST_MESSAGE_SRC (message) == GST_OBJECT (self->playbin))
        on_prerolled (self);
      break;
    case GST_MESSAGE_EOS:
      self->playing = FALSE;
      gst_element_set_state (self->playbin, GST_STATE_PAUSED);
      g_signal_emit (self, signals[SIGNAL_ENDED], 0);
      break;
    case GST_MESSAGE_ERROR:
      gst_message_parse_error (message, &error, NULL);
      fail (self, g_steal_pointer (&error));
      break;
    default:
      break;
    }
  return G_SOURCE_CONTINUE;
}

static void
build (HxAudioPipeline *self)
{
  GstElement *tempo;
  g_autoptr (GstBus) bus = NULL;

  self->playbin = gst_element_factory_make ("playbin", NULL);
  tempo = gst_element_factory_make ("scaletempo", NULL);
  if (self->playbin == NULL)
    {
      g_clear_object (&tempo);
      fail (self, g_error_new_literal (HX_ERROR, HX_ERROR_UNAVAILABLE, "GStreamer has no playbin"));
      return;
    }
  gst_object_ref_sink (self->playbin);
  g_object_set (self->playbin, "uri", "appsrc://", "flags", PLAY_AUDIO | PLAY_SOFT_VOLUME, NULL);
  /* Slower or faster, voices keep their pitch. */
  if (tempo != NULL)
    g_object_set (self->playbin, "audio-filter", tempo, NULL);
  g_signal_connect (self->playbin, "source-setup", G_CALLBACK (on_source_setup), self);
  bus = gst_element_get_bus (self->playbin);
  self->bus_watch = gst_bus_add_watch (bus, on_bus, self);
  gst_element_set_state (self->playbin, GST_STATE_PAUSED);
}

/* The first start of GStreamer looks through its plug-ins, which can take a while. */
static void
initialise (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  GError *error = NULL;

  if (gst_init_check (NULL, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_initialised (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  HxAudioPipeline *self = HX_AUDIO_PIPELINE (source);
  GError *error = NULL;

  if (self->cancellable == NULL)
    return;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    build (self);
  else
    fail (self, error);
}

/**
 * hx_audio_pipeline_set_playing:
 * @self: a pipeline
 * @playing: whether to play or to hold
 */
void
hx_audio_pipeline_set_playing (HxAudioPipeline *self,
                               gboolean         playing)
{
  self->playing = playing;
  if (self->playbin != NULL && self->ready)
    gst_element_set_state (self->playbin, playing ? GST_STATE_PLAYING : GST_STATE_PAUSED);
}

/**
 * hx_audio_pipeline_seek:
 * @self: a pipeline
 * @from_ms: where to play from
 * @to_ms: where to stop; -1: the end
 * @rate: how fast, 1 as it was spoken
 */
void
hx_audio_pipeline_seek (HxAudioPipeline *self,
                        gint64           from_ms,
                        gint64           to_ms,
                        double           rate)
{
  self->from_ms = from_ms;
  self->to_ms = to_ms;
  self->rate = rate;
  do_seek (self);
}

/**
 * hx_audio_pipeline_get_position:
 * @self: a pipeline
 *
 * Returns: what is heard now, ms; -1 when that is not known
 */
gint64
hx_audio_pipeline_get_position (HxAudioPipeline *self)
{
  gint64 position;

  if (self->playbin == NULL || !self->ready || self->seek_waits
      || !gst_element_query_position (self->playbin, GST_FORMAT_TIME, &position))
    return -1;
  return position / GST_MSECOND;
}

/**
 * hx_audio_pipeline_close:
 * @self: a pipeline
 *
 * Ends the sound and everything that is on its way.
 */
void
hx_audio_pipeline_close (HxAudioPipeline *self)
{
  g_clear_handle_id (&self->bus_watch, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->playbin != NULL)
    gst_element_set_state (self->playbin, GST_STATE_NULL);
  g_clear_object (&self->source);
  g_clear_object (&self->playbin);
}

static void
hx_audio_pipeline_dispose (GObject *object)
{
  hx_audio_pipeline_close (HX_AUDIO_PIPELINE (object));
  G_OBJECT_CLASS (hx_audio_pipeline_parent_class)->dispose (object);
}

static void
hx_audio_pipeline_finalize (GObject *object)
{
  HxAudioPipeline *self = HX_AUDIO_PIPELINE (object);

  g_clear_object (&self->client);
  g_free (self->recording_id);
  G_OBJECT_CLASS (hx_audio_pipeline_parent_class)->finalize (object);
}

static void
hx_audio_pipeline_class_init (HxAudioPipelineClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_audio_pipeline_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_audio_pipeline_finalize;
  signals[SIGNAL_ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED]
      = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hx_audio_pipeline_init (HxAudioPipeline *self)
{
  self->cancellable = g_cancellable_new ();
  self->rate = 1;
  self->to_ms = -1;
}

/**
 * hx_audio_pipeline_new:
 * @client: the way to the server
 * @recording_id: a recording that is there
 * @size: its bytes
 * @media_type: (nullable): what it is
 *
 * Returns: (transfer full): a pipeline that makes itself ready
 */
HxAudioPipeline *
hx_audio_pipeline_new (HxClient   *client,
                       const char *recording_id,
                       gint64      size,
                       const char *media_type)
{
  HxAudioPipeline *self = g_object_new (HX_TYPE_AUDIO_PIPELINE, NULL);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_initialised, NULL);

  self->client = g_object_ref (client);
  self->recording_id = g_strdup (recording_id);
  self->size = size;
  self->is_wav = media_type != NULL && strstr (media_type, "wav") != NULL;
  g_task_set_source_tag (task, hx_audio_pipeline_new);
  g_task_run_in_thread (task, initialise);
  return self;
}
