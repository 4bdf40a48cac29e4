/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-counters.h"
#include "hx-db-engines-private.h"
#include "hx-names.h"

#include <string.h>

/* Which engine a URI means; another engine is one more row. */
static const struct
{
  const char *scheme;
  HxDb *(*open) (const char *location, HxDbMode mode, GError **error);
} schemes[] = {
  { "sqlite:", hx_db_sqlite_open },
  { "postgresql:", hx_db_pgsql_open },
};

/**
 * hx_db_open:
 * @uri: where the store is, such as `sqlite:/srv/huixiang/store.db`
 * @mode: whether it is to be written
 * @error: what is wrong with it: `HX_ERROR_STORE_…`
 *
 * A store that does not exist is made when @mode is %HX_DB_WRITE.
 *
 * Returns: (transfer full) (nullable): a connection
 */
HxDb *
hx_db_open (const char *uri,
            HxDbMode    mode,
            GError    **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_has_prefix (uri, schemes[i].scheme))
      return schemes[i].open (uri + strlen (schemes[i].scheme), mode, error);
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "A store is named sqlite:FILE or postgresql://…, not “%s”", uri);
  return NULL;
}

/**
 * hx_db_close:
 * @db: (transfer full) (nullable): a connection
 *
 * Ends the connection; a transaction that is still open is rolled back.
 */
void
hx_db_close (HxDb *db)
{
  if (db == NULL)
    return;
  g_clear_pointer (&db->texts, g_hash_table_unref);
  g_clear_pointer (&db->keyring, hx_keyring_unref);
  g_clear_pointer (&db->names, hx_names_unref);
  g_clear_pointer (&db->asked_name, g_free);
  hx_counters_drop (db);
  db->engine->close (db);
}

/**
 * hx_db_set_keyring:
 * @db: a connection
 * @keyring: the keys of its store
 */
void
hx_db_set_keyring (HxDb      *db,
                   HxKeyring *keyring)
{
  hx_keyring_ref (keyring);
  g_clear_pointer (&db->keyring, hx_keyring_unref);
  db->keyring = keyring;
}

/**
 * hx_db_get_keyring:
 * @db: a connection
 *
 * Returns: (transfer none) (nullable): the keys of its store, if it was opened with them
 */
HxKeyring *
hx_db_get_keyring (HxDb *db)
{
  return db->keyring;
}

/**
 * hx_db_set_names:
 * @db: a connection
 * @names: what is known of its users' names, by other connections too
 */
void
hx_db_set_names (HxDb    *db,
                 HxNames *names)
{
  hx_names_ref (names);
  g_clear_pointer (&db->names, hx_names_unref);
  db->names = names;
}

/**
 * hx_db_execute:
 * @db: a connection
 * @script: statements without parameters, parted by semicolons
 * @error: `HX_ERROR_STORE_…`, or %HX_ERROR_FAILED with the engine's words
 *
 * Returns: whether all of them were done
 */
gboolean
hx_db_execute (HxDb       *db,
               const char *script,
               GError    **error)
{
  return db->engine->execute (db, script, error);
}

/**
 * hx_db_prepare:
 * @db: a connection
 * @sql: one statement; its text is the key under which it is kept
 * @error: what the engine does not like
 *
 * The same text gives the same statement, reset: it cannot be walked twice at a time.
 *
 * Returns: (transfer none) (nullable): the statement, to be reset when done
 */
HxStatement *
hx_db_prepare (HxDb       *db,
               const char *sql,
               GError    **error)
{
  HxStatement *statement = db->engine->prepare (db, sql, error);

  if (statement != NULL)
    statement->alone = FALSE;
  return statement;
}

static void
bind_arguments (HxStatement *statement,
                const char  *types,
                va_list      arguments,
                void       (*bind_text) (HxStatement *, guint, const char *))
{
  for (guint i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 's':
        bind_text (statement, i + 1, va_arg (arguments, const char *));
        break;
      case 'i':
        hx_statement_bind_int (statement, i + 1, va_arg (arguments, gint64));
        break;
      case 'd':
        hx_statement_bind_real (statement, i + 1, va_arg (arguments, double));
        break;
      default:
        g_assert_not_reached ();
      }
}

