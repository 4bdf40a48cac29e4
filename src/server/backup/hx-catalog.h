/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hx-db.h"

G_BEGIN_DECLS

typedef enum
{
  HX_COLUMN_TEXT,
  HX_COLUMN_INTEGER,
  HX_COLUMN_REAL,
} HxColumnKind;

typedef struct _HxTable HxTable;

typedef struct
{
  char *name;
  HxColumnKind kind;
  gboolean required;
  guint key;     /* place in the primary key, from 1; 0 when it is not in it */
  gboolean late; /* names a row that may come later, so it is written last */
  HxTable *of;   /* (nullable): if late, the table of that row; not owned */
} HxColumn;

struct _HxTable
{
  char *name;
  GPtrArray *columns; /* of HxColumn, by name */
  GPtrArray *keys;    /* of HxColumn: the primary key in its order; not owned */
  gboolean seeded;    /* a new store has rows in it already */
  char *count;        /* SQL */
  char *first;        /* SQL: the first rows by key */
  char *next;         /* SQL: the rows after the key $1, $2 … */
  char *insert;
  char *settle;       /* (nullable) SQL: writes the late columns of one row */
};

/**
 * HxCatalog:
 *
 * Every table of the store in an order in which their rows can be written. It is
 * read from a store that this program makes for itself in memory, with all its
 * migrations, so no table can be forgotten and no engine need be asked.
 */
typedef struct
{
  gint64 form;   /* number of the last migration */
  char *digest;  /* of all migrations */
  GPtrArray *tables; /* of HxTable */
  HxDb *fresh;   /* a store as it is before anything was written to it */
} HxCatalog;

HxCatalog *hx_catalog_new  (GError          **error);
void       hx_catalog_free (HxCatalog        *self);
HxTable   *hx_catalog_find (const HxCatalog  *self,
                            const char       *name,
                            guint            *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxCatalog, hx_catalog_free)

G_END_DECLS
