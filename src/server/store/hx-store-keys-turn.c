/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-store-keys.h"

#include <string.h>

/* How all servers of a store go over to a new key together. It is announced (a row of store_keys); each server reads it from its
 * key file and says so with its sign of life (servers.known_key); once all that are there know it, one of them begins to have it
 * written with (store_keys.resealed_to), and each asks at the begin of a transaction that writes which key that is. So nobody
 * writes with a key that another one cannot look up by, nor with an older one after the rows were sealed anew: who was taken
 * for gone and comes back asks as well. A store that is one server's goes the same way alone. */

#define NEWEST "SELECT key_id, resealed_to, resealed_at FROM store_keys ORDER BY created_at DESC, key_id DESC LIMIT 1"

/* The newest of those that were begun with; before any was, the first. */
#define CURRENT \
  "SELECT key_id FROM store_keys ORDER BY CASE WHEN resealed_to IS NULL AND resealed_at IS NULL THEN -created_at" \
  " ELSE created_at END DESC, key_id DESC LIMIT 1"

static gboolean
knows (HxDb       *db,
       const char *key_id)
{
  return hx_keyring_peek (hx_db_get_keyring (db), key_id, strlen (key_id), HX_KEY_FIELDS) != NULL;
}

/* A key that is not known is one that was added meanwhile, or is kept from us. */
static gboolean
make_known (HxDb       *db,
            const char *key_id,
            GError    **error)
{
  return knows (db, key_id)
         || (hx_keyring_refresh (hx_db_get_keyring (db), error) && hx_store_keys_check (db, hx_db_get_keyring (db), error));
}

static gboolean
find_newest (HxDb     *db,
             char    **key_id,
             gboolean *begun,
             GError  **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, NEWEST, "");

  *key_id = row != NULL ? g_strdup (hx_statement_get_text (row, 0)) : NULL;
  *begun = row != NULL && !(hx_statement_is_null (row, 1) && hx_statement_is_null (row, 2));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_store_keys_learn:
 * @db: a connection that has its keys
 * @newest: (out) (transfer full) (nullable): the newest key that the store names, if it is known now; %NULL if the key file
 *   has not got it yet
 * @error: the store's
 *
 * Returns: whether the store could be asked
 */
gboolean
hx_store_keys_learn (HxDb    *db,
                     char   **newest,
                     GError **error)
{
  gboolean begun;

  if (!find_newest (db, newest, &begun, error))
    return FALSE;
  if (*newest != NULL && !make_known (db, *newest, NULL))
    g_clear_pointer (newest, g_free);
  return TRUE;
}

static gboolean
count_ignorant (HxDb       *db,
                const char *key_id,
                gint64      seen_after,
                gint64     *count,
                GError    **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (db, error,
                     "SELECT count(*) FROM servers WHERE seen_at >= $1 AND (known_key IS NULL OR known_key <> $2)", "is",
                     seen_after, key_id);

  *count = row != NULL ? hx_statement_get_int (row, 0) : -1;
  return row != NULL;
}

static gboolean
find_current (HxDb    *db,
              char   **key_id,
              GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, CURRENT, "");

  *key_id = row != NULL ? g_strdup (hx_statement_get_text (row, 0)) : NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return *key_id == NULL || make_known (db, *key_id, error);
}

/**
 * hx_store_keys_turn:
 * @db: a connection for writing that has its keys, in a transaction
 * @seen_after: servers that were not seen since then are gone, µs UTC
 * @turned: (out): whether from this commit on a newer key is written with
 * @error: the store's, %HX_ERROR_STORE_KEYS when this server has not been given the newest key
 *
 * Begins to have the newest key written with, once all servers know it.
 *
 * Returns: whether it could be found out
 */
gboolean
hx_store_keys_turn (HxDb     *db,
                    gint64    seen_after,
                    gboolean *turned,
                    GError  **error)
{
  g_autofree char *key_id = NULL, *current = NULL;
  gboolean begun;
  gint64 ignorant;

  *turned = FALSE;
  if (!find_newest (db, &key_id, &begun, error))
    return FALSE;
  if (key_id == NULL || begun)
    return TRUE;
  if (!find_current (db, &current, error))
    return FALSE;
  /* The first key of all: there is none to turn from. */
  if (strcmp (current, key_id) == 0)
    return TRUE;
  if (!make_known (db, key_id, error) || !count_ignorant (db, key_id, seen_after, &ignorant, error))
    return FALSE;
  if (ignorant > 0)
    {
      g_message ("The new key “%s” waits for %" G_GINT64_FORMAT " of the servers to have it", key_id, ignorant);
      return TRUE;
    }
  *turned = TRUE;
  return hx_db_run (db, error, "UPDATE store_keys SET resealed_to = '' WHERE key_id = $1", "s", key_id);
}

/**
 * hx_store_keys_ask:
 * @db: a connection for writing, at the begin of a transaction
 *
 * Has what [func@store_keys_follow] will ask travel with the other questions.
 */
void
hx_store_keys_ask (HxDb *db)
{
  if (hx_db_get_keyring (db) != NULL)
    hx_db_ask (db, 0, CURRENT, "");
}

/**
 * hx_store_keys_follow:
 * @db: a connection for writing that has its keys, at the begin of a transaction
 * @error: the store's, %HX_ERROR_STORE_KEYS when what others write with has not been given to this server
 *
 * From here on what is sealed is sealed with the key that the store says. Writers take turns, so it stays
 * the same until the end of the transaction.
 *
 * Returns: whether anything may be written
 */
gboolean
hx_store_keys_follow (HxDb    *db,
                      GError **error)
{
  g_autofree char *key_id = NULL;

  if (hx_db_get_keyring (db) == NULL)
    return TRUE;
  if (!find_current (db, &key_id, error))
    return FALSE;
  return key_id == NULL || hx_keyring_use (hx_db_get_keyring (db), key_id);
}

/**
 * hx_store_keys_ready:
 * @db: a connection that has its keys
 * @error: the store's, %HX_ERROR_STORE_KEYS when what others write with has not been given to this server
 *
 * To be asked before something is looked up by its blind index: what was written with a key that is not known would be missed.
 *
 * Returns: whether everything can be found
 */
gboolean
hx_store_keys_ready (HxDb    *db,
                     GError **error)
{
  g_autofree char *key_id = NULL;

  return find_current (db, &key_id, error);
}
