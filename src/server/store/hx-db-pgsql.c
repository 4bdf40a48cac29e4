/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-pgsql-private.h"

#include <string.h>

/* The oldest server whose SQL we rely on. */
#define OLDEST_VERSION 150000

/* Whoever writes takes this lock until the end of the transaction: service functions
 * may then read and decide as if they were alone, on one server or on ten. The second
 * number is the schema's, as each schema is a store. */
#define LOCK_WRITERS "SELECT pg_advisory_xact_lock(18552, hashtext(current_schema()))"

/* Not the word BEGIN, which is what leads here. */
#define BEGIN_READING "START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
#define BEGIN_WRITING "START TRANSACTION"

/* lock_timeout: as long as the embedded engine waits for a lock. plan_cache_mode: planning anew for each
 * value takes milliseconds over partitions, where a page takes less than one. random_page_cost: what is
 * asked is asked by key, of few rows that lie in memory; else small tables are read whole and long ones
 * sorted. enable_…: a table that was looked at while it was small is thought to be so until it is looked at again,
 * and reading all of it, for itself or for a join, is kept as the plan while it grows by thousands; so joins are loops over
 * indexes. What was acknowledged is durable, whatever the database is set to. */
#define SETTINGS \
  "SET client_min_messages = warning; SET timezone = 'UTC'; SET jit = off; SET lock_timeout = '5s';" \
  "SET plan_cache_mode = force_generic_plan; SET random_page_cost = 1.1; SET enable_seqscan = off;" \
  "SET enable_material = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"

/* What goes out together and is of no transaction is one by itself, and to be of one state as well. */
static const char reading_settings[]
    = SETTINGS "SET default_transaction_read_only = on; SET default_transaction_isolation = 'repeatable read'; SELECT 1";
static const char settings[]
    = SETTINGS
      "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

static void
on_notice (void       *data,
           const char *message)
{
  g_debug ("PostgreSQL: %s", message);
}

/* -- connecting --------------------------------------------------------------- */

static gboolean
refuse (HxPgsqlDb  *self,
        GError    **error,
        const char *why)
{
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", self->place, why);
  return FALSE;
}

/* PostgreSQL's own locales go by code points, which is the order of UTF-8's bytes; ICU's do not. */
static gboolean
is_bytewise (const char *provider,
             const char *collation)
{
  static const char *const of_system[] = { "C", "POSIX", "C.UTF-8", "C.utf8", NULL };

  return provider[0] == 'b' || (provider[0] == 'c' && g_strv_contains (of_system, collation));
}

/* Text must be what the embedded engine takes it for: UTF-8, ordered by its bytes. Then pages, prefixes and unique values
 * are the same on both, and no update of the system's locales can spoil an index. */
static gboolean
check_server (HxPgsqlDb *self,
              GError   **error)
{
  static const char question[] = "SELECT pg_encoding_to_char(encoding), datlocprovider, datcollate, current_schema()"
                                 " FROM pg_database WHERE datname = current_database()";
  PGresult *result;
  gboolean utf8, bytewise, schema;

  if (PQserverVersion (self->handle) < OLDEST_VERSION)
    return refuse (self, error, "PostgreSQL 15 or newer is needed");
  result = PQexec (self->handle, question);
  if (PQresultStatus (result) != PGRES_TUPLES_OK)
    {
      hx_pgsql_set_error (self, result, error);
      PQclear (result);
      return FALSE;
    }
  utf8 = strcmp (PQgetvalue (result, 0, 0), "UTF8") == 0;
  bytewise = is_bytewise (PQgetvalue (result, 0, 1), PQgetvalue (result, 0, 2));
  schema = !PQgetisnull (result, 0, 3);
  PQclear (result);
  if (!schema)
    return refuse (self, error, "The search path names no schema that exists");
  if (utf8 && bytewise)
    return TRUE;
  return refuse (self, error,
                 "The database must hold UTF-8 ordered by bytes; make it with"
                 " createdb --template=template0 --encoding=UTF8 --locale-provider=libc --lc-collate=C --lc-ctype=C.UTF-8");
}

static gboolean
set_up (HxPgsqlDb *self,
        GError   **error)
{
  PGresult *result;
  gboolean good;

  if (!check_server (self, error))
    return FALSE;
  result = PQexec (self->handle, self->db.mode == HX_DB_WRITE ? settings : reading_settings);
  good = PQresultStatus (result) == PGRES_TUPLES_OK;
  if (!good)
    hx_pgsql_set_error (self, result, error);
  PQclear (result);
  return good && (PQenterPipelineMode (self->handle) != 0 || refuse (self, error, "No pipeline mode"));
}

