/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-board-column-private.h"
#include "hx-rectification-words.h"
#include "widgets/hx-list-follow.h"
#include "widgets/hx-long-list.h"

#define PAGE 50
/* A filter looks through pages until so many cards are found. */
#define ENOUGH 12

/**
 * HxBoardColumn:
 *
 * Rectifications of one column, most urgent first.
 *
 * Signal `opened` (HxRecord): a card was clicked, or Enter pressed on it.
 */
G_DEFINE_TYPE (HxBoardColumn, hx_board_column, GTK_TYPE_BOX)

static const char *const empty_words[HX_N_COLUMNS] = {
  [HX_COLUMN_PENDING] = N_ ("Nothing waits for a root cause"),
  [HX_COLUMN_IN_PROGRESS] = N_ ("Nothing is being worked on"),
  [HX_COLUMN_DONE] = N_ ("Nothing is done yet"),
};

static gboolean
matches (gpointer record,
         gpointer data)
{
  HxBoardColumn *self = data;

  return hx_board_filter_matches (&self->filter, record, hx_workspace_now (self->workspace));
}

/* The most urgent stand first, so counting can end with the first that has time; TRUE if it came to its end. */
static gboolean
count_overdue (HxBoardColumn *self,
               guint         *overdue)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->all));
  gint64 now = hx_workspace_now (self->workspace);

  *overdue = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HxRecord) record = g_list_model_get_item (G_LIST_MODEL (self->all), i);

      if (hx_rectification_is_overdue (record, now))
        (*overdue)++;
      else if (!hx_record_has (record, HX_RECTIFICATION_DUE_AT)
               || hx_record_get_int (record, HX_RECTIFICATION_DUE_AT) >= now)
        return TRUE;
    }
  return hx_list_is_complete (self->all);
}

static void
show_count (HxBoardColumn *self)
{
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  g_autofree char *words = NULL;

  if (self->count < 0)
    words = g_strdup ("");
  else if (!hx_board_filter_is_set (&self->filter))
    words = g_strdup_printf ("%" G_GINT64_FORMAT, self->count);
  else if (hx_list_is_complete (self->all))
    /* Translators: with a filter: so many of all */
    words = g_strdup_printf (_ ("%u of %d"), shown, (int) self->count);
  else
    /* Translators: with a filter, before everything was looked through: at least so many of all */
    words = g_strdup_printf (_ ("%u+ of %d"), shown, (int) self->count);
  gtk_label_set_label (self->count_label, words);
}

/* Heading, and what it says instead of cards. */
void
hx_board_column_show (HxBoardColumn *self)
{
  g_autofree char *words = NULL;
  guint overdue;
  gboolean all = count_overdue (self, &overdue);

  if (overdue > 0 && all)
    words = g_strdup_printf (ngettext ("%u overdue", "%u overdue", overdue), overdue);
  else if (overdue > 0)
    /* Translators: at least so many are overdue */
    words = g_strdup_printf (_ ("%u+ overdue"), overdue);
  gtk_label_set_label (self->note, words);
  show_count (self);
  if (overdue != self->overdue && self->filter.overdue)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  self->overdue = overdue;
}

/* Runs after the state has followed the list: no match is empty too, once everything was looked through. */
static void
show_state (HxBoardColumn *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->all));
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  gboolean filtered = hx_board_filter_is_set (&self->filter);

  g_object_set (self->state, "empty-title", n > 0 && filtered ? _ ("None matches") : _ (empty_words[self->which]), NULL);
  if (n > 0)
    hx_list_state_set_state (self->state, shown == 0 && filtered && hx_list_is_complete (self->all)
                                              ? HX_LIST_STATE_EMPTY
                                              : HX_LIST_STATE_READY);
  hx_board_column_show (self);
}

/* A filter may leave too few to scroll by. */
static void
load_enough (HxBoardColumn *self)
{
  gboolean few = hx_board_filter_is_set (&self->filter)
                 && g_list_model_get_n_items (G_LIST_MODEL (self->shown)) < ENOUGH;

  if (few && hx_list_get_phase (self->all) == HX_LIST_READY && !hx_list_is_complete (self->all))
    hx_list_load_more (self->all);
}

static void
on_changed (HxBoardColumn *self)
{
  show_state (self);
  load_enough (self);
}