/**
 * hx_db_query_valist:
 * @db: a connection
 * @error: what went wrong; unset when there is merely no row
 * @sql: one statement
 * @types: as for [func@db_query]
 * @arguments: the arguments
 *
 * Returns: (transfer none) (nullable): as [func@db_query]
 */
HxStatement *
hx_db_query_valist (HxDb       *db,
                    GError    **error,
                    const char *sql,
                    const char *types,
                    va_list     arguments)
{
  HxStatement *statement = hx_db_prepare (db, sql, error);

  if (statement == NULL)
    return NULL;
  bind_arguments (statement, types, arguments, hx_statement_bind_text);
  if (hx_statement_step (statement, error) == HX_STEP_ROW)
    return statement;
  hx_statement_reset (statement);
  return NULL;
}

/**
 * hx_db_query:
 * @db: a connection
 * @error: what went wrong; unset when there is merely no row
 * @sql: one statement
 * @types: a letter for each argument: `s` text (nullable), `i` gint64, `d` double
 * @...: the arguments of `$1`, `$2` …
 *
 * Returns: (transfer none) (nullable): the statement on its first row, to be
 *   reset when done; %NULL when there is none
 */
HxStatement *
hx_db_query (HxDb       *db,
             GError    **error,
             const char *sql,
             const char *types,
             ...)
{
  HxStatement *statement;
  va_list arguments;

  va_start (arguments, types);
  statement = hx_db_query_valist (db, error, sql, types, arguments);
  va_end (arguments);
  return statement;
}

/**
 * hx_db_ask_valist:
 * @db: a connection
 * @key: as for [func@db_ask]
 * @sql: one statement that only reads
 * @types: as for [func@db_query]
 * @arguments: as for [func@db_ask]
 */
void
hx_db_ask_valist (HxDb       *db,
                  guint       key,
                  const char *sql,
                  const char *types,
                  va_list     arguments)
{
  HxStatement *statement = db->engine->ask != NULL ? hx_db_prepare (db, sql, NULL) : NULL;

  if (statement == NULL)
    return;
  bind_arguments (statement, types, arguments, hx_statement_bind_text);
  db->engine->ask (statement, key);
}

/**
 * hx_db_ask:
 * @db: a connection
 * @key: the number of the argument whose value each row has that the answer depends on, in whatever table; 0 when
 *   there is none such
 * @sql: one statement that only reads
 * @types: as for [func@db_query]
 * @...: the arguments
 *
 * Says what [func@db_query] will presently be called with: on an engine across a
 * wire several answers then take one journey. What is written before the answer is taken makes it ask anew, but not
 * where a row was added without the value of @key: so a wrong @key is a wrong answer.
 */
void
hx_db_ask (HxDb       *db,
           guint       key,
           const char *sql,
           const char *types,
           ...)
{
  va_list arguments;

  va_start (arguments, types);
  hx_db_ask_valist (db, key, sql, types, arguments);
  va_end (arguments);
}

/**
 * hx_db_run:
 * @db: a connection
 * @error: what went wrong
 * @sql: one statement
 * @types: as for [func@db_query]
 * @...: the arguments
 *
 * Returns: whether it was done; rows that it gives are passed over
 */
gboolean
hx_db_run (HxDb       *db,
           GError    **error,
           const char *sql,
           const char *types,
           ...)
{
  g_autoptr (HxStatement) statement = hx_db_prepare (db, sql, error);
  va_list arguments;

  if (statement == NULL)
    return FALSE;
  va_start (arguments, types);
  bind_arguments (statement, types, arguments, hx_statement_lend_text);
  va_end (arguments);
  return hx_statement_run (statement, error);
}

