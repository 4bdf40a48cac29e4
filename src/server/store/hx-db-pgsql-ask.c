/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking ahead: many answers that take one journey, and whether what was written since leaves them true. */
#include "hx-db-pgsql-private.h"

#include <string.h>

/* No key is longer, so no longer value is looked for. */
#define LONGEST_KEY 80

/* -- what statements write ---------------------------------------------------- */

/* "INSERT INTO t (a, b) VALUES ($1, $2)": whatever the row holds is among the parameters. */
static gboolean
adds_parameters (const char *sql)
{
  const char *value = strstr (sql, ") VALUES (");

  if (value == NULL)
    return FALSE;
  value += strlen (") VALUES (");
  while (*value == '$')
    {
      value += 1 + strspn (value + 1, "0123456789");
      if (g_str_has_prefix (value, ", "))
        value += strlen (", ");
    }
  return strcmp (value, ")") == 0;
}

HxPgsqlDeed
hx_pgsql_deed_of (const char *sql,
                  char      **table)
{
  static const char *const words[] = { "INSERT INTO ", "UPDATE " };

  if (g_str_has_prefix (sql, "SELECT"))
    return HX_PGSQL_READS;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (sql, words[i]))
      {
        const char *name = sql + strlen (words[i]);

        *table = g_strndup (name, strcspn (name, " (\n"));
        return adds_parameters (sql) ? HX_PGSQL_ADDS : HX_PGSQL_CHANGES;
      }
  return HX_PGSQL_WILD;
}

static void
written_free (gpointer data)
{
  HxPgsqlWritten *self = data;

  g_hash_table_unref (self->values);
  g_free (self);
}

static HxPgsqlWritten *
written_to (HxPgsqlDb  *db,
            const char *table)
{
  HxPgsqlWritten *written = g_hash_table_lookup (db->written, table);

  if (written == NULL)
    {
      written = g_new0 (HxPgsqlWritten, 1);
      written->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (db->written, g_strdup (table), written);
    }
  return written;
}

void
hx_pgsql_note_written (HxPgsqlDb        *db,
                       HxPgsqlStatement *self)
{
  HxPgsqlWritten *written;

  if (g_hash_table_size (db->answers) == 0)
    return;
  if (self->deed == HX_PGSQL_WILD)
    {
      db->upset = db->writes;
      return;
    }
  written = written_to (db, self->table);
  written->last = db->writes;
  if (self->deed != HX_PGSQL_ADDS)
    written->changed = db->writes;
  for (guint i = 0; self->deed == HX_PGSQL_ADDS && i < self->n_parameters; i++)
    {
      const char *value = hx_pgsql_value_of (self, i);

      if (value != NULL && strlen (value) <= LONGEST_KEY)
        g_hash_table_add (written->values, g_strdup (value));
    }
}

/* -- answers ------------------------------------------------------------------ */

static void
clear_answer (gpointer data)
{
  HxPgsqlAnswer *self = data;

  g_free (self->key);
  PQclear (self->result);
}

HxPgsqlAnswer *
hx_pgsql_answer_ref (HxPgsqlAnswer *self)
{
  return g_rc_box_acquire (self);
}

void
hx_pgsql_answer_unref (HxPgsqlAnswer *self)
{
  g_rc_box_release_full (self, clear_answer);
}

void
hx_pgsql_expect_answers (HxPgsqlDb *db)
{
  db->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) hx_pgsql_answer_unref);
  db->written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, written_free);
}

void
hx_pgsql_forget_answers (HxPgsqlDb *db)
{
  g_hash_table_remove_all (db->answers);
  g_hash_table_remove_all (db->written);
}

/* A table that a statement does not name it does not read: there are no views, and no function of ours reads. A row
 * without the value that all of an answer's rows have is none of them. */
static gboolean
is_true_still (HxPgsqlDb        *db,
               HxPgsqlStatement *statement,
               HxPgsqlAnswer    *answer)
{
  GHashTableIter iter;
  const char *table;
  HxPgsqlWritten *written;

  if (db->upset > answer->after)
    return FALSE;
  g_hash_table_iter_init (&iter, db->written);
  while (g_hash_table_iter_next (&iter, (gpointer *) &table, (gpointer *) &written))
    if (written->last > answer->after && strstr (statement->sql, table) != NULL
        && (written->changed > answer->after || answer->key == NULL || g_hash_table_contains (written->values, answer->key)))
      return FALSE;
  return TRUE;
}

/* The statement and all its parameters as one text; a value that is not there is no empty one. */
static char *
question_text (HxPgsqlStatement *self)
{
  GString *text = g_string_new (self->name);

  for (guint i = 0; i < self->n_parameters; i++)
    {
      const char *value = hx_pgsql_value_of (self, i);

      g_string_append_printf (text, " %d:", value != NULL ? (int) strlen (value) : -1);
      g_string_append (text, value != NULL ? value : "");
    }
  return g_string_free (text, FALSE);
}

/* The answer to @question, unless it has become untrue. */
static HxPgsqlAnswer *
find_answer (HxPgsqlDb        *db,
             HxPgsqlStatement *statement,
             const char       *question)
{
  HxPgsqlAnswer *answer = g_hash_table_lookup (db->answers, question);

  if (answer == NULL || is_true_still (db, statement, answer))
    return answer;
  g_hash_table_remove (db->answers, question);
  return NULL;
}

static HxPgsqlAnswer *
expect_answer (HxPgsqlDb        *db,
               HxPgsqlStatement *statement,
               guint             key)
{
  HxPgsqlAnswer *answer = g_rc_box_new0 (HxPgsqlAnswer);
  const char *value = key > 0 && key <= statement->n_parameters ? hx_pgsql_value_of (statement, key - 1) : NULL;

  /* What no value is equal to is found by no row either, but that is not worth a rule. */
  if (value != NULL && strlen (value) <= LONGEST_KEY)
    answer->key = g_strdup (value);
  answer->after = db->writes;
  return answer;
}

void
hx_pgsql_ask (HxStatement *statement,
              guint        key)
{
  HxPgsqlStatement *self = (HxPgsqlStatement *) statement;
  HxPgsqlDb *db = (HxPgsqlDb *) statement->db;
  g_autofree char *question = question_text (self);

  if (db->in_transaction && db->failure == NULL && (statement->alone || hx_pgsql_begin_due (db, NULL))
      && find_answer (db, self, question) == NULL)
    {
      HxPgsqlAnswer *answer = expect_answer (db, self, key);
      HxPgsqlSent sent = { .what = HX_PGSQL_SENT_ASK, .answer = hx_pgsql_answer_ref (answer) };

      if (hx_pgsql_send_statement (db, self, sent, NULL))
        g_hash_table_insert (db->answers, g_steal_pointer (&question), answer);
      else
        hx_pgsql_answer_unref (answer);
    }
  hx_pgsql_forget_parameters (self);
}

void
hx_pgsql_take_answer (HxPgsqlDb        *db,
                      HxPgsqlStatement *self)
{
  g_autofree char *question = NULL;
  HxPgsqlAnswer *answer;

  if (g_hash_table_size (db->answers) == 0 || self->deed != HX_PGSQL_READS)
    return;
  question = question_text (self);
  answer = find_answer (db, self, question);
  if (answer == NULL)
    return;
  self->answer = hx_pgsql_answer_ref (answer);
  hx_pgsql_read_until (db, answer);
  self->result = answer->result;
  self->row = -1;
  if (self->result == NULL)
    g_clear_pointer (&self->answer, hx_pgsql_answer_unref);
}
