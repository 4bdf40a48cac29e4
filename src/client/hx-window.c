/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-window-private.h"
#include "widgets/hx-trace.h"

/**
 * HxWindow:
 *
 * The main window: the pages that the person may see, the connection, and whose
 * desk this is. A page is made when it is first shown.
 *
 * Actions: `win.page` (s: its name), `win.page-number` (i: from 0),
 * `win.open-customer` (s: id), `win.open-wrapup` (s: id), `win.toast` (s: words),
 * `win.find`, `win.shortcuts`.
 */
G_DEFINE_TYPE (HxWindow, hx_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
on_page_selected (HxWindow      *self,
                  GtkListBoxRow *row)
{
  hx_window_page_chosen (self, row);
}

/* The workspace tells of the person before the first page can be filled, and again when it is another. */
static void
on_user (HxWindow *self)
{
  HxRecord *user = hx_workspace_get_user (self->workspace);
  const char *id = user != NULL ? hx_record_get_id (user) : NULL;

  hx_window_show_person (self);
  hx_window_allow_actions (self);
  if (g_strcmp0 (id, self->person_id) == 0)
    return;
  g_free (self->person_id);
  self->person_id = g_strdup (id);
  if (id != NULL)
    hx_window_fill_pages (self);
  else
    hx_window_remove_pages (self);
  hx_window_show_connection (self);
}

static void
on_notice (HxWindow *self,
           GParamSpec *pspec,
           HxSignIn *sign_in)
{
  HxSignInNotice notice = hx_sign_in_get_notice (sign_in);

  if (notice == HX_SIGN_IN_NO_KEYRING)
    hx_window_toast (self, _ ("There is no keyring on this computer: next time you will have to sign in again."));
  else if (notice == HX_SIGN_IN_KEPT_ELSEWHERE)
    hx_window_toast (self, _ ("Huixiang is open a second time for this server, and stays signed in there: here you sign in each time."));
}

static gboolean
hx_window_close_request (GtkWindow *window)
{
  HxWindow *self = HX_WINDOW (window);
  int width, height;

  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  if (!gtk_window_is_maximized (window))
    {
      gtk_window_get_default_size (window, &width, &height);
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  return GTK_WINDOW_CLASS (hx_window_parent_class)->close_request (window);
}

static void
hx_window_constructed (GObject *object)
{
  HxWindow *self = HX_WINDOW (object);
  const struct
  {
    const char *signal;
    void (*handler) (HxWindow *self);
  } follow[] = {
    { "notify::user", on_user },
    { "notify::permissions", on_user },
    { "notify::connection", hx_window_show_connection },
    { "notify::error-message", hx_window_show_connection },
    { "notify::pool-total", hx_window_show_counts },
    { "notify::board", hx_window_show_counts },
    { "notify::late-count", hx_window_show_counts },
  };

  G_OBJECT_CLASS (hx_window_parent_class)->constructed (object);

  self->settings = g_settings_new (HX_APP_ID);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  for (guint i = 0; i < G_N_ELEMENTS (follow); i++)
    g_signal_connect_object (self->workspace, follow[i].signal, G_CALLBACK (follow[i].handler), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hx_workspace_get_sign_in (self->workspace), "notify::notice", G_CALLBACK (on_notice), self,
                           G_CONNECT_SWAPPED);
  hx_trace_window (GTK_WINDOW (self), "main");
  hx_window_add_actions (self);
  hx_window_show_connection (self);
  on_user (self);
}

static void
hx_window_dispose (GObject *object)
{
  HxWindow *self = HX_WINDOW (object);

  g_clear_handle_id (&self->status_timer, g_source_remove);
  g_clear_handle_id (&self->bar_timer, g_source_remove);
  g_clear_handle_id (&self->focus_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_WINDOW);
  g_clear_object (&self->page);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_window_parent_class)->dispose (object);
}

static void
hx_window_finalize (GObject *object)
{
  g_free (HX_WINDOW (object)->person_id);
  G_OBJECT_CLASS (hx_window_parent_class)->finalize (object);
}

static void
hx_window_set_property (GObject      *object,
                        guint         id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  HxWindow *self = HX_WINDOW (object);

  switch (id)
    {
    case PROP_WORKSPACE: self->workspace = g_value_dup_object (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_window_class_init (HxWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hx_window_constructed;
  object_class->dispose = hx_window_dispose;
  object_class->finalize = hx_window_finalize;
  object_class->set_property = hx_window_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = hx_window_close_request;

  properties[PROP_WORKSPACE]
    = g_param_spec_object ("workspace", NULL, "What the window works on", HX_TYPE_WORKSPACE,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  hx_window_class_add_actions (widget_class);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/window/hx-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, connection);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, connection_icon);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, connection_label);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, person_button);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, person_avatar);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, person_name);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, person_role);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, status_page);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, status_spinner);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, status_retry);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, status_other);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, bar_revealer);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, bar_icon);
  gtk_widget_class_bind_template_child (widget_class, HxWindow, bar_label);
  gtk_widget_class_bind_template_callback (widget_class, on_page_selected);
}

static void
hx_window_init (HxWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_window_new:
 * @application: the application
 * @workspace: what the window works on
 *
 * Returns: (transfer none): a window, not yet presented; the application owns it
 */
HxWindow *
hx_window_new (GtkApplication *application,
               HxWorkspace    *workspace)
{
  return g_object_new (HX_TYPE_WINDOW, "application", application, "workspace", workspace, NULL);
}

/**
 * hx_window_toast:
 * @self: the window
 * @words: what happened, translated
 *
 * Says it for a few seconds at the bottom of the window.
 */
void
hx_window_toast (HxWindow   *self,
                 const char *words)
{
  g_return_if_fail (HX_IS_WINDOW (self));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}
