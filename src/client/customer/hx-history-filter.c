/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hx-history-filter.h"
#include "hx-json.h"
#include "widgets/hx-chip.h"
#include "widgets/hx-when.h"

/* The chip before those of the channels. */
#define ALL HX_N_CHANNELS

/**
 * HxHistoryFilter:
 *
 * Which part of a history is shown. Emits #HxHistoryFilter::changed when the
 * choice is another.
 */
struct _HxHistoryFilter
{
  AdwBin parent_instance;

  HxChip *channels[HX_N_CHANNELS + 1];
  int channel; /* -1: all */
  gint64 before;
  gboolean setting; /* while we ourselves set it */

  GtkBox *chips;
  GtkToggleButton *search_button;
  GtkSearchEntry *search_entry;
  GtkPopover *date_popover;
  GtkCalendar *calendar;
  GtkWidget *from_bar;
  GtkLabel *from_label;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (HxHistoryFilter, hx_history_filter, ADW_TYPE_BIN)

static void
tell (HxHistoryFilter *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_chip (HxHistoryFilter *self,
         GParamSpec      *pspec,
         GtkToggleButton *chip)
{
  if (!gtk_toggle_button_get_active (chip))
    return;
  /* The one chosen before may still be active at this moment. */
  for (int i = 0; i <= HX_N_CHANNELS; i++)
    if (GTK_TOGGLE_BUTTON (self->channels[i]) == chip)
      self->channel = i == ALL ? -1 : i;
  tell (self);
}

static void
on_search_changed (HxHistoryFilter *self)
{
  tell (self);
}

static void
on_stop_search (HxHistoryFilter *self)
{
  gtk_toggle_button_set_active (self->search_button, FALSE);
}

static void
on_search_toggled (HxHistoryFilter *self)
{
  if (gtk_toggle_button_get_active (self->search_button))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  else
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

static void
set_before (HxHistoryFilter *self,
            gint64           before)
{
  self->before = before;
  gtk_widget_set_visible (self->from_bar, before > 0);
  if (before > 0)
    {
      g_autofree char *date = hx_when_date (before - 1, g_get_real_time ());
      /* Translators: a history that begins with a day chosen by the user and goes back from there */
      g_autofree char *words = g_strdup_printf (_ ("From %s back"), date);

      gtk_label_set_label (self->from_label, words);
    }
  tell (self);
}

static void
on_newest (HxHistoryFilter *self)
{
  set_before (self, 0);
}

static void
on_day_selected (HxHistoryFilter *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime) day = g_date_time_new_local (g_date_time_get_year (date), g_date_time_get_month (date),
                                                     g_date_time_get_day_of_month (date), 0, 0, 0);
  g_autoptr (GDateTime) next = g_date_time_add_days (day, 1);

  if (self->setting)
    return;
  gtk_popover_popdown (self->date_popover);
  set_before (self, g_date_time_to_unix (next) * G_USEC_PER_SEC);
}

static HxChip *
add_chip (HxHistoryFilter *self,
          const char      *icon_name,
          const char      *word)
{
  HxChip *chip = HX_CHIP (hx_chip_new (icon_name, word, 0));

  if (self->channels[ALL] != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), GTK_TOGGLE_BUTTON (self->channels[ALL]));
  g_signal_connect_swapped (chip, "notify::active", G_CALLBACK (on_chip), self);
  gtk_box_append (self->chips, GTK_WIDGET (chip));
  return chip;
}

static void
hx_history_filter_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HX_TYPE_HISTORY_FILTER);
  G_OBJECT_CLASS (hx_history_filter_parent_class)->dispose (object);
}

static void
hx_history_filter_class_init (HxHistoryFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hx_history_filter_dispose;
  /**
   * HxHistoryFilter::changed:
   * @self: the filter
   */
  signals[CHANGED]
    = g_signal_new ("changed", HX_TYPE_HISTORY_FILTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/huixiang/Huixiang/ui/customer/hx-history-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, HxHistoryFilter, chips);
  gtk_widget_class_bind_template_child (widget_class, HxHistoryFilter, search_button);
  gtk_widget_class_bind_template_child (widget_class, HxHistoryFilter, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HxHistoryFilter, date_popover);
  gtk_widget_class_bind_template_child (widget_class, HxHistoryFilter, calendar);
  gtk_widget_class_bind_template_child (widget_class, HxHistoryFilter, from_bar);
  gtk_widget_class_bind_template_child (widget_class, HxHistoryFilter, from_label);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_newest);
}

static void
hx_history_filter_init (HxHistoryFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->channel = -1;
  self->setting = TRUE;
  self->channels[ALL] = add_chip (self, NULL, _ ("All"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->channels[ALL]), TRUE);
  for (int i = 0; i < HX_N_CHANNELS; i++)
    {
      self->channels[i] = add_chip (self, hx_channel_enum.values[i].icon, _ (hx_channel_enum.values[i].label));
      gtk_widget_set_visible (GTK_WIDGET (self->channels[i]), FALSE);
    }
  self->setting = FALSE;
  g_signal_connect_object (self->search_button, "notify::active", G_CALLBACK (on_search_toggled), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hx_history_filter_reset:
 * @self: a filter
 *
 * All channels, no words, from the newest on; says nothing of it.
 */
void
hx_history_filter_reset (HxHistoryFilter *self)
{
  g_return_if_fail (HX_IS_HISTORY_FILTER (self));

  self->setting = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->channels[ALL]), TRUE);
  gtk_toggle_button_set_active (self->search_button, FALSE);
  set_before (self, 0);
  self->setting = FALSE;
}

/**
 * hx_history_filter_set_counts:
 * @self: a filter
 * @document: (nullable): JSON object of channel names and numbers of contacts
 *
 * Channels without a contact have no chip.
 */
void
hx_history_filter_set_counts (HxHistoryFilter *self,
                              const char      *document)
{
  g_autoptr (HxJson) counts = document != NULL ? hx_json_parse (document, strlen (document), NULL) : NULL;
  gint64 all = 0;

  g_return_if_fail (HX_IS_HISTORY_FILTER (self));

  for (int i = 0; i < HX_N_CHANNELS; i++)
    {
      gint64 n = counts != NULL ? hx_json_member_integer (counts, hx_channel_enum.values[i].name, 0) : 0;

      hx_chip_set_count (self->channels[i], (int) n);
      gtk_widget_set_visible (GTK_WIDGET (self->channels[i]),
                              n > 0 || gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->channels[i])));
      all += n;
    }
  hx_chip_set_count (self->channels[ALL], (int) all);
}

/**
 * hx_history_filter_get_channel:
 * @self: a filter
 *
 * Returns: an HxChannel, or -1 for all
 */
int
hx_history_filter_get_channel (HxHistoryFilter *self)
{
  return self->channel;
}

/**
 * hx_history_filter_get_text:
 * @self: a filter
 *
 * Returns: words that the summary must have; may be empty
 */
const char *
hx_history_filter_get_text (HxHistoryFilter *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
}

/**
 * hx_history_filter_get_before:
 * @self: a filter
 *
 * Returns: contacts are to be before this moment, µs; 0 for all
 */
gint64
hx_history_filter_get_before (HxHistoryFilter *self)
{
  return self->before;
}

/**
 * hx_history_filter_search:
 * @self: a filter
 *
 * Opens the entry for words and gives it the keyboard.
 */
void
hx_history_filter_search (HxHistoryFilter *self)
{
  gtk_toggle_button_set_active (self->search_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
