/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-time.h"
#include "store/hx-db.h"

G_BEGIN_DECLS

/* How often a server says that it is there. */
#define HX_PRESENCE_BEAT (2 * HX_SECOND)
/* A server that was not heard of for so long is gone, and whoever listened there too. */
#define HX_SERVER_GONE (15 * HX_SECOND)

/* Who listens at which server of a shared store. */
gboolean hx_presence_set         (HxDb        *db,
                                  const char  *server_id,
                                  const char  *user_id,
                                  gboolean     present,
                                  gint64       now,
                                  GError     **error);
gboolean hx_presence_beat        (HxDb        *db,
                                  const char  *server_id,
                                  gint64       now,
                                  GError     **error);
gboolean hx_presence_leave       (HxDb        *db,
                                  const char  *server_id,
                                  gint64       now,
                                  GError     **error);
gboolean hx_presence_is_anywhere (HxDb        *db,
                                  const char  *user_id,
                                  gint64       now,
                                  gboolean    *present,
                                  GError     **error);

G_END_DECLS
