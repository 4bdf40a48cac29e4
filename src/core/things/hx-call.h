/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-contact.h"
#include "hx-customer.h"

G_BEGIN_DECLS

typedef enum
{
  HX_CALL_RINGING,
  HX_CALL_ANSWERED,
  HX_CALL_HELD,
  HX_CALL_TRANSFERRED,
  HX_CALL_ENDED,
} HxCallState;

typedef enum
{
  HX_RECORDING_PENDING,
  HX_RECORDING_READY,
  HX_RECORDING_MISSING,
  HX_RECORDING_FORBIDDEN,
  HX_RECORDING_CORRUPT, /* something arrived that is not audio */
  HX_RECORDING_ERASED,  /* removed on request, or as it was kept long enough */
} HxRecordingState;

typedef enum
{
  HX_CLIP_BOOKMARK, /* pressed during the call: ±15 s around the moment */
  HX_CLIP_CUT,      /* dragged in the player */
} HxClipKind;

HX_DECLARE_ENUM (call_state)
HX_DECLARE_ENUM (recording_state)
HX_DECLARE_ENUM (clip_kind)

#define HX_CALL_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, CALL) \
  FIELD (CALL, EXTERNAL_ID, "external_id", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 200, .doc = "The PBX's name of the conversation") \
  FIELD (CALL, CUSTOMER_ID, "customer_id", ID, HX_FIELD_SERVER) \
  FIELD (CALL, STATE, "state", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_call_state_enum) \
  FIELD (CALL, DIRECTION, "direction", ENUM, HX_FIELD_REQUIRED, .values = &hx_direction_enum) \
  FIELD (CALL, NUMBER, "number", TEXT, HX_FIELD_MASKED | HX_FIELD_SEALED, .max = 40, .doc = "The customer's number, E.164") \
  FIELD (CALL, LINE, "line", TEXT, HX_FIELD_MASKED_WITHIN, .max = 40, .doc = "Our number, or the trunk") \
  FIELD (CALL, QUEUE, "queue", TEXT, 0, .max = 80) \
  FIELD (CALL, CHANNEL, "channel", ENUM, HX_FIELD_SERVER, .values = &hx_channel_enum, .doc = "Where the lead came from, by the linked contacts") \
  FIELD (CALL, AGENT_ID, "agent_id", ID, HX_FIELD_SERVER, .doc = "Who talked last") \
  FIELD (CALL, STARTED_AT, "started_at", TIME, HX_FIELD_SERVER) \
  FIELD (CALL, ANSWERED_AT, "answered_at", TIME, HX_FIELD_SERVER) \
  FIELD (CALL, ENDED_AT, "ended_at", TIME, HX_FIELD_SERVER) \
  FIELD (CALL, DURATION_MS, "duration_ms", INTEGER, HX_FIELD_SERVER, .doc = "From answer to end; 0 when nobody answered") \
  FIELD (CALL, CAUSE, "cause", TEXT, HX_FIELD_SERVER, .max = 80) \
  FIELD (CALL, RECORDING_ID, "recording_id", ID, HX_FIELD_SERVER) \
  FIELD (CALL, CUSTOMER_CODE, "customer_code", TEXT, HX_FIELD_VIEW) \
  FIELD (CALL, FAMILY_NAME, "family_name", TEXT, HX_FIELD_VIEW | HX_FIELD_MASKED_WITHIN | HX_FIELD_SEALED, .sealed_in = "customers", .sealed_by = HX_CALL_CUSTOMER_ID) \
  FIELD (CALL, GIVEN_NAME, "given_name", TEXT, HX_FIELD_VIEW | HX_FIELD_MASKED | HX_FIELD_SEALED, .sealed_in = "customers", .sealed_by = HX_CALL_CUSTOMER_ID) \
  FIELD (CALL, SALUTATION, "salutation", ENUM, HX_FIELD_VIEW, .values = &hx_salutation_enum) \
  FIELD (CALL, WRAPUP_ID, "wrapup_id", ID, HX_FIELD_VIEW, .doc = "Of the agent who asks") \
  FIELD (CALL, WRAPUP_STATE, "wrapup_state", TEXT, HX_FIELD_VIEW)

/* One agent's part in a call: one wrap-up for each, however many legs. */
#define HX_TALK_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, TALK) \
  FIELD (TALK, CALL_ID, "call_id", ID, HX_FIELD_REQUIRED) \
  FIELD (TALK, AGENT_ID, "agent_id", ID, HX_FIELD_REQUIRED) \
  FIELD (TALK, ANSWERED_AT, "answered_at", TIME, 0) \
  FIELD (TALK, ENDED_AT, "ended_at", TIME, 0)

