/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-pill.h"

/**
 * HxPill:
 *
 * A state in an icon and a word; the colour is only the third signal. Kinds, which can be combined ("soon bare"):
 * `time` a clock that runs, `soon` needs somebody (amber), `over` a limit was broken (red), `good` met or done, `info`
 * chosen or mine (blue), `line` an outlined guess or property, `bare` no ground, `quiet` plain words (with `bare`: what
 * is finished), `large` for rows of body text. A pill without words hides itself.
 */
struct _HxPill
{
  GtkBox parent_instance;

  char *kind;
  char *icon_name;
  char *label;

  GtkImage *image;
  GtkLabel *word;
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_ICON_NAME,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxPill, hx_pill, GTK_TYPE_BOX)

static const struct
{
  const char *kind;
  const char *icon_name; /* nullable: the kind has no icon of its own */
} kinds[] = {
  { "time", "hx-clock-symbolic" }, { "soon", "hx-clock-symbolic" }, { "over", "dialog-warning-symbolic" },
  { "good", "object-select-symbolic" }, { "info", NULL }, { "line", NULL }, { "bare", NULL }, { "quiet", NULL },
  { "large", NULL },
};

static gboolean
is_of_kind (HxPill *self, const char *kind)
{
  g_auto (GStrv) words = g_strsplit (self->kind ? self->kind : "", " ", -1);

  return g_strv_contains ((const char *const *) words, kind);
}

static const char *
own_icon (HxPill *self)
{
  if (self->icon_name != NULL && *self->icon_name != '\0')
    return self->icon_name;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].icon_name != NULL && is_of_kind (self, kinds[i].kind))
      return kinds[i].icon_name;
  return NULL;
}

static void
show (HxPill *self)
{
  const char *icon_name = own_icon (self);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (is_of_kind (self, kinds[i].kind))
      gtk_widget_add_css_class (GTK_WIDGET (self), kinds[i].kind);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self), kinds[i].kind);
  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->image), icon_name != NULL);
  gtk_label_set_label (self->word, self->label ? self->label : "");
  gtk_widget_set_visible (GTK_WIDGET (self), self->label != NULL && *self->label != '\0');
}

static void
hx_pill_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_PILL);
  G_OBJECT_CLASS (hx_pill_parent_class)->dispose (object);
}

static void
hx_pill_finalize (GObject *object)
{
  HxPill *self = HX_PILL (object);

  g_free (self->kind);
  g_free (self->icon_name);
  g_free (self->label);
  G_OBJECT_CLASS (hx_pill_parent_class)->finalize (object);
}

static void
hx_pill_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxPill *self = HX_PILL (object);

  switch (id)
    {
    case PROP_KIND: g_value_set_string (value, self->kind); break;
    case PROP_ICON_NAME: g_value_set_string (value, self->icon_name); break;
    case PROP_LABEL: g_value_set_string (value, self->label); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_pill_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxPill *self = HX_PILL (object);
  char **fields[] = { NULL, &self->kind, &self->icon_name, &self->label };

  if (id == PROP_0 || id >= N_PROPS)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_free (*fields[id]);
  *fields[id] = g_value_dup_string (value);
  show (self);
}

static void
hx_pill_class_init (HxPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = hx_pill_dispose;
  object_class->finalize = hx_pill_finalize;
  object_class->get_property = hx_pill_get_property;
  object_class->set_property = hx_pill_set_property;

  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, "Its kinds, separated by spaces", NULL, flags);
  properties[PROP_ICON_NAME]
    = g_param_spec_string ("icon-name", NULL, "Instead of the kind's own icon", NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, "Its words", NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/widgets/hx-pill.ui");
  gtk_widget_class_bind_template_child (widget_class, HxPill, image);
  gtk_widget_class_bind_template_child (widget_class, HxPill, word);
}

static void
hx_pill_init (HxPill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_pill_new:
 * @kind: (nullable): kinds, separated by spaces
 * @label: (nullable): words, translated
 *
 * Returns: (transfer floating): the pill
 */
GtkWidget *
hx_pill_new (const char *kind, const char *label)
{
  return g_object_new (HX_TYPE_PILL, "kind", kind, "label", label, NULL);
}

/**
 * hx_pill_set:
 * @self: a pill
 * @kind: (nullable): kinds, separated by spaces
 * @icon_name: (nullable): instead of the kind's own icon
 * @label: (nullable): words, translated; without words the pill is not shown
 *
 * Sets everything at once, as a list row does when it is bound.
 */
void
hx_pill_set (HxPill *self, const char *kind, const char *icon_name, const char *label)
{
  g_return_if_fail (HX_IS_PILL (self));
  g_object_set (self, "kind", kind, "icon-name", icon_name, "label", label, NULL);
}
