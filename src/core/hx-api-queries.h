/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "things/hx-attachment.h"
#include "things/hx-audit-entry.h"
#include "things/hx-rectification.h"

G_BEGIN_DECLS

/* What may stand behind the question mark. Every list has these two. */
#define HX_PAGE_FIELDS(FIELD, THING) \
  FIELD (THING, CURSOR, "cursor", TEXT, 0, .max = 400, .doc = "Opaque: from next of the page before") \
  FIELD (THING, LIMIT, "limit", INTEGER, 0, .min = 1, .max = 200)

enum
{
  HX_PAGE_CURSOR,
  HX_PAGE_LIMIT,
};

#define HX_PAGE_QUERY_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, PAGE_QUERY)

#define HX_CALLS_QUERY_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, CALLS_QUERY) \
  FIELD (CALLS_QUERY, SINCE, "since", TIME, 0) \
  FIELD (CALLS_QUERY, AGENT_ID, "agent_id", ID, 0)

/* What somebody types may be personal, and addresses are kept by proxies, logs and browsers: so it is sent in a body. */
#define HX_CUSTOMERS_SEARCH_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, CUSTOMERS_SEARCH) \
  FIELD (CUSTOMERS_SEARCH, IDENTITY, "identity", TEXT, 0, .max = 200, .doc = "Exactly this number, account or address") \
  FIELD (CUSTOMERS_SEARCH, Q, "q", TEXT, 0, .max = 80, .doc = "The beginning of a code, a family or full name, a whole identity, or the last four digits of a number")

#define HX_HISTORY_FIELDS(FIELD, THING) \
  HX_PAGE_FIELDS (FIELD, THING) \
  FIELD (THING, CHANNEL, "channel", ENUM, 0, .values = &hx_channel_enum) \
  FIELD (THING, BEFORE, "before", TIME, 0, .doc = "Jump to a date: contacts before this")

#define HX_CONTACTS_QUERY_FIELDS(FIELD) \
  HX_HISTORY_FIELDS (FIELD, CONTACTS_QUERY)

#define HX_CONTACTS_SEARCH_FIELDS(FIELD) \
  HX_HISTORY_FIELDS (FIELD, CONTACTS_SEARCH) \
  FIELD (CONTACTS_SEARCH, Q, "q", TEXT, 0, .max = 80, .doc = "Part of the summary; a page may have fewer than asked for, and still a next one")

#define HX_WRAPUPS_QUERY_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, WRAPUPS_QUERY) \
  FIELD (WRAPUPS_QUERY, STATE, "state", ENUM, 0, .values = &hx_wrapup_state_enum)

#define HX_FEEDBACK_QUERY_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, FEEDBACK_QUERY) \
  FIELD (FEEDBACK_QUERY, STATE, "state", ENUM, 0, .values = &hx_feedback_state_enum, .doc = "pool lists the oldest first, else the newest") \
  FIELD (FEEDBACK_QUERY, CHANNEL, "channel", ENUM, 0, .values = &hx_channel_enum) \
  FIELD (FEEDBACK_QUERY, CATEGORY, "category", TEXT, 0, .max = 40) \
  FIELD (FEEDBACK_QUERY, ISSUE_TYPE, "issue_type", TEXT, 0, .max = 40) \
  FIELD (FEEDBACK_QUERY, AGENT_ID, "agent_id", ID, 0) \
  FIELD (FEEDBACK_QUERY, CALL_ID, "call_id", ID, 0) \
  FIELD (FEEDBACK_QUERY, COUNTS, "counts", BOOLEAN, 0, .doc = "With state=pool, for who may see the pool: beside the page, as pool, what /pool tells")

#define HX_MATCHES_SEARCH_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, MATCHES_SEARCH) \
  FIELD (MATCHES_SEARCH, TEMPLATE_ID, "template_id", ID, 0) \
  FIELD (MATCHES_SEARCH, CHANNEL, "channel", ENUM, 0, .values = &hx_channel_enum) \
  FIELD (MATCHES_SEARCH, CATEGORY, "category", TEXT, 0, .max = 40) \
  FIELD (MATCHES_SEARCH, ISSUE_TYPE, "issue_type", TEXT, 0, .max = 40) \
  FIELD (MATCHES_SEARCH, Q, "q", TEXT, 0, .max = 120, .doc = "The pain point as typed so far")

