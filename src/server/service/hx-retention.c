/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-upkeep-private.h"

#include "hx-audit.h"
#include "hx-customer-service-private.h"
#include "hx-personal-private.h"

/* How long each kind is kept is a number of the policy (keys keep.…). What a frozen customer has stays, as it may be evidence. */

#define RECORDINGS_AT_ONCE 20
#define ATTACHMENTS_AT_ONCE 20
#define EVENTS_AT_ONCE 500

#define OF_FROZEN_CALL \
  "EXISTS (SELECT 1 FROM calls c JOIN customers k ON k.id = c.customer_id WHERE c.id = r.call_id AND k.frozen = 1)"

#define OF_FROZEN_FEEDBACK \
  "EXISTS (SELECT 1 FROM feedback f LEFT JOIN calls c ON c.id = f.call_id" \
  " JOIN customers k ON k.id = coalesce (f.customer_id, c.customer_id) WHERE f.id = a.feedback_id AND k.frozen = 1)"

char *
hx_retain_place (HxServiceCall *call,
                 const char    *kind,
                 GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (call->db, &failure, "SELECT place FROM retention WHERE kind = $1", "s", kind);

  if (failure == NULL)
    return g_strdup (row != NULL ? hx_statement_get_text (row, 0) : "");
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

gboolean
hx_retain_put_place (HxServiceCall *call,
                     const char    *kind,
                     const char    *place,
                     GError       **error)
{
  return hx_db_run (call->db, error,
                    "INSERT INTO retention (kind, place) VALUES ($1, $2)"
                    " ON CONFLICT (kind) DO UPDATE SET place = excluded.place",
                    "ss", kind, place);
}

/* How much was erased is a line of the audit log. */
gboolean
hx_retain_account (HxServiceCall *call,
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
  gint64 since = hx_personal_since (call, HX_KEY_KEEP_RECORDINGS_DAYS);
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
  return hx_retain_account (call, "recording", ids->len, error);
}

gboolean
hx_retain_attachments (HxServiceCall *call,
                       gboolean      *more,
                       GError       **error)
{
  gint64 since = hx_personal_since (call, HX_KEY_KEEP_ATTACHMENTS_DAYS);
  g_autoptr (GPtrArray) found = NULL;

  if (since <= 0)
    return TRUE;
  found = hx_db_query_texts (call->db, error, 2,
                             "SELECT a.id, a.file FROM attachments a WHERE a.created_at < $1 AND NOT " OF_FROZEN_FEEDBACK
                             " ORDER BY a.created_at LIMIT $2",
                             "ii", since, (gint64) ATTACHMENTS_AT_ONCE);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i += 2)
    if (!hx_attachment_erase (call, found->pdata[i], found->pdata[i + 1], error))
      return FALSE;
  *more = found->len == 2 * ATTACHMENTS_AT_ONCE;
  return hx_retain_account (call, "attachment", found->len / 2, error);
}

/* Events hold no personal text; who was away for longer than they are kept reloads. */
gboolean
hx_retain_events (HxServiceCall *call,
                  gboolean      *more,
                  GError       **error)
{
  gint64 since = hx_personal_since (call, HX_KEY_KEEP_EVENTS_DAYS);
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
