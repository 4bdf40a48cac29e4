/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-service.h"
#include "config.h"
#include "hx-cti-private.h"
#include "hx-api-key-service-private.h"
#include "hx-attachment-service-private.h"
#include "hx-audit.h"
#include "hx-audit-list-private.h"
#include "hx-board-private.h"
#include "hx-call-service-private.h"
#include "hx-clip-service-private.h"
#include "hx-contact-service-private.h"
#include "hx-customer-service-private.h"
#include "hx-feedback-service-private.h"
#include "hx-log-service-private.h"
#include "hx-match-private.h"
#include "hx-people-service-private.h"
#include "hx-password-service-private.h"
#include "hx-password-work-private.h"
#include "hx-pool-private.h"
#include "hx-recording-service-private.h"
#include "hx-reply-body-private.h"
#include "hx-rules-service-private.h"
#include "hx-session-service-private.h"
#include "hx-sign-in-private.h"
#include "hx-time.h"
#include "hx-upkeep-private.h"
#include "hx-upload-private.h"
#include "hx-user-service-private.h"
#include "hx-wrapup-service-private.h"

/* How long the first answer to an idempotency key is kept (api: retries). */
#define KEYS_LAST (7 * HX_DAY)

static gboolean
health_get (HxServiceCall *call,
            GError       **error)
{
  g_autoptr (HxRecord) health = hx_record_new (&hx_health_schema);
  g_autoptr (HxStatement) row = hx_db_query (call->db, error, "SELECT value FROM counters WHERE name = 'event'", "");

  if (row == NULL)
    return FALSE;
  hx_record_set_text (health, HX_HEALTH_STATUS, "ok");
  hx_record_set_text (health, HX_HEALTH_VERSION, HX_VERSION);
  return hx_reply_with (call, health);
}

