/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-pgsql-private.h"

#include <string.h>

/* Kept statements of one connection. */
#define MAX_STATEMENTS 400

/* Statements that may be under way before their answers are read, so that these
 * do not pile up. */
#define MAX_SENT 400

/* -- keeping ------------------------------------------------------------------ */

void
hx_pgsql_clear_parameter (gpointer data)
{
  g_free (((HxPgsqlParameter *) data)->text);
}

void
hx_pgsql_statement_free (gpointer data)
{
  HxPgsqlStatement *self = data;

  g_clear_pointer (&self->reply, hx_pgsql_reply_unref);
  g_array_unref (self->parameters);
  g_array_unref (self->waiting);
  g_ptr_array_unref (self->waiting_answers);
  g_ptr_array_unref (self->types);
  for (guint i = 0; i < G_N_ELEMENTS (self->bundles); i++)
    g_free (self->bundles[i]);
  g_free (self->sql);
  g_free (self->table);
  g_free (self);
}

const char *
hx_pgsql_value_of (const HxPgsqlParameter *self)
{
  return self->text != NULL ? self->text : *self->digits != '\0' ? self->digits : NULL;
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

/* One that has gone to the server has a name there, which goes with it. Not within a transaction, where nothing else
 * may be sent meanwhile. */
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
      found->deed = hx_pgsql_deed_of (sql, &found->table);
      found->parameters = g_array_new (FALSE, TRUE, sizeof (HxPgsqlParameter));
      g_array_set_clear_func (found->parameters, hx_pgsql_clear_parameter);
      found->waiting = g_array_new (FALSE, FALSE, sizeof (HxPgsqlParameter));
      g_array_set_clear_func (found->waiting, hx_pgsql_clear_parameter);
      found->types = g_ptr_array_new ();
      found->waiting_answers = g_ptr_array_new_with_free_func ((GDestroyNotify) hx_pgsql_answer_unref);
      g_snprintf (found->name, sizeof found->name, "s%u", ++self->last_name);
      g_hash_table_insert (self->statements, found->sql, found);
    }
  else if (found->used)
    hx_pgsql_reset (&found->statement);
  found->used = TRUE;
  return &found->statement;
}

void
hx_pgsql_forget_parameters (HxPgsqlStatement *self)
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

void
hx_pgsql_reset (HxStatement *statement)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;

  hx_pgsql_forget_parameters (self);
  g_clear_pointer (&self->reply, hx_pgsql_reply_unref);
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
    {
      if (!hx_pgsql_copy_failure (self, error) || (!statement->statement.alone && !hx_pgsql_begin_due (self, error)))
        return FALSE;
      hx_pgsql_send_waiting (self);
      return hx_pgsql_copy_failure (self, error);
    }
  hx_pgsql_forget_waiting (self);
  hx_pgsql_settle (self, NULL);
  if (!self->lost)
    g_clear_error (&self->failure);
  return hx_pgsql_copy_failure (self, error);
}

/* What the transaction is after a statement of that kind. */
static void
note_kind (HxPgsqlDb        *self,
           HxPgsqlStatement *statement)
{
  gboolean partly = strstr (statement->sql, " TO ") != NULL;

  if (statement->deed != HX_PGSQL_READS)
    {
      self->writes++;
      hx_pgsql_note_written (self, statement);
    }
  if (statement->kind == HX_PGSQL_COMMIT || (statement->kind == HX_PGSQL_ROLLBACK && !partly))
    {
      self->in_transaction = FALSE;
      hx_pgsql_forget_answers (self);
    }
}

static gboolean
query (HxPgsqlDb        *db,
       HxPgsqlStatement *self,
       GError          **error)
{
  HxPgsqlReply *reply = hx_pgsql_reply_new ();

  self->reply = reply;
  if (may_send (db, self, error) && hx_pgsql_send_statement (db, self, reply, error))
    {
      note_kind (db, self);
      if (hx_pgsql_settle (db, error) && reply->result != NULL)
        {
          self->row = -1;
          self->end = PQntuples (reply->result);
          self->first_column = 0;
          return TRUE;
        }
    }
  g_clear_pointer (&self->reply, hx_pgsql_reply_unref);
  return FALSE;
}

HxStep
hx_pgsql_step (HxStatement *statement,
               GError     **error)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  HxPgsqlDb *db = (HxPgsqlDb *) statement->db;

  if (self->kind == HX_PGSQL_BEGIN)
    {
      if (g_hash_table_size (db->statements) >= MAX_STATEMENTS)
        drop_idle (db);
      return hx_pgsql_begin (db, error) ? HX_STEP_DONE : HX_STEP_FAILED;
    }
  if (self->reply == NULL)
    hx_pgsql_take_answer (db, self);
  if (self->reply == NULL && !query (db, self, error))
    return HX_STEP_FAILED;
  self->row++;
  return self->row < self->end ? HX_STEP_ROW : HX_STEP_DONE;
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
             || (statement->kind == HX_PGSQL_COMMIT && (db->db.mode != HX_DB_WRITE || db->ending)));
}

/* Nothing was asked in it, or only what stands alone. */
static gboolean
end_unbegun (HxPgsqlDb        *db,
             HxPgsqlStatement *statement,
             GError          **error)
{
  note_kind (db, statement);
  db->due = FALSE;
  /* Nobody came for what was asked. */
  hx_pgsql_send_off (db);
  if (statement->kind == HX_PGSQL_ROLLBACK)
    g_clear_error (&db->failure);
  return hx_pgsql_copy_failure (db, error);
}

gboolean
hx_pgsql_run (HxStatement *statement,
              GError     **error)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  HxPgsqlDb *db = (HxPgsqlDb *) statement->db;

  if (db->due && (self->kind == HX_PGSQL_COMMIT || self->kind == HX_PGSQL_ROLLBACK))
    return end_unbegun (db, self, error);
  if (!may_be_late (db, self))
    {
      HxStep step;

      do
        step = hx_pgsql_step (statement, error);
      while (step == HX_STEP_ROW);
      return step == HX_STEP_DONE;
    }
  if (self->deed == HX_PGSQL_ADDS && hx_pgsql_may_bundle (db, self))
    {
      note_kind (db, self);
      hx_pgsql_wait_row (db, self);
    }
  else if (may_send (db, self, error) && hx_pgsql_send_statement (db, self, NULL, error))
    note_kind (db, self);
  else
    return FALSE;
  /* The end of a reading transaction goes out at once: its snapshot holds up the server's cleaning. */
  if (self->kind == HX_PGSQL_COMMIT && db->ending)
    return hx_pgsql_send_end (db, error);
  if (self->kind == HX_PGSQL_COMMIT)
    return hx_pgsql_send_off (db) || hx_pgsql_settle (db, error);
  return db->sent.length < MAX_SENT || hx_pgsql_settle (db, error);
}
