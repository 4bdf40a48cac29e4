/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-config.h"

#include <string.h>

/* Read when nothing else is named and it is there. */
#define DEFAULT_FILE "/etc/huixiang/huixiangd.conf"

#define VARIABLE_PREFIX "HUIXIANGD__"

/* Options are kept until the file and the environment have been read: they win. */
typedef struct
{
  HxConfig *config;
  char *file;         /* (nullable) */
  GPtrArray *names;   /* of char */
  GPtrArray *values;  /* of char */
  GPtrArray *texts;   /* what GOption only points to */
} Options;

static void
options_clear (Options *self)
{
  g_free (self->file);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/**
 * hx_config_option:
 * @key: a row of the table
 *
 * Returns: (transfer full): its option without the dashes: “store”, “limits-body-bytes”
 */
char *
hx_config_option (const HxConfigKey *key)
{
  return strcmp (key->group, "server") == 0 ? g_strdup (key->name) : g_strconcat (key->group, "-", key->name, NULL);
}

/**
 * hx_config_variable:
 * @key: a row of the table
 *
 * Returns: (transfer full): the variable of the environment that sets it
 */
char *
hx_config_variable (const HxConfigKey *key)
{
  g_autofree char *joined = g_strconcat (VARIABLE_PREFIX, key->group, "__", key->name, NULL);

  return g_ascii_strup (g_strdelimit (joined, "-", '_'), -1);
}

static gboolean
on_option (const char *option,
           const char *value,
           gpointer    data,
           GError    **error)
{
  Options *self = data;

  g_ptr_array_add (self->names, g_strdup (option + strspn (option, "-")));
  g_ptr_array_add (self->values, g_strdup (value));
  return TRUE;
}

static gboolean
on_config (const char *option,
           const char *value,
           gpointer    data,
           GError    **error)
{
  Options *self = data;

  g_free (self->file);
  self->file = g_strdup (value);
  return TRUE;
}

static gboolean
on_action (const char *option,
           const char *value,
           gpointer    data,
           GError    **error)
{
  HxConfigAction *action = &((Options *) data)->config->action;

  *action = strcmp (option, "--check-config") == 0   ? HX_CONFIG_ACTION_CHECK
            : strcmp (option, "--print-config") == 0 ? HX_CONFIG_ACTION_PRINT
                                                     : HX_CONFIG_ACTION_DOCUMENT;
  return TRUE;
}

static const char *
keep (Options *self,
      char    *text)
{
  g_ptr_array_add (self->texts, text);
  return text;
}

/* The first sentence, and the default. */
static char *
describe (const HxConfigKey *key)
{
  const char *end = strstr (key->text, ". ");
  g_autofree char *words = g_strndup (key->text, end != NULL ? (gsize) (end - key->text) : strlen (key->text));
  gsize length = strlen (words);

  if (length > 0 && words[length - 1] == '.')
    words[length - 1] = '\0';
  return key->fallback != NULL ? g_strdup_printf ("%s (%s)", words, key->fallback) : g_steal_pointer (&words);
}

static const char *
placeholder (const HxConfigKey *key)
{
  static const char *const names[] = {
    [HX_CONFIG_TEXT] = "TEXT",     [HX_CONFIG_STORE] = "URI",     [HX_CONFIG_FILE] = "FILE",
    [HX_CONFIG_FOLDER] = "FOLDER", [HX_CONFIG_PLACE] = "PATH",    [HX_CONFIG_NUMBER] = "NUMBER",
    [HX_CONFIG_LARGE] = "NUMBER",  [HX_CONFIG_SWITCH] = "SWITCH", [HX_CONFIG_CHOICE] = "WORD",
    [HX_CONFIG_ROOMS] = "LEVELS",  [HX_CONFIG_LISTEN] = "PLACE",
  };

  return key->kind == HX_CONFIG_CHOICE ? key->words : names[key->kind];
}

static void
add_keys (Options      *self,
          GOptionGroup *group,
          const char   *name)
{
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      const HxConfigKey *key = &hx_config_keys[i];
      GOptionEntry entry = { .arg = G_OPTION_ARG_CALLBACK, .arg_data = on_option };

      if (strcmp (key->group, name) != 0)
        continue;
      entry.long_name = keep (self, hx_config_option (key));
      entry.short_name = strcmp (entry.long_name, "port") == 0 ? 'p' : 0;
      entry.description = keep (self, describe (key));
      entry.arg_description = placeholder (key);
      g_array_append_val (entries, entry);
    }
  g_option_group_add_entries (group, (const GOptionEntry *) (gconstpointer) entries->data);
}

