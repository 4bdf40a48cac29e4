/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-counters.h"
#include "hx-json.h"

G_BEGIN_DECLS

/**
 * HxNameOf:
 *
 * A field of a record that says what a user is called, and the field with the
 * user's id.
 */
typedef struct
{
  guint name;
  guint id;
} HxNameOf;

/**
 * HxView:
 *
 * How records of a thing are read. The thing's own table is `t`; what other
 * tables add to it stands in `columns`, each for the field named in `fields`;
 * users' names come from memory (hx-names), so they need no table.
 */
typedef struct
{
  const HxSchema *schema;
  const char *from;    /* "calls t LEFT JOIN customers c ON c.id = t.customer_id" */
  const char *columns; /* (nullable): "c.code, c.family_name" */
  guint n_fields;
  guint fields[12];
  guint n_names;
  HxNameOf names[1];
} HxView;

const char *hx_view_select       (HxDb            *db,
                                  const HxView    *view);
const char *hx_record_select     (HxDb            *db,
                                  const HxSchema  *schema);
HxRecord   *hx_view_read         (const HxView    *view,
                                  HxStatement     *row,
                                  GError         **error);
gboolean    hx_view_append_json  (const HxView    *view,
                                  HxStatement     *row,
                                  HxJsonFlags      flags,
                                  GString         *out,
                                  GError         **error);
HxRecord   *hx_view_find         (HxDb            *db,
                                  const HxView    *view,
                                  GError         **error,
                                  const char      *tail,
                                  const char      *types,
                                  ...);
GPtrArray  *hx_view_all          (HxDb            *db,
                                  const HxView    *view,
                                  GError         **error,
                                  const char      *tail,
                                  const char      *types,
                                  ...);

HxRecord   *hx_record_load       (HxDb            *db,
                                  const HxSchema  *schema,
                                  const char      *id,
                                  GError         **error);
HxRecord   *hx_record_find       (HxDb            *db,
                                  const HxSchema  *schema,
                                  GError         **error,
                                  const char      *tail,
                                  const char      *types,
                                  ...);
/* As hx_db_ask(), for hx_record_find(); for hx_record_load() the tail is HX_RECORD_BY_ID. */
#define HX_RECORD_BY_ID "WHERE t.id = $1"
void        hx_record_ask        (HxDb            *db,
                                  const HxSchema  *schema,
                                  const char      *tail,
                                  const char      *types,
                                  ...);
gboolean    hx_record_insert     (HxDb            *db,
                                  HxRecord        *record,
                                  gint64           now,
                                  GError         **error);
gboolean    hx_record_save       (HxDb            *db,
                                  HxRecord        *record,
                                  gint64           now,
                                  GError         **error);

guint       hx_record_column     (const HxSchema  *schema,
                                  guint            field);
GError     *hx_not_found         (const HxSchema  *schema);

G_END_DECLS
