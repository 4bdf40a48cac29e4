/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-front-private.h"
#include "hx-header.h"
#include "hx-time.h"
#include "service/hx-audit.h"
#include "service/hx-idempotency.h"

#include <string.h>

/* How a request goes on after each job. */

HxRequest *
hx_request_new (HxFront           *front,
                HxExchange        *exchange,
                const HxOperation *operation,
                char              *id)
{
  HxRequest *self = g_new0 (HxRequest, 1);

  self->front = front;
  self->exchange = exchange;
  self->operation = operation;
  self->id = id;
  return self;
}

void
hx_request_free (HxRequest *self)
{
  hx_event_stream_free (self->stream);
  hx_service_call_clear (&self->call);
  hx_caller_clear (&self->caller);
  g_clear_object (&self->query);
  g_clear_object (&self->input);
  g_clear_pointer (&self->job.events, g_ptr_array_unref);
  g_clear_pointer (&self->job.records, g_ptr_array_unref);
  g_clear_pointer (&self->job.pool_changes, g_ptr_array_unref);
  g_free (self->id);
  g_free (self->if_match);
  g_free (self->digest);
  g_free (self->replay);
  g_clear_error (&self->refusal);
  g_free (self);
}

static void
refuse (HxRequest    *self,
        const GError *error)
{
  gboolean stale = g_error_matches (error, HX_ERROR, HX_ERROR_STALE);
  const char *current = stale && self->call.body != NULL && self->call.body->len > 0 ? self->call.body->str : NULL;

  hx_front_refuse (self->front, self->exchange, self->operation->name, error, current);
}

static void
answer (HxRequest *self)
{
  g_autoptr (GError) error = NULL;
  HxReply *reply = hx_request_make_reply (self, &error);

  if (reply == NULL)
    refuse (self, error);
  else
    hx_front_answer (self->front, self->exchange, self->operation->name, reply);
}

static void
refuse_busy (HxRequest *self)
{
  g_autoptr (GError) error = g_error_new_literal (HX_ERROR, HX_ERROR_STORE_BUSY, "Too much is waiting for the store");

  refuse (self, error);
}

static void
unref_record (gpointer record)
{
  if (record != NULL)
    g_object_unref (record);
}

static void
fill_call (HxRequest *self)
{
  self->call = (HxServiceCall){
    .operation = self->operation,
    .caller = &self->caller,
    .site = self->front->site,
    .now = hx_time_now (),
    .id = self->id,
    .query = self->query,
    .input = self->input,
    .if_match = self->if_match,
    .upload = hx_exchange_get_file (self->exchange),
    .request_id = hx_exchange_get_request_id (self->exchange),
    .origin = hx_exchange_get_origin (self->exchange),
    .body = g_string_new (NULL),
    .events = g_ptr_array_new_with_free_func (g_object_unref),
    .records = g_ptr_array_new_with_free_func (unref_record),
    .pool_changes = hx_pool_changes_new (),
  };
}

static gboolean
serve (HxRequest *self,
       HxDb      *db,
       GError   **error)
{
  self->call.db = db;
  return hx_service_run (&self->call, error);
}

/* -- streams ------------------------------------------------------------------ */

/* Whoever lost their access between being admitted and listening was not among the
 * listeners when those were told to end. */
static gboolean
admit_again (HxRequest *self,
             HxDb      *db,
             GError   **error)
{
  HxPermission permissions = self->caller.permissions;
  g_autofree char *team_id = g_strdup (self->caller.team_id);
  g_autofree char *department_id = g_strdup (self->caller.department_id);

  if (!hx_request_admit (self, db, error))
    return FALSE;
  if (permissions == self->caller.permissions && g_strcmp0 (team_id, self->caller.team_id) == 0
      && g_strcmp0 (department_id, self->caller.department_id) == 0)
    return TRUE;
  g_set_error_literal (error, HX_ERROR, HX_ERROR_UNAVAILABLE, "What you may see has just changed");
  return FALSE;
}

static gboolean
open_stream (HxRequest *self,
             HxDb      *db,
             GError   **error)
{
  gint64 last = hx_header_event_number (hx_exchange_get_header (self->exchange, "Last-Event-ID"));

  /* First listen, then look back: so the look must not be older than the listening,
   * as it would be in the transaction that found out who asks. */
  self->stream = hx_event_stream_new (self->front->hub, self->exchange, &self->caller,
                                      self->query != NULL ? hx_record_get_text (self->query, HX_EVENTS_QUERY_WATCH) : NULL,
                                      error);
  if (self->stream == NULL || !hx_db_run (db, error, "COMMIT", "") || !hx_db_run (db, error, "BEGIN", "")
      || !admit_again (self, db, error))
    return FALSE;
  return hx_event_stream_catch_up (self->stream, last, db, self->front->site, error);
}

