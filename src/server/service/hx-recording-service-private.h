/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean  hx_recordings_create (HxServiceCall *call, GError **error);
gboolean  hx_recordings_get    (HxServiceCall *call, GError **error);
gboolean  hx_recordings_upload (HxServiceCall *call, GError **error);
gboolean  hx_recordings_audio  (HxServiceCall *call, GError **error);
gboolean  hx_recordings_peaks  (HxServiceCall *call, GError **error);

/* hx-recording-upload: decodes an upload before the transaction. */
gboolean  hx_recording_prepare (HxServiceCall *call, GError **error);

/* A recording with its clips. */
HxRecord *hx_recording_view_load (HxDb          *db,
                                  const char    *id,
                                  GError       **error);
/* The same with its audience, as an event carries it. */
HxRecord *hx_recording_event_load (HxDb         *db,
                                  const char    *id,
                                  GError       **error);
/* A recording that the caller may hear; another one is not found. */
HxRecord *hx_recording_load_heard (HxServiceCall *call,
                                  const char    *id,
                                  GError       **error);
/* The recording of a call, made as pending if there is none yet; its id is put
 * into @phone_call, which the caller saves. */
HxRecord *hx_recording_of_call   (HxServiceCall *call,
                                  HxRecord      *phone_call,
                                  GError       **error);
gboolean  hx_recording_tell      (HxServiceCall *call,
                                  const char    *id,
                                  const char    *action,
                                  GError       **error);

G_END_DECLS
