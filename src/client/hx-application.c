/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-application-private.h"
#include "signin/hx-signin-words.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>

G_DEFINE_FINAL_TYPE (HxApplication, hx_application, ADW_TYPE_APPLICATION)

#define LINGER_SECONDS 5
/* A main window that is not painted sooner, for it is minimised, is not waited for. */
#define LONGEST_FIRST_FRAME_MS 1000

/* The language that was chosen, on the command line or in the preferences; NULL: the system's. */
static char *
chosen_language (int    argc,
                 char **argv)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *language = NULL;

  for (int i = 1; i < argc; i++)
    {
      if (g_str_has_prefix (argv[i], "--locale="))
        return g_strdup (argv[i] + strlen ("--locale="));
      if (g_str_equal (argv[i], "--locale") && i + 1 < argc)
        return g_strdup (argv[i + 1]);
    }
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, HX_APP_ID, TRUE);
  if (schema == NULL)
    return NULL;
  settings = g_settings_new_full (schema, NULL, NULL);
  language = g_settings_get_string (settings, "language");
  return *language != '\0' ? g_steal_pointer (&language) : NULL;
}

/**
 * hx_application_choose_language:
 * @argc: number of arguments
 * @argv: the arguments
 *
 * Sets the language of the program before anything is translated. Dates and
 * numbers follow where the system has that locale.
 */
void
hx_application_choose_language (int    argc,
                                char **argv)
{
  g_autofree char *language = chosen_language (argc, argv);
  g_autofree char *locale = NULL;

  if (language == NULL)
    return;
  language[strcspn (language, ".@")] = '\0';
  g_setenv ("LANGUAGE", language, TRUE);
  locale = g_strdup_printf ("%s.UTF-8", g_str_equal (language, "en") ? "en_US" : language);
  if (setlocale (LC_ALL, locale) != NULL)
    g_setenv ("LC_ALL", locale, TRUE);
  else if (g_strcmp0 (setlocale (LC_MESSAGES, ""), "C") == 0)
    g_setenv ("LC_ALL", "C.UTF-8", TRUE);
}

HxWindow *
hx_application_get_window (HxApplication *self)
{
  for (GList *windows = gtk_application_get_windows (GTK_APPLICATION (self)); windows != NULL; windows = windows->next)
    if (HX_IS_WINDOW (windows->data))
      return windows->data;
  return NULL;
}

/* The popup is made when the main window was painted: nobody waits for a window that is hidden. */
static gboolean
on_popup_time (gpointer data)
{
  HxApplication *self = data;

  self->popup_source = 0;
  self->popup = hx_wrapup_popup_new (self->workspace, GTK_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

static void
on_first_frame (GdkFrameClock *clock,
                HxApplication *self)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_frame, self);
  if (self->popup_source == 0)
    return;
  g_source_remove (self->popup_source);
  self->popup_source = g_idle_add_full (G_PRIORITY_LOW, on_popup_time, self, NULL);
}

static void
make_popup_later (HxApplication *self,
                  HxWindow      *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  self->popup_source = g_timeout_add (LONGEST_FIRST_FRAME_MS, on_popup_time, self);
  if (clock != NULL)
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_first_frame), self, 0);
}

static void
hx_application_activate (GApplication *application)
{
  HxApplication *self = HX_APPLICATION (application);
  HxWindow *window = hx_application_get_window (self);

  if (window == NULL)
    window = hx_window_new (GTK_APPLICATION (self), self->workspace);
  gtk_window_present (GTK_WINDOW (window));
  if (self->popup != NULL)
    hx_wrapup_popup_present (self->popup);
  if (self->popup == NULL && self->popup_source == 0)
    make_popup_later (self, window);
}

