/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-presence.h"
#include "hx-time.h"
#include "store/hx-store-keys.h"

/* A client whose stream broke comes back within seconds, perhaps at another server:
 * a restart must not make wrap-ups abandoned (domain: wrap-up). */
#define CLIENT_GONE (15 * HX_SECOND)

/**
 * hx_presence_set:
 * @db: a connection for writing
 * @server_id: a server
 * @user_id: somebody
 * @present: whether the first stream there was opened, or the last one closed
 * @now: µs UTC
 * @error: the store's
 *
 * Returns: whether it is noted
 */
gboolean
hx_presence_set (HxDb       *db,
                 const char *server_id,
                 const char *user_id,
                 gboolean    present,
                 gint64      now,
                 GError    **error)
{
  if (!present)
    return hx_db_run (db, error, "UPDATE presence SET until = $3 WHERE user_id = $1 AND server_id = $2", "ssi", user_id,
                      server_id, now + CLIENT_GONE);
  return hx_db_run (db, error,
                    "INSERT INTO presence (user_id, server_id, until) VALUES ($1, $2, NULL)"
                    " ON CONFLICT (user_id, server_id) DO UPDATE SET until = NULL",
                    "ss", user_id, server_id);
}

/* Rows of others are several servers' to remove, so it is done under the lock that all writers take first. */
static gboolean
forget_servers (HxDb    *db,
                gint64   before,
                GError **error)
{
  if (!hx_db_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (hx_db_run (db, error, "DELETE FROM presence WHERE server_id IN (SELECT id FROM servers WHERE seen_at < $1)", "i",
                 before)
      && hx_db_run (db, error, "DELETE FROM servers WHERE seen_at < $1", "i", before)
      && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

static gboolean
has_gone_servers (HxDb     *db,
                  gint64    before,
                  gboolean *gone,
                  GError  **error)
{
  g_autoptr (HxStatement) row = hx_db_query (db, error, "SELECT count(*) FROM servers WHERE seen_at < $1", "i", before);

  *gone = row != NULL && hx_statement_get_int (row, 0) > 0;
  return row != NULL;
}

/**
 * hx_presence_beat:
 * @db: a connection for writing
 * @server_id: a server
 * @now: µs UTC
 * @error: the store's
 *
 * Says that the server is there and which new key it has been given, and forgets who is long gone.
 *
 * Returns: whether it is noted
 */
gboolean
hx_presence_beat (HxDb       *db,
                  const char *server_id,
                  gint64      now,
                  GError    **error)
{
  g_autofree char *key_id = NULL;
  gboolean gone;

  return hx_store_keys_learn (db, &key_id, error)
         && hx_db_run (db, error,
                       "INSERT INTO servers (id, seen_at, known_key) VALUES ($1, $2, $3)"
                       " ON CONFLICT (id) DO UPDATE SET seen_at = $2, known_key = $3",
                       "sis", server_id, now, key_id)
         && hx_db_run (db, error, "DELETE FROM presence WHERE server_id = $1 AND until < $2", "si", server_id, now)
         && has_gone_servers (db, now - HX_DAY, &gone, error) && (!gone || forget_servers (db, now - HX_DAY, error));
}

/**
 * hx_presence_leave:
 * @db: a connection for writing
 * @server_id: a server that ends
 * @now: µs UTC
 * @error: the store's
 *
 * Whoever listened there may come back at another server.
 *
 * Returns: whether it is noted
 */
gboolean
hx_presence_leave (HxDb       *db,
                   const char *server_id,
                   gint64      now,
                   GError    **error)
{
  return hx_db_run (db, error, "UPDATE presence SET until = $2 WHERE server_id = $1 AND until IS NULL", "si", server_id,
                    now + CLIENT_GONE);
}

/**
 * hx_presence_is_anywhere:
 * @db: a connection
 * @user_id: somebody
 * @now: µs UTC
 * @present: (out): whether a client of theirs listens at any server
 * @error: the store's
 *
 * Returns: whether the store could be asked
 */
gboolean
hx_presence_is_anywhere (HxDb       *db,
                         const char *user_id,
                         gint64      now,
                         gboolean   *present,
                         GError    **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (db, error,
                     "SELECT count(*) FROM presence p JOIN servers s ON s.id = p.server_id"
                     " WHERE p.user_id = $1 AND (p.until >= $2 OR (p.until IS NULL AND s.seen_at >= $3))",
                     "sii", user_id, now, now - HX_SERVER_GONE);

  if (row == NULL)
    return FALSE;
  *present = hx_statement_get_int (row, 0) > 0;
  return TRUE;
}
