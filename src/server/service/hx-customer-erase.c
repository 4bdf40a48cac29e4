/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit.h"
#include "hx-customer-service-private.h"
#include "files/hx-file-rows.h"
#include "hx-personal-private.h"
#include "hx-recording-service-private.h"
#include "hx-reply-body-private.h"
#include "store/hx-record-store.h"

/* Erasing leaves the history as it was, only that nobody can be known from it: rows, times, channels, counts and pain points
 * stay; names, identities, numbers, free texts and audio go. The customer is erased in the transaction that asks for it; a
 * history may be long, so it follows in small steps, each in a transaction of its own, until none has anything left to
 * do. What is left to do is seen from the rows themselves, so a crash between two steps loses and repeats nothing. */

/* Rows of a history that the request itself erases. */
#define AT_ONCE 500

static const char recordings[]
    = "SELECT r.id FROM contacts k JOIN recordings r ON r.call_id = k.call_id WHERE k.customer_id = $1"
      " AND r.state <> 'erased' LIMIT $2";

static const char attachments[]
    = "SELECT a.id, a.file FROM attachments a WHERE a.feedback_id IN (SELECT f.id FROM feedback f WHERE f.customer_id = $1"
      " UNION SELECT f.id FROM contacts k JOIN feedback f ON f.call_id = k.call_id WHERE k.customer_id = $1"
      " AND coalesce (f.customer_id, '') = '') LIMIT $2";

/* No more than @limit rows that still have something, however they are the customer's. */
static gboolean
erase_texts (HxServiceCall    *call,
             const HxPersonal *kind,
             const char       *id,
             guint             limit,
             guint            *changed,
             GError          **error)
{
  for (guint i = 0; i < HX_PERSONAL_WAYS && kind->ways[i] != NULL && *changed < limit; i++)
    {
      g_autofree char *sql = hx_personal_wipe_sql (kind, kind->ways[i], "");
      g_autoptr (GPtrArray) rows
          = hx_db_query_texts (call->db, error, 1, sql, "sii", id, (gint64) (limit - *changed), call->now);

      if (rows == NULL)
        return FALSE;
      *changed += rows->len;
    }
  return TRUE;
}

gboolean
hx_recording_erase (HxServiceCall *call,
                    const char    *id,
                    GError       **error)
{
  g_autoptr (HxRecord) recording = hx_record_load (call->db, &hx_recording_schema, id, error);

  if (recording == NULL
      || !hx_file_rows_drop (call->db, hx_record_get_text (recording, HX_RECORDING_FILE), error))
    return FALSE;
  hx_personal_clear (recording);
  return hx_record_save (call->db, recording, call->now, error) && hx_recording_tell (call, id, "updated", error);
}

static gboolean
erase_recordings (HxServiceCall *call,
                  const char    *id,
                  guint          limit,
                  guint         *changed,
                  GError       **error)
{
  g_autoptr (GPtrArray) found = hx_db_query_texts (call->db, error, 1, recordings, "si", id, (gint64) limit);

  for (guint i = 0; found != NULL && i < found->len; i++, (*changed)++)
    if (!hx_recording_erase (call, found->pdata[i], error))
      return FALSE;
  return found != NULL;
}

gboolean
hx_attachment_erase (HxServiceCall *call,
                     const char    *id,
                     const char    *file,
                     GError       **error)
{
  return hx_file_rows_drop (call->db, file, error)
         && hx_db_run (call->db, error, "DELETE FROM attachments WHERE id = $1", "s", id);
}

static gboolean
erase_attachments (HxServiceCall *call,
                   const char    *id,
                   guint          limit,
                   guint         *changed,
                   GError       **error)
{
  g_autoptr (GPtrArray) found = hx_db_query_texts (call->db, error, 2, attachments, "si", id, (gint64) limit);

  for (guint i = 0; found != NULL && i < found->len; i += 2, (*changed)++)
    if (!hx_attachment_erase (call, found->pdata[i], found->pdata[i + 1], error))
      return FALSE;
  return found != NULL;
}

/**
 * hx_customer_erase_step:
 * @call: the call of the service
 * @id: a customer whose erasure was asked for
 * @limit: rows to change
 * @done: (out): whether nothing was left to do
 * @error: the store's
 *
 * Returns: whether it went well
 */
gboolean
hx_customer_erase_step (HxServiceCall *call,
                        const char    *id,
                        guint          limit,
                        gboolean      *done,
                        GError       **error)
{
  guint changed = 0;

  *done = FALSE;
  for (const HxPersonal *kind = hx_personal_texts; kind->schema != NULL; kind++)
    if (!erase_texts (call, kind, id, limit, &changed, error))
      return FALSE;
  if (changed < limit && !erase_recordings (call, id, limit - changed, &changed, error))
    return FALSE;
  if (changed < limit && !erase_attachments (call, id, limit - changed, &changed, error))
    return FALSE;
  *done = changed < limit;
  return !*done
         || hx_db_run (call->db, error, "UPDATE erasures SET finished_at = $2 WHERE customer_id = $1", "si", id,
                       call->now);
}

gboolean
hx_customer_forget (HxServiceCall *call,
                    HxRecord      *customer,
                    GError       **error)
{
  static const guint fields[] = { HX_CUSTOMER_FAMILY_NAME, HX_CUSTOMER_GIVEN_NAME, HX_CUSTOMER_SALUTATION,
                                  HX_CUSTOMER_REGION, HX_CUSTOMER_TAGS };
  const char *id = hx_record_get_id (customer);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    hx_record_clear (customer, fields[i]);
  hx_record_set_enum (customer, HX_CUSTOMER_STATE, HX_CUSTOMER_ERASED);
  return hx_record_save (call->db, customer, call->now, error)
         && hx_db_run (call->db, error, "DELETE FROM identities WHERE customer_id = $1", "s", id)
         && hx_db_run (call->db, error, "INSERT INTO erasures (customer_id, requested_at) VALUES ($1, $2)", "si", id,
                       call->now);
}

gboolean
hx_customers_erase (HxServiceCall *call,
                    GError       **error)
{
  g_autoptr (HxRecord) customer = hx_record_load (call->db, &hx_customer_schema, call->id, error);
  g_autoptr (HxRecord) view = NULL;
  gboolean done;

  if (customer == NULL || !hx_customer_check_reason (call, customer, error))
    return FALSE;
  if (!hx_customer_forget (call, customer, error)
      || !hx_audit_append (call, HX_AUDIT_ERASED, hx_customer_schema.name, call->id,
                           hx_record_get_text (call->input, HX_PRIVACY_REASON_REASON), NULL, error)
      || !hx_customer_erase_step (call, call->id, AT_ONCE, &done, error)
      || !hx_customer_tell (call, call->id, "updated", error))
    return FALSE;
  view = hx_customer_view_load (call->db, call->site, call->id, call->now, error);
  return hx_reply_with (call, view);
}
