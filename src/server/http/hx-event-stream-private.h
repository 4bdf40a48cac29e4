/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-event-hub.h"

G_BEGIN_DECLS

/* One event as it goes over the wire; made once, shared by all who get it. */
typedef struct
{
  gint64 number; /* 0: no event and no number, such as a heartbeat */
  GBytes *bytes;
} HxFrame;

HxFrame  *hx_frame_new_event           (HxRecord      *event,
                                        HxRecord      *record);
HxFrame  *hx_frame_new_text            (const char    *text);
HxFrame  *hx_frame_new_beat            (gint64         number);
HxFrame  *hx_frame_ref                 (HxFrame       *self);
void      hx_frame_unref               (HxFrame       *self);

void      hx_event_stream_push         (HxEventStream *self,
                                        HxFrame       *frame);
void      hx_event_stream_end          (HxEventStream *self);
void      hx_event_stream_beat         (HxEventStream *self,
                                        HxFrame       *numbered,
                                        HxFrame       *plain);
const HxCaller *hx_event_stream_get_caller (HxEventStream *self);
char    **hx_event_stream_get_topics   (HxEventStream *self);

gboolean  hx_event_hub_add             (HxEventHub    *self,
                                        HxEventStream *stream,
                                        GError       **error);
void      hx_event_hub_count_cut       (HxEventHub    *self);
void      hx_event_hub_remove          (HxEventHub    *self,
                                        HxEventStream *stream);
gboolean  hx_event_hub_borrow          (HxEventHub    *self,
                                        gsize          bytes);
void      hx_event_hub_return          (HxEventHub    *self,
                                        gsize          bytes);

G_END_DECLS
