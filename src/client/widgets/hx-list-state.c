/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-list-state-private.h"

enum
{
  RETRY,
  ACTION,
  N_SIGNALS
};

/**
 * HxListState:
 *
 * A list together with what it says when it has no rows to show: loading, empty, failed or offline. The content stays
 * in place while it is offline or loads again for less than 200 ms, so that nothing flickers.
 */
static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (HxListStateKind, hx_list_state_kind, G_DEFINE_ENUM_VALUE (HX_LIST_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (HX_LIST_STATE_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (HX_LIST_STATE_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (HX_LIST_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (HX_LIST_STATE_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (HX_LIST_STATE_BACK, "back"))

G_DEFINE_TYPE (HxListState, hx_list_state, ADW_TYPE_BIN)

static void
on_retry (HxListState *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
on_action (HxListState *self)
{
  g_signal_emit (self, signals[ACTION], 0);
}

static void
on_copy (HxListState *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->texts[PROP_REQUEST_ID]);
  gtk_button_set_label (self->copy_button, _ ("Copied"));
}

static void
hx_list_state_dispose (GObject *object)
{
  HxListState *self = HX_LIST_STATE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_LIST_STATE);
  G_OBJECT_CLASS (hx_list_state_parent_class)->dispose (object);
}

static void
hx_list_state_finalize (GObject *object)
{
  HxListState *self = HX_LIST_STATE (object);

  for (int i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);
  G_OBJECT_CLASS (hx_list_state_parent_class)->finalize (object);
}

static void
hx_list_state_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HxListState *self = HX_LIST_STATE (object);

  if (id > PROP_0 && id < N_TEXTS)
    {
      g_value_set_string (value, self->texts[id]);
      return;
    }
  switch (id)
    {
    case PROP_STATE: g_value_set_enum (value, (int) self->state); break;
    case PROP_CONTENT: g_value_set_object (value, adw_bin_get_child (self->content_slot)); break;
    case PROP_ROW_HEIGHT: g_value_set_int (value, self->row_height); break;
    case PROP_ROWS: g_value_set_int (value, self->rows); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_list_state_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HxListState *self = HX_LIST_STATE (object);

  if (id > PROP_0 && id < N_TEXTS)
    {
      g_free (self->texts[id]);
      self->texts[id] = g_value_dup_string (value);
      /* A text that comes late is shown, but a load or a bar that runs keeps its time. */
      if (self->timer == 0)
        hx_list_state_show (self);
      return;
    }
  switch (id)
    {
    case PROP_STATE: hx_list_state_set_state (self, (HxListStateKind) g_value_get_enum (value)); break;
    case PROP_CONTENT: hx_list_state_set_content (self, g_value_get_object (value)); break;
    case PROP_ROW_HEIGHT: self->row_height = g_value_get_int (value); break;
    case PROP_ROWS: self->rows = g_value_get_int (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  static const struct
  {
    const char *name;
    const char *meaning;
  } texts[N_TEXTS] = {
    [PROP_EMPTY_ICON_NAME] = { "empty-icon-name", "Icon when there are no rows" },
    [PROP_EMPTY_TITLE] = { "empty-title", "What it says when there are no rows" },
    [PROP_EMPTY_DESCRIPTION] = { "empty-description", "Why, or what was searched for" },
    [PROP_EMPTY_ACTION] = { "empty-action", "Button when there are no rows; emits action" },
    [PROP_FAILED_TITLE] = { "failed-title", "What could not be done" },
    [PROP_FAILED_DESCRIPTION] = { "failed-description", "Why, and what is safe" },
    [PROP_REQUEST_ID] = { "request-id", "Number of the failed request, for support" },
    [PROP_BAR_TEXT] = { "bar-text", "Since when it is offline and what waits" },
    [PROP_BAR_ACTION] = { "bar-action", "Button of the offline bar; emits action" },
  };
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  for (guint i = PROP_0 + 1; i < N_TEXTS; i++)
    properties[i] = g_param_spec_string (texts[i].name, NULL, texts[i].meaning, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, "What the list is doing", HX_TYPE_LIST_STATE_KIND,
                                              HX_LIST_STATE_READY, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, "The list itself", GTK_TYPE_WIDGET, flags);
  properties[PROP_ROW_HEIGHT]
    = g_param_spec_int ("row-height", NULL, "Height that the rows will have, px", 16, 400, 64, flags);
  properties[PROP_ROWS] = g_param_spec_int ("rows", NULL, "How many rows are hinted at while loading", 1, 40, 6, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hx_list_state_class_init (HxListStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hx_list_state_dispose;
  object_class->finalize = hx_list_state_finalize;
  object_class->get_property = hx_list_state_get_property;
  object_class->set_property = hx_list_state_set_property;
  install_properties (object_class);

  /**
   * HxListState::retry:
   * @self: the list state
   *
   * The user asks to load again; the owner starts it and sets the state.
   */
  signals[RETRY] = g_signal_new ("retry", HX_TYPE_LIST_STATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HxListState::action:
   * @self: the list state
   *
   * The button of the empty state or of the offline bar was pressed.
   */
  signals[ACTION] = g_signal_new ("action", HX_TYPE_LIST_STATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/widgets/hx-list-state.ui");
  gtk_widget_class_bind_template_child (widget_class, HxListState, bar_revealer);
  gtk_widget_class_bind_template_child (widget_class, HxListState, bar);
  gtk_widget_class_bind_template_child (widget_class, HxListState, bar_icon);
  gtk_widget_class_bind_template_child (widget_class, HxListState, bar_label);
  gtk_widget_class_bind_template_child (widget_class, HxListState, bar_button);
  gtk_widget_class_bind_template_child (widget_class, HxListState, stack);
  gtk_widget_class_bind_template_child (widget_class, HxListState, content_slot);
  gtk_widget_class_bind_template_child (widget_class, HxListState, skeleton);
  gtk_widget_class_bind_template_child (widget_class, HxListState, status_icon);
  gtk_widget_class_bind_template_child (widget_class, HxListState, status_title);
  gtk_widget_class_bind_template_child (widget_class, HxListState, status_description);
  gtk_widget_class_bind_template_child (widget_class, HxListState, retry_button);
  gtk_widget_class_bind_template_child (widget_class, HxListState, copy_button);
  gtk_widget_class_bind_template_child (widget_class, HxListState, action_button);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_action);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hx_list_state_init (HxListState *self)
{
  self->row_height = 64;
  self->rows = 6;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hx_list_state_new:
 * @content: (nullable): the list itself
 *
 * Returns: (transfer floating): a list state, ready
 */
GtkWidget *
hx_list_state_new (GtkWidget *content)
{
  return g_object_new (HX_TYPE_LIST_STATE, "content", content, NULL);
}

/**
 * hx_list_state_set_content:
 * @self: a list state
 * @content: (nullable): the list itself, usually a scrolled window
 */
void
hx_list_state_set_content (HxListState *self, GtkWidget *content)
{
  g_return_if_fail (HX_IS_LIST_STATE (self));
  adw_bin_set_child (self->content_slot, content);
}

/**
 * hx_list_state_set_state:
 * @self: a list state
 * @state: what the list is doing
 */
void
hx_list_state_set_state (HxListState *self, HxListStateKind state)
{
  g_return_if_fail (HX_IS_LIST_STATE (self));

  if (self->state == state)
    return;
  self->state = state;
  hx_list_state_show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * hx_list_state_get_state:
 * @self: a list state
 *
 * Returns: what the list is doing
 */
HxListStateKind
hx_list_state_get_state (HxListState *self)
{
  g_return_val_if_fail (HX_IS_LIST_STATE (self), HX_LIST_STATE_READY);
  return self->state;
}

/**
 * hx_list_state_fail:
 * @self: a list state
 * @title: (nullable): what could not be done, translated
 * @description: (nullable): why, and what is safe, translated
 * @request_id: (nullable): number of the request; without one nothing is offered to copy
 *
 * Says that the rows could not be had.
 */
void
hx_list_state_fail (HxListState *self, const char *title, const char *description, const char *request_id)
{
  g_return_if_fail (HX_IS_LIST_STATE (self));
  g_object_set (self, "state", HX_LIST_STATE_FAILED, "failed-title", title, "failed-description", description,
                "request-id", request_id, NULL);
}

/**
 * hx_list_state_go_offline:
 * @self: a list state
 * @words: (nullable): since when and how many entries wait, translated
 *
 * Keeps the rows and says in a bar that they are what was known.
 */
void
hx_list_state_go_offline (HxListState *self, const char *words)
{
  g_return_if_fail (HX_IS_LIST_STATE (self));
  g_object_set (self, "bar-text", words, "state", HX_LIST_STATE_OFFLINE, NULL);
}

/**
 * hx_list_state_come_back:
 * @self: a list state
 * @words: (nullable): what was delivered meanwhile, translated
 *
 * Says in a bar, for six seconds, that the connection is back.
 */
void
hx_list_state_come_back (HxListState *self, const char *words)
{
  g_return_if_fail (HX_IS_LIST_STATE (self));
  g_object_set (self, "bar-text", words, "state", HX_LIST_STATE_BACK, NULL);
}