static gboolean
is_pointed_at (HxBoardColumn *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_PRELIGHT) != 0;
}

static void
hx_board_column_dispose (GObject *object)
{
  HxBoardColumn *self = HX_BOARD_COLUMN (object);

  if (self->cards != NULL)
    gtk_list_view_set_model (self->cards, NULL);
  if (self->all != NULL)
    g_signal_handlers_disconnect_by_data (self->all, self);
  g_clear_object (&self->shown);
  g_clear_object (&self->all);
  g_clear_object (&self->open);
  g_clear_object (&self->workspace);
  g_hash_table_remove_all (self->moved);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_BOARD_COLUMN);
  G_OBJECT_CLASS (hx_board_column_parent_class)->dispose (object);
}

static void
hx_board_column_finalize (GObject *object)
{
  HxBoardColumn *self = HX_BOARD_COLUMN (object);

  g_hash_table_unref (self->bound);
  g_hash_table_unref (self->moved);
  g_free (self->filter.department_id);
  G_OBJECT_CLASS (hx_board_column_parent_class)->finalize (object);
}

static void
hx_board_column_class_init (HxBoardColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_board_column_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_board_column_finalize;
  g_signal_new ("opened", HX_TYPE_BOARD_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, HX_TYPE_RECORD);
  g_type_ensure (HX_TYPE_LIST_STATE);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/board/hx-board-column.ui");
  gtk_widget_class_bind_template_child (widget_class, HxBoardColumn, title);
  gtk_widget_class_bind_template_child_full (widget_class, "count", FALSE, G_STRUCT_OFFSET (HxBoardColumn, count_label));
  gtk_widget_class_bind_template_child (widget_class, HxBoardColumn, note);
  gtk_widget_class_bind_template_child (widget_class, HxBoardColumn, state);
  gtk_widget_class_bind_template_child (widget_class, HxBoardColumn, scroller);
  gtk_widget_class_bind_template_child (widget_class, HxBoardColumn, cards);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hx_board_column_init (HxBoardColumn *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->count = -1;
  self->filter.size = -1;
  self->bound = g_hash_table_new (NULL, NULL);
  self->moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (motion, "leave", G_CALLBACK (hx_board_column_settle), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  hx_board_column_make_cards (self);
}

static void
start (HxBoardColumn *self)
{
  g_autoptr (HxRecord) query = hx_record_new (&hx_rectifications_query_schema);
  g_autoptr (GtkNoSelection) selection = NULL;

  hx_record_set_int (query, HX_PAGE_LIMIT, PAGE);
  hx_record_set_enum (query, HX_RECTIFICATIONS_QUERY_COLUMN, (int) self->which);
  self->all = hx_workspace_list (self->workspace, HX_OPERATION_RECTIFICATIONS_LIST, NULL, query);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->all)),
                                           GTK_FILTER (gtk_custom_filter_new (matches, self, NULL)));
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_list_view_set_model (self->cards, GTK_SELECTION_MODEL (selection));
  hx_list_state_follow (self->state, self->all);
  hx_long_list_follow (self->scroller, self->all);
  g_signal_connect_object (self->all, "items-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->all, "notify::phase", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  hx_list_load_more (self->all);
}

/**
 * hx_board_column_new:
 * @workspace: whose board it is
 * @which: which column
 *
 * Returns: (transfer floating): a column that loads its first page
 */
GtkWidget *
hx_board_column_new (HxWorkspace    *workspace,
                     HxBoardColumnId which)
{
  HxBoardColumn *self = g_object_new (HX_TYPE_BOARD_COLUMN, NULL);
  const char *title = _ (hx_board_column_enum.values[which].label);

  self->workspace = g_object_ref (workspace);
  self->which = which;
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cards), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set (self->state, "empty-icon-name", "hx-board-symbolic", "empty-title", _ (empty_words[which]), NULL);
  start (self);
  return GTK_WIDGET (self);
}

/**
 * hx_board_column_get_all:
 * @self: a column
 *
 * Returns: (transfer none): what is loaded, filtered or not
 */
GListModel *
hx_board_column_get_all (HxBoardColumn *self)
{
  return G_LIST_MODEL (self->all);
}

