/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-coach.h"

/**
 * HxWrapupCoach:
 *
 * What is to be said about the fields, and a better wording that one key takes.
 *
 * Signal: `accepted`: the proposal was clicked.
 */
struct _HxWrapupCoach
{
  AdwBin parent_instance;

  GtkLabel *words;
  GtkWidget *proposal;
  GtkLabel *proposal_words;
};

static guint accepted_signal;

G_DEFINE_TYPE (HxWrapupCoach, hx_wrapup_coach, ADW_TYPE_BIN)

static void
on_clicked (HxWrapupCoach *self)
{
  g_signal_emit (self, accepted_signal, 0);
}

static void
hx_wrapup_coach_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_COACH);
  G_OBJECT_CLASS (hx_wrapup_coach_parent_class)->dispose (object);
}

static void
hx_wrapup_coach_class_init (HxWrapupCoachClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_coach_dispose;
  accepted_signal = g_signal_new ("accepted", HX_TYPE_WRAPUP_COACH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  0);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-coach.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupCoach, words);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupCoach, proposal);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupCoach, proposal_words);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
hx_wrapup_coach_init (HxWrapupCoach *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_wrapup_coach_say:
 * @self: the coach
 * @words: sentences, a line each; with none the coach is not there
 * @proposal: (nullable): a better wording
 */
void
hx_wrapup_coach_say (HxWrapupCoach *self, const char *words, const char *proposal)
{
  g_return_if_fail (HX_IS_WRAPUP_COACH (self));
  gtk_label_set_label (self->words, words);
  gtk_widget_set_visible (self->proposal, proposal != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), *words != '\0');
  if (proposal != NULL)
    {
      /* Translators: %s is a better wording of the pain point */
      g_autofree char *quoted = g_strdup_printf (_ ("Try “%s”"), proposal);

      gtk_label_set_label (self->proposal_words, quoted);
    }
}

/**
 * hx_wrapup_coach_proposes:
 * @self: the coach
 *
 * Returns: whether a better wording is on the screen
 */
gboolean
hx_wrapup_coach_proposes (HxWrapupCoach *self)
{
  g_return_val_if_fail (HX_IS_WRAPUP_COACH (self), FALSE);
  return gtk_widget_get_visible (GTK_WIDGET (self)) && gtk_widget_get_visible (self->proposal);
}
