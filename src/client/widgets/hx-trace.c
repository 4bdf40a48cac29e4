/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-trace.h"

#include <string.h>
#include <time.h>

#define TRACE_DOMAIN "huixiang-trace"

/* The benchmarks measure the real program from outside. For them, and only when
 * they ask with G_MESSAGES_DEBUG=huixiang-trace, a window says when a frame was
 * begun and painted, in µs of the monotonic clock that all processes share, and
 * how many µs of the processor it took: on a busy machine the two differ. */
typedef struct
{
  const char *name;
  gboolean shown;
  gint64 begun;
  gint64 worked;
} Trace;

static gint64
get_work (void)
{
  struct timespec work;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &work);
  return work.tv_sec * G_USEC_PER_SEC + work.tv_nsec / 1000;
}

static void
on_before_paint (GdkFrameClock *clock,
                 Trace         *trace)
{
  trace->begun = g_get_monotonic_time ();
  trace->worked = get_work ();
}

static void
on_after_paint (GdkFrameClock *clock,
                Trace         *trace)
{
  g_log (TRACE_DOMAIN, G_LOG_LEVEL_DEBUG, "%s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
         trace->name, trace->shown ? "frame" : "first", trace->begun, g_get_monotonic_time (),
         get_work () - trace->worked);
  trace->shown = TRUE;
}

static void
on_map (GtkWidget *window,
        Trace     *trace)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  trace->shown = FALSE;
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), trace);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), trace);
}

static void
on_unmap (GtkWidget *window,
          Trace     *trace)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  if (clock != NULL)
    g_signal_handlers_disconnect_by_data (clock, trace);
}

/**
 * hx_trace_window:
 * @window: a window that is not shown yet
 * @name: (transfer none): how the trace calls it; a static string
 *
 * Lets the benchmarks see when frames of @window are painted. Costs nothing
 * unless they asked for it.
 */
void
hx_trace_window (GtkWindow  *window,
                 const char *name)
{
  const char *domains = g_getenv ("G_MESSAGES_DEBUG");
  Trace *trace;

  if (domains == NULL || strstr (domains, TRACE_DOMAIN) == NULL)
    return;
  trace = g_new0 (Trace, 1);
  trace->name = name;
  g_signal_connect (window, "map", G_CALLBACK (on_map), trace);
  g_signal_connect (window, "unmap", G_CALLBACK (on_unmap), trace);
  g_object_set_data_full (G_OBJECT (window), "hx-trace", trace, g_free);
}
