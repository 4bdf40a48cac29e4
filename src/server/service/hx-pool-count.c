/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-pool-private.h"
#include "hx-event-private.h"
#include "store/hx-record-store.h"

#include <string.h>

/* How the counts of the pool change: by team ("" for none), channel, category and issue type. */
typedef struct
{
  char *parts[4];
  gint64 amount;   /* what is still to be written */
  gint64 proposed;
  gboolean written;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (self->parts); i++)
    g_free (self->parts[i]);
  g_free (self);
}

/**
 * hx_pool_changes_new:
 *
 * Returns: (transfer full): no changes yet
 */
HxPoolChanges *
hx_pool_changes_new (void)
{
  return g_ptr_array_new_with_free_func (change_free);
}

/* The same in the parts from @first on. */
static Change *
find (HxPoolChanges     *changes,
      const char *const *parts,
      guint              first)
{
  for (guint i = 0; i < changes->len; i++)
    {
      Change *change = changes->pdata[i];
      gboolean same = TRUE;

      for (guint part = first; same && part < G_N_ELEMENTS (change->parts); part++)
        same = strcmp (change->parts[part], parts[part]) == 0;
      if (same)
        return change;
    }
  return NULL;
}

static void
add (HxPoolChanges     *changes,
     const char *const *parts,
     gint64             amount,
     gint64             proposed)
{
  Change *change = find (changes, parts, 0);

  if (change == NULL)
    {
      change = g_new0 (Change, 1);
      for (guint i = 0; i < G_N_ELEMENTS (change->parts); i++)
        change->parts[i] = g_strdup (parts[i]);
      g_ptr_array_add (changes, change);
    }
  change->amount += amount;
  change->proposed += proposed;
}

/**
 * hx_pool_changes_merge:
 * @changes: what has changed
 * @more: (nullable): what has changed besides
 */
void
hx_pool_changes_merge (HxPoolChanges *changes,
                       HxPoolChanges *more)
{
  for (guint i = 0; more != NULL && i < more->len; i++)
    {
      Change *change = more->pdata[i];

      add (changes, (const char *const *) change->parts, change->amount, change->proposed);
    }
}

static gboolean
add_to_count (HxDb       *db,
              Change     *change,
              const char *pool,
              GError    **error)
{
  return hx_db_run (db, error,
                    "INSERT INTO pool_counts (team_id, channel, category, issue_type, amount, proposed)"
                    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (team_id, channel, category, issue_type) DO UPDATE"
                    " SET amount = pool_counts.amount + $5, proposed = pool_counts.proposed + $6",
                    "ssssii", pool, change->parts[1], change->parts[2], change->parts[3], change->amount,
                    change->proposed);
}

static gboolean
write_change (HxDb    *db,
              Change  *change,
              GError **error)
{
  if (change->written && change->amount == 0 && change->proposed == 0)
    return TRUE;
  if (!add_to_count (db, change, change->parts[0], error) || !add_to_count (db, change, HX_POOL_OF_ALL, error))
    return FALSE;
  change->amount = change->proposed = 0;
  change->written = TRUE;
  return TRUE;
}

/* Whether @change is the first that concerns its cell in all teams together. */
static gboolean
is_first_of_all (HxPoolChanges *changes,
                 Change        *change)
{
  return find (changes, (const char *const *) change->parts, 1) == change;
}

static void
ask_cells (HxDb          *db,
           HxPoolChanges *changes,
           Change        *change)
{
  if (*change->parts[0] != '\0')
    hx_pool_ask_cell (db, change->parts[0], change->parts[1], change->parts[2], change->parts[3]);
  if (is_first_of_all (changes, change))
    hx_pool_ask_cell (db, NULL, change->parts[1], change->parts[2], change->parts[3]);
}

static gboolean
tell_cell (HxServiceCall *call,
           Change        *change,
           const char    *team_id,
           GError       **error)
{
  g_autofree char *detail = g_strdup_printf ("%s %s %s", change->parts[1], change->parts[2], change->parts[3]);
  g_autoptr (HxRecord) cell = hx_pool_load_cell (call->db, team_id, change->parts[1], change->parts[2],
                                                  change->parts[3], error);
  const HxHappening happening
      = { .thing = "pool", .action = "updated", .record = cell, .team_id = team_id, .detail = detail };

  return cell != NULL && hx_event_append (call, &happening, error);
}

/**
 * hx_pool_changes_write:
 * @db: a connection, in the transaction that made the changes
 * @changes: what has changed
 * @error: the store's
 *
 * Writes the counts, and asks ahead for what [func@pool_changes_settle] tells of them.
 *
 * Returns: whether it was done
 */
gboolean
hx_pool_changes_write (HxDb          *db,
                       HxPoolChanges *changes,
                       GError       **error)
{
  for (guint i = 0; i < changes->len; i++)
    if (!write_change (db, changes->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < changes->len; i++)
    ask_cells (db, changes, changes->pdata[i]);
  return TRUE;
}

/**
 * hx_pool_changes_settle:
 * @call: a call, in the transaction that made the changes
 * @changes: what has changed
 * @error: the store's
 *
 * Writes the counts that are still to be written and tells how each cell stands: one event for who sees the
 * team's pool, one for who sees them all.
 *
 * Returns: whether it was done
 */
gboolean
hx_pool_changes_settle (HxServiceCall *call,
                        HxPoolChanges *changes,
                        GError       **error)
{
  if (!hx_pool_changes_write (call->db, changes, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      Change *change = changes->pdata[i];

      if (*change->parts[0] != '\0' && !tell_cell (call, change, change->parts[0], error))
        return FALSE;
      /* Once for all teams together. */
      if (is_first_of_all (changes, change) && !tell_cell (call, change, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hx_pool_count (HxServiceCall *call,
               HxRecord      *feedback,
               gint64         delta,
               GError       **error)
{
  const char *team_id = hx_record_get_text (feedback, HX_FEEDBACK_TEAM_ID);
  const char *const parts[] = { team_id != NULL ? team_id : "", hx_record_get_text (feedback, HX_FEEDBACK_CHANNEL),
                                hx_record_get_text (feedback, HX_FEEDBACK_CATEGORY),
                                hx_record_get_text (feedback, HX_FEEDBACK_ISSUE_TYPE) };
  gboolean proposed = hx_record_get_enum (feedback, HX_FEEDBACK_PROPOSAL) != HX_PROPOSAL_NONE;
  g_autoptr (HxPoolChanges) now = NULL;

  if (hx_record_get_enum (feedback, HX_FEEDBACK_STATE) != HX_FEEDBACK_POOL)
    return TRUE;
  if (call->pool_changes == NULL)
    now = hx_pool_changes_new ();
  add (now != NULL ? now : call->pool_changes, parts, delta, proposed ? delta : 0);
  return now == NULL || hx_pool_changes_settle (call, now, error);
}
