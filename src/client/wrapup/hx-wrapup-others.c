/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-others.h"

#include "hx-wrapup-common.h"
#include "things/hx-rectification.h"
#include "widgets/hx-suggestion-row.h"
#include "widgets/hx-when.h"

/* More would push the buttons off a small screen; the first are the most alike. */
#define MOST_ROWS 3

/**
 * HxWrapupOthers:
 *
 * Open pain points like the one being written. Choosing one joins it with the own case; choosing it again leaves it.
 */
struct _HxWrapupOthers
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  HxWrapupSession *session;
  GSignalGroup *session_signals;
  GListModel *matches;

  GtkBox *rows;
};

G_DEFINE_TYPE (HxWrapupOthers, hx_wrapup_others, ADW_TYPE_BIN)

/* What is being done about it: "In progress · Marketing · 1 d 4 h left". */
static char *
state_words (HxWrapupOthers *self, HxRecord *match)
{
  const char *name = hx_record_get_text (match, HX_MATCH_RECTIFICATION_STATE);
  int state = name != NULL ? hx_enum_find (&hx_rectification_state_enum, name) : -1;
  GString *words;

  if (state < 0)
    return g_strdup (_ ("Pain-point pool · to be triaged"));
  words = g_string_new (gettext (hx_rectification_state_enum.values[state].label));
  if (hx_record_has (match, HX_MATCH_DEPARTMENT_NAME))
    g_string_append_printf (words, " · %s", hx_record_get_text (match, HX_MATCH_DEPARTMENT_NAME));
  if (hx_record_has (match, HX_MATCH_DUE_AT))
    {
      g_autofree char *left = hx_when_left (hx_record_get_int (match, HX_MATCH_DUE_AT), hx_workspace_now (self->workspace));

      g_string_append_printf (words, " · %s", left);
    }
  return g_string_free (words, FALSE);
}

static void
on_row (GtkWidget *row, HxWrapupOthers *self)
{
  hx_wrapup_others_join (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "hx-index")));
}

static void
add_row (HxWrapupOthers *self, guint index, HxRecord *match, gboolean joined)
{
  g_autofree char *state = joined ? g_strdup (_ ("Joined with your case")) : state_words (self, match);
  g_autofree char *key = g_strdup_printf ("Alt %u", index + 1);
  GtkWidget *row = hx_suggestion_row_new ((int) MIN (hx_record_get_int (match, HX_MATCH_VOICES), G_MAXINT),
                                          hx_record_get_text (match, HX_MATCH_PAIN_POINT), state, key);

  if (index > 0)
    gtk_box_append (self->rows, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  if (joined)
    gtk_widget_add_css_class (row, "joined");
  g_object_set_data (G_OBJECT (row), "hx-index", GUINT_TO_POINTER (index));
  g_signal_connect (row, "clicked", G_CALLBACK (on_row), self);
  gtk_box_append (self->rows, row);
}

/* Before anything is said there is nothing that others could have met too. */
static gboolean
has_begun (HxWrapupOthers *self)
{
  g_autofree char *type = self->session != NULL ? hx_wrapup_get_text (self->session, "issue-type") : NULL;
  g_autofree char *pain = self->session != NULL ? hx_wrapup_get_text (self->session, "pain-point") : NULL;

  return (type != NULL && *type != '\0') || (pain != NULL && *pain != '\0');
}

static void
show_begun (HxWrapupOthers *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (GTK_WIDGET (self->rows)) != NULL
                                               && has_begun (self));
}

static void
show_matches (HxWrapupOthers *self)
{
  guint n = self->matches != NULL ? MIN (g_list_model_get_n_items (self->matches), MOST_ROWS) : 0;
  g_autofree char *joined = self->session != NULL ? hx_wrapup_get_text (self->session, "joined-id") : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HxRecord) match = g_list_model_get_item (self->matches, i);

      add_row (self, i, match, g_strcmp0 (joined, hx_record_get_text (match, HX_MATCH_FEEDBACK_ID)) == 0);
    }
  show_begun (self);
}

static void
watch (HxWrapupOthers *self, GListModel *matches)
{
  if (self->matches != NULL)
    g_signal_handlers_disconnect_by_func (self->matches, show_matches, self);
  g_set_object (&self->matches, matches);
  if (matches != NULL)
    g_signal_connect_swapped (matches, "items-changed", G_CALLBACK (show_matches), self);
}

static void
on_matches (HxWrapupOthers *self)
{
  g_autoptr (GListModel) matches = NULL;

  g_object_get (self->session, "matches", &matches, NULL);
  watch (self, matches);
  show_matches (self);
}

static void
hx_wrapup_others_dispose (GObject *object)
{
  HxWrapupOthers *self = HX_WRAPUP_OTHERS (object);

  watch (self, NULL);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_OTHERS);
  G_OBJECT_CLASS (hx_wrapup_others_parent_class)->dispose (object);
}

static void
hx_wrapup_others_class_init (HxWrapupOthersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_others_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-others.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupOthers, rows);
}

static void
hx_wrapup_others_init (HxWrapupOthers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session_signals = g_signal_group_new (HX_TYPE_WRAPUP_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::matches", G_CALLBACK (on_matches), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::joined-id", G_CALLBACK (show_matches), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::issue-type", G_CALLBACK (show_begun), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::pain-point", G_CALLBACK (show_begun), self);
}

/**
 * hx_wrapup_others_set_session:
 * @self: the list
 * @workspace: has the clock
 * @session: (nullable): the wrap-up to show
 */
void
hx_wrapup_others_set_session (HxWrapupOthers *self, HxWorkspace *workspace, HxWrapupSession *session)
{
  g_return_if_fail (HX_IS_WRAPUP_OTHERS (self));
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  if (session != NULL)
    on_matches (self);
  else
    {
      watch (self, NULL);
      show_matches (self);
    }
}

/**
 * hx_wrapup_others_join:
 * @self: the list
 * @index: which row, from 0
 *
 * "Me too": joins that pain point with the own case, or leaves it when it was joined.
 *
 * Returns: whether there is such a row
 */
gboolean
hx_wrapup_others_join (HxWrapupOthers *self, guint index)
{
  g_autoptr (HxRecord) match = NULL;
  g_autofree char *joined = NULL;

  g_return_val_if_fail (HX_IS_WRAPUP_OTHERS (self), FALSE);
  if (self->session == NULL || self->matches == NULL || index >= MOST_ROWS || !has_begun (self))
    return FALSE;
  match = g_list_model_get_item (self->matches, index);
  if (match == NULL)
    return FALSE;
  joined = hx_wrapup_get_text (self->session, "joined-id");
  if (g_strcmp0 (joined, hx_record_get_text (match, HX_MATCH_FEEDBACK_ID)) == 0)
    g_object_set (self->session, "joined-id", NULL, NULL);
  else
    hx_wrapup_session_join (self->session, match);
  return TRUE;
}
