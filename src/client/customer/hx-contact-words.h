/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

G_BEGIN_DECLS

char       *hx_contact_title          (HxRecord    *contact,
                                       gsize       *head_length);
const char *hx_contact_icon           (HxRecord    *contact);
char       *hx_contact_feedback_words (HxWorkspace *workspace,
                                       HxRecord    *contact);
char       *hx_contact_day_markup     (gint64       at,
                                       gint64       now);

G_END_DECLS
