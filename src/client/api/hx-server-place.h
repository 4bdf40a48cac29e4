/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

/**
 * HxServerPlace:
 *
 * Where the server of this computer lives: its program, its store and its socket.
 */
typedef struct
{
  char *program;
  char *store;      /* sqlite:PATH */
  char *store_path;
  char *recordings;
  char *socket;
  char *notice;     /* what a ready server said of itself, for the other clients of its store */
} HxServerPlace;

HxServerPlace *hx_server_place_new  (const char    *folder,
                                     GError       **error);
void           hx_server_place_free (HxServerPlace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxServerPlace, hx_server_place_free)

G_END_DECLS
