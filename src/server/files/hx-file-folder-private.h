/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-file-store.h"

G_BEGIN_DECLS

/* What the kinds of places offer to hx-file-store alone. */
HxFileStore *hx_file_folder_open (const char  *folder,
                                  GError     **error);

G_END_DECLS
