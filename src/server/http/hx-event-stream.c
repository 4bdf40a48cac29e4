/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-stream-private.h"
#include "hx-event-topics.h"
#include "hx-outlet.h"

#include <string.h>

/* What may wait for a slow reader; past it the reader is told to load anew. */
#define MAX_WAITING_FRAMES 1000
#define MAX_WAITING_BYTES (1u << 20)

/* Events looked through for a client that comes back, and how many at a time. */
#define MAX_CATCH_UP 20000
#define CATCH_UP_PAGE 500

struct _HxEventStream
{
  HxEventHub *hub;
  HxOutlet *outlet;
  HxCaller caller;
  char **topics;    /* (nullable): what the client shows; NULL for everything */

  GMutex lock;
  GQueue frames;    /* of HxFrame */
  gsize waiting;    /* bytes in them */
  HxFrame *current; /* (nullable): the one that is being copied out */
  gsize copied;     /* of it */
  gint64 last;      /* newest event that was queued */
  gboolean live;    /* the past is queued: events go straight in */
  GQueue held;      /* of HxFrame: came in while the past was read */
  gsize past;       /* bytes of the past that nobody shares, from the hub's allowance */
  gboolean ended;
};

/**
 * hx_event_stream_new:
 * @hub: where events come from
 * @exchange: what the stream answers
 * @caller: who listens
 * @watch: (nullable): what the client shows, see [func@topics_parse]
 * @error: %HX_ERROR_TOO_MANY or %HX_ERROR_INVALID
 *
 * Listens from now on, but keeps what it hears until
 * [method@EventStream.catch_up] has told the past.
 *
 * Returns: (transfer full) (nullable): a stream
 */
HxEventStream *
hx_event_stream_new (HxEventHub     *hub,
                     HxExchange     *exchange,
                     const HxCaller *caller,
                     const char     *watch,
                     GError        **error)
{
  char **topics;
  HxEventStream *self;

  if (!hx_topics_parse (watch, &topics, error))
    return NULL;
  self = g_new0 (HxEventStream, 1);
  self->hub = hub;
  self->topics = topics;
  self->outlet = hx_exchange_new_outlet (exchange);
  hx_caller_copy (&self->caller, caller);
  g_mutex_init (&self->lock);
  g_queue_init (&self->frames);
  g_queue_init (&self->held);
  if (!hx_event_hub_add (hub, self, error))
    g_clear_pointer (&self, hx_event_stream_free);
  return self;
}

/**
 * hx_event_stream_free:
 * @self: (transfer full) (nullable): a stream
 */
void
hx_event_stream_free (HxEventStream *self)
{
  if (self == NULL)
    return;
  hx_event_hub_remove (self->hub, self);
  hx_outlet_discard (self->outlet);
  hx_event_hub_return (self->hub, self->past);
  g_queue_clear_full (&self->frames, (GDestroyNotify) hx_frame_unref);
  g_queue_clear_full (&self->held, (GDestroyNotify) hx_frame_unref);
  g_clear_pointer (&self->current, hx_frame_unref);
  g_mutex_clear (&self->lock);
  hx_caller_clear (&self->caller);
  g_strfreev (self->topics);
  g_free (self);
}

const HxCaller *
hx_event_stream_get_caller (HxEventStream *self)
{
  return &self->caller;
}

char **
hx_event_stream_get_topics (HxEventStream *self)
{
  return self->topics;
}

/* Everything below runs with the lock held. */

static void
clear_waiting (HxEventStream *self)
{
  g_queue_clear_full (&self->frames, (GDestroyNotify) hx_frame_unref);
  g_queue_clear_full (&self->held, (GDestroyNotify) hx_frame_unref);
  self->waiting = 0;
}

static void
append (HxEventStream *self,
        HxFrame       *frame)
{
  g_queue_push_tail (&self->frames, hx_frame_ref (frame));
  self->waiting += g_bytes_get_size (frame->bytes);
  self->last = MAX (self->last, frame->number);
}

