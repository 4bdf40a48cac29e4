/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-pool-view-private.h"

/**
 * HxPoolView:
 *
 * All feedback that nobody has triaged yet: figures, channel × issue type, and
 * the list that a cell, a row or a column of it filters.
 *
 * Actions: `pool.clear-filter`, `pool.close` (the detail), `pool.play` (its clip),
 * `pool.show-news`.
 */
G_DEFINE_TYPE (HxPoolView, hx_pool_view, ADW_TYPE_BIN)

static void ask_counts (HxPoolView *self);

static void
show_totals (HxPoolView *self)
{
  guint waiting = hx_pool_matrix_get_waiting (self->matrix);
  g_autofree char *title = g_strdup_printf (ngettext ("%u waiting", "%u waiting", waiting), waiting);
  g_autofree char *filter = hx_pool_matrix_dup_filter (self->matrix);
  gint64 total;
  int channels, types;

  g_object_get (self->workspace, "pool-total", &total, NULL);
  hx_pool_matrix_get_extent (self->matrix, &channels, &types);
  hx_pool_figures_show_total (self->figures, total, channels, types);
  gtk_label_set_label (self->list_title, title);
  gtk_label_set_label (self->filter_label, filter);
  gtk_widget_set_visible (self->filter, filter != NULL);
  if (filter != NULL)
    {
      /* Translators: button that ends a filter; %s is the filter, "Douyin × No tag" */
      g_autofree char *words = g_strdup_printf (_ ("Clear filter: %s"), filter);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
    }
}

static void
show_pool (HxPoolView *self,
           HxRecord   *pool)
{
  hx_pool_matrix_set_pool (self->matrix, pool);
  hx_pool_figures_show_pool (self->figures, pool);
  hx_pool_figures_tick (self->figures, hx_workspace_get_policy (self->workspace), hx_workspace_now (self->workspace));
  hx_list_state_set_state (self->matrix_state, HX_LIST_STATE_READY);
  show_totals (self);
}

static void
on_counts (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) pool = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);
  HxPoolView *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  if (pool != NULL)
    show_pool (self, pool);
  else if (!hx_pool_view_is_counted (self))
    {
      /* Counts that are known stay; the window says that it is offline. */
      g_autofree char *sentence = hx_error_to_sentence (error);

      hx_list_state_fail (self->matrix_state, _ ("The pool could not be loaded"), sentence,
                          hx_error_get_request_id (error));
    }
  /* Also when this call failed: it may have ended with the old connection, and what set this came with the new one. */
  if (self->again && hx_workspace_get_connection (self->workspace) == HX_CONNECTION_ONLINE)
    ask_counts (self);
}

/* However much happens, one request is under way and one more at most follows. */
static void
ask_counts (HxPoolView *self)
{
  self->again = self->asking;
  if (self->asking)
    return;
  self->asking = TRUE;
  hx_workspace_call_async (self->workspace, HX_OPERATION_POOL_GET, NULL, NULL, NULL, NULL, self->cancellable, on_counts,
                           self);
}

/* Whether it ever heard how many there are. */
gboolean
hx_pool_view_is_counted (HxPoolView *self)
{
  return hx_list_state_get_state (self->matrix_state) == HX_LIST_STATE_READY;
}

/* Its first page brings the counts along; what was asked for since knows more. */
static void
on_beside (HxPoolView *self,
           HxRecord   *pool)
{
  if (!hx_pool_view_is_counted (self))
    show_pool (self, pool);
}

/* Then the counts are to say themselves what is wrong. */
static void
on_list_phase (HxPoolView *self)
{
  if (hx_list_get_phase (self->feedback) == HX_LIST_FAILED && !hx_pool_view_is_counted (self))
    ask_counts (self);
}

static void
on_retry (HxPoolView *self)
{
  hx_list_state_set_state (self->matrix_state, HX_LIST_STATE_LOADING);
  ask_counts (self);
}

static void
on_filter_changed (HxPoolView *self)
{
  show_totals (self);
  hx_pool_view_filter_list (self);
}

static void
on_clear (HxPoolView *self)
{
  hx_pool_matrix_clear_filter (self->matrix);
  on_filter_changed (self);
}

static void
on_pool_event (HxPoolView *self,
               const char *thing,
               const char *action,
               HxRecord   *record)
{
  if (record != NULL && hx_record_get_schema (record) == &hx_pool_cell_schema)
    {
      hx_pool_matrix_set_cell (self->matrix, record);
      show_totals (self);
    }
  /* Which one is the oldest, and how many are doubtful, a cell does not say. */
  ask_counts (self);
}

