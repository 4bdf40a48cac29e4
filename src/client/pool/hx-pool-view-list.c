/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-pool-row.h"
#include "hx-pool-view-private.h"
#include "widgets/hx-list-follow.h"
#include "widgets/hx-long-list.h"

#define PAGE 50

static HxPoolRowParts
parts (HxPoolView *self)
{
  int said = HX_POOL_ROW_CHANNEL | HX_POOL_ROW_TYPE;

  if (hx_pool_matrix_get_channel (self->matrix) >= 0)
    said &= ~HX_POOL_ROW_CHANNEL;
  if (hx_pool_matrix_get_issue_type (self->matrix) != NULL)
    said &= ~HX_POOL_ROW_TYPE;
  return (HxPoolRowParts) said;
}

static void
on_setup (HxPoolView  *self,
          GtkListItem *item)
{
  gtk_list_item_set_child (item, hx_pool_row_new ());
}

static void
on_bind (HxPoolView  *self,
         GtkListItem *item)
{
  g_hash_table_add (self->rows, item);
  hx_pool_row_bind (HX_POOL_ROW (gtk_list_item_get_child (item)), self->workspace, gtk_list_item_get_item (item),
                    parts (self));
}

static void
on_unbind (HxPoolView  *self,
           GtkListItem *item)
{
  g_hash_table_remove (self->rows, item);
  hx_pool_row_unbind (HX_POOL_ROW (gtk_list_item_get_child (item)));
}

static double
below (HxPoolView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment)
         - gtk_adjustment_get_page_size (adjustment);
}

static void
set_news (HxPoolView *self,
          guint       news)
{
  /* Translators: button that scrolls to feedback that just came in at the end of the list */
  g_autofree char *words = g_strdup_printf (ngettext ("%u new below", "%u new below", news), news);

  self->news = news;
  gtk_button_set_label (self->news_button, words);
  gtk_widget_set_visible (GTK_WIDGET (self->news_button), news > 0);
}

/* At the end the news has been seen. */
static void
on_scrolled (HxPoolView *self)
{
  if (self->news > 0 && below (self) < 1)
    set_news (self, 0);
}

static void
on_phase (HxPoolView *self)
{
  /* The list holds on to a row that both answers have; another question is read from its top. */
  if (self->to_top && hx_list_get_phase (self->feedback) == HX_LIST_READY)
    {
      self->to_top = FALSE;
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
    }
}

static void
on_selected (HxPoolView *self)
{
  HxRecord *feedback = gtk_single_selection_get_selected_item (self->selection);
  guint position = gtk_single_selection_get_selected (self->selection);
  gboolean opens = feedback != NULL && !gtk_widget_get_visible (GTK_WIDGET (self->detail));

  hx_pool_detail_show (self->detail, feedback);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), feedback != NULL);
  /* The detail takes room from the list: what was chosen stays in sight. */
  if (opens)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static void
remove_gone (HxPoolView *self)
{
  for (guint i = 0; i < self->gone->len; i++)
    hx_list_remove (self->feedback, g_ptr_array_index (self->gone, i));
  g_ptr_array_set_size (self->gone, 0);
}

static gboolean
is_pointed_at (HxPoolView *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self->scroller)) & GTK_STATE_FLAG_PRELIGHT) != 0;
}

/* What left the pool leaves the list as soon as nothing can slip away under the pointer. */
static void
on_leave (HxPoolView *self)
{
  if (self->gone->len > 0)
    remove_gone (self);
}

static gboolean
on_key (HxPoolView     *self,
        guint           keyval,
        guint           keycode,
        GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape || self->feedback == NULL)
    return GDK_EVENT_PROPAGATE;
  if (gtk_single_selection_get_selected_item (self->selection) != NULL)
    hx_pool_view_close (self);
  else if (gtk_widget_get_visible (self->filter))
    gtk_widget_activate_action (GTK_WIDGET (self), "pool.clear-filter", NULL);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
is_wanted (HxPoolView *self,
           HxRecord   *feedback)
{
  int channel = hx_pool_matrix_get_channel (self->matrix);
  const char *category = hx_pool_matrix_get_category (self->matrix);
  const char *issue_type = hx_pool_matrix_get_issue_type (self->matrix);

  return hx_record_get_enum (feedback, HX_FEEDBACK_STATE) == HX_FEEDBACK_POOL
         && (channel < 0 || hx_record_get_enum (feedback, HX_FEEDBACK_CHANNEL) == channel)
         && (category == NULL || g_strcmp0 (hx_record_get_text (feedback, HX_FEEDBACK_CATEGORY), category) == 0)
         && (issue_type == NULL || g_strcmp0 (hx_record_get_text (feedback, HX_FEEDBACK_ISSUE_TYPE), issue_type) == 0);
}

