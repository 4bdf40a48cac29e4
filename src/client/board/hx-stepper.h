/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "things/hx-rectification.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HX_TYPE_STEPPER (hx_stepper_get_type ())
G_DECLARE_FINAL_TYPE (HxStepper, hx_stepper, HX, STEPPER, GtkBox)

void hx_stepper_set_state (HxStepper            *self,
                           HxRectificationState  state);

G_END_DECLS
