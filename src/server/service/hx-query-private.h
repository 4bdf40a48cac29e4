/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"
#include "store/hx-record-store.h"

G_BEGIN_DECLS

/**
 * HxQuery:
 *
 * A list that is being asked for: conditions are added one by one, then a page
 * of it goes into the call's body.
 */
typedef struct
{
  HxServiceCall *call;
  const HxView *view;
  GString *where;
  GString *types;
  GPtrArray *values; /* of char *: texts, and integers in digits */
  guint limit;       /* rows of a page when the caller names no number; 50 */
  char *either[2];   /* (nullable): conditions of which one is enough, of the same parameter: */
  guint either_at;   /* its place among the values; that value is the first's */
  char *other_text;  /* the second's */
  guint n_rows;      /* out: how many rows the page has */
  struct _HxQueryFilter *filter; /* (nullable): what SQL cannot ask, as it cannot read sealed texts */
} HxQuery;

/**
 * HxRowFunc:
 *
 * Writes one row as JSON, for lists whose items hold more than their row.
 */
typedef gboolean (*HxRowFunc) (HxQuery *self, HxStatement *row, GError **error);

/**
 * HxQueryFilter:
 *
 * Leaves rows that `accepts` says yes to. A page looks at so many rows at most:
 * it may be short, even empty, and still have a next one.
 */
typedef struct _HxQueryFilter
{
  gboolean (*accepts) (HxQuery *self, HxStatement *row, gboolean *accepted, GError **error);
  const char *text;
} HxQueryFilter;

/**
 * HxOrder:
 *
 * What a list is sorted by: an expression and the field that has its value, so
 * that the next page can begin after the last row; ties are broken by id.
 */
typedef struct
{
  const char *sql;
  guint field;
  gboolean ascending;
  gboolean text;
  gint64 fallback; /* what stands for null in `sql` */
  gboolean unique; /* no two rows have the same value, so that no id is needed, nor is there one */
} HxOrder;

void     hx_query_init    (HxQuery        *self,
                           HxServiceCall  *call,
                           const HxView   *view);
void     hx_query_clear   (HxQuery        *self);
/* What the view itself asks for: `$1`, `$2` …; before any condition. */
void     hx_query_bind    (HxQuery        *self,
                           guint           n_texts,
                           ...);
/* Each `?` of the condition takes one argument: `s` text, `i` gint64. */
void     hx_query_where   (HxQuery        *self,
                           const char     *condition,
                           const char     *types,
                           ...);
/* The same with one text for each `?`. */
void     hx_query_where_texts (HxQuery        *self,
                               const char     *condition,
                               GPtrArray      *texts);
/* One of two columns is that text, or the other that. Each has an index in the list's order,
 * so that both are walked for a page, where OR would sort all of both. */
void     hx_query_where_either (HxQuery    *self,
                           const char     *column,
                           const char     *text,
                           const char     *other_column,
                           const char     *other_text);
/* Only if the call's query has the field; `?` stands for its value. */
void     hx_query_filter  (HxQuery        *self,
                           guint           field,
                           const char     *condition);
gboolean hx_query_page    (HxQuery        *self,
                           const HxOrder  *order,
                           HxRowFunc       append,
                           GError        **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HxQuery, hx_query_clear)

G_END_DECLS
