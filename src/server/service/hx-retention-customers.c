/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has not been in touch for as long as the policy says is erased as on request. An index by that time would cost each contact
 * that comes in; so a few customers are looked at each time, round and round. */
#include "hx-customer-service-private.h"
#include "hx-personal-private.h"
#include "hx-upkeep-private.h"
#include "store/hx-record-store.h"

#include <string.h>

#define LOOKED_AT_ONCE 500
#define ERASED_AT_ONCE 20

static const char next[] = "SELECT id, CASE WHEN state <> 'erased' AND frozen = 0 AND created_at < $2"
                           " AND coalesce (last_contact_at, 0) < $2 THEN 'old' ELSE '' END"
                           " FROM customers WHERE id > $1 ORDER BY id LIMIT $3";

static gboolean
erase_one (HxServiceCall *call,
           const char    *id,
           GError       **error)
{
  g_autoptr (HxRecord) customer = hx_record_load (call->db, &hx_customer_schema, id, error);

  return customer != NULL && hx_customer_forget (call, customer, error) && hx_customer_tell (call, id, "updated", error);
}

gboolean
hx_retain_customers (HxServiceCall *call,
                     gboolean      *more,
                     GError       **error)
{
  gint64 since = hx_personal_since (call, HX_KEY_KEEP_CUSTOMERS_DAYS);
  const char *kind = hx_customer_schema.name, *last = "";
  g_autofree char *place = since > 0 ? hx_retain_place (call, kind, error) : NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint erased = 0, i = 0;

  if (since <= 0 || place == NULL)
    return since <= 0;
  rows = hx_db_query_texts (call->db, error, 2, next, "sii", place, since, (gint64) LOOKED_AT_ONCE);
  if (rows == NULL)
    return FALSE;
  for (; i < rows->len && erased < ERASED_AT_ONCE; i += 2)
    if (strcmp (rows->pdata[i + 1], "old") == 0)
      {
        if (!erase_one (call, rows->pdata[i], error))
          return FALSE;
        erased++;
      }
  /* Their histories are still to be erased. */
  *more = erased > 0;
  /* After the last of them it begins anew. */
  if (erased == ERASED_AT_ONCE || rows->len == 2 * LOOKED_AT_ONCE)
    last = rows->pdata[i - 2];
  return hx_retain_account (call, kind, erased, error)
         && (strcmp (last, place) == 0 || hx_retain_put_place (call, kind, last, error));
}
