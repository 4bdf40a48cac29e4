/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-keyring.h"

G_BEGIN_DECLS

/**
 * HxSealedPlace:
 *
 * Where a sealed text stands. It is part of what is authenticated, so a text
 * that is moved to another row or column does not open there.
 */
typedef struct
{
  const char *table;
  const char *column;
  const char *id;
} HxSealedPlace;

gboolean hx_sealed_is     (const char           *text);
gboolean hx_sealed_with   (const char           *text,
                           const char           *key_id);
char    *hx_sealed_seal   (HxKeyring            *keyring,
                           const HxSealedPlace  *place,
                           const char           *text,
                           GError              **error);
char    *hx_sealed_open   (HxKeyring            *keyring,
                           const HxSealedPlace  *place,
                           const char           *sealed,
                           GError              **error);

G_END_DECLS
