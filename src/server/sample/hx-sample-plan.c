/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include <stdlib.h>

/* The days whose calls lead to what is open now; before them telephones were quieter. */
#define BUSY_DAYS 26
#define AFTER_CALL (7 * HX_MINUTE)

/* Monday is 0. */
static guint
weekday (HxSample *self,
         int       day)
{
  return (guint) (((self->today + self->offset) / HX_DAY - day + 3) % 7);
}

/* When something can happen on a day: while people are awake, and never later than now. */
void
hx_sample_day_bounds (HxSample *self,
                      int       day,
                      gint64   *from,
                      gint64   *to)
{
  gint64 midnight = self->today - day * HX_DAY;

  *from = midnight + 7 * HX_HOUR + HX_HOUR / 2;
  *to = midnight + 22 * HX_HOUR + HX_HOUR / 2;
  if (day > 0)
    return;
  *to = MIN (*to, self->options->now - 2 * HX_MINUTE);
  *from = MIN (*from, self->options->now - 3 * HX_HOUR);
}

/* When telephones are manned. Whoever looks at night must also find calls of today. */
static void
shift_bounds (HxSample *self,
              int       day,
              gint64   *from,
              gint64   *to)
{
  gint64 midnight = self->today - day * HX_DAY;

  *from = midnight + 9 * HX_HOUR;
  *to = midnight + 19 * HX_HOUR + HX_HOUR / 2;
  if (day > 0)
    return;
  *to = self->options->now - 8 * HX_MINUTE;
  if (*to - *from < 90 * HX_MINUTE || *to > midnight + 21 * HX_HOUR)
    *from = MIN (*from, *to - 100 * HX_MINUTE);
  else
    *to = MIN (*to, midnight + 20 * HX_HOUR);
}

/* Spreads the recorded calls: one of each agent today, the others over three weeks. */
void
hx_sample_plan_audio (HxSample *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean demo = FALSE;

  for (guint i = 0; i < self->audio->len; i++)
    {
      HxSampleAudio *audio = g_ptr_array_index (self->audio, i);

      audio->day = 1 + (int) hx_sample_number (self, 21);
      while (weekday (self, audio->day) > 4)
        audio->day++;
      if (!demo && hx_sample_audio_is_demo (audio))
        {
          audio->day = 1;
          demo = TRUE;
        }
      else if (audio->duration_ms > 0 && g_hash_table_add (seen, audio->agent))
        audio->day = 0;
    }
}

static guint
calls_of_day (HxSample *self,
              int       day)
{
  double mean = day == 0 ? 5.5 : day == 1 ? 3.6 : day < BUSY_DAYS ? 1.4 : 0.5;
  guint whole;

  if (day > 0 && weekday (self, day) > 4)
    mean *= day == 1 ? 0.8 : 0.3;
  mean *= 0.7 + 0.6 * g_rand_double (self->random);
  whole = (guint) mean;
  return MAX (day == 0 ? 4 : 0, whole + hx_sample_chance (self, mean - whole));
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 two = *(const gint64 *) b;

  return (one > two) - (one < two);
}

/* When an agent's calls of a day begin: apart from each other, seldom at lunch. */
static guint
plan_times (HxSample *self,
            int       day,
            gint64   *times,
            guint     n)
{
  gint64 from, to;
  guint kept = 0;

  shift_bounds (self, day, &from, &to);
  for (guint i = 0; i < n; i++)
    {
      times[i] = hx_sample_span (self, from, to);
      if (hx_sample_hour (self, times[i]) >= 12 && hx_sample_hour (self, times[i]) < 13.5)
        times[i] = hx_sample_span (self, from, to);
    }
  qsort (times, n, sizeof *times, compare_times);
  for (guint i = 0; i < n; i++)
    {
      gint64 at = kept > 0 ? MAX (times[i], times[kept - 1] + AFTER_CALL) : times[i];

      if (at <= to)
        times[kept++] = at;
    }
  return kept;
}

static gboolean
may_take_part (HxSampleCustomer *customer,
               int               day,
               gint64            at,
               HxDirection       direction)
{
  if (customer->planned != NULL || customer->last_at >= at || customer->first_day <= day)
    return FALSE;
  if (customer->unknown || !(customer->facts & HX_FACT_LED))
    return FALSE;
  if (customer->audio != NULL && (customer->audio->day == day || customer->audio->day + 1 == day))
    return FALSE;
  return direction == HX_DIRECTION_IN
         || (hx_sample_may_touch (customer, at) && !(customer->facts & HX_FACT_NO_CALLS));
}

