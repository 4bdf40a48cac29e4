/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-upkeep-private.h"

#include "hx-audit.h"
#include "hx-customer-service-private.h"
#include "hx-presence.h"
#include "hx-time.h"
#include "store/hx-reseal.h"
#include "store/hx-store-keys.h"

/* Rows of one step: a few milliseconds, so that requests do not feel it. */
#define AT_ONCE 200

static gboolean
reseal (HxServiceCall *call,
        gboolean      *more,
        GError       **error)
{
  gboolean due, done;
  g_autoptr (GError) not_given = NULL;

  /* Which key is written with changes with a commit: the next transaction begins to seal with it. */
  if (!hx_store_keys_turn (call->db, call->now - HX_SERVER_GONE, more, &not_given)
      && !g_error_matches (not_given, HX_ERROR, HX_ERROR_STORE_KEYS))
    {
      g_propagate_error (error, g_steal_pointer (&not_given));
      return FALSE;
    }
  if (not_given != NULL)
    g_warning ("The new key waits for this server: %s", not_given->message);
  if (*more)
    return TRUE;
  if (!hx_reseal_is_due (call->db, &due, error))
    return FALSE;
  if (!due)
    return TRUE;
  if (!hx_reseal_step (call->db, AT_ONCE, call->now, &done, error))
    return FALSE;
  *more = !done;
  return TRUE;
}

/* What a crash, or a history too long for one transaction, has left of an erasure. */
static gboolean
go_on_erasing (HxServiceCall *call,
               gboolean      *more,
               GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *id = NULL;
  HxStatement *row = hx_db_query (
      call->db, &failure,
      "SELECT customer_id FROM erasures WHERE finished_at IS NULL ORDER BY requested_at LIMIT 1", "");
  gboolean done;

  if (row != NULL)
    {
      id = g_strdup (hx_statement_get_text (row, 0));
      hx_statement_reset (row);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *more = id != NULL;
  return id == NULL || hx_customer_erase_step (call, id, AT_ONCE, &done, error);
}

static const HxUpkeepFunc parts[]
    = { reseal,          go_on_erasing,       hx_retain_recordings, hx_retain_attachments,
        hx_retain_texts, hx_retain_customers, hx_retain_events };

/* One part's trouble is not the others', nor the clocks' that run in the same transaction. */
static gboolean
run_part (HxServiceCall *call,
          HxUpkeepFunc   part,
          gboolean      *more,
          GError       **error)
{
  g_autoptr (GError) failure = NULL;

  *more = FALSE;
  if (!hx_db_run (call->db, error, "SAVEPOINT upkeep", ""))
    return FALSE;
  if (part (call, more, &failure) && hx_db_run (call->db, &failure, "RELEASE upkeep", ""))
    return TRUE;
  *more = FALSE;
  if (!hx_db_in_transaction (call->db))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_warning ("Work in the background has to wait: %s", failure->message);
  return hx_db_run (call->db, error, "ROLLBACK TO upkeep", "") && hx_db_run (call->db, error, "RELEASE upkeep", "");
}

/**
 * hx_upkeep:
 * @call: a call of no operation and no caller, in a transaction
 * @more: (out): whether there is more to do; else it is enough to look again in a
 *   minute or so
 * @error: the store's
 *
 * Work that may take long and that nobody waits for, a little at a time: sealing
 * rows with a new key, erasing what was asked to be or is old enough.
 *
 * Returns: whether the transaction is good
 */
gboolean
hx_upkeep (HxServiceCall *call,
           gboolean      *more,
           GError       **error)
{
  *more = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gboolean left;

      if (!run_part (call, parts[i], &left, error))
        return FALSE;
      *more = *more || left;
    }
  return TRUE;
}
