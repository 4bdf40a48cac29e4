/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HxSseParser:
 *
 * Reads the text of a stream of Server-Sent Events in pieces of any size. Knows
 * no I/O, so that any bytes can be tried on it.
 */
typedef struct _HxSseParser HxSseParser;

/**
 * HxSseFunc:
 * @event: (nullable): the event's name
 * @id: (nullable): the last `id:` that was seen, of this event or one before
 * @data: (nullable): the `data:` lines, joined by newlines; %NULL when a new id is all that was told
 * @user_data: what the parser was made with
 */
typedef void (*HxSseFunc) (const char *event, const char *id, const char *data, gpointer user_data);

HxSseParser *hx_sse_parser_new   (HxSseFunc    func,
                                  gpointer     user_data);
void         hx_sse_parser_free  (HxSseParser *self);
gboolean     hx_sse_parser_feed  (HxSseParser *self,
                                  const char  *bytes,
                                  gsize        length);
gint64       hx_sse_parser_retry (HxSseParser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxSseParser, hx_sse_parser_free)

G_END_DECLS
