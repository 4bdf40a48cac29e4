/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-config.h"

#include <string.h>

#define DEFAULT_PORT 8470

/* The keys of the configuration file: one row each. */
typedef enum
{
  KEY_TEXT,
  KEY_NUMBER,
  KEY_LARGE,
} KeyKind;

typedef struct
{
  const char *group;
  const char *name;
  KeyKind kind;
  gsize offset;
  gint64 min, max;
} Key;

static const Key keys[] = {
  { "server", "store", KEY_TEXT, G_STRUCT_OFFSET (HxConfig, store), 0, 0 },
  { "server", "recordings", KEY_TEXT, G_STRUCT_OFFSET (HxConfig, recordings), 0, 0 },
  { "server", "socket", KEY_TEXT, G_STRUCT_OFFSET (HxConfig, socket), 0, 0 },
  { "server", "address", KEY_TEXT, G_STRUCT_OFFSET (HxConfig, address), 0, 0 },
  { "server", "port", KEY_LARGE, G_STRUCT_OFFSET (HxConfig, port), -1, 65535 },
  { "server", "integration-key-file", KEY_TEXT, G_STRUCT_OFFSET (HxConfig, integration_key), 0, 0 },
  { "server", "keys", KEY_TEXT, G_STRUCT_OFFSET (HxConfig, keys), 0, 0 },
  { "server", "key-command", KEY_TEXT, G_STRUCT_OFFSET (HxConfig, key_command), 0, 0 },
  { "server", "readers", KEY_NUMBER, G_STRUCT_OFFSET (HxConfig, readers), 1, 64 },
  { "server", "http-threads", KEY_NUMBER, G_STRUCT_OFFSET (HxConfig, http_threads), 1, 64 },
  { "server", "heartbeat-seconds", KEY_NUMBER, G_STRUCT_OFFSET (HxConfig, heartbeat_s), 1, 300 },
  { "limits", "body-bytes", KEY_LARGE, G_STRUCT_OFFSET (HxConfig, limits.body), 1024, 64 << 20 },
  { "limits", "upload-bytes", KEY_LARGE, G_STRUCT_OFFSET (HxConfig, limits.upload), 1024, G_MAXINT64 },
  { "limits", "connections", KEY_NUMBER, G_STRUCT_OFFSET (HxConfig, limits.connections), 4, 1000000 },
  { "limits", "connections-per-address", KEY_NUMBER, G_STRUCT_OFFSET (HxConfig, limits.per_address), 0, 1000000 },
  { "limits", "request-milliseconds", KEY_NUMBER, G_STRUCT_OFFSET (HxConfig, limits.request_ms), 100, 3600000 },
  { "limits", "idle-seconds", KEY_NUMBER, G_STRUCT_OFFSET (HxConfig, limits.idle_s), 1, 3600 },
};

/**
 * hx_config_new:
 *
 * Returns: (transfer full): a configuration with the values for whoever says nothing
 */
HxConfig *
hx_config_new (void)
{
  HxConfig *self = g_new0 (HxConfig, 1);

  self->address = g_strdup ("127.0.0.1");
  self->port = DEFAULT_PORT;
  self->readers = 3;
  self->http_threads = 2;
  self->heartbeat_s = 15;
  self->limits = (HxHttpLimits){
    .body = G_GUINT64_CONSTANT (1) << 20,
    .upload = G_GUINT64_CONSTANT (512) << 20,
    .connections = 4096,
    .per_address = 512,
    .request_ms = 30000,
    .idle_s = 75,
  };
  return self;
}

/**
 * hx_config_free:
 * @self: (transfer full) (nullable): a configuration
 */
void
hx_config_free (HxConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->store);
  g_free (self->recordings);
  g_free (self->socket);
  g_free (self->address);
  g_free (self->integration_key);
  g_free (self->keys);
  g_free (self->key_command);
  g_free (self);
}

static const Key *
find_key (const char *group,
          const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].group, group) == 0 && strcmp (keys[i].name, name) == 0)
      return &keys[i];
  return NULL;
}

static gboolean
set_value (HxConfig   *self,
           const Key  *key,
           const char *text,
           GError    **error)
{
  gpointer place = G_STRUCT_MEMBER_P (self, key->offset);
  gint64 number;

  if (key->kind == KEY_TEXT)
    {
      g_free (*(char **) place);
      *(char **) place = g_strdup (text);
      return TRUE;
    }
  if (!g_ascii_string_to_signed (text, 10, key->min, key->max, &number, NULL))
    {
      g_set_error (error, HX_ERROR, HX_ERROR_FAILED,
                   "%s is a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT ", not “%s”", key->name, key->min,
                   key->max, text);
      return FALSE;
    }
  if (key->kind == KEY_NUMBER)
    *(guint *) place = (guint) number;
  else
    *(gint64 *) place = number;
  return TRUE;
}

