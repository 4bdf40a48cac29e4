/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "backup/hx-line-file.h"
#include "backup/hx-row.h"
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* As a whole file: its lines come one by one until it is known to be right or wrong. */
static void
check_file (const guint8 *data,
            gsize         size)
{
  int fd = memfd_create ("import", MFD_CLOEXEC);
  g_autoptr (HxLineReader) lines = NULL;
  g_autoptr (GError) error = NULL;
  HxLineResult result;
  const char *line;
  gsize length;

  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  lines = hx_line_reader_new (fd);
  while ((result = hx_line_reader_next (lines, &line, &length, &error)) == HX_LINE_THERE)
    g_assert_cmpuint (length, <=, size);
  g_assert_true ((result == HX_LINE_FAILED) == (error != NULL));
}

/* A line is a row in its one form, or is refused with a reason. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static HxCatalog *catalog = NULL;
  g_auto (HxRow) row = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (catalog == NULL)
    catalog = hx_catalog_new (&error);
  g_assert_no_error (error);
  check_file (data, size);
  if (!hx_row_parse (&row, catalog, (const char *) data, size, &error))
    {
      g_assert_error (error, HX_ERROR, HX_ERROR_MALFORMED);
      return 0;
    }
  g_assert_true (hx_row_append (&row, out, NULL));
  g_assert_cmpuint (out->len, ==, size);
  g_assert_cmpint (memcmp (out->str, data, size), ==, 0);
  g_assert_cmpint (hx_row_compare_keys (&row, &row), ==, 0);
  return 0;
}
