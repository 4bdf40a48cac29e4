/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-wrapup-service-private.h"
#include "hx-call-service-private.h"
#include "hx-event-private.h"
#include "hx-match-private.h"
#include "hx-people-service-private.h"
#include "hx-personal-private.h"
#include "hx-presence.h"
#include "hx-query-private.h"
#include "hx-recording-service-private.h"
#include "hx-reply-body-private.h"
#include "rules/hx-wrapup-rules.h"
#include "store/hx-record-sealed.h"

/* Wrap-ups that one tick folds. */
#define EXPIRE_AT_ONCE 200

static const HxView wrapup_view = { .schema = &hx_wrapup_schema, .from = "wrapups t" };

static gboolean
fill_call (HxDb     *db,
           HxRecord *wrapup,
           GError  **error)
{
  g_autoptr (HxRecord) phone_call = hx_call_view_load (db, hx_record_get_text (wrapup, HX_WRAPUP_CALL_ID),
                                                       hx_record_get_text (wrapup, HX_WRAPUP_AGENT_ID), error);
  g_autoptr (HxRecord) recording = NULL;

  if (phone_call == NULL)
    return FALSE;
  hx_record_set_record (wrapup, HX_WRAPUP_CALL, phone_call);
  if (!hx_record_has (phone_call, HX_CALL_RECORDING_ID))
    return TRUE;
  recording = hx_recording_view_load (db, hx_record_get_text (phone_call, HX_CALL_RECORDING_ID), error);
  hx_record_set_record (wrapup, HX_WRAPUP_RECORDING, recording);
  return recording != NULL;
}

static gboolean
fill_matches (HxDb     *db,
              HxRecord *wrapup,
              GError  **error)
{
  const HxMatchQuestion question
      = { .channel = hx_record_get_text (wrapup, HX_WRAPUP_CHANNEL),
          .template_id = hx_record_get_text (wrapup, HX_WRAPUP_TEMPLATE_ID),
          .not_feedback_id = hx_record_get_text (wrapup, HX_WRAPUP_FEEDBACK_ID) };
  g_autoptr (GPtrArray) matches = hx_match_find (db, &question, error);

  if (matches == NULL)
    return FALSE;
  hx_record_append_item (wrapup, HX_WRAPUP_MATCHES, NULL);
  for (guint i = 0; i < matches->len; i++)
    hx_record_append_item (wrapup, HX_WRAPUP_MATCHES, g_object_ref (matches->pdata[i]));
  return TRUE;
}

static gboolean
fill_wrapup (HxDb     *db,
             HxRecord *wrapup,
             gint64    now,
             GError  **error)
{
  hx_record_set_int (wrapup, HX_WRAPUP_SERVER_TIME, now);
  if (!fill_call (db, wrapup, error))
    return FALSE;
  return !hx_wrapup_is_open ((HxWrapupState) hx_record_get_enum (wrapup, HX_WRAPUP_STATE))
         || fill_matches (db, wrapup, error);
}

HxRecord *
hx_wrapup_view_load (HxDb       *db,
                     const char *id,
                     gint64      now,
                     GError    **error)
{
  g_autoptr (HxRecord) wrapup = hx_record_load (db, &hx_wrapup_schema, id, error);

  if (wrapup == NULL || !fill_wrapup (db, wrapup, now, error))
    return NULL;
  return g_steal_pointer (&wrapup);
}

GPtrArray *
hx_wrapup_find_open (HxDb       *db,
                     const char *agent_id,
                     gint64      now,
                     GError    **error)
{
  g_autoptr (GPtrArray) wrapups
      = hx_view_all (db, &wrapup_view, error,
                     "WHERE t.agent_id = $1 AND t.state IN ('waiting', 'late', 'abandoned')"
                     " ORDER BY t.created_at DESC, t.id DESC LIMIT 100",
                     "s", agent_id);

  for (guint i = 0; wrapups != NULL && i < wrapups->len; i++)
    if (!fill_wrapup (db, wrapups->pdata[i], now, error))
      return NULL;
  return g_steal_pointer (&wrapups);
}

gboolean
hx_wrapup_tell (HxServiceCall *call,
                HxRecord      *view,
                const char    *action,
                GError       **error)
{
  const HxHappening happening = { .thing = "wrapup",
                                  .action = action,
                                  .record = view,
                                  .agent_id = hx_record_get_text (view, HX_WRAPUP_AGENT_ID),
                                  .team_id = hx_record_get_text (view, HX_WRAPUP_TEAM_ID) };

  return hx_event_append (call, &happening, error);
}

