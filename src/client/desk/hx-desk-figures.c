/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-desk-figures.h"
#include "hx-figure-row.h"
#include "widgets/hx-when.h"

/* Several things happen at the end of one call: the figures are asked for once. */
#define SETTLE_MS 400

/**
 * HxDeskFigures:
 *
 * Own figures of this month, as the server counts them.
 */
struct _HxDeskFigures
{
  GtkBox parent_instance;

  HxWorkspace *workspace;
  GCancellable *cancellable;
  guint timer;
  HxFigureRow *valid;
  HxFigureRow *rate;
  HxFigureRow *effective;

  GtkLabel *period_label;
  GtkListBox *rows;
};

G_DEFINE_TYPE (HxDeskFigures, hx_desk_figures, GTK_TYPE_BOX)

static void
show_valid (HxDeskFigures *self,
            int            valid,
            int            effective)
{
  int goal = (int) hx_policy_view_get (hx_workspace_get_policy (self->workspace), HX_KEY_VALID_GOAL);
  int missing = goal - valid;
  g_autofree char *value = g_strdup_printf ("%d<span size='small' weight='normal'> / %d</span>", valid, goal);
  g_autofree char *meaning
    = missing > 0 ? g_strdup_printf (ngettext ("%d more to the goal", "%d more to the goal", (gulong) missing), missing)
                  : g_strdup (_ ("Goal reached"));
  g_autofree char *fixes = g_strdup_printf ("%d", effective);

  hx_figure_row_set (self->valid, value, meaning);
  hx_figure_row_set_goal (self->valid, valid, goal);
  hx_figure_row_set (self->effective, fixes, _ ("Feedback whose rectification worked"));
}

static void
show_figures (HxDeskFigures *self,
              HxRecord      *figures)
{
  int calls = (int) hx_record_get_int (figures, HX_FIGURES_CALLS);
  int valid = (int) hx_record_get_int (figures, HX_FIGURES_VALID);
  g_autofree char *since = hx_when_short (hx_record_get_int (figures, HX_FIGURES_SINCE), hx_workspace_now (self->workspace));
  /* Translators: %s is a short date */
  g_autofree char *period = g_strdup_printf (_ ("Since %s"), since);
  g_autofree char *meaning = g_strdup_printf (_ ("Valid %d ÷ calls %d"), valid, calls);
  g_autofree char *rate
    = calls > 0 ? g_strdup_printf ("%.1f<span size='small' weight='normal'> %%</span>", 100.0 * valid / calls) : NULL;

  gtk_label_set_label (self->period_label, period);
  show_valid (self, valid, (int) hx_record_get_int (figures, HX_FIGURES_EFFECTIVE));
  hx_figure_row_set (self->rate, rate != NULL ? rate : "–", meaning);
}

static void
on_figures (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (HxDeskFigures) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) figures = hx_workspace_call_finish (HX_WORKSPACE (source), result, &error);

  if (figures != NULL)
    show_figures (self, figures);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_label (self->period_label, _ ("Could not be loaded"));
}

static gboolean
load (gpointer data)
{
  HxDeskFigures *self = data;

  self->timer = 0;
  hx_workspace_call_async (self->workspace, HX_OPERATION_FIGURES_GET, NULL, NULL, NULL, NULL, self->cancellable, on_figures,
                           g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
load_soon (HxDeskFigures *self)
{
  if (self->timer == 0)
    self->timer = g_timeout_add (SETTLE_MS, load, self);
}

static void
hx_desk_figures_dispose (GObject *object)
{
  HxDeskFigures *self = HX_DESK_FIGURES (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_DESK_FIGURES);
  G_OBJECT_CLASS (hx_desk_figures_parent_class)->dispose (object);
}

static void
hx_desk_figures_finalize (GObject *object)
{
  g_clear_object (&HX_DESK_FIGURES (object)->cancellable);
  G_OBJECT_CLASS (hx_desk_figures_parent_class)->finalize (object);
}

static void
hx_desk_figures_class_init (HxDeskFiguresClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_desk_figures_dispose;
  G_OBJECT_CLASS (klass)->finalize = hx_desk_figures_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-desk-figures.ui");
  gtk_widget_class_bind_template_child (widget_class, HxDeskFigures, period_label);
  gtk_widget_class_bind_template_child (widget_class, HxDeskFigures, rows);
}

static HxFigureRow *
add_row (HxDeskFigures *self,
         const char    *name)
{
  GtkWidget *row = hx_figure_row_new (name);

  gtk_list_box_append (self->rows, row);
  return HX_FIGURE_ROW (row);
}

static void
hx_desk_figures_init (HxDeskFigures *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->valid = add_row (self, _ ("Valid feedback this month"));
  self->rate = add_row (self, _ ("Valid feedback rate"));
  self->effective = add_row (self, _ ("Led to a fix"));
}

/**
 * hx_desk_figures_new:
 * @workspace: whose figures they are
 *
 * Returns: (transfer floating): the figures
 */
GtkWidget *
hx_desk_figures_new (HxWorkspace *workspace)
{
  HxDeskFigures *self = g_object_new (HX_TYPE_DESK_FIGURES, NULL);
  static const char *const signals[] = { "event::feedback", "event::wrapup", "event::policy", "reset" };

  self->workspace = g_object_ref (workspace);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (workspace, signals[i], G_CALLBACK (load_soon), self, G_CONNECT_SWAPPED);
  load (self);
  return GTK_WIDGET (self);
}
