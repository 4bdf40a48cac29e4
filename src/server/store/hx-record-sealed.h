/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-db.h"
#include "hx-record.h"

G_BEGIN_DECLS

/* Personal fields on their way to the store and back; what is not marked as sealed never comes here. */
char    *hx_field_seal   (HxDb           *db,
                          const HxSchema *schema,
                          guint           field,
                          const char     *id,
                          const char     *text,
                          GError        **error);
char    *hx_field_open   (HxDb           *db,
                          const HxSchema *schema,
                          guint           field,
                          const char     *id,
                          const char     *text,
                          GError        **error);
/* Gives a record that is to be stored the blind indexes of its personal values. */
gboolean hx_record_index (HxDb           *db,
                          HxRecord       *record,
                          GError        **error);
/* The forms in which values are looked up: (transfer full), %NULL for nothing to look up. */
char    *hx_index_name   (const char     *family_name,
                          const char     *given_name);
char    *hx_index_tail   (const char     *number);

#define HX_INDEX_VALUE "identities.value"
#define HX_INDEX_TAIL "identities.tail"
#define HX_INDEX_FAMILY "customers.family_name"
#define HX_INDEX_NAME "customers.name"

G_END_DECLS
