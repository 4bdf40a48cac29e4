/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-suggestion-row.h"

/**
 * HxSuggestionRow:
 *
 * An open pain point that matches what is being typed; clicking it (or its key) joins it with the agent's own case.
 */
struct _HxSuggestionRow
{
  GtkButton parent_instance;

  int count;
  char *subject;
  char *state;
  char *key;

  GtkLabel *count_label;
  GtkLabel *subject_label;
  GtkLabel *state_label;
  GtkLabel *key_label;
};

enum
{
  PROP_0,
  PROP_COUNT,
  PROP_SUBJECT,
  PROP_STATE,
  PROP_KEY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (HxSuggestionRow, hx_suggestion_row, GTK_TYPE_BUTTON)

static void
show (HxSuggestionRow *self)
{
  g_autofree char *number = g_strdup_printf ("%d", self->count);
  g_autofree char *name = g_strdup_printf (
    /* Translators: name of a row for a screen reader: how many agents met it, the pain point */
    ngettext ("Me too: %d agent, %s", "Me too: %d agents, %s", (gulong) self->count), self->count,
    self->subject ? self->subject : "");

  gtk_label_set_label (self->count_label, number);
  gtk_label_set_label (self->subject_label, self->subject ? self->subject : "");
  gtk_label_set_label (self->state_label, self->state ? self->state : "");
  gtk_label_set_label (self->key_label, self->key ? self->key : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->state ? self->state : "",
                                  GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, self->key ? self->key : "", -1);
}

static void
hx_suggestion_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_SUGGESTION_ROW);
  G_OBJECT_CLASS (hx_suggestion_row_parent_class)->dispose (object);
}

static void
hx_suggestion_row_finalize (GObject *object)
{
  HxSuggestionRow *self = HX_SUGGESTION_ROW (object);

  g_free (self->subject);
  g_free (self->state);
  g_free (self->key);
  G_OBJECT_CLASS (hx_suggestion_row_parent_class)->finalize (object);
}

static void
hx_suggestion_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxSuggestionRow *self = HX_SUGGESTION_ROW (object);

  switch (id)
    {
    case PROP_COUNT: g_value_set_int (value, self->count); break;
    case PROP_SUBJECT: g_value_set_string (value, self->subject); break;
    case PROP_STATE: g_value_set_string (value, self->state); break;
    case PROP_KEY: g_value_set_string (value, self->key); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_suggestion_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxSuggestionRow *self = HX_SUGGESTION_ROW (object);
  char **field = id == PROP_SUBJECT ? &self->subject : id == PROP_STATE ? &self->state : &self->key;

  switch (id)
    {
    case PROP_COUNT: self->count = g_value_get_int (value); break;
    case PROP_SUBJECT:
    case PROP_STATE:
    case PROP_KEY:
      g_free (*field);
      *field = g_value_dup_string (value);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  show (self);
}

static void
hx_suggestion_row_class_init (HxSuggestionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = hx_suggestion_row_dispose;
  object_class->finalize = hx_suggestion_row_finalize;
  object_class->get_property = hx_suggestion_row_get_property;
  object_class->set_property = hx_suggestion_row_set_property;

  properties[PROP_COUNT] = g_param_spec_int ("count", NULL, "How many agents met it", 0, G_MAXINT, 0, flags);
  properties[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, "The pain point", NULL, flags);
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, "What is being done about it", NULL, flags);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, "Key that joins it, as on the cap", NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/widgets/hx-suggestion-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxSuggestionRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, HxSuggestionRow, subject_label);
  gtk_widget_class_bind_template_child (widget_class, HxSuggestionRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, HxSuggestionRow, key_label);
}

static void
hx_suggestion_row_init (HxSuggestionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_suggestion_row_new:
 * @count: how many agents met it
 * @subject: the pain point
 * @state: (nullable): what is being done about it, translated
 * @key: (nullable): key that joins it, as on the cap ("Alt+1")
 *
 * Returns: (transfer floating): the row, a button
 */
GtkWidget *
hx_suggestion_row_new (int count, const char *subject, const char *state, const char *key)
{
  return g_object_new (HX_TYPE_SUGGESTION_ROW, "count", count, "subject", subject, "state", state, "key", key, NULL);
}
