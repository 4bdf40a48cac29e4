/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-note.h"

#include "hx-time.h"
#include "store/hx-store-keys.h"

static gboolean
write_line (HxDb         *db,
            HxAuditAction action,
            GError      **error)
{
  const HxAuditEntry entry = { .action = action, .origin = HX_ORIGIN_SERVER, .thing = "store" };

  if (!hx_db_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (hx_audit_write (db, &entry, hx_time_now (), error) && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * hx_audit_note:
 * @store: URI of a store that exists
 * @keys: (nullable): its key file
 * @key_command: (nullable): or a program that prints the keys
 * @action: what a command on the server's computer has just done with the whole store
 * @error: the store's, or its keys'
 *
 * After it is done, so that what it made does not differ by its own line. Whoever
 * runs commands there could also have copied the files: this line is for those
 * who have nothing to hide.
 *
 * Returns: whether it is accounted for
 */
gboolean
hx_audit_note (const char   *store,
               const char   *keys,
               const char   *key_command,
               HxAuditAction action,
               GError      **error)
{
  g_autoptr (HxDb) db = hx_db_open (store, HX_DB_WRITE, error);

  return db != NULL && hx_store_keys_open (db, keys, key_command, FALSE, error) && write_line (db, action, error);
}
