/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-upkeep-private.h"

#include "hx-audit.h"
#include "hx-customer-service-private.h"
#include "hx-time.h"

#include <string.h>

/* How long each kind is kept is a number of the policy (keys keep.…). What a frozen customer has stays, as it may be evidence. */

#define RECORDINGS_AT_ONCE 20
#define CONTACTS_AT_ONCE 500
#define EVENTS_AT_ONCE 500

#define OF_FROZEN_CALL \
  "EXISTS (SELECT 1 FROM calls c JOIN customers k ON k.id = c.customer_id WHERE c.id = r.call_id AND k.frozen = 1)"

/* 0: for ever. */
static gint64
keep_since (HxServiceCall *call,
            HxPolicyKey    key)
{
  gint64 days = hx_policy_view_get (hx_site_get_policy (call->site), key);

  return days > 0 ? call->now - days * HX_DAY : 0;
}

static gboolean
account_for (HxServiceCall *call,
             const char    *thing,
             guint          amount,
             GError       **error)
{
  g_autofree char *detail = g_strdup_printf ("{\"amount\":%u}", amount);

  return amount == 0 || hx_audit_append (call, HX_AUDIT_RETENTION_APPLIED, thing, NULL, NULL, detail, error);
}

gboolean
hx_retain_recordings (HxServiceCall *call,
                      gboolean      *more,
                      GError       **error)
{
  gint64 since = keep_since (call, HX_KEY_KEEP_RECORDINGS_DAYS);
  g_autoptr (GPtrArray) ids = NULL;

  if (since <= 0)
    return TRUE;
  ids = hx_db_query_texts (call->db, error, 1,
                           "SELECT r.id FROM recordings r WHERE r.file IS NOT NULL AND r.created_at < $1"
                           " AND NOT " OF_FROZEN_CALL " ORDER BY r.created_at LIMIT $2",
                           "ii", since, (gint64) RECORDINGS_AT_ONCE);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!hx_recording_erase (call, ids->pdata[i], error))
      return FALSE;
  *more = ids->len == RECORDINGS_AT_ONCE;
  return account_for (call, "recording", ids->len, error);
}

static char *
place_of (HxServiceCall *call,
          const char    *kind,
          GError       **error)
{
  g_autoptr (HxStatement) row = hx_db_query (call->db, error, "SELECT place FROM retention WHERE kind = $1", "s", kind);

  return row != NULL ? g_strdup (hx_statement_get_text (row, 0)) : NULL;
}

/* The last of the next rows that are all old enough, by id, which follows the time a row was made. */
static gboolean
find_last (HxServiceCall *call,
           const char    *place,
           gint64         since,
           char         **last,
           guint         *rows,
           GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, &failure, "SELECT id, created_at FROM contacts WHERE id > $1 ORDER BY id LIMIT $2", "si",
                     place, (gint64) CONTACTS_AT_ONCE);

  for (HxStep step = row != NULL ? HX_STEP_ROW : HX_STEP_DONE;
       step == HX_STEP_ROW && hx_statement_get_int (row, 1) < since; step = hx_statement_step (row, &failure))
    {
      g_free (*last);
      *last = g_strdup (hx_statement_get_text (row, 0));
      (*rows)++;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
erase_texts (HxServiceCall *call,
             const char    *place,
             const char    *last,
             guint         *erased,
             GError       **error)
{
  g_autoptr (GPtrArray) rows
      = hx_db_query_texts (call->db, error, 1,
                           "UPDATE contacts SET summary = NULL, attributes = NULL, rev = rev + 1, updated_at = $3"
                           " WHERE id > $1 AND id <= $2 AND (summary IS NOT NULL OR attributes IS NOT NULL)"
                           " AND customer_id NOT IN (SELECT id FROM customers WHERE frozen = 1) RETURNING id",
                           "ssi", place, last, call->now);

  if (rows != NULL)
    *erased = rows->len;
  return rows != NULL;
}

gboolean
hx_retain_contacts (HxServiceCall *call,
                    gboolean      *more,
                    GError       **error)
{
  gint64 since = keep_since (call, HX_KEY_KEEP_CONTACT_TEXT_DAYS);
  g_autoptr (GError) failure = NULL;
  g_autofree char *place = since > 0 ? place_of (call, "contact", &failure) : NULL;
  g_autofree char *last = NULL;
  guint rows = 0, erased = 0;

  if (since <= 0)
    return TRUE;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!find_last (call, place != NULL ? place : "", since, &last, &rows, error))
    return FALSE;
  *more = rows == CONTACTS_AT_ONCE;
  return last == NULL
         || (erase_texts (call, place != NULL ? place : "", last, &erased, error)
             && account_for (call, "contact", erased, error)
             && hx_db_run (call->db, error,
                           "INSERT INTO retention (kind, place) VALUES ('contact', $1)"
                           " ON CONFLICT (kind) DO UPDATE SET place = excluded.place",
                           "s", last));
}

/* Events hold no personal text; who was away for longer than they are kept reloads. */
gboolean
hx_retain_events (HxServiceCall *call,
                  gboolean      *more,
                  GError       **error)
{
  gint64 since = keep_since (call, HX_KEY_KEEP_EVENTS_DAYS);
  g_autoptr (GError) failure = NULL;
  HxStatement *oldest = NULL;
  gint64 number = 0, at = G_MAXINT64;

  if (since <= 0)
    return TRUE;
  oldest = hx_db_query (call->db, &failure, "SELECT number, at FROM events ORDER BY number LIMIT 1", "");
  if (oldest != NULL)
    {
      number = hx_statement_get_int (oldest, 0);
      at = hx_statement_get_int (oldest, 1);
      hx_statement_reset (oldest);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *more = at < since;
  return at >= since
         || hx_db_run (call->db, error, "DELETE FROM events WHERE number >= $1 AND number < $2 AND at < $3", "iii",
                       number, number + EVENTS_AT_ONCE, since);
}
