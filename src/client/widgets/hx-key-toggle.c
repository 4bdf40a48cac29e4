/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-key-toggle.h"

/**
 * HxKeyToggle:
 *
 * A choice made by one key. When chosen, the key cap becomes a tick of the same size, so nothing moves. Group them with
 * gtk_toggle_button_set_group(); the class "pill" makes the second, rounder kind.
 */
struct _HxKeyToggle
{
  GtkToggleButton parent_instance;

  char *key;
  char *word;
  GtkStack *mark;
};

enum
{
  PROP_0,
  PROP_KEY,
  PROP_WORD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxKeyToggle, hx_key_toggle, GTK_TYPE_TOGGLE_BUTTON)

static void
on_active (HxKeyToggle *self)
{
  gboolean active = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self));

  gtk_stack_set_visible_child_name (self->mark, active ? "tick" : "key");
}

static void
hx_key_toggle_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_KEY_TOGGLE);
  G_OBJECT_CLASS (hx_key_toggle_parent_class)->dispose (object);
}

static void
hx_key_toggle_finalize (GObject *object)
{
  HxKeyToggle *self = HX_KEY_TOGGLE (object);

  g_free (self->key);
  g_free (self->word);
  G_OBJECT_CLASS (hx_key_toggle_parent_class)->finalize (object);
}

static void
hx_key_toggle_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxKeyToggle *self = HX_KEY_TOGGLE (object);

  switch (id)
    {
    case PROP_KEY: g_value_set_string (value, self->key); break;
    case PROP_WORD: g_value_set_string (value, self->word); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_key_toggle_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxKeyToggle *self = HX_KEY_TOGGLE (object);

  switch (id)
    {
    case PROP_KEY:
      g_free (self->key);
      self->key = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                      self->key ? self->key : "", -1);
      break;
    case PROP_WORD:
      g_free (self->word);
      self->word = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->word ? self->word : "", -1);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_key_toggle_class_init (HxKeyToggleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = hx_key_toggle_dispose;
  object_class->finalize = hx_key_toggle_finalize;
  object_class->get_property = hx_key_toggle_get_property;
  object_class->set_property = hx_key_toggle_set_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, "Key that chooses it, as on the cap", NULL, flags);
  properties[PROP_WORD] = g_param_spec_string ("word", NULL, "What is chosen", NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/widgets/hx-key-toggle.ui");
  gtk_widget_class_bind_template_child (widget_class, HxKeyToggle, mark);
}

static void
hx_key_toggle_init (HxKeyToggle *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::active", G_CALLBACK (on_active), NULL);
}

/**
 * hx_key_toggle_new:
 * @key: the key as it stands on the key cap
 * @word: the word beside it, translated
 *
 * The widget only shows the key; the window that owns it listens to it.
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *
hx_key_toggle_new (const char *key, const char *word)
{
  return g_object_new (HX_TYPE_KEY_TOGGLE, "key", key, "word", word, NULL);
}
