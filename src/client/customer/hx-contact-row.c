/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-contact-row.h"
#include "hx-contact-words.h"
#include "widgets/hx-pill.h"
#include "widgets/hx-rail.h"
#include "widgets/hx-when.h"

/**
 * HxContactRow:
 *
 * One touch in a customer's history. It is recycled by the list: everything it
 * shows is set when it is bound, and what few rows need is made when needed.
 */
struct _HxContactRow
{
  GtkBox parent_instance;

  HxWorkspace *workspace;
  HxRecord *contact; /* (nullable): while not bound */

  GtkLabel *day_label;
  GtkLabel *at_label;
  HxRail *rail;
  GtkImage *icon;
  GtkBox *body;
  GtkBox *head;
  GtkBox *title_box;
  GtkLabel *title_label;
  GtkLabel *summary_label;
  GtkLabel *who_label;
  GtkImage *fold;
  HxPill *feedback; /* (nullable) */
  GtkWidget *player; /* (nullable): lent by the timeline */
};

G_DEFINE_TYPE (HxContactRow, hx_contact_row, GTK_TYPE_BOX)

/**
 * hx_contact_can_unfold:
 * @contact: a contact
 *
 * Returns: whether it is a call that people talked in, so that there may be something to hear
 */
gboolean
hx_contact_can_unfold (HxRecord *contact)
{
  return hx_record_get_enum (contact, HX_CONTACT_ACTIVITY) == HX_ACTIVITY_CALL;
}

static void
on_head_pressed (HxContactRow *self)
{
  if (self->contact != NULL && hx_contact_can_unfold (self->contact))
    gtk_widget_activate_action (GTK_WIDGET (self), "timeline.toggle", "s", hx_record_get_id (self->contact));
}

static void
show_title (HxContactRow *self)
{
  gsize bold;
  g_autofree char *title = hx_contact_title (self->contact, &bold);
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  weight->end_index = (guint) bold;
  pango_attr_list_insert (attributes, weight);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_attributes (self->title_label, attributes);
  pango_attr_list_unref (attributes);
}

static void
show_feedback (HxContactRow *self)
{
  g_autofree char *words = hx_contact_feedback_words (self->workspace, self->contact);

  if (words == NULL)
    {
      if (self->feedback != NULL)
        gtk_widget_set_visible (GTK_WIDGET (self->feedback), FALSE);
      return;
    }
  if (self->feedback == NULL)
    {
      self->feedback = HX_PILL (hx_pill_new ("info", NULL));
      gtk_box_append (self->title_box, GTK_WIDGET (self->feedback));
    }
  hx_pill_set (self->feedback, "info", "hx-echo-symbolic", words);
}

static void
show_contact (HxContactRow *self)
{
  HxRecord *contact = self->contact;
  gint64 at = hx_record_get_int (contact, HX_CONTACT_AT);
  g_autofree char *clock = hx_when_clock (at);
  const char *summary = hx_record_get_text (contact, HX_CONTACT_SUMMARY);
  const char *who = hx_record_get_text (contact, HX_CONTACT_AGENT_NAME);

  if (who == NULL)
    who = hx_record_get_text (contact, HX_CONTACT_ORIGIN);
  gtk_label_set_text (self->at_label, clock);
  if (g_strcmp0 (gtk_image_get_icon_name (self->icon), hx_contact_icon (contact)) != 0)
    gtk_image_set_from_icon_name (self->icon, hx_contact_icon (contact));
  show_title (self);
  show_feedback (self);
  gtk_label_set_text (self->summary_label, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary_label), summary != NULL);
  gtk_label_set_text (self->who_label, who != NULL ? who : "");
  /* Keeps its place in rows that cannot unfold, so that the names stand in one column. */
  gtk_widget_set_opacity (GTK_WIDGET (self->fold), hx_contact_can_unfold (contact) ? 1 : 0);
}

