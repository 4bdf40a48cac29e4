/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-wrapup-header.h"

#include "hx-wrapup-common.h"
#include "widgets/hx-countdown-ring.h"
#include "widgets/hx-draw.h"

/**
 * HxWrapupHeader:
 *
 * Who called, from where, how long, and the time that is left. The strip drags the window.
 */
struct _HxWrapupHeader
{
  AdwBin parent_instance;

  HxWorkspace *workspace;
  GSignalGroup *signals;
  HxWrapupMark mark;

  GtkImage *channel_icon;
  GtkLabel *customer;
  GtkLabel *number;
  GtkLabel *call_facts;
  GtkWidget *clock;
  GtkWidget *clock_words;
  GtkWidget *ring;
  GtkImage *mark_icon;
};

G_DEFINE_TYPE (HxWrapupHeader, hx_wrapup_header, ADW_TYPE_BIN)

static const struct
{
  const char *icon_name;
  const char *css_class;
  const char *name;
} marks[] = {
  [HX_WRAPUP_MARK_CLOCK] = { NULL, NULL, NULL },
  [HX_WRAPUP_MARK_LATE] = { "hx-clock-symbolic", "warning", N_ ("Late") },
  [HX_WRAPUP_MARK_DONE] = { "hx-check-circle-symbolic", "success", N_ ("Done") },
  [HX_WRAPUP_MARK_QUEUED] = { "hx-outbox-symbolic", "accent", N_ ("Waiting to be sent") },
};

static HxWrapupSession *
get_session (HxWrapupHeader *self)
{
  /* The header lives inside the window that owns the session: borrowing is safe. */
  g_autoptr (GObject) session = g_signal_group_dup_target (self->signals);

  return (HxWrapupSession *) session;
}

static void
show_clock (HxWrapupHeader *self)
{
  HxWrapupSession *session = get_session (self);
  gboolean runs = session != NULL && self->mark == HX_WRAPUP_MARK_CLOCK && hx_wrapup_has_clock (session);
  gboolean urgent;

  gtk_widget_set_visible (self->clock, runs);
  if (!runs)
    return;
  hx_countdown_ring_set_remaining_seconds (HX_COUNTDOWN_RING (self->ring), hx_wrapup_session_get_remaining (session));
  urgent = hx_countdown_ring_get_urgent (HX_COUNTDOWN_RING (self->ring));
  gtk_widget_set_visible (self->clock_words, urgent);
  if (urgent)
    gtk_widget_add_css_class (self->clock, "urgent");
  else
    gtk_widget_remove_css_class (self->clock, "urgent");
}

static void
show_mark (HxWrapupHeader *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->mark_icon), self->mark != HX_WRAPUP_MARK_CLOCK);
  for (guint i = HX_WRAPUP_MARK_LATE; i <= HX_WRAPUP_MARK_QUEUED; i++)
    if (i == self->mark)
      gtk_widget_add_css_class (GTK_WIDGET (self->mark_icon), marks[i].css_class);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self->mark_icon), marks[i].css_class);
  if (self->mark == HX_WRAPUP_MARK_CLOCK)
    return;
  gtk_image_set_from_icon_name (self->mark_icon, marks[self->mark].icon_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mark_icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gettext (marks[self->mark].name), -1);
}

static void
show_facts (HxWrapupHeader *self, HxRecord *wrapup)
{
  HxRecord *call = hx_record_get_record (wrapup, HX_WRAPUP_CALL);
  int channel = hx_record_get_enum (wrapup, HX_WRAPUP_CHANNEL);
  const HxEnumValue *direction;
  g_autofree char *length = NULL;
  g_autofree char *facts = NULL;

  gtk_image_set_from_icon_name (self->channel_icon, hx_wrapup_channel_icon (channel));
  if (call == NULL)
    {
      gtk_label_set_label (self->number, "");
      gtk_label_set_label (self->call_facts, hx_wrapup_channel_word (channel));
      return;
    }
  gtk_label_set_label (self->number, hx_record_has (call, HX_CALL_NUMBER) ? hx_record_get_text (call, HX_CALL_NUMBER) : "");
  direction = &hx_direction_enum.values[hx_record_get_enum (call, HX_CALL_DIRECTION)];
  length = hx_draw_time (hx_record_get_int (call, HX_CALL_DURATION_MS));
  facts = g_strdup_printf ("%s · %s · %s", hx_wrapup_channel_word (channel), gettext (direction->label), length);
  gtk_label_set_label (self->call_facts, facts);
}

/* They may be completed while the popup is there. */
static void
show_customer (HxWrapupHeader *self)
{
  HxWrapupSession *session = get_session (self);
  g_autofree char *customer = hx_wrapup_customer_words (self->workspace, session);

  gtk_label_set_label (self->customer, customer);
  show_facts (self, hx_wrapup_session_get_record (session));
  /* Of somebody unknown the number is all there is, and it is the name then. */
  gtk_widget_set_visible (GTK_WIDGET (self->number), g_strcmp0 (gtk_label_get_label (self->number), customer) != 0);
}

static void
hx_wrapup_header_dispose (GObject *object)
{
  HxWrapupHeader *self = HX_WRAPUP_HEADER (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_WRAPUP_HEADER);
  G_OBJECT_CLASS (hx_wrapup_header_parent_class)->dispose (object);
}

static void
hx_wrapup_header_class_init (HxWrapupHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_wrapup_header_dispose;
  g_type_ensure (HX_TYPE_COUNTDOWN_RING);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/wrapup/hx-wrapup-header.ui");
  gtk_widget_class_bind_template_child (widget_class, HxWrapupHeader, channel_icon);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupHeader, customer);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupHeader, number);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupHeader, call_facts);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupHeader, clock);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupHeader, clock_words);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupHeader, ring);
  gtk_widget_class_bind_template_child (widget_class, HxWrapupHeader, mark_icon);
}

static void
hx_wrapup_header_init (HxWrapupHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (HX_TYPE_WRAPUP_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::remaining", G_CALLBACK (show_clock), self);
  g_signal_group_connect_swapped (self->signals, "notify::record", G_CALLBACK (show_customer), self);
}

/**
 * hx_wrapup_header_set_session:
 * @self: a header
 * @workspace: names customers and has the policy
 * @session: (nullable): the wrap-up to show
 */
void
hx_wrapup_header_set_session (HxWrapupHeader *self, HxWorkspace *workspace, HxWrapupSession *session)
{
  HxPolicyView *policy = hx_workspace_get_policy (workspace);

  g_return_if_fail (HX_IS_WRAPUP_HEADER (self));
  g_set_object (&self->workspace, workspace);
  g_signal_group_set_target (self->signals, session);
  if (session == NULL)
    return;
  show_customer (self);
  g_object_set (self->ring, "total-seconds", MAX (hx_wrapup_session_get_total (session), 1), "urgent-at",
                policy != NULL ? (int) hx_policy_view_get (policy, HX_KEY_WRAPUP_URGENT_SECONDS) : 0, NULL);
  show_clock (self);
}

/**
 * hx_wrapup_header_set_mark:
 * @self: a header
 * @mark: the clock, or what became of the wrap-up
 */
void
hx_wrapup_header_set_mark (HxWrapupHeader *self, HxWrapupMark mark)
{
  g_return_if_fail (HX_IS_WRAPUP_HEADER (self));
  self->mark = mark;
  show_mark (self);
  show_clock (self);
}
