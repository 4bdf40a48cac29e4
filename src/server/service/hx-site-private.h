/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-access.h"
#include "hx-service.h"
#include "store/hx-names.h"

G_BEGIN_DECLS

struct _HxSite
{
  char *store_uri;
  HxFileStore *files;
  gint64 quota; /* bytes of all files together; 0 for any number */
  GRWLock lock;
  GPtrArray *policies;   /* of HxPolicyView, the newest last; kept, as somebody may be reading one */
  gint64 policy_version; /* of that */
  GHashTable *templates; /* id → HxTemplateView; a version never changes */
  HxPresenceFunc presence;
  gpointer presence_data;
  char *anchor; /* (nullable) */
  HxAccess *access;
  HxNames *names;
  HxLog *log; /* (nullable) */
  gboolean embedded;
};

G_END_DECLS
