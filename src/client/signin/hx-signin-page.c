/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-signin-change.h"
#include "hx-signin-form.h"
#include "hx-signin-page.h"

/**
 * HxSigninPage:
 *
 * What the window shows while nobody is signed in at the server of a team: the form,
 * or the change of a password that was handed over; and the way back to this
 * computer's own server (`app.use-computer`).
 */
struct _HxSigninPage
{
  AdwBin parent_instance;

  HxSignIn *sign_in;

  GtkMenuButton *menu_button;
  GtkImage *logo;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *notice;
  GtkLabel *notice_label;
  GtkStack *stack;
  HxSigninForm *form;
  HxSigninChange *change;
  guint focus_source;
};

G_DEFINE_FINAL_TYPE (HxSigninPage, hx_signin_page, ADW_TYPE_BIN)

static gboolean
on_ready (gpointer data)
{
  HxSigninPage *self = data;

  self->focus_source = 0;
  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->change))
    hx_signin_change_ready (self->change);
  else
    hx_signin_form_ready (self->form);
  return G_SOURCE_REMOVE;
}

/* Only when what had the keyboard before has gone. */
static void
get_ready (HxSigninPage *self)
{
  if (self->focus_source == 0)
    self->focus_source = g_idle_add (on_ready, self);
}

static void
show_notice (HxSigninPage *self)
{
  gboolean ended = hx_sign_in_get_notice (self->sign_in) == HX_SIGN_IN_ENDED;

  gtk_widget_set_visible (self->notice, ended);
  if (ended)
    gtk_label_set_label (self->notice_label,
                         _ ("Your session has ended. Sign in again; what you have typed into wrap-ups is kept."));
}

static void
show_state (HxSigninPage *self)
{
  gboolean change = hx_sign_in_get_state (self->sign_in) == HX_SIGN_IN_CHANGE;
  GtkWidget *child = change ? GTK_WIDGET (self->change) : GTK_WIDGET (self->form);

  gtk_label_set_label (self->title, change ? _ ("Choose a password") : _ ("Sign in to Huixiang"));
  gtk_label_set_label (self->subtitle, change ? _ ("Somebody else knows the one you have. Choose one that only you know.")
                                              : _ ("At the server of your team"));
  if (gtk_stack_get_visible_child (self->stack) == child)
    return;
  gtk_stack_set_visible_child (self->stack, child);
  get_ready (self);
}

static void
on_signed_in (HxSigninPage *self,
              const char   *password)
{
  if (hx_sign_in_get_state (self->sign_in) != HX_SIGN_IN_CHANGE)
    return;
  hx_signin_change_set_old (self->change, password);
  get_ready (self);
}

static void
hx_signin_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hx_signin_page_parent_class)->map (widget);
  get_ready (HX_SIGNIN_PAGE (widget));
}

static void
hx_signin_page_dispose (GObject *object)
{
  HxSigninPage *self = HX_SIGNIN_PAGE (object);

  g_clear_handle_id (&self->focus_source, g_source_remove);
  g_clear_object (&self->sign_in);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_SIGNIN_PAGE);
  G_OBJECT_CLASS (hx_signin_page_parent_class)->dispose (object);
}

static void
hx_signin_page_class_init (HxSigninPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_SIGNIN_FORM);
  g_type_ensure (HX_TYPE_SIGNIN_CHANGE);
  G_OBJECT_CLASS (klass)->dispose = hx_signin_page_dispose;
  widget_class->map = hx_signin_page_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/signin/hx-signin-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, logo);
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, title);
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, notice);
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, form);
  gtk_widget_class_bind_template_child (widget_class, HxSigninPage, change);
  gtk_widget_class_bind_template_callback (widget_class, on_signed_in);
}

static void
hx_signin_page_init (HxSigninPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_image_set_from_icon_name (self->logo, HX_APP_ID);
}

/**
 * hx_signin_page_new:
 * @workspace: whose server it is
 * @menu: the main menu, which the sidebar has otherwise
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hx_signin_page_new (HxWorkspace *workspace,
                    GMenuModel  *menu)
{
  HxSigninPage *self = g_object_new (HX_TYPE_SIGNIN_PAGE, NULL);

  self->sign_in = g_object_ref (hx_workspace_get_sign_in (workspace));
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  hx_signin_form_follow (self->form, self->sign_in);
  hx_signin_change_follow (self->change, self->sign_in);
  g_signal_connect_object (self->sign_in, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in, "notify::notice", G_CALLBACK (show_notice), self, G_CONNECT_SWAPPED);
  show_state (self);
  show_notice (self);
  return GTK_WIDGET (self);
}
