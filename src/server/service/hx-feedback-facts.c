/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-contact-service-private.h"
#include "hx-feedback-service-private.h"
#include "hx-time.h"
#include "store/hx-record-store.h"

static void
append_known (GString    *out,
              HxRecord   *record,
              const guint fields[],
              guint       n_fields)
{
  const HxSchema *schema = hx_record_get_schema (record);

  for (guint i = 0; i < n_fields; i++)
    if (hx_record_has (record, fields[i]))
      {
        hx_json_append_field (out, &schema->fields[fields[i]]);
        hx_json_append_value (out, record, fields[i], HX_JSON_PLAIN);
      }
}

static void
append_call (GString  *out,
             HxRecord *phone_call)
{
  static const guint fields[] = { HX_CALL_DIRECTION, HX_CALL_CHANNEL,     HX_CALL_QUEUE,
                                  HX_CALL_STARTED_AT, HX_CALL_ANSWERED_AT, HX_CALL_ENDED_AT,
                                  HX_CALL_DURATION_MS, HX_CALL_CAUSE };

  hx_json_append_member (out, "call");
  g_string_append_c (out, '{');
  append_known (out, phone_call, fields, G_N_ELEMENTS (fields));
  g_string_append_c (out, '}');
}

static void
append_lead (GString  *out,
             HxRecord *contact)
{
  static const guint fields[]
      = { HX_CONTACT_CHANNEL, HX_CONTACT_ACTIVITY, HX_CONTACT_AT, HX_CONTACT_ORIGIN, HX_CONTACT_ATTRIBUTES };

  hx_json_append_member (out, "lead");
  g_string_append_c (out, '{');
  append_known (out, contact, fields, G_N_ELEMENTS (fields));
  g_string_append_c (out, '}');
}

/**
 * hx_feedback_facts:
 * @call: the call of the service
 * @draft: a feedback that is being made
 * @error: the store's
 *
 * The linked facts as they are now, since the lead's form or the call may be
 * corrected later while the complaint was about this. They are sealed, and masked
 * when they are sent.
 *
 * Returns: (transfer full) (nullable): a JSON object
 */
char *
hx_feedback_facts (HxServiceCall   *call,
                   HxFeedbackDraft *draft,
                   GError         **error)
{
  static const guint customer_fields[] = { HX_CUSTOMER_CODE, HX_CUSTOMER_REGION, HX_CUSTOMER_TAGS };
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) source = NULL;
  g_autoptr (GString) out = g_string_new ("{");

  if (draft->customer != NULL)
    {
      hx_json_append_member (out, "customer");
      g_string_append_c (out, '{');
      append_known (out, draft->customer, customer_fields, G_N_ELEMENTS (customer_fields));
      g_string_append_c (out, '}');
      source = hx_contact_find_source (call, hx_record_get_id (draft->customer), &failure);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (source != NULL)
    append_lead (out, source);
  if (draft->phone_call != NULL)
    append_call (out, draft->phone_call);
  g_string_append_c (out, '}');
  return g_strdup (out->str);
}

/* coalesce, as no index but the customer's is to be taken: an agent has far more feedback. */
static const char existing[]
    = "SELECT CASE WHEN EXISTS (SELECT 1 FROM feedback WHERE customer_id = $1 AND coalesce(agent_id, '') = $2"
      " AND channel = $3 AND issue_type = $4 AND created_at >= $5 AND state <> 'withdrawn') THEN 1 ELSE 0 END,"
      " CASE WHEN EXISTS (SELECT 1 FROM contact_counts WHERE customer_id = $1 AND channel = $3"
      " AND amount > 0) THEN 1 ELSE 0 END";

static gint64
existing_since (HxServiceCall *call)
{
  return call->now - hx_policy_view_get (hx_site_get_policy (call->site), HX_KEY_DUPLICATE_DAYS) * HX_DAY;
}

void
hx_feedback_propose_ask (HxServiceCall *call,
                         const char    *customer_id,
                         const char    *agent_id,
                         int            channel,
                         const char    *issue_type)
{
  hx_db_ask (call->db, 1, existing, "ssssi", customer_id, agent_id, hx_enum_name (&hx_channel_enum, channel), issue_type,
             existing_since (call));
}

static gboolean
exists (HxServiceCall   *call,
        HxFeedbackDraft *draft,
        gboolean        *duplicate,
        gboolean        *touched,
        GError         **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, error, existing, "ssssi", hx_record_get_id (draft->customer),
                     hx_record_get_id (draft->agent), hx_enum_name (&hx_channel_enum, draft->channel),
                     draft->issue_type, existing_since (call));

  if (row == NULL)
    return FALSE;
  *duplicate = hx_statement_get_int (row, 0) > 0;
  *touched = hx_statement_get_int (row, 1) > 0;
  return TRUE;
}

/**
 * hx_feedback_propose:
 * @call: the call of the service
 * @draft: a feedback that is being made
 * @proposal: (out): what the machine thinks of it
 * @error: the store's
 *
 * The machine only proposes; a lead decides (domain: is it good feedback).
 *
 * Returns: whether the store could be asked
 */
gboolean
hx_feedback_propose (HxServiceCall   *call,
                     HxFeedbackDraft *draft,
                     HxProposal      *proposal,
                     GError         **error)
{
  gboolean duplicate = FALSE, touched = TRUE;

  if (draft->customer != NULL && !exists (call, draft, &duplicate, &touched, error))
    return FALSE;
  /* Said of a channel on which this customer was never met. */
  if (!touched && draft->channel != HX_CHANNEL_PHONE)
    *proposal = HX_PROPOSAL_SUSPECT;
  else if (duplicate)
    *proposal = HX_PROPOSAL_DUPLICATE;
  else if (hx_template_view_sounds_vague (draft->template, draft->pain_point))
    *proposal = HX_PROPOSAL_VAGUE;
  else
    *proposal = HX_PROPOSAL_NONE;
  return TRUE;
}
