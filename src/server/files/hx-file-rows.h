/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/hx-db.h"

G_BEGIN_DECLS

/* The rows of `files`: which file is there, and how much room all of them take.
 * A file is kept, or doomed until it is removed, or missing although it should be
 * there. The bytes are HxFileStore's. */
typedef struct
{
  const char *name;   /* as HxFileStore gave it */
  const char *digest; /* SHA-256 of the bytes, hexadecimal */
  gint64 size;
} HxFileRow;

gboolean hx_file_rows_check_room (HxDb            *db,
                                  gint64           quota,
                                  gint64           more,
                                  GError         **error);
gboolean hx_file_rows_add        (HxDb            *db,
                                  const HxFileRow *row,
                                  gint64           quota,
                                  gint64           now,
                                  GError         **error);
gboolean hx_file_rows_drop       (HxDb            *db,
                                  const char      *name,
                                  GError         **error);
gboolean hx_file_rows_recount    (HxDb            *db,
                                  GError         **error);
gboolean hx_file_rows_adopt      (HxDb            *db,
                                  gint64           now,
                                  GError         **error);
gboolean hx_file_rows_has        (HxDb            *db,
                                  const char      *name,
                                  gboolean        *has,
                                  GError         **error);
gboolean hx_file_rows_forget     (HxDb            *db,
                                  const char      *name,
                                  GError         **error);
gboolean hx_file_rows_mark       (HxDb            *db,
                                  const char      *name,
                                  gboolean         missing,
                                  GError         **error);

/* One row of hx_file_rows_page(). */
typedef struct
{
  char *name;
  char *state; /* kept, doomed or missing */
  char *digest;
  gint64 size;
} HxFileFact;

void       hx_file_fact_free     (HxFileFact      *self);
GPtrArray *hx_file_rows_page     (HxDb            *db,
                                  const char      *after,
                                  guint            limit,
                                  GError         **error);

GPtrArray *hx_file_rows_doomed   (HxDb            *db,
                                  guint            limit,
                                  GError         **error);

G_END_DECLS
