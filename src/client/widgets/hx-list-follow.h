/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-list-state.h"
#include "model/hx-list.h"

G_BEGIN_DECLS

void hx_list_state_follow (HxListState *self,
                           HxList      *list);

G_END_DECLS