/* One function an operation; what is not here is answered by http itself. */
const HxServiceFunc hx_service_functions[HX_N_OPERATIONS] = {
  [HX_OPERATION_HEALTH_GET] = health_get,
  [HX_OPERATION_SESSION_CREATE] = hx_session_create,
  [HX_OPERATION_SESSION_GET] = hx_session_get,
  [HX_OPERATION_SESSION_REFRESH] = hx_session_refresh,
  [HX_OPERATION_SESSION_PASSWORD] = hx_session_password,
  [HX_OPERATION_SESSION_DELETE] = hx_session_delete,
  [HX_OPERATION_SESSIONS_LIST] = hx_sessions_list,
  [HX_OPERATION_SESSIONS_DELETE] = hx_sessions_delete,
  [HX_OPERATION_API_KEYS_LIST] = hx_api_keys_list,
  [HX_OPERATION_API_KEYS_CREATE] = hx_api_keys_create,
  [HX_OPERATION_API_KEYS_DELETE] = hx_api_keys_delete,
  [HX_OPERATION_USERS_LIST] = hx_users_list,
  [HX_OPERATION_USERS_GET] = hx_users_get,
  [HX_OPERATION_USERS_CREATE] = hx_users_create,
  [HX_OPERATION_USERS_UPDATE] = hx_users_update,
  [HX_OPERATION_USERS_PASSWORD] = hx_users_password,
  [HX_OPERATION_TEAMS_LIST] = hx_teams_list,
  [HX_OPERATION_TEAMS_CREATE] = hx_teams_create,
  [HX_OPERATION_TEAMS_UPDATE] = hx_teams_update,
  [HX_OPERATION_DEPARTMENTS_LIST] = hx_departments_list,
  [HX_OPERATION_DEPARTMENTS_CREATE] = hx_departments_create,
  [HX_OPERATION_DEPARTMENTS_UPDATE] = hx_departments_update,
  [HX_OPERATION_BOOTSTRAP_GET] = hx_bootstrap_get,
  [HX_OPERATION_CTI_RECEIVE] = hx_cti_receive,
  [HX_OPERATION_CALLS_LIST] = hx_calls_list,
  [HX_OPERATION_CALLS_GET] = hx_calls_get,
  [HX_OPERATION_CALLS_BOOKMARK] = hx_calls_bookmark,
  [HX_OPERATION_CONTACTS_CREATE] = hx_contacts_create,
  [HX_OPERATION_CUSTOMERS_LIST] = hx_customers_list,
  [HX_OPERATION_CUSTOMERS_SEARCH] = hx_customers_list,
  [HX_OPERATION_CUSTOMERS_CREATE] = hx_customers_create,
  [HX_OPERATION_CUSTOMERS_GET] = hx_customers_get,
  [HX_OPERATION_CUSTOMERS_UPDATE] = hx_customers_update,
  [HX_OPERATION_CUSTOMERS_REVEAL] = hx_customers_reveal,
  [HX_OPERATION_CUSTOMERS_ERASE] = hx_customers_erase,
  [HX_OPERATION_CUSTOMERS_CONTACTS] = hx_customers_contacts,
  [HX_OPERATION_CONTACTS_SEARCH] = hx_customers_contacts,
  [HX_OPERATION_RECORDINGS_CREATE] = hx_recordings_create,
  [HX_OPERATION_RECORDINGS_GET] = hx_recordings_get,
  [HX_OPERATION_RECORDINGS_UPLOAD] = hx_recordings_upload,
  [HX_OPERATION_RECORDINGS_AUDIO] = hx_recordings_audio,
  [HX_OPERATION_RECORDINGS_PEAKS] = hx_recordings_peaks,
  [HX_OPERATION_CLIPS_CREATE] = hx_clips_create,
  [HX_OPERATION_WRAPUPS_LIST] = hx_wrapups_list,
  [HX_OPERATION_WRAPUPS_GET] = hx_wrapups_get,
  [HX_OPERATION_WRAPUPS_DRAFT] = hx_wrapups_draft,
  [HX_OPERATION_WRAPUPS_SUBMIT] = hx_wrapups_submit,
  [HX_OPERATION_WRAPUPS_UNDO] = hx_wrapups_undo,
  [HX_OPERATION_FEEDBACK_LIST] = hx_feedback_list,
  [HX_OPERATION_FEEDBACK_GET] = hx_feedback_get,
  [HX_OPERATION_FEEDBACK_ATTACHMENTS] = hx_feedback_attachments,
  [HX_OPERATION_FEEDBACK_ATTACH] = hx_feedback_attach,
  [HX_OPERATION_RECTIFICATIONS_ATTACHMENTS] = hx_rectifications_attachments,
  [HX_OPERATION_RECTIFICATIONS_ATTACH] = hx_rectifications_attach,
  [HX_OPERATION_ATTACHMENTS_CONTENT] = hx_attachments_content,
  [HX_OPERATION_ATTACHMENTS_DELETE] = hx_attachments_delete,
  [HX_OPERATION_FEEDBACK_CREATE] = hx_feedback_create,
  [HX_OPERATION_MATCHES_SEARCH] = hx_matches_search,
  [HX_OPERATION_POOL_GET] = hx_pool_get,
  [HX_OPERATION_BOARD_GET] = hx_board_get,
  [HX_OPERATION_RECTIFICATIONS_LIST] = hx_rectifications_list,
  [HX_OPERATION_RECTIFICATIONS_GET] = hx_rectifications_get,
  [HX_OPERATION_TEMPLATES_LIST] = hx_templates_list,
  [HX_OPERATION_TEMPLATES_CREATE] = hx_templates_create,
  [HX_OPERATION_POLICIES_CREATE] = hx_policies_create,
  [HX_OPERATION_AUDIT_LIST] = hx_audit_list,
  [HX_OPERATION_LOG_GET] = hx_log_levels_get,
  [HX_OPERATION_LOG_UPDATE] = hx_log_levels_put,
  [HX_OPERATION_FIGURES_GET] = hx_figures_get,
};

/**
 * hx_service_look:
 * @call: a call that is not a mere reading, with a connection for reading
 * @error: what went wrong
 *
 * Returns: whether the call may go on
 */
gboolean
hx_service_look (HxServiceCall *call,
                 GError       **error)
{
  static const HxServiceFunc looks[HX_N_OPERATIONS] = {
    [HX_OPERATION_SESSION_CREATE] = hx_session_create_look,
    [HX_OPERATION_SESSION_PASSWORD] = hx_session_password_look,
    [HX_OPERATION_USERS_PASSWORD] = hx_users_password_look,
  };
  HxServiceFunc look = looks[call->operation - hx_operations];

  return look == NULL || look (call, error);
}

/**
 * hx_service_prepare:
 * @call: a call, before its transaction; its store is not touched
 * @error: what went wrong
 *
 * Returns: whether the call may go on
 */
gboolean
hx_service_prepare (HxServiceCall *call,
                    GError       **error)
{
  if (call->slow)
    return hx_password_work_do (call->prepared, error);
  if (call->operation->flags & HX_OP_ATTACHES)
    return hx_attachment_prepare (call, error);
  return call->operation != &hx_operations[HX_OPERATION_RECORDINGS_UPLOAD] || hx_recording_prepare (call, error);
}

/**
 * hx_service_ask:
 * @call: a call, inside its transaction, that is about to be run
 *
 * On PostgreSQL each question is a journey: those that are known beforehand make one together.
 */
