/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-config.h"

#include <string.h>

/* The file has the syntax of GKeyFile. It is walked line by line here, because
 * GKeyFile stops at the first mistake and does not say where the others are. */

typedef struct
{
  HxConfig *config;
  const char *path;
  guint line;
  char *group;     /* (nullable): the group of this line; NULL in one that does not exist */
  gboolean skip;   /* in such a group */
  guint *seen;     /* for each key the line that it stood on */
  GPtrArray *problems;
} Reader;

static void G_GNUC_PRINTF (2, 3)
complain (Reader     *self,
          const char *format,
          ...)
{
  g_autofree char *words = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (self->problems, g_strdup_printf ("%s:%u: %s", self->path, self->line, words));
}

static gboolean
is_group (const char *name)
{
  for (guint i = 0; i < hx_n_config_keys; i++)
    if (strcmp (hx_config_keys[i].group, name) == 0)
      return TRUE;
  return FALSE;
}

static void
take_group (Reader *self,
            char   *line)
{
  gsize length = strlen (line);

  g_clear_pointer (&self->group, g_free);
  self->skip = TRUE;
  if (line[length - 1] != ']')
    {
      complain (self, "the name of a group ends with ]");
      return;
    }
  line[length - 1] = '\0';
  if (!is_group (line + 1))
    {
      complain (self, "there is no group [%s]", line + 1);
      return;
    }
  self->group = g_strdup (line + 1);
  self->skip = FALSE;
}

static char *
read_value (const char *raw,
            GError    **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = g_strconcat ("[a]\nb=", raw, "\n", NULL);

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, error))
    return NULL;
  return g_key_file_get_string (file, "a", "b", error);
}

static void
take_value (Reader            *self,
            const HxConfigKey *key,
            const char        *raw)
{
  g_autofree char *origin = g_strdup_printf ("%s:%u", self->path, self->line);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = read_value (raw, &error);
  guint *seen = &self->seen[key - hx_config_keys];

  if (*seen != 0)
    complain (self, "%s stands on line %u already", key->name, *seen);
  else if (value == NULL || !hx_config_set (self->config, key, value, origin, &error))
    complain (self, "%s", error->message);
  *seen = self->line;
}

static void
take_key (Reader *self,
          char   *line)
{
  char *equals = strchr (line, '=');
  const HxConfigKey *key;

  if (equals == NULL || equals == line)
    {
      complain (self, "a line is “key=value”, “[group]”, empty, or begins with #");
      return;
    }
  *equals = '\0';
  g_strchomp (line);
  if (self->skip)
    return;
  if (self->group == NULL)
    {
      complain (self, "%s stands before any [group]", line);
      return;
    }
  key = hx_config_find_key (self->group, line);
  if (key == NULL)
    complain (self, "there is no key %s in [%s]", line, self->group);
  else
    take_value (self, key, g_strchug (equals + 1));
}

/**
 * hx_config_load:
 * @self: a configuration
 * @path: a key file
 * @problems: (element-type utf8): all that is wrong with it is added here, with the line;
 *   groups and keys that do not exist are
 */
void
hx_config_load (HxConfig   *self,
                const char *path,
                GPtrArray  *problems)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree guint *seen = g_new0 (guint, hx_n_config_keys);
  g_auto (GStrv) lines = NULL;
  Reader reader = { .config = self, .path = path, .seen = seen, .problems = problems };
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error))
    {
      g_ptr_array_add (problems, g_strdup (error->message));
      return;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_ptr_array_add (problems, g_strdup_printf ("%s: is not text in UTF-8", path));
      return;
    }
  g_free (self->file);
  self->file = g_strdup (path);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);

      reader.line = i + 1;
      if (*line == '[')
        take_group (&reader, line);
      else if (*line != '\0' && *line != '#')
        take_key (&reader, line);
    }
  g_free (reader.group);
}
