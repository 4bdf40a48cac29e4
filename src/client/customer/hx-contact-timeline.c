/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-contact-row.h"
#include "hx-contact-timeline.h"
#include "hx-player-view.h"
#include "widgets/hx-list-follow.h"
#include "widgets/hx-long-list.h"
#include "widgets/hx-when.h"

#define PAGE 50

/**
 * HxContactTimeline:
 *
 * A customer's history as one continuous list, newest first. Rows are recycled
 * and the next page is asked for well before the end comes into sight. One call
 * at a time is unfolded; its player is lent to whichever row shows that call.
 *
 * Action: `timeline.toggle` (s: id of a contact) unfolds or folds it.
 */
struct _HxContactTimeline
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  char *customer_id;
  int channel; /* -1: all */
  char *text;  /* (nullable): part of the summary */
  gint64 before; /* 0: from the newest on */

  HxList *list;      /* (nullable) */
  GHashTable *bound; /* set of GtkListItem that show something */
  char *open_id;     /* (nullable): the contact that is unfolded */
  GtkWidget *player; /* (nullable): made when first needed */
  int today;

  HxListState *state;
  GtkWidget *scroller;
  GtkListView *view;
};

G_DEFINE_TYPE (HxContactTimeline, hx_contact_timeline, ADW_TYPE_BIN)

static int
day_at (HxContactTimeline *self,
        guint              position)
{
  g_autoptr (HxRecord) contact = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  return contact != NULL ? hx_when_day_number (hx_record_get_int (contact, HX_CONTACT_AT)) : 0;
}

/* Where a day begins and ends depends on the neighbours, which paging and news change. */
static void
place_row (HxContactTimeline *self,
           GtkListItem       *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  guint position = gtk_list_item_get_position (item);
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  int day;

  if (position >= n || gtk_list_item_get_item (item) == NULL)
    return;
  day = day_at (self, position);
  hx_contact_row_set_place (HX_CONTACT_ROW (row), hx_workspace_now (self->workspace),
                            position == 0 || day_at (self, position - 1) != day,
                            position + 1 < n ? day_at (self, position + 1) != day : hx_list_is_complete (self->list));
}

static void
place_rows (HxContactTimeline *self,
            guint              first,
            guint              last)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      guint position = gtk_list_item_get_position (item);

      if (position >= first && position <= last)
        place_row (self, item);
    }
}

/* Only the rows on both sides of a change have other neighbours; what merely moved says so itself. */
static void
on_items_changed (HxContactTimeline *self,
                  guint              position,
                  guint              removed,
                  guint              added)
{
  place_rows (self, MAX (position, 1) - 1, position + added);
}

static GtkWidget *
get_player (HxContactTimeline *self)
{
  if (self->player == NULL)
    self->player = g_object_ref_sink (hx_player_view_new (self->workspace));
  return self->player;
}

static gboolean
is_open (HxContactTimeline *self,
         GtkListItem       *item)
{
  HxRecord *contact = gtk_list_item_get_item (item);

  return contact != NULL && self->open_id != NULL && g_strcmp0 (hx_record_get_id (contact), self->open_id) == 0;
}

static void
on_setup (HxContactTimeline *self,
          GtkListItem       *item)
{
  gtk_list_item_set_child (item, hx_contact_row_new ());
}

static void
on_bind (HxContactTimeline *self,
         GtkListItem       *item)
{
  HxContactRow *row = HX_CONTACT_ROW (gtk_list_item_get_child (item));

  hx_contact_row_bind (row, self->workspace, gtk_list_item_get_item (item));
  g_hash_table_add (self->bound, item);
  g_signal_connect_swapped (item, "notify::position", G_CALLBACK (place_row), self);
  place_row (self, item);
  if (is_open (self, item))
    hx_contact_row_set_player (row, get_player (self));
}

static void
on_unbind (HxContactTimeline *self,
           GtkListItem       *item)
{
  g_signal_handlers_disconnect_by_data (item, self);
  g_hash_table_remove (self->bound, item);
  hx_contact_row_unbind (HX_CONTACT_ROW (gtk_list_item_get_child (item)));
}

