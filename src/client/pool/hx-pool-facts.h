/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hx_pool_facts_show (GtkGrid     *grid,
                         HxWorkspace *workspace,
                         HxRecord    *feedback);

G_END_DECLS