static void
disconnect (HxPgsqlDb *self)
{
  GHashTableIter iter;
  HxPgsqlStatement *statement;

  g_clear_pointer (&self->handle, PQfinish);
  hx_pgsql_forget_sent (self);
  hx_pgsql_forget_waiting (self);
  hx_pgsql_forget_answers (self);
  g_clear_error (&self->failure);
  self->in_transaction = FALSE;
  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &statement))
    statement->prepared = FALSE;
}

/* What the address says comes last and wins. */
gboolean
hx_pgsql_connect (HxPgsqlDb *self,
                  GError   **error)
{
  static const char *const names[]
      = { "fallback_application_name", "connect_timeout", "tcp_user_timeout", "client_encoding", "dbname", NULL };
  const char *const values[] = { "huixiangd", "5", "15000", "UTF8", self->uri, NULL };

  disconnect (self);
  self->handle = PQconnectdbParams (names, values, 1);
  self->lost = FALSE;
  if (PQstatus (self->handle) != CONNECTION_OK)
    {
      hx_pgsql_set_error (self, NULL, error);
      return FALSE;
    }
  PQsetNoticeProcessor (self->handle, on_notice, NULL);
  self->lost = !set_up (self, error);
  return !self->lost;
}

gboolean
hx_pgsql_be_connected (HxPgsqlDb *self,
                       GError   **error)
{
  return (!self->lost && PQstatus (self->handle) == CONNECTION_OK) || hx_pgsql_connect (self, error);
}

/* -- transactions ------------------------------------------------------------- */

static gboolean
pgsql_in_transaction (HxDb *db)
{
  HxPgsqlDb *self = (HxPgsqlDb *) db;
  PGTransactionStatusType status;

  /* What was begun and not asked for anything yet need not be asked now. */
  if (self->in_transaction && self->failure == NULL && !self->lost)
    return TRUE;
  hx_pgsql_settle (self, NULL);
  status = PQtransactionStatus (self->handle);
  self->in_transaction = !self->lost && (status == PQTRANS_INTRANS || status == PQTRANS_INERROR);
  /* What failed or was asked ahead in none is nothing to what is asked next. */
  if (!self->in_transaction)
    {
      g_clear_error (&self->failure);
      hx_pgsql_forget_answers (self);
    }
  return self->in_transaction;
}

static guint64
pgsql_count_writes (HxDb *db)
{
  return ((HxPgsqlDb *) db)->writes;
}

static gboolean
pgsql_settle (HxDb    *db,
              GError **error)
{
  return hx_pgsql_settle ((HxPgsqlDb *) db, error);
}

static gboolean
run_text (HxPgsqlDb  *self,
          const char *sql,
          GError    **error)
{
  g_autoptr (HxStatement) statement = hx_pgsql_prepare (&self->db, sql, error);

  return hx_pgsql_run (statement, error);
}

static gboolean
begin_writing (HxPgsqlDb *self,
               GError   **error)
{
  g_autoptr (HxStatement) lock = hx_pgsql_prepare (&self->db, LOCK_WRITERS, error);

  if (!run_text (self, BEGIN_WRITING, error))
    return FALSE;
  /* Behind a commit nothing is waited for: what came of it tells that the connection is there. */
  return self->ending ? hx_pgsql_run (lock, error) : hx_pgsql_step (lock, error) == HX_STEP_ROW;
}

gboolean
hx_pgsql_begin_due (HxPgsqlDb *self,
                    GError   **error)
{
  if (!self->due)
    return TRUE;
  self->due = FALSE;
  return run_text (self, BEGIN_READING, error);
}

/* A connection that broke while it was idle is noticed here, where nothing is lost by
 * making it anew. Reading begins with what is asked first: who reads is asked again. */
