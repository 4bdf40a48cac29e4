/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-pgsql-private.h"

#include <string.h>

/* Kept statements of one connection. */
#define MAX_STATEMENTS 400

/* Statements that may be under way before their answers are read, so that these
 * do not pile up. */
#define MAX_SENT 64

/* -- keeping ------------------------------------------------------------------ */

static void
clear_parameter (gpointer data)
{
  g_free (((HxPgsqlParameter *) data)->text);
}

void
hx_pgsql_statement_free (gpointer data)
{
  HxPgsqlStatement *self = data;

  PQclear (self->result);
  g_array_unref (self->parameters);
  g_free (self->sql);
  g_free (self->asked);
  g_free (self);
}

static HxPgsqlKind
kind_of (const char *sql)
{
  static const struct
  {
    const char *word;
    HxPgsqlKind kind;
  } words[] = {
    { "BEGIN", HX_PGSQL_BEGIN },
    { "COMMIT", HX_PGSQL_COMMIT },
    { "ROLLBACK", HX_PGSQL_ROLLBACK },
    { "RELEASE", HX_PGSQL_RELEASE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strncasecmp (sql, words[i].word, strlen (words[i].word)) == 0)
      return words[i].kind;
  return HX_PGSQL_PLAIN;
}

/* One that has gone to the server has a name there, which goes with it. */
static void
drop_idle (HxPgsqlDb *self)
{
  g_autoptr (GString) script = g_string_new (NULL);
  GHashTableIter iter;
  HxPgsqlStatement *statement;

  if (!hx_pgsql_settle (self, NULL) || self->in_transaction)
    return;
  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &statement))
    {
      if (statement->used)
        continue;
      if (statement->prepared)
        g_string_append_printf (script, "DEALLOCATE %s;", statement->name);
      g_hash_table_iter_remove (&iter);
    }
  if (script->len > 0)
    hx_db_execute (&self->db, script->str, NULL);
}

HxStatement *
hx_pgsql_prepare (HxDb       *db,
                  const char *sql,
                  GError    **error)
{
  HxPgsqlDb *self = (HxPgsqlDb *) db;
  HxPgsqlStatement *found = g_hash_table_lookup (self->statements, sql);

  if (found == NULL)
    {
      if (g_hash_table_size (self->statements) >= MAX_STATEMENTS)
        drop_idle (self);
      found = g_new0 (HxPgsqlStatement, 1);
      found->statement.db = db;
      found->sql = g_strdup (sql);
      found->kind = kind_of (sql);
      found->reads = g_str_has_prefix (sql, "SELECT");
      found->parameters = g_array_new (FALSE, TRUE, sizeof (HxPgsqlParameter));
      g_array_set_clear_func (found->parameters, clear_parameter);
      g_snprintf (found->name, sizeof found->name, "s%u", ++self->last_name);
      g_hash_table_insert (self->statements, found->sql, found);
    }
  else if (found->used)
    hx_pgsql_reset (&found->statement);
  found->used = TRUE;
  return &found->statement;
}

static void
forget_parameters (HxPgsqlStatement *self)
{
  for (guint i = 0; i < self->n_parameters; i++)
    {
      HxPgsqlParameter *parameter = &g_array_index (self->parameters, HxPgsqlParameter, i);

      g_clear_pointer (&parameter->text, g_free);
      parameter->digits[0] = '\0';
    }
  self->n_parameters = 0;
  self->used = FALSE;
}

/* What was asked ahead is still to be taken. */
void
hx_pgsql_reset (HxStatement *statement)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;

  forget_parameters (self);
  if (self->asked == NULL)
    g_clear_pointer (&self->result, PQclear);
}

/* -- sending and reading ------------------------------------------------------ */

static void
push_sent (HxPgsqlDb        *self,
           HxPgsqlWhat       what,
           HxPgsqlStatement *statement)
{
  HxPgsqlSent *sent = g_new (HxPgsqlSent, 1);

  sent->what = what;
  sent->statement = statement;
  g_queue_push_tail (&self->sent, sent);
}

void
hx_pgsql_forget_sent (HxPgsqlDb *self)
{
  g_queue_clear_full (&self->sent, g_free);
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
  push_sent (self, HX_PGSQL_SENT_PREPARE, statement);
  return TRUE;
}

static const char *
value_of (HxPgsqlStatement *self,
          guint             parameter)
{
  const HxPgsqlParameter *bound = &g_array_index (self->parameters, HxPgsqlParameter, parameter);

  return bound->text != NULL ? bound->text : *bound->digits != '\0' ? bound->digits : NULL;
}

static gboolean
send_statement (HxPgsqlDb        *self,
                HxPgsqlStatement *statement,
                HxPgsqlWhat       what,
                GError          **error)
{
  g_autofree const char **values = g_new0 (const char *, statement->n_parameters + 1);

  for (guint i = 0; i < statement->n_parameters; i++)
    values[i] = value_of (statement, i);
  if (send_prepare (self, statement)
      && PQsendQueryPrepared (self->handle, statement->name, (int) statement->n_parameters, values, NULL, NULL, 0) != 0)
    {
      push_sent (self, what, statement);
      return TRUE;
    }
  hx_pgsql_set_error (self, NULL, error);
  return FALSE;
}

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
  if (!good || sent->what != HX_PGSQL_SENT_QUERY)
    {
      PQclear (result);
      return;
    }
  PQclear (sent->statement->result);
  sent->statement->result = result;
  sent->statement->row = -1;
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
  if (sent->what == HX_PGSQL_SENT_SYNC)
    return TRUE;
  while ((end = PQgetResult (self->handle)) != NULL)
    PQclear (end);
  return TRUE;
}

