/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HxAudio:
 *
 * What is known of an audio file once every sample of it was decoded.
 */
typedef struct
{
  const char *media_type;
  const char *suffix;    /* ".wav" */
  gint64 size;           /* bytes */
  gint64 duration_ms;
  guint lanes;           /* 1 or 2 */
  char *digest;          /* SHA-256, hexadecimal */
  char *peaks;           /* base64: for each lane the loudest sample of each bucket */
} HxAudio;

HxAudio *hx_audio_read (const char *path,
                        GError    **error);
void     hx_audio_free (HxAudio    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxAudio, hx_audio_free)

G_END_DECLS
