/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-keyring.h"

G_BEGIN_DECLS

/* One key with all that is derived from it, in locked memory. */
typedef struct
{
  char id[HX_KEY_ID_MAX + 1];
  guint8 master[HX_KEY_BYTES];
  guint8 derived[HX_N_KEY_USES][HX_KEY_BYTES];
} HxKey;

/* The text of keys in locked memory: what comes from a file or a command. */
typedef struct
{
  char *text; /* ends with a zero */
  gsize length;
} HxKeyText;

void       hx_key_text_clear   (HxKeyText   *self);
gboolean   hx_key_text_read    (HxKeyText   *self,
                                int          fd,
                                const char  *name,
                                GError     **error);
gboolean   hx_key_text_file    (HxKeyText   *self,
                                const char  *path,
                                GError     **error);
gboolean   hx_key_text_command (HxKeyText   *self,
                                const char  *command,
                                GError     **error);
/* The keys of a text, newest last; elements are freed with sodium_free(). */
GPtrArray *hx_key_text_parse   (HxKeyText   *self,
                                const char  *name,
                                GError     **error);
gboolean   hx_key_text_append  (HxKeyText   *self,
                                const char  *id,
                                GError     **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HxKeyText, hx_key_text_clear)

G_END_DECLS
