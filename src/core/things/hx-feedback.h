/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-call.h"

G_BEGIN_DECLS

typedef enum
{
  HX_SOURCE_AGENT,
  HX_SOURCE_MANAGER,
  HX_SOURCE_COMPLIANCE,
  HX_SOURCE_CUSTOMER,
} HxFeedbackSource;

typedef enum
{
  HX_FEEDBACK_POOL,          /* not yet triaged */
  HX_FEEDBACK_RECTIFICATION, /* part of a rectification */
  HX_FEEDBACK_ANSWERED,      /* a lead answered it directly */
  HX_FEEDBACK_VAGUE,         /* returned: too vague */
  HX_FEEDBACK_DUPLICATE,
  HX_FEEDBACK_FALSE,
  HX_FEEDBACK_EFFECTIVE,     /* its rectification worked */
  HX_FEEDBACK_WITHDRAWN,     /* undone by who raised it */
  HX_N_FEEDBACK_STATES
} HxFeedbackState;

typedef enum
{
  HX_PROPOSAL_NONE,
  HX_PROPOSAL_VAGUE,
  HX_PROPOSAL_DUPLICATE,
  HX_PROPOSAL_SUSPECT,
} HxProposal;

typedef enum
{
  HX_WRAPUP_WAITING,
  HX_WRAPUP_SUBMITTED,
  HX_WRAPUP_NO_ISSUE,
  HX_WRAPUP_LATE,      /* ran out with the agent there: in the late lane */
  HX_WRAPUP_ABANDONED, /* ran out with nobody there */
} HxWrapupState;

typedef enum
{
  HX_WRAPUP_OPTIONAL,
  HX_WRAPUP_REQUIRED,
  HX_WRAPUP_TIME_BOXED,
  HX_WRAPUP_REQUIRED_SHIFT,
} HxWrapupMode;

typedef enum
{
  HX_OUTCOME_FEEDBACK,
  HX_OUTCOME_NO_ISSUE,
} HxOutcome;

HX_DECLARE_ENUM (feedback_source)
HX_DECLARE_ENUM (feedback_state)
HX_DECLARE_ENUM (proposal)
HX_DECLARE_ENUM (wrapup_state)
HX_DECLARE_ENUM (wrapup_mode)
HX_DECLARE_ENUM (outcome)

