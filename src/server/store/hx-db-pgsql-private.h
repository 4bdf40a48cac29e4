/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db-engines-private.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

/* What a statement does to the transaction around it. */
typedef enum
{
  HX_PGSQL_PLAIN,
  HX_PGSQL_BEGIN,
  HX_PGSQL_COMMIT,
  HX_PGSQL_ROLLBACK,    /* also to a savepoint */
  HX_PGSQL_RELEASE,
} HxPgsqlKind;

/* What was sent and not answered yet. */
typedef enum
{
  HX_PGSQL_SENT_PREPARE,
  HX_PGSQL_SENT_RUN,    /* nobody waits for its rows */
  HX_PGSQL_SENT_QUERY,
  HX_PGSQL_SENT_SYNC,
} HxPgsqlWhat;

typedef struct _HxPgsqlStatement HxPgsqlStatement;

typedef struct
{
  HxPgsqlWhat what;
  HxPgsqlStatement *statement; /* (nullable) */
} HxPgsqlSent;

typedef struct
{
  HxDb db;
  PGconn *handle;
  char *uri;
  char *place;           /* for messages: without the password */
  GHashTable *statements; /* text → HxPgsqlStatement */
  guint last_name;
  GQueue sent;           /* of HxPgsqlSent: in the order of their answers */
  guint64 writes;        /* statements sent that may have changed something */
  GError *failure;       /* (nullable): what spoilt the transaction; until it is rolled back */
  gboolean in_transaction;
  gboolean lost;         /* the connection is to be made anew */
} HxPgsqlDb;

typedef struct
{
  char *text;                           /* (nullable) (owned) */
  char digits[G_ASCII_DTOSTR_BUF_SIZE]; /* of a number; neither is NULL */
} HxPgsqlParameter;

struct _HxPgsqlStatement
{
  HxStatement statement;
  char *sql;
  char name[16];
  HxPgsqlKind kind;
  gboolean prepared;
  gboolean used;         /* since it was prepared and until it is reset */
  GArray *parameters;    /* of HxPgsqlParameter */
  guint n_parameters;    /* bound since the last reset */
  PGresult *result;      /* (nullable): all rows */
  int row;
  gboolean reads;        /* it changes nothing */
  char *asked;           /* (nullable): the parameters that it was sent ahead with, see hx_pgsql_ask() */
  guint64 asked_after;   /* what had been written then */
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
/* Reads every answer that is due; FALSE when one of them spoilt the transaction. */
gboolean     hx_pgsql_settle           (HxPgsqlDb         *self,
                                        GError           **error);
void         hx_pgsql_forget_sent      (HxPgsqlDb         *self);

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
void         hx_pgsql_ask              (HxStatement       *statement);
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
