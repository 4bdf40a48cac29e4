/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-people.h"
#include "hx-rectification.h"

G_BEGIN_DECLS

#define HX_POLICY_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, POLICY) \
  FIELD (POLICY, VERSION, "version", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (POLICY, DOCUMENT, "document", DOCUMENT, HX_FIELD_REQUIRED)

#define HX_POLICY_INPUT_FIELDS(FIELD) \
  FIELD (POLICY_INPUT, VERSION, "version", INTEGER, HX_FIELD_REQUIRED, .min = 1, .max = 1000000, .doc = "One more than the last") \
  FIELD (POLICY_INPUT, DOCUMENT, "document", DOCUMENT, HX_FIELD_REQUIRED, .doc = "What is left out has the value of a new store")

/* Everything a client needs to start, in one answer. */
#define HX_BOOTSTRAP_FIELDS(FIELD) \
  FIELD (BOOTSTRAP, USER, "user", RECORD, HX_FIELD_REQUIRED, .of = &hx_user_schema) \
  FIELD (BOOTSTRAP, PERMISSIONS, "permissions", TEXT, HX_FIELD_REQUIRED) \
  FIELD (BOOTSTRAP, TEMPLATES, "templates", LIST, HX_FIELD_REQUIRED, .of = &hx_template_schema) \
  FIELD (BOOTSTRAP, TEMPLATE_ID, "template_id", ID, 0, .doc = "The one that the caller's team fills in") \
  FIELD (BOOTSTRAP, POLICY, "policy", RECORD, HX_FIELD_REQUIRED, .of = &hx_policy_schema) \
  FIELD (BOOTSTRAP, WRAPUPS, "wrapups", LIST, HX_FIELD_REQUIRED, .of = &hx_wrapup_schema, .doc = "Waiting and late ones of the caller") \
  FIELD (BOOTSTRAP, POOL_TOTAL, "pool_total", INTEGER, 0) \
  FIELD (BOOTSTRAP, BOARD, "board", RECORD, 0, .of = &hx_board_schema) \
  FIELD (BOOTSTRAP, EVENT_NUMBER, "event_number", INTEGER, HX_FIELD_REQUIRED, .doc = "Where the stream goes on from here") \
  FIELD (BOOTSTRAP, SERVER_TIME, "server_time", TIME, HX_FIELD_REQUIRED)

/* The stream's truth: one row for each thing that happened, in commit order. */
#define HX_EVENT_FIELDS(FIELD) \
  FIELD (EVENT, NUMBER, "number", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (EVENT, AT, "at", TIME, HX_FIELD_REQUIRED) \
  FIELD (EVENT, THING, "thing", TEXT, HX_FIELD_REQUIRED) \
  FIELD (EVENT, RECORD_ID, "record_id", ID, 0) \
  FIELD (EVENT, ACTION, "action", TEXT, HX_FIELD_REQUIRED, .doc = "created, updated, removed") \
  FIELD (EVENT, ACTOR_ID, "actor_id", ID, 0) \
  FIELD (EVENT, AGENT_ID, "agent_id", ID, 0, .doc = "Whose it is") \
  FIELD (EVENT, TEAM_ID, "team_id", ID, 0)

#define HX_HEALTH_FIELDS(FIELD) \
  FIELD (HEALTH, STATUS, "status", TEXT, HX_FIELD_REQUIRED) \
  FIELD (HEALTH, VERSION, "version", TEXT, HX_FIELD_REQUIRED)

/* Agent's own figures (domain: figures people are judged by). */
#define HX_FIGURES_FIELDS(FIELD) \
  FIELD (FIGURES, SINCE, "since", TIME, HX_FIELD_REQUIRED) \
  FIELD (FIGURES, CALLS, "calls", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (FIGURES, VALID, "valid", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (FIGURES, EFFECTIVE, "effective", INTEGER, HX_FIELD_REQUIRED)

HX_DECLARE_THING (Policy, policy, POLICY, HX_POLICY_FIELDS)
HX_DECLARE_THING (PolicyInput, policy_input, POLICY_INPUT, HX_POLICY_INPUT_FIELDS)
HX_DECLARE_THING (Bootstrap, bootstrap, BOOTSTRAP, HX_BOOTSTRAP_FIELDS)
HX_DECLARE_THING (Event, event, EVENT, HX_EVENT_FIELDS)
HX_DECLARE_THING (Health, health, HEALTH, HX_HEALTH_FIELDS)
HX_DECLARE_THING (Figures, figures, FIGURES, HX_FIGURES_FIELDS)

G_END_DECLS
