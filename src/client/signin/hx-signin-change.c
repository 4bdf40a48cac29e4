/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-signin-change.h"
#include "hx-signin-field.h"
#include "hx-signin-words.h"
#include "model/hx-workspace.h"

/**
 * HxSigninChange:
 *
 * A password that somebody else handed over is replaced by one that nobody else knows.
 */
struct _HxSigninChange
{
  GtkBox parent_instance;

  HxSignIn *sign_in;
  GCancellable *cancellable; /* (nullable): of the attempt that is under way */

  HxSigninField *old;
  HxSigninField *new;
  HxSigninField *again;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (HxSigninChange, hx_signin_change, GTK_TYPE_BOX)

static void
set_busy (HxSigninChange *self,
          gboolean        busy)
{
  HxSigninField *fields[] = { self->old, self->new, self->again };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    hx_signin_field_set_busy (fields[i], busy);
  gtk_widget_set_sensitive (self->button, !busy);
}

static void
blame (HxSigninField *field,
       const char    *words)
{
  hx_signin_field_set_fault (field, words);
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

static void
show_error (HxSigninChange *self,
            const GError   *error)
{
  char buffer[40];
  g_autofree char *at_new = hx_signin_new_words (error);
  g_autofree char *other = NULL;

  if (at_new != NULL)
    blame (self->new, at_new);
  else if (hx_error_field_reason (error, "old_password", buffer, sizeof buffer) != NULL)
    blame (self->old, _ ("This is not the password you signed in with."));
  else
    {
      other = g_error_matches (error, HX_ERROR, HX_ERROR_TOO_MANY)
                  ? hx_signin_wait_words (hx_error_get_retry_after (error))
                  : hx_error_to_sentence (error);
      blame (self->again, other);
    }
}

static void
clear (HxSigninChange *self)
{
  hx_signin_field_set_text (self->old, NULL);
  hx_signin_field_set_text (self->new, NULL);
  hx_signin_field_set_text (self->again, NULL);
}

static void
on_changed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (HxSigninChange) self = data;
  g_autoptr (GError) error = NULL;
  gboolean changed = hx_sign_in_change_finish (HX_SIGN_IN (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->sign_in == NULL)
    return;
  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  if (changed)
    clear (self);
  else
    show_error (self, error);
}

static void
on_start (HxSigninChange *self)
{
  const char *old = hx_signin_field_get_text (self->old), *new = hx_signin_field_get_text (self->new);

  if (self->cancellable != NULL)
    return;
  if (*old == '\0')
    blame (self->old, _ ("Enter the password you signed in with."));
  else if (*new == '\0')
    blame (self->new, _ ("Enter a new password."));
  else if (g_strcmp0 (new, hx_signin_field_get_text (self->again)) != 0)
    blame (self->again, _ ("This is not the same password."));
  else
    {
      self->cancellable = g_cancellable_new ();
      set_busy (self, TRUE);
      hx_sign_in_change_async (self->sign_in, old, new, self->cancellable, on_changed, g_object_ref (self));
    }
}

static void
on_back (HxSigninChange *self)
{
  clear (self);
  hx_sign_in_out (self->sign_in);
}

static void
hx_signin_change_dispose (GObject *object)
{
  HxSigninChange *self = HX_SIGNIN_CHANGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sign_in);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_SIGNIN_CHANGE);
  G_OBJECT_CLASS (hx_signin_change_parent_class)->dispose (object);
}

static void
hx_signin_change_class_init (HxSigninChangeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_SIGNIN_FIELD);
  G_OBJECT_CLASS (klass)->dispose = hx_signin_change_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/signin/hx-signin-change.ui");
  gtk_widget_class_bind_template_child (widget_class, HxSigninChange, old);
  gtk_widget_class_bind_template_child (widget_class, HxSigninChange, new);
  gtk_widget_class_bind_template_child (widget_class, HxSigninChange, again);
  gtk_widget_class_bind_template_child (widget_class, HxSigninChange, button);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
hx_signin_change_init (HxSigninChange *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_signin_change_follow:
 * @self: a form
 * @sign_in: whose password it changes
 */
void
hx_signin_change_follow (HxSigninChange *self,
                         HxSignIn       *sign_in)
{
  g_set_object (&self->sign_in, sign_in);
}

/**
 * hx_signin_change_set_old:
 * @self: a form
 * @password: what was signed in with just now, so that it need not be typed again
 */
void
hx_signin_change_set_old (HxSigninChange *self,
                          const char     *password)
{
  hx_signin_field_set_text (self->old, password);
}

/**
 * hx_signin_change_ready:
 * @self: a form that comes to be seen
 *
 * The keyboard goes to what is still to be typed.
 */
void
hx_signin_change_ready (HxSigninChange *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (*hx_signin_field_get_text (self->old) == '\0' ? self->old : self->new));
}
