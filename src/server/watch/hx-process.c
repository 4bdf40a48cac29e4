/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-process.h"

#include <sys/resource.h>
#include <unistd.h>

static void
append_gauge (GString    *out,
              const char *name,
              const char *kind,
              guint64     number)
{
  g_string_append_printf (out, "# TYPE %s %s\n%s %" G_GUINT64_FORMAT "\n", name, kind, name, number);
}

/* The second number of statm is the pages in memory. */
static guint64
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  parts = g_strsplit (text, " ", 3);
  return g_strv_length (parts) < 2 ? 0 : g_ascii_strtoull (parts[1], NULL, 10) * (guint64) sysconf (_SC_PAGESIZE);
}

static guint64
open_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint64 count = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    count++;
  /* The folder itself is open while it is read. */
  return count > 0 ? count - 1 : 0;
}

static double
seconds_of_processor (void)
{
  struct rusage usage;

  if (getrusage (RUSAGE_SELF, &usage) != 0)
    return 0;
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/**
 * hx_process_write:
 * @out: a text in the format of Prometheus
 *
 * Adds what the system knows of this process, under the names that every exporter uses.
 */
void
hx_process_write (GString *out)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  struct rlimit limit;

  append_gauge (out, "process_resident_memory_bytes", "gauge", resident_bytes ());
  append_gauge (out, "process_open_fds", "gauge", open_files ());
  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    append_gauge (out, "process_max_fds", "gauge", limit.rlim_cur);
  g_string_append_printf (out, "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total %s\n",
                          g_ascii_dtostr (text, sizeof text, seconds_of_processor ()));
}
