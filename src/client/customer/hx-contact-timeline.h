/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HX_TYPE_CONTACT_TIMELINE (hx_contact_timeline_get_type ())
G_DECLARE_FINAL_TYPE (HxContactTimeline, hx_contact_timeline, HX, CONTACT_TIMELINE, AdwBin)

GtkWidget *hx_contact_timeline_new          (HxWorkspace       *workspace);
void       hx_contact_timeline_set_customer (HxContactTimeline *self,
                                             const char        *customer_id);
void       hx_contact_timeline_set_filter   (HxContactTimeline *self,
                                             int                channel,
                                             const char        *text,
                                             gint64             before);

G_END_DECLS
