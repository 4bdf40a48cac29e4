/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One transaction of the writer: what it does for its jobs, for the clocks, and for who is told of it. */
#include "hx-writer-private.h"
#include "audit/hx-audit-row.h"
#include "hx-time.h"
#include "store/hx-counters.h"
#include "store/hx-store-keys.h"

/* After a failure, how long until the clocks are looked at again. */
#define RETRY_TICK (1 * G_TIME_SPAN_SECOND)

/* Even with no clock running there may be something to keep up: data that is old enough, a new key. It is never
 * part of the clocks that every popup sets: a thousand agents would have it done a hundred times a second. */
#define UPKEEP_TICK (1 * G_TIME_SPAN_MINUTE)

/* Work that nobody waits for rests so many times as long as it worked. */
#define UPKEEP_RESTS 3

/* On a shared store clocks are looked at so often even when nothing is known to run
 * out: whoever started one may be gone. */
#define SHARED_TICK (10 * G_TIME_SPAN_SECOND)

static void
free_record (gpointer record)
{
  if (record != NULL)
    g_object_unref (record);
}

static void
begin_call (HxWriter      *self,
            HxServiceCall *call)
{
  static const HxCaller nobody = { 0 };

  *call = (HxServiceCall){
    .caller = &nobody,
    .site = self->site,
    .db = self->db,
    .now = hx_time_now (),
    .body = g_string_new (NULL),
    .events = g_ptr_array_new_with_free_func (g_object_unref),
    .records = g_ptr_array_new_with_free_func (free_record),
    .pool_changes = hx_pool_changes_new (),
  };
}

/* When a whole tick is due again: soon if there was more to do than it did. Clocks do not rest with it. */
static void
note_upkeep (HxWriter *self,
             gint64    now,
             gint64    begun,
             gboolean  more)
{
  gint64 spent = g_get_monotonic_time () - begun;

  if (more)
    self->upkeep_at = hx_time_now () + UPKEEP_RESTS * spent;
  else
    self->upkeep_at = now + (self->shared ? SHARED_TICK : UPKEEP_TICK);
}

/* Wrap-ups that ran out, in the same transaction as what was just written. */
static gboolean
run_tick (HxWriter     *self,
          HxWriteBatch *batch)
{
  HxServiceCall call;
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  gboolean intact = TRUE, more = FALSE, whole;

  begin_call (self, &call);
  whole = self->upkeep_at <= call.now;
  if (hx_write_batch_begin (batch, &error)
      && (whole ? hx_service_tick (&call, &self->tick_at, &more, &error) : hx_service_clocks (&call, &self->tick_at, &error))
      && hx_write_batch_end (batch, &error))
    {
      hx_write_batch_take (batch, call.events, call.records);
      hx_pool_changes_merge (batch->pool_changes, call.pool_changes);
      if (whole)
        note_upkeep (self, call.now, begun, more);
      if (self->tick_at == 0 || self->tick_at > self->upkeep_at)
        self->tick_at = self->upkeep_at;
    }
  else
    {
      g_warning ("Clocks could not be looked at: %s", error->message);
      self->tick_at = hx_time_now () + RETRY_TICK;
      intact = hx_write_batch_undo (batch);
    }
  hx_service_call_clear (&call);
  return intact;
}

/* What is written once for all jobs: how the pool stands now, and the last numbers given. */
static gboolean
settle_batch (HxWriter     *self,
              HxWriteBatch *batch,
              GError      **error)
{
  HxServiceCall call;
  gboolean settled;

  begin_call (self, &call);
  settled = hx_pool_changes_settle (&call, batch->pool_changes, error) && hx_counters_settle (self->db, error);
  if (settled)
    hx_write_batch_take (batch, call.events, call.records);
  hx_service_call_clear (&call);
  return settled;
}

gboolean
hx_writer_tick_is_due (HxWriter *self)
{
  return self->tick_at != 0 && self->tick_at <= hx_time_now ();
}

static gboolean
is_refusal (const GError *error)
{
  return error->domain == HX_ERROR && hx_error_status ((HxError) error->code) < 500;
}

/* Nothing of the batch is durable: whoever was told nothing yet is told so. So is who was refused after somebody else's
 * work, as it may have been because of what is gone now. */
static void
fail_batch (HxWriter     *self,
            HxWriteBatch *batch)
{
  gboolean worked = FALSE;

  if (hx_db_in_transaction (self->db))
    hx_db_run (self->db, NULL, "ROLLBACK", "");
  for (guint i = 0; i < batch->errors->len; i++)
    {
      GError **told = (GError **) &batch->errors->pdata[i];

      worked = worked || *told == NULL;
      if (!worked || (*told != NULL && !is_refusal (*told)))
        continue;
      g_clear_error (told);
      *told = g_error_copy (batch->failure);
    }
  g_ptr_array_set_size (batch->events, 0);
  g_ptr_array_set_size (batch->records, 0);
}

