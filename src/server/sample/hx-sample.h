/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hx-db.h"

G_BEGIN_DECLS

/**
 * HxSampleOptions:
 * @recordings_folder: where the server keeps its recordings; made if missing
 * @sample_dir: (nullable): the folder with audio/manifest.tsv; without it the
 *   sample has no audio
 * @seed: the same seed and the same @now give the same data
 * @now: µs UTC; everything happened before it
 * @contacts: how many contacts one more customer gets, for measuring; 0 for no such customer
 * @password: (nullable): what everybody signs in with, each with their staff number; then
 *   there is an administrator too. %NULL for a lone computer, where nobody needs one
 */
typedef struct
{
  const char *recordings_folder;
  const char *sample_dir;
  guint seed;
  gint64 now;
  guint contacts;
  const char *password;
} HxSampleOptions;

/**
 * HxSampleProgress:
 * @fraction: how much is done, 0 to 1
 * @note: (nullable): something the user should know, such as missing audio
 * @data: user data
 */
typedef void (*HxSampleProgress) (double      fraction,
                                  const char *note,
                                  gpointer    data);

gboolean hx_sample_generate (HxDb                  *db,
                             const HxSampleOptions *options,
                             HxSampleProgress       func,
                             gpointer               data,
                             GError               **error);

G_END_DECLS
