/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-content.h"

#include <string.h>

/* What is looked at is how a file is built, from its first byte to its last, so that
 * what merely begins like a picture is none. Nothing is decoded: a picture that
 * unfolds to gigabytes costs us nothing. */

/* No screen and no printer has more, in either direction. */
#define MAX_SIDE 32000
/* Where readers of PDF look for its end. */
#define PDF_END 1024

typedef struct
{
  const guint8 *bytes;
  gsize length;
} Bytes;

static guint32
big (const Bytes *self,
     gsize        at,
     guint        n)
{
  guint32 value = 0;

  for (guint i = 0; i < n; i++)
    value = value << 8 | self->bytes[at + i];
  return value;
}

static guint32
little (const Bytes *self,
        gsize        at,
        guint        n)
{
  guint32 value = 0;

  for (guint i = n; i > 0; i--)
    value = value << 8 | self->bytes[at + i - 1];
  return value;
}

static gboolean
begins (const Bytes *self,
        gsize        at,
        const char  *magic,
        gsize        length)
{
  return at + length <= self->length && memcmp (self->bytes + at, magic, length) == 0;
}

static gboolean
is_size (guint32 width,
         guint32 height)
{
  return width >= 1 && width <= MAX_SIDE && height >= 1 && height <= MAX_SIDE;
}

/* Chunks: length, name, bytes, sum. IHDR is the first, IEND the last. */
static gboolean
is_png (const Bytes *self)
{
  gsize at = 8;

  if (!begins (self, 0, "\x89PNG\r\n\x1a\n", 8) || !begins (self, 8, "\0\0\0\rIHDR", 8) || self->length < 33
      || !is_size (big (self, 16, 4), big (self, 20, 4)))
    return FALSE;
  while (self->length - at >= 12)
    {
      gsize length = big (self, at, 4);

      if (length > self->length - at - 12)
        return FALSE;
      if (begins (self, at + 4, "IEND", 4))
        return length == 0 && at + 12 == self->length;
      at += 12 + length;
    }
  return FALSE;
}

/* Segments up to the scan, with a frame among them; then anything up to the end mark. */
static gboolean
is_jpeg (const Bytes *self)
{
  gboolean frame = FALSE;
  gsize at = 2;

  if (self->length < 4 || !begins (self, 0, "\xff\xd8", 2) || !begins (self, self->length - 2, "\xff\xd9", 2))
    return FALSE;
  while (self->length - at >= 4 && self->bytes[at] == 0xff)
    {
      guint8 mark = self->bytes[at + 1];
      gsize length = big (self, at + 2, 2);

      if (length < 2 || length > self->length - at - 2)
        return FALSE;
      if (mark == 0xda)
        return frame;
      if (mark >= 0xc0 && mark <= 0xcf && mark != 0xc4 && mark != 0xc8 && mark != 0xcc)
        frame = length >= 8 && is_size (big (self, at + 7, 2), big (self, at + 5, 2));
      at += 2 + length;
    }
  return FALSE;
}

static gboolean
is_gif (const Bytes *self)
{
  return self->length >= 14 && (begins (self, 0, "GIF87a", 6) || begins (self, 0, "GIF89a", 6))
         && is_size (little (self, 6, 2), little (self, 8, 2)) && self->bytes[self->length - 1] == 0x3b;
}

static gboolean
is_webp (const Bytes *self)
{
  return self->length >= 20 && begins (self, 0, "RIFF", 4) && begins (self, 8, "WEBPVP8", 7)
         && strchr (" LX", self->bytes[15]) != NULL && self->bytes[15] != '\0'
         && (gsize) little (self, 4, 4) + 8 == self->length;
}

static gboolean
is_pdf (const Bytes *self)
{
  gsize from = self->length > PDF_END ? self->length - PDF_END : 0;

  return self->length >= 16 && (begins (self, 0, "%PDF-1.", 7) || begins (self, 0, "%PDF-2.", 7))
         && g_ascii_isdigit (self->bytes[7])
         && memmem (self->bytes + from, self->length - from, "%%EOF", 5) != NULL;
}

static const struct
{
  gboolean (*is) (const Bytes *self);
  HxContentKind kind;
} kinds[] = {
  { is_png, { "image/png", ".png" } },   { is_jpeg, { "image/jpeg", ".jpg" } },      { is_gif, { "image/gif", ".gif" } },
  { is_webp, { "image/webp", ".webp" } }, { is_pdf, { "application/pdf", ".pdf" } },
};

/**
 * hx_content_find:
 * @bytes: a whole file
 * @length: its bytes
 *
 * Returns: (transfer none) (nullable): what kind of picture or document it is;
 *   sound is told by decoding it, see [func@audio_read]
 */
const HxContentKind *
hx_content_find (const guint8 *bytes,
                 gsize         length)
{
  const Bytes self = { bytes, length };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].is (&self))
      return &kinds[i].kind;
  return NULL;
}
