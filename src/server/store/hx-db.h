/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"
#include "secrets/hx-keyring.h"

#include <stdarg.h>

G_BEGIN_DECLS

/**
 * HxDb:
 *
 * One connection to the store. A thin table of functions with one
 * implementation an engine; SQL text is the same for all (architecture: shared
 * SQL). A connection belongs to one thread at a time.
 */
typedef struct _HxDb HxDb;
typedef struct _HxStatement HxStatement;
typedef struct _HxCounters HxCounters;
typedef struct _HxNames HxNames;

typedef enum
{
  HX_DB_READ,
  HX_DB_WRITE,
  HX_DB_LOOK, /* reads once and leaves no trace, not even the files beside a store that readers share */
} HxDbMode;

typedef enum
{
  HX_STEP_ROW,
  HX_STEP_DONE,
  HX_STEP_FAILED,
} HxStep;

typedef struct
{
  const char *name;
  void (*close) (HxDb *db);
  gboolean (*execute) (HxDb *db, const char *script, GError **error);
  HxStatement *(*prepare) (HxDb *db, const char *sql, GError **error);
  void (*reset) (HxStatement *statement);
  void (*bind_null) (HxStatement *statement, guint parameter);
  void (*bind_int) (HxStatement *statement, guint parameter, gint64 value);
  void (*bind_real) (HxStatement *statement, guint parameter, double value);
  void (*bind_text) (HxStatement *statement, guint parameter, const char *value);
  void (*lend_text) (HxStatement *statement, guint parameter, const char *value); /* (nullable): all texts are copied */
  HxStep (*step) (HxStatement *statement, GError **error);
  gboolean (*run) (HxStatement *statement, GError **error);
  gboolean (*is_null) (HxStatement *statement, guint column);
  gint64 (*get_int) (HxStatement *statement, guint column);
  double (*get_real) (HxStatement *statement, guint column);
  const char *(*get_text) (HxStatement *statement, guint column);
  gboolean (*in_transaction) (HxDb *db);
  guint64 (*count_writes) (HxDb *db);
  gboolean (*settle) (HxDb *db, GError **error); /* (nullable): nothing is ever late */
  gboolean (*end) (HxDb *db, GError **error);    /* (nullable): what has ended is known at once */
  gboolean (*ended) (HxDb *db, GError **error);
  gboolean (*is_ending) (HxDb *db);
  gboolean (*is_lost) (HxDb *db);
  gboolean (*checkpoint) (HxDb *db, gboolean finish, GError **error);
  gboolean (*backup) (HxDb *db, const char *path, GError **error); /* (nullable): the engine has tools of its own */
  void (*ask) (HxStatement *statement, guint key); /* (nullable): the engine is so near that nothing is gained */
  /* Only of engines that several servers may share. */
  gboolean (*announce) (HxDb *db, const char *words, GError **error);
  gboolean (*listen) (HxDb *db, GError **error);
  gboolean (*wait) (HxDb *db, int wake, int ms, GPtrArray *heard, GError **error);
} HxDbEngine;

struct _HxDb
{
  const HxDbEngine *engine;
  HxDbMode mode;
  GHashTable *texts; /* HxSchema → its SQL, see hx-record-store */
  HxKeyring *keyring; /* (nullable): what personal fields are sealed with */
  HxCounters *counters; /* (nullable): numbers that are given out of memory, see hx-counters */
  gboolean audited; /* something was appended to the audit log, see hx_audit_take_head() */
  HxNames *names; /* (nullable): what users are called, see hx-names */
  char *asked_name; /* (nullable): the last name that the store was asked for */
};

struct _HxStatement
{
  HxDb *db;
  gboolean alone; /* see hx_statement_set_alone() */
};

HxDb        *hx_db_open            (const char   *uri,
                                    HxDbMode      mode,
                                    GError      **error);
void         hx_db_close           (HxDb         *db);
gboolean     hx_db_execute         (HxDb         *db,
                                    const char   *script,
                                    GError      **error);
/* What personal fields are sealed with: without it they can be neither written nor read. */
void         hx_db_set_keyring     (HxDb         *db,
                                    HxKeyring    *keyring);
HxKeyring   *hx_db_get_keyring     (HxDb         *db);
/* What is known of users' names: without it the store is asked for each. */
void         hx_db_set_names       (HxDb         *db,
                                    HxNames      *names);
/* The statement is owned and cached by the connection; "$1" is parameter 1. */
HxStatement *hx_db_prepare         (HxDb         *db,
                                    const char   *sql,
                                    GError      **error);
/* For the many statements that answer with one row or none: `types` has a
 * letter for each argument: s text (nullable), i gint64, d double. Returns the
 * statement standing on the row, %NULL for no row (then @error is unset) or a
 * failure. What it gives is good until it is reset. */
HxStatement *hx_db_query           (HxDb         *db,
                                    GError      **error,
                                    const char   *sql,
                                    const char   *types,
                                    ...);
HxStatement *hx_db_query_valist    (HxDb         *db,
                                    GError      **error,
                                    const char   *sql,
                                    const char   *types,
                                    va_list       arguments);
