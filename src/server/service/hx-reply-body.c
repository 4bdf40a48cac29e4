/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-reply-body-private.h"

void
hx_reply_current (HxServiceCall *call,
                  HxRecord      *record)
{
  if (call->body == NULL)
    call->body = g_string_new (NULL);
  g_string_truncate (call->body, 0);
  hx_json_append_record (call->body, record, HX_JSON_MASKED);
  if (!hx_schema_is_stored (hx_record_get_schema (record)))
    return;
  call->rev = hx_record_get_int (record, HX_RECORD_REV);
  g_free (call->reply_id);
  call->reply_id = g_strdup (hx_record_get_id (record));
}

gboolean
hx_reply_with (HxServiceCall *call,
               HxRecord      *record)
{
  if (record == NULL)
    return FALSE;
  hx_reply_current (call, record);
  return TRUE;
}

gboolean
hx_reply_conflict (HxServiceCall *call,
                   HxRecord      *record,
                   const char    *message,
                   GError       **error)
{
  hx_reply_current (call, record);
  g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, message);
  return FALSE;
}

/**
 * hx_check_match:
 * @call: a call whose operation needs If-Match
 * @record: the record as it is
 * @error: %HX_ERROR_STALE when the caller knows another revision
 *
 * Returns: whether the caller's change is made to what the caller saw
 */
gboolean
hx_check_match (HxServiceCall *call,
                HxRecord      *record,
                GError       **error)
{
  gint64 rev;

  if (call->if_match != NULL && g_ascii_string_to_signed (call->if_match, 10, 1, G_MAXINT64, &rev, NULL)
      && rev == hx_record_get_int (record, HX_RECORD_REV))
    return TRUE;
  hx_reply_current (call, record);
  g_set_error_literal (error, HX_ERROR, HX_ERROR_STALE, "It has changed meanwhile");
  return FALSE;
}
