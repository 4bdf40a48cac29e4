/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-fixture.h"
#include "hx-time.h"
#include "sample/hx-sample.h"

G_BEGIN_DECLS

/* A Friday afternoon in Hangzhou, and half past midnight after it. */
#define AFTERNOON (G_GINT64_CONSTANT (1795163640) * HX_SECOND)
#define NIGHT (AFTERNOON + 7 * HX_HOUR + 50 * HX_MINUTE)

/* A store of its own, and what the generator said. */
typedef struct
{
  char *folder;
  char *recordings;
  char *sample_dir;
  HxDb *db;
  char *note;
  guint steps;
  double last;
  GError *error;
} Sample;

void     sample_open     (Sample     *sample);
void     sample_close    (Sample     *sample);
gboolean sample_generate (Sample     *sample,
                          guint       seed,
                          gint64      now,
                          guint       contacts);
gint64   sample_count    (Sample     *sample,
                          const char *sql);

/* No row names another that is not there; a server's engine sees to it itself. */
#define assert_no_dangling(sample) \
  do \
    if (hx_fixture_is_embedded ()) \
      assert_none (sample, "SELECT count(*) FROM pragma_foreign_key_check()"); \
  while (0)
#define assert_none(sample, sql) g_assert_cmpint (sample_count (sample, sql), ==, 0)

G_END_DECLS