static gboolean
on_query_tooltip (HxContactRow *self,
                  int           x,
                  int           y,
                  gboolean      keyboard,
                  GtkTooltip   *tooltip)
{
  g_autofree char *words = NULL;

  if (self->contact == NULL)
    return FALSE;
  words = hx_when_absolute (hx_record_get_int (self->contact, HX_CONTACT_AT));
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

static void
hx_contact_row_dispose (GObject *object)
{
  HxContactRow *self = HX_CONTACT_ROW (object);

  hx_contact_row_unbind (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_CONTACT_ROW);
  G_OBJECT_CLASS (hx_contact_row_parent_class)->dispose (object);
}

static void
hx_contact_row_class_init (HxContactRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_RAIL);
  G_OBJECT_CLASS (klass)->dispose = hx_contact_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-contact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, day_label);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, at_label);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, rail);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, icon);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, body);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, head);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, title_box);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, summary_label);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, who_label);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, fold);
}

static void
hx_contact_row_init (HxContactRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_head_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->head), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->at_label), TRUE);
  g_signal_connect_swapped (self->at_label, "query-tooltip", G_CALLBACK (on_query_tooltip), self);
}

/**
 * hx_contact_row_new:
 *
 * Returns: (transfer floating): a row that is bound to nothing yet
 */
GtkWidget *
hx_contact_row_new (void)
{
  return g_object_new (HX_TYPE_CONTACT_ROW, NULL);
}

/**
 * hx_contact_row_bind:
 * @self: a row
 * @workspace: where the words of a feedback are known
 * @contact: what it shows from now on, also when it changes
 */
void
hx_contact_row_bind (HxContactRow *self,
                     HxWorkspace  *workspace,
                     HxRecord     *contact)
{
  g_return_if_fail (HX_IS_CONTACT_ROW (self));

  g_set_object (&self->workspace, workspace);
  self->contact = g_object_ref (contact);
  g_signal_connect_swapped (contact, "notify", G_CALLBACK (show_contact), self);
  show_contact (self);
}

/**
 * hx_contact_row_unbind:
 * @self: a row
 *
 * Forgets the contact and gives back the player.
 */
void
hx_contact_row_unbind (HxContactRow *self)
{
  g_return_if_fail (HX_IS_CONTACT_ROW (self));

  hx_contact_row_set_player (self, NULL);
  if (self->contact != NULL)
    g_signal_handlers_disconnect_by_data (self->contact, self);
  g_clear_object (&self->contact);
  g_clear_object (&self->workspace);
}

/**
 * hx_contact_row_set_place:
 * @self: a bound row
 * @now: this moment, µs
 * @first_of_day: whether the row above is of another day: it bears the heading
 * @last_of_day: whether the row below is of another day: the rail ends here
 */
void
hx_contact_row_set_place (HxContactRow *self,
                          gint64        now,
                          gboolean      first_of_day,
                          gboolean      last_of_day)
{
  gint64 at;

  g_return_if_fail (HX_IS_CONTACT_ROW (self) && self->contact != NULL);

  at = hx_record_get_int (self->contact, HX_CONTACT_AT);
  g_object_set (self->rail, "first", first_of_day, "last", last_of_day, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->day_label), first_of_day);
  if (first_of_day)
    {
      g_autofree char *markup = hx_contact_day_markup (at, now);

      gtk_label_set_markup (self->day_label, markup);
    }
}

/**
 * hx_contact_row_set_player:
 * @self: a row
 * @player: (nullable): what it unfolds to; %NULL folds it
 */
void
hx_contact_row_set_player (HxContactRow *self,
                           GtkWidget    *player)
{
  g_return_if_fail (HX_IS_CONTACT_ROW (self));

  if (self->player == player)
    return;
  if (self->player != NULL && gtk_widget_get_parent (self->player) == GTK_WIDGET (self->body))
    gtk_box_remove (self->body, self->player);
  self->player = player;
  if (player != NULL)
    gtk_box_append (self->body, player);
  gtk_image_set_from_icon_name (self->fold, player != NULL ? "pan-down-symbolic" : "pan-end-symbolic");
  if (player != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->body), "open");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->body), "open");
}
