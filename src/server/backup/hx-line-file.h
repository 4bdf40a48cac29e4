/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

/* A file of JSON lines whose last line tells how many there are and their digest
 * (BLAKE2b), so that a file that ends early or was damaged is known as such. */
typedef struct _HxLineWriter HxLineWriter;
typedef struct _HxLineReader HxLineReader;

typedef enum
{
  HX_LINE_THERE,
  HX_LINE_END,    /* all lines were read and are what was written */
  HX_LINE_FAILED,
} HxLineResult;

HxLineWriter *hx_line_writer_new    (int            fd);
gboolean      hx_line_writer_add    (HxLineWriter  *self,
                                     const char    *line,
                                     gsize          length,
                                     GError       **error);
gboolean      hx_line_writer_finish (HxLineWriter  *self,
                                     GError       **error);
void          hx_line_writer_free   (HxLineWriter  *self);

HxLineReader *hx_line_reader_new    (int            fd);
HxLineResult  hx_line_reader_next   (HxLineReader  *self,
                                     const char   **line,
                                     gsize         *length,
                                     GError       **error);
guint64       hx_line_reader_number (HxLineReader  *self);
void          hx_line_reader_free   (HxLineReader  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxLineWriter, hx_line_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxLineReader, hx_line_reader_free)

G_END_DECLS
