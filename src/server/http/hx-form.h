/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-json.h"

G_BEGIN_DECLS

char     *hx_form_decode     (const char      *text,
                              gsize            length,
                              gboolean         plus_is_space,
                              GError         **error);
HxRecord *hx_form_read_query (const char      *text,
                              const HxSchema  *schema,
                              GError         **error);
HxRecord *hx_form_read_body  (const char      *text,
                              gsize            length,
                              const HxSchema  *schema,
                              GError         **error);

G_END_DECLS
