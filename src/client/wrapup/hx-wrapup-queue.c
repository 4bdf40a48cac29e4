/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-queue.h"

#include "hx-wrapup-common.h"
#include "widgets/hx-countdown-ring.h"

/* More do not fit; the arrows reach all of them. */
#define MOST_OTHERS 2

/**
 * HxWrapupQueue:
 *
 * Several waiting: which one this is, and the others' own clocks, so that the newest never hides the older.
 *
 * Signal: `chosen` (HxWrapupSession): go to that one.
 */
struct _HxWrapupQueue
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  GListModel *waiting;
  HxWrapupSession *current;

  GtkWidget *previous;
  GtkWidget *next;
  GtkLabel *position;
  GtkWidget *others;
};

/* What one of the others' chips needs to follow its clock. */
typedef struct
{
  GtkWidget *ring;
  GtkLabel *words;
  char *customer;
} Chip;

static guint chosen_signal;

G_DEFINE_TYPE (HxWrapupQueue, hx_wrapup_queue, ADW_TYPE_BIN)

static void
chip_free (gpointer data)
{
  Chip *chip = data;

  g_free (chip->customer);
  g_free (chip);
}

/* All that wait, as the strip counts them: the one on the screen belongs to it even when it is no longer in the model. */
static GPtrArray *
list_all (HxWrapupQueue *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = self->waiting != NULL ? g_list_model_get_n_items (self->waiting) : 0;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (self->waiting, i));
  if (self->current != NULL && !g_ptr_array_find (all, self->current, NULL))
    g_ptr_array_insert (all, 0, g_object_ref (self->current));
  return all;
}

static void
show_clock (HxWrapupSession *session, GParamSpec *pspec, GtkWidget *button)
{
  Chip *chip = g_object_get_data (G_OBJECT (button), "hx-chip");
  int remaining = hx_wrapup_session_get_remaining (session);
  g_autofree char *seconds = NULL;
  g_autofree char *words = NULL;

  if (!hx_wrapup_has_clock (session))
    {
      gtk_label_set_label (chip->words, chip->customer);
      return;
    }
  seconds = g_strdup_printf (_ ("%d s"), remaining);
  words = g_strdup_printf ("%s %s", chip->customer, seconds);
  hx_countdown_ring_set_remaining_seconds (HX_COUNTDOWN_RING (chip->ring), remaining);
  gtk_label_set_label (chip->words, words);
}

static void
on_chip (GtkWidget *button, HxWrapupQueue *self)
{
  g_signal_emit (self, chosen_signal, 0, g_object_get_data (G_OBJECT (button), "hx-session"));
}

static void
add_other (HxWrapupQueue *self, HxWrapupSession *session)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  Chip *chip = g_new0 (Chip, 1);
  HxPolicyView *policy = hx_workspace_get_policy (self->workspace);

  chip->customer = hx_wrapup_customer_words (self->workspace, session);
  chip->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (chip->words, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (chip->words), "numeric");
  chip->ring = g_object_new (HX_TYPE_COUNTDOWN_RING, "diameter", 16, "valign", GTK_ALIGN_CENTER, "total-seconds",
                             MAX (hx_wrapup_session_get_total (session), 1), "urgent-at",
                             (int) hx_policy_view_get (policy, HX_KEY_WRAPUP_URGENT_SECONDS), "visible",
                             hx_wrapup_has_clock (session), NULL);
  gtk_box_append (GTK_BOX (box), chip->ring);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (chip->words));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "hx-queue-item");
  g_object_set_data_full (G_OBJECT (button), "hx-chip", chip, chip_free);
  g_object_set_data_full (G_OBJECT (button), "hx-session", g_object_ref (session), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (on_chip), self);
  g_signal_connect_object (session, "notify::remaining", G_CALLBACK (show_clock), button, 0);
  show_clock (session, NULL, button);
  gtk_box_append (GTK_BOX (self->others), button);
}

