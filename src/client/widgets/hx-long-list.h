/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/hx-list.h"

void hx_long_list_follow (GtkScrolledWindow *scroller, HxList *list);
