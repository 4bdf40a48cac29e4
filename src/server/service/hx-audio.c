/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audio.h"
#include "hx-error.h"

#include <gio/gio.h>
#include <gst/app/gstappsink.h>
#include <gst/audio/audio.h>
#include <gst/gst.h>
#include <string.h>

/* Of each lane, whatever its length: two for each pixel of a wide player. */
#define BUCKETS 600
/* A decoder that gives nothing for so long may be stuck, or the computer has no time for it: that says nothing of the file. */
#define PATIENCE (10 * GST_SECOND)
#define STEP (50 * GST_MSECOND)
/* Peaks are first kept for each of these and then gathered into buckets, as the
 * length is known only at the end. */
#define FINE_MS 10
#define MAX_HOURS 24
/* What one file may cost, however small it is: four hours of two channels at 48 kHz, and more of what calls are mostly
 * recorded with. Silence can be packed a thousandfold. */
#define MAX_SAMPLES (G_GUINT64_CONSTANT (4) * 60 * 60 * 48000 * 2)

/* The containers that PBXs record into, by their first bytes. Whatever else the
 * decoders of this machine may know is not shown to them. */
static const struct
{
  gsize offset;
  const char *magic;
  const char *media_type;
  const char *suffix;
} formats[] = {
  { 8, "WAVE", "audio/wav", ".wav" },  { 0, "OggS", "audio/ogg", ".ogg" },  { 0, "ID3", "audio/mpeg", ".mp3" },
  { 0, "\xff\xfb", "audio/mpeg", ".mp3" }, { 0, "\xff\xf3", "audio/mpeg", ".mp3" },
  { 0, "\xff\xf2", "audio/mpeg", ".mp3" }, { 0, "\xff\xfa", "audio/mpeg", ".mp3" },
  { 0, "\xff\xe3", "audio/mpeg", ".mp3" }, { 0, "fLaC", "audio/flac", ".flac" },
};

typedef struct
{
  GstPad *decoded; /* where samples come out of the decoder, with all its channels */
  guint64 cost;    /* how many of them have */
  GByteArray *fine[2]; /* per lane */
  guint8 current[2];
  guint lanes;
  guint rate;
  guint64 frames;
} Meter;

/**
 * hx_audio_free:
 * @self: (transfer full) (nullable): what is known of a file
 */
void
hx_audio_free (HxAudio *self)
{
  if (self == NULL)
    return;
  g_free (self->digest);
  g_free (self->peaks);
  g_free (self);
}

/* The file is not what it should be, and trying again will not help. */
static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, HX_ERROR, HX_ERROR_UNSUPPORTED_MEDIA, "This is not sound that can be decoded");
  return FALSE;
}

static gboolean
refuse_length (GError **error)
{
  g_set_error (error, HX_ERROR, HX_ERROR_TOO_LARGE,
               "The sound is too long: at most %d hours, and four of two channels at 48 kHz", MAX_HOURS);
  return FALSE;
}

/* Nothing is known of the file: it may be as good as any. */
static gboolean
give_up (GError    **error,
         const char *why)
{
  g_set_error (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "The sound could not be looked at: %s", why);
  return FALSE;
}

static gboolean
find_format (HxAudio    *audio,
             const char *path,
             GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char head[12] = { 0 };
  gsize length = 0;

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &length, NULL, NULL))
    return give_up (error, "it cannot be read");
  for (guint i = 0; length == sizeof head && i < G_N_ELEMENTS (formats); i++)
    if (memcmp (head + formats[i].offset, formats[i].magic, strlen (formats[i].magic)) == 0)
      {
        audio->media_type = formats[i].media_type;
        audio->suffix = formats[i].suffix;
        return TRUE;
      }
  return refuse (error);
}