static void
show (HxWrapupQueue *self)
{
  g_autoptr (GPtrArray) all = list_all (self);
  g_autofree char *position = NULL;
  GtkWidget *child;
  guint at = 0;

  while ((child = gtk_widget_get_first_child (self->others)) != NULL)
    gtk_box_remove (GTK_BOX (self->others), child);
  gtk_widget_set_visible (GTK_WIDGET (self), all->len > 1);
  if (self->current == NULL || all->len < 2)
    return;
  g_ptr_array_find (all, self->current, &at);
  /* Translators: which of how many wrap-ups that wait */
  position = g_strdup_printf (_ ("%u / %u"), at + 1, all->len);
  gtk_label_set_label (self->position, position);
  gtk_widget_set_sensitive (self->previous, at > 0);
  gtk_widget_set_sensitive (self->next, at + 1 < all->len);
  for (guint i = 0, shown = 0; i < all->len && shown < MOST_OTHERS; i++)
    if (i != at)
      {
        add_other (self, g_ptr_array_index (all, i));
        shown++;
      }
}

static void
on_previous (HxWrapupQueue *self)
{
  hx_wrapup_queue_step (self, -1);
}

static void
on_next (HxWrapupQueue *self)
{
  hx_wrapup_queue_step (self, 1);
}

static void
hx_wrapup_queue_dispose (GObject *object)
{
  HxWrapupQueue *self = HX_WRAPUP_QUEUE (object);

  if (self->waiting != NULL)
    g_signal_handlers_disconnect_by_func (self->waiting, show, self);
  g_clear_object (&self->waiting);
  g_clear_object (&self->current);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_QUEUE);
  G_OBJECT_CLASS (hx_wrapup_queue_parent_class)->dispose (object);
}

static void
hx_wrapup_queue_class_init (HxWrapupQueueClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_queue_dispose;
  chosen_signal = g_signal_new ("chosen", HX_TYPE_WRAPUP_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                HX_TYPE_WRAPUP_SESSION);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-queue.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupQueue, previous);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupQueue, next);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupQueue, position);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupQueue, others);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
}

static void
hx_wrapup_queue_init (HxWrapupQueue *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_wrapup_queue_set_model:
 * @self: the strip
 * @workspace: names customers and has the policy
 * @waiting: (transfer none): HxWrapupSession that wait, nearest to its end first
 */
void
hx_wrapup_queue_set_model (HxWrapupQueue *self, HxWorkspace *workspace, GListModel *waiting)
{
  g_return_if_fail (HX_IS_WRAPUP_QUEUE (self));
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->waiting, waiting);
  g_signal_connect_swapped (waiting, "items-changed", G_CALLBACK (show), self);
  show (self);
}

/**
 * hx_wrapup_queue_set_current:
 * @self: the strip
 * @current: (nullable): the one on the screen
 */
void
hx_wrapup_queue_set_current (HxWrapupQueue *self, HxWrapupSession *current)
{
  g_return_if_fail (HX_IS_WRAPUP_QUEUE (self));
  g_set_object (&self->current, current);
  show (self);
}

/**
 * hx_wrapup_queue_step:
 * @self: the strip
 * @by: 1 for the next, -1 for the previous
 *
 * Returns: whether there is one
 */
gboolean
hx_wrapup_queue_step (HxWrapupQueue *self, int by)
{
  g_autoptr (GPtrArray) all = list_all (self);
  guint at = 0;

  g_return_val_if_fail (HX_IS_WRAPUP_QUEUE (self), FALSE);
  if (self->current == NULL || !g_ptr_array_find (all, self->current, &at))
    return FALSE;
  if ((by < 0 && at == 0) || (by > 0 && at + 1 >= all->len))
    return FALSE;
  g_signal_emit (self, chosen_signal, 0, g_ptr_array_index (all, by < 0 ? at - 1 : at + 1));
  return TRUE;
}
