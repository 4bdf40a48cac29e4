/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../hx-schema.h"

G_BEGIN_DECLS

typedef enum
{
  HX_CHANNEL_PHONE,
  HX_CHANNEL_SMS,
  HX_CHANNEL_WECHAT,
  HX_CHANNEL_APP,
  HX_CHANNEL_FORM,
  HX_CHANNEL_STORE,
  HX_CHANNEL_WEB_CHAT,
  HX_CHANNEL_EMAIL,
  HX_CHANNEL_DOUYIN,
  HX_CHANNEL_AD,
  HX_CHANNEL_ORDER,
  HX_N_CHANNELS
} HxChannel;

typedef enum
{
  HX_DIRECTION_IN,
  HX_DIRECTION_OUT,
} HxDirection;

typedef enum
{
  HX_ACTIVITY_CALL,
  HX_ACTIVITY_MISSED_CALL,
  HX_ACTIVITY_MESSAGE,
  HX_ACTIVITY_DELIVERED,
  HX_ACTIVITY_NOT_DELIVERED,
  HX_ACTIVITY_REPLY,
  HX_ACTIVITY_LEAD,
  HX_ACTIVITY_CHAT,
  HX_ACTIVITY_VISIT,
  HX_ACTIVITY_VIEW,
  HX_ACTIVITY_CLICK,
  HX_ACTIVITY_COMMENT,
  HX_ACTIVITY_ORDER,
  HX_ACTIVITY_BOOKING,
  HX_N_ACTIVITIES
} HxActivity;

HX_DECLARE_ENUM (channel)
HX_DECLARE_ENUM (direction)
HX_DECLARE_ENUM (activity)

#define HX_CONTACT_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, CONTACT) \
  FIELD (CONTACT, CUSTOMER_ID, "customer_id", ID, HX_FIELD_REQUIRED) \
  FIELD (CONTACT, CHANNEL, "channel", ENUM, HX_FIELD_REQUIRED, .values = &hx_channel_enum) \
  FIELD (CONTACT, ACTIVITY, "activity", ENUM, HX_FIELD_REQUIRED, .values = &hx_activity_enum) \
  FIELD (CONTACT, DIRECTION, "direction", ENUM, HX_FIELD_REQUIRED, .values = &hx_direction_enum) \
  FIELD (CONTACT, AT, "at", TIME, HX_FIELD_REQUIRED) \
  FIELD (CONTACT, SUMMARY, "summary", TEXT, HX_FIELD_SEALED | HX_FIELD_MASKED_WITHIN, .max = 500) \
  FIELD (CONTACT, AGENT_ID, "agent_id", ID, 0) \
  FIELD (CONTACT, ORIGIN, "origin", TEXT, HX_FIELD_SEALED | HX_FIELD_MASKED_WITHIN, .max = 80, .doc = "Who or what acted, when it was no agent: campaign, system, shop") \
  FIELD (CONTACT, ATTRIBUTES, "attributes", DOCUMENT, HX_FIELD_SEALED | HX_FIELD_MASKED_WITHIN, .doc = "Free facts, such as the fields of a form") \
  FIELD (CONTACT, CALL_ID, "call_id", ID, HX_FIELD_SERVER) \
  FIELD (CONTACT, AGENT_NAME, "agent_name", TEXT, HX_FIELD_VIEW) \
  FIELD (CONTACT, DURATION_MS, "duration_ms", INTEGER, HX_FIELD_VIEW, .doc = "Of a call: how long people talked") \
  FIELD (CONTACT, RECORDING_ID, "recording_id", ID, HX_FIELD_VIEW) \
  FIELD (CONTACT, FEEDBACK_ID, "feedback_id", ID, HX_FIELD_VIEW) \
  FIELD (CONTACT, FEEDBACK_CATEGORY, "feedback_category", TEXT, HX_FIELD_VIEW) \
  FIELD (CONTACT, FEEDBACK_ISSUE_TYPE, "feedback_issue_type", TEXT, HX_FIELD_VIEW) \
  FIELD (CONTACT, FEEDBACK_TEMPLATE_ID, "feedback_template_id", ID, HX_FIELD_VIEW) \
  FIELD (CONTACT, AUDIENCE, "audience", TEXT, HX_FIELD_VIEW | HX_FIELD_HIDDEN, .doc = "Who may hear its recording, for streams")

HX_DECLARE_THING (Contact, contact, CONTACT, HX_CONTACT_FIELDS)

G_END_DECLS
