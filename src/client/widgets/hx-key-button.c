/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-key-button.h"

/**
 * HxKeyButton:
 *
 * An action with its key beside its word: "R Rectify".
 */
struct _HxKeyButton
{
  GtkButton parent_instance;

  char *key;
  char *text;
};

enum
{
  PROP_0,
  PROP_KEY,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxKeyButton, hx_key_button, GTK_TYPE_BUTTON)

static void
hx_key_button_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_KEY_BUTTON);
  G_OBJECT_CLASS (hx_key_button_parent_class)->dispose (object);
}

static void
hx_key_button_finalize (GObject *object)
{
  HxKeyButton *self = HX_KEY_BUTTON (object);

  g_free (self->key);
  g_free (self->text);
  G_OBJECT_CLASS (hx_key_button_parent_class)->finalize (object);
}

static void
hx_key_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxKeyButton *self = HX_KEY_BUTTON (object);

  switch (id)
    {
    case PROP_KEY: g_value_set_string (value, self->key); break;
    case PROP_TEXT: g_value_set_string (value, self->text); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_key_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxKeyButton *self = HX_KEY_BUTTON (object);

  switch (id)
    {
    case PROP_KEY:
      g_free (self->key);
      self->key = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                      self->key ? self->key : "", -1);
      break;
    case PROP_TEXT:
      g_free (self->text);
      self->text = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->text ? self->text : "", -1);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_key_button_class_init (HxKeyButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = hx_key_button_dispose;
  object_class->finalize = hx_key_button_finalize;
  object_class->get_property = hx_key_button_get_property;
  object_class->set_property = hx_key_button_set_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, "Key that does it, as on the cap", NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, "What it does", NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/widgets/hx-key-button.ui");
}

static void
hx_key_button_init (HxKeyButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_key_button_new:
 * @key: the key as it stands on the key cap
 * @text: the word beside it, translated
 *
 * The widget only shows the key; the window that owns it listens to it.
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *
hx_key_button_new (const char *key, const char *text)
{
  return g_object_new (HX_TYPE_KEY_BUTTON, "key", key, "text", text, NULL);
}