/* Without its main window the program stays for as long as a wrap-up waits: closing it must not cost an answer. */
static gboolean
on_nothing_left (gpointer data)
{
  HxApplication *self = data;

  self->quit_source = 0;
  if (hx_application_get_window (self) == NULL
      && g_list_model_get_n_items (hx_workspace_get_wrapups (self->workspace)) == 0)
    g_application_quit (G_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

static void
hx_application_window_removed (GtkApplication *application,
                               GtkWindow      *window)
{
  HxApplication *self = HX_APPLICATION (application);

  GTK_APPLICATION_CLASS (hx_application_parent_class)->window_removed (application, window);
  if (HX_IS_WINDOW (window) && self->quit_source == 0)
    self->quit_source = g_idle_add (on_nothing_left, self);
}

static void
on_wrapups (HxApplication *self)
{
  if (hx_application_get_window (self) != NULL
      || g_list_model_get_n_items (hx_workspace_get_wrapups (self->workspace)) > 0)
    return;
  /* The confirmation of the last answer, with its Undo, is still to be seen. */
  g_clear_handle_id (&self->quit_source, g_source_remove);
  self->quit_source = g_timeout_add_seconds (LINGER_SECONDS, on_nothing_left, self);
}

static gboolean
on_signal (gpointer data)
{
  g_application_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
on_user (HxApplication *self)
{
  HxRecord *user = hx_workspace_get_user (self->workspace);
  HxSignIn *sign_in = hx_workspace_get_sign_in (self->workspace);

  if (user == NULL)
    return;
  if (hx_workspace_is_local (self->workspace))
    g_settings_set_string (self->settings, "person", hx_record_get_id (user));
  else if (!self->elsewhere)
    g_settings_set_string (self->settings, "server-address", hx_sign_in_get_address (sign_in));
  g_settings_set_boolean (self->settings, "first-run", FALSE);
}

static void
on_color_scheme (HxApplication *self)
{
  static const AdwColorScheme schemes[]
      = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  int chosen = g_settings_get_enum (self->settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[chosen]);
}

static gboolean
wants_sample (HxApplication *self)
{
  if (self->no_sample)
    return FALSE;
  return self->sample || g_settings_get_boolean (self->settings, "first-run")
         || g_settings_get_boolean (self->settings, "sample-data");
}

void
hx_application_use_computer (HxApplication *self)
{
  g_autofree char *person = g_settings_get_string (self->settings, "person");

  hx_workspace_use_computer (self->workspace, self->store_folder, wants_sample (self));
  if (*person != '\0')
    hx_workspace_switch_person (self->workspace, person);
}

/* What was said on the command line, else in the preferences, else the server of this computer. */
static void
use_server (HxApplication *self)
{
  g_autofree char *address = g_settings_get_string (self->settings, "server-address");
  HxSignIn *sign_in = hx_workspace_get_sign_in (self->workspace);
  g_autoptr (GError) error = NULL;

  g_settings_bind (self->settings, "login", sign_in, "login", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "stay-signed-in", sign_in, "stay", G_SETTINGS_BIND_DEFAULT);
  if (self->server != NULL)
    {
      g_free (address);
      address = g_strdup (self->server);
    }
  self->elsewhere = self->store_folder != NULL || self->server != NULL;
  /* An address that cannot be used is shown, and another one asked for. */
  if (self->store_folder == NULL && *address != '\0')
    {
      if (!hx_workspace_use_server (self->workspace, address, g_getenv (HX_APPLICATION_TOKEN_VARIABLE), &error))
        g_message ("%s: %s", address, error->message);
    }
  else
    hx_application_use_computer (self);
}

static void
hx_application_startup (GApplication *application)
{
  HxApplication *self = HX_APPLICATION (application);

  /* The server starts beside us while the window is built. */
  self->settings = g_settings_new (HX_APP_ID);
  self->workspace = hx_workspace_new (g_get_language_names ()[0]);
  use_server (self);
  hx_workspace_start (self->workspace);

  G_APPLICATION_CLASS (hx_application_parent_class)->startup (application);

  g_unix_signal_add (SIGTERM, on_signal, self);
  g_unix_signal_add (SIGINT, on_signal, self);
  gtk_window_set_default_icon_name (HX_APP_ID);
  g_signal_connect_object (hx_workspace_get_wrapups (self->workspace), "items-changed", G_CALLBACK (on_wrapups), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "notify::user", G_CALLBACK (on_user), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (on_color_scheme), self,
                           G_CONNECT_SWAPPED);
  on_color_scheme (self);
  hx_application_add_actions (self);
}

static void
hx_application_shutdown (GApplication *application)
{
  HxApplication *self = HX_APPLICATION (application);

  g_clear_handle_id (&self->popup_source, g_source_remove);
  g_clear_handle_id (&self->quit_source, g_source_remove);
  g_clear_object (&self->popup);
  g_clear_object (&self->simulator);
  if (self->workspace != NULL)
    hx_workspace_stop (self->workspace);
  G_APPLICATION_CLASS (hx_application_parent_class)->shutdown (application);
}

static gboolean
is_address (const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *read = hx_sign_in_read_address (address, &error);
  g_autofree char *words = hx_signin_address_words (error);

  if (read == NULL)
    g_printerr ("%s: %s\n", address, words);
  return read != NULL;
}

static int
hx_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  HxApplication *self = HX_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_printerr ("Huixiang %s\n", HX_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "store-dir", "^ay", &self->store_folder);
  g_variant_dict_lookup (options, "server", "s", &self->server);
  if (self->server != NULL && !is_address (self->server))
    return 1;
  self->sample = g_variant_dict_contains (options, "sample");
  self->no_sample = g_variant_dict_contains (options, "no-sample");
  return hx_application_be_one (self);
}

static void
hx_application_finalize (GObject *object)
{
  HxApplication *self = HX_APPLICATION (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  g_free (self->store_folder);
  g_free (self->server);
  G_OBJECT_CLASS (hx_application_parent_class)->finalize (object);
}

static void
hx_application_class_init (HxApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hx_application_finalize;
  GTK_APPLICATION_CLASS (klass)->window_removed = hx_application_window_removed;
  application_class->activate = hx_application_activate;
  application_class->startup = hx_application_startup;
  application_class->shutdown = hx_application_shutdown;
  application_class->handle_local_options = hx_application_handle_local_options;
  hx_application_class_be_one (application_class);
}

static void
hx_application_init (HxApplication *self)
{
  const GOptionEntry options[] = {
    { .long_name = "store-dir", .arg = G_OPTION_ARG_FILENAME,
      .description = N_ ("Folder of the store on this computer"), .arg_description = N_ ("FOLDER") },
    { .long_name = "server", .arg = G_OPTION_ARG_STRING,
      .description = N_ ("Address of a server to use"), .arg_description = N_ ("ADDRESS") },
    { .long_name = "sample", .description = N_ ("Begin a new store with sample data") },
    { .long_name = "no-sample", .description = N_ ("Begin a new store empty") },
    { .long_name = "locale", .arg = G_OPTION_ARG_STRING,
      .description = N_ ("Language of the program, such as zh_CN"), .arg_description = N_ ("LANGUAGE") },
    { .long_name = "version", .description = N_ ("Print the version and exit") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("What goes wrong on a call is heard and put right."));
}

/**
 * hx_application_new:
 *
 * Returns: (transfer full): the program
 */
HxApplication *
hx_application_new (void)
{
  return g_object_new (HX_TYPE_APPLICATION, "application-id", HX_APP_ID, "resource-base-path", "/cn/huixiang/Huixiang",
                       NULL);
}
