/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-metrics.h"
#include "hx-api.h"
#include "hx-process.h"

#include <string.h>

/* Upper ends of the buckets of durations, µs. */
static const gint64 duration_ends[] = { 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000 };

/* And of how many requests share one commit. */
static const gint64 batch_ends[] = { 1, 2, 5, 10, 20, 50, 100, 200 };

#define MAX_ENDS 11
G_STATIC_ASSERT (G_N_ELEMENTS (duration_ends) <= MAX_ENDS && G_N_ELEMENTS (batch_ends) <= MAX_ENDS);

/* Statuses by their first digit. */
#define N_CLASSES 6

/* After the operations of the API: pages beside it and paths that are none. */
#define OTHER HX_N_OPERATIONS

typedef struct
{
  guint64 buckets[MAX_ENDS + 1];
  guint64 sum;
} Histogram;

typedef struct
{
  char *name;
  char *labels; /* (nullable) */
  char *help;
  HxGaugeFunc func;
  gpointer data;
} Gauge;

struct _HxMetrics
{
  guint64 answered[HX_N_OPERATIONS + 1][N_CLASSES];
  Histogram durations[HX_N_OPERATIONS + 1];
  Histogram batches;
  Histogram commits;
  guint64 errors[HX_N_ERRORS];
  guint64 counts[HX_N_COUNTS];
  GHashTable *operations; /* name → place + 1 */
  GArray *gauges;         /* of Gauge; complete before anybody asks */
};

static void
add (guint64 *place,
     guint64  number)
{
  __atomic_fetch_add (place, number, __ATOMIC_RELAXED);
}

static guint64
look (const guint64 *place)
{
  return __atomic_load_n (place, __ATOMIC_RELAXED);
}

static void
histogram_count (Histogram    *self,
                 const gint64 *ends,
                 guint         n_ends,
                 gint64        value)
{
  guint i = 0;

  while (i < n_ends && value > ends[i])
    i++;
  add (&self->buckets[i], 1);
  add (&self->sum, (guint64) MAX (value, 0));
}

static void
gauge_clear (gpointer data)
{
  Gauge *gauge = data;

  g_free (gauge->name);
  g_free (gauge->labels);
  g_free (gauge->help);
}

/**
 * hx_metrics_new:
 *
 * Returns: (transfer full): counters that stand at zero
 */
HxMetrics *
hx_metrics_new (void)
{
  HxMetrics *self = g_new0 (HxMetrics, 1);

  self->operations = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    g_hash_table_insert (self->operations, (gpointer) hx_operations[i].name, GUINT_TO_POINTER (i + 1));
  self->gauges = g_array_new (FALSE, FALSE, sizeof (Gauge));
  g_array_set_clear_func (self->gauges, gauge_clear);
  return self;
}

/**
 * hx_metrics_free:
 * @self: (transfer full) (nullable): counters
 */
void
hx_metrics_free (HxMetrics *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->operations);
  g_array_unref (self->gauges);
  g_free (self);
}

/**
 * hx_metrics_add_gauge:
 * @self: counters that nobody reads yet
 * @name: as Prometheus has it; gauges of one name are added one after the other
 * @labels: (nullable): `queue="read"`
 * @help: what it is
 * @func: gives the number, from any thread
 * @data: for @func
 */
void
hx_metrics_add_gauge (HxMetrics  *self,
                      const char *name,
                      const char *labels,
                      const char *help,
                      HxGaugeFunc func,
                      gpointer    data)
{
  Gauge gauge = { g_strdup (name), g_strdup (labels), g_strdup (help), func, data };

  g_array_append_val (self->gauges, gauge);
}

/**
 * hx_metrics_count:
 * @self: counters
 * @what: what happened
 * @number: how often
 */
void
hx_metrics_count (HxMetrics *self,
                  HxCount    what,
                  guint64    number)
{
  add (&self->counts[what], number);
}

/**
 * hx_metrics_count_answer:
 * @self: counters
 * @operation: its name; all that are not in the API table count as one
 * @status: the HTTP status
 * @spent: from the request line to the answer, µs
 */
void
hx_metrics_count_answer (HxMetrics  *self,
                         const char *operation,
                         guint       status,
                         gint64      spent)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->operations, operation));

  place = place > 0 ? place - 1 : OTHER;
  add (&self->answered[place][MIN (status / 100, N_CLASSES - 1)], 1);
  histogram_count (&self->durations[place], duration_ends, G_N_ELEMENTS (duration_ends), spent);
}

/**
 * hx_metrics_count_error:
 * @self: counters
 * @code: what a request was refused with
 */
void
hx_metrics_count_error (HxMetrics *self,
                        HxError    code)
{
  add (&self->errors[code], 1);
}

/**
 * hx_metrics_count_commit:
 * @self: counters
 * @jobs: how many requests it made durable
 * @spent: µs
 */
void
hx_metrics_count_commit (HxMetrics *self,
                         guint      jobs,
                         gint64     spent)
{
  histogram_count (&self->batches, batch_ends, G_N_ELEMENTS (batch_ends), jobs);
  histogram_count (&self->commits, duration_ends, G_N_ELEMENTS (duration_ends), spent);
}

/* -- the text of Prometheus --------------------------------------------------- */

static void
head (GString    *out,
      const char *name,
      const char *kind,
      const char *help)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void
append_number (GString *out,
               double   number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_dtostr (text, sizeof text, number));
  g_string_append_c (out, '\n');
}

