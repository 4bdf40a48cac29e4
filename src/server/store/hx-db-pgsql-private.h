/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db-engines-private.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

/* No value that rows are known by is longer. */
#define HX_PGSQL_LONGEST_KEY 80

/* So many go together at most, as powers of two: each size is a statement that the server keeps ready. Rows come in
 * smaller ones, as the server has nothing to do until the first of them are there. */
#define HX_PGSQL_LARGEST_BUNDLE 4
#define HX_PGSQL_LARGEST_BUNDLE_OF_ROWS 3

/* What a statement does to the transaction around it. */
typedef enum
{
  HX_PGSQL_PLAIN,
  HX_PGSQL_BEGIN,
  HX_PGSQL_COMMIT,
  HX_PGSQL_ROLLBACK,    /* also to a savepoint */
  HX_PGSQL_RELEASE,
} HxPgsqlKind;

/* What a statement does to rows, as far as its words tell. */
typedef enum
{
  HX_PGSQL_READS,
  HX_PGSQL_ADDS,        /* a row of the values given, to its table */
  HX_PGSQL_CHANGES,     /* its table */
  HX_PGSQL_WILD,        /* whatever it wants */
} HxPgsqlDeed;

/* What was sent and not answered yet. */
typedef enum
{
  HX_PGSQL_SENT_PREPARE,
  HX_PGSQL_SENT_RUN,    /* nobody waits for its rows */
  HX_PGSQL_SENT_QUERY,
  HX_PGSQL_SENT_SYNC,
  HX_PGSQL_SENT_END,    /* a sync behind a commit */
} HxPgsqlWhat;

typedef struct _HxPgsqlStatement HxPgsqlStatement;

/* What came of a statement, shared by all whose question it was. */
typedef struct
{
  PGresult *result;      /* (nullable): has not come yet, or never will */
  gboolean looked;       /* whether there are any: */
  gboolean comparisons;  /* among its columns */
} HxPgsqlReply;

/* What was asked ahead, see hx_pgsql_ask(). Kept for as long as the transaction, as several may come for it. */
typedef struct
{
  char *key;             /* (nullable): what each row has that could be part of it */
  guint64 after;         /* what had been written when it was asked */
  HxPgsqlReply *reply;   /* (nullable) (owned): once it was sent */
  int number;            /* in its bundle, whose rows begin with it; -1: in none */
} HxPgsqlAnswer;

typedef struct
{
  HxPgsqlWhat what;
  HxPgsqlStatement *statement; /* (nullable) */
  HxPgsqlReply *reply;         /* (nullable) (owned): of what was asked */
} HxPgsqlSent;

/* What was written to one table since something was asked ahead. */
typedef struct
{
  guint64 last;          /* the last statement that wrote to it */
  guint64 changed;       /* the last one that did not merely add a row */
  GHashTable *values;    /* of the rows added; none that is longer than any key */
} HxPgsqlWritten;

typedef struct
{
  HxDb db;
  PGconn *handle;
  char *uri;
  char *place;           /* for messages: without the password */
  GHashTable *statements; /* text → HxPgsqlStatement */
  guint last_name;
  GQueue sent;           /* of HxPgsqlSent: in the order of their answers */
  guint unsynced;        /* the last of them, which the server may answer when it likes */
  GPtrArray *waiting;    /* of HxPgsqlStatement: which go in a bundle, all of one deed */
  GHashTable *waiting_ids; /* id of a row that waits → its HxPgsqlStatement */
  guint64 writes;        /* statements sent that may have changed something */
  GHashTable *answers;   /* question → HxPgsqlAnswer: asked ahead in this transaction */
  GHashTable *written;   /* table → HxPgsqlWritten: while there are such answers */
  guint64 upset;         /* the last statement of which nobody knows what it wrote */
  GError *failure;       /* (nullable): what spoilt the transaction; until it is rolled back */
  gboolean in_transaction;
  gboolean ending;       /* a commit was sent, or is being, and perhaps what comes after it */
  GError *end_failure;   /* (nullable): what spoilt the transaction that ended last */
  gboolean due;          /* of a transaction: its beginning is still to be sent */
  gboolean lost;         /* the connection is to be made anew */
} HxPgsqlDb;

