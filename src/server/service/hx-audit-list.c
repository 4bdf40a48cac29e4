/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-list-private.h"
#include "hx-query-private.h"
#include "secrets/hx-sealed.h"

static const HxView audit_view = { .schema = &hx_audit_entry_schema, .from = "audit t" };

/* The reason in clear: who may read the log must be able to judge it. */
static gboolean
append_entry (HxQuery     *query,
              HxStatement *row,
              GError     **error)
{
  g_autoptr (HxRecord) entry = hx_view_read (query->view, row, error);
  const char *sealed = entry != NULL ? hx_record_get_text (entry, HX_AUDIT_ENTRY_REASON) : NULL;
  g_autofree char *number = NULL;

  if (entry == NULL)
    return FALSE;
  if (sealed != NULL)
    {
      number = g_strdup_printf ("%" G_GINT64_FORMAT, hx_record_get_int (entry, HX_AUDIT_ENTRY_NUMBER));
      hx_record_take_text (entry, HX_AUDIT_ENTRY_REASON,
                           hx_sealed_open (hx_db_get_keyring (query->call->db),
                                           &(HxSealedPlace){ "audit", "reason", number }, sealed, NULL));
    }
  hx_json_append_record (query->call->body, entry, HX_JSON_PLAIN);
  return TRUE;
}

/**
 * hx_audit_list:
 * @call: the call
 * @error: %HX_ERROR_INVALID for a cursor that is none of this list, or the store's
 *
 * The log, newest first. Reading it is accounted for itself: one line for each
 * session and quarter of an hour.
 *
 * Returns: whether it went well
 */
gboolean
hx_audit_list (HxServiceCall *call,
               GError       **error)
{
  static const HxOrder newest_first = { .sql = "t.number", .field = HX_AUDIT_ENTRY_NUMBER, .unique = TRUE };
  g_auto (HxQuery) query = { 0 };

  hx_query_init (&query, call, &audit_view);
  hx_query_filter (&query, HX_AUDIT_QUERY_ACTION, "t.action = ?");
  hx_query_filter (&query, HX_AUDIT_QUERY_ACTOR_ID, "t.actor_id = ?");
  hx_query_filter (&query, HX_AUDIT_QUERY_THING, "t.thing = ?");
  hx_query_filter (&query, HX_AUDIT_QUERY_RECORD_ID, "t.record_id = ?");
  hx_query_filter (&query, HX_AUDIT_QUERY_FROM, "t.at >= ?");
  hx_query_filter (&query, HX_AUDIT_QUERY_TO, "t.at < ?");
  return hx_query_page (&query, &newest_first, append_entry, error);
}