/* What the store did to the last job it did to all of them; why somebody was refused is told to them alone. */
static GError *
why_lost (HxWriteBatch *batch)
{
  const GError *last = batch->errors->len > 0 ? batch->errors->pdata[batch->errors->len - 1] : NULL;

  if (last != NULL && last->domain == HX_ERROR && hx_error_status ((HxError) last->code) > 500)
    return g_error_copy (last);
  return g_error_new_literal (HX_ERROR, HX_ERROR_UNAVAILABLE, "The transaction ended by itself");
}

/* The other servers look at the table when they hear of a commit. */
static gboolean
announce (HxWriter     *self,
          HxWriteBatch *batch,
          GError      **error)
{
  return batch->events->len == 0 || self->word == NULL || hx_db_announce (self->db, self->word, error);
}

/* What to seal with and the last numbers given are asked with what the first jobs will ask: one journey for all. */
gboolean
hx_writer_begin (HxWriter     *self,
                 HxWriteBatch *batch,
                 GError      **error)
{
  batch->begun = hx_db_run (self->db, error, "BEGIN IMMEDIATE", "");
  if (!batch->begun)
    return FALSE;
  hx_store_keys_ask (self->db);
  hx_counters_hold (self->db);
  hx_write_batch_ask (batch);
  return TRUE;
}

static gboolean
be_begun (HxWriter     *self,
          HxWriteBatch *batch,
          GError      **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean behind = batch->begun;

  if (!behind && !hx_writer_begin (self, batch, error))
    return FALSE;
  if (hx_store_keys_follow (self->db, &failure))
    return TRUE;
  if (hx_db_in_transaction (self->db))
    hx_db_run (self->db, NULL, "ROLLBACK", "");
  batch->begun = FALSE;
  batch->asked = 0;
  /* What was begun behind a commit did not wait to see that the connection is there. Nothing of it has been done. */
  if (behind && hx_db_is_lost (self->db))
    return be_begun (self, batch, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* What one job spoilt for all of them, and could not be undone alone. */
static gboolean
run_again (HxWriter     *self,
           HxWriteBatch *batch)
{
  if (!hx_write_batch_rewind (batch)
      || (hx_db_in_transaction (self->db) && !hx_db_run (self->db, NULL, "ROLLBACK", "")))
    return FALSE;
  batch->begun = FALSE;
  return be_begun (self, batch, NULL) && hx_write_batch_run (batch);
}

/* None of it can be done now. */
static void
refuse_all (HxWriteBatch *batch)
{
  for (guint i = 0; i < batch->jobs->len; i++)
    g_ptr_array_add (batch->errors, g_error_copy (batch->failure));
}

/* After a transaction that ended by itself the last jobs of @batch have no answer: they are to be tried in another. */
void
hx_writer_run (HxWriter     *self,
               HxWriteBatch *batch)
{
  gboolean intact;

  batch->started = g_get_monotonic_time ();
  batch->tick_at = self->tick_at;
  batch->upkeep_at = self->upkeep_at;
  if (!be_begun (self, batch, &batch->failure))
    {
      refuse_all (batch);
      return;
    }
  intact = hx_write_batch_run (batch) || run_again (self, batch);
  if (intact && (batch->clocks || hx_writer_tick_is_due (self)))
    intact = run_tick (self, batch);
  if (intact && settle_batch (self, batch, &batch->failure)
      && hx_audit_take_head (self->db, &batch->head, &batch->failure) && announce (self, batch, &batch->failure)
      && hx_db_end (self->db, &batch->failure))
    return;
  if (batch->failure == NULL)
    batch->failure = why_lost (batch);
}

/* What the clocks did went with it; those that did nothing come when they would have. */
static void
undo_clocks (HxWriter     *self,
             HxWriteBatch *batch)
{
  gint64 now = hx_time_now ();

  self->upkeep_at = batch->upkeep_at;
  if (hx_db_is_lost (self->db))
    self->tick_at = now + HX_WRITER_SETTLE;
  else
    self->tick_at = batch->tick_at == 0 || batch->tick_at > now ? batch->tick_at : now + RETRY_TICK;
}

gboolean
hx_writer_finish (HxWriter     *self,
                  HxWriteBatch *batch)
{
  if (batch->failure == NULL && hx_db_ended (self->db, &batch->failure))
    {
      self->committed (self->db, batch->jobs->len, g_get_monotonic_time () - batch->started, &batch->head, self->data);
      return TRUE;
    }
  fail_batch (self, batch);
  undo_clocks (self, batch);
  return FALSE;
}