#define HX_CLIP_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, CLIP) \
  FIELD (CLIP, RECORDING_ID, "recording_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (CLIP, KIND, "kind", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_clip_kind_enum) \
  FIELD (CLIP, FROM_MS, "from_ms", INTEGER, HX_FIELD_REQUIRED, .min = 0, .max = 86400000) \
  FIELD (CLIP, TO_MS, "to_ms", INTEGER, HX_FIELD_REQUIRED, .min = 0, .max = 86400000) \
  FIELD (CLIP, AT_MS, "at_ms", INTEGER, HX_FIELD_SERVER, .doc = "Of a bookmark: the marked moment") \
  FIELD (CLIP, USER_ID, "user_id", ID, HX_FIELD_SERVER) \
  FIELD (CLIP, AUDIENCE, "audience", TEXT, HX_FIELD_VIEW | HX_FIELD_HIDDEN, .doc = "Whose it is, for items and streams")

#define HX_RECORDING_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, RECORDING) \
  FIELD (RECORDING, CALL_ID, "call_id", ID, HX_FIELD_SERVER) \
  FIELD (RECORDING, STATE, "state", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_recording_state_enum) \
  FIELD (RECORDING, MEDIA_TYPE, "media_type", TEXT, HX_FIELD_SERVER, .max = 80) \
  FIELD (RECORDING, SIZE, "size", INTEGER, HX_FIELD_SERVER, .doc = "Bytes") \
  FIELD (RECORDING, DURATION_MS, "duration_ms", INTEGER, HX_FIELD_SERVER) \
  FIELD (RECORDING, LANES, "lanes", INTEGER, HX_FIELD_SERVER, .doc = "1, or 2: customer and agent apart") \
  FIELD (RECORDING, FILE, "file", TEXT, HX_FIELD_SERVER | HX_FIELD_HIDDEN, .doc = "Name in the recordings folder, made by the server") \
  FIELD (RECORDING, DIGEST, "digest", TEXT, HX_FIELD_SERVER, .doc = "SHA-256 of the bytes, also the ETag") \
  FIELD (RECORDING, PEAKS, "peaks", TEXT, HX_FIELD_SERVER | HX_FIELD_HIDDEN, .doc = "Base64, computed once; its own resource") \
  FIELD (RECORDING, CLIPS, "clips", LIST, HX_FIELD_VIEW, .of = &hx_clip_schema) \
  FIELD (RECORDING, AUDIENCE, "audience", TEXT, HX_FIELD_VIEW | HX_FIELD_HIDDEN, .doc = "Whose it is, for items and streams")

/* An integration announces a recording for a call that it knows by its own name. */
#define HX_RECORDING_INPUT_FIELDS(FIELD) \
  FIELD (RECORDING_INPUT, EXTERNAL_ID, "external_id", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 200, .doc = "callId of the CTI events") \
  FIELD (RECORDING_INPUT, STATE, "state", ENUM, 0, .values = &hx_recording_state_enum, .doc = "missing or forbidden, when no audio will come")

/* Waveform: for each lane the loudest sample of each bucket, 0 to 255. */
#define HX_PEAKS_FIELDS(FIELD) \
  FIELD (PEAKS, DURATION_MS, "duration_ms", INTEGER, 0) \
  FIELD (PEAKS, LANES, "lanes", INTEGER, 0) \
  FIELD (PEAKS, DATA, "data", TEXT, 0, .doc = "Base64; lane after lane")

#define HX_BOOKMARK_FIELDS(FIELD) \
  FIELD (BOOKMARK, AT, "at", TIME, 0, .doc = "The moment; now when left out")

/* The generic CTI dialect, with `queue` and `channel` as additions of ours. */
#define HX_CTI_EVENT_FIELDS(FIELD) \
  FIELD (CTI_EVENT, EVENT, "event", TEXT, HX_FIELD_REQUIRED, .max = 20, .doc = "newCall, answer, hangup, hold, transfer") \
  FIELD (CTI_EVENT, CALL_ID, "callId", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 200) \
  FIELD (CTI_EVENT, DIRECTION, "direction", ENUM, 0, .values = &hx_direction_enum) \
  FIELD (CTI_EVENT, FROM, "from", TEXT, 0, .max = 40) \
  FIELD (CTI_EVENT, TO, "to", TEXT, 0, .max = 40) \
  FIELD (CTI_EVENT, CAUSE, "cause", TEXT, 0, .max = 80) \
  FIELD (CTI_EVENT, ANSWERING_NUMBER, "answeringNumber", TEXT, 0, .max = 40) \
  FIELD (CTI_EVENT, USER, "user", TEXT, 0, .max = 80, .doc = "Extension, staff number or name of the agent") \
  FIELD (CTI_EVENT, QUEUE, "queue", TEXT, 0, .max = 80) \
  FIELD (CTI_EVENT, CHANNEL, "channel", ENUM, 0, .values = &hx_channel_enum)

HX_DECLARE_THING (Call, call, CALL, HX_CALL_FIELDS)
HX_DECLARE_THING (Talk, talk, TALK, HX_TALK_FIELDS)
HX_DECLARE_THING (Clip, clip, CLIP, HX_CLIP_FIELDS)
HX_DECLARE_THING (Recording, recording, RECORDING, HX_RECORDING_FIELDS)
HX_DECLARE_THING (RecordingInput, recording_input, RECORDING_INPUT, HX_RECORDING_INPUT_FIELDS)
HX_DECLARE_THING (Peaks, peaks, PEAKS, HX_PEAKS_FIELDS)
HX_DECLARE_THING (Bookmark, bookmark, BOOKMARK, HX_BOOKMARK_FIELDS)
HX_DECLARE_THING (CtiEvent, cti_event, CTI_EVENT, HX_CTI_EVENT_FIELDS)

G_END_DECLS
