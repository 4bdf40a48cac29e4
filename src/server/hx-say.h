/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-server.h"

G_BEGIN_DECLS

/* What whoever started us hears: one line of JSON, and words for a person. Both of the last return the status
 * to exit with. */
void hx_say_ready    (const HxConfig *config,
                      HxServer       *server);
int  hx_say_failed   (const GError   *error);
int  hx_say_mistaken (const GError   *error);

G_END_DECLS
