/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-engines-private.h"
#include "hx-db-sqlite-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* How long one connection waits for another's lock. */
#define BUSY_MS 5000
/* Up to this size looking at every page is not felt at start. */
#define CHECK_BYTES (8 * 1024 * 1024)
/* How much of the store readers see through a map: as much as SQLite allows. */
#define MAPPED_BYTES "2147418112"
/* What the writer keeps of the store, which has no map: the ends of a dozen indexes, and whom they are about. */
#define WRITER_KIB "-32768"
/* Kept statements of one connection. */
#define MAX_STATEMENTS 400

typedef struct
{
  HxDb db;
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* text → HxSqliteStatement */
} SqliteDb;

static void
statement_free (gpointer data)
{
  HxSqliteStatement *self = data;

  sqlite3_finalize (self->handle);
  g_array_unref (self->parameters);
  g_free (self);
}

static gboolean
is_idle (gpointer text,
         gpointer statement,
         gpointer data)
{
  return !((HxSqliteStatement *) statement)->used;
}

static HxError
error_code (sqlite3 *handle)
{
  int code = sqlite3_extended_errcode (handle);
  int system = sqlite3_system_errno (handle);

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return HX_ERROR_STORE_BUSY;
    case SQLITE_FULL:
      return HX_ERROR_STORE_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return HX_ERROR_STORE_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return HX_ERROR_STORE_CORRUPT;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return hx_error_of_disk (system);
    case SQLITE_CONSTRAINT:
      return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ? HX_ERROR_CONFLICT
                                                                                      : HX_ERROR_FAILED;
    default:
      return HX_ERROR_FAILED;
    }
}

static void
set_error (SqliteDb *self,
           GError  **error)
{
  g_set_error (error, HX_ERROR, (int) error_code (self->handle), "%s: %s", self->path,
               sqlite3_errmsg (self->handle));
}

sqlite3 *
hx_db_sqlite_handle (HxDb *db)
{
  return ((SqliteDb *) db)->handle;
}

static void
sqlite_close (HxDb *db)
{
  SqliteDb *self = (SqliteDb *) db;

  g_hash_table_unref (self->statements);
  sqlite3_close (self->handle);
  g_free (self->path);
  g_free (self);
}

