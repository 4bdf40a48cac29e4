/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db.h"

/**
 * hx_db_is_shared:
 * @db: a connection
 *
 * Returns: whether several servers may work on such a store at a time
 */
gboolean
hx_db_is_shared (HxDb *db)
{
  return db->engine->listen != NULL;
}

/**
 * hx_db_announce:
 * @db: a connection
 * @words: what all servers of this store are to hear
 * @error: the store's
 *
 * Within a transaction it is heard when that is committed, and never if it is
 * not. A store that has one server hears nothing.
 *
 * Returns: whether it was said
 */
gboolean
hx_db_announce (HxDb       *db,
                const char *words,
                GError    **error)
{
  return db->engine->announce == NULL || db->engine->announce (db, words, error);
}

/**
 * hx_db_listen:
 * @db: a connection to a shared store
 * @error: the store's
 *
 * A connection that was made anew has to be asked again.
 *
 * Returns: whether it hears what is announced from now on
 */
gboolean
hx_db_listen (HxDb    *db,
              GError **error)
{
  return db->engine->listen (db, error);
}

/**
 * hx_db_wait:
 * @db: a connection that listens
 * @wake: a descriptor that ends the wait when it can be read
 * @ms: how long at most
 * @heard: (element-type utf8): takes what was announced
 * @error: %HX_ERROR_UNAVAILABLE when the connection broke
 *
 * Returns: whether the connection is still there
 */
gboolean
hx_db_wait (HxDb      *db,
            int        wake,
            int        ms,
            GPtrArray *heard,
            GError   **error)
{
  return db->engine->wait (db, wake, ms, heard, error);
}