/* For what is done to each row of an answer: the statement is over before the first of it. */
GPtrArray   *hx_db_query_texts     (HxDb         *db,
                                    GError      **error,
                                    guint         n_columns,
                                    const char   *sql,
                                    const char   *types,
                                    ...);
gboolean     hx_db_query_int       (HxDb         *db,
                                    gint64       *value,
                                    GError      **error,
                                    const char   *sql);
/* Says what will presently be asked, with the very same words and arguments: its answer may then be
 * under way while others are. What is written in between makes the engine ask anew, unless it is a row that
 * lacks the value of argument number `key`, which all rows have that the answer depends on; 0 for none such. */
void         hx_db_ask             (HxDb         *db,
                                    guint         key,
                                    const char   *sql,
                                    const char   *types,
                                    ...);
void         hx_db_ask_valist      (HxDb         *db,
                                    guint         key,
                                    const char   *sql,
                                    const char   *types,
                                    va_list       arguments);
/* The same as a query for statements without rows. */
gboolean     hx_db_run             (HxDb         *db,
                                    GError      **error,
                                    const char   *sql,
                                    const char   *types,
                                    ...);

/* Whether the engine still has a transaction open: some failures, such as a
 * full disk, end it by themselves. */
gboolean     hx_db_in_transaction  (HxDb         *db);
/* Grows with whatever may have changed the store: the same before and after means that nothing did. */
guint64      hx_db_count_writes    (HxDb         *db);
/* Waits for what is late, see hx_statement_run(). */
gboolean     hx_db_settle          (HxDb         *db,
                                    GError      **error);
/* A commit of which is learnt later whether it was done, see hx_db_ended(). */
gboolean     hx_db_end             (HxDb         *db,
                                    GError      **error);
gboolean     hx_db_is_ending       (HxDb         *db);
gboolean     hx_db_ended           (HxDb         *db,
                                    GError      **error);
/* sqlite, pgsql: for the few places that one text cannot serve. */
const char  *hx_db_engine_name     (HxDb         *db);
/* Whether the connection broke: beginning a transaction makes it anew. */
gboolean     hx_db_is_lost         (HxDb         *db);
/* Moves committed pages from the log into the main file, on a connection of its
 * own so that the writer does not wait. With `finish` the log is emptied too:
 * for an orderly end. Nothing to do on engines that see to it themselves. */
gboolean     hx_db_checkpoint      (HxDb         *db,
                                    gboolean      finish,
                                    GError      **error);
/* A copy of the whole store as it is when this begins, while others write. */
gboolean     hx_db_backup          (HxDb         *db,
                                    const char   *path,
                                    GError      **error);

/* Whether several servers may work on such a store; each hears then what another
 * announces: with the commit, if it was within a transaction. Waiting ends when
 * something is heard, when the descriptor can be read, or after that time. */
gboolean     hx_db_is_shared       (HxDb         *db);
gboolean     hx_db_announce        (HxDb         *db,
                                    const char   *words,
                                    GError      **error);
gboolean     hx_db_listen          (HxDb         *db,
                                    GError      **error);
gboolean     hx_db_wait            (HxDb         *db,
                                    int           wake,
                                    int           ms,
                                    GPtrArray    *heard,
                                    GError      **error);

/* What it gives is told of one state of the store, but need not be of the same one as what is asked later:
 * if it is the first that a reading transaction asks, an engine across a wire begins none for it. */
void         hx_statement_set_alone(HxStatement  *self);
/* As hx_db_ask(), for a statement whose arguments are bound: with TRUE they are to be bound again. What stands
 * alone is of one state with the next question that stands alone too. */
gboolean     hx_statement_ask      (HxStatement  *self);
/* A statement that is not reset keeps its snapshot of the store. */
void         hx_statement_reset    (HxStatement  *self);
void         hx_statement_bind_null(HxStatement  *self,
                                    guint         parameter);
void         hx_statement_bind_int (HxStatement  *self,
                                    guint         parameter,
                                    gint64        value);
void         hx_statement_bind_real(HxStatement  *self,
                                    guint         parameter,
                                    double        value);
void         hx_statement_bind_text(HxStatement  *self,
                                    guint         parameter,
                                    const char   *value);
void         hx_statement_lend_text(HxStatement  *self,
                                    guint         parameter,
                                    const char   *value);
HxStep       hx_statement_step     (HxStatement  *self,
                                    GError      **error);
/* Does all of a statement whose rows are of no interest. Within a transaction a
 * failure may be told by a later statement, at the latest by the one that ends
 * the savepoint or the transaction. */
gboolean     hx_statement_run      (HxStatement  *self,
                                    GError      **error);
gboolean     hx_statement_is_null  (HxStatement  *self,
                                    guint         column);
gint64       hx_statement_get_int  (HxStatement  *self,
                                    guint         column);
double       hx_statement_get_real (HxStatement  *self,
                                    guint         column);
const char  *hx_statement_get_text (HxStatement  *self,
                                    guint         column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxDb, hx_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxStatement, hx_statement_reset)

G_END_DECLS
