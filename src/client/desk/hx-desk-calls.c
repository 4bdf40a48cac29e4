/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-call-row.h"
#include "hx-desk-calls.h"
#include "widgets/hx-chip.h"
#include "widgets/hx-list-follow.h"
#include "widgets/hx-when.h"
#include "widgets/hx-wrap-layout.h"

/* Nobody has more calls than this in a day. */
#define MOST_CALLS 200

/* As many rows as a person looks back over without asking. Each row is a dozen widgets, which would stay for the day. */
#define NEWEST_CALLS 30

/* What the chips choose between: a set of wrap-up states each. */
static const struct
{
  const char *word;
  guint states;
} filters[] = {
  { N_ ("All"), ~0u },
  { N_ ("Feedback given"), 1u << HX_WRAPUP_SUBMITTED },
  { N_ ("No issue"), 1u << HX_WRAPUP_NO_ISSUE },
  { N_ ("Late"), 1u << HX_WRAPUP_LATE | 1u << HX_WRAPUP_ABANDONED },
};

/**
 * HxDeskCalls:
 *
 * Own calls of this day, newest first, with the state of each wrap-up. Choosing
 * one opens its customer.
 */
struct _HxDeskCalls
{
  GtkBox parent_instance;

  HxWorkspace *workspace;
  HxList *list;
  GtkCustomFilter *filter;
  GtkFilterListModel *chosen; /* what the chips let through */
  GtkSliceListModel *shown;   /* the newest of these, or all */
  gint64 today;
  HxChip *filter_chips[G_N_ELEMENTS (filters)];

  GtkLabel *count_label;
  GtkBox *chips;
  HxListState *state;
  GtkListBox *rows;
  GtkButton *all_button;
};

G_DEFINE_TYPE (HxDeskCalls, hx_desk_calls, GTK_TYPE_BOX)

static gboolean
is_in (HxRecord *call,
       guint     states)
{
  const char *name = hx_record_get_text (call, HX_CALL_WRAPUP_STATE);
  int state = name != NULL ? hx_enum_find (&hx_wrapup_state_enum, name) : -1;

  return states == ~0u || (state >= 0 && (states & 1u << state) != 0);
}

static gboolean
is_chosen (gpointer item,
           gpointer data)
{
  HxDeskCalls *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->filter_chips[i])))
      return is_in (item, filters[i].states);
  return TRUE;
}

static void
show_counts (HxDeskCalls *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  int counts[G_N_ELEMENTS (filters)] = { 0 };
  g_autofree char *words = g_strdup_printf ("%u", n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HxRecord) call = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      for (guint f = 0; f < G_N_ELEMENTS (filters); f++)
        counts[f] += is_in (call, filters[f].states) ? 1 : 0;
    }
  for (guint f = 0; f < G_N_ELEMENTS (filters); f++)
    hx_chip_set_count (self->filter_chips[f], counts[f]);
  gtk_label_set_label (self->count_label, n > 0 ? words : "");
}

/* Says how many there are behind the newest. */
static void
show_rest (HxDeskCalls *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->chosen));
  /* Translators: a button under the newest calls of the day */
  g_autofree char *words = g_strdup_printf (ngettext ("Show All %u Call", "Show All %u Calls", n), n);

  gtk_button_set_label (self->all_button, words);
  gtk_widget_set_visible (GTK_WIDGET (self->all_button), n > gtk_slice_list_model_get_size (self->shown));
}

static void
on_show_all (HxDeskCalls *self)
{
  /* The button goes; the keyboard stays where the rows go on. */
  GtkListBoxRow *last = gtk_list_box_get_row_at_index (self->rows, NEWEST_CALLS - 1);

  if (last != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (last));
  gtk_slice_list_model_set_size (self->shown, MOST_CALLS);
  show_rest (self);
}

static void
on_filter (HxDeskCalls *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static gboolean
is_mine (HxDeskCalls *self,
         const char  *agent_id)
{
  HxRecord *user = hx_workspace_get_user (self->workspace);

  return user != NULL && g_strcmp0 (agent_id, hx_record_get_id (user)) == 0;
}

static void
on_call (HxDeskCalls *self,
         const char  *thing,
         const char  *action,
         HxRecord    *call)
{
  if (call == NULL || !is_mine (self, hx_record_get_text (call, HX_CALL_AGENT_ID))
      || hx_record_get_int (call, HX_CALL_STARTED_AT) < self->today)
    return;
  hx_list_insert (self->list, call, 0);
  show_counts (self);
}

static HxRecord *
find_call (HxDeskCalls *self,
           const char  *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HxRecord) call = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (g_strcmp0 (hx_record_get_id (call), id) == 0)
        return g_steal_pointer (&call);
    }
  return NULL;
}

