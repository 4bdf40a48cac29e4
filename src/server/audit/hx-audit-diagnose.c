/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-verify-private.h"

/* So many rows are looked at to tell one that was changed from keys that are not this log's. */
#define SAMPLE 200

static gboolean
row_at (HxAuditWalk *self,
        gint64       number,
        HxAuditRow  *found,
        GError     **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (self->db, error, HX_AUDIT_SELECT "WHERE a.number = $1", "i", number);

  if (row != NULL)
    hx_audit_row_read (found, row);
  return row != NULL;
}

static gint64
count_of (HxAuditWalk *self,
          const char  *sql,
          const char  *value,
          GError     **error)
{
  g_autoptr (HxStatement) row = hx_db_query (self->db, error, sql, "s", value);

  return row != NULL ? hx_statement_get_int (row, 0) : -1;
}

/* Whether any row holds under the keys that were given. */
static gboolean
keys_fit (HxAuditWalk *self,
          GError     **error)
{
  g_autoptr (HxStatement) rows = NULL;

  if (self->last > 0)
    return TRUE;
  for (guint i = 0; i < self->files->len; i++)
    if (((HxAuditAnchors *) self->files->pdata[i])->anchors->len > 0)
      return TRUE;
  rows = hx_db_query (self->db, error, HX_AUDIT_SELECT "ORDER BY a.number LIMIT $1", "i", (gint64) SAMPLE);
  for (HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW;
       step = hx_statement_step (rows, error))
    {
      g_auto (HxAuditRow) row = { 0 };

      hx_audit_row_read (&row, rows);
      if (hx_audit_row_holds (&row, self->keyring))
        return TRUE;
    }
  return FALSE;
}

/* We wrote it, but not here. */
static gboolean
diagnose_genuine (HxAuditWalk      *self,
                  const HxAuditRow *row,
                  GError          **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 copies = count_of (self, "SELECT count(*) FROM audit WHERE code = $1", row->columns[HX_AUDIT_ROW_CODE],
                            &failure);
  gint64 before = failure == NULL ? count_of (self, "SELECT count(*) FROM audit WHERE code = $1",
                                              row->columns[HX_AUDIT_ROW_PREVIOUS], &failure)
                                  : 0;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (copies > 1)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_ADDED, row->number, "the row is a copy of another one");
  if (before > 0 || *row->columns[HX_AUDIT_ROW_PREVIOUS] == '\0')
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_REORDERED, row->number, "the row belongs to another place");
  return hx_audit_walk_fails (self, HX_AUDIT_FAULT_REMOVED, row->number,
                              "what was here before this row is gone, and the numbers were closed up");
}

gboolean
hx_audit_walk_diagnose (HxAuditWalk      *self,
                        const HxAuditRow *row,
                        GError          **error)
{
  g_autoptr (GError) failure = NULL;
  g_auto (HxAuditRow) next = { 0 };
  gboolean follows;

  if (hx_audit_row_holds (row, self->keyring))
    return diagnose_genuine (self, row, error);
  if (!keys_fit (self, &failure) && failure == NULL)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_WRONG_KEY, row->number,
                                "no row is right under these keys: they are not those of this log");
  follows = failure == NULL && row_at (self, row->number + 1, &next, &failure)
            && g_strcmp0 (next.columns[HX_AUDIT_ROW_PREVIOUS], self->code) == 0;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (follows || row->number > self->head)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_ADDED, row->number, "the row was not written by this server");
  return hx_audit_walk_fails (self, HX_AUDIT_FAULT_CHANGED, row->number, "the row is not as it was written");
}