typedef struct
{
  char *text;                           /* (nullable) (owned) */
  char digits[G_ASCII_DTOSTR_BUF_SIZE]; /* of a number; neither is NULL */
  const char *type;                     /* (nullable): as SQL has it, of what is not NULL */
} HxPgsqlParameter;

struct _HxPgsqlStatement
{
  HxStatement statement;
  char *sql;
  char name[16];
  HxPgsqlKind kind;
  HxPgsqlDeed deed;
  char *table;           /* (nullable): where to it adds or what it changes */
  gboolean prepared;
  gboolean used;         /* since it was prepared and until it is reset */
  GArray *parameters;    /* of HxPgsqlParameter */
  guint n_parameters;    /* bound since the last reset */
  GArray *waiting;       /* of HxPgsqlParameter: of what waits to go in a bundle, n_parameters each */
  guint n_waiting;
  guint place;           /* among those that wait */
  GPtrArray *waiting_answers; /* of HxPgsqlAnswer: of what waits, if it asks */
  GPtrArray *types;      /* of its parameters, as bundles have them */
  char *bundles[HX_PGSQL_LARGEST_BUNDLE + 1]; /* (nullable): its words for so many */
  HxPgsqlReply *reply;   /* (nullable) (owned): what it walks over, from after `row` to before `end` */
  int row;
  int end;
  int first_column;
};

HxError      hx_pgsql_error_code       (const char        *state);
void         hx_pgsql_set_error        (HxPgsqlDb         *self,
                                        const PGresult    *result,
                                        GError           **error);
gboolean     hx_pgsql_connect          (HxPgsqlDb         *self,
                                        GError           **error);
gboolean     hx_pgsql_be_connected     (HxPgsqlDb         *self,
                                        GError           **error);
gboolean     hx_pgsql_begin            (HxPgsqlDb         *self,
                                        GError           **error);
/* Sends the beginning of a transaction, if that is still to be done. */
gboolean     hx_pgsql_begin_due        (HxPgsqlDb         *self,
                                        GError           **error);
/* FALSE when something has spoilt the transaction. */
gboolean     hx_pgsql_copy_failure     (HxPgsqlDb         *self,
                                        GError           **error);
/* Makes the server answer all that was sent. */
gboolean     hx_pgsql_send_off         (HxPgsqlDb         *self);
/* @reply is where its rows are expected, if they are. */
gboolean     hx_pgsql_send_values      (HxPgsqlDb         *self,
                                        HxPgsqlStatement  *statement,
                                        const HxPgsqlParameter *values,
                                        guint              n_values,
                                        HxPgsqlReply      *reply,
                                        GError           **error);
gboolean     hx_pgsql_send_statement   (HxPgsqlDb         *self,
                                        HxPgsqlStatement  *statement,
                                        HxPgsqlReply      *reply,
                                        GError           **error);
const char  *hx_pgsql_value_of         (const HxPgsqlParameter *self);
void         hx_pgsql_clear_parameter  (gpointer           parameter);
void         hx_pgsql_forget_parameters(HxPgsqlStatement  *self);
/* Reads until that has come, or as with NULL all that is due. */
void         hx_pgsql_read_until       (HxPgsqlDb         *self,
                                        HxPgsqlReply      *reply);
HxPgsqlReply*hx_pgsql_reply_new        (void);
void         hx_pgsql_reply_unref      (HxPgsqlReply      *self);
/* Reads every answer that is due; FALSE when one of them spoilt the transaction. */
gboolean     hx_pgsql_settle           (HxPgsqlDb         *self,
                                        GError           **error);
