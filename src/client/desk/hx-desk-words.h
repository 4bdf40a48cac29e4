/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

G_BEGIN_DECLS

char       *hx_desk_caller     (HxWorkspace *workspace,
                                HxRecord    *call);
const char *hx_desk_call_icon  (HxRecord    *call);
char       *hx_desk_call_length(HxRecord    *call);
char       *hx_desk_kept_words (HxWorkspace *workspace,
                                HxRecord    *wrapup);

G_END_DECLS
