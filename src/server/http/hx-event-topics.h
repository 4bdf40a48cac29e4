/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/hx-service.h"

G_BEGIN_DECLS

/**
 * HxEventTopics:
 *
 * Which listeners look at what: what is nobody's own goes to those alone who asked for it. Not
 * locked: whoever has it has a lock.
 */
typedef struct _HxEventTopics HxEventTopics;

HxEventTopics *hx_event_topics_new    (void);
void           hx_event_topics_free   (HxEventTopics  *self);
void           hx_event_topics_add    (HxEventTopics  *self,
                                       char          **topics,
                                       gpointer        listener);
void           hx_event_topics_remove (HxEventTopics  *self,
                                       char          **topics,
                                       gpointer        listener);
void           hx_event_topics_each   (HxEventTopics  *self,
                                       HxRecord       *event,
                                       HxRecord       *record,
                                       GFunc           func,
                                       gpointer        data);
gboolean       hx_event_topics_empty  (HxEventTopics  *self);

/* What a client says that it looks at; NULL is all of it. */
gboolean       hx_topics_parse        (const char     *text,
                                       char         ***topics,
                                       GError        **error);
gboolean       hx_topics_may_have     (char          **topics,
                                       HxRecord       *event);
gboolean       hx_topics_have         (char          **topics,
                                       HxRecord       *event,
                                       HxRecord       *record);

G_END_DECLS
