/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "hx-rectification-words.h"
#include "widgets/hx-when.h"

/* What card and pane say of a rectification; both say it alike. */

static HxRectificationState
state_of (HxRecord *self)
{
  return (HxRectificationState) hx_record_get_enum (self, HX_RECTIFICATION_STATE);
}

/**
 * hx_rectification_is_overdue:
 * @self: a rectification
 * @now: this moment, µs
 *
 * Once the owner has reported it done, the clock of the rectification has ended:
 * what is verified or tracked is not overdue.
 *
 * Returns: whether its time is over and somebody still owes something
 */
gboolean
hx_rectification_is_overdue (HxRecord *self,
                             gint64    now)
{
  return state_of (self) <= HX_RECTIFICATION_IN_PROGRESS && hx_record_has (self, HX_RECTIFICATION_DUE_AT)
         && hx_record_get_int (self, HX_RECTIFICATION_DUE_AT) < now;
}

/**
 * hx_rectification_has_target:
 * @self: a rectification
 *
 * Returns: whether it is accepted by a number
 */
gboolean
hx_rectification_has_target (HxRecord *self)
{
  return hx_record_has (self, HX_RECTIFICATION_CRITERION_TARGET);
}

static gboolean
wants_less (HxRecord *self)
{
  return g_strcmp0 (hx_record_get_text (self, HX_RECTIFICATION_CRITERION_COMPARISON), "<=") == 0;
}

/**
 * hx_rectification_is_met:
 * @self: a rectification
 *
 * Returns: whether the metric is where the criterion wants it now
 */
gboolean
hx_rectification_is_met (HxRecord *self)
{
  double current = hx_record_get_real (self, HX_RECTIFICATION_CRITERION_CURRENT);
  double target = hx_record_get_real (self, HX_RECTIFICATION_CRITERION_TARGET);

  if (!hx_rectification_has_target (self) || !hx_record_has (self, HX_RECTIFICATION_CRITERION_CURRENT))
    return FALSE;
  return wants_less (self) ? current <= target : current >= target;
}

/**
 * hx_rectification_number:
 * @self: a rectification
 *
 * Returns: (transfer full): "ZG-1042"
 */
char *
hx_rectification_number (HxRecord *self)
{
  return g_strdup_printf ("ZG-%" G_GINT64_FORMAT, hx_record_get_int (self, HX_RECTIFICATION_NUMBER));
}

/**
 * hx_rectification_who:
 * @self: a rectification
 *
 * Returns: (transfer full): department and owner, or what is still to be decided
 */
char *
hx_rectification_who (HxRecord *self)
{
  const char *department = hx_record_get_text (self, HX_RECTIFICATION_DEPARTMENT_NAME);
  const char *owner = hx_record_get_text (self, HX_RECTIFICATION_OWNER_NAME);

  if (department == NULL)
    return g_strdup (_ ("Department to be decided"));
  return g_strdup_printf ("%s · %s", department, owner != NULL && *owner != '\0' ? owner : _ ("to be assigned"));
}

/**
 * hx_rectification_voices:
 * @self: a rectification
 *
 * Returns: (transfer full): how many agents raised it, in words
 */
char *
hx_rectification_voices (HxRecord *self)
{
  gint64 n = hx_record_get_int (self, HX_RECTIFICATION_VOICES);

  return g_strdup_printf (ngettext ("%d agent", "%d agents", (gulong) n), (int) n);
}

/* "92.4%", "3.5 s": one decimal at most, none where there is nothing behind the point. */
static char *
say_number (HxRecord *self,
            double    value)
{
  const char *unit = hx_record_get_text (self, HX_RECTIFICATION_CRITERION_UNIT);
  double rounded = round (value * 10) / 10;
  g_autofree char *number = g_strdup_printf (fabs (rounded - round (rounded)) < 0.05 ? "%.0f" : "%.1f", rounded);

  if (unit == NULL || *unit == '\0')
    return g_steal_pointer (&number);
  return g_strdup_printf (*unit == '%' ? "%s%s" : "%s %s", number, unit);
}

/**
 * hx_rectification_value:
 * @self: a rectification
 * @field: its baseline, target or current value
 *
 * Returns: (transfer full) (nullable): the value with its unit
 */
char *
hx_rectification_value (HxRecord *self,
                        guint     field)
{
  return hx_record_has (self, field) ? say_number (self, hx_record_get_real (self, field)) : NULL;
}

/**
 * hx_rectification_verdict:
 * @self: a rectification with a target
 *
 * Returns: (transfer full): where the metric is and what that means, "81%, 17 pt to go"
 */
char *
hx_rectification_verdict (HxRecord *self)
{
  const char *unit = hx_record_get_text (self, HX_RECTIFICATION_CRITERION_UNIT);
  double current = hx_record_get_real (self, HX_RECTIFICATION_CRITERION_CURRENT);
  double gap = fabs (hx_record_get_real (self, HX_RECTIFICATION_CRITERION_TARGET) - current);
  g_autofree char *value = hx_rectification_value (self, HX_RECTIFICATION_CRITERION_CURRENT), *rest = NULL;
  g_autofree char *points = g_strdup_printf (gap < 10 && gap - floor (gap) >= 0.05 ? "%.1f" : "%.0f", gap);

  if (value == NULL)
    return g_strdup (_ ("not measured yet"));
  if (hx_rectification_is_met (self))
    /* Translators: the metric is at %s, which meets its target */
    return g_strdup_printf (_ ("%s, met"), value);
  if (g_strcmp0 (unit, "%") == 0)
    /* Translators: the metric is at %s; the second %s is how many percentage points are missing */
    return g_strdup_printf (_ ("%s, %s pt to go"), value, points);
  rest = say_number (self, gap);
  /* Translators: the metric is at %s; the second %s, with its unit, is what is missing */
  return g_strdup_printf (_ ("%s, %s to go"), value, rest);
}