static void
on_phase (HxContactTimeline *self)
{
  if (hx_list_get_phase (self->list) != HX_LIST_READY)
    return;
  /* The last row's day may go on, or not. */
  place_rows (self, MAX (g_list_model_get_n_items (G_LIST_MODEL (self->list)), 1) - 1, G_MAXUINT);
}

static void
unfold (HxContactTimeline *self,
        const char        *id,
        const char        *recording_id)
{
  GHashTableIter iter;
  gpointer item;

  g_free (self->open_id);
  self->open_id = g_strdup (id);
  if (id != NULL)
    hx_player_view_set_recording (HX_PLAYER_VIEW (get_player (self)), recording_id);
  else if (self->player != NULL)
    hx_player_view_set_recording (HX_PLAYER_VIEW (self->player), NULL);

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (!is_open (self, item))
      hx_contact_row_set_player (HX_CONTACT_ROW (gtk_list_item_get_child (item)), NULL);
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (is_open (self, item))
      hx_contact_row_set_player (HX_CONTACT_ROW (gtk_list_item_get_child (item)), get_player (self));
}

static void
toggle (HxContactTimeline *self,
        HxRecord          *contact)
{
  if (!hx_contact_can_unfold (contact))
    return;
  if (g_strcmp0 (self->open_id, hx_record_get_id (contact)) == 0)
    unfold (self, NULL, NULL);
  else
    {
      unfold (self, hx_record_get_id (contact), hx_record_get_text (contact, HX_CONTACT_RECORDING_ID));
      /* So that Space plays at once. */
      gtk_widget_child_focus (get_player (self), GTK_DIR_TAB_FORWARD);
    }
}

static void
on_toggle (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  HxContactTimeline *self = HX_CONTACT_TIMELINE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      HxRecord *contact = gtk_list_item_get_item (item);

      if (contact != NULL && g_strcmp0 (hx_record_get_id (contact), id) == 0)
        {
          toggle (self, contact);
          return;
        }
    }
}

static void
on_activate (HxContactTimeline *self,
             guint              position)
{
  g_autoptr (HxRecord) contact = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (contact != NULL)
    toggle (self, contact);
}

static gboolean
is_wanted (HxContactTimeline *self,
           HxRecord          *contact)
{
  return g_strcmp0 (hx_record_get_text (contact, HX_CONTACT_CUSTOMER_ID), self->customer_id) == 0
         && (self->channel < 0 || hx_record_get_enum (contact, HX_CONTACT_CHANNEL) == self->channel)
         && self->text == NULL && self->before == 0;
}

/* A touch that happens now goes above what is older; nothing below moves. */
static void
on_contact (HxContactTimeline *self,
            const char        *thing,
            const char        *action,
            HxRecord          *contact)
{
  guint position = 0, n;

  if (contact == NULL || self->list == NULL || !is_wanted (self, contact))
    return;
  for (n = g_list_model_get_n_items (G_LIST_MODEL (self->list)); position < n; position++)
    {
      g_autoptr (HxRecord) other = g_list_model_get_item (G_LIST_MODEL (self->list), position);

      if (hx_record_get_int (other, HX_CONTACT_AT) <= hx_record_get_int (contact, HX_CONTACT_AT))
        break;
    }
  if (position < n || hx_list_is_complete (self->list))
    hx_list_insert (self->list, contact, position);
}

static void
on_reset (HxContactTimeline *self)
{
  if (self->list != NULL)
    hx_list_reload (self->list);
}

/* At midnight today becomes yesterday. */
static void
on_tick (HxContactTimeline *self)
{
  int today = hx_when_day_number (hx_workspace_now (self->workspace));

  if (today == self->today)
    return;
  self->today = today;
  place_rows (self, 0, G_MAXUINT);
}

static HxRecord *
make_query (HxContactTimeline *self)
{
  HxRecord *query = hx_record_new (&hx_contacts_search_schema);

  hx_record_set_int (query, HX_PAGE_LIMIT, PAGE);
  if (self->channel >= 0)
    hx_record_set_enum (query, HX_CONTACTS_SEARCH_CHANNEL, self->channel);
  if (self->before > 0)
    hx_record_set_int (query, HX_CONTACTS_SEARCH_BEFORE, self->before);
  if (self->text != NULL)
    hx_record_set_text (query, HX_CONTACTS_SEARCH_Q, self->text);
  return query;
}

