/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hx-desk-words.h"
#include "hx-late-row.h"
#include "widgets/hx-pill.h"
#include "widgets/hx-when.h"
#include "widgets/hx-wrap-layout.h"

/**
 * HxLateRow:
 *
 * One wrap-up that ran out: whose call, what was kept, how late it is.
 */
struct _HxLateRow
{
  GtkListBoxRow parent_instance;

  HxWorkspace *workspace;
  HxRecord *wrapup;
  char *since; /* what the pill says now: it is set only when it says something else */

  GtkImage *image;
  GtkLabel *who_label;
  GtkLabel *kept_label;
  HxPill *since_pill;
  GtkWidget *fill_button;
};

G_DEFINE_TYPE (HxLateRow, hx_late_row, GTK_TYPE_LIST_BOX_ROW)

static void
on_fill_in (HxLateRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-wrapup", "s", hx_record_get_id (self->wrapup));
}

static void
show_wrapup (HxLateRow *self)
{
  HxRecord *call = hx_record_get_record (self->wrapup, HX_WRAPUP_CALL);
  g_autofree char *kept = hx_desk_kept_words (self->workspace, self->wrapup);

  gtk_label_set_label (self->kept_label, kept);
  if (call != NULL)
    {
      g_autofree char *who = hx_desk_caller (self->workspace, call);

      gtk_label_set_label (self->who_label, who);
      gtk_image_set_from_icon_name (self->image, hx_desk_call_icon (call));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, who, -1);
    }
  hx_late_row_tick (self);
}

static void
hx_late_row_dispose (GObject *object)
{
  HxLateRow *self = HX_LATE_ROW (object);

  g_clear_object (&self->wrapup);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->since, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_LATE_ROW);
  G_OBJECT_CLASS (hx_late_row_parent_class)->dispose (object);
}

static void
hx_late_row_class_init (HxLateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_PILL);
  g_type_ensure (HX_TYPE_WRAP_LAYOUT);
  G_OBJECT_CLASS (klass)->dispose = hx_late_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-late-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxLateRow, image);
  gtk_widget_class_bind_template_child (widget_class, HxLateRow, who_label);
  gtk_widget_class_bind_template_child (widget_class, HxLateRow, kept_label);
  gtk_widget_class_bind_template_child (widget_class, HxLateRow, since_pill);
  gtk_widget_class_bind_template_child (widget_class, HxLateRow, fill_button);
  gtk_widget_class_bind_template_callback (widget_class, on_fill_in);
}

static void
hx_late_row_init (HxLateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_late_row_new:
 * @workspace: where words and clock are
 * @wrapup: a late wrap-up
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
hx_late_row_new (HxWorkspace *workspace,
                 HxRecord    *wrapup)
{
  HxLateRow *self = g_object_new (HX_TYPE_LATE_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->wrapup = g_object_ref (wrapup);
  g_signal_connect_object (wrapup, "notify", G_CALLBACK (show_wrapup), self, G_CONNECT_SWAPPED);
  show_wrapup (self);
  return GTK_WIDGET (self);
}

/**
 * hx_late_row_tick:
 * @self: a row
 *
 * Lets the row say how late it is by now.
 */
void
hx_late_row_tick (HxLateRow *self)
{
  gint64 from, now;
  g_autofree char *span = NULL, *words = NULL, *exactly = NULL;

  g_return_if_fail (HX_IS_LATE_ROW (self));

  from = hx_record_get_int (self->wrapup, HX_WRAPUP_EXPIRES_AT);
  now = hx_workspace_now (self->workspace);
  if (from == 0)
    from = hx_record_get_int (self->wrapup, HX_WRAPUP_OPENED_AT);
  span = hx_when_span (now - from);
  /* Translators: %s is a span such as "18 min" */
  words = g_strdup_printf (_ ("%s late"), span);
  if (g_strcmp0 (words, self->since) == 0)
    return;
  g_free (self->since);
  self->since = g_strdup (words);
  exactly = hx_when_absolute (from);
  hx_pill_set (self->since_pill, "soon", NULL, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->since_pill), exactly);
}
