/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes together: rows of one table in one INSERT, one question of several jobs in one SELECT. Half of what a short
 * statement costs the server is receiving, beginning, ending and answering it. */
#include "hx-db-pgsql-private.h"

#include <string.h>

/* Of the same types as the others of its kind; what is compared with nothing has none. */
static gboolean
has_types_of_kind (HxPgsqlStatement *self)
{
  for (guint i = 0; i < self->n_parameters; i++)
    {
      const char *type = g_array_index (self->parameters, HxPgsqlParameter, i).type;

      if (type == NULL || (i < self->types->len && self->types->pdata[i] != type))
        return FALSE;
      if (i == self->types->len)
        g_ptr_array_add (self->types, (gpointer) type);
    }
  return self->types->len == self->n_parameters;
}

gboolean
hx_pgsql_may_bundle (HxPgsqlDb        *db,
                     HxPgsqlStatement *self)
{
  return db->in_transaction && db->failure == NULL && db->db.mode == HX_DB_WRITE && self->n_parameters > 0
         && (self->deed == HX_PGSQL_ADDS || (self->deed == HX_PGSQL_READS && has_types_of_kind (self)));
}

/* -- the words ---------------------------------------------------------------- */

/* @sql, with @prefix and n + @shift wherever it says $n. */
static void
append_numbered (GString    *text,
                 const char *sql,
                 const char *prefix,
                 guint       shift)
{
  gboolean quoted = FALSE;

  while (*sql != '\0')
    {
      quoted ^= *sql == '\'';
      if (*sql == '$' && !quoted && g_ascii_isdigit (sql[1]))
        g_string_append_printf (text, "%s%u", prefix, (guint) g_ascii_strtoull (sql + 1, (char **) &sql, 10) + shift);
      else
        g_string_append_c (text, *sql++);
    }
}

/* INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) */
static void
append_rows (GString          *text,
             HxPgsqlStatement *self,
             guint             size,
             guint             width)
{
  const char *values = strstr (self->sql, ") VALUES (") + strlen (") VALUES ");

  g_string_append_len (text, self->sql, values - self->sql);
  for (guint i = 0; i < size; i++)
    {
      g_string_append (text, i > 0 ? ", " : "");
      append_numbered (text, values, "$", i * width);
    }
}

/* SELECT k.n, q.* FROM (VALUES (0, $1::text), (1, $2::text)) AS k (n, p1) CROSS JOIN LATERAL
 * (SELECT … WHERE a = k.p1 OFFSET 0) AS q
 *
 * With OFFSET the question is planned for itself and done anew for each row of values, as it would be alone. */
static void
append_questions (GString          *text,
                  HxPgsqlStatement *self,
                  guint             size,
                  guint             width)
{
  g_string_append (text, "SELECT k.n, q.* FROM (VALUES ");
  for (guint i = 0; i < size; i++)
    {
      g_string_append_printf (text, "%s(%u", i > 0 ? ", " : "", i);
      for (guint j = 0; j < width; j++)
        g_string_append_printf (text, ", $%u::%s", i * width + j + 1, (const char *) self->types->pdata[j]);
      g_string_append_c (text, ')');
    }
  g_string_append (text, ") AS k (n");
  for (guint j = 0; j < width; j++)
    g_string_append_printf (text, ", p%u", j + 1);
  g_string_append (text, ") CROSS JOIN LATERAL (");
  append_numbered (text, self->sql, "k.p", 0);
  g_string_append (text, " OFFSET 0) AS q");
}

static HxPgsqlStatement *
statement_for (HxPgsqlDb        *db,
               HxPgsqlStatement *self,
               guint             bits,
               guint             width)
{
  if (bits == 0)
    return self;
  if (self->bundles[bits] == NULL)
    {
      GString *text = g_string_new (NULL);

      (self->deed == HX_PGSQL_ADDS ? append_rows : append_questions) (text, self, 1u << bits, width);
      self->bundles[bits] = g_string_free (text, FALSE);
    }
  return (HxPgsqlStatement *) hx_pgsql_prepare (&db->db, self->bundles[bits], NULL);
}

static gint
by_place (gconstpointer one,
          gconstpointer other)
{
  guint place = (*(HxPgsqlStatement *const *) one)->place, after = (*(HxPgsqlStatement *const *) other)->place;

  return place < after ? -1 : place > after;
}

/* -- sending ------------------------------------------------------------------ */

static gboolean
send_bundle (HxPgsqlDb        *db,
             HxPgsqlStatement *self,
             guint             from,
             guint             bits,
             GError          **error)
{
  guint width = self->waiting->len / self->n_waiting, size = 1u << bits;
  HxPgsqlStatement *statement = statement_for (db, self, bits, width);
  HxPgsqlReply *reply = self->waiting_answers->len > 0 ? hx_pgsql_reply_new () : NULL;
  const HxPgsqlParameter *values = &g_array_index (self->waiting, HxPgsqlParameter, from * width);
  gboolean sent = hx_pgsql_send_values (db, statement, values, size * width, reply, error);

  for (guint i = 0; reply != NULL && i < size; i++)
    {
      HxPgsqlAnswer *answer = self->waiting_answers->pdata[from + i];

      answer->reply = g_rc_box_acquire (reply);
      answer->number = size > 1 ? (int) i : -1;
    }
  g_clear_pointer (&reply, hx_pgsql_reply_unref);
  /* Who walks over one of its kind meanwhile still does. */
  if (statement != self)
    statement->used = FALSE;
  return sent;
}

