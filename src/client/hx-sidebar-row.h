/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_SIDEBAR_ROW (hx_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (HxSidebarRow, hx_sidebar_row, HX, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget  *hx_sidebar_row_new       (const char   *page,
                                      const char   *icon_name,
                                      const char   *word);
const char *hx_sidebar_row_get_page  (HxSidebarRow *self);
void        hx_sidebar_row_set_count (HxSidebarRow *self,
                                      const char   *count,
                                      const char   *urgency);

G_END_DECLS
