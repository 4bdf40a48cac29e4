/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-wrapup-rules.h"

#include "../hx-time.h"

/**
 * hx_wrapup_is_open:
 * @state: a wrap-up's state
 *
 * Returns: whether it still waits for an answer, in time or late
 */
gboolean
hx_wrapup_is_open (HxWrapupState state)
{
  return state == HX_WRAPUP_WAITING || state == HX_WRAPUP_LATE || state == HX_WRAPUP_ABANDONED;
}

/**
 * hx_wrapup_may_finish:
 * @mode: how strict the queue is
 * @state: the wrap-up's state
 *
 * Returns: whether it may be put off without an answer
 */
gboolean
hx_wrapup_may_finish (HxWrapupMode  mode,
                      HxWrapupState state)
{
  return mode == HX_WRAPUP_OPTIONAL || mode == HX_WRAPUP_TIME_BOXED || !hx_wrapup_is_open (state);
}

/**
 * hx_wrapup_expires_at:
 * @policy: the policy
 * @mode: how strict the queue is
 * @opened_at: when the call ended, µs UTC
 *
 * Returns: when the form folds into the late lane, µs UTC; 0 when it never does,
 *   as the mode requires an answer
 */
gint64
hx_wrapup_expires_at (HxPolicyView *policy,
                      HxWrapupMode  mode,
                      gint64        opened_at)
{
  if (mode == HX_WRAPUP_REQUIRED || mode == HX_WRAPUP_REQUIRED_SHIFT)
    return 0;
  return opened_at + hx_policy_view_get (policy, HX_KEY_WRAPUP_SECONDS) * HX_SECOND;
}

/**
 * hx_wrapup_remaining:
 * @expires_at: µs UTC
 * @now: µs UTC, of the server's clock
 *
 * Returns: seconds left, rounded up so that 0 is shown only when time is up
 */
gint64
hx_wrapup_remaining (gint64 expires_at,
                     gint64 now)
{
  return expires_at > now ? (expires_at - now + HX_SECOND - 1) / HX_SECOND : 0;
}

/**
 * hx_bookmark_range:
 * @policy: the policy
 * @at_ms: the marked moment of the recording
 * @duration_ms: the recording's length, 0 when it is not known yet
 * @from_ms: (out): where the clip begins
 * @to_ms: (out): where it ends
 *
 * A bookmark makes a clip of the seconds around it (domain: recording).
 */
void
hx_bookmark_range (HxPolicyView *policy,
                   gint64        at_ms,
                   gint64        duration_ms,
                   gint64       *from_ms,
                   gint64       *to_ms)
{
  gint64 around = hx_policy_view_get (policy, HX_KEY_BOOKMARK_SECONDS) * 1000;

  *from_ms = MAX (0, at_ms - around);
  *to_ms = duration_ms > 0 ? MIN (duration_ms, at_ms + around) : at_ms + around;
}

/**
 * hx_clip_check:
 * @from_ms: where a clip begins
 * @to_ms: where it ends
 * @duration_ms: the recording's length, 0 when it is not known yet
 * @problem: takes the complaint
 * @from_name: how the input calls the beginning
 * @to_name: how it calls the end
 *
 * Returns: whether the clip is a range inside its recording
 */
gboolean
hx_clip_check (gint64      from_ms,
               gint64      to_ms,
               gint64      duration_ms,
               HxProblem  *problem,
               const char *from_name,
               const char *to_name)
{
  guint before = hx_problem_count (problem);

  if (from_ms < 0)
    hx_problem_add (problem, from_name, "outside_recording");
  if (to_ms <= from_ms)
    hx_problem_add (problem, to_name, "before_start");
  else if (duration_ms > 0 && to_ms > duration_ms)
    hx_problem_add (problem, to_name, "outside_recording");
  return hx_problem_count (problem) == before;
}

/**
 * hx_channel_is_source:
 * @channel: a contact's channel
 * @activity: what happened
 * @direction: who began
 *
 * Whether a contact tells where the customer came from: what the customer did
 * by themselves on a channel. A text message we sent is no source.
 *
 * Returns: whether a call after it counts as that channel's
 */
gboolean
hx_channel_is_source (HxChannel   channel,
                      HxActivity  activity,
                      HxDirection direction)
{
  return direction == HX_DIRECTION_IN && channel != HX_CHANNEL_PHONE && activity != HX_ACTIVITY_VIEW
         && activity != HX_ACTIVITY_DELIVERED && activity != HX_ACTIVITY_NOT_DELIVERED;
}