static void
show_list (HxContactTimeline *self)
{
  g_autoptr (HxRecord) query = make_query (self);
  GtkNoSelection *selection;

  unfold (self, NULL, NULL);
  gtk_list_view_set_model (self->view, NULL);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  if (self->customer_id == NULL)
    {
      hx_long_list_follow (GTK_SCROLLED_WINDOW (self->scroller), NULL);
      return;
    }

  self->list = hx_workspace_list (self->workspace, HX_OPERATION_CONTACTS_SEARCH, self->customer_id, query);
  g_signal_connect_object (self->list, "notify::phase", G_CALLBACK (on_phase), self, G_CONNECT_SWAPPED);
  /* After the view has moved its rows to their new positions. */
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  hx_list_state_follow (self->state, self->list);
  hx_long_list_follow (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  hx_list_load_more (self->list);
}

static void
hx_contact_timeline_dispose (GObject *object)
{
  HxContactTimeline *self = HX_CONTACT_TIMELINE (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  self->view = NULL;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  g_clear_object (&self->player);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hx_contact_timeline_parent_class)->dispose (object);
}

static void
hx_contact_timeline_finalize (GObject *object)
{
  HxContactTimeline *self = HX_CONTACT_TIMELINE (object);

  g_hash_table_unref (self->bound);
  g_free (self->customer_id);
  g_free (self->text);
  g_free (self->open_id);
  G_OBJECT_CLASS (hx_contact_timeline_parent_class)->finalize (object);
}

static void
hx_contact_timeline_class_init (HxContactTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hx_contact_timeline_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_contact_timeline_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "timeline.toggle", "s", on_toggle);
}

static void
hx_contact_timeline_init (HxContactTimeline *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->channel = -1;
  self->bound = g_hash_table_new (NULL, NULL);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);

  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "hx-timeline");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("History"), -1);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (on_activate), self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (self->scroller, TRUE);

  self->state = HX_LIST_STATE (hx_list_state_new (self->scroller));
  g_object_set (self->state, "empty-icon-name", "hx-customer-symbolic", "row-height", 62, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->state));
}

/**
 * hx_contact_timeline_new:
 * @workspace: where the history is
 *
 * Returns: (transfer floating): a timeline of nobody
 */
GtkWidget *
hx_contact_timeline_new (HxWorkspace *workspace)
{
  HxContactTimeline *self = g_object_new (HX_TYPE_CONTACT_TIMELINE, NULL);

  self->workspace = g_object_ref (workspace);
  self->today = hx_when_day_number (hx_workspace_now (workspace));
  g_signal_connect_object (workspace, "event::contact", G_CALLBACK (on_contact), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "reset", G_CALLBACK (on_reset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "tick", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * hx_contact_timeline_set_customer:
 * @self: a timeline
 * @customer_id: (nullable): whose history it shows, from the newest on and without a filter
 */
void
hx_contact_timeline_set_customer (HxContactTimeline *self,
                                  const char        *customer_id)
{
  g_return_if_fail (HX_IS_CONTACT_TIMELINE (self));

  g_free (self->customer_id);
  self->customer_id = g_strdup (customer_id);
  self->channel = -1;
  g_clear_pointer (&self->text, g_free);
  self->before = 0;
  g_object_set (self->state, "empty-title", _ ("No contacts yet"), NULL);
  show_list (self);
}

/**
 * hx_contact_timeline_set_filter:
 * @self: a timeline
 * @channel: (HxChannel) or -1 for all
 * @text: (nullable): part of the summary
 * @before: only contacts before this moment, µs; 0 for all
 */
void
hx_contact_timeline_set_filter (HxContactTimeline *self,
                                int                channel,
                                const char        *text,
                                gint64             before)
{
  const char *wanted = text != NULL && *text != '\0' ? text : NULL;

  g_return_if_fail (HX_IS_CONTACT_TIMELINE (self));

  if (self->channel == channel && g_strcmp0 (self->text, wanted) == 0 && self->before == before)
    return;
  self->channel = channel;
  g_free (self->text);
  self->text = g_strdup (wanted);
  self->before = before;
  g_object_set (self->state, "empty-title", _ ("No such contacts"), NULL);
  show_list (self);
}