static void
show_empty_words (HxPoolView *self)
{
  g_autofree char *filter = hx_pool_matrix_dup_filter (self->matrix);

  if (filter != NULL)
    g_object_set (self->list_state, "empty-icon-name", "system-search-symbolic", "empty-title",
                  _ ("No matching feedback"), "empty-description", filter, "empty-action", _ ("Clear filter"), NULL);
  else
    g_object_set (self->list_state, "empty-icon-name", "object-select-symbolic", "empty-title",
                  _ ("The pool is empty"), "empty-description",
                  _ ("Everything raised so far has an answer or an owner. New pain points appear here by themselves."),
                  "empty-action", NULL, NULL);
}

static HxRecord *
make_query (HxPoolView *self)
{
  HxRecord *query = hx_record_new (&hx_feedback_query_schema);
  int channel = hx_pool_matrix_get_channel (self->matrix);

  hx_record_set_int (query, HX_PAGE_LIMIT, PAGE);
  hx_record_set_enum (query, HX_FEEDBACK_QUERY_STATE, HX_FEEDBACK_POOL);
  if (!hx_pool_view_is_counted (self))
    hx_record_set_int (query, HX_FEEDBACK_QUERY_COUNTS, TRUE);
  if (channel >= 0)
    hx_record_set_enum (query, HX_FEEDBACK_QUERY_CHANNEL, channel);
  hx_record_set_text (query, HX_FEEDBACK_QUERY_CATEGORY, hx_pool_matrix_get_category (self->matrix));
  hx_record_set_text (query, HX_FEEDBACK_QUERY_ISSUE_TYPE, hx_pool_matrix_get_issue_type (self->matrix));
  return query;
}

/* Sets up what the template cannot: factory, paging, keys. */
void
hx_pool_view_init_list (HxPoolView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), motion);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* Starts with everything that waits. */
void
hx_pool_view_start_list (HxPoolView *self)
{
  g_autoptr (HxRecord) query = make_query (self);

  self->feedback = hx_workspace_list (self->workspace, HX_OPERATION_FEEDBACK_LIST, NULL, query);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->feedback)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->feedback, "notify::phase", G_CALLBACK (on_phase), self, G_CONNECT_SWAPPED);
  show_empty_words (self);
  hx_list_state_follow (self->list_state, self->feedback);
  hx_long_list_follow (self->scroller, self->feedback);
  hx_list_load_more (self->feedback);
}

/* The filter changed: another question, from its beginning. */
void
hx_pool_view_filter_list (HxPoolView *self)
{
  g_autoptr (HxRecord) query = NULL;

  if (self->feedback == NULL)
    return;
  query = make_query (self);
  hx_pool_view_close (self);
  g_ptr_array_set_size (self->gone, 0);
  set_news (self, 0);
  show_empty_words (self);
  self->to_top = TRUE;
  hx_list_set_query (self->feedback, query);
}

void
hx_pool_view_tick_list (HxPoolView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    hx_pool_row_tick (HX_POOL_ROW (gtk_list_item_get_child (item)));
}

/* What just happened to one feedback: the newest stands at the end, so nothing that is there moves. */
void
hx_pool_view_take (HxPoolView *self,
                   HxRecord   *feedback)
{
  gboolean at_end = below (self) < 1;

  if (self->feedback == NULL)
    return;
  if (hx_record_get_enum (feedback, HX_FEEDBACK_STATE) != HX_FEEDBACK_POOL)
    {
      g_ptr_array_add (self->gone, g_strdup (hx_record_get_id (feedback)));
      if (!is_pointed_at (self))
        remove_gone (self);
      return;
    }
  if (!is_wanted (self, feedback) || !hx_list_is_complete (self->feedback)
      || !hx_list_insert (self->feedback, feedback, G_MAXUINT))
    return;
  if (!at_end)
    set_news (self, self->news + 1);
}

void
hx_pool_view_show_news (HxPoolView *self)
{
  guint n = self->feedback != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->feedback)) : 0;

  set_news (self, 0);
  if (n > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", n - 1);
}

void
hx_pool_view_close (HxPoolView *self)
{
  if (self->selection != NULL)
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}