/* The past is read for each stream alone, so thousands that come back at once share one allowance. */
static gboolean
append_own (HxEventStream *self,
            HxFrame       *frame)
{
  gsize size = g_bytes_get_size (frame->bytes);

  if (!hx_event_hub_borrow (self->hub, size))
    return FALSE;
  self->past += size;
  append (self, frame);
  return TRUE;
}

static void
return_past (HxEventStream *self)
{
  hx_event_hub_return (self->hub, self->past);
  self->past = 0;
}

/* The reader is too far behind: it is told so, and asks for everything anew. */
static void
give_up (HxEventStream *self)
{
  HxFrame *frame = hx_frame_new_text ("event: reset\ndata: {}\n\n");

  hx_event_hub_count_cut (self->hub);
  clear_waiting (self);
  append (self, frame);
  hx_frame_unref (frame);
  self->ended = TRUE;
}

static gboolean
is_full (HxEventStream *self)
{
  return self->frames.length + self->held.length >= MAX_WAITING_FRAMES || self->waiting >= MAX_WAITING_BYTES;
}

static void
push (HxEventStream *self,
      HxFrame       *frame)
{
  if (self->ended || (frame->number == 0 && self->frames.length > 0))
    return;
  /* Already read from the store, between its commit and this. */
  if (frame->number != 0 && frame->number <= self->last)
    return;
  if (is_full (self))
    give_up (self);
  else if (self->live)
    append (self, frame);
  else
    g_queue_push_tail (&self->held, hx_frame_ref (frame));
}

void
hx_event_stream_push (HxEventStream *self,
                      HxFrame       *frame)
{
  g_mutex_lock (&self->lock);
  push (self, frame);
  g_mutex_unlock (&self->lock);
  hx_outlet_wake (self->outlet);
}

/* What waits to be read is sign of life enough. Who came back from another server may be further than this one. */
void
hx_event_stream_beat (HxEventStream *self,
                      HxFrame       *numbered,
                      HxFrame       *plain)
{
  g_mutex_lock (&self->lock);
  if (self->frames.length == 0)
    push (self, self->live && numbered->number > self->last ? numbered : plain);
  g_mutex_unlock (&self->lock);
  hx_outlet_wake (self->outlet);
}

void
hx_event_stream_end (HxEventStream *self)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_mutex_unlock (&self->lock);
  hx_outlet_wake (self->outlet);
}

static void
go_live (HxEventStream *self)
{
  HxFrame *frame;

  g_mutex_lock (&self->lock);
  while ((frame = g_queue_pop_head (&self->held)) != NULL)
    {
      if (frame->number == 0 || frame->number > self->last)
        append (self, frame);
      hx_frame_unref (frame);
    }
  self->live = TRUE;
  g_mutex_unlock (&self->lock);
}

static void
reset (HxEventStream *self)
{
  g_mutex_lock (&self->lock);
  give_up (self);
  g_mutex_unlock (&self->lock);
}

