/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-preferences.h"

/**
 * HxPreferences:
 *
 * What a person sets for themselves on this computer, and what a telephone
 * system needs to know of it.
 */
struct _HxPreferences
{
  AdwPreferencesWindow parent_instance;

  HxWorkspace *workspace;
  GSettings *settings;

  AdwComboRow *style;
  AdwComboRow *language;
  GtkWidget *notifications;
  GtkWidget *pinned;
  GtkWidget *server;
  AdwActionRow *address;
};

G_DEFINE_TYPE (HxPreferences, hx_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows' choices. */
static const char *const styles[] = { "system", "light", "dark", NULL };
static const char *const languages[] = { "", "en", "zh_CN", "zh_TW", NULL };

static gboolean
to_position (GValue   *value,
             GVariant *variant,
             gpointer  data)
{
  const char *const *choices = data;
  const char *chosen = g_variant_get_string (variant, NULL);

  g_value_set_uint (value, 0);
  for (guint i = 0; choices[i] != NULL; i++)
    if (g_str_equal (choices[i], chosen))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
to_choice (const GValue       *value,
           const GVariantType *expected,
           gpointer            data)
{
  const char *const *choices = data;

  return g_variant_new_string (choices[MIN (g_value_get_uint (value), g_strv_length ((char **) choices) - 1)]);
}

static void
bind_choice (HxPreferences     *self,
             AdwComboRow       *row,
             const char        *key,
             const char *const *choices)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, to_position, to_choice,
                                (gpointer) choices, NULL);
}

static void
copy (HxPreferences *self,
      const char    *text,
      const char    *words)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (words));
}

static void
on_copy_address (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  HxPreferences *self = HX_PREFERENCES (widget);
  g_autofree char *address = hx_workspace_dup_cti_address (self->workspace);

  if (address != NULL)
    copy (self, address, _ ("Address copied"));
}

static void
on_copy_key (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  HxPreferences *self = HX_PREFERENCES (widget);
  g_autoptr (GError) error = NULL;
  g_autofree char *key = hx_workspace_dup_cti_key (self->workspace, &error);

  if (key != NULL)
    {
      copy (self, key, _ ("Key copied"));
      return;
    }
  g_message ("Integration key: %s", error->message);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (_ ("The key could not be read")));
}

/* A server elsewhere has its own people to ask for its address and keys. */
static void
show_server (HxPreferences *self)
{
  g_autofree char *address = hx_workspace_dup_cti_address (self->workspace);

  gtk_widget_set_visible (self->server, address != NULL);
  if (address != NULL)
    adw_action_row_set_subtitle (self->address, address);
}

static void
hx_preferences_dispose (GObject *object)
{
  HxPreferences *self = HX_PREFERENCES (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_PREFERENCES);
  G_OBJECT_CLASS (hx_preferences_parent_class)->dispose (object);
}

static void
hx_preferences_class_init (HxPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_preferences_dispose;
  gtk_widget_class_install_action (widget_class, "preferences.copy-address", NULL, on_copy_address);
  gtk_widget_class_install_action (widget_class, "preferences.copy-key", NULL, on_copy_key);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/settings/hx-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, HxPreferences, style);
  gtk_widget_class_bind_template_child (widget_class, HxPreferences, language);
  gtk_widget_class_bind_template_child (widget_class, HxPreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, HxPreferences, pinned);
  gtk_widget_class_bind_template_child (widget_class, HxPreferences, server);
  gtk_widget_class_bind_template_child (widget_class, HxPreferences, address);
}

static void
hx_preferences_init (HxPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_preferences_present:
 * @parent: (nullable): the window they belong to
 * @workspace: whose server they are about
 * @settings: the program's settings
 *
 * Shows the preferences; whatever is changed there holds at once.
 */
void
hx_preferences_present (GtkWindow   *parent,
                        HxWorkspace *workspace,
                        GSettings   *settings)
{
  HxPreferences *self = g_object_new (HX_TYPE_PREFERENCES, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);
  self->settings = g_object_ref (settings);
  bind_choice (self, self->style, "color-scheme", styles);
  bind_choice (self, self->language, "language", languages);
  g_settings_bind (settings, "notifications", self->notifications, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "popup-pinned", self->pinned, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (workspace, "notify::connection", G_CALLBACK (show_server), self, G_CONNECT_SWAPPED);
  show_server (self);
  gtk_window_present (GTK_WINDOW (self));
}
