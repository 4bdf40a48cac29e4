/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hx_mask_within_text     (const char *text);
char *hx_mask_within_document (const char *document);

G_END_DECLS
