/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/hx-client.h"
#include "api/hx-event-source.h"
#include "api/hx-server-process.h"
#include "hx-cache.h"
#include "hx-team-sign-in-private.h"
#include "hx-workspace.h"
#include "hx-wrapup-session.h"

G_BEGIN_DECLS

struct _HxWorkspace
{
  GObject parent_instance;

  HxClient *client;
  HxEventSource *source;
  HxServerProcess *server; /* (nullable): of this computer; NULL when another one is used */
  HxSignIn *sign_in;       /* at another one */
  gboolean addressed;      /* whether that one has an address */
  HxCache *cache;
  GCancellable *starting;  /* of signing in and bootstrap */
  char *person;            /* (nullable): id of whom to be */
  char *locale;
  HxConnection connection;
  gint64 offline_since;
  char *error_message;
  guint retry_timer;
  guint retries;
  guint grace_timer;

  HxRecord *user;
  HxPermission permissions;
  HxPolicyView *policy;
  gint64 policy_version;
  GPtrArray *templates;    /* of HxTemplateView, the own team's first */
  gint64 clock_offset;     /* the server's clock less ours, µs */
  gint64 pool_total;
  HxRecord *board;
  guint counts_timer;
  GListStore *wrapups;
  GHashTable *sessions;    /* wrap-up's id → HxWrapupSession, weak */
  GHashTable *late;        /* ids */
  GHashTable *talking;     /* id of an own call that goes on → its customer's id */
  GPtrArray *shown;        /* topics of what the rooms show */
  guint tick_timer;
  guint ticks;
};

/* hx-workspace.c */
HxClient *hx_workspace_get_client     (HxWorkspace  *self);
void      hx_workspace_set_connection (HxWorkspace  *self,
                                       HxConnection  connection,
                                       const char   *message);
void      hx_workspace_take_bootstrap (HxWorkspace  *self,
                                       HxRecord     *bootstrap);
void      hx_workspace_emit_event     (HxWorkspace  *self,
                                       const char   *thing,
                                       const char   *action,
                                       HxRecord     *record);
void      hx_workspace_emit_reset     (HxWorkspace  *self);
void      hx_workspace_set_pool_total (HxWorkspace  *self,
                                       gint64        total);
void      hx_workspace_set_board      (HxWorkspace  *self,
                                       HxRecord     *board);
void      hx_workspace_late_changed   (HxWorkspace  *self);
void      hx_workspace_forget_person  (HxWorkspace  *self);

/* hx-workspace-connect.c */
void      hx_workspace_reconnect      (HxWorkspace  *self);
void      hx_workspace_disconnect     (HxWorkspace  *self);
void      hx_workspace_fail           (HxWorkspace  *self,
                                       const GError *error);
void      hx_workspace_on_server      (HxWorkspace  *self,
                                       int           state,
                                       const GError *error);
void      hx_workspace_follow_source  (HxWorkspace  *self);

/* hx-workspace-server.c */
void      hx_workspace_be_nobody      (HxWorkspace  *self);
void      hx_workspace_on_sign_in     (HxWorkspace  *self);

/* hx-workspace-rules.c */
void      hx_workspace_take_rules     (HxWorkspace  *self,
                                       HxRecord     *bootstrap);
void      hx_workspace_take_new_rules (HxWorkspace  *self,
                                       HxRecord     *record);
void      hx_workspace_prefer_template (HxWorkspace *self,
                                       const char   *id);

/* hx-workspace-watch.c */
char     *hx_topics_join              (GPtrArray    *topics);
void      hx_workspace_watch_anew     (HxWorkspace  *self);
void      hx_workspace_note_call      (HxWorkspace  *self,
                                       HxRecord     *call);

/* hx-workspace-events.c */
void      hx_workspace_refresh_counts (HxWorkspace  *self);
void      hx_workspace_on_event       (HxWorkspace  *self,
                                       const char   *thing,
                                       const char   *action,
                                       HxRecord     *record);
void      hx_workspace_take_wrapup    (HxWorkspace  *self,
                                       HxRecord     *wrapup);
void      hx_workspace_drop_wrapup    (HxWorkspace  *self,
                                       const char   *id);
void      hx_workspace_keep_wrapups   (HxWorkspace  *self,
                                       GPtrArray    *open);
void      hx_workspace_forget_wrapups (HxWorkspace  *self);

G_END_DECLS
