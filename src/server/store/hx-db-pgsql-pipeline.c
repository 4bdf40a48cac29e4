/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes to the server and comes back: many statements may be under way, and are answered in their order. */
#include "hx-db-pgsql-private.h"

/* So many go out together: the server works on them while more are made ready here. */
#define LOAD 32

static void
clear_reply (gpointer data)
{
  PQclear (((HxPgsqlReply *) data)->result);
}

HxPgsqlReply *
hx_pgsql_reply_new (void)
{
  return g_rc_box_new0 (HxPgsqlReply);
}

void
hx_pgsql_reply_unref (HxPgsqlReply *self)
{
  g_rc_box_release_full (self, clear_reply);
}

/* -- sending ------------------------------------------------------------------ */

static void
sent_free (gpointer data)
{
  HxPgsqlSent *self = data;

  g_clear_pointer (&self->reply, hx_pgsql_reply_unref);
  g_free (self);
}

/* What spoilt a transaction is nothing to the next, which may have been begun already. */
static void
note_end (HxPgsqlDb *self,
          GError    *failure)
{
  g_clear_error (&self->end_failure);
  self->end_failure = failure;
  self->ending = FALSE;
}

void
hx_pgsql_forget_sent (HxPgsqlDb *self)
{
  g_queue_clear_full (&self->sent, sent_free);
  self->unsynced = 0;
  if (self->ending)
    note_end (self, self->failure != NULL ? g_error_copy (self->failure)
                                          : g_error_new_literal (HX_ERROR, HX_ERROR_UNAVAILABLE, "The connection broke"));
}

static gboolean
is_sync (HxPgsqlWhat what)
{
  return what == HX_PGSQL_SENT_SYNC || what == HX_PGSQL_SENT_END;
}

static void
push_sent (HxPgsqlDb  *self,
           HxPgsqlSent sent)
{
  g_queue_push_tail (&self->sent, g_memdup2 (&sent, sizeof sent));
  self->unsynced = is_sync (sent.what) ? 0 : self->unsynced + 1;
}

static gboolean
send_prepare (HxPgsqlDb        *self,
              HxPgsqlStatement *statement)
{
  if (statement->prepared)
    return TRUE;
  if (PQsendPrepare (self->handle, statement->name, statement->sql, 0, NULL) == 0)
    return FALSE;
  statement->prepared = TRUE;
  push_sent (self, (HxPgsqlSent){ HX_PGSQL_SENT_PREPARE, statement, NULL });
  return TRUE;
}

static gboolean
send_sync (HxPgsqlDb  *self,
           HxPgsqlWhat what)
{
  if (PQpipelineSync (self->handle) == 0)
    return FALSE;
  push_sent (self, (HxPgsqlSent){ what, NULL, NULL });
  return TRUE;
}

gboolean
hx_pgsql_send_off (HxPgsqlDb *self)
{
  if (self->unsynced == 0 || send_sync (self, HX_PGSQL_SENT_SYNC))
    return TRUE;
  if (self->failure == NULL)
    hx_pgsql_set_error (self, NULL, &self->failure);
  hx_pgsql_forget_sent (self);
  return FALSE;
}

gboolean
hx_pgsql_copy_failure (HxPgsqlDb *self,
                       GError   **error)
{
  if (self->failure == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->failure);
  /* Outside a transaction the next statement knows nothing of it. */
  if (!self->in_transaction)
    g_clear_error (&self->failure);
  return FALSE;
}

gboolean
hx_pgsql_send_values (HxPgsqlDb              *self,
                      HxPgsqlStatement       *statement,
                      const HxPgsqlParameter *values,
                      guint                   n_values,
                      HxPgsqlReply           *reply,
                      GError                **error)
{
  g_autofree const char **texts = g_new (const char *, n_values + 1);

  for (guint i = 0; i < n_values; i++)
    texts[i] = hx_pgsql_value_of (values + i);
  if (send_prepare (self, statement)
      && PQsendQueryPrepared (self->handle, statement->name, (int) n_values, texts, NULL, NULL, 0) != 0)
    {
      push_sent (self, (HxPgsqlSent){ reply != NULL ? HX_PGSQL_SENT_QUERY : HX_PGSQL_SENT_RUN, statement,
                                      reply != NULL ? g_rc_box_acquire (reply) : NULL });
      return self->unsynced < LOAD || hx_pgsql_send_off (self) || hx_pgsql_copy_failure (self, error);
    }
  hx_pgsql_set_error (self, NULL, error);
  return FALSE;
}

