/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-catalog.h"
#include "hx-json.h"

G_BEGIN_DECLS

/* One value of a row; which member counts is the column's kind. */
typedef struct
{
  gboolean has; /* is not null */
  gint64 integer;
  double real;
  const char *text;
} HxValue;

/**
 * HxRow:
 *
 * One row of any table, as one line of an export. A row has one form only: names
 * sorted, nothing that is null, no blanks; so the same rows are the same bytes.
 */
typedef struct
{
  HxTable *table;
  guint index;     /* of the table in the catalog */
  HxValue *values; /* for each column of the table */
  HxJson *json;    /* (nullable): owns the texts */
} HxRow;

void     hx_row_clear        (HxRow            *self);
gboolean hx_row_parse        (HxRow            *self,
                              const HxCatalog  *catalog,
                              const char       *line,
                              gsize             length,
                              GError          **error);
void     hx_row_read         (HxRow            *self,
                              HxTable          *table,
                              HxStatement      *statement);
gboolean hx_row_append       (const HxRow      *self,
                              GString          *out,
                              GError          **error);
void     hx_row_bind         (const HxTable    *table,
                              guint             column,
                              const HxValue    *value,
                              HxStatement      *statement,
                              guint             parameter);
void     hx_row_bind_keys    (const HxRow      *self,
                              HxStatement      *statement);
int      hx_row_compare_keys (const HxRow      *self,
                              const HxRow      *other);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HxRow, hx_row_clear)

G_END_DECLS
