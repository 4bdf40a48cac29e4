/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-workspace-private.h"

/* Where a telephone system sends its calls, when the server is this computer's own. */

/**
 * hx_workspace_dup_cti_address:
 * @self: a workspace
 *
 * Returns: (transfer full) (nullable): the address that takes calls from outside; %NULL
 *   when the server is elsewhere or has not said its port yet
 */
char *
hx_workspace_dup_cti_address (HxWorkspace *self)
{
  guint port = self->server != NULL ? hx_server_process_get_port (self->server) : 0;

  return port > 0 ? g_strdup_printf ("http://127.0.0.1:%u" HX_API_PREFIX "/cti", port) : NULL;
}

/**
 * hx_workspace_dup_cti_key:
 * @self: a workspace
 * @error: why it could not be read
 *
 * Returns: (transfer full) (nullable): the key that a telephone system must send
 */
char *
hx_workspace_dup_cti_key (HxWorkspace *self,
                          GError     **error)
{
  const char *file = self->server != NULL ? hx_server_process_get_key_file (self->server) : NULL;
  char *key = NULL;

  if (file == NULL)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_NOT_FOUND, "no server of this computer");
      return NULL;
    }
  return g_file_get_contents (file, &key, NULL, error) ? g_strstrip (key) : NULL;
}
