/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-board-column-private.h"
#include "hx-rectification-card.h"

/* The cards of a column: making them, opening them, going from one to another. */

static void
open_position (HxBoardColumn *self,
               guint          position)
{
  g_autoptr (HxRecord) record = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  if (record != NULL)
    g_signal_emit_by_name (self, "opened", record);
}

static void
on_activate (HxBoardColumn *self,
             guint          position)
{
  open_position (self, position);
}

/* One click opens; the list itself would want two. */
static void
on_released (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             gpointer         data)
{
  GtkListItem *item = data;
  GtkWidget *column = gtk_widget_get_ancestor (gtk_list_item_get_child (item), HX_TYPE_BOARD_COLUMN);

  if (column != NULL && n_press == 1)
    open_position (HX_BOARD_COLUMN (column), gtk_list_item_get_position (item));
}

static void
on_setup (HxBoardColumn *self,
          GtkListItem   *item)
{
  GtkWidget *card = hx_rectification_card_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (on_released), item, 0);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (item, card);
}

static void
on_bind (HxBoardColumn *self,
         GtkListItem   *item)
{
  HxRectificationCard *card = HX_RECTIFICATION_CARD (gtk_list_item_get_child (item));

  g_hash_table_add (self->bound, item);
  hx_rectification_card_bind (card, self->workspace, gtk_list_item_get_item (item));
  hx_rectification_card_set_open (card, gtk_list_item_get_item (item) == (gpointer) self->open);
}

static void
on_unbind (HxBoardColumn *self,
           GtkListItem   *item)
{
  g_hash_table_remove (self->bound, item);
  hx_rectification_card_unbind (HX_RECTIFICATION_CARD (gtk_list_item_get_child (item)));
}

void
hx_board_column_make_cards (HxBoardColumn *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->cards, factory);
  g_signal_connect_object (self->cards, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
}

/**
 * hx_board_column_set_open:
 * @self: a column
 * @rectification: (nullable): which one the pane shows; its card says so
 */
void
hx_board_column_set_open (HxBoardColumn *self,
                          HxRecord      *rectification)
{
  GHashTableIter iter;
  gpointer item;

  g_set_object (&self->open, rectification);
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    hx_rectification_card_set_open (HX_RECTIFICATION_CARD (gtk_list_item_get_child (item)),
                                    gtk_list_item_get_item (item) == (gpointer) rectification);
}

static GtkWidget *
row_of (gpointer item)
{
  return gtk_widget_get_parent (gtk_list_item_get_child (item));
}

/**
 * hx_board_column_get_focus:
 * @self: a column
 *
 * Returns: (transfer none) (nullable): the card's row that has the keyboard
 */
GtkWidget *
hx_board_column_get_focus (HxBoardColumn *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (row_of (item) != NULL && gtk_widget_has_focus (row_of (item)))
      return row_of (item);
  return NULL;
}

static double
distance (GtkWidget *row,
          GtkWidget *from)
{
  graphene_rect_t there, here;
  GtkRoot *root = gtk_widget_get_root (row);

  if (root == NULL || !gtk_widget_compute_bounds (row, GTK_WIDGET (root), &there)
      || !gtk_widget_compute_bounds (from, GTK_WIDGET (root), &here))
    return G_MAXDOUBLE;
  return ABS ((double) graphene_rect_get_y (&there) - (double) graphene_rect_get_y (&here));
}

/**
 * hx_board_column_focus_near:
 * @self: a column
 * @row: a row of another column
 *
 * Gives the keyboard to the card beside @row.
 *
 * Returns: %FALSE if there is no card
 */
gboolean
hx_board_column_focus_near (HxBoardColumn *self,
                            GtkWidget     *row)
{
  GtkWidget *best = NULL;
  double nearest = G_MAXDOUBLE;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      double far = row_of (item) != NULL && gtk_widget_get_mapped (row_of (item)) ? distance (row_of (item), row)
                                                                                 : G_MAXDOUBLE;

      if (far < nearest)
        {
          nearest = far;
          best = row_of (item);
        }
    }
  return best != NULL && gtk_widget_grab_focus (best);
}

/**
 * hx_board_column_tick:
 * @self: a column; its clocks are set anew
 */
void
hx_board_column_tick (HxBoardColumn *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    hx_rectification_card_tick (HX_RECTIFICATION_CARD (gtk_list_item_get_child (item)));
  hx_board_column_show (self);
}
