/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-pool-figures.h"
#include "hx-time.h"
#include "widgets/hx-when.h"

/**
 * HxPoolFigures:
 *
 * The pool in three numbers: how many wait, how long the oldest does and how
 * long it may, and how many the machine has doubts about.
 */
struct _HxPoolFigures
{
  GtkBox parent_instance;

  gint64 oldest_at; /* 0: nothing waits */

  GtkWidget *left;
  GtkLabel *total_value;
  GtkLabel *total_unit;
  GtkLabel *total_note;
  GtkLabel *oldest_value;
  GtkImage *oldest_icon;
  GtkLabel *oldest_note;
  GtkLabel *proposed_value;
  GtkLabel *proposed_unit;
};

G_DEFINE_TYPE (HxPoolFigures, hx_pool_figures, GTK_TYPE_BOX)

static void
hx_pool_figures_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_POOL_FIGURES);
  G_OBJECT_CLASS (hx_pool_figures_parent_class)->dispose (object);
}

static void
hx_pool_figures_class_init (HxPoolFiguresClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_pool_figures_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/pool/hx-pool-figures.ui");
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, left);
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, total_value);
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, total_unit);
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, total_note);
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, oldest_value);
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, oldest_icon);
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, oldest_note);
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, proposed_value);
  gtk_widget_class_bind_template_child (widget_class, HxPoolFigures, proposed_unit);
}

static void
hx_pool_figures_init (HxPoolFigures *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_pool_figures_align:
 * @self: the figures
 * @column: what stands below the first two, and gets their width
 */
void
hx_pool_figures_align (HxPoolFigures *self,
                       GtkWidget     *column)
{
  g_autoptr (GtkSizeGroup) group = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_size_group_add_widget (group, self->left);
  gtk_size_group_add_widget (group, column);
}

/**
 * hx_pool_figures_show_total:
 * @self: the figures
 * @total: how many wait
 * @channels: on how many channels
 * @types: of how many issue types
 */
void
hx_pool_figures_show_total (HxPoolFigures *self,
                            gint64         total,
                            int            channels,
                            int            types)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, total);
  g_autofree char *on = g_strdup_printf (ngettext ("%d channel", "%d channels", (gulong) channels), channels);
  g_autofree char *of = g_strdup_printf (ngettext ("%d issue type", "%d issue types", (gulong) types), types);
  /* Translators: "on 5 channels, 8 issue types": each %s is such a number with its word */
  g_autofree char *note = g_strdup_printf (_ ("%s, %s"), on, of);

  gtk_label_set_label (self->total_value, value);
  /* Translators: after the number of feedback in the pool: "86 waiting" */
  gtk_label_set_label (self->total_unit, ngettext ("waiting", "waiting", (gulong) total));
  gtk_label_set_label (self->total_note, total > 0 ? note : _ ("Nothing to triage"));
}

/**
 * hx_pool_figures_show_pool:
 * @self: the figures
 * @pool: what waits
 */
void
hx_pool_figures_show_pool (HxPoolFigures *self,
                           HxRecord      *pool)
{
  gint64 proposed = hx_record_get_int (pool, HX_POOL_PROPOSED);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, proposed);

  self->oldest_at = hx_record_get_int (pool, HX_POOL_TOTAL) > 0 ? hx_record_get_int (pool, HX_POOL_OLDEST_AT) : 0;
  gtk_label_set_label (self->proposed_value, value);
  /* Translators: after a number of feedback: what the machine supposes, and a lead decides */
  gtk_label_set_label (self->proposed_unit,
                       ngettext ("perhaps vague or a duplicate", "perhaps vague or duplicates", (gulong) proposed));
}

static void
set_tone (GtkWidget  *widget,
          const char *tone)
{
  static const char *const tones[] = { "hx-warning", "hx-urgent" };

  for (gsize i = 0; i < G_N_ELEMENTS (tones); i++)
    if (g_strcmp0 (tones[i], tone) == 0)
      gtk_widget_add_css_class (widget, tones[i]);
    else
      gtk_widget_remove_css_class (widget, tones[i]);
}

/**
 * hx_pool_figures_tick:
 * @self: the figures
 * @policy: how long something may wait
 * @now: this moment, µs
 */
void
hx_pool_figures_tick (HxPoolFigures *self,
                      HxPolicyView  *policy,
                      gint64         now)
{
  gint64 limit = hx_policy_view_get (policy, HX_KEY_POOL_REVIEW_MINUTES) * HX_MINUTE;
  gint64 soon = limit / 100 * hx_policy_view_get (policy, HX_KEY_SOON_PERCENT);
  gint64 waits = self->oldest_at > 0 ? MAX (now - self->oldest_at, 0) : 0;
  g_autofree char *span = hx_when_span (waits), *whole = hx_when_span (limit);
  g_autofree char *rest = hx_when_span (waits > limit ? waits - limit : limit - waits), *note = NULL;
  g_autofree char *since = self->oldest_at > 0 ? hx_when_absolute (self->oldest_at) : NULL;

  if (self->oldest_at == 0)
    /* Translators: %s is a span such as "2 h" */
    note = g_strdup_printf (_ ("Limit %s"), whole);
  else if (waits > limit)
    /* Translators: both are spans: the limit, and by how much the oldest is over it */
    note = g_strdup_printf (_ ("Limit %s, over it by %s"), whole, rest);
  else
    /* Translators: both are spans: the limit, and what is left of it */
    note = g_strdup_printf (_ ("Limit %s, %s left"), whole, rest);
  /* Translators: how long the oldest waits when nothing does */
  gtk_label_set_label (self->oldest_value, self->oldest_at > 0 ? span : C_ ("span", "None"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->oldest_value), since);
  gtk_label_set_label (self->oldest_note, note);
  gtk_image_set_from_icon_name (self->oldest_icon, waits > limit ? "dialog-warning-symbolic" : "hx-clock-symbolic");
  set_tone (GTK_WIDGET (self->oldest_icon), waits > limit ? "hx-urgent" : waits >= soon ? "hx-warning" : NULL);
}
