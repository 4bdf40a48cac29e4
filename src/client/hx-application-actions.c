/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-application-private.h"
#include "settings/hx-preferences.h"

#include <glib/gi18n.h>

static void
toast (HxApplication *self,
       const char    *words)
{
  HxWindow *window = hx_application_get_window (self);

  if (window != NULL)
    hx_window_toast (window, words);
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  g_application_quit (data);
}

static void
on_simulated (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (HxApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (hx_call_simulator_run_finish (HX_CALL_SIMULATOR (source), result, &error))
    return;
  g_message ("Simulated call: %s", error->message);
  sentence = hx_error_to_sentence (error);
  toast (self, sentence);
}

/* "known", "unknown" or "missed". */
static void
on_simulate_call (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  HxApplication *self = data;

  if (self->simulator == NULL)
    {
      self->simulator = hx_call_simulator_new (self->workspace);
      g_signal_connect_object (self->simulator, "told", G_CALLBACK (toast), self, G_CONNECT_SWAPPED);
    }
  hx_call_simulator_run_async (self->simulator, g_variant_get_string (parameter, NULL), NULL, on_simulated,
                               g_object_ref (self));
}

static void
on_switch_person (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  hx_workspace_switch_person (HX_APPLICATION (data)->workspace, g_variant_get_string (parameter, NULL));
}

static void
on_sign_out (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  hx_sign_in_out (hx_workspace_get_sign_in (HX_APPLICATION (data)->workspace));
}

/* The address that is known is offered for changing; the session that is kept for it is not touched. */
static void
on_other_server (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  HxApplication *self = data;

  hx_workspace_stop (self->workspace);
  hx_workspace_ask_server (self->workspace);
}

static void
on_use_computer (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  HxApplication *self = data;

  hx_workspace_stop (self->workspace);
  if (!self->elsewhere)
    g_settings_reset (self->settings, "server-address");
  hx_application_use_computer (self);
  hx_workspace_start (self->workspace);
}

static void
on_open_wrapup (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  HxApplication *self = data;

  if (self->popup != NULL)
    hx_wrapup_popup_open_id (self->popup, g_variant_get_string (parameter, NULL));
}

static void
on_retry (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  hx_workspace_retry (HX_APPLICATION (data)->workspace);
}

static void
on_shortcuts (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  HxWindow *window = hx_application_get_window (data);

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.shortcuts", NULL);
}

static void
on_preferences (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  HxApplication *self = data;

  hx_preferences_present (GTK_WINDOW (hx_application_get_window (self)), self->workspace, self->settings);
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  adw_show_about_window (GTK_WINDOW (hx_application_get_window (data)),
                         "application-name", _ ("Huixiang"),
                         "application-icon", HX_APP_ID,
                         "version", HX_VERSION,
                         "developer-name", _ ("The Huixiang contributors"),
                         "comments", _ ("What goes wrong on a call is heard and put right."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one on each line */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

static const GActionEntry entries[] = {
  { .name = "quit", .activate = on_quit },
  { .name = "simulate-call", .activate = on_simulate_call, .parameter_type = "s" },
  { .name = "switch-person", .activate = on_switch_person, .parameter_type = "s" },
  { .name = "sign-out", .activate = on_sign_out },
  { .name = "other-server", .activate = on_other_server },
  { .name = "use-computer", .activate = on_use_computer },
  { .name = "open-wrapup", .activate = on_open_wrapup, .parameter_type = "s" },
  { .name = "retry", .activate = on_retry },
  { .name = "shortcuts", .activate = on_shortcuts },
  { .name = "preferences", .activate = on_preferences },
  { .name = "about", .activate = on_about },
};

/* Calls are simulated and persons switched only on this computer's own server. */
static void
on_connection (HxApplication *self)
{
  static const char *const local[] = { "simulate-call", "switch-person" };
  gboolean possible = hx_workspace_is_local (self->workspace)
                      && hx_workspace_get_connection (self->workspace) == HX_CONNECTION_ONLINE;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "sign-out")),
                               !hx_workspace_is_local (self->workspace)
                                 && hx_workspace_get_user (self->workspace) != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (local); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), local[i])), possible);
}

void
hx_application_add_actions (HxApplication *self)
{
  g_autoptr (GAction) color_scheme = g_settings_create_action (self->settings, "color-scheme");
  const struct
  {
    const char *action;
    const char *accels[2];
  } keys[] = {
    { "app.quit", { "<Control>q" } },
    { "app.preferences", { "<Control>comma" } },
    { "window.close", { "<Control>w" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), color_scheme);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].accels);
  g_signal_connect_object (self->workspace, "notify::connection", G_CALLBACK (on_connection), self, G_CONNECT_SWAPPED);
  on_connection (self);
}
