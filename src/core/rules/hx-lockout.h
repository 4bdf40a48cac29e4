/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HxLockout:
 *
 * Whose failed sign-ins are counted: those for one login, wherever they come
 * from, and those from one address, whatever they try.
 */
typedef enum
{
  HX_LOCKOUT_LOGIN,
  HX_LOCKOUT_ADDRESS,
  HX_N_LOCKOUTS
} HxLockout;

gint64 hx_lockout_delay  (HxLockout kind,
                          gint64    failures);
gint64 hx_lockout_memory (HxLockout kind);

G_END_DECLS
