/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-fixture.h"

G_BEGIN_DECLS

/* Somebody who does not exist, with a number that is nobody's; returns the id. */
char *hx_history_customer (HxFixture  *self);
/* The same with everything that can be personal: a touch, a call with a wrap-up, its draft and, with the next two, its
 * feedback and its audio. */
char *hx_history_make     (HxFixture  *self);
void  hx_history_feedback (HxFixture  *self);
void  hx_history_audio    (HxFixture  *self);
void  hx_history_touches  (HxFixture  *self,
                           const char *id,
                           guint       amount);

G_END_DECLS
