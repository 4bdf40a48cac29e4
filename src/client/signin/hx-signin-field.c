/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-signin-field.h"

/**
 * HxSigninField:
 *
 * What is to be typed, with its name above and what is wrong with it below.
 *
 * Properties: `title` (string, with mnemonic), `secret` (boolean: a password, with a
 * way to look at it), `hint` (string: what to type). Signals: `changed`, `activate`.
 */
struct _HxSigninField
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkWidget *fault;
  GtkLabel *fault_label;
  GtkWidget *entry;
  gboolean secret;
};

G_DEFINE_FINAL_TYPE (HxSigninField, hx_signin_field, GTK_TYPE_BOX)

enum
{
  PROP_TITLE = 1,
  PROP_SECRET,
  PROP_HINT,
  N_PROPERTIES
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ACTIVATE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

/* What is being corrected is not wrong any more. */
static void
on_changed (HxSigninField *self)
{
  hx_signin_field_set_fault (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_activate (HxSigninField *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static gboolean
hx_signin_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HX_SIGNIN_FIELD (widget)->entry);
}

static void
make_entry (HxSigninField *self)
{
  self->entry = self->secret ? gtk_password_entry_new () : gtk_entry_new ();
  if (self->secret)
    gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->entry), TRUE);
  gtk_box_insert_child_after (GTK_BOX (self), self->entry, GTK_WIDGET (self->title));
  gtk_label_set_mnemonic_widget (self->title, self->entry);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activate), self);
}

static void
hx_signin_field_constructed (GObject *object)
{
  HxSigninField *self = HX_SIGNIN_FIELD (object);

  G_OBJECT_CLASS (hx_signin_field_parent_class)->constructed (object);
  make_entry (self);
}

static void
hx_signin_field_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  HxSigninField *self = HX_SIGNIN_FIELD (object);

  switch (id)
    {
    case PROP_TITLE: gtk_label_set_text_with_mnemonic (self->title, g_value_get_string (value)); break;
    case PROP_SECRET: self->secret = g_value_get_boolean (value); break;
    case PROP_HINT: g_object_set_property (G_OBJECT (self->entry), "placeholder-text", value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_signin_field_dispose (GObject *object)
{
  HxSigninField *self = HX_SIGNIN_FIELD (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_SIGNIN_FIELD);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  G_OBJECT_CLASS (hx_signin_field_parent_class)->dispose (object);
}

static void
hx_signin_field_class_init (HxSigninFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = hx_signin_field_constructed;
  object_class->set_property = hx_signin_field_set_property;
  object_class->dispose = hx_signin_field_dispose;
  widget_class->grab_focus = hx_signin_field_grab_focus;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_SECRET] = g_param_spec_boolean ("secret", NULL, NULL, FALSE, flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/signin/hx-signin-field.ui");
  gtk_widget_class_bind_template_child (widget_class, HxSigninField, title);
  gtk_widget_class_bind_template_child (widget_class, HxSigninField, fault);
  gtk_widget_class_bind_template_child (widget_class, HxSigninField, fault_label);
}

static void
hx_signin_field_init (HxSigninField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_signin_field_get_text:
 * @self: a field
 *
 * Returns: what is typed
 */
const char *
hx_signin_field_get_text (HxSigninField *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * hx_signin_field_set_text:
 * @self: a field
 * @text: (nullable): what is to stand in it
 */
void
hx_signin_field_set_text (HxSigninField *self,
                          const char    *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

/**
 * hx_signin_field_set_fault:
 * @self: a field
 * @words: (nullable): what is wrong with it
 */
void
hx_signin_field_set_fault (HxSigninField *self,
                           const char    *words)
{
  gtk_widget_set_visible (self->fault, words != NULL);
  gtk_label_set_label (self->fault_label, words != NULL ? words : "");
  if (words != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               words != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/**
 * hx_signin_field_set_busy:
 * @self: a field
 * @busy: whether the server is being asked about what is in it
 *
 * It keeps the keyboard meanwhile.
 */
void
hx_signin_field_set_busy (HxSigninField *self,
                          gboolean       busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !busy);
}
