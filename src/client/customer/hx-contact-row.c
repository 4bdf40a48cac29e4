/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hx-contact-row-private.h"
#include "hx-contact-words.h"
#include "widgets/hx-when.h"

/**
 * HxContactRow:
 *
 * One touch in a customer's history. It is recycled by the list: everything it
 * shows is set when it is bound, and what few rows need is made when needed.
 *
 * Hundreds of rows exist while one scrolls, and some are bound anew in every
 * frame. So it lays out its few children by itself, and the words are
 * inscriptions, whose size does not depend on the text: nothing is measured
 * again when a row shows another touch.
 */
G_DEFINE_TYPE (HxContactRow, hx_contact_row, GTK_TYPE_WIDGET)

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
on_released (HxContactRow *self,
             int           n_press,
             double        x,
             double        y)
{
  int top = hx_contact_row_day_height (self);

  if (self->contact != NULL && hx_contact_can_unfold (self->contact) && x >= hx_contact_row_body_left (self) && y >= top
      && y < top + hx_contact_row_head_height (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "timeline.toggle", "s", hx_record_get_id (self->contact));
}

static PangoAttrList *
title_attributes (gsize bold)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  weight->end_index = (guint) bold;
  pango_attr_list_insert (attributes, weight);
  return attributes;
}

/* An inscription does not say how wide its words are; the pill stands right after them. */
static int
width_of_words (GtkWidget     *widget,
                const char    *words,
                PangoAttrList *attributes)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, words);
  int width;

  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + 1;
}

static void
show_feedback (HxContactRow *self)
{
  g_autofree char *words = hx_contact_feedback_words (self->workspace, self->contact);
  g_autofree char *shown = NULL;

  if (words == NULL)
    {
      if (self->feedback != NULL)
        gtk_widget_set_visible (GTK_WIDGET (self->feedback), FALSE);
      return;
    }
  if (self->feedback == NULL)
    {
      self->feedback = HX_PILL (hx_pill_new ("info", NULL));
      g_object_set (self->feedback, "icon-name", "hx-echo-symbolic", NULL);
      gtk_widget_insert_after (GTK_WIDGET (self->feedback), GTK_WIDGET (self), GTK_WIDGET (self->title));
    }
  g_object_get (self->feedback, "label", &shown, NULL);
  if (g_strcmp0 (shown, words) != 0)
    g_object_set (self->feedback, "label", words, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->feedback), TRUE);
}

static void
show_title (HxContactRow *self)
{
  gsize bold;
  g_autofree char *title = hx_contact_title (self->contact, &bold);
  PangoAttrList *attributes = title_attributes (bold);

  gtk_inscription_set_text (self->title, title);
  gtk_inscription_set_attributes (self->title, attributes);
  if (hx_record_has (self->contact, HX_CONTACT_FEEDBACK_ID))
    self->title_width = width_of_words (GTK_WIDGET (self->title), title, attributes);
  pango_attr_list_unref (attributes);
}

static void
show_contact (HxContactRow *self)
{
  HxRecord *contact = self->contact;
  g_autofree char *clock = hx_when_clock (hx_record_get_int (contact, HX_CONTACT_AT));
  const char *summary = hx_record_get_text (contact, HX_CONTACT_SUMMARY);
  const char *who = hx_record_get_text (contact, HX_CONTACT_AGENT_NAME);
  const char *icon = hx_contact_icon (contact);

  if (who == NULL)
    who = hx_record_get_text (contact, HX_CONTACT_ORIGIN);
  gtk_inscription_set_text (self->at, clock);
  if (g_strcmp0 (gtk_image_get_icon_name (self->icon), icon) != 0)
    gtk_image_set_from_icon_name (self->icon, icon);
  show_title (self);
  show_feedback (self);
  gtk_inscription_set_text (self->summary, summary != NULL ? summary : "");
  gtk_widget_set_child_visible (GTK_WIDGET (self->summary), summary != NULL);
  gtk_inscription_set_text (self->who, who != NULL ? who : "");
  /* Keeps its place in rows that cannot unfold, so that the names stand in one column. */
  gtk_widget_set_child_visible (GTK_WIDGET (self->fold), hx_contact_can_unfold (contact));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
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

static GtkSizeRequestMode
hx_contact_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hx_contact_row_dispose (GObject *object)
{
  HxContactRow *self = HX_CONTACT_ROW (object);

  hx_contact_row_unbind (self);
  g_clear_pointer ((GtkWidget **) &self->day, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->feedback, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), HX_TYPE_CONTACT_ROW);
  G_OBJECT_CLASS (hx_contact_row_parent_class)->dispose (object);
}

static void
hx_contact_row_class_init (HxContactRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HX_TYPE_RAIL);
  G_OBJECT_CLASS (klass)->dispose = hx_contact_row_dispose;
  widget_class->get_request_mode = hx_contact_row_get_request_mode;
  widget_class->measure = hx_contact_row_measure;
  widget_class->size_allocate = hx_contact_row_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-contact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, at);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, rail);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, icon);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, title);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, summary);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, who);
  gtk_widget_class_bind_template_child (widget_class, HxContactRow, fold);
}

static void
hx_contact_row_init (HxContactRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->at), TRUE);
  g_signal_connect_swapped (self->at, "query-tooltip", G_CALLBACK (on_query_tooltip), self);
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

static void
show_day (HxContactRow *self,
          gint64        now)
{
  gint64 at = hx_record_get_int (self->contact, HX_CONTACT_AT);
  int day = hx_when_day_number (at), today = hx_when_day_number (now);

  if (self->day == NULL)
    {
      self->day = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_xalign (self->day, 0);
      gtk_widget_add_css_class (GTK_WIDGET (self->day), "hx-day");
      gtk_widget_add_css_class (GTK_WIDGET (self->day), "numeric");
      gtk_widget_insert_after (GTK_WIDGET (self->day), GTK_WIDGET (self), NULL);
    }
  if (day != self->day_number || today != self->day_seen_from)
    {
      g_autofree char *markup = hx_contact_day_markup (at, now);

      gtk_label_set_markup (self->day, markup);
      self->day_number = day;
      self->day_seen_from = today;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->day), TRUE);
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
  g_return_if_fail (HX_IS_CONTACT_ROW (self) && self->contact != NULL);

  g_object_set (self->rail, "first", first_of_day, "last", last_of_day, NULL);
  if (first_of_day)
    show_day (self, now);
  else if (self->day != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->day), FALSE);
}

static GtkBox *
make_body (HxContactRow *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (body, "hx-contact-body");
  gtk_widget_add_css_class (body, "open");
  /* Below the words of the head. */
  gtk_widget_insert_before (body, GTK_WIDGET (self), GTK_WIDGET (self->at));
  return GTK_BOX (body);
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
  g_clear_pointer ((GtkWidget **) &self->body, gtk_widget_unparent);
  self->player = player;
  if (player != NULL)
    {
      self->body = make_body (self);
      gtk_widget_set_margin_top (player, hx_contact_row_head_height (self) - 2 * HX_CONTACT_ROW_PAD_Y);
      gtk_box_append (self->body, player);
    }
  gtk_image_set_from_icon_name (self->fold, player != NULL ? "pan-down-symbolic" : "pan-end-symbolic");
}
