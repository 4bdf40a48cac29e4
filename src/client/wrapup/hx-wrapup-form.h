/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "hx-wrapup-common.h"

#define HX_TYPE_WRAPUP_FORM (hx_wrapup_form_get_type ())
G_DECLARE_FINAL_TYPE (HxWrapupForm, hx_wrapup_form, HX, WRAPUP_FORM, AdwBin)

void hx_wrapup_form_set_session (HxWrapupForm *self, HxWrapupSession *session, const char *locale);
void hx_wrapup_form_show_complaints (HxWrapupForm *self, const HxWrapupComplaints *complaints);
void hx_wrapup_form_set_editable (HxWrapupForm *self, gboolean editable);
void hx_wrapup_form_focus (HxWrapupForm *self, HxFormField field);
gboolean hx_wrapup_form_has_text_focus (HxWrapupForm *self);
gboolean hx_wrapup_form_is_composing (HxWrapupForm *self);
gboolean hx_wrapup_form_has_menu (HxWrapupForm *self);
gboolean hx_wrapup_form_take_proposal (HxWrapupForm *self);
