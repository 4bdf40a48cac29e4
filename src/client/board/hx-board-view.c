/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-board-view-private.h"

/**
 * HxBoardView:
 *
 * The rectifications that one may see, in three columns with their live counts, and a pane to
 * read one. Arrows go from card to card, Enter opens, Esc closes.
 *
 * Actions: `board.close`; `board.department`, `board.size`, `board.overdue` filter.
 */
G_DEFINE_TYPE (HxBoardView, hx_board_view, ADW_TYPE_BIN)

static void
show_counts (HxBoardView *self)
{
  g_autoptr (HxRecord) board = NULL;
  g_autofree char *words = NULL;
  gint64 all = 0;

  g_object_get (self->workspace, "board", &board, NULL);
  if (board == NULL)
    return;
  /* The board's first fields are its columns, in their order. */
  for (int i = 0; i < HX_N_COLUMNS; i++)
    {
      gint64 n = hx_record_get_int (board, HX_BOARD_PENDING + (guint) i);

      all += n;
      hx_board_column_set_count (self->column[i], n);
    }
  words = g_strdup_printf (ngettext ("%d rectification", "%d rectifications", (gulong) all), (int) all);
  gtk_label_set_label (self->summary, words);
}

static void
set_open (HxBoardView *self,
          HxRecord    *rectification)
{
  g_set_object (&self->open, rectification);
  hx_rectification_pane_show (self->pane, self->workspace, rectification);
  gtk_widget_set_visible (GTK_WIDGET (self->pane), rectification != NULL);
  for (int i = 0; i < HX_N_COLUMNS; i++)
    hx_board_column_set_open (self->column[i], rectification);
}

static GtkWidget *
focused_row (HxBoardView *self,
             int         *column)
{
  for (int i = 0; i < HX_N_COLUMNS; i++)
    {
      GtkWidget *row = hx_board_column_get_focus (self->column[i]);

      if (column != NULL)
        *column = i;
      if (row != NULL)
        return row;
    }
  return NULL;
}

static void
on_opened (HxBoardView *self,
           HxRecord    *rectification)
{
  g_set_weak_pointer (&self->origin, focused_row (self, NULL));
  set_open (self, rectification);
}

/* The keyboard goes back to the card it came from. */
static void
close_pane (HxBoardView *self)
{
  GtkWidget *origin = self->origin;

  set_open (self, NULL);
  if (origin != NULL && gtk_widget_get_mapped (origin))
    gtk_widget_grab_focus (origin);
  g_clear_weak_pointer (&self->origin);
}

static gboolean
on_key (HxBoardView    *self,
        guint           keyval,
        guint           keycode,
        GdkModifierType state)
{
  int column, step = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left ? -1 : 1;
  GtkWidget *row;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape && self->open != NULL)
    {
      close_pane (self);
      return GDK_EVENT_STOP;
    }
  if (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right && keyval != GDK_KEY_KP_Left && keyval != GDK_KEY_KP_Right)
    return GDK_EVENT_PROPAGATE;
  row = focused_row (self, &column);
  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    step = -step;
  /* A column without cards is stepped over. */
  for (int i = column + step; i >= 0 && i < HX_N_COLUMNS; i += step)
    if (hx_board_column_focus_near (self->column[i], row))
      break;
  return GDK_EVENT_STOP;
}

static void
on_rectification (HxBoardView *self,
                  const char  *thing,
                  const char  *action,
                  HxRecord    *record)
{
  if (record == NULL || hx_record_get_schema (record) != &hx_rectification_schema)
    return;
  for (int i = 0; i < HX_N_COLUMNS; i++)
    hx_board_column_take (self->column[i], record);
}

static void
on_tick (HxBoardView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (int i = 0; i < HX_N_COLUMNS; i++)
    hx_board_column_tick (self->column[i]);
  hx_rectification_pane_tick (self->pane);
}

static void
on_close (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  close_pane (HX_BOARD_VIEW (widget));
}

static void
hx_board_view_map (GtkWidget *widget)
{
  HxBoardView *self = HX_BOARD_VIEW (widget);

  GTK_WIDGET_CLASS (hx_board_view_parent_class)->map (widget);
  hx_workspace_show (self->workspace, HX_SHOWN_BOARD, NULL);
  for (int i = 0; self->was_hidden && i < HX_N_COLUMNS; i++)
    hx_list_reload (HX_LIST (hx_board_column_get_all (self->column[i])));
  on_tick (self);
}

/* Nobody tells of the board while it is not shown. */
static void
hx_board_view_unmap (GtkWidget *widget)
{
  HxBoardView *self = HX_BOARD_VIEW (widget);

  hx_workspace_hide (self->workspace, HX_SHOWN_BOARD, NULL);
  self->was_hidden = TRUE;
  GTK_WIDGET_CLASS (hx_board_view_parent_class)->unmap (widget);
}

static void
hx_board_view_dispose (GObject *object)
{
  HxBoardView *self = HX_BOARD_VIEW (object);

  g_clear_weak_pointer (&self->origin);
  g_clear_object (&self->open);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_BOARD_VIEW);
  G_OBJECT_CLASS (hx_board_view_parent_class)->dispose (object);
}

static void
hx_board_view_finalize (GObject *object)
{
  g_free (HX_BOARD_VIEW (object)->filter.department_id);
  G_OBJECT_CLASS (hx_board_view_parent_class)->finalize (object);
}

static void
hx_board_view_class_init (HxBoardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_board_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_board_view_finalize;
  widget_class->map = hx_board_view_map;
  widget_class->unmap = hx_board_view_unmap;
  hx_board_view_add_filters (widget_class, G_OBJECT_CLASS (klass));
  gtk_widget_class_install_action (widget_class, "board.close", NULL, on_close);
  g_type_ensure (HX_TYPE_RECTIFICATION_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/board/hx-board-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HxBoardView, department_button);
  gtk_widget_class_bind_template_child (widget_class, HxBoardView, size_button);
  gtk_widget_class_bind_template_child (widget_class, HxBoardView, summary);
  gtk_widget_class_bind_template_child (widget_class, HxBoardView, columns);
  gtk_widget_class_bind_template_child (widget_class, HxBoardView, pane);
}

static void
hx_board_view_init (HxBoardView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->filter.size = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Before the list takes Left and Right for itself. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * hx_board_view_new:
 * @workspace: whose board it is
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hx_board_view_new (HxWorkspace *workspace)
{
  HxBoardView *self = g_object_new (HX_TYPE_BOARD_VIEW, NULL);

  self->workspace = g_object_ref (workspace);
  for (int i = 0; i < HX_N_COLUMNS; i++)
    {
      GtkWidget *column = hx_board_column_new (workspace, (HxBoardColumnId) i);

      self->column[i] = HX_BOARD_COLUMN (column);
      gtk_box_append (self->columns, column);
      g_signal_connect_object (column, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (hx_board_column_get_all (self->column[i]), "items-changed",
                               G_CALLBACK (hx_board_view_offer_filters), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }
  g_signal_connect_object (workspace, "notify::board", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::rectification", G_CALLBACK (on_rectification), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "event::feedback", G_CALLBACK (hx_board_view_on_feedback), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "tick", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
  hx_board_view_offer_filters (self);
  hx_board_view_show_filters (self);
  show_counts (self);
  return GTK_WIDGET (self);
}
