/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-server.h"

G_BEGIN_DECLS

int hx_serve (HxConfig  *config,
              HxLog     *log,
              char     **argv);

G_END_DECLS
