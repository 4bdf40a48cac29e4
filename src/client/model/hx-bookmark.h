/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-workspace.h"

G_BEGIN_DECLS

/* Marks this moment of the call that the person is in. */
void      hx_bookmark_async  (HxWorkspace         *workspace,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             data);
/* (transfer full): the clip around it; at_ms says where it lies in the call */
HxRecord *hx_bookmark_finish (HxWorkspace         *workspace,
                              GAsyncResult        *result,
                              GError             **error);

G_END_DECLS
