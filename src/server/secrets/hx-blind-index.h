/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-keyring.h"

G_BEGIN_DECLS

/* `keyid.` and the keyed hash of a normalised value: equal values of one column
 * give equal texts, and without the key nobody can try values out. */
char *hx_blind_index          (HxKeyring  *keyring,
                               const char *key_id,
                               const char *column,
                               const char *value);
/* The same with the key that is written with. */
char *hx_blind_index_current   (HxKeyring  *keyring,
                               const char *column,
                               const char *value);
/* Whether a stored index is that of @value, under the key it names. */
gboolean hx_blind_index_is    (HxKeyring  *keyring,
                               const char *stored,
                               const char *column,
                               const char *value);
/* What a store remembers a key by; %NULL for a key that is not there. */
char *hx_key_check_value      (HxKeyring  *keyring,
                               const char *key_id);

G_END_DECLS
