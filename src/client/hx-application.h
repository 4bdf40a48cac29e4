/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/hx-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HxApplication:
 *
 * The program: puts the rooms together around one workspace.
 */
#define HX_TYPE_APPLICATION (hx_application_get_type ())
G_DECLARE_FINAL_TYPE (HxApplication, hx_application, HX, APPLICATION, AdwApplication)

HxApplication *hx_application_new             (void);
void           hx_application_choose_language (int    argc,
                                               char **argv);

G_END_DECLS