/**
 * hx_rectification_criterion:
 * @self: a rectification
 *
 * Returns: (transfer full): when it will be accepted, "Tag completeness ≥ 90%"
 */
char *
hx_rectification_criterion (HxRecord *self)
{
  const char *metric = hx_record_get_text (self, HX_RECTIFICATION_CRITERION_METRIC);
  g_autofree char *target = hx_rectification_value (self, HX_RECTIFICATION_CRITERION_TARGET);

  if (metric == NULL)
    return g_strdup (_ ("No criterion yet. Without one it cannot be accepted."));
  if (target == NULL)
    return g_strdup (metric);
  return g_strdup_printf ("%s %s %s", metric, wants_less (self) ? "≤" : "≥", target);
}

static char *
done_words (HxRecord *self,
            gint64    now)
{
  gint64 at = hx_record_get_int (self, HX_RECTIFICATION_DONE_AT);
  g_autofree char *when = hx_when_short (at, now);
  gint64 today = hx_when_day_start (now);

  if (!hx_record_has (self, HX_RECTIFICATION_DONE_AT))
    return g_strdup (_ ("Done"));
  if (at >= today)
    return g_strdup (_ ("Done today"));
  if (at >= hx_when_day_start (today - 1))
    return g_strdup (_ ("Done yesterday"));
  /* Translators: %s is a day of the week or a date */
  return g_strdup_printf (_ ("Done %s"), when);
}

/**
 * hx_rectification_show_clock:
 * @self: a rectification
 * @pill: what shows its clock
 * @policy: when a clock wants somebody
 * @now: this moment, µs
 * @brief: whether there is little room
 */
void
hx_rectification_show_clock (HxRecord     *self,
                             HxPill       *pill,
                             HxPolicyView *policy,
                             gint64        now,
                             gboolean      brief)
{
  gint64 due = hx_record_get_int (self, HX_RECTIFICATION_DUE_AT), began = hx_record_get_int (self, HX_RECORD_CREATED_AT);
  gint64 soon = began + (due - began) / 100 * hx_policy_view_get (policy, HX_KEY_SOON_PERCENT);
  g_autofree char *words = NULL, *absolute = NULL;

  gtk_widget_set_tooltip_text (GTK_WIDGET (pill), NULL);
  if (state_of (self) >= HX_RECTIFICATION_DONE)
    {
      words = done_words (self, now);
      hx_pill_set (pill, "good", NULL, words);
      return;
    }
  if (!hx_record_has (self, HX_RECTIFICATION_DUE_AT))
    {
      hx_pill_set (pill, "line", NULL, _ ("No due time yet"));
      return;
    }
  if (due < now && !hx_rectification_is_overdue (self, now))
    {
      hx_pill_set (pill, NULL, NULL, NULL);
      return;
    }
  words = brief ? hx_when_left_brief (due, now) : hx_when_left (due, now);
  absolute = hx_when_absolute (due);
  hx_pill_set (pill, due < now ? "over" : now >= soon ? "soon" : "time", NULL, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (pill), absolute);
}

static GtkWidget *
add_chip (GtkBox     *box,
          const char *kind,
          const char *icon_name,
          const char *words)
{
  GtkWidget *pill = hx_pill_new (kind, words);

  if (icon_name != NULL)
    g_object_set (pill, "icon-name", icon_name, NULL);
  gtk_box_append (box, pill);
  return pill;
}

/**
 * hx_rectification_show_chips:
 * @self: a rectification
 * @box: an own box; what it holds is replaced, and it hides when there is nothing
 * @brief: whether there is little room
 */
void
hx_rectification_show_chips (HxRecord *self,
                             GtkBox   *box,
                             gboolean  brief)
{
  gint64 iteration = hx_record_get_int (self, HX_RECTIFICATION_ITERATION);
  gboolean big = hx_record_get_enum (self, HX_RECTIFICATION_SIZE) == HX_SIZE_BIG;
  gboolean crowded;
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, old);
  if (state_of (self) == HX_RECTIFICATION_VERIFYING)
    add_chip (box, "info", "object-select-symbolic", _ ("Verifying"));
  if (state_of (self) == HX_RECTIFICATION_TRACKING)
    add_chip (box, "info", "view-reveal-symbolic", _ ("Tracking"));
  if (hx_record_get_enum (self, HX_RECTIFICATION_LANE) == HX_LANE_PROMOTION)
    add_chip (box, "line", "hx-lane-symbolic", _ ("Promotion lane"));
  /* A third chip would leave none of them readable on a narrow card; the pane beside it says the size. */
  crowded = brief && iteration > 1 && gtk_widget_get_first_child (GTK_WIDGET (box)) != NULL;
  if (big && !crowded)
    add_chip (box, "line", NULL, brief ? C_ ("size", "Big") : _ ("Big issue"));
  if (iteration > 1)
    {
      /* Translators: which attempt at a rectification this is, counted from 1 */
      g_autofree char *words = g_strdup_printf (_ ("Round %d"), (int) iteration);
      g_autofree char *number = g_strdup_printf ("%d", (int) iteration);
      GtkWidget *chip = add_chip (box, "line", "hx-loop-symbolic", brief ? number : words);

      gtk_widget_set_tooltip_text (chip, words);
      gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
    }
  gtk_widget_set_visible (GTK_WIDGET (box), gtk_widget_get_first_child (GTK_WIDGET (box)) != NULL);
}