/**
 * hx_board_column_set_count:
 * @self: a column
 * @count: how many there are, loaded or not
 */
void
hx_board_column_set_count (HxBoardColumn *self,
                           gint64         count)
{
  self->count = count;
  hx_board_column_show (self);
}

/**
 * hx_board_column_set_filter:
 * @self: a column
 * @filter: which ones it shows
 */
void
hx_board_column_set_filter (HxBoardColumn       *self,
                            const HxBoardFilter *filter)
{
  g_free (self->filter.department_id);
  self->filter = *filter;
  self->filter.department_id = g_strdup (filter->department_id);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  on_changed (self);
}

static gboolean
find (HxBoardColumn *self,
      HxRecord      *record,
      guint         *position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->all));

  for (*position = 0; *position < n; (*position)++)
    {
      g_autoptr (HxRecord) other = g_list_model_get_item (G_LIST_MODEL (self->all), *position);

      if (g_strcmp0 (hx_record_get_id (other), hx_record_get_id (record)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* As the server sorts: what is done by when, newest first; the rest by when it is due; ids grow with time. */
static gboolean
stands_before (HxBoardColumn *self,
               HxRecord      *a,
               HxRecord      *b)
{
  gboolean done = self->which == HX_COLUMN_DONE;
  guint field = done ? HX_RECTIFICATION_DONE_AT : HX_RECTIFICATION_DUE_AT;
  gint64 left = hx_record_has (a, field) || done ? hx_record_get_int (a, field) : G_MAXINT64;
  gint64 right = hx_record_has (b, field) || done ? hx_record_get_int (b, field) : G_MAXINT64;
  gboolean before = left != right ? left < right : g_strcmp0 (hx_record_get_id (a), hx_record_get_id (b)) < 0;

  return done ? !before : before;
}

static void
place (HxBoardColumn *self,
       HxRecord      *record)
{
  guint n, position = 0;

  hx_list_remove (self->all, hx_record_get_id (record));
  n = g_list_model_get_n_items (G_LIST_MODEL (self->all));
  for (; position < n; position++)
    {
      g_autoptr (HxRecord) other = g_list_model_get_item (G_LIST_MODEL (self->all), position);

      if (stands_before (self, record, other))
        break;
    }
  /* What belongs behind the last page comes with it. */
  if (position < n || hx_list_is_complete (self->all))
    hx_list_insert (self->all, record, position);
}

static gboolean
is_in_order (HxBoardColumn *self,
             HxRecord      *record,
             guint          position)
{
  g_autoptr (HxRecord) before = position > 0 ? g_list_model_get_item (G_LIST_MODEL (self->all), position - 1) : NULL;
  g_autoptr (HxRecord) after = g_list_model_get_item (G_LIST_MODEL (self->all), position + 1);

  return (before == NULL || stands_before (self, before, record)) && (after == NULL || stands_before (self, record, after));
}

/* Puts where they belong those that changed while somebody pointed here. */
void
hx_board_column_settle (HxBoardColumn *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->moved);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HxRectificationState state = (HxRectificationState) hx_record_get_enum (value, HX_RECTIFICATION_STATE);

      if (state != HX_RECTIFICATION_CANCELLED && hx_rectification_column (state) == self->which)
        place (self, value);
      else
        hx_list_remove (self->all, hx_record_get_id (value));
    }
  g_hash_table_remove_all (self->moved);
}

/**
 * hx_board_column_take:
 * @self: a column
 * @rectification: one that just changed, anywhere on the board
 *
 * Nothing moves under the pointer: while it is over the column, cards keep their
 * places.
 */
void
hx_board_column_take (HxBoardColumn *self,
                      HxRecord      *rectification)
{
  HxRectificationState state = (HxRectificationState) hx_record_get_enum (rectification, HX_RECTIFICATION_STATE);
  gboolean belongs = state != HX_RECTIFICATION_CANCELLED && hx_rectification_column (state) == self->which;
  guint position;
  gboolean there = find (self, rectification, &position);

  if ((!belongs && !there) || (belongs && there && is_in_order (self, rectification, position)))
    return;
  g_hash_table_replace (self->moved, g_strdup (hx_record_get_id (rectification)), g_object_ref (rectification));
  if (!is_pointed_at (self))
    hx_board_column_settle (self);
}