static void
on_feedback_event (HxPoolView *self,
                   const char *thing,
                   const char *action,
                   HxRecord   *record)
{
  if (record != NULL && hx_record_get_schema (record) == &hx_feedback_schema)
    hx_pool_view_take (self, record);
  ask_counts (self);
}

static void
on_connection (HxPoolView *self)
{
  /* The list's first page, which comes then, brings the counts along. */
  if (hx_workspace_get_connection (self->workspace) == HX_CONNECTION_ONLINE
      && (self->feedback == NULL || hx_pool_view_is_counted (self)))
    ask_counts (self);
}

static void
on_tick (HxPoolView *self)
{
  /* A page that is not seen has no clocks. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  hx_pool_figures_tick (self->figures, hx_workspace_get_policy (self->workspace), hx_workspace_now (self->workspace));
  hx_pool_view_tick_list (self);
}

static void
on_action (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  HxPoolView *self = HX_POOL_VIEW (widget);

  if (g_str_equal (name, "pool.clear-filter"))
    on_clear (self);
  else if (g_str_equal (name, "pool.close"))
    hx_pool_view_close (self);
  else if (g_str_equal (name, "pool.play"))
    hx_pool_detail_toggle_clip (self->detail);
  else
    hx_pool_view_show_news (self);
}

static void
hx_pool_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hx_pool_view_parent_class)->map (widget);
  on_tick (HX_POOL_VIEW (widget));
}

static void
hx_pool_view_dispose (GObject *object)
{
  HxPoolView *self = HX_POOL_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  if (self->feedback != NULL)
    g_signal_handlers_disconnect_by_data (self->feedback, self);
  g_clear_object (&self->feedback);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_POOL_VIEW);
  G_OBJECT_CLASS (hx_pool_view_parent_class)->dispose (object);
}

static void
hx_pool_view_finalize (GObject *object)
{
  HxPoolView *self = HX_POOL_VIEW (object);

  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->gone);
  G_OBJECT_CLASS (hx_pool_view_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "pool.clear-filter", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "pool.close", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "pool.play", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "pool.show-news", NULL, on_action);
}

static void
hx_pool_view_class_init (HxPoolViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_pool_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_pool_view_finalize;
  widget_class->map = hx_pool_view_map;
  install_actions (widget_class);

  g_type_ensure (HX_TYPE_POOL_FIGURES);
  g_type_ensure (HX_TYPE_POOL_MATRIX);
  g_type_ensure (HX_TYPE_POOL_DETAIL);
  g_type_ensure (HX_TYPE_LIST_STATE);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/pool/hx-pool-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, figures);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, left);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, right);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, matrix_state);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, matrix_scroller);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, matrix);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, list_title);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, filter);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, filter_label);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, list_state);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, list);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, news_button);
  gtk_widget_class_bind_template_child (widget_class, HxPoolView, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
}

static void
hx_pool_view_init (HxPoolView *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_hash_table_new (NULL, NULL);
  self->gone = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  hx_pool_view_init_list (self);
}

static void
show_with_list (HxPoolView *self)
{
  hx_pool_figures_align (self->figures, self->left);
  hx_list_state_set_state (self->matrix_state, HX_LIST_STATE_LOADING);
  hx_pool_view_start_list (self);
  g_signal_connect_object (self->feedback, "beside", G_CALLBACK (on_beside), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feedback, "notify::phase", G_CALLBACK (on_list_phase), self, G_CONNECT_SWAPPED);
}

/* Who sees counts and not what is counted: there is no list, so nothing to choose for it. */
static void
show_counts_alone (HxPoolView *self)
{
  gtk_widget_set_visible (self->right, FALSE);
  gtk_widget_set_hexpand (self->left, TRUE);
  gtk_scrolled_window_set_policy (self->matrix_scroller, GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  hx_pool_matrix_set_choosable (self->matrix, FALSE);
  on_retry (self);
}

/**
 * hx_pool_view_new:
 * @workspace: whose pool it is
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hx_pool_view_new (HxWorkspace *workspace)
{
  HxPoolView *self = g_object_new (HX_TYPE_POOL_VIEW, NULL);

  self->workspace = g_object_ref (workspace);
  hx_pool_matrix_set_workspace (self->matrix, workspace);
  hx_pool_detail_set_workspace (self->detail, workspace);
  if (hx_workspace_may (workspace, HX_MAY_SEE_OWN))
    show_with_list (self);
  else
    show_counts_alone (self);
  g_signal_connect_object (workspace, "event::pool", G_CALLBACK (on_pool_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::feedback", G_CALLBACK (on_feedback_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::pool-total", G_CALLBACK (show_totals), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::connection", G_CALLBACK (on_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (ask_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "tick", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
