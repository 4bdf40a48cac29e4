/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

/**
 * HxOutlet:
 *
 * One answer that is made while it is sent; see hx-outlet.h.
 */
typedef struct _HxOutlet HxOutlet;

/**
 * HxReplyStream:
 *
 * A body that is made while it is sent. `read` copies what is there, up to
 * `size` bytes: 0 for nothing now, -1 for the end; it is called again after
 * [method@Outlet.wake]. `close` is told that nobody reads any more.
 */
typedef struct
{
  gssize (*read) (gpointer data, char *buffer, gsize size);
  void (*close) (gpointer data);
  gpointer data;
} HxReplyStream;

typedef struct
{
  char *name;
  char *value;
} HxHeader;

/**
 * HxReply:
 *
 * What is answered: a status, headers, and a body that is text, a part of a
 * file, or a stream.
 */
typedef struct
{
  guint status;
  GArray *headers; /* of HxHeader */
  GString *text;   /* (nullable) */
  int file;        /* -1 for none */
  guint64 offset;
  guint64 length;
  HxReplyStream stream;
  HxOutlet *outlet; /* (nullable): who sends the stream */
} HxReply;

HxReply *hx_reply_new         (guint                status);
void     hx_reply_free        (HxReply             *self);
void     hx_reply_add_header  (HxReply             *self,
                               const char          *name,
                               const char          *value);
void     hx_reply_take_text   (HxReply             *self,
                               const char          *media_type,
                               GString             *text);
void     hx_reply_take_file   (HxReply             *self,
                               int                  file,
                               guint64              offset,
                               guint64              length);
void     hx_reply_take_stream (HxReply             *self,
                               const HxReplyStream *stream,
                               HxOutlet            *outlet);
HxReply *hx_reply_new_problem (const GError        *error,
                               const char          *request_id,
                               const char          *current);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxReply, hx_reply_free)

G_END_DECLS