/* -- the writer's part -------------------------------------------------------- */

static gboolean
read_replay (HxRequest     *self,
             HxStoredReply *stored,
             GError       **error)
{
  if (self->operation->flags & HX_OP_SECRET)
    {
      hx_stored_reply_clear (stored);
      g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "This has been done; its answer has a secret in it and is told once");
      return FALSE;
    }
  self->replay = g_strdup (stored->body != NULL ? stored->body : "");
  self->replay_status = stored->status;
  self->call.rev = stored->headers != NULL ? g_ascii_strtoll (stored->headers, NULL, 10) : 0;
  hx_stored_reply_clear (stored);
  return TRUE;
}

static guint
success_status (HxRequest *self)
{
  if (self->operation->flags & HX_OP_CREATES)
    return 201;
  return self->operation->shape == HX_SHAPE_NONE ? 204 : 200;
}

/* Whose key it is. */
static const char *
key_owner (HxRequest *self)
{
  return self->caller.user_id != NULL ? self->caller.user_id : self->caller.session_id;
}

static gboolean
serve_once (HxRequest *self,
            HxDb      *db,
            GError   **error)
{
  const char *caller = key_owner (self);
  HxStoredReply stored = { 0 };
  g_autofree char *rev = NULL;

  self->call.db = db;
  switch (hx_idempotency_begin (db, self->key, caller, self->digest, &stored, error))
    {
    case HX_IDEMPOTENCY_REPLAY:
      return read_replay (self, &stored, error);
    case HX_IDEMPOTENCY_NEW:
      break;
    case HX_IDEMPOTENCY_FAILED:
    default:
      return FALSE;
    }
  if (!serve (self, db, error))
    return FALSE;
  rev = g_strdup_printf ("%" G_GINT64_FORMAT, self->call.rev);
  stored = (HxStoredReply){ success_status (self), rev, self->operation->flags & HX_OP_SECRET ? NULL : self->call.body->str };
  return hx_idempotency_finish (db, self->key, caller, self->digest, self->call.now, &stored, error);
}

static void
ask_write (HxJob *job,
           HxDb  *db)
{
  HxRequest *self = (HxRequest *) job;

  self->call.db = db;
  if (self->key != NULL)
    hx_idempotency_ask (db, self->key, key_owner (self));
  hx_service_ask (&self->call);
}

static gboolean
run_write (HxJob   *job,
           HxDb    *db,
           GError **error)
{
  HxRequest *self = (HxRequest *) job;

  if (!(self->key != NULL ? serve_once (self, db, error) : serve (self, db, error)))
    return FALSE;
  job->events = g_steal_pointer (&self->call.events);
  job->records = g_steal_pointer (&self->call.records);
  job->pool_changes = g_steal_pointer (&self->call.pool_changes);
  return TRUE;
}

static void
done_write (HxJob        *job,
            const GError *error)
{
  HxRequest *self = (HxRequest *) job;

  if (error != NULL || self->call.refusal != NULL)
    refuse (self, error != NULL ? error : self->call.refusal);
  else
    answer (self);
}

static gboolean
keep_refusal (HxJob        *job,
              HxDb         *db,
              const GError *failure,
              GError      **error)
{
  HxRequest *self = (HxRequest *) job;

  self->call.db = db;
  return !hx_audit_refusal_counts (&self->call, failure) || hx_audit_refused (&self->call, failure, error);
}

/* What fill_call() made is made anew; what the request says stays. */
static void
rewind_write (HxJob *job)
{
  HxRequest *self = (HxRequest *) job;

  g_clear_pointer (&job->events, g_ptr_array_unref);
  g_clear_pointer (&job->records, g_ptr_array_unref);
  g_clear_pointer (&job->pool_changes, g_ptr_array_unref);
  g_clear_pointer (&self->replay, g_free);
  hx_service_call_clear (&self->call);
  fill_call (self);
}

static const HxJobKind write_once_kind = { ask_write, run_write, done_write, keep_refusal, NULL };
static const HxJobKind write_kind = { ask_write, run_write, done_write, keep_refusal, rewind_write };

/* -- what is accounted for though it changes nothing --------------------------- */

static gboolean
run_account (HxJob   *job,
             HxDb    *db,
             GError **error)
{
  HxRequest *self = (HxRequest *) job;

  self->call.db = db;
  return self->refusal != NULL ? hx_audit_refused (&self->call, self->refusal, error)
                               : hx_audit_after_read (&self->call, error);
}

/* Nobody is shown what could not be accounted for; who is refused is refused anyway. */
static void
done_account (HxJob        *job,
              const GError *error)
{
  HxRequest *self = (HxRequest *) job;

  if (self->refusal != NULL)
    refuse (self, self->refusal);
  else if (error != NULL)
    refuse (self, error);
  else
    answer (self);
}

