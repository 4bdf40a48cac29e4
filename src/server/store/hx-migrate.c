/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-migrate.h"
#include "hx-dialect.h"
#include "hx-server-resources.h"
#include "hx-time.h"

#include <gio/gio.h>
#include <string.h>

/* How often a store that is busy with another server's step is waited for. */
#define PATIENCE 120

#define FOLDER "/cn/huixiang/Huixiangd/migrations"

static gboolean
is_new_store (HxDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &error, "SELECT count(*) FROM schema_migrations", "");

  return row == NULL;
}

/* The number of the last migration of a store; -1 for a failure. */
static gint64
last_number (HxDb    *db,
             GError **error)
{
  g_autoptr (HxStatement) row = hx_db_query (db, error, "SELECT coalesce(max(number), 0) FROM schema_migrations", "");

  return row != NULL ? hx_statement_get_int (row, 0) : -1;
}

static gboolean
check_applied (HxDb              *db,
               const HxMigration *migration,
               const char        *checksum,
               gboolean          *applied,
               GError           **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, "SELECT checksum FROM schema_migrations WHERE number = $1",
                                             "i", (gint64) migration->number);

  *applied = row != NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (row == NULL || strcmp (hx_statement_get_text (row, 0), checksum) == 0)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_CORRUPT,
               "Migration %04u-%s of this store is not the one that this program has", migration->number,
               migration->name);
  return FALSE;
}

/* Other servers may be starting on the same store: whoever comes second waits, however
 * long a step takes, and then finds it done. */
static gboolean
begin (HxDb    *db,
       GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean begun = FALSE;

  for (guint i = 0; i < PATIENCE && !begun && (i == 0 || g_error_matches (failure, HX_ERROR, HX_ERROR_STORE_BUSY)); i++)
    {
      g_clear_error (&failure);
      begun = hx_db_execute (db, "BEGIN IMMEDIATE", &failure);
    }
  if (!begun)
    g_propagate_error (error, g_steal_pointer (&failure));
  return begun;
}

static gboolean
apply_inside (HxDb              *db,
              const HxMigration *migration,
              const char        *checksum,
              GError           **error)
{
  g_autofree char *script = hx_dialect_text (migration->script, hx_db_engine_name (db));
  gboolean applied;

  if (!check_applied (db, migration, checksum, &applied, error))
    return FALSE;
  if (applied)
    return TRUE;
  return hx_db_execute (db, script, error)
         && hx_db_run (db, error,
                       "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                       "issi", (gint64) migration->number, migration->name, checksum, hx_time_now ());
}

static gboolean
apply (HxDb              *db,
       const HxMigration *migration,
       const char        *checksum,
       GError           **error)
{
  if (!begin (db, error))
    return FALSE;
  if (apply_inside (db, migration, checksum, error) && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  g_prefix_error (error, "Migration %04u-%s failed: ", migration->number, migration->name);
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

/* FALSE: what the store has is not what this program knows. */
static gboolean
check_known (HxDb              *db,
             const HxMigration *migrations,
             guint              n_migrations,
             GError           **error)
{
  gint64 known = n_migrations > 0 ? migrations[n_migrations - 1].number : 0;
  gint64 last = last_number (db, error);

  if (last < 0)
    return FALSE;
  if (last <= known)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_NEWER,
               "The store has form %" G_GINT64_FORMAT ", this program knows only %" G_GINT64_FORMAT, last, known);
  return FALSE;
}

static gboolean
prepare_table (HxDb    *db,
               GError **error)
{
  if (!begin (db, error))
    return FALSE;
  if (hx_db_execute (db,
                     "CREATE TABLE IF NOT EXISTS schema_migrations ("
                     "number bigint NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,"
                     "applied_at bigint NOT NULL)",
                     error)
      && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * hx_migrate_with:
 * @db: a connection for writing
 * @migrations: (array length=n_migrations): the steps, in order
 * @n_migrations: how many
 * @error: %HX_ERROR_STORE_NEWER when the store knows steps that are not in
 *   @migrations, %HX_ERROR_STORE_CORRUPT when one of its steps was another
 *
 * Brings the store to the form that this program works with: each step in one
 * transaction, each recorded with the checksum of its text.
 *
 * Returns: whether the store has that form now; if not, what was there is untouched
 */
gboolean
hx_migrate_with (HxDb              *db,
                 const HxMigration *migrations,
                 guint              n_migrations,
                 GError           **error)
{
  if ((is_new_store (db) && !prepare_table (db, error)) || !check_known (db, migrations, n_migrations, error))
    return FALSE;
  for (guint i = 0; i < n_migrations; i++)
    {
      g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, migrations[i].script, -1);
      gboolean applied;

      if (!check_applied (db, &migrations[i], checksum, &applied, error))
        return FALSE;
      if (!applied && !apply (db, &migrations[i], checksum, error))
        return FALSE;
    }
  return TRUE;
}

static void
migration_clear (gpointer data)
{
  HxMigration *migration = data;

  g_free ((char *) migration->name);
  g_free ((char *) migration->script);
}

static int
compare_migrations (gconstpointer a,
                    gconstpointer b)
{
  return (int) ((const HxMigration *) a)->number - (int) ((const HxMigration *) b)->number;
}

/* The resources are named 0001-first.sql. */
static GArray *
load_migrations (GError **error)
{
  GResource *resource = hx_server_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (GArray) migrations = g_array_new (FALSE, TRUE, sizeof (HxMigration));

  g_array_set_clear_func (migrations, migration_clear);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (FOLDER, names[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      HxMigration migration = { 0 };

      if (bytes == NULL)
        return NULL;
      migration.number = (guint) g_ascii_strtoull (names[i], NULL, 10);
      migration.name = g_strndup (names[i] + 5, strlen (names[i]) - 9);
      migration.script = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_array_append_val (migrations, migration);
    }
  g_array_sort (migrations, compare_migrations);
  return names != NULL ? g_steal_pointer (&migrations) : NULL;
}

/**
 * hx_migrate:
 * @db: a connection for writing
 * @error: as for [func@migrate_with]
 *
 * Brings the store to this program's own form.
 *
 * Returns: whether it has that form now
 */
gboolean
hx_migrate (HxDb    *db,
            GError **error)
{
  g_autoptr (GArray) migrations = load_migrations (error);

  return migrations != NULL
         && hx_migrate_with (db, (const HxMigration *) (gconstpointer) migrations->data, migrations->len, error);
}

/**
 * hx_migrate_plan:
 * @db: (nullable): a connection, which may be for reading only; %NULL for a store
 *   that does not exist yet
 * @error: as for [func@migrate_with]
 *
 * Finds out what [func@migrate] would do, and changes nothing.
 *
 * Returns: (transfer full) (nullable) (element-type HxMigration): the steps that
 *   the store lacks, in order; empty when it has its form
 */
GArray *
hx_migrate_plan (HxDb    *db,
                 GError **error)
{
  g_autoptr (GArray) migrations = load_migrations (error);
  guint i = 0;

  if (migrations == NULL || db == NULL || is_new_store (db))
    return g_steal_pointer (&migrations);
  if (!check_known (db, (const HxMigration *) (gconstpointer) migrations->data, migrations->len, error))
    return NULL;
  while (i < migrations->len)
    {
      const HxMigration *migration = &g_array_index (migrations, HxMigration, i);
      g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, migration->script, -1);
      gboolean applied;

      if (!check_applied (db, migration, checksum, &applied, error))
        return NULL;
      if (applied)
        g_array_remove_index (migrations, i);
      else
        i++;
    }
  return g_steal_pointer (&migrations);
}
