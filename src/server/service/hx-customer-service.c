/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-customer-service-private.h"
#include "hx-customer-search-private.h"
#include "hx-contact-service-private.h"
#include "hx-event-private.h"
#include "hx-reply-body-private.h"
#include "hx-text.h"
#include "hx-time.h"
#include "store/hx-record-store.h"
#include "store/hx-store-keys.h"

#include <string.h>

static const HxView customer_view = { .schema = &hx_customer_schema, .from = "customers t" };
static const HxView identity_view = { .schema = &hx_identity_schema, .from = "identities t" };

char *
hx_identity_normalize (HxSite        *site,
                       HxIdentityKind kind,
                       const char    *value)
{
  if (kind == HX_IDENTITY_PHONE)
    return hx_text_normalize_phone (value, hx_policy_view_country_code (hx_site_get_policy (site)));
  if (kind == HX_IDENTITY_EMAIL)
    return g_utf8_strdown (value, -1);
  return g_strdup (value);
}

static gboolean
fill_identities (HxDb     *db,
                 HxRecord *customer,
                 GError  **error)
{
  g_autoptr (GPtrArray) identities = hx_view_all (db, &identity_view, error, "WHERE t.customer_id = $1 ORDER BY t.id",
                                                  "s", hx_record_get_id (customer));

  if (identities == NULL)
    return FALSE;
  hx_record_append_item (customer, HX_CUSTOMER_IDENTITIES, NULL);
  for (guint i = 0; i < identities->len; i++)
    {
      HxRecord *identity = identities->pdata[i];

      hx_record_append_item (customer, HX_CUSTOMER_IDENTITIES, g_object_ref (identity));
      if (hx_record_get_enum (identity, HX_IDENTITY_KIND) == HX_IDENTITY_PHONE
          && !hx_record_has (customer, HX_CUSTOMER_PHONE))
        hx_record_set_text (customer, HX_CUSTOMER_PHONE, hx_record_get_text (identity, HX_IDENTITY_VALUE));
    }
  return TRUE;
}

static gboolean
fill_counts (HxDb     *db,
             HxRecord *customer,
             GError  **error)
{
  g_autoptr (GString) counts = g_string_new ("{");
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows
      = hx_db_query (db, &failure,
                     "SELECT channel, amount FROM contact_counts WHERE customer_id = $1 AND amount > 0"
                     " ORDER BY channel",
                     "s", hx_record_get_id (customer));
  HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE;

  for (; step == HX_STEP_ROW; step = hx_statement_step (rows, &failure))
    {
      hx_json_append_member (counts, hx_statement_get_text (rows, 0));
      g_string_append_printf (counts, "%" G_GINT64_FORMAT, hx_statement_get_int (rows, 1));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_string_append_c (counts, '}');
  hx_record_set_text (customer, HX_CUSTOMER_CONTACT_COUNTS, counts->str);
  return TRUE;
}

/* The touch limit (domain: compliance): so many in 24 hours, so many hours apart. */
static void
set_touches (HxSite    *site,
             HxRecord  *customer,
             GArray    *times,
             gint64     now)
{
  HxPolicyView *policy = hx_site_get_policy (site);
  guint limit = (guint) hx_policy_view_get (policy, HX_KEY_TOUCH_LIMIT);
  gint64 again = 0;

  hx_record_set_int (customer, HX_CUSTOMER_TOUCHES_TODAY, times->len);
  if (times->len > 0)
    again = g_array_index (times, gint64, 0) + hx_policy_view_get (policy, HX_KEY_TOUCH_GAP_HOURS) * HX_HOUR;
  if (limit > 0 && times->len >= limit)
    again = MAX (again, g_array_index (times, gint64, limit - 1) + HX_DAY);
  if (again > now)
    hx_record_set_int (customer, HX_CUSTOMER_TOUCH_AGAIN_AT, again);
}

static gboolean
fill_touches (HxDb     *db,
              HxSite   *site,
              HxRecord *customer,
              gint64    now,
              GError  **error)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows = NULL;
  char floor[HX_ID_FLOOR_LENGTH];
  HxStep step;

  hx_id_floor (hx_contact_made_since (now - HX_DAY, now), floor);
  rows = hx_db_query (db, &failure,
                      "SELECT at FROM contacts WHERE customer_id = $1 AND at > $2 AND at <= $3 AND direction = 'out'"
                      " AND id >= $4 ORDER BY at DESC LIMIT 200",
                      "siis", hx_record_get_id (customer), now - HX_DAY, now, floor);
  step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE;
  for (; step == HX_STEP_ROW; step = hx_statement_step (rows, &failure))
    {
      gint64 at = hx_statement_get_int (rows, 0);

      g_array_append_val (times, at);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  set_touches (site, customer, times, now);
  return TRUE;
}

gboolean
hx_customer_fill (HxDb     *db,
                  HxSite   *site,
                  HxRecord *customer,
                  gint64    now,
                  GError  **error)
{
  return fill_identities (db, customer, error) && fill_counts (db, customer, error)
         && fill_touches (db, site, customer, now, error);
}

HxRecord *
hx_customer_view_load (HxDb       *db,
                       HxSite     *site,
                       const char *id,
                       gint64      now,
                       GError    **error)
{
  g_autoptr (HxRecord) customer = hx_record_load (db, &hx_customer_schema, id, error);

  if (customer == NULL || !hx_customer_fill (db, site, customer, now, error))
    return NULL;
  return g_steal_pointer (&customer);
}

gboolean
hx_customer_tell (HxServiceCall *call,
                  const char    *id,
                  const char    *action,
                  GError       **error)
{
  g_autoptr (HxRecord) record = hx_customer_view_load (call->db, call->site, id, call->now, error);
  HxHappening happening = { .thing = "customer", .action = action, .record = record };

  return record != NULL && hx_event_append (call, &happening, error);
}

gboolean
hx_customers_get (HxServiceCall *call,
                  GError       **error)
{
  g_autoptr (HxRecord) record = hx_customer_view_load (call->db, call->site, call->id, call->now, error);

  return hx_reply_with (call, record);
}

static gboolean
append_customer (HxQuery     *query,
                 HxStatement *row,
                 GError     **error)
{
  g_autoptr (HxRecord) customer = hx_view_read (&customer_view, row, error);

  if (customer == NULL
      || !hx_customer_fill (query->call->db, query->call->site, customer, query->call->now, error))
    return FALSE;
  hx_json_append_record (query->call->body, customer, HX_JSON_MASKED);
  return TRUE;
}

gboolean
hx_customers_list (HxServiceCall *call,
                   GError       **error)
{
  static const HxOrder last_touched_first
      = { .sql = "coalesce(t.last_contact_at, 0)", .field = HX_CUSTOMER_LAST_CONTACT_AT };
  g_auto (HxQuery) query = { 0 };

  if (call->input != NULL && !hx_store_keys_ready (call->db, error))
    return FALSE;
  hx_query_init (&query, call, &customer_view);
  if (call->input != NULL)
    hx_customer_search (&query, hx_record_get_text (call->input, HX_CUSTOMERS_SEARCH_IDENTITY),
                        hx_record_get_text (call->input, HX_CUSTOMERS_SEARCH_Q));
  return hx_query_page (&query, &last_touched_first, append_customer, error);
}
