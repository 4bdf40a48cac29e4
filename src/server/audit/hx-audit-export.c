/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-export.h"

#include "hx-json.h"

#define PAGE 5000

static void
append_row (GString          *line,
            const HxAuditRow *row,
            HxRecord         *entry)
{
  static const struct
  {
    const char *name;
    HxAuditColumn column;
  } binding[] = { { "anchor", HX_AUDIT_ROW_ANCHOR },
                  { "key_id", HX_AUDIT_ROW_KEY_ID },
                  { "previous", HX_AUDIT_ROW_PREVIOUS },
                  { "code", HX_AUDIT_ROW_CODE } };

  hx_json_append_record (line, entry, HX_JSON_PLAIN);
  g_string_truncate (line, line->len - 1); /* the brace */
  for (guint i = 0; i < G_N_ELEMENTS (binding); i++)
    {
      hx_json_append_member (line, binding[i].name);
      if (row->columns[binding[i].column] != NULL)
        hx_json_append_string (line, row->columns[binding[i].column]);
      else
        g_string_append (line, "null");
    }
  g_string_append (line, "}\n");
}

/* Gives how many rows there were; -1 for a failure. */
static int
export_page (HxDb           *db,
             gint64         *last,
             HxAuditLineFunc write,
             gpointer        data,
             GError        **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows = hx_db_query (db, &failure, HX_AUDIT_SELECT "WHERE a.number > $1 ORDER BY a.number LIMIT $2",
                                              "ii", *last, (gint64) PAGE);
  int count = 0;

  for (HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW;
       step = hx_statement_step (rows, &failure), count++)
    {
      g_auto (HxAuditRow) row = { 0 };
      g_autoptr (GString) line = g_string_new (NULL);
      g_autoptr (HxRecord) entry = NULL;

      hx_audit_row_read (&row, rows);
      entry = hx_audit_row_to_entry (&row, hx_db_get_keyring (db));
      append_row (line, &row, entry);
      if (!write (line->str, data, error))
        return -1;
      *last = row.number;
    }
  if (failure == NULL)
    return count;
  g_propagate_error (error, g_steal_pointer (&failure));
  return -1;
}

/**
 * hx_audit_export:
 * @db: a connection with its keys
 * @write: takes a line
 * @data: for @write
 * @error: the store's, or that of @write
 *
 * Returns: whether all of the log was written
 */
gboolean
hx_audit_export (HxDb           *db,
                 HxAuditLineFunc write,
                 gpointer        data,
                 GError        **error)
{
  gint64 last = 0;
  int count;

  do
    count = export_page (db, &last, write, data, error);
  while (count == PAGE);
  return count >= 0;
}