#define HX_TEMPLATE_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, TEMPLATE) \
  FIELD (TEMPLATE, PACK, "pack", TEXT, HX_FIELD_REQUIRED, .max = 40) \
  FIELD (TEMPLATE, VERSION, "version", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (TEMPLATE, DOCUMENT, "document", DOCUMENT, HX_FIELD_REQUIRED)

#define HX_TEMPLATE_INPUT_FIELDS(FIELD) \
  FIELD (TEMPLATE_INPUT, PACK, "pack", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 40, .doc = "What its versions have in common") \
  FIELD (TEMPLATE_INPUT, VERSION, "version", INTEGER, HX_FIELD_REQUIRED, .min = 1, .max = 1000000, .doc = "One more than the last of the pack") \
  FIELD (TEMPLATE_INPUT, DOCUMENT, "document", DOCUMENT, HX_FIELD_REQUIRED)

#define HX_FEEDBACK_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, FEEDBACK) \
  FIELD (FEEDBACK, NUMBER, "number", INTEGER, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "Shown as F-0142") \
  FIELD (FEEDBACK, SOURCE, "source", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_feedback_source_enum) \
  FIELD (FEEDBACK, STATE, "state", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_feedback_state_enum) \
  FIELD (FEEDBACK, PROPOSAL, "proposal", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_proposal_enum, .doc = "The machine's guess; a lead decides") \
  FIELD (FEEDBACK, AGENT_ID, "agent_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (FEEDBACK, TEAM_ID, "team_id", ID, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, CUSTOMER_ID, "customer_id", ID, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, CUSTOMER_CODE, "customer_code", TEXT, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, CALL_ID, "call_id", ID, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, WRAPUP_ID, "wrapup_id", ID, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, RECORDING_ID, "recording_id", ID, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, CLIP_FROM_MS, "clip_from_ms", INTEGER, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, CLIP_TO_MS, "clip_to_ms", INTEGER, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, TEMPLATE_ID, "template_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (FEEDBACK, TEMPLATE_VERSION, "template_version", INTEGER, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (FEEDBACK, CHANNEL, "channel", ENUM, HX_FIELD_REQUIRED, .values = &hx_channel_enum) \
  FIELD (FEEDBACK, CATEGORY, "category", TEXT, HX_FIELD_REQUIRED, .max = 40) \
  FIELD (FEEDBACK, ISSUE_TYPE, "issue_type", TEXT, HX_FIELD_REQUIRED, .max = 40) \
  FIELD (FEEDBACK, CASE_TEXT, "case_text", TEXT, HX_FIELD_REQUIRED | HX_FIELD_SEALED | HX_FIELD_MASKED_WITHIN, .min = 1, .max = 500) \
  FIELD (FEEDBACK, PAIN_POINT, "pain_point", TEXT, HX_FIELD_REQUIRED | HX_FIELD_MASKED_WITHIN, .min = 1, .max = 120) \
  FIELD (FEEDBACK, JOINED_ID, "joined_id", ID, 0, .doc = "The pain point this one says 'me too' to") \
  FIELD (FEEDBACK, LATE, "late", BOOLEAN, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (FEEDBACK, FACTS, "facts", DOCUMENT, HX_FIELD_SERVER | HX_FIELD_SEALED | HX_FIELD_MASKED_WITHIN, .doc = "The linked facts as they were") \
  FIELD (FEEDBACK, RECTIFICATION_ID, "rectification_id", ID, HX_FIELD_SERVER) \
  FIELD (FEEDBACK, VOICES, "voices", INTEGER, HX_FIELD_SERVER, .doc = "How many joined it") \
  FIELD (FEEDBACK, AGENT_NAME, "agent_name", TEXT, HX_FIELD_VIEW) \
  FIELD (FEEDBACK, RECTIFICATION_STATE, "rectification_state", TEXT, HX_FIELD_VIEW) \
  FIELD (FEEDBACK, RECTIFICATION_DUE_AT, "rectification_due_at", TIME, HX_FIELD_VIEW) \
  FIELD (FEEDBACK, DEPARTMENT_NAME, "department_name", TEXT, HX_FIELD_VIEW)

/* An open pain point that matches what is being written. */
#define HX_MATCH_FIELDS(FIELD) \
  FIELD (MATCH, FEEDBACK_ID, "feedback_id", ID, HX_FIELD_REQUIRED) \
  FIELD (MATCH, PAIN_POINT, "pain_point", TEXT, HX_FIELD_REQUIRED | HX_FIELD_MASKED_WITHIN) \
  FIELD (MATCH, VOICES, "voices", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (MATCH, CATEGORY, "category", TEXT, 0) \
  FIELD (MATCH, ISSUE_TYPE, "issue_type", TEXT, 0) \
  FIELD (MATCH, RECTIFICATION_STATE, "rectification_state", TEXT, 0) \
  FIELD (MATCH, DEPARTMENT_NAME, "department_name", TEXT, 0) \
  FIELD (MATCH, DUE_AT, "due_at", TIME, 0)

#define HX_WRAPUP_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, WRAPUP) \
  FIELD (WRAPUP, CALL_ID, "call_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (WRAPUP, AGENT_ID, "agent_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (WRAPUP, TEAM_ID, "team_id", ID, HX_FIELD_SERVER) \
  FIELD (WRAPUP, CUSTOMER_ID, "customer_id", ID, HX_FIELD_SERVER) \
  FIELD (WRAPUP, STATE, "state", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_wrapup_state_enum) \
  FIELD (WRAPUP, MODE, "mode", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_wrapup_mode_enum) \
  FIELD (WRAPUP, OPENED_AT, "opened_at", TIME, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (WRAPUP, EXPIRES_AT, "expires_at", TIME, HX_FIELD_SERVER, .doc = "By the server's clock") \
  FIELD (WRAPUP, FINISHED_AT, "finished_at", TIME, HX_FIELD_SERVER) \
  FIELD (WRAPUP, TEMPLATE_ID, "template_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (WRAPUP, TEMPLATE_VERSION, "template_version", INTEGER, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (WRAPUP, CHANNEL, "channel", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_channel_enum, .doc = "Pre-filled from the linked facts") \
  FIELD (WRAPUP, DRAFT, "draft", DOCUMENT, HX_FIELD_SEALED, .doc = "What was typed so far, as wrapup_input has it") \
  FIELD (WRAPUP, FEEDBACK_ID, "feedback_id", ID, HX_FIELD_SERVER) \
  FIELD (WRAPUP, CALL, "call", RECORD, HX_FIELD_VIEW, .of = &hx_call_schema) \
  FIELD (WRAPUP, RECORDING, "recording", RECORD, HX_FIELD_VIEW, .of = &hx_recording_schema) \
  FIELD (WRAPUP, MATCHES, "matches", LIST, HX_FIELD_VIEW, .of = &hx_match_schema) \
  FIELD (WRAPUP, FEEDBACK, "feedback", RECORD, HX_FIELD_VIEW, .of = &hx_feedback_schema, .doc = "In the answer to a submission") \
  FIELD (WRAPUP, SERVER_TIME, "server_time", TIME, HX_FIELD_VIEW, .doc = "When this was sent: the clock is the server's")

/* What the popup submits. A draft has the same members, all of them optional. */
#define HX_WRAPUP_INPUT_FIELDS(FIELD) \
  FIELD (WRAPUP_INPUT, OUTCOME, "outcome", ENUM, HX_FIELD_REQUIRED, .values = &hx_outcome_enum) \
  FIELD (WRAPUP_INPUT, CHANNEL, "channel", ENUM, 0, .values = &hx_channel_enum) \
  FIELD (WRAPUP_INPUT, CATEGORY, "category", TEXT, 0, .max = 40) \
  FIELD (WRAPUP_INPUT, ISSUE_TYPE, "issue_type", TEXT, 0, .max = 40) \
  FIELD (WRAPUP_INPUT, CASE_TEXT, "case_text", TEXT, 0, .max = 500) \
  FIELD (WRAPUP_INPUT, PAIN_POINT, "pain_point", TEXT, 0, .max = 120) \
  FIELD (WRAPUP_INPUT, CLIP_FROM_MS, "clip_from_ms", INTEGER, 0, .min = 0, .max = 86400000) \
  FIELD (WRAPUP_INPUT, CLIP_TO_MS, "clip_to_ms", INTEGER, 0, .min = 0, .max = 86400000) \
  FIELD (WRAPUP_INPUT, JOINED_ID, "joined_id", ID, 0)

#define HX_WRAPUP_DRAFT_FIELDS(FIELD) \
  FIELD (WRAPUP_DRAFT, DRAFT, "draft", DOCUMENT, HX_FIELD_REQUIRED)

/* Feedback that no call led to, or that is added to a customer's page. */
#define HX_FEEDBACK_INPUT_FIELDS(FIELD) \
  FIELD (FEEDBACK_INPUT, CUSTOMER_ID, "customer_id", ID, HX_FIELD_REQUIRED) \
  FIELD (FEEDBACK_INPUT, CALL_ID, "call_id", ID, 0) \
  FIELD (FEEDBACK_INPUT, CHANNEL, "channel", ENUM, HX_FIELD_REQUIRED, .values = &hx_channel_enum) \
  FIELD (FEEDBACK_INPUT, CATEGORY, "category", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 40) \
  FIELD (FEEDBACK_INPUT, ISSUE_TYPE, "issue_type", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 40) \
  FIELD (FEEDBACK_INPUT, CASE_TEXT, "case_text", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 500) \
  FIELD (FEEDBACK_INPUT, PAIN_POINT, "pain_point", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 120) \
  FIELD (FEEDBACK_INPUT, CLIP_FROM_MS, "clip_from_ms", INTEGER, 0, .min = 0, .max = 86400000) \
  FIELD (FEEDBACK_INPUT, CLIP_TO_MS, "clip_to_ms", INTEGER, 0, .min = 0, .max = 86400000) \
  FIELD (FEEDBACK_INPUT, JOINED_ID, "joined_id", ID, 0)

HX_DECLARE_THING (Template, template, TEMPLATE, HX_TEMPLATE_FIELDS)
HX_DECLARE_THING (TemplateInput, template_input, TEMPLATE_INPUT, HX_TEMPLATE_INPUT_FIELDS)
HX_DECLARE_THING (Feedback, feedback, FEEDBACK, HX_FEEDBACK_FIELDS)
HX_DECLARE_THING (Match, match, MATCH, HX_MATCH_FIELDS)
HX_DECLARE_THING (Wrapup, wrapup, WRAPUP, HX_WRAPUP_FIELDS)
HX_DECLARE_THING (WrapupInput, wrapup_input, WRAPUP_INPUT, HX_WRAPUP_INPUT_FIELDS)
HX_DECLARE_THING (WrapupDraft, wrapup_draft, WRAPUP_DRAFT, HX_WRAPUP_DRAFT_FIELDS)
HX_DECLARE_THING (FeedbackInput, feedback_input, FEEDBACK_INPUT, HX_FEEDBACK_INPUT_FIELDS)

G_END_DECLS
