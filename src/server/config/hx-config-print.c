/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-config.h"

#include <string.h>

static const char introduction[] =
  "# Configuration of huixiangd\n"
  "\n"
  "This page is printed by the program itself: `huixiangd --document-config`.\n"
  "\n"
  "One file, named by `--config FILE`; without that `/etc/huixiang/huixiangd.conf`, if it is there. Groups in brackets, a\n"
  "`key=value` a line, `#` before a comment. Options of the command line win over variables of the environment, and those over\n"
  "the file. A key that does not exist, a value that cannot be, a key that stands twice: all of them are told with their lines,\n"
  "the exit status is 2, and nothing was started.\n"
  "\n"
  "```sh\n"
  "huixiangd --config FILE --check-config    # also looks at folders, sockets, keys and the store; changes nothing\n"
  "huixiangd --config FILE --print-config    # what is in force, and where each value is from; never a secret\n"
  "```\n"
  "\n"
  "Secrets are never values: a key names the file that has the secret, and only its owner may be able to read that file.\n"
  "Settings marked ⟳ are taken over by `systemctl reload huixiangd` (SIGHUP); the others need a restart, and are told so.\n";

/**
 * hx_config_limits:
 * @key: a row of the table
 *
 * Returns: (transfer full): what values there are, in words
 */
char *
hx_config_limits (const HxConfigKey *key)
{
  static const char *const kinds[] = {
    [HX_CONFIG_TEXT] = "text",         [HX_CONFIG_STORE] = "the address of a store", [HX_CONFIG_FILE] = "path of a file",
    [HX_CONFIG_FOLDER] = "path of a folder", [HX_CONFIG_PLACE] = "path",            [HX_CONFIG_SWITCH] = "true or false",
    [HX_CONFIG_ROOMS] = "levels of rooms", [HX_CONFIG_LISTEN] = "same, none, ADDRESS:PORT or the path of a socket",
  };

  if (key->kind == HX_CONFIG_CHOICE)
    {
      g_auto (GStrv) words = g_strsplit (key->words, "|", -1);

      return g_strjoinv (" or ", words);
    }
  if (key->kind < G_N_ELEMENTS (kinds) && kinds[key->kind] != NULL)
    return g_strdup (kinds[key->kind]);
  if (key->max == G_MAXINT64)
    return g_strdup_printf ("a number from %" G_GINT64_FORMAT, key->min);
  return g_strdup_printf ("a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, key->min, key->max);
}

static gboolean
begins_group (guint index)
{
  return index == 0 || strcmp (hx_config_keys[index].group, hx_config_keys[index - 1].group) != 0;
}

/* The value as the file writes it: backslashes and leading spaces are escaped. */
static char *
quote (const char *value)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, "a", "b", value);
  return g_key_file_get_value (file, "a", "b", NULL);
}

/**
 * hx_config_print:
 * @self: a configuration
 *
 * Returns: (transfer full): a file that says the same, with where each value is from
 */
char *
hx_config_print (const HxConfig *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      g_autofree char *value = hx_config_get (self, &hx_config_keys[i]);
      g_autofree char *quoted = value != NULL ? quote (value) : NULL;

      if (begins_group (i))
        g_string_append_printf (out, "%s[%s]\n", i > 0 ? "\n" : "", hx_config_keys[i].group);
      if (self->origins[i] != NULL)
        g_string_append_printf (out, "# %s\n", self->origins[i]);
      g_string_append_printf (out, "%s%s=%s\n", value == NULL ? "#" : "", hx_config_keys[i].name,
                              value != NULL ? quoted : "");
    }
  return g_string_free (out, FALSE);
}

static void
document_key (GString           *out,
              const HxConfigKey *key)
{
  g_autofree char *limits = hx_config_limits (key);
  g_autofree char *fallback = key->fallback != NULL ? g_strdup_printf ("`%s`", key->fallback) : g_strdup ("");

  g_string_append_printf (out, "| `%s`%s | %s | %s | %s |\n", key->name, key->flags & HX_CONFIG_RELOADS ? " ⟳" : "",
                          limits, fallback, key->text);
}

/**
 * hx_config_document:
 *
 * Returns: (transfer full): docs/configuration.md
 */
char *
hx_config_document (void)
{
  GString *out = g_string_new (introduction);

  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      const HxConfigKey *key = &hx_config_keys[i];
      g_autofree char *option = hx_config_option (key);
      g_autofree char *variable = hx_config_variable (key);

      if (begins_group (i))
        g_string_append_printf (out, "\n## [%s]\n\n`--%s`, `%s` and so on.\n\n| key | values | default | what it is |\n|---|---|---|---|\n",
                                key->group, option, variable);
      document_key (out, key);
    }
  return g_string_free (out, FALSE);
}