/* As a power of two. */
static guint
largest_of (HxPgsqlStatement *self)
{
  return self->deed == HX_PGSQL_ADDS ? HX_PGSQL_LARGEST_BUNDLE_OF_ROWS : HX_PGSQL_LARGEST_BUNDLE;
}

static gboolean
send_bundles (HxPgsqlDb        *db,
              HxPgsqlStatement *self,
              GError          **error)
{
  guint bits;

  for (guint from = 0; from < self->n_waiting; from += 1u << bits)
    {
      bits = MIN (largest_of (self), (guint) g_bit_nth_msf (self->n_waiting - from, -1));
      if (!send_bundle (db, self, from, bits, error))
        return FALSE;
    }
  return TRUE;
}

static void
forget (HxPgsqlStatement *self)
{
  g_array_set_size (self->waiting, 0);
  g_ptr_array_set_size (self->waiting_answers, 0);
  self->n_waiting = 0;
}

void
hx_pgsql_forget_waiting (HxPgsqlDb *db)
{
  for (guint i = 0; i < db->waiting->len; i++)
    forget (db->waiting->pdata[i]);
  g_ptr_array_set_size (db->waiting, 0);
  g_hash_table_remove_all (db->waiting_ids);
}

void
hx_pgsql_send_waiting (HxPgsqlDb *db)
{
  /* Sending may make room among the statements, which settles what was sent before. */
  g_autoptr (GPtrArray) waiting = NULL;

  if (db->waiting->len == 0)
    return;
  waiting = g_steal_pointer (&db->waiting);
  db->waiting = g_ptr_array_new ();
  g_hash_table_remove_all (db->waiting_ids);
  g_ptr_array_sort (waiting, by_place);
  for (guint i = 0; i < waiting->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (db->failure == NULL && !send_bundles (db, waiting->pdata[i], &error) && db->failure == NULL)
        db->failure = g_steal_pointer (&error);
      forget (waiting->pdata[i]);
    }
  /* The server works on it while more is made ready here. */
  hx_pgsql_send_off (db);
}

/* -- waiting ------------------------------------------------------------------ */

/* The parameters change hands. */
static void
wait_with_its_like (HxPgsqlDb        *db,
                    HxPgsqlStatement *self)
{
  if (self->n_waiting == 0)
    g_ptr_array_add (db->waiting, self);
  g_array_append_vals (self->waiting, self->parameters->data, self->n_parameters);
  memset (self->parameters->data, 0, self->n_parameters * sizeof (HxPgsqlParameter));
  self->n_waiting++;
  hx_pgsql_forget_parameters (self);
}

static gboolean
waits_for (HxPgsqlDb   *db,
           HxPgsqlDeed  deed)
{
  return db->waiting->len > 0 && ((HxPgsqlStatement *) db->waiting->pdata[0])->deed == deed;
}

/* What others name is a row's id, its first column. */
static const char *
id_of_row (HxPgsqlStatement *self)
{
  return strstr (self->sql, " (id, ") != NULL ? g_array_index (self->parameters, HxPgsqlParameter, 0).text : NULL;
}

/* Rows go table by table, in the order in which the first of each came; so one that names a row which would go after it
 * lets all go before. */
static gboolean
names_a_later_row (HxPgsqlDb        *db,
                   HxPgsqlStatement *self)
{
  for (guint i = 0; i < self->n_parameters; i++)
    {
      const char *value = g_array_index (self->parameters, HxPgsqlParameter, i).text;
      HxPgsqlStatement *other = value != NULL && strlen (value) <= HX_PGSQL_LONGEST_KEY
                                    ? g_hash_table_lookup (db->waiting_ids, value)
                                    : NULL;

      if (other != NULL && other->place > self->place)
        return TRUE;
    }
  return FALSE;
}

void
hx_pgsql_wait_row (HxPgsqlDb        *db,
                   HxPgsqlStatement *self)
{
  const char *id = id_of_row (self);

  /* Full: with what came after the last of them, which is of as many jobs. */
  if (waits_for (db, HX_PGSQL_READS) || self->n_waiting == 1u << largest_of (self)
      || (self->n_waiting > 0 && names_a_later_row (db, self)))
    hx_pgsql_send_waiting (db);
  /* What nobody can name, such as what has happened, goes last. */
  if (self->n_waiting == 0)
    self->place = id != NULL ? db->waiting->len : G_MAXUINT;
  if (id != NULL)
    g_hash_table_insert (db->waiting_ids, (gpointer) id, self);
  wait_with_its_like (db, self);
}

void
hx_pgsql_wait_question (HxPgsqlDb        *db,
                        HxPgsqlStatement *self,
                        HxPgsqlAnswer    *answer)
{
  if (waits_for (db, HX_PGSQL_ADDS))
    hx_pgsql_send_waiting (db);
  g_ptr_array_add (self->waiting_answers, hx_pgsql_answer_ref (answer));
  wait_with_its_like (db, self);
}
