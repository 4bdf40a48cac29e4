/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HxDraftFile:
 *
 * What was typed into one wrap-up, on this computer's disk: written with every
 * change, whole or not at all, one after the other and never by the main loop.
 */
#define HX_TYPE_DRAFT_FILE (hx_draft_file_get_type ())
G_DECLARE_FINAL_TYPE (HxDraftFile, hx_draft_file, HX, DRAFT_FILE, GObject)

HxDraftFile *hx_draft_file_new    (const char  *id);
char        *hx_draft_file_read   (HxDraftFile *self);
void         hx_draft_file_write  (HxDraftFile *self,
                                   const char  *text);
void         hx_draft_file_remove (HxDraftFile *self);

G_END_DECLS
