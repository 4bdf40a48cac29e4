/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-signin-field.h"
#include "hx-signin-form.h"
#include "hx-signin-words.h"
#include "model/hx-workspace.h"

/* No spinner before this (ui.md). */
#define QUIET_MS 200

/**
 * HxSigninForm:
 *
 * Which server, who, and the password. What is wrong is said at the field it is
 * wrong with, and the keyboard goes there.
 *
 * Signals: `signed-in` (const char *password): before it is forgotten.
 */
struct _HxSigninForm
{
  GtkBox parent_instance;

  HxSignIn *sign_in;
  GCancellable *cancellable; /* (nullable): of the attempt that is under way */
  gint64 locked_until;       /* by g_get_monotonic_time (); 0: not locked */
  guint lock_timer;
  guint quiet_timer;

  HxSigninField *address;
  HxSigninField *login;
  HxSigninField *password;
  GtkCheckButton *stay;
  GtkWidget *button;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (HxSigninForm, hx_signin_form, GTK_TYPE_BOX)

enum
{
  SIGNAL_SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
on_quiet_over (gpointer data)
{
  HxSigninForm *self = data;

  self->quiet_timer = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
set_busy (HxSigninForm *self,
          gboolean      busy)
{
  HxSigninField *fields[] = { self->address, self->login, self->password };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    hx_signin_field_set_busy (fields[i], busy);
  gtk_widget_set_sensitive (self->button, !busy && self->locked_until == 0);
  g_clear_handle_id (&self->quiet_timer, g_source_remove);
  if (busy)
    self->quiet_timer = g_timeout_add (QUIET_MS, on_quiet_over, self);
  else
    gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
}

static void
blame (HxSigninField *field,
       const char    *words)
{
  hx_signin_field_set_fault (field, words);
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

static gboolean
on_lock_tick (gpointer data)
{
  HxSigninForm *self = data;
  gint64 left = self->locked_until - g_get_monotonic_time ();
  g_autofree char *words = NULL;

  if (left > 0)
    {
      words = hx_signin_wait_words ((guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC));
      hx_signin_field_set_fault (self->password, words);
      return G_SOURCE_CONTINUE;
    }
  self->locked_until = 0;
  self->lock_timer = 0;
  hx_signin_field_set_fault (self->password, NULL);
  gtk_widget_set_sensitive (self->button, self->cancellable == NULL);
  return G_SOURCE_REMOVE;
}

static void
lock (HxSigninForm *self,
      guint         seconds)
{
  self->locked_until = g_get_monotonic_time () + (gint64) MAX (seconds, 1) * G_USEC_PER_SEC;
  g_clear_handle_id (&self->lock_timer, g_source_remove);
  self->lock_timer = g_timeout_add (500, on_lock_tick, self);
  on_lock_tick (self);
  gtk_widget_set_sensitive (self->button, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
show_error (HxSigninForm *self,
            const GError *error)
{
  const char *address = hx_sign_in_get_address (self->sign_in);
  g_autofree char *at_address = hx_signin_address_words (error);
  g_autofree char *other = NULL;

  if (at_address == NULL)
    at_address = hx_signin_server_words (error, address != NULL ? address : "");
  if (at_address != NULL)
    blame (self->address, at_address);
  else if (g_error_matches (error, HX_ERROR, HX_ERROR_TOO_MANY))
    lock (self, hx_error_get_retry_after (error));
  else if (g_error_matches (error, HX_ERROR, HX_ERROR_UNAUTHENTICATED))
    blame (self->password, _ ("The login name or the password is wrong."));
  else
    {
      other = hx_error_to_sentence (error);
      blame (self->password, other);
    }
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (HxSigninForm) self = data;
  g_autoptr (GError) error = NULL;
  gboolean started = hx_sign_in_start_finish (HX_SIGN_IN (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->sign_in == NULL)
    return;
  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  if (!started)
    {
      show_error (self, error);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0, hx_signin_field_get_text (self->password));
  hx_signin_field_set_text (self->password, NULL);
}

/* Whether everything that is needed is there; if not, says so where it is missing. */
static gboolean
is_complete (HxSigninForm *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = hx_sign_in_read_address (hx_signin_field_get_text (self->address), &error);
  g_autofree char *words = hx_signin_address_words (error);

  if (address == NULL)
    blame (self->address, words);
  else if (*hx_signin_field_get_text (self->login) == '\0')
    blame (self->login, _ ("Enter your login name."));
  else if (*hx_signin_field_get_text (self->password) == '\0')
    blame (self->password, _ ("Enter your password."));
  else
    return TRUE;
  return FALSE;
}

static void
on_start (HxSigninForm *self)
{
  if (self->cancellable != NULL || self->locked_until != 0 || !is_complete (self))
    return;
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  g_object_set (self->sign_in, "stay", gtk_check_button_get_active (self->stay), NULL);
  hx_sign_in_start_async (self->sign_in, hx_signin_field_get_text (self->address), hx_signin_field_get_text (self->login),
                          hx_signin_field_get_text (self->password), self->cancellable, on_started,
                          g_object_ref (self));
}

/* Another server, or another person, is not locked out. */
static void
on_other (HxSigninForm *self)
{
  if (self->locked_until == 0)
    return;
  self->locked_until = 0;
  g_clear_handle_id (&self->lock_timer, g_source_remove);
  hx_signin_field_set_fault (self->password, NULL);
  gtk_widget_set_sensitive (self->button, self->cancellable == NULL);
}

static void
on_address (HxSigninForm *self)
{
  const char *address = hx_sign_in_get_address (self->sign_in);

  if (self->cancellable == NULL && g_strcmp0 (address, hx_signin_field_get_text (self->address)) != 0)
    hx_signin_field_set_text (self->address, address);
}

static void
hx_signin_form_dispose (GObject *object)
{
  HxSigninForm *self = HX_SIGNIN_FORM (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->lock_timer, g_source_remove);
  g_clear_handle_id (&self->quiet_timer, g_source_remove);
  g_clear_object (&self->sign_in);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_SIGNIN_FORM);
  G_OBJECT_CLASS (hx_signin_form_parent_class)->dispose (object);
}

static void
hx_signin_form_class_init (HxSigninFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_SIGNIN_FIELD);
  G_OBJECT_CLASS (klass)->dispose = hx_signin_form_dispose;
  signals[SIGNAL_SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/signin/hx-signin-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HxSigninForm, address);
  gtk_widget_class_bind_template_child (widget_class, HxSigninForm, login);
  gtk_widget_class_bind_template_child (widget_class, HxSigninForm, password);
  gtk_widget_class_bind_template_child (widget_class, HxSigninForm, stay);
  gtk_widget_class_bind_template_child (widget_class, HxSigninForm, button);
  gtk_widget_class_bind_template_child (widget_class, HxSigninForm, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
}

static void
hx_signin_form_init (HxSigninForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_signin_form_follow:
 * @self: a form
 * @sign_in: what it fills in
 */
void
hx_signin_form_follow (HxSigninForm *self,
                       HxSignIn     *sign_in)
{
  gboolean stay;

  g_object_get (sign_in, "stay", &stay, NULL);
  g_set_object (&self->sign_in, sign_in);
  hx_signin_field_set_text (self->login, hx_sign_in_get_login (sign_in));
  gtk_check_button_set_active (self->stay, stay);
  g_signal_connect_object (sign_in, "notify::address", G_CALLBACK (on_address), self, G_CONNECT_SWAPPED);
  on_address (self);
}

/**
 * hx_signin_form_ready:
 * @self: a form that comes to be seen
 *
 * The keyboard goes to what is still to be typed; an address that cannot be used
 * is told at once.
 */
void
hx_signin_form_ready (HxSigninForm *self)
{
  const char *address = hx_signin_field_get_text (self->address);
  g_autoptr (GError) error = NULL;
  g_autofree char *read = hx_sign_in_read_address (address, &error);
  g_autofree char *words = hx_signin_address_words (error);

  if (*address == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->address));
  else if (read == NULL)
    blame (self->address, words);
  else
    gtk_widget_grab_focus (
        GTK_WIDGET (*hx_signin_field_get_text (self->login) == '\0' ? self->login : self->password));
}
