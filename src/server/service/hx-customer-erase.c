/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit.h"
#include "hx-customer-service-private.h"
#include "files/hx-file-rows.h"
#include "hx-recording-service-private.h"
#include "hx-reply-body-private.h"
#include "store/hx-record-store.h"

/* Erasing leaves the history as it was, only that nobody can be known from it: rows, times, channels, counts and pain points
 * stay; names, identities, numbers, free texts and audio go. The customer is erased in the transaction that asks for it; a
 * history may be long, so it follows in small steps, each in a transaction of its own, until none has anything left to
 * do. What is left to do is seen from the rows themselves, so a crash between two steps loses and repeats nothing. */

/* Rows of a history that the request itself erases. */
#define AT_ONCE 500

/* A step per kind of row; each changes no more than $2 rows that still have something, and says which. */
static const char *const texts[] = {
  "UPDATE contacts SET summary = NULL, attributes = NULL, rev = rev + 1, updated_at = $3 WHERE id IN"
  " (SELECT id FROM contacts WHERE customer_id = $1 AND (summary IS NOT NULL OR attributes IS NOT NULL) LIMIT $2)"
  " RETURNING id",
  "UPDATE calls SET number = NULL, rev = rev + 1, updated_at = $3 WHERE id IN"
  " (SELECT c.id FROM contacts k JOIN calls c ON c.id = k.call_id WHERE k.customer_id = $1 AND c.number IS NOT NULL"
  " LIMIT $2) RETURNING id",
  "UPDATE wrapups SET draft = NULL, rev = rev + 1, updated_at = $3 WHERE id IN"
  " (SELECT w.id FROM contacts k JOIN wrapups w ON w.call_id = k.call_id WHERE k.customer_id = $1"
  " AND w.draft IS NOT NULL LIMIT $2) RETURNING id",
  "UPDATE feedback SET case_text = '', facts = NULL, rev = rev + 1, updated_at = $3 WHERE id IN"
  " (SELECT id FROM feedback WHERE customer_id = $1 AND (case_text <> '' OR facts IS NOT NULL) LIMIT $2) RETURNING id",
};

static const char recordings[]
    = "SELECT r.id FROM contacts k JOIN recordings r ON r.call_id = k.call_id WHERE k.customer_id = $1"
      " AND r.state <> 'erased' LIMIT $2";

static const char attachments[] = "SELECT a.id, a.file FROM feedback f JOIN attachments a ON a.feedback_id = f.id"
                                  " WHERE f.customer_id = $1 LIMIT $2";

static gboolean
run_text (HxServiceCall *call,
          const char    *sql,
          const char    *id,
          guint          limit,
          guint         *changed,
          GError       **error)
{
  g_autoptr (GPtrArray) rows = hx_db_query_texts (call->db, error, 1, sql, "sii", id, (gint64) limit, call->now);

  if (rows != NULL)
    *changed += rows->len;
  return rows != NULL;
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
  hx_record_set_enum (recording, HX_RECORDING_STATE, HX_RECORDING_ERASED);
  hx_record_clear (recording, HX_RECORDING_FILE);
  hx_record_clear (recording, HX_RECORDING_DIGEST);
  hx_record_clear (recording, HX_RECORDING_PEAKS);
  hx_record_clear (recording, HX_RECORDING_SIZE);
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

static gboolean
erase_attachments (HxServiceCall *call,
                   const char    *id,
                   guint          limit,
                   guint         *changed,
                   GError       **error)
{
  g_autoptr (GPtrArray) found = hx_db_query_texts (call->db, error, 2, attachments, "si", id, (gint64) limit);

  for (guint i = 0; found != NULL && i < found->len; i += 2, (*changed)++)
    if (!hx_file_rows_drop (call->db, found->pdata[i + 1], error)
        || !hx_db_run (call->db, error, "DELETE FROM attachments WHERE id = $1", "s", found->pdata[i]))
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
  for (guint i = 0; i < G_N_ELEMENTS (texts) && changed < limit; i++)
    if (!run_text (call, texts[i], id, limit - changed, &changed, error))
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

static void
forget_person (HxRecord *customer)
{
  static const guint fields[] = { HX_CUSTOMER_FAMILY_NAME, HX_CUSTOMER_GIVEN_NAME, HX_CUSTOMER_SALUTATION,
                                  HX_CUSTOMER_REGION, HX_CUSTOMER_TAGS };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    hx_record_clear (customer, fields[i]);
  hx_record_set_enum (customer, HX_CUSTOMER_STATE, HX_CUSTOMER_ERASED);
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
  forget_person (customer);
  if (!hx_record_save (call->db, customer, call->now, error)
      || !hx_db_run (call->db, error, "DELETE FROM identities WHERE customer_id = $1", "s", call->id)
      || !hx_db_run (call->db, error, "INSERT INTO erasures (customer_id, requested_at) VALUES ($1, $2)", "si",
                     call->id, call->now)
      || !hx_audit_append (call, HX_AUDIT_ERASED, hx_customer_schema.name, call->id,
                           hx_record_get_text (call->input, HX_PRIVACY_REASON_REASON), NULL, error)
      || !hx_customer_erase_step (call, call->id, AT_ONCE, &done, error)
      || !hx_customer_tell (call, call->id, "updated", error))
    return FALSE;
  view = hx_customer_view_load (call->db, call->site, call->id, call->now, error);
  return hx_reply_with (call, view);
}
