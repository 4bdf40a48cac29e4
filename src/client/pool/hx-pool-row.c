/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-pool-row.h"
#include "hx-time.h"
#include "widgets/hx-draw.h"
#include "widgets/hx-pill.h"
#include "widgets/hx-when.h"
#include "widgets/hx-wrap-layout.h"

/**
 * HxPoolRow:
 *
 * One feedback that waits in the pool. What the machine supposes is an outlined
 * chip: a guess, never a verdict.
 */
struct _HxPoolRow
{
  GtkBox parent_instance;

  HxWorkspace *workspace; /* (nullable) */
  HxRecord *feedback;     /* (nullable): nothing is bound */
  HxPoolRowParts parts;

  GtkLabel *pain;
  HxPill *voices;
  HxPill *proposal;
  HxPill *state;
  HxPill *wait;
  GtkLabel *case_label;
  GtkLabel *meta;
  GtkWidget *clip;
  GtkLabel *clip_label;
};

G_DEFINE_TYPE (HxPoolRow, hx_pool_row, GTK_TYPE_BOX)

static void
show_chips (HxPoolRow *self)
{
  gint64 voices = hx_record_get_int (self->feedback, HX_FEEDBACK_VOICES);
  int proposal = hx_record_get_enum (self->feedback, HX_FEEDBACK_PROPOSAL);
  int state = hx_record_get_enum (self->feedback, HX_FEEDBACK_STATE);
  g_autofree char *words = NULL;

  if (voices > 0)
    /* Translators: how many more agents raised the same pain point */
    words = g_strdup_printf (ngettext ("%d more", "%d more", (gulong) voices), (int) voices);
  hx_pill_set (self->voices, "info", NULL, words);
  hx_pill_set (self->proposal, "line", "hx-coach-symbolic",
               proposal > HX_PROPOSAL_NONE ? _ (hx_proposal_enum.values[proposal].label) : NULL);
  /* It has left the pool and stays here only until nobody points at the list. */
  hx_pill_set (self->state, "bare quiet", NULL,
               state > HX_FEEDBACK_POOL ? _ (hx_feedback_state_enum.values[state].label) : NULL);
}

static void
show_clip (HxPoolRow *self)
{
  gint64 from = hx_record_get_int (self->feedback, HX_FEEDBACK_CLIP_FROM_MS);
  gint64 to = hx_record_get_int (self->feedback, HX_FEEDBACK_CLIP_TO_MS);
  g_autofree char *length = hx_draw_time (MAX (to - from, 0));

  gtk_widget_set_visible (self->clip, to > from && hx_record_has (self->feedback, HX_FEEDBACK_RECORDING_ID));
  gtk_label_set_label (self->clip_label, length);
}

static void
show (HxPoolRow *self)
{
  g_autofree char *meta = hx_pool_row_words (self->workspace, self->feedback, self->parts);
  gboolean gone = hx_record_get_enum (self->feedback, HX_FEEDBACK_STATE) != HX_FEEDBACK_POOL;

  gtk_label_set_label (self->pain, hx_record_get_text (self->feedback, HX_FEEDBACK_PAIN_POINT));
  gtk_label_set_label (self->case_label, hx_record_get_text (self->feedback, HX_FEEDBACK_CASE_TEXT));
  gtk_label_set_label (self->meta, meta);
  gtk_widget_set_opacity (GTK_WIDGET (self), gone ? 0.55 : 1);
  show_chips (self);
  show_clip (self);
  hx_pool_row_tick (self);
}

static void
hx_pool_row_dispose (GObject *object)
{
  HxPoolRow *self = HX_POOL_ROW (object);

  hx_pool_row_unbind (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_POOL_ROW);
  G_OBJECT_CLASS (hx_pool_row_parent_class)->dispose (object);
}

static void
hx_pool_row_class_init (HxPoolRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_pool_row_dispose;
  g_type_ensure (HX_TYPE_PILL);
  g_type_ensure (HX_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/pool/hx-pool-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, pain);
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, voices);
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, proposal);
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, state);
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, wait);
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, case_label);
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, meta);
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, clip);
  gtk_widget_class_bind_template_child (widget_class, HxPoolRow, clip_label);
}

