/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-stream-private.h"

/* Shared between threads, so counted like GBytes, which it wraps. */
HxFrame *
hx_frame_ref (HxFrame *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
frame_clear (gpointer data)
{
  HxFrame *self = data;

  g_bytes_unref (self->bytes);
}

void
hx_frame_unref (HxFrame *self)
{
  g_atomic_rc_box_release_full (self, frame_clear);
}

static HxFrame *
frame_new (gint64   number,
           GString *text)
{
  HxFrame *self = g_atomic_rc_box_new0 (HxFrame);

  self->number = number;
  self->bytes = g_string_free_to_bytes (text);
  return self;
}

HxFrame *
hx_frame_new_text (const char *text)
{
  return frame_new (0, g_string_new (text));
}

/* A heartbeat that tells how far the stream is: who hears seldom comes back from there, and not from the day before. */
HxFrame *
hx_frame_new_beat (gint64 number)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "id: %" G_GINT64_FORMAT "\n:\n\n", number);
  return frame_new (number, text);
}

/* Personal fields are masked for everybody: to see one is an act of its own that
 * leaves a trace, and a stream leaves none. */
HxFrame *
hx_frame_new_event (HxRecord *event,
                    HxRecord *record)
{
  gint64 number = hx_record_get_int (event, HX_EVENT_NUMBER);
  const char *thing = hx_record_get_text (event, HX_EVENT_THING);
  const char *action = hx_record_get_text (event, HX_EVENT_ACTION);
  GString *text = g_string_sized_new (1024);

  g_string_append_printf (text, "id: %" G_GINT64_FORMAT "\nevent: %s.%s\ndata: {", number, thing, action);
  hx_json_append_member (text, "number");
  hx_json_append_value (text, event, HX_EVENT_NUMBER, HX_JSON_MASKED);
  hx_json_append_member (text, "thing");
  hx_json_append_string (text, thing);
  hx_json_append_member (text, "action");
  hx_json_append_string (text, action);
  hx_json_append_member (text, "at");
  hx_json_append_value (text, event, HX_EVENT_AT, HX_JSON_MASKED);
  if (hx_record_has (event, HX_EVENT_RECORD_ID))
    {
      hx_json_append_member (text, "record_id");
      hx_json_append_value (text, event, HX_EVENT_RECORD_ID, HX_JSON_MASKED);
    }
  hx_json_append_member (text, "record");
  if (record != NULL)
    hx_json_append_record (text, record, HX_JSON_MASKED);
  else
    g_string_append (text, "null");
  g_string_append (text, "}\n\n");
  return frame_new (number, text);
}