HxRecord *
hx_wrapup_load_own (HxServiceCall *call,
                    GError       **error)
{
  g_autoptr (HxRecord) wrapup = hx_record_load (call->db, &hx_wrapup_schema, call->id, error);

  if (wrapup == NULL)
    return NULL;
  if (g_strcmp0 (hx_record_get_text (wrapup, HX_WRAPUP_AGENT_ID), call->caller->user_id) == 0)
    return g_steal_pointer (&wrapup);
  g_propagate_error (error, hx_not_found (&hx_wrapup_schema));
  return NULL;
}

gboolean
hx_wrapups_get (HxServiceCall *call,
                GError       **error)
{
  g_autoptr (HxRecord) wrapup = hx_wrapup_load_own (call, error);

  return wrapup != NULL && fill_wrapup (call->db, wrapup, call->now, error) && hx_reply_with (call, wrapup);
}

static gboolean
append_wrapup (HxQuery     *query,
               HxStatement *row,
               GError     **error)
{
  g_autoptr (HxRecord) wrapup = hx_view_read (&wrapup_view, row, error);

  if (wrapup == NULL)
    return FALSE;
  hx_record_set_int (wrapup, HX_WRAPUP_SERVER_TIME, query->call->now);
  if (!fill_call (query->call->db, wrapup, error))
    return FALSE;
  hx_json_append_record (query->call->body, wrapup, HX_JSON_MASKED);
  return TRUE;
}

gboolean
hx_wrapups_list (HxServiceCall *call,
                 GError       **error)
{
  static const HxOrder newest_first = { .sql = "t.created_at", .field = HX_RECORD_CREATED_AT };
  g_auto (HxQuery) query = { 0 };

  hx_query_init (&query, call, &wrapup_view);
  hx_query_where (&query, "t.agent_id = ?", "s", call->caller->user_id);
  hx_query_filter (&query, HX_WRAPUPS_QUERY_STATE, "t.state = ?");
  return hx_query_page (&query, &newest_first, append_wrapup, error);
}

/* The revision stays, as no one else writes drafts and the record that is on
 * screen must not become stale by its own typing. */
gboolean
hx_wrapups_draft (HxServiceCall *call,
                  GError       **error)
{
  g_autoptr (HxRecord) wrapup = hx_wrapup_load_own (call, error);
  g_autofree char *draft = NULL;

  if (wrapup == NULL)
    return FALSE;
  if (!hx_wrapup_is_open ((HxWrapupState) hx_record_get_enum (wrapup, HX_WRAPUP_STATE)))
    return hx_reply_conflict (call, wrapup, "The wrap-up is finished", error);
  hx_record_set_text (wrapup, HX_WRAPUP_DRAFT, hx_record_get_text (call->input, HX_WRAPUP_DRAFT_DRAFT));
  if (!hx_personal_take (call, wrapup, NULL, error))
    return FALSE;
  if (hx_record_has (wrapup, HX_WRAPUP_DRAFT))
    draft = hx_field_seal (call->db, &hx_wrapup_schema, HX_WRAPUP_DRAFT, call->id,
                           hx_record_get_text (wrapup, HX_WRAPUP_DRAFT), error);
  return (draft != NULL || !hx_record_has (wrapup, HX_WRAPUP_DRAFT))
         && hx_db_run (call->db, error, "UPDATE wrapups SET draft = $2, updated_at = $3 WHERE id = $1", "ssi", call->id,
                       draft, call->now);
}

static HxRecord *
new_wrapup (HxServiceCall *call,
            HxRecord      *phone_call,
            HxRecord      *agent,
            HxTemplateView *template)
{
  HxPolicyView *policy = hx_site_get_policy (call->site);
  HxWrapupMode mode = hx_policy_view_get_mode (policy, hx_record_get_text (phone_call, HX_CALL_QUEUE));
  gint64 expires_at = hx_wrapup_expires_at (policy, mode, call->now);
  HxRecord *wrapup = hx_record_new (&hx_wrapup_schema);
  int channel = hx_record_get_enum (phone_call, HX_CALL_CHANNEL);

  hx_record_set_text (wrapup, HX_WRAPUP_CALL_ID, hx_record_get_id (phone_call));
  hx_record_set_text (wrapup, HX_WRAPUP_AGENT_ID, hx_record_get_id (agent));
  hx_record_set_text (wrapup, HX_WRAPUP_TEAM_ID, hx_record_get_text (agent, HX_USER_TEAM_ID));
  hx_record_set_text (wrapup, HX_WRAPUP_CUSTOMER_ID, hx_record_get_text (phone_call, HX_CALL_CUSTOMER_ID));
  hx_record_set_enum (wrapup, HX_WRAPUP_STATE, HX_WRAPUP_WAITING);
  hx_record_set_enum (wrapup, HX_WRAPUP_MODE, mode);
  hx_record_set_int (wrapup, HX_WRAPUP_OPENED_AT, call->now);
  if (expires_at != 0)
    hx_record_set_int (wrapup, HX_WRAPUP_EXPIRES_AT, expires_at);
  hx_record_set_text (wrapup, HX_WRAPUP_TEMPLATE_ID, hx_template_view_get_id (template));
  hx_record_set_int (wrapup, HX_WRAPUP_TEMPLATE_VERSION, hx_template_view_get_version (template));
  hx_record_set_enum (wrapup, HX_WRAPUP_CHANNEL, channel >= 0 ? channel : HX_CHANNEL_PHONE);
  return wrapup;
}

