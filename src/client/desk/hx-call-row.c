/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-call-row.h"
#include "hx-desk-words.h"
#include "model/hx-wrapup-session.h"
#include "widgets/hx-pill.h"
#include "widgets/hx-when.h"
#include "widgets/hx-wrap-layout.h"

/**
 * HxCallRow:
 *
 * One of today's calls, and what became of its wrap-up.
 */
struct _HxCallRow
{
  GtkListBoxRow parent_instance;

  HxWorkspace *workspace;
  HxRecord *call;

  GtkLabel *at_label;
  GtkImage *direction_image;
  GtkLabel *who_label;
  GtkImage *channel_image;
  GtkLabel *channel_label;
  GtkLabel *length_label;
  HxPill *state_pill;
};

G_DEFINE_TYPE (HxCallRow, hx_call_row, GTK_TYPE_LIST_BOX_ROW)

/* Only what waits for a person is a filled pill; what is finished stays quiet. */
static const struct
{
  const char *kind;
  const char *icon_name; /* (nullable): the kind's own */
  const char *word;
} states[] = {
  [HX_WRAPUP_WAITING] = { "info large", "hx-clock-symbolic", N_ ("Being filled in") },
  [HX_WRAPUP_SUBMITTED] = { "good bare quiet large", "hx-check-circle-symbolic", N_ ("Feedback given") },
  [HX_WRAPUP_NO_ISSUE] = { "bare quiet large", "object-select-symbolic", N_ ("No issue") },
  [HX_WRAPUP_LATE] = { "soon large", NULL, N_ ("Late") },
  [HX_WRAPUP_ABANDONED] = { "line large", NULL, N_ ("Abandoned") },
};

static int
seconds_left (HxCallRow *self)
{
  GListModel *sessions = hx_workspace_get_wrapups (self->workspace);
  const char *id = hx_record_get_text (self->call, HX_CALL_WRAPUP_ID);

  for (guint i = 0; id != NULL && i < g_list_model_get_n_items (sessions); i++)
    {
      g_autoptr (HxWrapupSession) session = g_list_model_get_item (sessions, i);

      if (g_strcmp0 (hx_record_get_id (hx_wrapup_session_get_record (session)), id) == 0
          && hx_wrapup_session_get_total (session) > 0)
        return hx_wrapup_session_get_remaining (session);
    }
  return 0;
}

static void
show_state (HxCallRow *self)
{
  const char *name = hx_record_get_text (self->call, HX_CALL_WRAPUP_STATE);
  int state = name != NULL ? hx_enum_find (&hx_wrapup_state_enum, name) : -1;
  int left = state == HX_WRAPUP_WAITING ? seconds_left (self) : 0;
  g_autofree char *words = NULL;

  if (state < 0)
    {
      hx_pill_set (self->state_pill, NULL, NULL, NULL);
      return;
    }
  /* Translators: a wrap-up is being filled in, and so many seconds are left */
  words = left > 0 ? g_strdup_printf (_ ("Fill in, %d s"), left) : g_strdup (_ (states[state].word));
  hx_pill_set (self->state_pill, states[state].kind, states[state].icon_name, words);
}

static void
show_call (HxCallRow *self)
{
  HxRecord *call = self->call;
  gint64 at = hx_record_get_int (call, HX_CALL_STARTED_AT);
  int channel = hx_record_get_enum (call, HX_CALL_CHANNEL);
  const char *direction = _ (hx_direction_enum.values[hx_record_get_enum (call, HX_CALL_DIRECTION)].label);
  g_autofree char *clock = hx_when_clock (at), *exactly = hx_when_absolute (at);
  g_autofree char *who = hx_desk_caller (self->workspace, call), *length = hx_desk_call_length (call);

  gtk_label_set_label (self->at_label, clock);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->at_label), exactly);
  gtk_image_set_from_icon_name (self->direction_image, hx_desk_call_icon (call));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->direction_image), direction);
  gtk_label_set_label (self->who_label, who);
  gtk_image_set_from_icon_name (self->channel_image, hx_channel_enum.values[channel].icon);
  gtk_label_set_label (self->channel_label, _ (hx_channel_enum.values[channel].label));
  gtk_label_set_label (self->length_label, length);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, who, -1);
  show_state (self);
}

static void
hx_call_row_dispose (GObject *object)
{
  HxCallRow *self = HX_CALL_ROW (object);

  g_clear_object (&self->call);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_CALL_ROW);
  G_OBJECT_CLASS (hx_call_row_parent_class)->dispose (object);
}

static void
hx_call_row_class_init (HxCallRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_PILL);
  g_type_ensure (HX_TYPE_WRAP_LAYOUT);
  G_OBJECT_CLASS (klass)->dispose = hx_call_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/desk/hx-call-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxCallRow, at_label);
  gtk_widget_class_bind_template_child (widget_class, HxCallRow, direction_image);
  gtk_widget_class_bind_template_child (widget_class, HxCallRow, who_label);
  gtk_widget_class_bind_template_child (widget_class, HxCallRow, channel_image);
  gtk_widget_class_bind_template_child (widget_class, HxCallRow, channel_label);
  gtk_widget_class_bind_template_child (widget_class, HxCallRow, length_label);
  gtk_widget_class_bind_template_child (widget_class, HxCallRow, state_pill);
}

static void
hx_call_row_init (HxCallRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_call_row_new:
 * @workspace: where names and clocks are
 * @call: a call
 *
 * Returns: (transfer floating): its row, which follows the record
 */
GtkWidget *
hx_call_row_new (HxWorkspace *workspace,
                 HxRecord    *call)
{
  HxCallRow *self = g_object_new (HX_TYPE_CALL_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->call = g_object_ref (call);
  g_signal_connect_object (call, "notify", G_CALLBACK (show_call), self, G_CONNECT_SWAPPED);
  show_call (self);
  return GTK_WIDGET (self);
}

/**
 * hx_call_row_get_call:
 * @self: a row
 *
 * Returns: (transfer none): its call
 */
HxRecord *
hx_call_row_get_call (HxCallRow *self)
{
  g_return_val_if_fail (HX_IS_CALL_ROW (self), NULL);
  return self->call;
}

/**
 * hx_call_row_tick:
 * @self: a row
 *
 * Lets a running clock be shown anew.
 */
void
hx_call_row_tick (HxCallRow *self)
{
  g_return_if_fail (HX_IS_CALL_ROW (self));

  if (g_strcmp0 (hx_record_get_text (self->call, HX_CALL_WRAPUP_STATE), "waiting") == 0)
    show_state (self);
}
