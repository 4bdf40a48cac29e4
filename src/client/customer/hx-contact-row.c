/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"


#include "hx-contact-row-private.h"
#include "hx-contact-words.h"
#include "widgets/hx-draw.h"
#include "widgets/hx-when.h"

/**
 * HxContactRow:
 *
 * One touch in a customer's history. It is recycled by the list: everything it
 * shows is set when it is bound, and what few rows need is made when needed.
 *
 * Two hundred rows exist while one scrolls, and some are bound anew in every
 * frame. A row of seven widgets would have its styles matched and its sizes
 * measured seven times; so it writes and draws by itself, in sizes that depend
 * on nothing but the font, and says to assistive technology what it wrote.
 */
G_DEFINE_TYPE (HxContactRow, hx_contact_row, GTK_TYPE_WIDGET)

/* Of the widget's font. */
#define SMALL 0.86

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

/* Whether there is such a text in this row. */
gboolean
hx_contact_row_says (HxContactRow    *self,
                     HxContactRowText text)
{
  return *pango_layout_get_text (self->texts[text]) != '\0' && (text != HX_ROW_DAY || self->first_of_day);
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
      gtk_widget_set_parent (GTK_WIDGET (self->feedback), GTK_WIDGET (self));
    }
  g_object_get (self->feedback, "label", &shown, NULL);
  if (g_strcmp0 (shown, words) != 0)
    g_object_set (self->feedback, "label", words, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->feedback), TRUE);
}

/* The beginning of the title says what it was: that is bold. */
static void
show_title (HxContactRow *self)
{
  gsize bold;
  g_autofree char *title = hx_contact_title (self->contact, &bold);
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  weight->end_index = (guint) bold;
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_attr_list_insert (attributes, weight);
  pango_layout_set_text (self->texts[HX_ROW_TITLE], title, -1);
  pango_layout_set_attributes (self->texts[HX_ROW_TITLE], attributes);
  pango_attr_list_unref (attributes);
}

/* What it wrote, line by line. */
static void
speak (HxContactRow *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < HX_ROW_N_TEXTS; i++)
    if (hx_contact_row_says (self, i))
      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", pango_layout_get_text (self->texts[i]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
  self->spoken = TRUE;
}

static void
set_text (HxContactRow    *self,
          HxContactRowText text,
          const char      *words)
{
  pango_layout_set_text (self->texts[text], words != NULL ? words : "", -1);
}

static void
show_texts (HxContactRow *self)
{
  HxRecord *contact = self->contact;
  g_autofree char *clock = hx_when_clock (hx_record_get_int (contact, HX_CONTACT_AT));
  const char *who = hx_record_get_text (contact, HX_CONTACT_AGENT_NAME);

  if (who == NULL)
    who = hx_record_get_text (contact, HX_CONTACT_ORIGIN);
  set_text (self, HX_ROW_AT, clock);
  show_title (self);
  set_text (self, HX_ROW_SUMMARY, hx_record_get_text (contact, HX_CONTACT_SUMMARY));
  set_text (self, HX_ROW_WHO, who);
  show_feedback (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_changed (HxContactRow *self)
{
  show_texts (self);
  speak (self);
}

static gboolean
on_query_tooltip (HxContactRow *self,
                  int           x,
                  int           y,
                  gboolean      keyboard,
                  GtkTooltip   *tooltip)
{
  g_autofree char *words = NULL;

  if (self->contact == NULL || x >= self->font.at_width || y < hx_contact_row_day_height (self))
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
  g_clear_pointer ((GtkWidget **) &self->feedback, gtk_widget_unparent);
  for (guint i = 0; i < HX_ROW_N_TEXTS; i++)
    g_clear_object (&self->texts[i]);
  G_OBJECT_CLASS (hx_contact_row_parent_class)->dispose (object);
}

static void
hx_contact_row_class_init (HxContactRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_contact_row_dispose;
  widget_class->get_request_mode = hx_contact_row_get_request_mode;
  widget_class->measure = hx_contact_row_measure;
  widget_class->size_allocate = hx_contact_row_size_allocate;
  widget_class->snapshot = hx_contact_row_snapshot;
  gtk_widget_class_set_css_name (widget_class, "contact");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static PangoLayout *
make_layout (HxContactRow    *self,
             HxContactRowText text)
{
  PangoLayout *layout = hx_draw_layout (GTK_WIDGET (self), "", text == HX_ROW_WHO ? SMALL : 1, PANGO_WEIGHT_NORMAL);

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  if (text == HX_ROW_AT || text == HX_ROW_WHO)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  return layout;
}

static void
hx_contact_row_init (HxContactRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  for (guint i = 0; i < HX_ROW_N_TEXTS; i++)
    self->texts[i] = make_layout (self, i);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
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
 *
 * Its place is to be told next, with hx_contact_row_set_place().
 */
void
hx_contact_row_bind (HxContactRow *self,
                     HxWorkspace  *workspace,
                     HxRecord     *contact)
{
  g_return_if_fail (HX_IS_CONTACT_ROW (self));

  g_set_object (&self->workspace, workspace);
  self->contact = g_object_ref (contact);
  g_signal_connect_swapped (contact, "notify", G_CALLBACK (on_changed), self);
  self->spoken = FALSE;
  show_texts (self);
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

  if (day != self->day_number || today != self->day_seen_from)
    {
      g_autofree char *markup = hx_contact_day_markup (at, now);

      pango_layout_set_markup (self->texts[HX_ROW_DAY], markup, -1);
      self->day_number = day;
      self->day_seen_from = today;
    }
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

  if (first_of_day)
    show_day (self, now);
  if (self->first_of_day != first_of_day)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  self->spoken = self->spoken && self->first_of_day == first_of_day;
  self->first_of_day = first_of_day;
  self->last_of_day = last_of_day;
  if (!self->spoken)
    speak (self);
}

static GtkBox *
make_body (HxContactRow *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (body, "hx-contact-body");
  gtk_widget_add_css_class (body, "open");
  gtk_widget_set_parent (body, GTK_WIDGET (self));
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
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
