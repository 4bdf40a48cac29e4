/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-policy.h"

#include "../things/hx-organisation.h"

#include <string.h>

/* More than any of the units can mean. */
#define MAX_VALUE 100000

/* Path in the document, the default, and the least that makes sense; the domain page is the source of each. */
static const struct
{
  const char *room;
  const char *name;
  gint64 value;
  gint64 min;
} keys[HX_N_POLICY_KEYS] = {
  [HX_KEY_WRAPUP_SECONDS] = { "wrapup", "seconds", 30, 1 },
  [HX_KEY_WRAPUP_URGENT_SECONDS] = { "wrapup", "urgent_seconds", 10 },
  [HX_KEY_WRAPUP_FOLD_SECONDS] = { "wrapup", "fold_seconds", 5 },
  [HX_KEY_WRAPUP_UNDO_SECONDS] = { "wrapup", "undo_seconds", 60 },
  [HX_KEY_BOOKMARK_SECONDS] = { "wrapup", "bookmark_seconds", 15 },
  [HX_KEY_LEAD_DAYS] = { "wrapup", "lead_days", 30 },
  [HX_KEY_TOUCH_LIMIT] = { "touch", "per_day", 2 },
  [HX_KEY_TOUCH_GAP_HOURS] = { "touch", "gap_hours", 6 },
  [HX_KEY_POOL_REVIEW_MINUTES] = { "pool", "review_minutes", 120, 1 },
  [HX_KEY_FEEDBACK_HANDLE_HOURS] = { "feedback", "handle_hours", 48, 1 },
  [HX_KEY_DUPLICATE_DAYS] = { "feedback", "duplicate_days", 7 },
  [HX_KEY_VALID_GOAL] = { "figures", "valid_goal", 20 },
  [HX_KEY_SOON_PERCENT] = { "clocks", "soon_percent", 75, 1 },
  [HX_KEY_CALL_STALE_HOURS] = { "calls", "stale_hours", 12, 1 },
  [HX_KEY_KEEP_RECORDINGS_DAYS] = { "keep", "recordings_days", 730 },
  [HX_KEY_KEEP_CONTACT_TEXT_DAYS] = { "keep", "contact_text_days", 1095 },
  [HX_KEY_KEEP_CALL_NUMBERS_DAYS] = { "keep", "call_numbers_days", 1095 },
  [HX_KEY_KEEP_DRAFTS_DAYS] = { "keep", "drafts_days", 90 },
  [HX_KEY_KEEP_FEEDBACK_TEXT_DAYS] = { "keep", "feedback_text_days", 1095 },
  [HX_KEY_KEEP_ATTACHMENTS_DAYS] = { "keep", "attachments_days", 1095 },
  [HX_KEY_KEEP_CUSTOMERS_DAYS] = { "keep", "customers_days", 0 },
  [HX_KEY_KEEP_EVENTS_DAYS] = { "keep", "events_days", 90 },
};

struct _HxPolicyView
{
  gatomicrefcount references;
  gint64 values[HX_N_POLICY_KEYS];
  HxJson *document;
};

/**
 * hx_policy_view_new:
 * @policy: (nullable): a policy record; %NULL for the defaults
 *
 * Returns: (transfer full): the policy's numbers, ready to be asked
 */
HxPolicyView *
hx_policy_view_new (HxRecord *policy)
{
  HxPolicyView *self = g_new0 (HxPolicyView, 1);
  const char *document = policy != NULL ? hx_record_get_text (policy, HX_POLICY_DOCUMENT) : NULL;

  g_atomic_ref_count_init (&self->references);
  if (document != NULL)
    self->document = hx_json_parse (document, strlen (document), NULL);
  for (guint i = 0; i < HX_N_POLICY_KEYS; i++)
    self->values[i]
        = hx_json_member_integer (hx_json_get_member (self->document, keys[i].room), keys[i].name, keys[i].value);
  return self;
}

/**
 * hx_policy_view_ref:
 * @self: a policy view
 *
 * Returns: (transfer full): @self
 */