void         hx_pgsql_forget_sent      (HxPgsqlDb         *self);
/* Sends that which makes the server answer, behind a commit that was sent. */
gboolean     hx_pgsql_send_end         (HxPgsqlDb         *self,
                                        GError           **error);
/* Commits, of which is learnt later whether it was done. */
gboolean     hx_pgsql_end              (HxDb              *db,
                                        GError           **error);
gboolean     hx_pgsql_is_ending        (HxDb              *db);
gboolean     hx_pgsql_ended            (HxDb              *db,
                                        GError           **error);

void         hx_pgsql_statement_free   (gpointer           statement);
HxStatement *hx_pgsql_prepare          (HxDb              *db,
                                        const char        *sql,
                                        GError           **error);
void         hx_pgsql_reset            (HxStatement       *statement);
void         hx_pgsql_bind_null        (HxStatement       *statement,
                                        guint              parameter);
void         hx_pgsql_bind_int         (HxStatement       *statement,
                                        guint              parameter,
                                        gint64             value);
void         hx_pgsql_bind_real        (HxStatement       *statement,
                                        guint              parameter,
                                        double             value);
void         hx_pgsql_bind_text        (HxStatement       *statement,
                                        guint              parameter,
                                        const char        *value);
void         hx_pgsql_ask              (HxStatement       *statement,
                                        guint              key);
HxStep       hx_pgsql_step             (HxStatement       *statement,
                                        GError           **error);
gboolean     hx_pgsql_run              (HxStatement       *statement,
                                        GError           **error);
gboolean     hx_pgsql_is_null          (HxStatement       *statement,
                                        guint              column);
gint64       hx_pgsql_get_int          (HxStatement       *statement,
                                        guint              column);
double       hx_pgsql_get_real         (HxStatement       *statement,
                                        guint              column);
const char  *hx_pgsql_get_text         (HxStatement       *statement,
                                        guint              column);

HxPgsqlDeed  hx_pgsql_deed_of          (const char        *sql,
                                        char             **table);
HxPgsqlAnswer*hx_pgsql_answer_ref      (HxPgsqlAnswer     *self);
void         hx_pgsql_answer_unref     (HxPgsqlAnswer     *self);
/* To be called once for a connection. */
void         hx_pgsql_expect_answers   (HxPgsqlDb         *db);
/* Has in @self the answer that was asked ahead, if it was and is still true. */
void         hx_pgsql_take_answer      (HxPgsqlDb         *db,
                                        HxPgsqlStatement  *self);
/* To be told of each statement that is not for reading. */
void         hx_pgsql_note_written     (HxPgsqlDb         *db,
                                        HxPgsqlStatement  *self);
/* Nothing that was asked ahead is true any more. */
void         hx_pgsql_forget_answers   (HxPgsqlDb         *db);

/* Whether more than one of its kind may go in one statement; it has been bound. */
gboolean     hx_pgsql_may_bundle       (HxPgsqlDb         *db,
                                        HxPgsqlStatement  *self);
void         hx_pgsql_wait_row         (HxPgsqlDb         *db,
                                        HxPgsqlStatement  *self);
void         hx_pgsql_wait_question    (HxPgsqlDb         *db,
                                        HxPgsqlStatement  *self,
                                        HxPgsqlAnswer     *answer);
/* Sends all that waits, in bundles; a failure spoils the transaction. */
void         hx_pgsql_send_waiting     (HxPgsqlDb         *db);
void         hx_pgsql_forget_waiting   (HxPgsqlDb         *db);

gboolean     hx_pgsql_announce         (HxDb              *db,
                                        const char        *words,
                                        GError           **error);
gboolean     hx_pgsql_listen           (HxDb              *db,
                                        GError           **error);
gboolean     hx_pgsql_wait             (HxDb              *db,
                                        int                wake,
                                        int                ms,
                                        GPtrArray         *heard,
                                        GError           **error);

G_END_DECLS