gboolean
hx_wrapup_open (HxServiceCall *call,
                HxRecord      *phone_call,
                const char    *agent_id,
                gboolean       abandoned,
                GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) found = hx_db_query (call->db, &failure,
                                               "SELECT id FROM wrapups WHERE call_id = $1 AND agent_id = $2", "ss",
                                               hx_record_get_id (phone_call), agent_id);
  g_autoptr (HxRecord) agent = NULL, wrapup = NULL, view = NULL;
  HxTemplateView *template;

  if (found != NULL)
    return TRUE;
  agent = failure == NULL ? hx_record_load (call->db, &hx_user_schema, agent_id, &failure) : NULL;
  template = agent != NULL ? hx_template_of_agent (call, agent, &failure) : NULL;
  if (template == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  wrapup = new_wrapup (call, phone_call, agent, template);
  if (abandoned)
    hx_record_set_enum (wrapup, HX_WRAPUP_STATE, HX_WRAPUP_ABANDONED);
  if (!hx_record_insert (call->db, wrapup, call->now, error))
    return FALSE;
  view = hx_wrapup_view_load (call->db, hx_record_get_id (wrapup), call->now, error);
  return view != NULL && hx_wrapup_tell (call, view, "created", error);
}

/* At 0 the form folds into the late lane; with nobody there it is abandoned
 * (domain: wrap-up). "Ran out" is a state, never an invented answer. */
static gboolean
expire_one (HxServiceCall *call,
            HxRecord      *wrapup,
            GError       **error)
{
  const char *agent_id = hx_record_get_text (wrapup, HX_WRAPUP_AGENT_ID);
  gboolean present = hx_site_is_present (call->site, agent_id);
  g_autoptr (HxRecord) view = NULL;

  if (!present && !hx_presence_is_anywhere (call->db, agent_id, call->now, &present, error))
    return FALSE;
  hx_record_set_enum (wrapup, HX_WRAPUP_STATE, present ? HX_WRAPUP_LATE : HX_WRAPUP_ABANDONED);
  if (!hx_record_save (call->db, wrapup, call->now, error))
    return FALSE;
  view = hx_wrapup_view_load (call->db, hx_record_get_id (wrapup), call->now, error);
  return view != NULL && hx_wrapup_tell (call, view, "updated", error);
}

/* -- clocks ------------------------------------------------------------------- */

#define FIRST_TO_EXPIRE \
  "SELECT expires_at FROM wrapups WHERE state = 'waiting' AND expires_at IS NOT NULL ORDER BY expires_at LIMIT 1"

void
hx_wrapup_expire_ask (HxServiceCall *call)
{
  hx_db_ask (call->db, 0, FIRST_TO_EXPIRE, "");
}

static gboolean
expire_due (HxServiceCall *call,
            GError       **error)
{
  g_autoptr (GPtrArray) due
      = hx_view_all (call->db, &wrapup_view, error,
                     "WHERE t.state = 'waiting' AND t.expires_at <= $1 ORDER BY t.expires_at LIMIT $2", "ii", call->now,
                     (gint64) EXPIRE_AT_ONCE);

  for (guint i = 0; due != NULL && i < due->len; i++)
    if (!expire_one (call, due->pdata[i], error))
      return FALSE;
  return due != NULL;
}

gboolean
hx_wrapup_expire (HxServiceCall *call,
                  gint64        *again_at,
                  GError       **error)
{
  gint64 first;

  /* With a thousand popups open the first is asked for, never all of them. */
  if (!hx_db_query_int (call->db, &first, error, FIRST_TO_EXPIRE))
    return FALSE;
  if (first != 0 && first <= call->now
      && (!expire_due (call, error) || !hx_db_query_int (call->db, &first, error, FIRST_TO_EXPIRE)))
    return FALSE;
  if (first != 0)
    *again_at = MAX (first, call->now);
  return TRUE;
}