HxPolicyView *
hx_policy_view_ref (HxPolicyView *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * hx_policy_view_unref:
 * @self: (transfer full) (nullable): a policy view
 */
void
hx_policy_view_unref (HxPolicyView *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  hx_json_free (self->document);
  g_free (self);
}

/**
 * hx_policy_view_get:
 * @self: a policy view
 * @key: which number
 *
 * Returns: the number, in the unit that the key's name says
 */
gint64
hx_policy_view_get (HxPolicyView *self,
                    HxPolicyKey   key)
{
  return self->values[key];
}

/**
 * hx_policy_view_get_mode:
 * @self: a policy view
 * @queue: (nullable): the call's queue
 *
 * Returns: how strict the wrap-up of that queue is; time-boxed by default
 */
HxWrapupMode
hx_policy_view_get_mode (HxPolicyView *self,
                         const char   *queue)
{
  HxJson *wrapup = hx_json_get_member (self->document, "wrapup");
  const char *mode = queue != NULL ? hx_json_member_string (hx_json_get_member (wrapup, "queues"), queue) : NULL;
  int value = hx_enum_find (&hx_wrapup_mode_enum, mode != NULL ? mode : hx_json_member_string (wrapup, "mode"));

  return value >= 0 ? (HxWrapupMode) value : HX_WRAPUP_TIME_BOXED;
}

/**
 * hx_policy_view_country_code:
 * @self: a policy view
 *
 * Returns: the country of numbers that do not say one, without the plus
 */
const char *
hx_policy_view_country_code (HxPolicyView *self)
{
  const char *code = hx_json_member_string (self->document, "country_code");

  return code != NULL ? code : "86";
}

static void
complain (HxProblem  *problem,
          const char *room,
          const char *name,
          const char *reason)
{
  g_autofree char *path = g_strjoin (".", "document", room, name, NULL);

  hx_problem_add (problem, path, reason);
}

static void
check_mode (HxJson     *value,
            const char *room,
            const char *name,
            HxProblem  *problem)
{
  if (hx_json_get_type (value) != HX_JSON_STRING)
    complain (problem, room, name, "wrong_type");
  else if (hx_enum_find (&hx_wrapup_mode_enum, hx_json_get_string (value)) < 0)
    complain (problem, room, name, "unknown");
}

static void
check_number (HxJson     *value,
              const char *room,
              const char *name,
              HxProblem  *problem)
{
  guint i = 0;

  while (i < HX_N_POLICY_KEYS && !(g_str_equal (keys[i].room, room) && g_str_equal (keys[i].name, name)))
    i++;
  if (i == HX_N_POLICY_KEYS)
    complain (problem, room, name, "unknown");
  else if (hx_json_get_type (value) != HX_JSON_INTEGER)
    complain (problem, room, name, "wrong_type");
  else if (hx_json_get_integer (value) < keys[i].min || hx_json_get_integer (value) > MAX_VALUE)
    complain (problem, room, name, "out_of_range");
}

static void
check_room (HxJson     *value,
            const char *room,
            HxProblem  *problem)
{
  g_auto (GStrv) names = hx_json_get_type (value) == HX_JSON_OBJECT ? hx_json_dup_names (value) : NULL;
  gboolean wrapup = g_str_equal (room, "wrapup");

  if (names == NULL)
    complain (problem, room, NULL, "wrong_type");
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      HxJson *member = hx_json_get_member (value, names[i]);

      if (wrapup && g_str_equal (names[i], "mode"))
        check_mode (member, room, names[i], problem);
      else if (!wrapup || !g_str_equal (names[i], "queues"))
        check_number (member, room, names[i], problem);
    }
}

static void
check_queues (HxJson    *queues,
              HxProblem *problem)
{
  g_auto (GStrv) names = NULL;

  if (queues == NULL)
    return;
  if (hx_json_get_type (queues) == HX_JSON_OBJECT)
    names = hx_json_dup_names (queues);
  else
    complain (problem, "wrapup", "queues", "wrong_type");
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    check_mode (hx_json_get_member (queues, names[i]), "wrapup", "queues", problem);
}

static gboolean
is_country_code (const char *code)
{
  gsize length = code != NULL ? strlen (code) : 0;

  return length >= 1 && length <= 3 && strspn (code, "0123456789") == length;
}

/**
 * hx_policy_check:
 * @document: what somebody wants to be the policy
 * @problem: told what is wrong with it, by its path
 *
 * A key that is misspelt would silently leave its number as it was, so what is unknown is refused.
 */
void
hx_policy_check (HxJson    *document,
                 HxProblem *problem)
{
  g_auto (GStrv) rooms = hx_json_get_type (document) == HX_JSON_OBJECT ? hx_json_dup_names (document) : NULL;

  if (rooms == NULL)
    hx_problem_add (problem, "document", "wrong_type");
  for (guint i = 0; rooms != NULL && rooms[i] != NULL; i++)
    if (!g_str_equal (rooms[i], "country_code"))
      check_room (hx_json_get_member (document, rooms[i]), rooms[i], problem);
    else if (!is_country_code (hx_json_member_string (document, rooms[i])))
      complain (problem, rooms[i], NULL, "invalid");
  check_queues (hx_json_get_member (hx_json_get_member (document, "wrapup"), "queues"), problem);
}

/**
 * hx_policy_default_document:
 *
 * Returns: (transfer full): the policy a new store begins with, as JSON
 */
char *
hx_policy_default_document (void)
{
  GString *out = g_string_new ("{\"country_code\":\"86\"");
  const char *room = NULL;

  for (guint i = 0; i < HX_N_POLICY_KEYS; i++)
    {
      if (g_strcmp0 (room, keys[i].room) != 0)
        {
          g_string_append (out, room != NULL ? "}" : "");
          g_string_append_printf (out, ",\"%s\":{", keys[i].room);
        }
      room = keys[i].room;
      hx_json_append_member (out, keys[i].name);
      g_string_append_printf (out, "%" G_GINT64_FORMAT, keys[i].value);
    }
  g_string_append (out, "}}");
  return g_string_free (out, FALSE);
}
