/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A kind of file that may be attached. */
typedef struct
{
  const char *media_type;
  const char *suffix; /* ".png" */
} HxContentKind;

const HxContentKind *hx_content_find (const guint8 *bytes,
                                      gsize         length);

G_END_DECLS
