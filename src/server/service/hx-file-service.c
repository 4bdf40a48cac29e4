/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-file-service.h"
#include "files/hx-file-rows.h"
#include "hx-recording-service-private.h"

/* The recording keeps the name of its file, so that it is ready again should the
 * file come back: a disk may only not have been mounted. */
static gboolean
tell_recording (HxServiceCall *call,
                const char    *name,
                gboolean       missing,
                GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *id = NULL;
  HxStatement *row = hx_db_query (call->db, &failure,
                                  "UPDATE recordings SET state = $2, rev = rev + 1, updated_at = $3"
                                  " WHERE file = $1 AND state = $4 RETURNING id",
                                  "ssis", name, missing ? "missing" : "ready", call->now, missing ? "ready" : "missing");

  if (row != NULL)
    {
      id = g_strdup (hx_statement_get_text (row, 0));
      hx_statement_reset (row);
      return hx_recording_tell (call, id, "updated", error);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_service_file_news:
 * @call: a call of no operation and no caller, in a transaction
 * @name: a file
 * @news: what was found out about it
 * @error: the store's
 *
 * Returns: whether the store says so too, and who hears recordings is told
 */
gboolean
hx_service_file_news (HxServiceCall *call,
                      const char    *name,
                      HxFileNews     news,
                      GError       **error)
{
  if (news == HX_FILE_REMOVED)
    return hx_file_rows_forget (call->db, name, error);
  return hx_file_rows_mark (call->db, name, news == HX_FILE_MISSING, error)
         && tell_recording (call, name, news == HX_FILE_MISSING, error);
}