static gboolean
take_digest (HxAudio    *audio,
             const char *path,
             GError    **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree guint8 *buffer = g_malloc (1 << 16);
  gssize n = stream != NULL ? 1 : -1;

  while (n > 0)
    {
      n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, 1 << 16, NULL, NULL);
      if (n > 0)
        g_checksum_update (checksum, buffer, n);
      audio->size += MAX (n, 0);
    }
  audio->digest = g_strdup (g_checksum_get_string (checksum));
  return n == 0 || give_up (error, "it cannot be read");
}

static guint8
loudness (gint16 sample)
{
  return (guint8) (MIN (ABS ((int) sample), 32767) >> 7);
}

static void
meter_add (Meter        *meter,
           const gint16 *samples,
           gsize         frames)
{
  guint fine_frames = MAX (1, meter->rate * FINE_MS / 1000);

  for (gsize i = 0; i < frames; i++)
    {
      for (guint lane = 0; lane < meter->lanes; lane++)
        meter->current[lane] = MAX (meter->current[lane], loudness (samples[i * meter->lanes + lane]));
      if (++meter->frames % fine_frames != 0)
        continue;
      for (guint lane = 0; lane < meter->lanes; lane++)
        g_byte_array_append (meter->fine[lane], &meter->current[lane], 1);
      memset (meter->current, 0, sizeof meter->current);
    }
}

static guint
count_channels (GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  GstAudioInfo info;

  return caps != NULL && gst_audio_info_from_caps (&info, caps) ? (guint) GST_AUDIO_INFO_CHANNELS (&info) : 1;
}

static gboolean
meter_take (Meter     *meter,
            GstSample *sample,
            GError   **error)
{
  gsize frames;
  GstAudioInfo info;
  GstMapInfo map;
  GstBuffer *buffer = gst_sample_get_buffer (sample);

  if (!gst_audio_info_from_caps (&info, gst_sample_get_caps (sample)) || buffer == NULL)
    return refuse (error);
  if (meter->lanes == 0)
    {
      meter->lanes = (guint) GST_AUDIO_INFO_CHANNELS (&info);
      meter->rate = (guint) GST_AUDIO_INFO_RATE (&info);
    }
  /* One call has one form; a file that changes it halfway is no recording of one. */
  if (meter->lanes < 1 || meter->lanes > 2 || meter->lanes != (guint) GST_AUDIO_INFO_CHANNELS (&info)
      || meter->rate != (guint) GST_AUDIO_INFO_RATE (&info) || meter->rate == 0 || !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return refuse (error);
  frames = map.size / (sizeof (gint16) * meter->lanes);
  meter_add (meter, (const gint16 *) (gconstpointer) map.data, frames);
  gst_buffer_unmap (buffer, &map);
  meter->cost += (guint64) frames * MAX (meter->lanes, count_channels (meter->decoded));
  return (meter->cost <= MAX_SAMPLES && meter->frames / meter->rate <= MAX_HOURS * 60 * 60) || refuse_length (error);
}

/* What the decoders complain of is the file; a disk that does not answer is none of its faults. */
static gboolean
judge (GstMessage *complaint,
       GError    **error)
{
  g_autoptr (GError) said = NULL;

  gst_message_parse_error (complaint, &said, NULL);
  return said->domain == GST_RESOURCE_ERROR ? give_up (error, said->message) : refuse (error);
}

/* Pulls every sample; %TRUE when the end was reached without a complaint. A
 * complaint may come without an end, so that waiting for one would be in vain. */
static gboolean
pull_all (GstElement *pipeline,
          Meter      *meter,
          GError    **error)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) complaint = NULL;
  GstClockTime waited = 0;
  gboolean good = TRUE;

  while (good && complaint == NULL && waited < PATIENCE)
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), STEP);

      waited = sample == NULL ? waited + STEP : 0;
      if (sample != NULL)
        good = meter_take (meter, sample, error);
      else if (gst_app_sink_is_eos (GST_APP_SINK (sink)))
        break;
      else
        complaint = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
    }
  if (!good)
    return FALSE;
  if (complaint == NULL)
    complaint = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  if (complaint != NULL)
    return judge (complaint, error);
  if (waited >= PATIENCE)
    return give_up (error, "its decoder gives nothing");
  return meter->frames > 0 || refuse (error);
}

