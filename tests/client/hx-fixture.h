/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api/hx-client.h"
#include "model/hx-workspace-private.h"

/* A computer of its own: private XDG folders, the real huixiangd, and a PBX at its door. */
typedef struct
{
  char *folder;
  HxWorkspace *workspace;
  HxClient *pbx;
  guint pbx_port;
  guint calls;
} Fixture;

/* Runs the main loop until the condition holds; a minute without it is a failure. */
#define WAIT_FOR(condition) \
  G_STMT_START \
  { \
    GSource *deadline_ = hx_deadline_start (#condition); \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
    hx_deadline_stop (deadline_); \
  } \
  G_STMT_END

GSource         *hx_deadline_start       (const char       *what);
void             hx_deadline_stop        (GSource          *deadline);
void             hx_fixture_remove_tree  (const char       *path);
int              hx_fixture_main         (int               argc,
                                          char            **argv,
                                          void            (*add) (void));
void             hx_fixture_set_up       (Fixture          *self,
                                          gconstpointer     data);
void             hx_fixture_tear_down    (Fixture          *self,
                                          gconstpointer     data);
void             hx_fixture_start        (Fixture          *self);
HxReply         *hx_fixture_call         (HxClient         *client,
                                          const HxCall     *call,
                                          GError          **error);
void             hx_fixture_send_event   (Fixture          *self,
                                          const char       *event,
                                          const char       *call_id,
                                          const char       *number);
char            *hx_fixture_end_a_call   (Fixture          *self,
                                          const char       *number);
guint            hx_fixture_waiting      (Fixture          *self);
HxWrapupSession *hx_fixture_session      (Fixture          *self,
                                          guint             position);
void             hx_fixture_fill         (HxWrapupSession  *session,
                                          const char       *pain_point);
gboolean         hx_fixture_submit       (HxWrapupSession  *session,
                                          HxOutcome         outcome,
                                          GError          **error);