/* A seller's newest lead whom nobody has rung yet; today the first agent also rings the customer of the tour. */
static HxSampleCustomer *
choose_fresh (HxSample      *self,
              HxSampleAgent *agent,
              int            day,
              gint64         at,
              HxDirection    direction)
{
  for (guint i = self->people->len; agent->telesales && direction == HX_DIRECTION_OUT && i-- > 0;)
    {
      HxSampleCustomer *customer = g_ptr_array_index (self->people, i);
      gboolean wanted = !(customer->facts & HX_FACT_TALKED) || (customer->demo && (day == 0 || day % 19 == 5));

      if (wanted && customer->agent == agent && may_take_part (customer, day, at, direction))
        return customer;
    }
  return NULL;
}

/* Whom an agent talks with: sellers with their own leads, the fresh ones first; the service line with whoever rings. */
static HxSampleCustomer *
choose_customer (HxSample      *self,
                 HxSampleAgent *agent,
                 int            day,
                 gint64         at,
                 HxDirection    direction)
{
  HxSampleCustomer *any = choose_fresh (self, agent, day, at, direction);

  if (any != NULL)
    return any;
  for (guint tries = 0; tries < 200; tries++)
    {
      HxSampleCustomer *customer = g_ptr_array_index (self->people, hx_sample_number (self, self->people->len));
      gboolean talked = (customer->facts & HX_FACT_TALKED) != 0;

      if (!may_take_part (customer, day, at, direction))
        continue;
      if (agent->telesales ? customer->agent == agent && (!talked || hx_sample_chance (self, 0.5))
                           : direction == HX_DIRECTION_OUT ? (customer->facts & HX_FACT_SERVED) != 0 : talked)
        return customer;
      if (direction == HX_DIRECTION_IN || agent->telesales)
        any = customer;
    }
  return any;
}

/* Somebody of whom nothing is known but the number. */
static HxSampleCustomer *
choose_unknown (HxSample *self,
                int       day)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      HxSampleCustomer *customer = g_ptr_array_index (self->people, i);

      if (customer->unknown && customer->first_day >= day && customer->last_at == 0 && customer->planned == NULL)
        return customer;
    }
  return NULL;
}

static HxSampleAudio *
choose_audio (HxSample      *self,
              HxSampleAgent *agent,
              int            day)
{
  const char *name = hx_record_get_text (agent->record, HX_USER_NAME);

  for (guint i = 0; i < self->audio->len; i++)
    {
      HxSampleAudio *audio = g_ptr_array_index (self->audio, i);

      if (audio->day == day && !audio->used && g_str_equal (audio->agent, name))
        return audio;
    }
  return NULL;
}

static void
plan_call (HxSample      *self,
           HxSampleAgent *agent,
           int            day,
           gint64         at)
{
  HxSampleAudio *audio = choose_audio (self, agent, day);
  HxSampleCustomer *customer = NULL;
  HxSampleCall *call;
  HxDirection direction = hx_sample_chance (self, agent->telesales ? 0.87 : 0.15) ? HX_DIRECTION_OUT : HX_DIRECTION_IN;

  if (audio != NULL)
    customer = audio->customer;
  else if (!agent->telesales && day < 14)
    customer = choose_unknown (self, day);
  if (audio != NULL)
    direction = audio->direction;
  else if (customer != NULL)
    direction = HX_DIRECTION_IN;
  else
    customer = choose_customer (self, agent, day, at, direction);
  if (customer == NULL)
    return;
  call = g_new0 (HxSampleCall, 1);
  call->customer = customer;
  call->agent = agent;
  call->audio = audio;
  call->at = at;
  call->direction = direction;
  call->answered = audio != NULL || customer->unknown || customer->demo || hx_sample_chance (self, direction == HX_DIRECTION_OUT ? 0.8 : 0.94);
  customer->planned = call;
  if (audio != NULL)
    audio->used = TRUE;
  g_ptr_array_add (self->calls, call);
}

/* The calls of a day: each agent's hours, and whom they are with. */
void
hx_sample_plan_day (HxSample *self,
                    int       day)
{
  for (guint i = 0; i < self->agents->len; i++)
    {
      HxSampleAgent *agent = g_ptr_array_index (self->agents, i);
      gint64 times[24];
      guint own = 0;
      guint n;

      for (guint j = 0; j < self->audio->len; j++)
        {
          HxSampleAudio *audio = g_ptr_array_index (self->audio, j);

          own += audio->day == day && g_str_equal (audio->agent, hx_record_get_text (agent->record, HX_USER_NAME));
        }
      n = MIN (G_N_ELEMENTS (times), MAX (own, calls_of_day (self, day)));
      n = plan_times (self, day, times, n);
      for (guint j = 0; j < n; j++)
        plan_call (self, agent, day, times[j]);
    }
}
