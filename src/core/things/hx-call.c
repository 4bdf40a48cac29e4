/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-call.h"

#include <glib/gi18n-lib.h>

HX_DEFINE_ENUM (call_state,
                { "ringing", N_ ("Ringing"), NULL },
                { "answered", N_ ("Talking"), NULL },
                { "held", N_ ("On hold"), NULL },
                { "transferred", N_ ("Transferred"), NULL },
                { "ended", N_ ("Ended"), NULL })

HX_DEFINE_ENUM (recording_state,
                { "pending", N_ ("The recording has not arrived yet"), NULL },
                { "ready", NULL, NULL },
                { "missing", N_ ("There is no recording of this call"), NULL },
                { "forbidden", N_ ("This recording may not be heard"), NULL },
                { "corrupt", N_ ("The recording is damaged and cannot be played"), NULL },
                { "erased", N_ ("The recording was erased"), NULL })

HX_DEFINE_ENUM (clip_kind, { "bookmark", N_ ("Bookmark"), NULL }, { "cut", N_ ("Clip"), NULL })

HX_DEFINE_THING (call, "calls", HX_CALL_FIELDS, "A contact with a life: ringing, answered, ended")
HX_DEFINE_THING (talk, "talks", HX_TALK_FIELDS, "One agent's part in a call")
HX_DEFINE_THING (clip, "clips", HX_CLIP_FIELDS, "A from–to range of a recording")
HX_DEFINE_THING (recording, "recordings", HX_RECORDING_FIELDS, "Audio of a call")
HX_DEFINE_THING (recording_input, NULL, HX_RECORDING_INPUT_FIELDS, "A recording that is to come, or never will")
HX_DEFINE_THING (peaks, NULL, HX_PEAKS_FIELDS, "The waveform of a recording")
HX_DEFINE_THING (bookmark, NULL, HX_BOOKMARK_FIELDS, "A moment marked during the call")
HX_DEFINE_THING (cti_event, NULL, HX_CTI_EVENT_FIELDS, "What a PBX says of a call, in the generic CTI dialect")
