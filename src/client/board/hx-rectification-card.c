/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-rectification-card.h"
#include "hx-rectification-words.h"
#include "widgets/hx-target-bar.h"

/**
 * HxRectificationCard:
 *
 * One rectification on the board: what, who, how far, how long, and how many it
 * is for. The tick of the bar stands at the same place on every card.
 */
struct _HxRectificationCard
{
  GtkBox parent_instance;

  HxWorkspace *workspace;  /* (nullable) */
  HxRecord *rectification; /* (nullable): nothing is bound */

  GtkBox *chips;
  GtkLabel *title;
  GtkLabel *who;
  GtkWidget *criterion;
  GtkLabel *metric;
  GtkLabel *value;
  HxTargetBar *bar;
  HxPill *clock;
  GtkWidget *voices;
  GtkLabel *voices_label;
};

G_DEFINE_TYPE (HxRectificationCard, hx_rectification_card, GTK_TYPE_BOX)

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    has)
{
  if (has)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
show_criterion (HxRectificationCard *self)
{
  g_autofree char *verdict = hx_rectification_verdict (self->rectification);
  gboolean met = hx_rectification_is_met (self->rectification);
  gboolean measured = hx_record_has (self->rectification, HX_RECTIFICATION_CRITERION_CURRENT);

  gtk_widget_set_visible (self->criterion, hx_rectification_has_target (self->rectification));
  gtk_label_set_label (self->metric, hx_record_get_text (self->rectification, HX_RECTIFICATION_CRITERION_METRIC));
  gtk_label_set_label (self->value, verdict);
  set_class (GTK_WIDGET (self->value), "hx-good", met);
  set_class (GTK_WIDGET (self->value), "hx-strong", met);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), measured);
  g_object_set (self->bar, "baseline", hx_record_get_real (self->rectification, HX_RECTIFICATION_CRITERION_BASELINE),
                "target", hx_record_get_real (self->rectification, HX_RECTIFICATION_CRITERION_TARGET), "value",
                hx_record_get_real (self->rectification, HX_RECTIFICATION_CRITERION_CURRENT), NULL);
}

static void
show (HxRectificationCard *self)
{
  g_autofree char *who = hx_rectification_who (self->rectification);
  g_autofree char *voices = hx_rectification_voices (self->rectification);
  g_autofree char *number
      = g_strdup_printf ("%" G_GINT64_FORMAT, hx_record_get_int (self->rectification, HX_RECTIFICATION_VOICES));

  hx_rectification_show_chips (self->rectification, self->chips, TRUE);
  gtk_label_set_label (self->title, hx_record_get_text (self->rectification, HX_RECTIFICATION_TITLE));
  gtk_label_set_label (self->who, who);
  gtk_widget_set_visible (self->voices, hx_record_get_int (self->rectification, HX_RECTIFICATION_VOICES) > 0);
  gtk_label_set_label (self->voices_label, number);
  gtk_widget_set_tooltip_text (self->voices, voices);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->voices_label), GTK_ACCESSIBLE_PROPERTY_LABEL, voices, -1);
  show_criterion (self);
  hx_rectification_card_tick (self);
}

static void
hx_rectification_card_dispose (GObject *object)
{
  hx_rectification_card_unbind (HX_RECTIFICATION_CARD (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_RECTIFICATION_CARD);
  G_OBJECT_CLASS (hx_rectification_card_parent_class)->dispose (object);
}

static void
hx_rectification_card_class_init (HxRectificationCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_rectification_card_dispose;
  g_type_ensure (HX_TYPE_PILL);
  g_type_ensure (HX_TYPE_TARGET_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/board/hx-rectification-card.ui");
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, chips);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, title);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, who);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, criterion);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, metric);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, value);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, bar);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, clock);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, voices);
  gtk_widget_class_bind_template_child (widget_class, HxRectificationCard, voices_label);
}

static void
hx_rectification_card_init (HxRectificationCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_rectification_card_new:
 *
 * Returns: (transfer floating): an empty card
 */
GtkWidget *
hx_rectification_card_new (void)
{
  return g_object_new (HX_TYPE_RECTIFICATION_CARD, NULL);
}

/**
 * hx_rectification_card_bind:
 * @self: a card
 * @workspace: whose policy and clock it uses
 * @rectification: what it shows, and follows
 */
void
hx_rectification_card_bind (HxRectificationCard *self,
                            HxWorkspace         *workspace,
                            HxRecord            *rectification)
{
  g_return_if_fail (HX_IS_RECTIFICATION_CARD (self));

  hx_rectification_card_unbind (self);
  self->workspace = g_object_ref (workspace);
  self->rectification = g_object_ref (rectification);
  g_signal_connect_object (rectification, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

/**
 * hx_rectification_card_unbind:
 * @self: a card; it shows nothing from now on
 */
void
hx_rectification_card_unbind (HxRectificationCard *self)
{
  if (self->rectification != NULL)
    g_signal_handlers_disconnect_by_data (self->rectification, self);
  g_clear_object (&self->rectification);
  g_clear_object (&self->workspace);
}

/**
 * hx_rectification_card_set_open:
 * @self: a card
 * @open: whether the pane shows it
 */
void
hx_rectification_card_set_open (HxRectificationCard *self,
                                gboolean             open)
{
  set_class (GTK_WIDGET (self), "open", open);
}

/**
 * hx_rectification_card_tick:
 * @self: a card; its clock is set anew
 */
void
hx_rectification_card_tick (HxRectificationCard *self)
{
  gint64 now;

  if (self->rectification == NULL)
    return;
  now = hx_workspace_now (self->workspace);
  hx_rectification_show_clock (self->rectification, self->clock, hx_workspace_get_policy (self->workspace), now,
                               TRUE);
  set_class (GTK_WIDGET (self), "over", hx_rectification_is_overdue (self->rectification, now));
}
