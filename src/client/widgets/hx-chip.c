/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-chip.h"

/**
 * HxChip:
 *
 * A filter that is on or off: icon, word and how many there are. Group chips that exclude each other with
 * gtk_toggle_button_set_group().
 */
struct _HxChip
{
  GtkToggleButton parent_instance;

  char *icon_name;
  char *word;
  int count;

  GtkImage *image;
  GtkLabel *word_label;
  GtkLabel *count_label;
};

enum
{
  PROP_0,
  PROP_ICON_NAME,
  PROP_WORD,
  PROP_COUNT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxChip, hx_chip, GTK_TYPE_TOGGLE_BUTTON)

static void
show (HxChip *self)
{
  g_autofree char *number = g_strdup_printf ("%d", self->count);
  const char *word = self->word ? self->word : "";
  /* Translators: name of a filter for a screen reader: the word and how many rows it would show */
  g_autofree char *name = g_strdup_printf (_ ("%s, %d"), word, self->count);

  gtk_image_set_from_icon_name (self->image, self->icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->image), self->icon_name != NULL);
  gtk_label_set_label (self->word_label, word);
  gtk_label_set_label (self->count_label, number);
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), self->count >= 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->count >= 0 ? name : word, -1);
}

static void
hx_chip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_CHIP);
  G_OBJECT_CLASS (hx_chip_parent_class)->dispose (object);
}

static void
hx_chip_finalize (GObject *object)
{
  HxChip *self = HX_CHIP (object);

  g_free (self->icon_name);
  g_free (self->word);
  G_OBJECT_CLASS (hx_chip_parent_class)->finalize (object);
}

static void
hx_chip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxChip *self = HX_CHIP (object);

  switch (id)
    {
    case PROP_ICON_NAME: g_value_set_string (value, self->icon_name); break;
    case PROP_WORD: g_value_set_string (value, self->word); break;
    case PROP_COUNT: g_value_set_int (value, self->count); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_chip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxChip *self = HX_CHIP (object);

  switch (id)
    {
    case PROP_ICON_NAME:
      g_free (self->icon_name);
      self->icon_name = g_value_dup_string (value);
      break;
    case PROP_WORD:
      g_free (self->word);
      self->word = g_value_dup_string (value);
      break;
    case PROP_COUNT: self->count = g_value_get_int (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  show (self);
}

static void
hx_chip_class_init (HxChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = hx_chip_dispose;
  object_class->finalize = hx_chip_finalize;
  object_class->get_property = hx_chip_get_property;
  object_class->set_property = hx_chip_set_property;

  /* Not GtkButton's "icon-name" and "label": those would replace the child. */
  properties[PROP_ICON_NAME] = g_param_spec_string ("chip-icon", NULL, "Icon before the word", NULL, flags);
  properties[PROP_WORD] = g_param_spec_string ("word", NULL, "What it filters by", NULL, flags);
  properties[PROP_COUNT] = g_param_spec_int ("count", NULL, "How many; -1 = not said", -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/widgets/hx-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, HxChip, image);
  gtk_widget_class_bind_template_child (widget_class, HxChip, word_label);
  gtk_widget_class_bind_template_child (widget_class, HxChip, count_label);
}

static void
hx_chip_init (HxChip *self)
{
  self->count = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_chip_new:
 * @icon_name: (nullable): icon before the word
 * @word: what it filters by, translated
 * @count: how many there are; -1 when that is not said
 *
 * Returns: (transfer floating): the chip, off
 */
GtkWidget *
hx_chip_new (const char *icon_name, const char *word, int count)
{
  return g_object_new (HX_TYPE_CHIP, "chip-icon", icon_name, "word", word, "count", count, NULL);
}

/**
 * hx_chip_set_count:
 * @self: a chip
 * @count: how many there are; -1 when that is not said
 */
void
hx_chip_set_count (HxChip *self, int count)
{
  g_return_if_fail (HX_IS_CHIP (self));
  g_object_set (self, "count", MAX (count, -1), NULL);
}
