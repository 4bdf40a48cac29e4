/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-list.h"
#include "hx-workspace.h"

G_BEGIN_DECLS

HxList *hx_list_new (HxWorkspace   *workspace,
                     HxOperationId  operation,
                     const char    *id,
                     HxRecord      *query);

G_END_DECLS
