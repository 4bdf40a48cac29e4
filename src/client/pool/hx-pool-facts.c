/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-json.h"
#include "hx-pool-facts.h"
#include "hx-pool-row.h"
#include "hx-time.h"
#include "widgets/hx-draw.h"
#include "widgets/hx-when.h"

/* So many facts are read; more would be a list of their own. */
#define MOST 12

/* Names that the server gives to what it links; what a site adds says its own name. */
static const struct
{
  const char *name;
  const char *word;
} words[] = {
  { "customer", N_ ("Customer") }, { "lead", N_ ("Lead") }, { "call", N_ ("Call") },
};

/* What is said elsewhere, or tells a person nothing. */
static const char *const left_out[] = { "code", "id", "started_at", "ended_at", "cause", "queue", NULL };

static void
add_row (GtkGrid    *grid,
         const char *name,
         const char *value)
{
  int row = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (grid), "hx-rows"));
  GtkWidget *label = gtk_label_new (name), *text = gtk_label_new (value);

  if (value == NULL || *value == '\0' || row >= MOST)
    return;
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (text, GTK_ALIGN_BASELINE);
  gtk_widget_add_css_class (label, "hx-note");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (text, "hx-caption");
  gtk_widget_add_css_class (text, "hx-num");
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, text, 1, row, 1, 1);
  g_object_set_data (G_OBJECT (grid), "hx-rows", GINT_TO_POINTER (row + 1));
}

static char *
word_for (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].name, name))
      return g_strdup (_ (words[i].word));
  return g_strdelimit (g_strdup (name), "_", ' ');
}

static char *
say_text (const char *name,
          const char *text,
          gint64      now)
{
  static const HxEnum *const known[] = { &hx_channel_enum, &hx_direction_enum, &hx_activity_enum };
  gint64 at;

  if (hx_time_parse (text, &at))
    return hx_when_short (at, now);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      int value = g_str_equal (known[i]->name, name) ? hx_enum_find (known[i], text) : -1;

      if (value >= 0)
        return g_strdup (_ (known[i]->values[value].label));
    }
  return g_strdup (text);
}

static char *
say (const char *name,
     HxJson     *value,
     gint64      now)
{
  switch (hx_json_get_type (value))
    {
    case HX_JSON_STRING: return say_text (name, hx_json_get_string (value), now);
    case HX_JSON_INTEGER:
      if (g_str_has_suffix (name, "_ms"))
        return hx_draw_time (hx_json_get_integer (value));
      return g_strdup_printf ("%" G_GINT64_FORMAT, hx_json_get_integer (value));
    case HX_JSON_REAL: return g_strdup_printf ("%g", hx_json_get_real (value));
    case HX_JSON_BOOLEAN: return g_strdup (hx_json_get_integer (value) != 0 ? _ ("Yes") : _ ("No"));
    default: return NULL;
    }
}

static void
add_fact (GtkGrid    *grid,
          const char *name,
          HxJson     *value,
          gint64      now)
{
  g_autofree char *word = word_for (name), *said = say (name, value, now);

  add_row (grid, word, said);
}

/* One line for each thing that was linked, in its own order; the site's own attributes get a line each. */
static void
add_thing (GtkGrid    *grid,
           const char *name,
           HxJson     *thing,
           gint64      now)
{
  g_auto (GStrv) names = hx_json_dup_names (thing);
  g_autofree char *word = word_for (name);
  g_autoptr (GString) line = g_string_new (NULL);
  HxJson *attributes = hx_json_get_member (thing, "attributes");
  g_auto (GStrv) own = NULL;

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *said
          = g_strv_contains (left_out, names[i]) ? NULL : say (names[i], hx_json_get_member (thing, names[i]), now);

      if (said != NULL && *said != '\0')
        g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", said);
    }
  add_row (grid, word, line->str);
  if (attributes != NULL && hx_json_get_type (attributes) == HX_JSON_OBJECT)
    own = hx_json_dup_names (attributes);
  for (gsize i = 0; own != NULL && own[i] != NULL; i++)
    add_fact (grid, own[i], hx_json_get_member (attributes, own[i]), now);
}

static void
add_facts (GtkGrid *grid,
           HxJson  *facts,
           gint64   now)
{
  g_auto (GStrv) names = hx_json_dup_names (facts);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      HxJson *member = hx_json_get_member (facts, names[i]);

      if (hx_json_get_type (member) == HX_JSON_OBJECT)
        add_thing (grid, names[i], member, now);
      else
        add_fact (grid, names[i], member, now);
    }
}

/**
 * hx_pool_facts_show:
 * @grid: an own grid; what it holds is replaced
 * @workspace: where templates are
 * @feedback: a feedback
 *
 * Shows where a feedback comes from and the linked facts as they were when it
 * was given.
 */
void
hx_pool_facts_show (GtkGrid     *grid,
                    HxWorkspace *workspace,
                    HxRecord    *feedback)
{
  const char *document = hx_record_get_text (feedback, HX_FEEDBACK_FACTS);
  g_autoptr (HxJson) facts = document != NULL ? hx_json_parse (document, strlen (document), NULL) : NULL;
  g_autofree char *from = hx_pool_row_words (workspace, feedback, HX_POOL_ROW_CHANNEL | HX_POOL_ROW_TYPE);
  g_autofree char *at = hx_when_absolute (hx_record_get_int (feedback, HX_RECORD_CREATED_AT));
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, old);
  g_object_set_data (G_OBJECT (grid), "hx-rows", NULL);
  add_row (grid, _ ("Raised"), at);
  add_row (grid, _ ("From"), from);
  if (facts != NULL && hx_json_get_type (facts) == HX_JSON_OBJECT)
    add_facts (grid, facts, hx_workspace_now (workspace));
}
