/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-list.h"
#include "hx-workspace.h"

G_BEGIN_DECLS

struct _HxList
{
  GObject parent_instance;

  HxWorkspace *workspace;
  HxOperationId operation;
  char *id;
  HxRecord *query; /* (nullable): without cursor and limit */
  GPtrArray *items;
  GHashTable *ids; /* of records that have one: no record stands twice */
  char *next;      /* (nullable): cursor of the next page */
  HxListPhase phase;
  gboolean complete;
  gboolean anew;    /* it is to be loaded anew, or for the first time */
  GPtrArray *fresh; /* came, and stands in the list when it is enough */
  guint enough;     /* how many rows make that */
  gboolean missed;  /* something happened meanwhile */
  guint again_timer; /* until it is loaded once more for that */
  GCancellable *cancellable;
  char *error_message;
  char *request_id;
};

HxList  *hx_list_new          (HxWorkspace   *workspace,
                               HxOperationId  operation,
                               const char    *id,
                               HxRecord      *query);

/* hx-list.c */
gboolean hx_list_note_name    (HxList        *self,
                               HxRecord      *record);
void     hx_list_set_phase    (HxList        *self,
                               HxListPhase    phase,
                               const GError  *error);
void     hx_list_set_complete (HxList        *self,
                               gboolean       complete);
/* Tells what stood beside a page that came. */
void     hx_list_tell_beside  (HxList        *self,
                               HxRecord      *record);

/* hx-list-load.c */
void     hx_list_on_connection (HxList        *self);
void     hx_list_on_event      (HxList        *self);

G_END_DECLS
