/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit.h"
#include "hx-customer-service-private.h"
#include "hx-text.h"
#include "store/hx-record-store.h"

/* Fewer characters than this are no reason (domain: revealed for a reason that is audited). */
#define REASON_MIN 4

gboolean
hx_customer_check_reason (HxServiceCall *call,
                          HxRecord      *customer,
                          GError       **error)
{
  const char *reason = hx_record_get_text (call->input, HX_PRIVACY_REASON_REASON);

  if (hx_text_count (reason) < REASON_MIN)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "reason: too_short");
  else if (hx_record_get_enum (customer, HX_CUSTOMER_STATE) == HX_CUSTOMER_ERASED)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "This customer was erased");
  else if (hx_record_get_int (customer, HX_CUSTOMER_FROZEN) != 0)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT,
                         "Access to this customer is frozen until two persons have unfrozen it");
  else
    return TRUE;
  return FALSE;
}

/* Which fields were seen, by name. */
static char *
revealed_fields (void)
{
  GString *detail = g_string_new ("{\"fields\":[");
  gsize empty = detail->len;

  for (guint i = 0; i < hx_customer_schema.n_fields; i++)
    if (hx_customer_schema.fields[i].flags & (HX_FIELD_MASKED | HX_FIELD_MASKED_WITHIN))
      g_string_append_printf (detail, "%s\"%s\"", detail->len > empty ? "," : "", hx_customer_schema.fields[i].name);
  g_string_append (detail, ",\"identities\"]}");
  return g_string_free (detail, FALSE);
}

/* The one place from which personal data leaves in clear: with its line in the audit log, or not at all. */
gboolean
hx_customers_reveal (HxServiceCall *call,
                     GError       **error)
{
  g_autoptr (HxRecord) customer = hx_customer_view_load (call->db, call->site, call->id, call->now, error);
  g_autofree char *detail = NULL;

  if (customer == NULL || !hx_customer_check_reason (call, customer, error))
    return FALSE;
  detail = revealed_fields ();
  if (!hx_audit_append (call, HX_AUDIT_REVEALED, hx_customer_schema.name, call->id,
                        hx_record_get_text (call->input, HX_PRIVACY_REASON_REASON), detail, error))
    return FALSE;
  if (call->body == NULL)
    call->body = g_string_new (NULL);
  hx_json_append_record (call->body, customer, HX_JSON_PLAIN);
  call->rev = hx_record_get_int (customer, HX_RECORD_REV);
  return TRUE;
}
