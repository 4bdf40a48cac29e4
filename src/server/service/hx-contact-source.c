/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a customer comes from: each popup and each feedback asks. */
#include "hx-contact-service-private.h"
#include "hx-time.h"
#include "rules/hx-wrapup-rules.h"
#include "store/hx-record-store.h"

static gboolean
is_source (int channel,
           int activity)
{
  return hx_channel_is_source ((HxChannel) channel, (HxActivity) activity, HX_DIRECTION_IN);
}

static gboolean
channel_is_never (int channel)
{
  for (int activity = 0; activity < HX_N_ACTIVITIES; activity++)
    if (is_source (channel, activity))
      return FALSE;
  return TRUE;
}

static gboolean
activity_is_never (int activity)
{
  for (int channel = 0; channel < HX_N_CHANNELS; channel++)
    if (is_source (channel, activity))
      return FALSE;
  return TRUE;
}

/* The rule of hx_channel_is_source() as the store can look for it: by what is none, as that is less. No IN: SQLite
 * makes a table of each such list, anew for each question. */
static char *
make_source_condition (void)
{
  GString *text = g_string_new ("' AND t.customer_id = $1 AND t.at >= $2 AND t.at <= $3 AND t.direction = 'in'");

  for (int channel = 0; channel < HX_N_CHANNELS; channel++)
    if (channel_is_never (channel))
      g_string_append_printf (text, " AND t.channel <> '%s'", hx_enum_name (&hx_channel_enum, channel));
  for (int activity = 0; activity < HX_N_ACTIVITIES; activity++)
    if (activity_is_never (activity))
      g_string_append_printf (text, " AND t.activity <> '%s'", hx_enum_name (&hx_activity_enum, activity));
  for (int channel = 0; channel < HX_N_CHANNELS; channel++)
    for (int activity = 0; activity < HX_N_ACTIVITIES; activity++)
      if (!is_source (channel, activity) && !channel_is_never (channel) && !activity_is_never (activity))
        g_string_append_printf (text, " AND NOT (t.channel = '%s' AND t.activity = '%s')",
                                hx_enum_name (&hx_channel_enum, channel), hx_enum_name (&hx_activity_enum, activity));
  g_string_append (text, " ORDER BY t.at DESC, t.id DESC LIMIT 1");
  return g_string_free (text, FALSE);
}

static gint64
source_since (HxServiceCall *call)
{
  return call->now - hx_policy_view_get (hx_site_get_policy (call->site), HX_KEY_LEAD_DAYS) * HX_DAY;
}

/* On PostgreSQL contacts lie by months of their ids. A month that is older than the bound is not even opened where the
 * bound is part of the statement's text, unlike with a parameter; so the text is another one each week. */
static char *
source_condition (HxServiceCall *call)
{
  static char *condition = NULL;
  gint64 since = hx_contact_made_since (source_since (call), call->now);
  char floor[HX_ID_FLOOR_LENGTH];

  if (g_once_init_enter (&condition))
    g_once_init_leave (&condition, make_source_condition ());
  hx_id_floor (since - since % (7 * HX_DAY), floor);
  return g_strconcat ("WHERE t.id >= '", floor, condition, NULL);
}

/**
 * hx_contact_ask_source:
 * @call: the call of the service
 * @customer_id: a customer
 *
 * Says that [func@contact_find_source] will presently be called.
 */
void
hx_contact_ask_source (HxServiceCall *call,
                       const char    *customer_id)
{
  g_autofree char *condition = source_condition (call);

  hx_record_ask (call->db, &hx_contact_schema, condition, "sii", customer_id, source_since (call), call->now);
}

/**
 * hx_contact_find_source:
 * @call: the call of the service
 * @customer_id: (nullable): a customer
 * @error: the store's; unset when there is merely no source
 *
 * Returns: (transfer full) (nullable): the contact that the customer comes from
 */
HxRecord *
hx_contact_find_source (HxServiceCall *call,
                        const char    *customer_id,
                        GError       **error)
{
  g_autofree char *condition = source_condition (call);

  return hx_record_find (call->db, &hx_contact_schema, error, condition, "sii", customer_id, source_since (call),
                         call->now);
}
