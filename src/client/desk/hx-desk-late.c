/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-desk-late.h"
#include "hx-late-row.h"

/**
 * HxDeskLate:
 *
 * The late lane: wrap-ups that ran out, with what was typed. It is hidden while it is empty.
 */
struct _HxDeskLate
{
  GtkBox parent_instance;

  HxWorkspace *workspace;
  HxList *list;

  GtkLabel *count_label;
  GtkListBox *rows;
};

G_DEFINE_TYPE (HxDeskLate, hx_desk_late, GTK_TYPE_BOX)

static void
show_count (HxDeskLate *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *words = g_strdup_printf ("%u", n);

  gtk_label_set_label (self->count_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

/* What is late now comes in above; what was finished leaves. */
static void
on_wrapup (HxDeskLate *self,
           const char *thing,
           const char *action,
           HxRecord   *wrapup)
{
  HxRecord *user = hx_workspace_get_user (self->workspace);

  if (wrapup == NULL || user == NULL
      || g_strcmp0 (hx_record_get_text (wrapup, HX_WRAPUP_AGENT_ID), hx_record_get_id (user)) != 0)
    return;
  if (hx_record_get_enum (wrapup, HX_WRAPUP_STATE) == HX_WRAPUP_LATE)
    hx_list_insert (self->list, wrapup, 0);
  else
    hx_list_remove (self->list, hx_record_get_id (wrapup));
}

static void
on_reset (HxDeskLate *self)
{
  hx_list_reload (self->list);
}

static void
on_tick (HxDeskLate *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    hx_late_row_tick (HX_LATE_ROW (row));
}

static GtkWidget *
create_row (gpointer item,
            gpointer data)
{
  return hx_late_row_new (HX_DESK_LATE (data)->workspace, item);
}

static void
hx_desk_late_dispose (GObject *object)
{
  HxDeskLate *self = HX_DESK_LATE (object);

  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_DESK_LATE);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_desk_late_parent_class)->dispose (object);
}

static void
hx_desk_late_class_init (HxDeskLateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_desk_late_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-desk-late.ui");
  gtk_widget_class_bind_template_child (widget_class, HxDeskLate, count_label);
  gtk_widget_class_bind_template_child (widget_class, HxDeskLate, rows);
}

static void
hx_desk_late_init (HxDeskLate *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_desk_late_new:
 * @workspace: whose late lane it is
 *
 * Returns: (transfer floating): the late lane
 */
GtkWidget *
hx_desk_late_new (HxWorkspace *workspace)
{
  HxDeskLate *self = g_object_new (HX_TYPE_DESK_LATE, NULL);
  g_autoptr (HxRecord) query = hx_record_new (&hx_wrapups_query_schema);

  self->workspace = g_object_ref (workspace);
  hx_record_set_int (query, HX_PAGE_LIMIT, 200);
  hx_record_set_enum (query, HX_WRAPUPS_QUERY_STATE, HX_WRAPUP_LATE);
  self->list = hx_workspace_list (workspace, HX_OPERATION_WRAPUPS_LIST, NULL, query);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), create_row, self, NULL);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::wrapup", G_CALLBACK (on_wrapup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (on_reset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "tick", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
  show_count (self);
  hx_list_load_more (self->list);
  return GTK_WIDGET (self);
}
