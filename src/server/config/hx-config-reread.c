/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-config.h"

#include <string.h>

/**
 * hx_config_reread:
 * @self: a complete configuration that is in force
 * @argv: the arguments that the program was started with
 * @waiting: (out) (transfer full) (element-type utf8): settings that were changed and need a restart
 * @error: all that is wrong with the file now; then @self is as before
 *
 * Takes over those new values that can change while the server runs.
 *
 * Returns: whether the file could be read
 */
gboolean
hx_config_reread (HxConfig   *self,
                  char      **argv,
                  GPtrArray **waiting,
                  GError    **error)
{
  g_autoptr (HxConfig) fresh = hx_config_new ();
  g_autofree char **arguments = g_memdup2 (argv, (g_strv_length (argv) + 1) * sizeof *argv);
  char **rest = arguments;
  int count = (int) g_strv_length (argv);

  if (!hx_config_parse (fresh, &count, &rest, error) || !hx_config_complete (fresh, error))
    return FALSE;
  *waiting = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      const HxConfigKey *key = &hx_config_keys[i];
      g_autofree char *before = hx_config_get (self, key);
      g_autofree char *after = hx_config_get (fresh, key);

      if (g_strcmp0 (before, after) == 0)
        continue;
      if (key->flags & HX_CONFIG_RELOADS)
        hx_config_set (self, key, after != NULL ? after : "", fresh->origins[i], NULL);
      else
        g_ptr_array_add (*waiting, g_strdup_printf ("%s.%s", key->group, key->name));
    }
  return TRUE;
}
