/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-dialect.h"

#include <string.h>

#define MARK "-- only: "

/**
 * hx_dialect_text:
 * @script: SQL
 * @engine: name of an engine, as in its HxDbEngine
 *
 * One SQL text serves every engine, but for a few things such as triggers. A line
 * `-- only: NAME` begins what is for one engine alone, `-- only: all` ends it; to
 * any engine these lines are comments.
 *
 * Returns: (transfer full): what of @script is for @engine
 */
char *
hx_dialect_text (const char *script,
                 const char *engine)
{
  g_auto (GStrv) lines = g_strsplit (script, "\n", -1);
  GString *text = g_string_sized_new (strlen (script));
  gboolean wanted = TRUE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], MARK))
        wanted = strcmp (lines[i] + strlen (MARK), "all") == 0 || strcmp (lines[i] + strlen (MARK), engine) == 0;
      else if (wanted)
        g_string_append_printf (text, "%s\n", lines[i]);
    }
  return g_string_free (text, FALSE);
}