void
hx_service_ask (HxServiceCall *call)
{
  if (call->operation == &hx_operations[HX_OPERATION_FEEDBACK_CREATE])
    hx_feedback_create_ask (call);
  else if (call->operation == &hx_operations[HX_OPERATION_CTI_RECEIVE])
    hx_cti_ask (call);
}

/**
 * hx_service_may_repeat:
 * @call: a call that is not a mere reading
 *
 * What agents do all day leaves nothing behind but rows, so that it needs no savepoint: if its transaction cannot be
 * committed, it is simply done once more in another one.
 *
 * Returns: whether it may be run again after its transaction was rolled back
 */
gboolean
hx_service_may_repeat (const HxServiceCall *call)
{
  static const gboolean may_repeat[HX_N_OPERATIONS] = {
    [HX_OPERATION_CTI_RECEIVE] = TRUE,    [HX_OPERATION_CONTACTS_CREATE] = TRUE, [HX_OPERATION_FEEDBACK_CREATE] = TRUE,
    [HX_OPERATION_WRAPUPS_DRAFT] = TRUE, [HX_OPERATION_WRAPUPS_SUBMIT] = TRUE,
  };

  return may_repeat[call->operation - hx_operations];
}

/**
 * hx_service_run:
 * @call: a call, inside a transaction
 * @error: what went wrong; the transaction is to be rolled back
 *
 * Returns: whether the operation was done, and accounted for if it must be
 */
gboolean
hx_service_run (HxServiceCall *call,
                GError       **error)
{
  HxServiceFunc func = hx_service_functions[call->operation - hx_operations];

  if (func == NULL)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s has no service function", call->operation->name);
      return FALSE;
    }
  if (!func (call, error))
    return FALSE;
  if (call->refusal != NULL)
    return !hx_audit_refusal_counts (call, call->refusal) || hx_audit_refused (call, call->refusal, error);
  return (call->operation->flags & HX_OP_READS) != 0 || hx_audit_after (call, error);
}

/**
 * hx_service_call_clear:
 * @call: a call
 *
 * Frees what @call holds of its own: what was prepared and what came out.
 */
void
hx_service_call_clear (HxServiceCall *call)
{
  if (call->prepared_free != NULL)
    call->prepared_free (g_steal_pointer (&call->prepared));
  call->prepared_free = NULL;
  g_clear_error (&call->refusal);
  if (call->body != NULL)
    g_string_free (g_steal_pointer (&call->body), TRUE);
  g_clear_pointer (&call->next, g_free);
  g_clear_pointer (&call->file, g_free);
  g_clear_pointer (&call->media_type, g_free);
  g_clear_pointer (&call->digest, g_free);
  g_clear_pointer (&call->events, g_ptr_array_unref);
  g_clear_pointer (&call->records, g_ptr_array_unref);
  g_clear_pointer (&call->pool_changes, g_ptr_array_unref);
  g_clear_pointer (&call->reply_id, g_free);
  g_clear_pointer (&call->about, g_free);
}

/**
 * hx_service_clocks:
 * @call: a call of no operation and no caller, in a transaction
 * @again_at: (out): when there will be more to do, µs UTC; 0 for never
 * @error: the store's
 *
 * What runs out by the second: wrap-ups, and calls whose hang-up never came. It is looked
 * at with every commit that starts or ends such a clock, so it asks for the first of each only.
 *
 * Returns: whether it was done
 */
gboolean
hx_service_clocks (HxServiceCall *call,
                   gint64        *again_at,
                   GError       **error)
{
  *again_at = 0;
  hx_wrapup_expire_ask (call);
  hx_cti_close_stale_ask (call);
  return hx_wrapup_expire (call, again_at, error) && hx_cti_close_stale (call, again_at, error);
}

/**
 * hx_service_tick:
 * @call: a call of no operation and no caller, in a transaction
 * @again_at: (out): when a clock runs out next, µs UTC; 0 for never
 * @more: (out): whether there is more to do of what has no clock
 * @error: the store's
 *
 * All work that no request asks for: [func@service_clocks], keys that are too old,
 * and what [func@upkeep] does in small steps.
 *
 * Returns: whether it was done
 */
gboolean
hx_service_tick (HxServiceCall *call,
                 gint64        *again_at,
                 gboolean      *more,
                 GError       **error)
{
  return hx_service_clocks (call, again_at, error)
         && hx_db_run (call->db, error, "DELETE FROM idempotency_keys WHERE created_at < $1", "i",
                       call->now - KEYS_LAST)
         && hx_session_tick (call, error) && hx_api_keys_tick (call, error)
         && hx_upkeep (call, more, error);
}