/* Where the bytes are put is asked for through the queue, in turn with them, and each of two threads was seen to wait for the
 * other then (GStreamer 1.22, under the thread sanitizer). Nobody needs the answer. */
static GstPadProbeReturn
drop_allocation (GstPad          *pad,
                 GstPadProbeInfo *info,
                 gpointer         data)
{
  return GST_QUERY_TYPE (GST_PAD_PROBE_INFO_QUERY (info)) == GST_QUERY_ALLOCATION ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static void
ask_nothing (GstElement *source)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, drop_allocation, NULL, NULL);
}

/* The queue keeps parsers from jumping about in the file: that of WAV, when it
 * may, finds no samples at all in a file with an odd number of bytes. */
static gboolean
decode (const char *path,
        Meter      *meter,
        GError    **error)
{
  g_autoptr (GstElement) pipeline
      = gst_parse_launch ("filesrc name=source ! queue ! decodebin expose-all-streams=false caps=audio/x-raw ! audioconvert name=convert !"
                          " audio/x-raw,format=S16LE,layout=interleaved,channels=[1,2] !"
                          " appsink name=sink sync=false max-buffers=32",
                          NULL);
  g_autoptr (GstElement) source = NULL, convert = NULL;
  g_autoptr (GstPad) decoded = NULL;
  gboolean good;

  if (pipeline == NULL)
    return give_up (error, "parts of GStreamer are missing");
  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_object_set (source, "location", path, NULL);
  ask_nothing (source);
  convert = gst_bin_get_by_name (GST_BIN (pipeline), "convert");
  decoded = gst_element_get_static_pad (convert, "sink");
  meter->decoded = decoded;
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  good = pull_all (pipeline, meter, error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return good;
}

static char *
gather_peaks (Meter *meter)
{
  g_autoptr (GByteArray) peaks = g_byte_array_new ();

  for (guint lane = 0; lane < meter->lanes; lane++)
    for (guint bucket = 0; bucket < BUCKETS; bucket++)
      {
        GByteArray *fine = meter->fine[lane];
        guint from = (guint) ((guint64) fine->len * bucket / BUCKETS);
        guint to = MAX (from + 1, (guint) ((guint64) fine->len * (bucket + 1) / BUCKETS));
        guint8 loudest = 0;

        for (guint i = from; i < to && i < fine->len; i++)
          loudest = MAX (loudest, fine->data[i]);
        g_byte_array_append (peaks, &loudest, 1);
      }
  return g_base64_encode (peaks->data, peaks->len);
}

/**
 * hx_audio_read:
 * @path: a file
 * @error: %HX_ERROR_UNSUPPORTED_MEDIA when it is not audio of a kind that we know, or damaged;
 *   %HX_ERROR_TOO_LARGE when it unfolds to more than a recording needs;
 *   %HX_ERROR_UNAVAILABLE when nothing could be found out, and another time may do
 *
 * Decodes every sample: the file's name and what its sender says of it count
 * for nothing. Slow; any thread.
 *
 * Returns: (transfer full) (nullable): what is known of it
 */
HxAudio *
hx_audio_read (const char *path,
               GError    **error)
{
  g_autoptr (HxAudio) audio = g_new0 (HxAudio, 1);
  g_autoptr (GByteArray) left = g_byte_array_new (), right = g_byte_array_new ();
  Meter meter = { .fine = { left, right } };

  if (!gst_init_check (NULL, NULL, NULL))
    {
      give_up (error, "GStreamer does not start");
      return NULL;
    }
  if (!find_format (audio, path, error) || !take_digest (audio, path, error) || !decode (path, &meter, error))
    return NULL;
  audio->lanes = meter.lanes;
  audio->duration_ms = (gint64) (meter.frames * 1000 / meter.rate);
  audio->peaks = gather_peaks (&meter);
  return g_steal_pointer (&audio);
}