/**
 * hx_db_in_transaction:
 * @db: a connection
 *
 * Some failures, such as a full disk, end a transaction by themselves.
 *
 * Returns: whether the engine has a transaction open
 */
gboolean
hx_db_in_transaction (HxDb *db)
{
  return db->engine->in_transaction (db);
}

/**
 * hx_db_count_writes:
 * @db: a connection
 *
 * Returns: a number that grows with whatever may have changed the store
 */
guint64
hx_db_count_writes (HxDb *db)
{
  return db->engine->count_writes (db);
}

/**
 * hx_db_settle:
 * @db: a connection, in a transaction
 * @error: what spoilt the transaction
 *
 * Waits for statements of which only the sending is known, see [func@statement_run].
 *
 * Returns: whether all of them were done
 */
gboolean
hx_db_settle (HxDb    *db,
              GError **error)
{
  return db->engine->settle == NULL || db->engine->settle (db, error);
}

/**
 * hx_db_end:
 * @db: a connection for writing, in a transaction
 * @error: what spoilt the transaction
 *
 * Commits. On an engine across a wire the commit is only sent: the next transaction may be begun, and its questions
 * asked, while the disk is waited for; what came of this one is to be learnt by [func@db_ended] before anything is
 * written in the next, and when it was not done the next is to be rolled back as well.
 *
 * Returns: whether it was done, or sent
 */
gboolean
hx_db_end (HxDb    *db,
           GError **error)
{
  return db->engine->end != NULL ? db->engine->end (db, error) : hx_db_run (db, error, "COMMIT", "");
}

/**
 * hx_db_is_ending:
 * @db: a connection
 *
 * Returns: whether a commit was sent of which nothing is known yet
 */
gboolean
hx_db_is_ending (HxDb *db)
{
  return db->engine->is_ending != NULL && db->engine->is_ending (db);
}

/**
 * hx_db_ended:
 * @db: a connection
 * @error: why nothing of the transaction is durable, or why nobody knows
 *
 * Waits for what came of the last [func@db_end].
 *
 * Returns: whether it was committed
 */
gboolean
hx_db_ended (HxDb    *db,
             GError **error)
{
  return db->engine->ended == NULL || db->engine->ended (db, error);
}

/**
 * hx_db_engine_name:
 * @db: a connection
 *
 * Returns: `sqlite` or `pgsql`
 */
const char *
hx_db_engine_name (HxDb *db)
{
  return db->engine->name;
}

/**
 * hx_db_is_lost:
 * @db: a connection
 *
 * After a restart of the database the connection is made anew by whoever begins
 * the next transaction.
 *
 * Returns: whether the connection broke
 */
gboolean
hx_db_is_lost (HxDb *db)
{
  return db->engine->is_lost (db);
}

/**
 * hx_db_checkpoint:
 * @db: a connection
 * @finish: whether to empty the log as well, for an orderly end
 * @error: `HX_ERROR_STORE_…`
 *
 * Moves committed pages from the log into the main file; on a connection of its
 * own, so that the writer does not wait. Engines that see to it themselves do nothing.
 *
 * Returns: whether it went well; a reader that still needs the log is no failure
 */
gboolean
hx_db_checkpoint (HxDb     *db,
                  gboolean  finish,
                  GError  **error)
{
  return db->engine->checkpoint (db, finish, error);
}

/**
 * hx_db_backup:
 * @db: a connection that nothing else is done with meanwhile
 * @path: a file that does not exist
 * @error: `HX_ERROR_STORE_…`; %HX_ERROR_FAILED also when the engine has tools of its own
 *
 * Copies the store as it is when this begins; others go on writing.
 *
 * Returns: whether @path is such a copy, and durable
 */
gboolean
hx_db_backup (HxDb       *db,
              const char *path,
              GError    **error)
{
  if (db->engine->backup != NULL)
    return db->engine->backup (db, path, error);
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "A %s store is not backed up by copying it", db->engine->name);
  return FALSE;
}
