/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Room for so many bytes as text, with its end. */
#define HX_BASE64_TEXT(size) (((size) + 2) / 3 * 4 + 1)

/* Room for the bytes of so long a text. */
#define HX_BASE64_BYTES(length) ((length) / 4 * 3)

gsize    hx_base64_encode (const guint8 *bytes,
                           gsize         size,
                           char         *text);
gboolean hx_base64_decode (const char   *text,
                           gsize         length,
                           guint8       *bytes,
                           gsize        *size);

G_END_DECLS