static gboolean
load_group (HxConfig   *self,
            GKeyFile   *file,
            const char *group,
            GError    **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const Key *key = find_key (group, names[i]);
      g_autofree char *text = NULL;

      if (key == NULL)
        {
          g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "There is no key %s in [%s]", names[i], group);
          return FALSE;
        }
      text = g_key_file_get_string (file, group, names[i], error);
      if (text == NULL || !set_value (self, key, text, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hx_config_load:
 * @self: a configuration
 * @path: a key file
 * @error: what is wrong with it; unknown keys are
 *
 * Returns: whether all of the file was understood
 */
gboolean
hx_config_load (HxConfig   *self,
                const char *path,
                GError    **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!load_group (self, file, groups[i], error))
      {
        g_prefix_error (error, "%s: ", path);
        return FALSE;
      }
  return TRUE;
}

static gboolean
on_option (const char *option,
           const char *value,
           gpointer    data,
           GError    **error)
{
  const Key *key = find_key ("server", option + strlen ("--"));

  g_return_val_if_fail (key != NULL, FALSE);
  return set_value (data, key, value, error);
}

static gboolean
on_config (const char *option,
           const char *value,
           gpointer    data,
           GError    **error)
{
  return hx_config_load (data, value, error);
}

/**
 * hx_config_parse:
 * @self: a configuration
 * @argc: (inout): number of arguments
 * @argv: (inout): the arguments; what is an option is taken out
 * @error: what is wrong with them
 *
 * Returns: whether all options were understood
 */
gboolean
hx_config_parse (HxConfig *self,
                 int      *argc,
                 char   ***argv,
                 GError  **error)
{
  const GOptionEntry options[] = {
    { "config", 'c', 0, G_OPTION_ARG_CALLBACK, on_config, "Configuration file; options after it win", "FILE" },
    { "store", 0, 0, G_OPTION_ARG_CALLBACK, on_option, "The store, such as sqlite:/srv/huixiang/store.db", "URI" },
    { "recordings", 0, 0, G_OPTION_ARG_CALLBACK, on_option, "Folder of recordings (beside the store)", "FOLDER" },
    { "socket", 0, 0, G_OPTION_ARG_CALLBACK, on_option, "Also listen on a private socket", "PATH" },
    { "address", 0, 0, G_OPTION_ARG_CALLBACK, on_option, "Address to listen on (127.0.0.1)", "ADDRESS" },
    { "port", 'p', 0, G_OPTION_ARG_CALLBACK, on_option, "Port to listen on; 0 for any, -1 for none (8470)", "PORT" },
    { "integration-key-file", 0, 0, G_OPTION_ARG_CALLBACK, on_option, "Keep a token for calls from outside here", "FILE" },
    { "keys", 0, 0, G_OPTION_ARG_CALLBACK, on_option, "Key file of personal data (“keys” beside the store)", "FILE" },
    { "key-command", 0, 0, G_OPTION_ARG_CALLBACK, on_option, "Instead: a program that prints the keys", "COMMAND" },
    { "embedded", 0, 0, G_OPTION_ARG_NONE, &self->embedded, "Serve one client on this computer", NULL },
    { "lifeline", 0, 0, G_OPTION_ARG_NONE, &self->lifeline, "End when standard input ends", NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[serve|openapi|sample]");
  GOptionGroup *group = g_option_group_new ("main", "", "", self, NULL);

  g_option_group_add_entries (group, options);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context, "huixiangd is the server of Huixiang.");
  return g_option_context_parse (context, argc, argv, error);
}

/**
 * hx_config_complete:
 * @self: a configuration
 * @error: what is missing
 *
 * Fills in what follows from the rest.
 *
 * Returns: whether a server can be started with it
 */
gboolean
hx_config_complete (HxConfig *self,
                    GError  **error)
{
  const char *path = self->store != NULL && g_str_has_prefix (self->store, "sqlite:") ? self->store + strlen ("sqlite:") : NULL;
  g_autofree char *folder = NULL;

  if (path == NULL || *path == '\0')
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name a store: --store sqlite:FILE");
      return FALSE;
    }
  if (self->socket == NULL && self->port < 0)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name a port or a socket to listen on");
      return FALSE;
    }
  folder = g_path_get_dirname (path);
  if (self->recordings == NULL)
    self->recordings = g_build_filename (folder, "recordings", NULL);
  if (self->keys == NULL && self->key_command == NULL)
    self->keys = g_build_filename (folder, "keys", NULL);
  if (self->embedded && self->integration_key == NULL)
    self->integration_key = g_build_filename (folder, "integration-key", NULL);
  return TRUE;
}
