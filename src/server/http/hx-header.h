/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

/**
 * HxMediaType:
 * @HX_MEDIA_OTHER: something else
 * @HX_MEDIA_CHARSET: the type, but not in UTF-8
 * @HX_MEDIA_RIGHT: the type
 */
typedef enum
{
  HX_MEDIA_OTHER,
  HX_MEDIA_CHARSET,
  HX_MEDIA_RIGHT,
} HxMediaType;

const char *hx_header_bearer       (const char *value);
HxMediaType hx_header_media_type   (const char *value,
                                    const char *type);
char       *hx_header_etag         (const char *value);
gboolean    hx_header_is_key       (const char *value);
gint64      hx_header_event_number (const char *value);
char       *hx_header_forwarded    (const char *value);
const char *hx_header_find_path    (const char *target);

G_END_DECLS
