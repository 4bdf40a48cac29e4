/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-verify-private.h"

#include <string.h>

/* Rows of one statement: an engine may gather all of an answer before it gives the first row. */
#define PAGE 5000

#define FAULT_NAME(ID, name) name,
static const char *const fault_names[HX_N_AUDIT_FAULTS] = { HX_AUDIT_FAULTS (FAULT_NAME) };

/**
 * hx_audit_fault_name:
 * @fault: a fault
 *
 * Returns: its name
 */
const char *
hx_audit_fault_name (HxAuditFault fault)
{
  return fault_names[fault];
}

/**
 * hx_audit_verdict_clear:
 * @verdict: a verdict
 *
 * Frees what @verdict holds, not @verdict itself.
 */
void
hx_audit_verdict_clear (HxAuditVerdict *verdict)
{
  g_clear_pointer (&verdict->words, g_free);
  g_clear_pointer (&verdict->notes, g_ptr_array_unref);
}

gboolean
hx_audit_walk_fails (HxAuditWalk *self,
                     HxAuditFault fault,
                     gint64       number,
                     const char  *format,
                     ...)
{
  va_list arguments;

  va_start (arguments, format);
  self->verdict->fault = fault;
  self->verdict->number = number;
  g_free (self->verdict->words);
  self->verdict->words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

/* %FALSE ends the walk: with a verdict, or with @error. */
static gboolean
check_row (HxAuditWalk      *self,
           const HxAuditRow *row,
           GError          **error)
{
  gint64 expected = self->last + 1;

  if (row->number > expected)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_REMOVED, expected,
                                "rows %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " are missing", expected,
                                row->number - 1);
  if (row->number < expected)
    return hx_audit_walk_fails (self, row->whole ? HX_AUDIT_FAULT_ADDED : HX_AUDIT_FAULT_CHANGED,
                                row->whole ? MAX (row->number, 1) : expected,
                                "a row has a number that was never given, or that another one has");
  if (!hx_audit_row_holds (row, self->keyring) || strcmp (row->columns[HX_AUDIT_ROW_PREVIOUS], self->code) != 0)
    return hx_audit_walk_diagnose (self, row, error);
  if (!hx_audit_walk_meet_anchors (self, row))
    return FALSE;
  self->last = self->verdict->rows = row->number;
  g_strlcpy (self->code, row->columns[HX_AUDIT_ROW_CODE], sizeof self->code);
  return TRUE;
}

/* Gives how many rows there were; -1 ends the walk. */
static int
walk_page (HxAuditWalk *self,
           GError     **error)
{
  HxStatement *rows = hx_db_query (self->db, error, HX_AUDIT_SELECT "WHERE a.number > $1 ORDER BY a.number, a.at LIMIT $2",
                                   "ii", self->last > 0 ? self->last : G_MININT64, (gint64) PAGE);
  HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE;
  gboolean good = rows != NULL || *error == NULL;
  int count = 0;

  for (; good && step == HX_STEP_ROW; count++)
    {
      g_auto (HxAuditRow) row = { 0 };

      hx_audit_row_read (&row, rows);
      good = check_row (self, &row, error);
      if (good)
        step = hx_statement_step (rows, error);
    }
  if (rows != NULL)
    hx_statement_reset (rows);
  return good && step != HX_STEP_FAILED ? count : -1;
}

static gboolean
read_head (HxAuditWalk *self,
           gint64      *number,
           char       **code,
           gint64      *rows_to,
           gint64      *amount,
           GError     **error)
{
  /* One statement, so that all are of one moment whatever the engine isolates. */
  g_autoptr (HxStatement) row
      = hx_db_query (self->db, error,
                     "SELECT h.number, h.code, (SELECT coalesce(max(number), 0) FROM audit),"
                     " (SELECT count(*) FROM audit) FROM audit_head h",
                     "");

  if (row == NULL)
    return *error == NULL
           && hx_audit_walk_fails (self, HX_AUDIT_FAULT_HEAD, 0, "the row that has the last number is gone");
  *number = hx_statement_get_int (row, 0);
  *code = g_strdup (hx_statement_get_text (row, 1));
  *rows_to = hx_statement_get_int (row, 2);
  *amount = hx_statement_get_int (row, 3);
  return TRUE;
}

/* TRUE with @done unset: more was written meanwhile. */
static gboolean
check_head (HxAuditWalk *self,
            gboolean    *done,
            GError     **error)
{
  g_autofree char *code = NULL;
  gint64 number, rows_to, amount;

  if (!read_head (self, &number, &code, &rows_to, &amount, error))
    return FALSE;
  *done = rows_to <= self->last;
  if (number > rows_to)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_TAIL_CUT, rows_to + 1,
                                "rows %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " are missing", rows_to + 1, number);
  if (number < rows_to)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_HEAD, number + 1,
                                "the last number was set back to %" G_GINT64_FORMAT, number);
  /* Two of one number may fall on two pages, where an engine lets them be. */
  if (amount != rows_to)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_ADDED, 0,
                                "there are %" G_GINT64_FORMAT " rows with %" G_GINT64_FORMAT " numbers", amount, rows_to);
  if (*done && strcmp (code, self->code) != 0)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_HEAD, number, "the head has another code than the last row");
  return TRUE;
}

static gboolean
walk (HxAuditWalk *self,
      GError     **error)
{
  g_autofree char *code = NULL;
  gboolean done = FALSE;
  gint64 rows_to, amount;

  if (!read_head (self, &self->head, &code, &rows_to, &amount, error))
    return FALSE;
  while (!done)
    {
      int count;

      do
        count = walk_page (self, error);
      while (count == PAGE);
      if (count < 0 || !check_head (self, &done, error))
        return FALSE;
    }
  return hx_audit_walk_close_anchors (self);
}

/* Rows that come from now on may name what comes into the anchor files after they were read. */
static gboolean
read_named_to (HxAuditWalk *self,
               GError     **error)
{
  HxAuditAnchor head;

  if (!hx_audit_read_head (self->db, &head, error))
    return FALSE;
  self->named_to = head.number;
  return TRUE;
}

/**
 * hx_audit_verify:
 * @db: a connection for reading; not in a transaction
 * @keyring: the keys, with which @db need not have been opened
 * @anchor_files: (array zero-terminated=1): of each server that writes to this store
 * @verdict: (out caller-allocates): what was found
 * @error: why it could not be looked at
 *
 * Walks over the log from its first row; servers may go on writing meanwhile.
 *
 * Returns: whether there is a verdict, good or bad
 */
gboolean
hx_audit_verify (HxDb              *db,
                 HxKeyring         *keyring,
                 const char *const *anchor_files,
                 HxAuditVerdict    *verdict,
                 GError           **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) hx_audit_anchors_free);
  HxAuditWalk self = { .db = db, .keyring = keyring, .verdict = verdict, .files = files };
  g_autoptr (GError) failure = NULL;

  *verdict = (HxAuditVerdict){ .notes = g_ptr_array_new_with_free_func (g_free) };
  if (!read_named_to (&self, error))
    return FALSE;
  /* Before the head: what is anchored was committed, so the head is never behind it. */
  for (guint i = 0; anchor_files[i] != NULL; i++)
    {
      HxAuditAnchors *file = hx_audit_anchors_load (anchor_files[i], keyring, error);

      if (file == NULL)
        return FALSE;
      hx_audit_anchors_add_newest (file);
      g_ptr_array_add (files, file);
    }
  hx_audit_walk_open_anchors (&self);
  walk (&self, &failure);
  g_free (self.next);
  g_hash_table_unref (self.named);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