static gboolean
copy_failure (HxPgsqlDb *self,
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

static gboolean
send_sync (HxPgsqlDb *self)
{
  if (PQpipelineSync (self->handle) == 0)
    return FALSE;
  push_sent (self, HX_PGSQL_SENT_SYNC, NULL);
  return TRUE;
}

gboolean
hx_pgsql_settle (HxPgsqlDb *self,
                 GError   **error)
{
  HxPgsqlSent *last = g_queue_peek_tail (&self->sent);
  HxPgsqlSent *sent;

  if (last != NULL && last->what != HX_PGSQL_SENT_SYNC && !send_sync (self))
    {
      if (self->failure == NULL)
        hx_pgsql_set_error (self, NULL, &self->failure);
      hx_pgsql_forget_sent (self);
    }
  while ((sent = g_queue_pop_head (&self->sent)) != NULL)
    {
      if (!read_one (self, sent))
        hx_pgsql_forget_sent (self);
      g_free (sent);
    }
  return copy_failure (self, error);
}

/* -- doing -------------------------------------------------------------------- */

/* A spoilt transaction takes nothing but its end. */
static gboolean
may_send (HxPgsqlDb        *self,
          HxPgsqlStatement *statement,
          GError          **error)
{
  if (!self->in_transaction)
    return hx_pgsql_be_connected (self, error);
  if (statement->kind != HX_PGSQL_ROLLBACK)
    return copy_failure (self, error);
  hx_pgsql_settle (self, NULL);
  if (!self->lost)
    g_clear_error (&self->failure);
  return copy_failure (self, error);
}

/* What the transaction is after a statement of that kind. */
static void
note_kind (HxPgsqlDb        *self,
           HxPgsqlStatement *statement)
{
  gboolean partly = strstr (statement->sql, " TO ") != NULL;

  if (!statement->reads)
    self->writes++;
  if (statement->kind == HX_PGSQL_COMMIT || (statement->kind == HX_PGSQL_ROLLBACK && !partly))
    self->in_transaction = FALSE;
}

/* -- asking ahead ------------------------------------------------------------- */

/* All parameters as one text; a value that is not there is no empty one. */
static char *
parameters_text (HxPgsqlStatement *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n_parameters; i++)
    {
      const char *value = value_of (self, i);

      g_string_append_printf (text, "%d:", value != NULL ? (int) strlen (value) : -1);
      g_string_append (text, value != NULL ? value : "");
    }
  return g_string_free (text, FALSE);
}

/* An answer that nobody came for. */
static void
drop_asked (HxPgsqlDb        *db,
            HxPgsqlStatement *self)
{
  if (self->asked == NULL)
    return;
  hx_pgsql_settle (db, NULL);
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->result, PQclear);
}

void
hx_pgsql_ask (HxStatement *statement)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  HxPgsqlDb *db = (HxPgsqlDb *) statement->db;

  drop_asked (db, self);
  if (db->in_transaction && db->failure == NULL && send_statement (db, self, HX_PGSQL_SENT_QUERY, NULL))
    {
      self->asked = parameters_text (self);
      self->asked_after = db->writes;
    }
  forget_parameters (self);
}

/* Leaves the answer if it is that to the present parameters, and nothing was written since. */
static void
take_asked (HxPgsqlDb        *db,
            HxPgsqlStatement *self)
{
  g_autofree char *parameters = parameters_text (self);

  if (strcmp (parameters, self->asked) != 0 || self->asked_after != db->writes)
    drop_asked (db, self);
  else
    {
      hx_pgsql_settle (db, NULL);
      g_clear_pointer (&self->asked, g_free);
    }
}

HxStep
hx_pgsql_step (HxStatement *statement,
               GError     **error)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  HxPgsqlDb *db = (HxPgsqlDb *) statement->db;

  if (self->kind == HX_PGSQL_BEGIN)
    return hx_pgsql_begin (db, error) ? HX_STEP_DONE : HX_STEP_FAILED;
  if (self->asked != NULL)
    take_asked (db, self);
  if (self->result == NULL)
    {
      gboolean sent = may_send (db, self, error) && send_statement (db, self, HX_PGSQL_SENT_QUERY, error);

      if (!sent)
        return HX_STEP_FAILED;
      note_kind (db, self);
      if (!hx_pgsql_settle (db, error) || self->result == NULL)
        return HX_STEP_FAILED;
    }
  self->row++;
  return self->row < PQntuples (self->result) ? HX_STEP_ROW : HX_STEP_DONE;
}

/* Whether what it does may be learnt with the next answer: within a transaction,
 * as until its end nothing counts. Releasing a savepoint is waited for, so that a
 * failure is told to whose it is. */
static gboolean
may_be_late (HxPgsqlDb        *db,
             HxPgsqlStatement *statement)
{
  return db->in_transaction
         && (statement->kind == HX_PGSQL_PLAIN
             || (statement->kind == HX_PGSQL_COMMIT && db->db.mode != HX_DB_WRITE));
}

gboolean
hx_pgsql_run (HxStatement *statement,
              GError     **error)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  HxPgsqlDb *db = (HxPgsqlDb *) statement->db;

  if (!may_be_late (db, self))
    {
      HxStep step;

      do
        step = hx_pgsql_step (statement, error);
      while (step == HX_STEP_ROW);
      return step == HX_STEP_DONE;
    }
  if (!may_send (db, self, error) || !send_statement (db, self, HX_PGSQL_SENT_RUN, error))
    return FALSE;
  note_kind (db, self);
  /* The end of a reading transaction goes out at once: its snapshot holds up the server's cleaning. */
  if (self->kind == HX_PGSQL_COMMIT)
    return send_sync (db) || hx_pgsql_settle (db, error);
  return db->sent.length < MAX_SENT || hx_pgsql_settle (db, error);
}