/* `scale` turns the histogram's unit into the one that is shown. */
static void
write_histogram (GString         *out,
                 const char      *name,
                 const char      *labels,
                 const Histogram *histogram,
                 const gint64    *ends,
                 guint            n_ends,
                 double           scale)
{
  const char *comma = *labels != '\0' ? "," : "";
  const char *open = *labels != '\0' ? "{" : "", *close = *labels != '\0' ? "}" : "";
  char end[G_ASCII_DTOSTR_BUF_SIZE];
  guint64 total = 0;

  for (guint i = 0; i < n_ends; i++)
    {
      total += look (&histogram->buckets[i]);
      g_ascii_formatd (end, sizeof end, "%g", (double) ends[i] * scale);
      g_string_append_printf (out, "%s_bucket{%s%sle=\"%s\"} %" G_GUINT64_FORMAT "\n", name, labels, comma, end, total);
    }
  total += look (&histogram->buckets[n_ends]);
  g_string_append_printf (out, "%s_bucket{%s%sle=\"+Inf\"} %" G_GUINT64_FORMAT "\n", name, labels, comma, total);
  g_string_append_printf (out, "%s_sum%s%s%s ", name, open, labels, close);
  append_number (out, (double) look (&histogram->sum) * scale);
  g_string_append_printf (out, "%s_count%s%s%s %" G_GUINT64_FORMAT "\n", name, open, labels, close, total);
}

static gboolean
was_used (const Histogram *histogram)
{
  for (guint i = 0; i <= MAX_ENDS; i++)
    if (look (&histogram->buckets[i]) > 0)
      return TRUE;
  return FALSE;
}

static const char *
operation_name (guint place)
{
  return place == OTHER ? "other" : hx_operations[place].name;
}

static void
write_answers (HxMetrics *self,
               GString   *out)
{
  head (out, "huixiang_requests_total", "counter", "Requests answered.");
  for (guint i = 0; i <= OTHER; i++)
    for (guint class = 1; class < N_CLASSES; class++)
      {
        guint64 number = look (&self->answered[i][class]);

        if (number > 0)
          g_string_append_printf (out, "huixiang_requests_total{operation=\"%s\",status=\"%uxx\"} %" G_GUINT64_FORMAT "\n",
                                  operation_name (i), class, number);
      }
  head (out, "huixiang_request_duration_seconds", "histogram", "From the request line to the answer.");
  for (guint i = 0; i <= OTHER; i++)
    {
      g_autofree char *labels = g_strdup_printf ("operation=\"%s\"", operation_name (i));

      if (was_used (&self->durations[i]))
        write_histogram (out, "huixiang_request_duration_seconds", labels, &self->durations[i], duration_ends,
                         G_N_ELEMENTS (duration_ends), 1e-6);
    }
}

static void
write_store (HxMetrics *self,
             GString   *out)
{
  head (out, "huixiang_commit_requests", "histogram", "Requests that one commit made durable.");
  write_histogram (out, "huixiang_commit_requests", "", &self->batches, batch_ends, G_N_ELEMENTS (batch_ends), 1);
  head (out, "huixiang_commit_duration_seconds", "histogram", "From the beginning of a transaction to its commit.");
  write_histogram (out, "huixiang_commit_duration_seconds", "", &self->commits, duration_ends,
                   G_N_ELEMENTS (duration_ends), 1e-6);
  head (out, "huixiang_errors_total", "counter", "Requests refused, by the code of the problem; store_… are the store's.");
  for (guint i = 0; i < HX_N_ERRORS; i++)
    if (look (&self->errors[i]) > 0 || g_str_has_prefix (hx_error_name (i), "store_"))
      g_string_append_printf (out, "huixiang_errors_total{code=\"%s\"} %" G_GUINT64_FORMAT "\n", hx_error_name (i),
                              look (&self->errors[i]));
}

static void
write_counts (HxMetrics *self,
              GString   *out)
{
  static const struct
  {
    const char *name;
    const char *help;
  } counts[HX_N_COUNTS] = {
    [HX_COUNT_EVENTS] = { "huixiang_events_sent_total", "Events queued for open streams." },
    [HX_COUNT_CUT_STREAMS] = { "huixiang_streams_cut_total", "Streams told to load anew because they were too slow or too late." },
  };

  for (guint i = 0; i < HX_N_COUNTS; i++)
    {
      head (out, counts[i].name, "counter", counts[i].help);
      g_string_append_printf (out, "%s %" G_GUINT64_FORMAT "\n", counts[i].name, look (&self->counts[i]));
    }
}

static void
write_gauges (HxMetrics *self,
              GString   *out)
{
  const char *last = "";

  for (guint i = 0; i < self->gauges->len; i++)
    {
      const Gauge *gauge = &g_array_index (self->gauges, Gauge, i);

      if (strcmp (last, gauge->name) != 0)
        head (out, gauge->name, "gauge", gauge->help);
      last = gauge->name;
      g_string_append (out, gauge->name);
      if (gauge->labels != NULL)
        g_string_append_printf (out, "{%s}", gauge->labels);
      g_string_append_c (out, ' ');
      append_number (out, gauge->func (gauge->data));
    }
}

/**
 * hx_metrics_to_text:
 * @self: counters
 *
 * Returns: (transfer full): all of them in the text format of Prometheus
 */
GString *
hx_metrics_to_text (HxMetrics *self)
{
  GString *out = g_string_sized_new (16384);

  write_answers (self, out);
  write_store (self, out);
  write_counts (self, out);
  write_gauges (self, out);
  head (out, "huixiang_build_info", "gauge", "Always 1.");
  g_string_append (out, "huixiang_build_info{version=\"" HX_VERSION "\"} 1\n");
  hx_process_write (out);
  return out;
}