static void
hx_pool_row_init (HxPoolRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_pool_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
hx_pool_row_new (void)
{
  return g_object_new (HX_TYPE_POOL_ROW, NULL);
}

/**
 * hx_pool_row_bind:
 * @self: a row
 * @workspace: whose words and clock it uses
 * @feedback: what it shows, and follows
 * @parts: what it says of channel and issue type
 */
void
hx_pool_row_bind (HxPoolRow     *self,
                  HxWorkspace   *workspace,
                  HxRecord      *feedback,
                  HxPoolRowParts parts)
{
  g_return_if_fail (HX_IS_POOL_ROW (self));

  hx_pool_row_unbind (self);
  self->workspace = g_object_ref (workspace);
  self->feedback = g_object_ref (feedback);
  self->parts = parts;
  g_signal_connect_object (feedback, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

/**
 * hx_pool_row_unbind:
 * @self: a row; it shows nothing from now on
 */
void
hx_pool_row_unbind (HxPoolRow *self)
{
  if (self->feedback != NULL)
    g_signal_handlers_disconnect_by_data (self->feedback, self);
  g_clear_object (&self->feedback);
  g_clear_object (&self->workspace);
}

/**
 * hx_pool_row_tick:
 * @self: a row; its clock is set anew
 *
 * Past the reminder point of the review it wants somebody; past the time to
 * handle feedback it counts against the figures.
 */
void
hx_pool_row_tick (HxPoolRow *self)
{
  HxPolicyView *policy;
  gint64 waits, soon, over, at;
  g_autofree char *span = NULL, *since = NULL, *said = NULL, *limit = NULL;

  if (self->feedback == NULL)
    return;
  policy = hx_workspace_get_policy (self->workspace);
  at = hx_record_get_int (self->feedback, HX_RECORD_CREATED_AT);
  waits = MAX (hx_workspace_now (self->workspace) - at, 0);
  soon = hx_policy_view_get (policy, HX_KEY_POOL_REVIEW_MINUTES) * HX_MINUTE / 100
         * hx_policy_view_get (policy, HX_KEY_SOON_PERCENT);
  over = hx_policy_view_get (policy, HX_KEY_FEEDBACK_HANDLE_HOURS) * HX_HOUR;
  span = hx_when_span (waits);
  hx_pill_set (self->wait, waits >= over ? "over bare" : waits >= soon ? "soon" : "time bare", NULL, span);
  limit = hx_when_span (over);
  since = hx_when_absolute (at);
  if (waits >= over)
    /* Translators: two spans */
    said = g_strdup_printf (_ ("Waits %s, longer than %s"), span, limit);
  else
    said = g_strdup_printf (_ ("Waits %s"), span);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->wait), since);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->wait), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

/**
 * hx_pool_row_words:
 * @workspace: where templates are
 * @feedback: a feedback
 * @parts: what to say of channel and issue type
 *
 * Returns: (transfer full): where it comes from, "Douyin · No tag · Lin Xiaoyu"
 */
char *
hx_pool_row_words (HxWorkspace   *workspace,
                   HxRecord      *feedback,
                   HxPoolRowParts parts)
{
  HxTemplateView *template
      = hx_workspace_get_template (workspace, hx_record_get_text (feedback, HX_FEEDBACK_TEMPLATE_ID));
  const char *issue_type = hx_record_get_text (feedback, HX_FEEDBACK_ISSUE_TYPE);
  const char *agent = hx_record_get_text (feedback, HX_FEEDBACK_AGENT_NAME);
  int channel = hx_record_get_enum (feedback, HX_FEEDBACK_CHANNEL);
  GString *out = g_string_new (NULL);
  const char *type = NULL;

  if (template != NULL)
    type = hx_template_view_type_label (template, hx_record_get_text (feedback, HX_FEEDBACK_CATEGORY), issue_type,
                                        hx_workspace_get_locale (workspace));
  if ((parts & HX_POOL_ROW_CHANNEL) != 0 && channel >= 0)
    g_string_append (out, _ (hx_channel_enum.values[channel].label));
  if ((parts & HX_POOL_ROW_TYPE) != 0)
    g_string_append_printf (out, "%s%s", out->len > 0 ? " · " : "", type != NULL ? type : issue_type);
  if (agent != NULL)
    g_string_append_printf (out, "%s%s", out->len > 0 ? " · " : "", agent);
  return g_string_free (out, FALSE);
}