static gboolean
sqlite_execute (HxDb       *db,
                const char *script,
                GError    **error)
{
  SqliteDb *self = (SqliteDb *) db;

  if (sqlite3_exec (self->handle, script, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  set_error (self, error);
  return FALSE;
}

static GArray *
find_parameters (sqlite3_stmt *handle)
{
  GArray *parameters = g_array_new (FALSE, TRUE, sizeof (int));

  for (int i = 1; i <= sqlite3_bind_parameter_count (handle); i++)
    {
      const char *name = sqlite3_bind_parameter_name (handle, i);
      guint number = name != NULL ? (guint) g_ascii_strtoull (name + 1, NULL, 10) : 0;

      g_assert (number > 0);
      if (parameters->len < number)
        g_array_set_size (parameters, number);
      g_array_index (parameters, int, number - 1) = i;
    }
  return parameters;
}

static HxStatement *
sqlite_prepare (HxDb       *db,
                const char *sql,
                GError    **error)
{
  SqliteDb *self = (SqliteDb *) db;
  HxSqliteStatement *found = g_hash_table_lookup (self->statements, sql);
  sqlite3_stmt *handle;

  if (found != NULL)
    {
      if (found->used)
        hx_statement_reset (&found->statement);
      found->used = TRUE;
      return &found->statement;
    }
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return NULL;
    }
  if (g_hash_table_size (self->statements) >= MAX_STATEMENTS)
    g_hash_table_foreach_remove (self->statements, is_idle, NULL);
  found = g_new0 (HxSqliteStatement, 1);
  found->statement.db = db;
  found->handle = handle;
  found->parameters = find_parameters (handle);
  found->used = TRUE;
  g_hash_table_insert (self->statements, g_strdup (sql), found);
  return &found->statement;
}

static void
sqlite_reset (HxStatement *statement)
{
  HxSqliteStatement *self = (HxSqliteStatement *) statement;

  self->used = FALSE;
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
}

static HxStep
sqlite_step (HxStatement *statement,
             GError     **error)
{
  HxSqliteStatement *self = (HxSqliteStatement *) statement;

  switch (sqlite3_step (self->handle))
    {
    case SQLITE_ROW:
      return HX_STEP_ROW;
    case SQLITE_DONE:
      return HX_STEP_DONE;
    default:
      set_error ((SqliteDb *) statement->db, error);
      return HX_STEP_FAILED;
    }
}

static gboolean
sqlite_run (HxStatement *statement,
            GError     **error)
{
  HxStep step;

  do
    step = sqlite_step (statement, error);
  while (step == HX_STEP_ROW);
  return step == HX_STEP_DONE;
}

static gboolean
sqlite_in_transaction (HxDb *db)
{
  return !sqlite3_get_autocommit (((SqliteDb *) db)->handle);
}

static guint64
sqlite_count_writes (HxDb *db)
{
  return (guint64) sqlite3_total_changes64 (((SqliteDb *) db)->handle);
}

/* A file does not go away. */
static gboolean
sqlite_is_lost (HxDb *db)
{
  return FALSE;
}

static gboolean
sqlite_checkpoint (HxDb     *db,
                   gboolean  finish,
                   GError  **error)
{
  SqliteDb *self = (SqliteDb *) db;
  int result = sqlite3_wal_checkpoint_v2 (self->handle, NULL,
                                          finish ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

  /* A reader that still needs the log is no failure: the next one gets further. */
  if (result == SQLITE_OK || result == SQLITE_BUSY)
    return TRUE;
  set_error (self, error);
  return FALSE;
}

static const HxDbEngine sqlite_engine = {
  .name = "sqlite",
  .close = sqlite_close,
  .execute = sqlite_execute,
  .prepare = sqlite_prepare,
  .reset = sqlite_reset,
  .bind_null = hx_sqlite_bind_null,
  .bind_int = hx_sqlite_bind_int,
  .bind_real = hx_sqlite_bind_real,
  .bind_text = hx_sqlite_bind_text,
  .lend_text = hx_sqlite_lend_text,
  .step = sqlite_step,
  .run = sqlite_run,
  .is_null = hx_sqlite_is_null,
  .get_int = hx_sqlite_get_int,
  .get_real = hx_sqlite_get_real,
  .get_text = hx_sqlite_get_text,
  .in_transaction = sqlite_in_transaction,
  .count_writes = sqlite_count_writes,
  .is_lost = sqlite_is_lost,
  .checkpoint = sqlite_checkpoint,
  .backup = hx_db_sqlite_backup,
};

/* SQLite would open such a file without a word and refuse the first write. */
static gboolean
check_writable (const char *path,
                GError    **error)
{
  if (access (path, F_OK) != 0 || euidaccess (path, W_OK) == 0)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_READ_ONLY, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
read_pragma (SqliteDb   *self,
             const char *sql,
             gint64     *value,
             GError    **error)
{
  g_autoptr (HxStatement) row = hx_db_query (&self->db, error, sql, "");

  if (row == NULL)
    return FALSE;
  *value = hx_statement_get_int (row, 0);
  return TRUE;
}

/* Reads the header and the schema, and every page while they are few. */
static gboolean
check_sound (SqliteDb *self,
             GError  **error)
{
  g_autoptr (HxStatement) row = NULL;
  gint64 pages, page_size, objects;

  if (!read_pragma (self, "PRAGMA page_count", &pages, error)
      || !read_pragma (self, "PRAGMA page_size", &page_size, error)
      || !read_pragma (self, "SELECT count(*) FROM sqlite_master", &objects, error))
    return FALSE;
  if (pages * page_size > CHECK_BYTES)
    return TRUE;
  row = hx_db_query (&self->db, error, "PRAGMA quick_check(1)", "");
  if (row == NULL)
    return FALSE;
  if (strcmp (hx_statement_get_text (row, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_STORE_CORRUPT, "%s: %s", self->path, hx_statement_get_text (row, 0));
  return FALSE;
}

/* Of two that turn a new store to its log at the same time each would wait for the other, so SQLite fails one of them
 * at once; a moment later there is nothing left for it to do. */
static gboolean
keep_log (SqliteDb *self,
          GError  **error)
{
  gint64 end = g_get_monotonic_time () + BUSY_MS * G_TIME_SPAN_MILLISECOND;
  g_autoptr (GError) failure = NULL;

  while (!sqlite_execute (&self->db, "PRAGMA journal_mode = WAL", &failure))
    {
      if (!g_error_matches (failure, HX_ERROR, HX_ERROR_STORE_BUSY) || g_get_monotonic_time () > end)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_clear_error (&failure);
      g_usleep (G_TIME_SPAN_MILLISECOND);
    }
  return TRUE;
}

static gboolean
set_up (SqliteDb *self,
        GError  **error)
{
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_MS);
  /* The log is moved by hx_db_checkpoint() alone: closing must not touch a store
   * that was refused. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (!sqlite_execute (&self->db,
                       "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"
                       "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY",
                       error))
    return FALSE;
  /* A page of a list is fifty rows that lie far apart: looked at where the system has them, none is fetched by a call
   * of its own. The writer does without, so that a disk that cannot be read is an error to it and no signal. */
  if (self->db.mode != HX_DB_WRITE)
    return sqlite_execute (&self->db, "PRAGMA query_only = ON; PRAGMA mmap_size = " MAPPED_BYTES, error);
  return check_sound (self, error)
         && keep_log (self, error) && sqlite_execute (&self->db, "PRAGMA cache_size = " WRITER_KIB, error);
}

/* Counting every allocation takes a lock that all connections share. */
static gpointer
set_up_library (gpointer data)
{
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  return NULL;
}

HxDb *
hx_db_sqlite_open (const char *location,
                   HxDbMode    mode,
                   GError    **error)
{
  static GOnce library = G_ONCE_INIT;
  SqliteDb *self;
  int flags = mode == HX_DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  g_autofree char *log = g_strconcat (location, "-wal", NULL);
  g_autofree char *uri = NULL;

  if (mode == HX_DB_WRITE && !check_writable (location, error))
    return NULL;
  g_once (&library, set_up_library, NULL);
  self = g_new0 (SqliteDb, 1);
  self->db.engine = &sqlite_engine;
  self->db.mode = mode;
  self->path = g_strdup (location);
  self->statements = g_hash_table_new_full (hx_sql_hash, g_str_equal, g_free, statement_free);
  /* Without a log nobody has it open, so that nobody has to be told that it is read. */
  if (mode == HX_DB_LOOK && access (log, F_OK) != 0)
    {
      g_autofree char *escaped = g_uri_escape_string (location, "/", TRUE);

      uri = g_strdup_printf ("file:%s?immutable=1", escaped);
      flags |= SQLITE_OPEN_URI;
    }
  if (sqlite3_open_v2 (uri != NULL ? uri : location, &self->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      set_error (self, error);
      hx_db_close (&self->db);
      return NULL;
    }
  if (!set_up (self, error))
    {
      hx_db_close (&self->db);
      return NULL;
    }
  return &self->db;
}
