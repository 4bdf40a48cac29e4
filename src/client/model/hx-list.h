/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-api.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  HX_LIST_IDLE,
  HX_LIST_LOADING,
  HX_LIST_READY,
  HX_LIST_FAILED,
} HxListPhase;

/**
 * HxList:
 *
 * A [iface@Gio.ListModel] of records of one list operation, loaded page by page
 * as it is scrolled. Records are the cache's, so events update them in place.
 *
 * Properties: `phase` (int, HxListPhase), `complete` (boolean), `error-message`,
 * `request-id` (strings, nullable).
 *
 * Signals: `beside` (HxRecord) when a page came that has more than its rows.
 */
#define HX_TYPE_LIST (hx_list_get_type ())
G_DECLARE_FINAL_TYPE (HxList, hx_list, HX, LIST, GObject)

/* Loads the next page unless one is under way; views call it near the end. */
void        hx_list_load_more        (HxList   *self);
void        hx_list_reload           (HxList   *self);
void        hx_list_set_query        (HxList   *self,
                                      HxRecord *query);
HxListPhase hx_list_get_phase        (HxList   *self);
gboolean    hx_list_is_complete      (HxList   *self);
const char *hx_list_get_error_message(HxList   *self);
const char *hx_list_get_request_id   (HxList   *self);
/* For live lists: puts a new record where `compare` says; FALSE if it is there already. */
gboolean    hx_list_insert           (HxList   *self,
                                      HxRecord *record,
                                      guint     position);
gboolean    hx_list_remove           (HxList   *self,
                                      const char *id);

G_END_DECLS
