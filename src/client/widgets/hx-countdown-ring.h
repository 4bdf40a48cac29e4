/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define HX_TYPE_COUNTDOWN_RING (hx_countdown_ring_get_type ())
G_DECLARE_FINAL_TYPE (HxCountdownRing, hx_countdown_ring, HX, COUNTDOWN_RING, GtkWidget)

GtkWidget *hx_countdown_ring_new (void);
int hx_countdown_ring_get_remaining_seconds (HxCountdownRing *self);
void hx_countdown_ring_set_remaining_seconds (HxCountdownRing *self, int seconds);
gboolean hx_countdown_ring_get_urgent (HxCountdownRing *self);
