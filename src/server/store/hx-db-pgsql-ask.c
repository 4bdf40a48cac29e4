/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking ahead: many answers that take one journey, and whether what was written since leaves them true. */
#include "hx-db-pgsql-private.h"

#include <string.h>

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
      const char *value = hx_pgsql_value_of (&g_array_index (self->parameters, HxPgsqlParameter, i));

      if (value != NULL && strlen (value) <= HX_PGSQL_LONGEST_KEY)
        g_hash_table_add (written->values, g_strdup (value));
    }
}

/* -- answers ------------------------------------------------------------------ */

static void
clear_answer (gpointer data)
{
  HxPgsqlAnswer *self = data;

  g_free (self->key);
  g_clear_pointer (&self->reply, hx_pgsql_reply_unref);
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

static void
append_length (GString *text,
               gsize    length)
{
  do
    g_string_append_c (text, (char) ('0' + length % 10));
  while ((length /= 10) > 0);
}

/* The statement and all its parameters as one text, each after its length; a value that is not there is no empty one. */
static char *
question_text (HxPgsqlStatement *self)
{
  GString *text = g_string_new (self->name);

  for (guint i = 0; i < self->n_parameters; i++)
    {
      const char *value = hx_pgsql_value_of (&g_array_index (self->parameters, HxPgsqlParameter, i));
      gsize length = value != NULL ? strlen (value) : 0;

      g_string_append_c (text, value != NULL ? ' ' : '-');
      append_length (text, length);
      g_string_append_c (text, ':');
      g_string_append_len (text, value != NULL ? value : "", (gssize) length);
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
  const char *value = NULL;

  if (key > 0 && key <= statement->n_parameters)
    value = hx_pgsql_value_of (&g_array_index (statement->parameters, HxPgsqlParameter, key - 1));
  /* What no value is equal to is found by no row either, but that is not worth a rule. */
  if (value != NULL && strlen (value) <= HX_PGSQL_LONGEST_KEY)
    answer->key = g_strdup (value);
  answer->after = db->writes;
  answer->number = -1;
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

      g_hash_table_insert (db->answers, g_steal_pointer (&question), answer);
      if (hx_pgsql_may_bundle (db, self))
        hx_pgsql_wait_question (db, self, answer);
      else
        {
          hx_pgsql_send_waiting (db);
          answer->reply = hx_pgsql_reply_new ();
          hx_pgsql_send_statement (db, self, answer->reply, NULL);
        }
    }
  hx_pgsql_forget_parameters (self);
}

/* A bundle does one question after the other: the rows of one stand together. */
static void
find_rows (HxPgsqlStatement *self,
           int               number)
{
  const PGresult *result = self->reply->result;
  int n_rows = PQntuples (result);
  char digits[16];

  self->row = -1;
  self->end = n_rows;
  self->first_column = number < 0 ? 0 : 1;
  if (number < 0)
    return;
  g_snprintf (digits, sizeof digits, "%d", number);
  while (self->row + 1 < n_rows && strcmp (PQgetvalue (result, self->row + 1, 0), digits) != 0)
    self->row++;
  self->end = self->row + 1;
  while (self->end < n_rows && strcmp (PQgetvalue (result, self->end, 0), digits) == 0)
    self->end++;
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
  if (answer->reply == NULL)
    hx_pgsql_send_waiting (db);
  if (answer->reply == NULL)
    return;
  self->reply = g_rc_box_acquire (answer->reply);
  hx_pgsql_read_until (db, self->reply);
  if (self->reply->result != NULL)
    find_rows (self, answer->number);
  else
    g_clear_pointer (&self->reply, hx_pgsql_reply_unref);
}