gboolean
hx_pgsql_begin (HxPgsqlDb *self,
                GError   **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean again = FALSE;

  if (!self->ending && pgsql_in_transaction (&self->db) && !run_text (self, "ROLLBACK", NULL))
    self->lost = TRUE;
  do
    {
      gboolean fresh = self->lost;

      g_clear_error (&failure);
      if (!hx_pgsql_be_connected (self, error))
        return FALSE;
      self->in_transaction = TRUE;
      self->due = self->db.mode != HX_DB_WRITE;
      if (self->due || begin_writing (self, &failure))
        return TRUE;
      again = self->lost && !fresh && !again;
      self->in_transaction = FALSE;
    }
  while (again);
  if (!self->lost)
    run_text (self, "ROLLBACK", NULL);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* -- scripts ------------------------------------------------------------------ */

static gboolean
execute_plain (HxPgsqlDb  *self,
               const char *script,
               GError    **error)
{
  PGresult *result;
  ExecStatusType status;
  gboolean good;

  if (PQexitPipelineMode (self->handle) == 0)
    return refuse (self, error, "The connection is at work");
  result = PQexec (self->handle, script);
  status = PQresultStatus (result);
  good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
  if (!good)
    hx_pgsql_set_error (self, result, error);
  PQclear (result);
  if (!self->lost && PQenterPipelineMode (self->handle) == 0)
    self->lost = TRUE;
  return good;
}

/* Several statements cannot be prepared: they go as one text, and outside a transaction they are one. */
static gboolean
pgsql_execute (HxDb       *db,
               const char *script,
               GError    **error)
{
  HxPgsqlDb *self = (HxPgsqlDb *) db;
  gboolean word = strpbrk (script, ";") == NULL;

  /* BEGIN of a script that goes on has no lock: migrations and services use the word alone. */
  if (word && (g_str_has_prefix (script, "BEGIN") || g_str_has_prefix (script, "COMMIT") || g_str_has_prefix (script, "ROLLBACK")))
    return run_text (self, script, error);
  if (!self->in_transaction && !hx_pgsql_be_connected (self, error))
    return FALSE;
  if ((self->in_transaction && !hx_pgsql_begin_due (self, error)) || !hx_pgsql_settle (self, error))
    return FALSE;
  hx_pgsql_forget_answers (self);
  if (execute_plain (self, script, error))
    return TRUE;
  if (self->in_transaction && self->failure == NULL)
    g_set_error_literal (&self->failure, HX_ERROR, HX_ERROR_FAILED, "The transaction has failed");
  return FALSE;
}

/* -- the rest ----------------------------------------------------------------- */

static void
pgsql_close (HxDb *db)
{
  HxPgsqlDb *self = (HxPgsqlDb *) db;

  disconnect (self);
  g_clear_error (&self->end_failure);
  g_ptr_array_unref (self->waiting);
  g_hash_table_unref (self->waiting_ids);
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->written);
  g_free (self->uri);
  g_free (self->place);
  g_free (self);
}

static gboolean
pgsql_is_lost (HxDb *db)
{
  return ((HxPgsqlDb *) db)->lost;
}

/* PostgreSQL sees to its log by itself. */
static gboolean
pgsql_checkpoint (HxDb     *db,
                  gboolean  finish,
                  GError  **error)
{
  return TRUE;
}

static const HxDbEngine pgsql_engine = {
  .name = "pgsql",
  .close = pgsql_close,
  .execute = pgsql_execute,
  .prepare = hx_pgsql_prepare,
  .reset = hx_pgsql_reset,
  .bind_null = hx_pgsql_bind_null,
  .bind_int = hx_pgsql_bind_int,
  .bind_real = hx_pgsql_bind_real,
  .bind_text = hx_pgsql_bind_text,
  .ask = hx_pgsql_ask,
  .step = hx_pgsql_step,
  .run = hx_pgsql_run,
  .is_null = hx_pgsql_is_null,
  .get_int = hx_pgsql_get_int,
  .get_real = hx_pgsql_get_real,
  .get_text = hx_pgsql_get_text,
  .in_transaction = pgsql_in_transaction,
  .count_writes = pgsql_count_writes,
  .settle = pgsql_settle,
  .end = hx_pgsql_end,
  .is_ending = hx_pgsql_is_ending,
  .ended = hx_pgsql_ended,
  .is_lost = pgsql_is_lost,
  .checkpoint = pgsql_checkpoint,
  .announce = hx_pgsql_announce,
  .listen = hx_pgsql_listen,
  .wait = hx_pgsql_wait,
};

/* Messages and logs name the place without user and password. */
static char *
place_of (const char *uri)
{
  PQconninfoOption *options = PQconninfoParse (uri, NULL);
  const char *host = NULL, *name = NULL;
  char *place;

  for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++)
    if (strcmp (option->keyword, "host") == 0)
      host = option->val;
    else if (strcmp (option->keyword, "dbname") == 0)
      name = option->val;
  place = g_strdup_printf ("postgresql://%s/%s", host != NULL ? host : "", name != NULL ? name : "");
  PQconninfoFree (options);
  return place;
}

HxDb *
hx_db_pgsql_open (const char *location,
                  HxDbMode    mode,
                  GError    **error)
{
  HxPgsqlDb *self = g_new0 (HxPgsqlDb, 1);

  self->db.engine = &pgsql_engine;
  self->db.mode = mode;
  self->uri = g_strconcat ("postgresql:", location, NULL);
  self->place = place_of (self->uri);
  self->statements = g_hash_table_new_full (hx_sql_hash, g_str_equal, NULL, hx_pgsql_statement_free);
  self->waiting = g_ptr_array_new ();
  self->waiting_ids = g_hash_table_new (g_str_hash, g_str_equal);
  hx_pgsql_expect_answers (self);
  g_queue_init (&self->sent);
  if (hx_pgsql_connect (self, error))
    return &self->db;
  hx_db_close (&self->db);
  return NULL;
}
