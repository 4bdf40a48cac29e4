/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/hx-service.h"
#include "store/hx-record-store.h"

G_BEGIN_DECLS

/* A store of its own in a temporary folder, with two teams: an agent (1001) and
 * a lead (1002) of the first, an agent (2001) of the second, a compliance
 * officer (3001) of neither. The clock stands still until a test moves it. */
typedef struct
{
  char *folder;
  char *uri;
  HxDb *db;
  HxSite *site;
  gint64 now;
  HxCaller agent, lead, other, compliance, pbx;
  HxRecord *reply;   /* of the last run, when it was a record */
  char *body;        /* of the last run */
  gsize room;        /* bytes that were taken for it */
  char *next;
  GPtrArray *events; /* of the last run */
  GPtrArray *records;
  char *file;
  GError *error;     /* of the last run */
  gboolean more;     /* whether the last tick left something to do */
} HxFixture;

void       hx_fixture_set_up    (HxFixture       *self,
                                 gconstpointer    data);
void       hx_fixture_tear_down (HxFixture       *self,
                                 gconstpointer    data);
/* Runs one operation in one transaction, as http does; %NULL json is none. */
gboolean   hx_fixture_run       (HxFixture       *self,
                                 HxOperationId    operation,
                                 const HxCaller  *caller,
                                 const char      *id,
                                 const char      *query,
                                 const char      *input);
gboolean   hx_fixture_upload    (HxFixture       *self,
                                 const char      *id,
                                 const char      *path);
void       hx_fixture_must      (HxFixture       *self,
                                 HxOperationId    operation,
                                 const HxCaller  *caller,
                                 const char      *id,
                                 const char      *query,
                                 const char      *input);
gint64     hx_fixture_tick      (HxFixture       *self);
gint64     hx_fixture_int       (HxFixture       *self,
                                 const char      *sql);
char      *hx_fixture_text      (HxFixture       *self,
                                 const char      *sql);
/* A connection for writing besides the fixture's own, with the same keys. */
HxDb      *hx_fixture_open      (HxFixture       *self);
/* A PBX event; `more` are further members with a leading comma. */
void       hx_fixture_cti       (HxFixture       *self,
                                 const char      *event,
                                 const char      *call_id,
                                 const char      *more);
/* What `huixiangd keys rotate` does beside a running server; returns the key's id. */
char      *hx_fixture_add_key   (HxFixture       *self);
/* Writes what is sealed in clear, for tests that look at a store with SQL; the server reads both. */
void       hx_fixture_unseal    (HxDb            *db);
void       hx_fixture_remove    (const char      *folder);
/* The address of a new empty store: a file in the folder, or where the test runs
 * on PostgreSQL (HX_TEST_PGSQL) a schema there. */
char      *hx_fixture_new_store (const char      *folder);
gboolean   hx_fixture_is_embedded (void);

G_END_DECLS