static const HxJobKind account_kind = { .run = run_account, .done = done_account };

static void
hand_on (HxRequest       *self,
         const HxJobKind *kind,
         gboolean       (*push) (HxJob *job, gpointer data))
{
  self->job.kind = kind;
  if (!push (&self->job, self->front->workers.data))
    refuse_busy (self);
}

static void
hand_to_writer (HxRequest *self)
{
  hand_on (self, hx_service_may_repeat (&self->call) ? &write_kind : &write_once_kind, self->front->workers.write);
}

static void
refuse_read (HxRequest    *self,
             const GError *error)
{
  if (self->call.operation == NULL)
    fill_call (self);
  if (!hx_audit_refusal_counts (&self->call, error))
    {
      refuse (self, error);
      return;
    }
  self->refusal = g_error_copy (error);
  hand_on (self, &account_kind, self->front->workers.write);
}

/* -- the reader's part -------------------------------------------------------- */

/* What an earlier run found out, before the connection to the store broke. */
static void
forget_run (HxRequest *self)
{
  g_clear_pointer (&self->stream, hx_event_stream_free);
  hx_service_call_clear (&self->call);
  g_clear_object (&self->query);
  g_clear_object (&self->input);
  g_clear_pointer (&self->digest, g_free);
}

static gboolean
run_read (HxJob   *job,
          HxDb    *db,
          GError **error)
{
  HxRequest *self = (HxRequest *) job;

  forget_run (self);
  if (!hx_request_check (self, db, error))
    return FALSE;
  if (self->operation->shape == HX_SHAPE_STREAM)
    return open_stream (self, db, error);
  fill_call (self);
  if (self->operation->flags & HX_OP_READS)
    return serve (self, db, error) && hx_audit_read_is_due (&self->call, &self->account, error);
  self->call.db = db;
  return hx_service_look (&self->call, error);
}

/* -- slow work, without a connection ------------------------------------------ */

static gboolean
run_slow (HxJob   *job,
          HxDb    *db,
          GError **error)
{
  HxRequest *self = (HxRequest *) job;

  return (self->call.upload == NULL || hx_request_take_file (self, error)) && hx_service_prepare (&self->call, error);
}

static void
done_slow (HxJob        *job,
           const GError *error)
{
  HxRequest *self = (HxRequest *) job;

  if (error != NULL)
    refuse (self, error);
  else
    hand_to_writer (self);
}

static const HxJobKind slow_kind = { .run = run_slow, .done = done_slow };

static void
done_read (HxJob        *job,
           const GError *error)
{
  HxRequest *self = (HxRequest *) job;

  if (error != NULL)
    refuse_read (self, error);
  else if (self->account)
    hand_on (self, &account_kind, self->front->workers.write);
  else if (self->operation->flags & HX_OP_READS)
    answer (self);
  else if (self->call.slow)
    hand_on (self, &slow_kind, self->front->workers.slow);
  else if (self->call.upload != NULL)
    hand_on (self, &slow_kind, self->front->workers.upload);
  else
    hand_to_writer (self);
}

static const HxJobKind read_kind = { .run = run_read, .done = done_read };

/* -- before an upload --------------------------------------------------------- */

static gboolean
run_authorize (HxJob   *job,
               HxDb    *db,
               GError **error)
{
  HxRequest *self = (HxRequest *) job;

  return hx_request_admit (self, db, error)
         && hx_service_check_room (self->front->site, db, (gint64) MIN (hx_exchange_get_length (self->exchange), G_MAXINT64),
                                   error);
}

static void
done_authorize (HxJob        *job,
                const GError *error)
{
  HxRequest *self = (HxRequest *) job;
  g_autoptr (GError) local = NULL;

  if (error != NULL)
    refuse (self, error);
  else if (!hx_exchange_receive_file (self->exchange,
                                      hx_file_store_get_received (hx_site_get_files (self->front->site)),
                                      hx_request_limit (self), &local))
    refuse (self, local);
  else
    hx_exchange_proceed (self->exchange);
}

static const HxJobKind authorize_kind = { .run = run_authorize, .done = done_authorize };

static void
push_read (HxRequest       *self,
           const HxJobKind *kind)
{
  self->job.kind = kind;
  hx_exchange_hold (self->exchange);
  if (!self->front->workers.read (&self->job, self->front->workers.data))
    refuse_busy (self);
}

/* Nobody's half a gigabyte is taken before it is known who sends it. */
void
hx_request_authorize (HxRequest *self)
{
  push_read (self, &authorize_kind);
}

void
hx_request_start (HxRequest *self)
{
  push_read (self, &read_kind);
}
