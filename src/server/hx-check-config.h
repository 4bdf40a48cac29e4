/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config/hx-config.h"

G_BEGIN_DECLS

GPtrArray *hx_check_config (const HxConfig *config);

G_END_DECLS
