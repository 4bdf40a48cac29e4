/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-pgsql-private.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* A database may hold many stores, one a schema: each has a channel of its own. */
#define CHANNEL "'hx_' || md5(current_schema())"

/**
 * hx_pgsql_announce:
 * @db: a connection
 * @words: what to tell all servers of this store
 * @error: the store's
 *
 * Within a transaction it is heard when that is committed, and never if it is not.
 *
 * Returns: whether it was said
 */
gboolean
hx_pgsql_announce (HxDb       *db,
                   const char *words,
                   GError    **error)
{
  return hx_db_run (db, error, "SELECT pg_notify(" CHANNEL ", $1)", "s", words);
}

/**
 * hx_pgsql_listen:
 * @db: a connection
 * @error: the store's
 *
 * From now on it hears; a connection that was made anew has to be asked again.
 *
 * Returns: whether it listens
 */
gboolean
hx_pgsql_listen (HxDb    *db,
                 GError **error)
{
  g_autofree char *script = NULL;
  HxStatement *row = hx_db_query (db, error, "SELECT 'LISTEN \"' || " CHANNEL " || '\"'", "");

  if (row == NULL)
    return FALSE;
  script = g_strdup (hx_statement_get_text (row, 0));
  hx_statement_reset (row);
  return hx_db_execute (db, script, error);
}

static void
take_heard (HxPgsqlDb *self,
            GPtrArray *heard)
{
  PGnotify *notice;

  while ((notice = PQnotifies (self->handle)) != NULL)
    {
      g_ptr_array_add (heard, g_strdup (notice->extra));
      PQfreemem (notice);
    }
}

/**
 * hx_pgsql_wait:
 * @db: a connection that listens
 * @wake: a descriptor that ends the wait when it can be read
 * @ms: how long at most
 * @heard: (element-type utf8): takes what was announced
 * @error: %HX_ERROR_UNAVAILABLE when the connection broke
 *
 * Returns: whether the connection is still there
 */
gboolean
hx_pgsql_wait (HxDb      *db,
               int        wake,
               int        ms,
               GPtrArray *heard,
               GError   **error)
{
  HxPgsqlDb *self = (HxPgsqlDb *) db;
  struct pollfd fds[] = { { PQsocket (self->handle), POLLIN, 0 }, { wake, POLLIN, 0 } };

  take_heard (self, heard);
  if (heard->len == 0 && poll (fds, G_N_ELEMENTS (fds), ms) < 0 && errno != EINTR)
    g_debug ("poll: %s", g_strerror (errno));
  if (fds[0].revents != 0 && PQconsumeInput (self->handle) == 0)
    {
      hx_pgsql_set_error (self, NULL, error);
      self->lost = TRUE;
      return FALSE;
    }
  take_heard (self, heard);
  return TRUE;
}
