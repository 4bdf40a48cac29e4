/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-desk-echo.h"
#include "hx-echo-row.h"
#include "widgets/hx-list-follow.h"

/* As far back as anybody still waits for an answer. */
#define NEWEST 20

/**
 * HxDeskEcho:
 *
 * What became of own feedback, newest news first.
 */
struct _HxDeskEcho
{
  GtkBox parent_instance;

  HxWorkspace *workspace;
  HxList *list;
  GtkCustomSorter *sorter;

  HxListState *state;
  GtkListBox *rows;
};

G_DEFINE_TYPE (HxDeskEcho, hx_desk_echo, GTK_TYPE_BOX)

static int
by_news (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  gint64 one = hx_record_get_int ((HxRecord *) a, HX_RECORD_UPDATED_AT);
  gint64 other = hx_record_get_int ((HxRecord *) b, HX_RECORD_UPDATED_AT);

  return (other > one) - (other < one);
}

static gboolean
is_told (gpointer item,
         gpointer data)
{
  return hx_record_get_enum (item, HX_FEEDBACK_STATE) != HX_FEEDBACK_WITHDRAWN;
}

static void
on_feedback (HxDeskEcho *self,
             const char *thing,
             const char *action,
             HxRecord   *feedback)
{
  HxRecord *user = hx_workspace_get_user (self->workspace);

  if (feedback == NULL || user == NULL
      || g_strcmp0 (hx_record_get_text (feedback, HX_FEEDBACK_AGENT_ID), hx_record_get_id (user)) != 0)
    return;
  if (hx_record_get_enum (feedback, HX_FEEDBACK_STATE) == HX_FEEDBACK_WITHDRAWN)
    hx_list_remove (self->list, hx_record_get_id (feedback));
  else if (!hx_list_insert (self->list, feedback, 0))
    gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
}

static void
on_reset (HxDeskEcho *self)
{
  hx_list_reload (self->list);
}

static void
on_tick (HxDeskEcho *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    hx_echo_row_tick (HX_ECHO_ROW (row));
}

static GtkWidget *
create_row (gpointer item,
            gpointer data)
{
  return hx_echo_row_new (HX_DESK_ECHO (data)->workspace, item);
}

static void
hx_desk_echo_dispose (GObject *object)
{
  HxDeskEcho *self = HX_DESK_ECHO (object);

  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_DESK_ECHO);
  g_clear_object (&self->list);
  g_clear_object (&self->sorter);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_desk_echo_parent_class)->dispose (object);
}

static void
hx_desk_echo_class_init (HxDeskEchoClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_LIST_STATE);
  G_OBJECT_CLASS (klass)->dispose = hx_desk_echo_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-desk-echo.ui");
  gtk_widget_class_bind_template_child (widget_class, HxDeskEcho, state);
  gtk_widget_class_bind_template_child (widget_class, HxDeskEcho, rows);
}

static void
hx_desk_echo_init (HxDeskEcho *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sorter = gtk_custom_sorter_new (by_news, NULL, NULL);
  g_object_set (self->state, "empty-description", _ ("What you report comes back here, step by step."), NULL);
}

/**
 * hx_desk_echo_new:
 * @workspace: whose feedback it is
 *
 * Returns: (transfer floating): the list
 */
GtkWidget *
hx_desk_echo_new (HxWorkspace *workspace)
{
  HxDeskEcho *self = g_object_new (HX_TYPE_DESK_ECHO, NULL);
  g_autoptr (HxRecord) query = hx_record_new (&hx_feedback_query_schema);
  g_autoptr (GtkSortListModel) sorted = NULL;
  HxRecord *user = hx_workspace_get_user (workspace);
  GtkFilterListModel *told;

  self->workspace = g_object_ref (workspace);
  hx_record_set_int (query, HX_PAGE_LIMIT, NEWEST);
  hx_record_set_text (query, HX_FEEDBACK_QUERY_AGENT_ID, user != NULL ? hx_record_get_id (user) : NULL);
  self->list = hx_workspace_list (workspace, HX_OPERATION_FEEDBACK_LIST, NULL, query);
  told = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->list)),
                                    GTK_FILTER (gtk_custom_filter_new (is_told, NULL, NULL)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (told), g_object_ref (GTK_SORTER (self->sorter)));
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (sorted), create_row, self, NULL);
  g_signal_connect_object (workspace, "event::feedback", G_CALLBACK (on_feedback), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (on_reset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "tick", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
  hx_list_state_follow (self->state, self->list);
  hx_list_load_more (self->list);
  return GTK_WIDGET (self);
}
