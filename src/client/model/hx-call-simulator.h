/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-workspace.h"

G_BEGIN_DECLS

/**
 * HxCallSimulator:
 *
 * Plays a PBX to the server of this computer: through the same door and with
 * the same kind of key, so that a newcomer sees what a call does.
 *
 * Signal: `told` (const char *words): what is going on.
 */
#define HX_TYPE_CALL_SIMULATOR (hx_call_simulator_get_type ())
G_DECLARE_FINAL_TYPE (HxCallSimulator, hx_call_simulator, HX, CALL_SIMULATOR, GObject)

HxCallSimulator *hx_call_simulator_new        (HxWorkspace         *workspace);
void             hx_call_simulator_run_async  (HxCallSimulator     *self,
                                               const char          *kind, /* known, unknown, missed */
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             data);
gboolean         hx_call_simulator_run_finish (HxCallSimulator     *self,
                                               GAsyncResult        *result,
                                               GError             **error);

G_END_DECLS