/* The call's row says what became of its wrap-up. */
static void
on_wrapup (HxDeskCalls *self,
           const char  *thing,
           const char  *action,
           HxRecord    *wrapup)
{
  g_autoptr (HxRecord) call = NULL;

  if (wrapup == NULL || !is_mine (self, hx_record_get_text (wrapup, HX_WRAPUP_AGENT_ID)))
    return;
  call = find_call (self, hx_record_get_text (wrapup, HX_WRAPUP_CALL_ID));
  if (call == NULL && hx_record_get_record (wrapup, HX_WRAPUP_CALL) != NULL)
    {
      call = hx_workspace_merge (self->workspace, g_object_ref (hx_record_get_record (wrapup, HX_WRAPUP_CALL)));
      on_call (self, "call", action, call);
    }
  if (call == NULL)
    return;
  hx_record_set_text (call, HX_CALL_WRAPUP_ID, hx_record_get_id (wrapup));
  hx_record_set_text (call, HX_CALL_WRAPUP_STATE,
                      hx_enum_name (&hx_wrapup_state_enum, hx_record_get_enum (wrapup, HX_WRAPUP_STATE)));
  on_filter (self);
  show_counts (self);
}

static void
load (HxDeskCalls *self)
{
  g_autoptr (HxRecord) query = hx_record_new (&hx_calls_query_schema);
  HxRecord *user = hx_workspace_get_user (self->workspace);

  self->today = hx_when_day_start (hx_workspace_now (self->workspace));
  hx_record_set_int (query, HX_PAGE_LIMIT, MOST_CALLS);
  hx_record_set_int (query, HX_CALLS_QUERY_SINCE, self->today);
  hx_record_set_text (query, HX_CALLS_QUERY_AGENT_ID, user != NULL ? hx_record_get_id (user) : NULL);
  if (self->list == NULL)
    self->list = hx_workspace_list (self->workspace, HX_OPERATION_CALLS_LIST, NULL, query);
  else
    hx_list_set_query (self->list, query);
}

static void
on_tick (HxDeskCalls *self)
{
  GtkListBoxRow *row;

  if (hx_when_day_start (hx_workspace_now (self->workspace)) != self->today)
    load (self);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    hx_call_row_tick (HX_CALL_ROW (row));
}

static void
on_reset (HxDeskCalls *self)
{
  hx_list_reload (self->list);
}

static void
on_row_activated (HxDeskCalls   *self,
                  GtkListBoxRow *row)
{
  HxRecord *call = hx_call_row_get_call (HX_CALL_ROW (row));
  const char *id = hx_record_get_text (call, HX_CALL_CUSTOMER_ID);

  if (id != NULL && hx_workspace_may (self->workspace, HX_MAY_SEE_CUSTOMERS))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-customer", "s", id);
}

static GtkWidget *
create_row (gpointer item,
            gpointer data)
{
  return hx_call_row_new (HX_DESK_CALLS (data)->workspace, item);
}

static void
hx_desk_calls_dispose (GObject *object)
{
  HxDeskCalls *self = HX_DESK_CALLS (object);

  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_DESK_CALLS);
  g_clear_object (&self->list);
  g_clear_object (&self->filter);
  g_clear_object (&self->shown);
  g_clear_object (&self->chosen);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_desk_calls_parent_class)->dispose (object);
}

static void
hx_desk_calls_class_init (HxDeskCallsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_LIST_STATE);
  g_type_ensure (HX_TYPE_WRAP_LAYOUT);
  G_OBJECT_CLASS (klass)->dispose = hx_desk_calls_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-desk-calls.ui");
  gtk_widget_class_bind_template_child (widget_class, HxDeskCalls, count_label);
  gtk_widget_class_bind_template_child (widget_class, HxDeskCalls, chips);
  gtk_widget_class_bind_template_child (widget_class, HxDeskCalls, state);
  gtk_widget_class_bind_template_child (widget_class, HxDeskCalls, rows);
  gtk_widget_class_bind_template_child (widget_class, HxDeskCalls, all_button);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
hx_desk_calls_init (HxDeskCalls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      self->filter_chips[i] = HX_CHIP (hx_chip_new (NULL, _ (filters[i].word), 0));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->filter_chips[i]), GTK_TOGGLE_BUTTON (self->filter_chips[0]));
      gtk_box_append (self->chips, GTK_WIDGET (self->filter_chips[i]));
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->filter_chips[0]), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    g_signal_connect_object (self->filter_chips[i], "notify::active", G_CALLBACK (on_filter), self, G_CONNECT_SWAPPED);
  self->filter = gtk_custom_filter_new (is_chosen, self, NULL);
}

/**
 * hx_desk_calls_new:
 * @workspace: whose calls they are
 *
 * Returns: (transfer floating): today's calls
 */
GtkWidget *
hx_desk_calls_new (HxWorkspace *workspace)
{
  HxDeskCalls *self = g_object_new (HX_TYPE_DESK_CALLS, NULL);

  self->workspace = g_object_ref (workspace);
  load (self);
  self->chosen = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->list)), g_object_ref (GTK_FILTER (self->filter)));
  self->shown = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->chosen)), 0, NEWEST_CALLS);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->shown), create_row, self, NULL);
  g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (show_rest), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::call", G_CALLBACK (on_call), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::wrapup", G_CALLBACK (on_wrapup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (on_reset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "tick", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
  hx_list_state_follow (self->state, self->list);
  hx_list_load_more (self->list);
  return GTK_WIDGET (self);
}
