/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-reseal.h"

#include "hx-record-sealed.h"
#include "hx-record-store.h"
#include "hx-store-keys.h"
#include "secrets/hx-sealed.h"
#include "things/hx-feedback.h"

#include <string.h>

const HxSchema *const hx_sealed_things[]
    = { &hx_identity_schema, &hx_customer_schema, &hx_contact_schema, &hx_call_schema,
        &hx_feedback_schema, &hx_wrapup_schema,   NULL };

static gboolean
is_column (const HxField *field)
{
  return !(field->flags & HX_FIELD_VIEW);
}

/* Of such a thing only blind indexes are hidden. */
static gboolean
is_index (const HxField *field)
{
  return is_column (field) && (field->flags & HX_FIELD_HIDDEN);
}

static gboolean
is_sealed (const HxField *field)
{
  return is_column (field) && (field->flags & HX_FIELD_SEALED);
}

/* An index that is not there yet can only be told from one that need not be by
 * its value, which is not sealed yet either then. */
static gboolean
is_stale (const HxSchema *schema,
          HxStatement    *row,
          const char     *key_id)
{
  gsize length = strlen (key_id);

  for (guint i = 0, column = 0; i < schema->n_fields; i++)
    {
      const HxField *field = &schema->fields[i];
      const char *text;

      if (!is_column (field))
        continue;
      text = (is_sealed (field) || is_index (field)) && !hx_statement_is_null (row, column)
                 ? hx_statement_get_text (row, column)
                 : NULL;
      column++;
      if (text == NULL || *text == '\0')
        continue;
      if (is_sealed (field) ? !hx_sealed_with (text, key_id)
                            : strncmp (text, key_id, length) != 0 || text[length] != '.')
        return TRUE;
    }
  return FALSE;
}

static char *
update_text (const HxSchema *schema)
{
  GString *sql = g_string_new (NULL);
  guint n = 3;

  g_string_append_printf (sql, "UPDATE %s SET", schema->table);
  for (guint i = 0; i < schema->n_fields; i++)
    if (is_sealed (&schema->fields[i]) || is_index (&schema->fields[i]))
      {
        n++;
        g_string_append_printf (sql, "%s %s = $%u", n > 4 ? "," : "", schema->fields[i].name, n);
      }
  /* Whoever changes the row meanwhile has sealed it anew. */
  g_string_append (sql, " WHERE id = $1 AND rev = $2 AND updated_at = $3");
  return g_string_free (sql, FALSE);
}

static gboolean
bind_texts (HxStatement *statement,
            HxRecord    *record,
            GError     **error)
{
  const HxSchema *schema = hx_record_get_schema (record);

  for (guint i = 0, n = 4; i < schema->n_fields; i++)
    {
      g_autofree char *sealed = NULL;
      const char *text;

      if (!is_sealed (&schema->fields[i]) && !is_index (&schema->fields[i]))
        continue;
      text = hx_record_get_text (record, i);
      if (text != NULL && is_sealed (&schema->fields[i]))
        {
          sealed = hx_field_seal (statement->db, schema, i, hx_record_get_id (record), text, error);
          if (sealed == NULL)
            return FALSE;
        }
      if (text == NULL)
        hx_statement_bind_null (statement, n);
      else
        hx_statement_bind_text (statement, n, sealed != NULL ? sealed : text);
      n++;
    }
  return TRUE;
}

static gboolean
reseal (HxDb     *db,
        HxRecord *record,
        GError  **error)
{
  g_autofree char *sql = update_text (hx_record_get_schema (record));
  g_autoptr (HxStatement) statement = hx_db_prepare (db, sql, error);

  if (statement == NULL || !hx_record_index (db, record, error))
    return FALSE;
  hx_statement_bind_text (statement, 1, hx_record_get_id (record));
  hx_statement_bind_int (statement, 2, hx_record_get_int (record, HX_RECORD_REV));
  hx_statement_bind_int (statement, 3, hx_record_get_int (record, HX_RECORD_UPDATED_AT));
  return bind_texts (statement, record, error) && hx_statement_run (statement, error);
}

