/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audience-private.h"
#include "hx-scope-private.h"

#include <string.h>

/* Who hears of an event: the rule of lists and items, without a store to ask. */

static gboolean
sees_pool (const HxCaller *caller,
           HxRecord       *event)
{
  g_autofree char *team_id = hx_scope_team (caller);

  return g_strcmp0 (team_id, hx_record_get_text (event, HX_EVENT_TEAM_ID)) == 0;
}

static gboolean
sees_by_scope (const HxCaller *caller,
               HxRecord       *event)
{
  return hx_scope_allows (caller, hx_record_get_text (event, HX_EVENT_AGENT_ID),
                          hx_record_get_text (event, HX_EVENT_TEAM_ID));
}

/* A popup is for one agent alone, whoever else may see the call. */
static gboolean
is_own (const HxCaller *caller,
        HxRecord       *event)
{
  return g_strcmp0 (caller->user_id, hx_record_get_text (event, HX_EVENT_AGENT_ID)) == 0;
}

static gboolean
sees_contact (const HxCaller *caller,
              HxRecord       *event)
{
  return !hx_record_has (event, HX_EVENT_AGENT_ID) || sees_by_scope (caller, event);
}

/* Each thing: the permission of its lists, the rule that the event alone decides (none: all of them), how those are
 * found whom it concerns, whether its record's audience decides too, and what a client shows that shows it. */
static const struct
{
  const char *thing;
  HxPermission permission;
  gboolean (*sees) (const HxCaller *caller, HxRecord *event);
  HxRoute route;
  gboolean audience;
  const char *topic; /* (nullable) */
} rules[] = {
  { "call", HX_MAY_SEE_OWN, sees_by_scope, HX_ROUTE_AGENT, FALSE, NULL },
  { "feedback", HX_MAY_SEE_OWN, sees_by_scope, HX_ROUTE_AGENT, FALSE, NULL },
  { "wrapup", HX_MAY_WRAP_UP, is_own, HX_ROUTE_AGENT, FALSE, NULL },
  { "pool", HX_MAY_SEE_POOL, sees_pool, HX_ROUTE_AGENT, FALSE, NULL },
  { "contact", HX_MAY_SEE_CUSTOMERS, sees_contact, HX_ROUTE_TOPIC, FALSE, HX_TOPIC_CUSTOMERS },
  { "customer", HX_MAY_SEE_CUSTOMERS, NULL, HX_ROUTE_TOPIC, FALSE, HX_TOPIC_CUSTOMERS },
  { "recording", HX_MAY_HEAR_RECORDINGS, NULL, HX_ROUTE_OWNERS, TRUE, NULL },
  { "clip", HX_MAY_HEAR_RECORDINGS, NULL, HX_ROUTE_OWNERS, TRUE, NULL },
  { "rectification", HX_MAY_SEE_BOARD, NULL, HX_ROUTE_TOPIC, TRUE, HX_TOPIC_BOARD },
  { HX_THING_POLICY, HX_MAY_SIGN_IN, NULL, HX_ROUTE_EVERYBODY, FALSE, NULL },
  { HX_THING_TEMPLATE, HX_MAY_SIGN_IN, NULL, HX_ROUTE_EVERYBODY, FALSE, NULL },
};

static int
find_rule (HxRecord *event)
{
  const char *thing = hx_record_get_text (event, HX_EVENT_THING);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (strcmp (rules[i].thing, thing) == 0)
      return (int) i;
  return -1;
}

/**
 * hx_service_may_concern:
 * @caller: who listens
 * @event: an event
 *
 * Returns: %FALSE when @caller does not hear of it whatever its record is
 */
gboolean
hx_service_may_concern (const HxCaller *caller,
                        HxRecord       *event)
{
  int rule = find_rule (event);

  return rule >= 0 && (caller->permissions & rules[rule].permission)
         && (rules[rule].sees == NULL || rules[rule].sees (caller, event));
}

/**
 * hx_service_see_event:
 * @caller: who listens
 * @event: an event
 * @record: (nullable): what it is about, with its audience
 *
 * Returns: how much of it @caller may hear
 */
HxSight
hx_service_see_event (const HxCaller *caller,
                      HxRecord       *event,
                      HxRecord       *record)
{
  const char *audience = hx_audience_get (record);
  int rule = find_rule (event);

  if (!hx_service_may_concern (caller, event))
    return HX_SIGHT_NONE;
  if (rules[rule].audience)
    return hx_audience_allows (caller, audience) ? HX_SIGHT_WHOLE : HX_SIGHT_NONE;
  return audience == NULL || hx_audience_allows (caller, audience) ? HX_SIGHT_WHOLE : HX_SIGHT_PART;
}

/**
 * hx_service_event_part:
 * @record: what an event is about
 *
 * Returns: (transfer full): what %HX_SIGHT_PART has of it: a contact without its recording
 */
HxRecord *
hx_service_event_part (HxRecord *record)
{
  HxRecord *part = hx_record_copy (record);

  if (hx_record_get_schema (part) == &hx_contact_schema)
    hx_record_clear (part, HX_CONTACT_RECORDING_ID);
  return part;
}

/**
 * hx_service_event_route:
 * @event: an event
 *
 * Returns: how those are found whom it may concern
 */
HxRoute
hx_service_event_route (HxRecord *event)
{
  int rule = find_rule (event);

  if (rule < 0 || (rules[rule].sees == sees_contact && hx_record_has (event, HX_EVENT_AGENT_ID)))
    return HX_ROUTE_AGENT;
  return rules[rule].route;
}

/**
 * hx_service_event_topic:
 * @event: an event
 *
 * Returns: (nullable): what somebody looks at who is to hear of it; %NULL for what is somebody's own
 */
const char *
hx_service_event_topic (HxRecord *event)
{
  int rule = find_rule (event);

  return rule >= 0 ? rules[rule].topic : NULL;
}

/**
 * hx_service_event_customer:
 * @event: an event
 * @record: (nullable): what it is about
 *
 * Returns: (nullable): the customer whose page shows it
 */
const char *
hx_service_event_customer (HxRecord *event,
                           HxRecord *record)
{
  if (strcmp (hx_record_get_text (event, HX_EVENT_THING), "customer") == 0)
    return hx_record_get_text (event, HX_EVENT_RECORD_ID);
  return record != NULL && hx_record_get_schema (record) == &hx_contact_schema
             ? hx_record_get_text (record, HX_CONTACT_CUSTOMER_ID)
             : NULL;
}

/**
 * hx_service_event_owners:
 * @event: an event
 * @record: (nullable): what it is about
 *
 * Returns: (transfer full) (array zero-terminated=1): ids of those whose it is, who may be no listeners
 */
char **
hx_service_event_owners (HxRecord *event,
                         HxRecord *record)
{
  const char *agent_id = hx_record_get_text (event, HX_EVENT_AGENT_ID);
  const char *const agent[] = { agent_id, NULL };

  if (hx_service_event_route (event) == HX_ROUTE_OWNERS)
    return hx_audience_agents (hx_audience_get (record));
  return g_strdupv ((char **) agent);
}

/**
 * hx_service_hears_widely:
 * @caller: who listens
 *
 * Returns: whether @caller may see things that are another agent's
 */
gboolean
hx_service_hears_widely (const HxCaller *caller)
{
  return hx_permission_scope (caller->permissions) > HX_SCOPE_OWN || (caller->permissions & HX_MAY_SEE_POOL);
}
