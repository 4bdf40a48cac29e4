/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/hx-config.h"

G_BEGIN_DECLS

int hx_keys_command (HxConfig       *config,
                     int             argc,
                     char          **argv);

G_END_DECLS