#define HX_RECTIFICATIONS_QUERY_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, RECTIFICATIONS_QUERY) \
  FIELD (RECTIFICATIONS_QUERY, COLUMN, "column", ENUM, 0, .values = &hx_board_column_enum)

#define HX_AUDIT_QUERY_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, AUDIT_QUERY) \
  FIELD (AUDIT_QUERY, ACTION, "action", ENUM, 0, .values = &hx_audit_action_enum) \
  FIELD (AUDIT_QUERY, ACTOR_ID, "actor_id", ID, 0) \
  FIELD (AUDIT_QUERY, THING, "thing", TEXT, 0, .max = 40) \
  FIELD (AUDIT_QUERY, RECORD_ID, "record_id", TEXT, 0, .max = 80) \
  FIELD (AUDIT_QUERY, FROM, "from", TIME, 0) \
  FIELD (AUDIT_QUERY, TO, "to", TIME, 0, .doc = "Before this")

#define HX_USERS_QUERY_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, USERS_QUERY) \
  FIELD (USERS_QUERY, ROLE, "role", ENUM, 0, .values = &hx_role_enum) \
  FIELD (USERS_QUERY, TEAM_ID, "team_id", ID, 0) \
  FIELD (USERS_QUERY, DEPARTMENT_ID, "department_id", ID, 0) \
  FIELD (USERS_QUERY, INACTIVE, "inactive", BOOLEAN, 0, .doc = "Also who was sent away; for who manages people")

/* What a client shows of what is nobody's own; what concerns itself it hears in any case. */
#define HX_TOPIC_BOARD "board"
#define HX_TOPIC_CUSTOMERS "customers"
#define HX_TOPIC_CUSTOMERS_OF_ONE "customer:"

#define HX_EVENTS_QUERY_FIELDS(FIELD) \
  FIELD (EVENTS_QUERY, WATCH, "watch", TEXT, 0, .max = 1000, .doc = "What is shown now, parted by commas: board, customers, customer:ID; empty for none, left out for everything")

#define HX_SESSIONS_QUERY_FIELDS(FIELD) \
  HX_PAGE_FIELDS (FIELD, SESSIONS_QUERY) \
  FIELD (SESSIONS_QUERY, USER_ID, "user_id", ID, 0, .doc = "Somebody else's; for who manages people")

HX_DECLARE_THING (UsersQuery, users_query, USERS_QUERY, HX_USERS_QUERY_FIELDS)
HX_DECLARE_THING (EventsQuery, events_query, EVENTS_QUERY, HX_EVENTS_QUERY_FIELDS)
HX_DECLARE_THING (SessionsQuery, sessions_query, SESSIONS_QUERY, HX_SESSIONS_QUERY_FIELDS)
HX_DECLARE_THING (PageQuery, page_query, PAGE_QUERY, HX_PAGE_QUERY_FIELDS)
HX_DECLARE_THING (CallsQuery, calls_query, CALLS_QUERY, HX_CALLS_QUERY_FIELDS)
HX_DECLARE_THING (CustomersSearch, customers_search, CUSTOMERS_SEARCH, HX_CUSTOMERS_SEARCH_FIELDS)
HX_DECLARE_THING (ContactsQuery, contacts_query, CONTACTS_QUERY, HX_CONTACTS_QUERY_FIELDS)
HX_DECLARE_THING (ContactsSearch, contacts_search, CONTACTS_SEARCH, HX_CONTACTS_SEARCH_FIELDS)
HX_DECLARE_THING (WrapupsQuery, wrapups_query, WRAPUPS_QUERY, HX_WRAPUPS_QUERY_FIELDS)
HX_DECLARE_THING (FeedbackQuery, feedback_query, FEEDBACK_QUERY, HX_FEEDBACK_QUERY_FIELDS)
HX_DECLARE_THING (MatchesSearch, matches_search, MATCHES_SEARCH, HX_MATCHES_SEARCH_FIELDS)
HX_DECLARE_THING (AuditQuery, audit_query, AUDIT_QUERY, HX_AUDIT_QUERY_FIELDS)
HX_DECLARE_THING (RectificationsQuery, rectifications_query, RECTIFICATIONS_QUERY, HX_RECTIFICATIONS_QUERY_FIELDS)

G_END_DECLS