/* A group of the file is a group of `--help`. */
static void
add_groups (Options        *self,
            GOptionContext *context)
{
  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      const char *name = hx_config_keys[i].group;
      GOptionGroup *group;

      if (strcmp (name, "server") == 0 || (i > 0 && strcmp (name, hx_config_keys[i - 1].group) == 0))
        continue;
      group = g_option_group_new (name, keep (self, g_strdup_printf ("Settings of [%s]:", name)),
                                  keep (self, g_strdup_printf ("Show the settings of [%s]", name)), self, NULL);
      add_keys (self, group, name);
      g_option_context_add_group (context, group);
    }
}

static GOptionContext *
make_context (Options *self)
{
  const GOptionEntry own[] = {
    { "config", 'c', 0, G_OPTION_ARG_CALLBACK, on_config, "Configuration file (" DEFAULT_FILE ", if it is there)", "FILE" },
    { "check-config", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, on_action, "Say what is wrong, change nothing", NULL },
    { "print-config", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, on_action, "Print what is in force, and why", NULL },
    { "document-config", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, on_action, "Print what every setting is", NULL },
    { "embedded", 0, 0, G_OPTION_ARG_NONE, &self->config->embedded, "Serve one client on this computer", NULL },
    { "lifeline", 0, 0, G_OPTION_ARG_NONE, &self->config->lifeline, "End when standard input ends", NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  GOptionContext *context = g_option_context_new ("[COMMAND]");
  GOptionGroup *group = g_option_group_new ("main", "", "", self, NULL);

  g_option_group_add_entries (group, own);
  add_keys (self, group, "server");
  g_option_context_set_main_group (context, group);
  add_groups (self, context);
  g_option_context_set_summary (context, "huixiangd is the server of Huixiang.\n\n"
                                         "Options win over variables (" VARIABLE_PREFIX "SERVER__PORT=8470), and those over the file.");
  g_option_context_set_description (context, "Commands: serve (what is done without one), init, migrate [--plan], audit, backup, restore, "
                                             "export, import, openapi, sample. Each has its own --help.");
  /* A command has options of its own; whoever runs it looks at what is left. */
  g_option_context_set_ignore_unknown_options (context, TRUE);
  return context;
}

static const HxConfigKey *
find_by (char      *(*name_of) (const HxConfigKey *key),
         const char *name)
{
  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      g_autofree char *candidate = name_of (&hx_config_keys[i]);

      if (strcmp (candidate, name) == 0)
        return &hx_config_keys[i];
    }
  return NULL;
}

static void
take_environment (HxConfig  *self,
                  GPtrArray *problems)
{
  g_auto (GStrv) names = g_listenv ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      const HxConfigKey *key = find_by (hx_config_variable, names[i]);
      g_autoptr (GError) error = NULL;

      if (!g_str_has_prefix (names[i], VARIABLE_PREFIX))
        continue;
      if (key == NULL)
        g_ptr_array_add (problems, g_strdup_printf ("environment: %s is no setting", names[i]));
      else if (!hx_config_set (self, key, g_getenv (names[i]), names[i], &error))
        g_ptr_array_add (problems, g_strdup_printf ("environment: %s", error->message));
    }
}

static void
take_options (Options   *self,
              GPtrArray *problems)
{
  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = strcmp (self->names->pdata[i], "p") == 0 ? "port" : self->names->pdata[i];
      g_autofree char *origin = g_strconcat ("--", name, NULL);
      g_autoptr (GError) error = NULL;

      if (!hx_config_set (self->config, find_by (hx_config_option, name), self->values->pdata[i], origin, &error))
        g_ptr_array_add (problems, g_strdup_printf ("%s: %s", origin, error->message));
    }
}

static gboolean
report (GPtrArray *problems,
        GError   **error)
{
  g_autofree char *all = NULL;

  if (problems->len == 0)
    return TRUE;
  g_ptr_array_add (problems, NULL);
  all = g_strjoinv ("\n", (char **) problems->pdata);
  g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, all);
  return FALSE;
}

/**
 * hx_config_parse:
 * @self: a new configuration
 * @argc: (inout): number of arguments
 * @argv: (inout): the arguments; what is an option of ours is taken out
 * @error: all that is wrong, a line each
 *
 * Reads the file, then the environment, then the options: the later win. A server
 * that belongs to one client reads the computer's own file only when told to.
 *
 * Returns: whether everything was understood
 */
gboolean
hx_config_parse (HxConfig *self,
                 int      *argc,
                 char   ***argv,
                 GError  **error)
{
  g_auto (Options) options = { self, NULL, g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free),
                               g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (GOptionContext) context = make_context (&options);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  /* “huixiangd init --help” is about init. */
  g_option_context_set_help_enabled (context, *argc < 2 || (*argv)[1][0] == '-' || strcmp ((*argv)[1], "serve") == 0);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options.file != NULL)
    hx_config_load (self, options.file, problems);
  else if (!self->embedded && g_file_test (DEFAULT_FILE, G_FILE_TEST_EXISTS))
    hx_config_load (self, DEFAULT_FILE, problems);
  take_environment (self, problems);
  take_options (&options, problems);
  return report (problems, error);
}
