/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-entry.h"

#include <glib/gi18n-lib.h>

#define ACTION_VALUE(ID, word, label) { word, label, NULL },

static const HxEnumValue audit_action_values[] = { HX_AUDIT_ACTIONS (ACTION_VALUE) };
const HxEnum hx_audit_action_enum = { "audit_action", audit_action_values, G_N_ELEMENTS (audit_action_values) };

HX_DEFINE_ENUM (origin,
                { "server", N_ ("The server itself"), NULL },
                { "socket", N_ ("This computer's owner"), NULL },
                { "loopback", N_ ("This computer"), NULL },
                { "private", N_ ("Own network"), NULL },
                { "public", N_ ("The internet"), NULL })

HX_DEFINE_THING (audit_entry, NULL, HX_AUDIT_ENTRY_FIELDS, "Who did something that must be accounted for")
