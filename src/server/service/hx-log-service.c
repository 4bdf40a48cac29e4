/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-log-service-private.h"
#include "hx-audit.h"
#include "hx-event-private.h"
#include "hx-reply-body-private.h"

#include <string.h>

/* How much is logged is of the moment, so it is kept nowhere but in the event that tells it: a restart, or settings
 * that are read anew, bring back what the configuration says. */

gboolean
hx_log_levels_get (HxServiceCall *call,
                   GError       **error)
{
  g_autoptr (HxRecord) levels = hx_site_dup_log_levels (call->site);

  if (levels != NULL)
    return hx_reply_with (call, levels);
  g_set_error_literal (error, HX_ERROR, HX_ERROR_NOT_FOUND, "This server has no log");
  return FALSE;
}

gboolean
hx_log_levels_put (HxServiceCall *call,
                   GError       **error)
{
  g_autoptr (GString) said = g_string_new (NULL);
  HxHappening happening = { .thing = HX_THING_LOG, .action = "updated", .record = call->input };

  if (!hx_log_check_rooms (hx_record_get_text (call->input, HX_LOG_LEVELS_ROOMS), NULL))
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "rooms: invalid");
      return FALSE;
    }
  hx_json_append_record (said, call->input, HX_JSON_PLAIN);
  happening.detail = said->str;
  return hx_event_append (call, &happening, error)
         && hx_audit_append (call, HX_AUDIT_LOG_CHANGED, "log", NULL, NULL, said->str, error)
         && hx_reply_with (call, call->input);
}

HxRecord *
hx_log_levels_load (HxDb     *db,
                    HxRecord *event,
                    GError  **error)
{
  g_autoptr (HxStatement) row = hx_db_query (db, error, "SELECT detail FROM events WHERE number = $1 AND at = $2", "ii",
                                             hx_record_get_int (event, HX_EVENT_NUMBER), hx_record_get_int (event, HX_EVENT_AT));
  const char *said = row != NULL ? hx_statement_get_text (row, 0) : NULL;

  return said != NULL ? hx_json_parse_record (said, strlen (said), &hx_log_levels_schema, error) : NULL;
}
