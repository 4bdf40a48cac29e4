/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hx_dialect_text (const char *script,
                       const char *engine);

G_END_DECLS
