/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint hx_text_count           (const char *text);
char *hx_text_mask            (const char *text);
char *hx_text_normalize_phone (const char *number,
                               const char *country_code);
char *hx_text_fold            (const char *text);

G_END_DECLS
