/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text in which some places are replaced. Nothing is copied as long as none is. */
typedef struct
{
  const char *done; /* up to where it was copied */
  GString *out;     /* (nullable): none yet */
} HxMasking;

/* A piece of it, in which there is something to look for. */
typedef struct
{
  const char *from;
  const char *to;
  gboolean escaped; /* what stands between the quotes of JSON */
  gboolean mails;    /* there is an @ somewhere */
  const char *word;  /* up to here there is no address */
  const char *fresh; /* where an escape ended */
} HxMaskPiece;

/* How many bytes a digit has here, 0 for none. ０ to ９ are EF BC 90 to 99. */
static inline guint
hx_mask_digit_length (const char *at,
                      const char *to)
{
  const guchar *c = (const guchar *) at;

  if (at < to && (guchar) (c[0] - '0') < 10)
    return 1;
  return to - at >= 3 && c[0] == 0xef && c[1] == 0xbc && (guchar) (c[2] - 0x90) < 10 ? 3 : 0;
}

void        hx_masking_replace       (HxMasking   *self,
                                      const char  *from,
                                      const char  *to,
                                      const char  *with);
char       *hx_masking_end           (HxMasking   *self,
                                      const char  *end);
gboolean    hx_mask_may_hold         (const char  *text,
                                      gsize        length);
void        hx_mask_piece            (HxMasking   *self,
                                      const char  *from,
                                      const char  *to,
                                      gboolean     escaped,
                                      gboolean     mails);
gboolean    hx_mask_is_apart         (HxMaskPiece *piece,
                                      const char  *at);
gboolean    hx_mask_follows_a_sign   (const char  *from,
                                      const char  *at);
const char *hx_mask_number           (HxMasking   *self,
                                      HxMaskPiece *piece,
                                      const char  *at);
gboolean    hx_mask_is_personal_name (const char  *name,
                                      gsize        length);

G_END_DECLS
