/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-lockout.h"

#include "../hx-time.h"

/* How guessing is made slow. A whole floor of agents may share one address, so an
 * address may fail more often than a login. The longest delay is short enough that
 * whoever locks somebody else out on purpose does not stop their work for a day. */
static const struct
{
  gint64 free;    /* failures that cost nothing: people mistype */
  gint64 first;   /* the delay after the next one; it doubles with each further one */
  gint64 longest;
  gint64 memory;  /* after so long without a failure all is forgotten */
} rules[HX_N_LOCKOUTS] = {
  [HX_LOCKOUT_LOGIN] = { 4, 15 * HX_SECOND, 15 * HX_MINUTE, 24 * HX_HOUR },
  [HX_LOCKOUT_ADDRESS] = { 30, 15 * HX_SECOND, 15 * HX_MINUTE, 1 * HX_HOUR },
};

/**
 * hx_lockout_delay:
 * @kind: whose failures they are
 * @failures: how many there were, the last one among them
 *
 * Returns: for how long nothing more is tried, µs
 */
gint64
hx_lockout_delay (HxLockout kind,
                  gint64    failures)
{
  gint64 delay = rules[kind].first;

  if (failures <= rules[kind].free)
    return 0;
  for (gint64 i = rules[kind].free + 1; i < failures && delay < rules[kind].longest; i++)
    delay *= 2;
  return MIN (delay, rules[kind].longest);
}

/**
 * hx_lockout_memory:
 * @kind: whose failures they are
 *
 * Returns: after how long without a failure they are forgotten, µs
 */
gint64
hx_lockout_memory (HxLockout kind)
{
  return rules[kind].memory;
}