/* One row that somebody changed in SQL must not keep all others from being sealed. */
static gboolean
take_row (const HxView *view,
          HxStatement  *row,
          GPtrArray    *stale,
          GError      **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *record = hx_view_read (view, row, &failure);

  if (record != NULL)
    g_ptr_array_add (stale, record);
  else if (g_error_matches (failure, HX_ERROR, HX_ERROR_STORE_CORRUPT))
    g_warning ("%s %s stays as it is: %s", view->schema->name, hx_statement_get_text (row, 0), failure->message);
  else
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

/* Rows are gathered first: what is being read is not to be changed under way. */
static gboolean
gather (HxDb           *db,
        const HxSchema *schema,
        const char     *after,
        guint           limit,
        GPtrArray      *stale,
        char          **last,
        guint          *seen,
        GError        **error)
{
  g_autofree char *from = g_strconcat (schema->table, " t", NULL);
  const HxView view = { .schema = schema, .from = from };
  g_autofree char *sql = NULL;
  g_autoptr (HxStatement) row = NULL;
  const char *key_id = hx_keyring_get_current (hx_db_get_keyring (db));
  HxStep step;

  sql = g_strconcat (hx_record_select (db, schema), "WHERE t.id > $1 ORDER BY t.id LIMIT $2", NULL);
  row = hx_db_prepare (db, sql, error);
  if (row == NULL)
    return FALSE;
  hx_statement_bind_text (row, 1, after);
  hx_statement_bind_int (row, 2, limit);
  while ((step = hx_statement_step (row, error)) == HX_STEP_ROW)
    {
      (*seen)++;
      g_free (*last);
      *last = g_strdup (hx_statement_get_text (row, 0));
      if (!is_stale (schema, row, key_id))
        continue;
      if (!take_row (&view, row, stale, error))
        return FALSE;
    }
  return step == HX_STEP_DONE;
}

/* Where a pass stands is `thing/id`, so that it goes on there after a crash. */
static guint
find_thing (const char  *place,
            const char **after)
{
  *after = "";
  for (guint i = 0; place != NULL && hx_sealed_things[i] != NULL; i++)
    {
      gsize length = strlen (hx_sealed_things[i]->name);

      if (strncmp (place, hx_sealed_things[i]->name, length) == 0 && place[length] == '/')
        {
          *after = place + length + 1;
          return i;
        }
    }
  return 0;
}

static gboolean
note_place (HxDb       *db,
            guint       thing,
            const char *last,
            GError    **error)
{
  g_autofree char *place = g_strconcat (hx_sealed_things[thing]->name, "/", last, NULL);

  return hx_db_run (db, error, "UPDATE store_keys SET resealed_to = $2 WHERE key_id = $1", "ss",
                    hx_keyring_get_current (hx_db_get_keyring (db)), place);
}

/* How far the rows are sealed with the key that is written with, and whether that is not all of them yet. */
static gboolean
find_due (HxDb     *db,
          gboolean *due,
          char    **place,
          GError  **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (db, &failure, "SELECT resealed_to FROM store_keys WHERE resealed_at IS NULL AND key_id = $1", "s",
                     hx_keyring_get_current (hx_db_get_keyring (db)));

  *due = row != NULL;
  if (row != NULL)
    *place = g_strdup (hx_statement_get_text (row, 0));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_reseal_is_due:
 * @db: a connection for writing, in a transaction
 * @due: (out): whether there are rows to seal with the key that is written with
 * @error: the store's, %HX_ERROR_STORE_KEYS for a key that is written with but is not there
 *
 * Returns: whether it could be found out
 */
gboolean
hx_reseal_is_due (HxDb      *db,
                  gboolean  *due,
                  GError   **error)
{
  g_autofree char *place = NULL;

  *due = FALSE;
  return hx_db_get_keyring (db) == NULL || (hx_store_keys_follow (db, error) && find_due (db, due, &place, error));
}

/* Whether no row of any thing could have been sealed, or left in clear. */
static gboolean
is_empty (HxDb     *db,
          gboolean *empty,
          GError  **error)
{
  *empty = TRUE;
  for (guint i = 0; *empty && hx_sealed_things[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT CASE WHEN EXISTS (SELECT 1 FROM %s) THEN 1 ELSE 0 END", hx_sealed_things[i]->table);
      gint64 some;

      if (!hx_db_query_int (db, &some, error, sql))
        return FALSE;
      *empty = some == 0;
    }
  return TRUE;
}

/**
 * hx_reseal_spare_new:
 * @db: a connection for writing, in a transaction
 * @now: µs UTC
 * @error: the store's
 *
 * In a store that holds nobody yet nothing is to be sealed anew, now or later:
 * without this, what comes in during its first minutes would all be looked at once more.
 * That is so of its first key alone: until every server has read a later one, some
 * still seal with an older.
 *
 * Returns: whether it went well
 */
gboolean
hx_reseal_spare_new (HxDb    *db,
                     gint64   now,
                     GError **error)
{
  gboolean empty;
  gint64 keys;

  if (!hx_db_query_int (db, &keys, error, "SELECT count(*) FROM store_keys"))
    return FALSE;
  if (keys != 1)
    return TRUE;
  return is_empty (db, &empty, error)
         && (!empty || hx_db_run (db, error, "UPDATE store_keys SET resealed_at = $1 WHERE resealed_at IS NULL", "i", now));
}

/**
 * hx_reseal_step:
 * @db: a connection for writing that has its keys, in a transaction
 * @limit: how many rows to look at
 * @now: µs UTC
 * @done: (out): whether all of the store is sealed with the key that is written with
 * @error: the store's
 *
 * Seals rows that are in clear, or sealed with another key, with the one that is written
 * with. A step is small, so that requests need not wait, and knows where the
 * last one ended, whoever made it.
 *
 * Returns: whether it went well
 */
gboolean
hx_reseal_step (HxDb      *db,
                guint      limit,
                gint64     now,
                gboolean  *done,
                GError   **error)
{
  g_autofree char *place = NULL, *last = NULL;
  g_autoptr (GPtrArray) stale = g_ptr_array_new_with_free_func (g_object_unref);
  const char *after;
  guint thing, seen = 0;
  gboolean due;

  *done = FALSE;
  if (!find_due (db, &due, &place, error))
    return FALSE;
  *done = !due;
  thing = find_thing (place, &after);
  for (; !*done && seen < limit; thing++, after = "")
    {
      guint before = seen;

      if (hx_sealed_things[thing] == NULL)
        break;
      if (!gather (db, hx_sealed_things[thing], after, limit - seen, stale, &last, &seen, error)
          || (seen > before && !note_place (db, thing, last, error)))
        return FALSE;
    }
  for (guint i = 0; i < stale->len; i++)
    if (!reseal (db, stale->pdata[i], error))
      return FALSE;
  if (*done || seen == limit)
    return TRUE;
  *done = TRUE;
  /* With it end the passes of older keys, but none of a newer one that waits for other servers. */
  return hx_db_run (db, error,
                    "UPDATE store_keys SET resealed_at = $1 WHERE resealed_at IS NULL"
                    " AND created_at <= (SELECT k.created_at FROM store_keys k WHERE k.key_id = $2)",
                    "is", now, hx_keyring_get_current (hx_db_get_keyring (db)));
}