gboolean
hx_pgsql_send_statement (HxPgsqlDb        *self,
                         HxPgsqlStatement *statement,
                         HxPgsqlReply     *reply,
                         GError          **error)
{
  const HxPgsqlParameter *values = (const HxPgsqlParameter *) statement->parameters->data;

  return hx_pgsql_send_values (self, statement, values, statement->n_parameters, reply, error);
}

/* -- reading ------------------------------------------------------------------ */

static void
take_result (HxPgsqlDb   *self,
             HxPgsqlSent *sent,
             PGresult    *result)
{
  ExecStatusType status = PQresultStatus (result);
  gboolean good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_PIPELINE_SYNC;

  if (!good && sent->what == HX_PGSQL_SENT_PREPARE)
    sent->statement->prepared = FALSE;
  /* What comes after the one that failed is merely passed over. */
  if (!good && self->failure == NULL)
    hx_pgsql_set_error (self, status == PGRES_PIPELINE_ABORTED ? NULL : result, &self->failure);
  if (good && sent->what == HX_PGSQL_SENT_QUERY)
    sent->reply->result = result;
  else
    PQclear (result);
}

/* FALSE: there is no answer any more. */
static gboolean
read_one (HxPgsqlDb   *self,
          HxPgsqlSent *sent)
{
  PGresult *result = PQgetResult (self->handle);
  PGresult *end;

  if (result == NULL || (PQstatus (self->handle) == CONNECTION_BAD && PQresultStatus (result) == PGRES_FATAL_ERROR))
    {
      if (self->failure == NULL)
        hx_pgsql_set_error (self, result, &self->failure);
      self->lost = TRUE;
      PQclear (result);
      return FALSE;
    }
  take_result (self, sent, result);
  if (sent->what == HX_PGSQL_SENT_END)
    note_end (self, g_steal_pointer (&self->failure));
  if (is_sync (sent->what))
    return TRUE;
  while ((end = PQgetResult (self->handle)) != NULL)
    PQclear (end);
  return TRUE;
}

void
hx_pgsql_read_until (HxPgsqlDb    *self,
                     HxPgsqlReply *reply)
{
  HxPgsqlSent *sent;

  if (reply != NULL && reply->result != NULL)
    return;
  hx_pgsql_send_waiting (self);
  hx_pgsql_send_off (self);
  while ((reply == NULL || reply->result == NULL) && (sent = g_queue_pop_head (&self->sent)) != NULL)
    {
      if (!read_one (self, sent))
        hx_pgsql_forget_sent (self);
      sent_free (sent);
    }
}

gboolean
hx_pgsql_settle (HxPgsqlDb *self,
                 GError   **error)
{
  hx_pgsql_read_until (self, NULL);
  return hx_pgsql_copy_failure (self, error);
}

/* -- the end of a transaction that is not waited for ----------------------------- */

gboolean
hx_pgsql_send_end (HxPgsqlDb *self,
                   GError   **error)
{
  if (send_sync (self, HX_PGSQL_SENT_END))
    return TRUE;
  hx_pgsql_set_error (self, NULL, error);
  return FALSE;
}

gboolean
hx_pgsql_end (HxDb    *db,
              GError **error)
{
  HxPgsqlDb *self = (HxPgsqlDb *) db;

  note_end (self, NULL);
  self->ending = TRUE;
  if (hx_db_run (db, error, "COMMIT", ""))
    return TRUE;
  note_end (self, NULL);
  return FALSE;
}

gboolean
hx_pgsql_is_ending (HxDb *db)
{
  return ((HxPgsqlDb *) db)->ending;
}

/* What was asked in the next transaction goes out before this one is waited for. */
gboolean
hx_pgsql_ended (HxDb    *db,
                GError **error)
{
  HxPgsqlDb *self = (HxPgsqlDb *) db;
  HxPgsqlSent *sent;

  hx_pgsql_send_waiting (self);
  hx_pgsql_send_off (self);
  while (self->ending && (sent = g_queue_pop_head (&self->sent)) != NULL)
    {
      if (!read_one (self, sent))
        hx_pgsql_forget_sent (self);
      sent_free (sent);
    }
  /* Its end was not among what is to come, so nobody knows. */
  if (self->ending)
    hx_pgsql_forget_sent (self);
  if (self->end_failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->end_failure));
  return FALSE;
}