static gboolean
append_past (HxEventStream *self,
             HxRecord      *event,
             HxDb          *db,
             HxSite        *site,
             GError       **error)
{
  g_autoptr (HxRecord) record = NULL, part = NULL;
  g_autoptr (GError) local = NULL;
  HxFrame *frame;
  HxSight sight;

  if (!hx_service_may_concern (&self->caller, event) || !hx_topics_may_have (self->topics, event))
    return TRUE;
  record = hx_service_load_event_record (db, site, event, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  sight = hx_service_see_event (&self->caller, event, record);
  if (sight == HX_SIGHT_NONE || !hx_topics_have (self->topics, event, record))
    return TRUE;
  if (sight == HX_SIGHT_PART)
    part = hx_service_event_part (record);
  frame = hx_frame_new_event (event, part != NULL ? part : record);
  g_mutex_lock (&self->lock);
  if (!self->ended && (is_full (self) || !append_own (self, frame)))
    give_up (self);
  g_mutex_unlock (&self->lock);
  hx_frame_unref (frame);
  return TRUE;
}

/* Numbers have no gaps: a first event that is not the next one, or a number that
 * was never given, means that this client remembers another past. */
static gboolean
knows_number (gint64      number,
              GPtrArray  *next,
              HxDb       *db,
              gboolean   *known,
              GError    **error)
{
  g_autoptr (GPtrArray) same = NULL;

  if (next->len > 0)
    {
      *known = hx_record_get_int (next->pdata[0], HX_EVENT_NUMBER) == number + 1;
      return TRUE;
    }
  same = number > 0 ? hx_service_events_after (db, number - 1, 0, 1, error) : g_ptr_array_new ();
  if (same == NULL)
    return FALSE;
  *known = number == 0 || same->len == 1;
  return TRUE;
}

/**
 * hx_event_stream_catch_up:
 * @self: a new stream
 * @number: the last event that the client knows; -1 for from now on
 * @db: a connection
 * @site: the place
 * @error: the store's
 *
 * Queues what happened since @number, or `reset` when that is too long ago, and
 * then lets through what is heard.
 *
 * Returns: whether the store could be read
 */
gboolean
hx_event_stream_catch_up (HxEventStream *self,
                          gint64         number,
                          HxDb          *db,
                          HxSite        *site,
                          GError       **error)
{
  guint looked = 0;
  gint64 after = number;
  gboolean more = number >= 0, known = TRUE;

  /* Another server may have told what this one is still to hear of. */
  g_mutex_lock (&self->lock);
  self->last = MAX (self->last, number);
  g_mutex_unlock (&self->lock);

  while (more && known)
    {
      g_autoptr (GPtrArray) page = hx_service_events_after (db, after, 0, CATCH_UP_PAGE, error);

      if (page == NULL || (looked == 0 && !knows_number (number, page, db, &known, error)))
        return FALSE;
      for (guint i = 0; known && i < page->len; i++)
        if (!append_past (self, page->pdata[i], db, site, error))
          return FALSE;
      looked += page->len;
      more = page->len == CATCH_UP_PAGE;
      if (page->len > 0)
        after = hx_record_get_int (page->pdata[page->len - 1], HX_EVENT_NUMBER);
      known = known && looked < MAX_CATCH_UP;
    }
  if (known)
    go_live (self);
  else
    reset (self);
  return TRUE;
}

static gssize
on_read (gpointer data,
         char    *buffer,
         gsize    size)
{
  HxEventStream *self = data;
  gsize filled = 0;
  gboolean ended;

  g_mutex_lock (&self->lock);
  while (filled < size && (self->current != NULL || self->frames.length > 0))
    {
      gsize length, part;
      const char *bytes;

      if (self->current == NULL)
        {
          self->current = g_queue_pop_head (&self->frames);
          self->waiting -= g_bytes_get_size (self->current->bytes);
          self->copied = 0;
        }
      bytes = g_bytes_get_data (self->current->bytes, &length);
      part = MIN (length - self->copied, size - filled);
      memcpy (buffer + filled, bytes + self->copied, part);
      filled += part;
      self->copied += part;
      if (self->copied == length)
        g_clear_pointer (&self->current, hx_frame_unref);
    }
  if (self->past > 0 && self->frames.length == 0)
    return_past (self);
  ended = self->ended;
  g_mutex_unlock (&self->lock);
  return filled > 0 || !ended ? (gssize) filled : -1;
}

static void
on_close (gpointer data)
{
  hx_event_stream_free (data);
}

/**
 * hx_event_stream_reply:
 * @self: (transfer full): a stream
 *
 * Returns: (transfer full): the answer that it is
 */
HxReply *
hx_event_stream_reply (HxEventStream *self)
{
  const HxReplyStream stream = { on_read, on_close, self };
  HxReply *reply = hx_reply_new (200);
  HxFrame *hello = hx_frame_new_text ("retry: 1000\n\n");

  g_mutex_lock (&self->lock);
  g_queue_push_head (&self->frames, hello);
  self->waiting += g_bytes_get_size (hello->bytes);
  g_mutex_unlock (&self->lock);
  hx_reply_add_header (reply, "Content-Type", "text/event-stream");
  hx_reply_add_header (reply, "Cache-Control", "no-store");
  hx_reply_add_header (reply, "X-Accel-Buffering", "no");
  hx_reply_take_stream (reply, &stream, self->outlet);
  return reply;
}
