/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *hx_locale_chinese   (const char *locale);
char       *hx_locale_languages (const char *languages,
                                 const char *locale);

G_END_DECLS
