/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-api-queries.h"
#include "hx-permission.h"
#include "hx-record.h"
#include "things/hx-log-levels.h"
#include "things/hx-organisation.h"

G_BEGIN_DECLS

#define HX_API_PREFIX "/api/v1"

typedef enum
{
  HX_GET,
  HX_POST,
  HX_PUT,
  HX_PATCH,
  HX_DELETE,
  HX_N_METHODS
} HxMethod;

/**
 * HxShape:
 *
 * What an operation answers with.
 */
typedef enum
{
  HX_SHAPE_NONE,   /* 204 */
  HX_SHAPE_ITEM,   /* one record */
  HX_SHAPE_LIST,   /* {"items": […], "next": cursor or null}, with a Link header */
  HX_SHAPE_STREAM, /* Server-Sent Events */
  HX_SHAPE_BYTES,  /* a file, with ranges */
  HX_SHAPE_DOCUMENT, /* JSON that is no record: openapi.json */
} HxShape;

/**
 * HxOperationFlags:
 * @HX_OP_PUBLIC: no token needed
 * @HX_OP_MATCH: needs If-Match with the record's revision
 * @HX_OP_CREATES: answers 201
 * @HX_OP_FORM: also takes a form-encoded body
 * @HX_OP_UPLOAD: the body is a file
 * @HX_OP_ATTACHES: the file is an attachment, so it is a small one
 * @HX_OP_SECRET: the answer has a secret in it, so it is told once: a repetition of the request is refused and does nothing
 * @HX_OP_POOL: its pages may have the counts of the pool beside them
 * @HX_OP_READS: changes nothing, so any reader connection serves it
 */
typedef enum
{
  HX_OP_NO_FLAGS = 0,
  HX_OP_PUBLIC = 1 << 0,
  HX_OP_MATCH = 1 << 1,
  HX_OP_CREATES = 1 << 2,
  HX_OP_FORM = 1 << 3,
  HX_OP_UPLOAD = 1 << 4,
  HX_OP_READS = 1 << 5,
  HX_OP_SECRET = 1 << 6,
  HX_OP_ATTACHES = 1 << 7,
  HX_OP_POOL = 1 << 8,
} HxOperationFlags;

/* One row an operation: id, method, path below the prefix, permission, shape,
 * flags, query schema, input schema, output schema, summary. */
#define HX_OPERATIONS(OP) \
  OP (HEALTH_GET, "health.get", GET, "/health", HX_MAY_NOTHING, ITEM, HX_OP_PUBLIC | HX_OP_READS, NULL, NULL, &hx_health_schema, "Whether the server is alive and its store reachable") \
  OP (OPENAPI_GET, "openapi.get", GET, "/openapi.json", HX_MAY_NOTHING, DOCUMENT, HX_OP_PUBLIC | HX_OP_READS, NULL, NULL, NULL, "This description") \
  OP (SESSION_CREATE, "session.create", POST, "/session", HX_MAY_NOTHING, ITEM, HX_OP_PUBLIC | HX_OP_CREATES | HX_OP_SECRET, NULL, &hx_sign_in_input_schema, &hx_session_schema, "Sign in") \
  OP (SESSION_GET, "session.get", GET, "/session", HX_MAY_NOTHING, ITEM, HX_OP_READS, NULL, NULL, &hx_session_schema, "Who I am") \
  OP (SESSION_REFRESH, "session.refresh", POST, "/session/refresh", HX_MAY_NOTHING, ITEM, HX_OP_PUBLIC | HX_OP_SECRET, NULL, &hx_refresh_schema, &hx_session_schema, "Go on with a session: new tokens for the refresh token, which works once") \
  OP (SESSION_PASSWORD, "session.password", PUT, "/session/password", HX_MAY_NOTHING, NONE, HX_OP_NO_FLAGS, NULL, &hx_password_change_schema, NULL, "Change one's own password; ends all other sessions") \
  OP (SESSION_DELETE, "session.delete", DELETE, "/session", HX_MAY_NOTHING, NONE, HX_OP_NO_FLAGS, NULL, NULL, NULL, "Sign out") \
  OP (SESSIONS_LIST, "sessions.list", GET, "/sessions", HX_MAY_SIGN_IN, LIST, HX_OP_READS, &hx_sessions_query_schema, NULL, &hx_session_schema, "Own sessions, newest first; or somebody's") \
  OP (SESSIONS_DELETE, "sessions.delete", DELETE, "/sessions/{id}", HX_MAY_SIGN_IN, NONE, HX_OP_NO_FLAGS, NULL, NULL, NULL, "End a session of one's own, or anybody's") \
  OP (API_KEYS_LIST, "api_keys.list", GET, "/api-keys", HX_MAY_MANAGE_KEYS, LIST, HX_OP_READS, &hx_page_query_schema, NULL, &hx_api_key_schema, "Keys of integrations, never their tokens") \
  OP (API_KEYS_CREATE, "api_keys.create", POST, "/api-keys", HX_MAY_MANAGE_KEYS, ITEM, HX_OP_CREATES | HX_OP_SECRET, NULL, &hx_api_key_schema, &hx_api_key_schema, "Make a key; its token is told only here") \
  OP (API_KEYS_DELETE, "api_keys.delete", DELETE, "/api-keys/{id}", HX_MAY_MANAGE_KEYS, NONE, HX_OP_NO_FLAGS, NULL, NULL, NULL, "Revoke a key at once") \
  OP (USERS_LIST, "users.list", GET, "/users", HX_MAY_NOTHING, LIST, HX_OP_PUBLIC | HX_OP_READS, &hx_users_query_schema, NULL, &hx_user_schema, "People: on the private socket for choosing whom to be, else for who may see people") \
  OP (USERS_GET, "users.get", GET, "/users/{id}", HX_MAY_SEE_PEOPLE, ITEM, HX_OP_READS, NULL, NULL, &hx_user_schema, "One person") \
  OP (USERS_CREATE, "users.create", POST, "/users", HX_MAY_MANAGE_PEOPLE, ITEM, HX_OP_CREATES, NULL, &hx_user_input_schema, &hx_user_schema, "A new person") \
  OP (USERS_UPDATE, "users.update", PATCH, "/users/{id}", HX_MAY_MANAGE_PEOPLE, ITEM, HX_OP_MATCH, NULL, &hx_user_input_schema, &hx_user_schema, "Change a person, or send them away") \
  OP (USERS_PASSWORD, "users.password", POST, "/users/{id}/password", HX_MAY_MANAGE_PEOPLE, ITEM, HX_OP_SECRET, NULL, NULL, &hx_one_time_password_schema, "Replace a password by one to be handed over and changed at first sign-in; ends all sessions") \
  OP (TEAMS_LIST, "teams.list", GET, "/teams", HX_MAY_SIGN_IN, LIST, HX_OP_READS, &hx_page_query_schema, NULL, &hx_team_schema, "Teams by name") \
  OP (TEAMS_CREATE, "teams.create", POST, "/teams", HX_MAY_MANAGE_PEOPLE, ITEM, HX_OP_CREATES, NULL, &hx_team_input_schema, &hx_team_schema, "A new team") \
  OP (TEAMS_UPDATE, "teams.update", PATCH, "/teams/{id}", HX_MAY_MANAGE_PEOPLE, ITEM, HX_OP_MATCH, NULL, &hx_team_input_schema, &hx_team_schema, "Change a team") \
  OP (DEPARTMENTS_LIST, "departments.list", GET, "/departments", HX_MAY_SIGN_IN, LIST, HX_OP_READS, &hx_page_query_schema, NULL, &hx_department_schema, "Departments by name, with head and director") \
  OP (DEPARTMENTS_CREATE, "departments.create", POST, "/departments", HX_MAY_MANAGE_PEOPLE, ITEM, HX_OP_CREATES, NULL, &hx_department_input_schema, &hx_department_schema, "A new department") \
  OP (DEPARTMENTS_UPDATE, "departments.update", PATCH, "/departments/{id}", HX_MAY_MANAGE_PEOPLE, ITEM, HX_OP_MATCH, NULL, &hx_department_input_schema, &hx_department_schema, "Change a department") \
  OP (BOOTSTRAP_GET, "bootstrap.get", GET, "/bootstrap", HX_MAY_SIGN_IN, ITEM, HX_OP_READS, NULL, NULL, &hx_bootstrap_schema, "Everything a client needs to start") \
  OP (EVENTS_STREAM, "events.stream", GET, "/events", HX_MAY_SIGN_IN, STREAM, HX_OP_READS, &hx_events_query_schema, NULL, &hx_event_schema, "What happens, as it happens; resumes by Last-Event-ID") \
  OP (CTI_RECEIVE, "cti.receive", POST, "/cti", HX_MAY_SEND_CALLS, NONE, HX_OP_FORM, NULL, &hx_cti_event_schema, NULL, "A PBX tells of a call") \
  OP (CALLS_LIST, "calls.list", GET, "/calls", HX_MAY_SEE_OWN, LIST, HX_OP_READS, &hx_calls_query_schema, NULL, &hx_call_schema, "Calls one may see, newest first") \
  OP (CALLS_GET, "calls.get", GET, "/calls/{id}", HX_MAY_SEE_OWN, ITEM, HX_OP_READS, NULL, NULL, &hx_call_schema, "One call") \
  OP (CALLS_BOOKMARK, "calls.bookmark", POST, "/calls/{id}/bookmarks", HX_MAY_WRAP_UP, ITEM, HX_OP_CREATES, NULL, &hx_bookmark_schema, &hx_clip_schema, "Mark a moment of a call that is going on") \
  OP (CONTACTS_CREATE, "contacts.create", POST, "/contacts", HX_MAY_SEND_CALLS, ITEM, HX_OP_CREATES, NULL, &hx_contact_schema, &hx_contact_schema, "A touch on any channel") \
  OP (CUSTOMERS_LIST, "customers.list", GET, "/customers", HX_MAY_SEE_CUSTOMERS, LIST, HX_OP_READS, &hx_page_query_schema, NULL, &hx_customer_schema, "Customers, last touched first") \
  OP (CUSTOMERS_SEARCH, "customers.search", POST, "/customers/search", HX_MAY_SEE_CUSTOMERS, LIST, HX_OP_READS, NULL, &hx_customers_search_schema, &hx_customer_schema, "Customers by name, code or any identity; what is looked for is in the body, as addresses are logged") \
  OP (CUSTOMERS_CREATE, "customers.create", POST, "/customers", HX_MAY_EDIT_CUSTOMERS, ITEM, HX_OP_CREATES, NULL, &hx_customer_input_schema, &hx_customer_schema, "A new customer") \
  OP (CUSTOMERS_GET, "customers.get", GET, "/customers/{id}", HX_MAY_SEE_CUSTOMERS, ITEM, HX_OP_READS, NULL, NULL, &hx_customer_schema, "One customer") \
  OP (CUSTOMERS_UPDATE, "customers.update", PATCH, "/customers/{id}", HX_MAY_EDIT_CUSTOMERS, ITEM, HX_OP_MATCH, NULL, &hx_customer_input_schema, &hx_customer_schema, "Complete or correct a customer") \
  OP (CUSTOMERS_REVEAL, "customers.reveal", POST, "/customers/{id}/reveal", HX_MAY_REVEAL, ITEM, HX_OP_SECRET, NULL, &hx_privacy_reason_schema, &hx_customer_schema, "See the personal data in clear, for a reason that is audited") \
  OP (CUSTOMERS_ERASE, "customers.erase", POST, "/customers/{id}/erase", HX_MAY_ERASE, ITEM, HX_OP_NO_FLAGS, NULL, &hx_privacy_reason_schema, &hx_customer_schema, "Erase the personal data, for a reason that is audited; the history stays") \
  OP (CUSTOMERS_CONTACTS, "customers.contacts", GET, "/customers/{id}/contacts", HX_MAY_SEE_CUSTOMERS, LIST, HX_OP_READS, &hx_contacts_query_schema, NULL, &hx_contact_schema, "The cross-channel history, newest first") \
  OP (CONTACTS_SEARCH, "contacts.search", POST, "/customers/{id}/contacts/search", HX_MAY_SEE_CUSTOMERS, LIST, HX_OP_READS, NULL, &hx_contacts_search_schema, &hx_contact_schema, "Contacts of the history by words of their summary, newest first") \
  OP (RECORDINGS_CREATE, "recordings.create", POST, "/recordings", HX_MAY_SEND_CALLS, ITEM, HX_OP_CREATES, NULL, &hx_recording_input_schema, &hx_recording_schema, "Announce the recording of a call") \
  OP (RECORDINGS_GET, "recordings.get", GET, "/recordings/{id}", HX_MAY_HEAR_RECORDINGS, ITEM, HX_OP_READS, NULL, NULL, &hx_recording_schema, "One recording and its clips") \
  OP (RECORDINGS_UPLOAD, "recordings.upload", PUT, "/recordings/{id}/audio", HX_MAY_SEND_CALLS, ITEM, HX_OP_UPLOAD, NULL, NULL, &hx_recording_schema, "The audio itself") \
  OP (RECORDINGS_AUDIO, "recordings.audio", GET, "/recordings/{id}/audio", HX_MAY_HEAR_RECORDINGS, BYTES, HX_OP_READS, NULL, NULL, NULL, "Hear it; takes Range") \
  OP (RECORDINGS_PEAKS, "recordings.peaks", GET, "/recordings/{id}/peaks", HX_MAY_HEAR_RECORDINGS, ITEM, HX_OP_READS, NULL, NULL, &hx_peaks_schema, "The waveform") \
  OP (CLIPS_CREATE, "clips.create", POST, "/recordings/{id}/clips", HX_MAY_HEAR_RECORDINGS, ITEM, HX_OP_CREATES, NULL, &hx_clip_schema, &hx_clip_schema, "Keep a range of a recording") \
  OP (WRAPUPS_LIST, "wrapups.list", GET, "/wrapups", HX_MAY_WRAP_UP, LIST, HX_OP_READS, &hx_wrapups_query_schema, NULL, &hx_wrapup_schema, "Own wrap-ups, newest first") \
  OP (WRAPUPS_GET, "wrapups.get", GET, "/wrapups/{id}", HX_MAY_WRAP_UP, ITEM, HX_OP_READS, NULL, NULL, &hx_wrapup_schema, "One wrap-up") \
  OP (WRAPUPS_DRAFT, "wrapups.draft", PUT, "/wrapups/{id}/draft", HX_MAY_WRAP_UP, NONE, HX_OP_NO_FLAGS, NULL, &hx_wrapup_draft_schema, NULL, "Keep what was typed so far") \
  OP (WRAPUPS_SUBMIT, "wrapups.submit", POST, "/wrapups/{id}/submit", HX_MAY_WRAP_UP, ITEM, HX_OP_NO_FLAGS, NULL, &hx_wrapup_input_schema, &hx_wrapup_schema, "Finish it: feedback, or no issue") \
  OP (WRAPUPS_UNDO, "wrapups.undo", POST, "/wrapups/{id}/undo", HX_MAY_WRAP_UP, ITEM, HX_OP_NO_FLAGS, NULL, NULL, &hx_wrapup_schema, "Take the submission back and give the form again") \
  OP (FEEDBACK_LIST, "feedback.list", GET, "/feedback", HX_MAY_SEE_OWN, LIST, HX_OP_READS | HX_OP_POOL, &hx_feedback_query_schema, NULL, &hx_feedback_schema, "Feedback one may see") \
  OP (FEEDBACK_GET, "feedback.get", GET, "/feedback/{id}", HX_MAY_SEE_OWN, ITEM, HX_OP_READS, NULL, NULL, &hx_feedback_schema, "One feedback") \
  OP (FEEDBACK_CREATE, "feedback.create", POST, "/feedback", HX_MAY_WRAP_UP, ITEM, HX_OP_CREATES, NULL, &hx_feedback_input_schema, &hx_feedback_schema, "Record feedback outside a wrap-up") \
  OP (MATCHES_SEARCH, "matches.search", POST, "/matches/search", HX_MAY_WRAP_UP, LIST, HX_OP_READS, NULL, &hx_matches_search_schema, &hx_match_schema, "Open pain points like this one; what is typed is in the body, as addresses are logged") \
  OP (POOL_GET, "pool.get", GET, "/pool", HX_MAY_SEE_POOL, ITEM, HX_OP_READS, NULL, NULL, &hx_pool_schema, "Counts by channel and issue type") \
  OP (BOARD_GET, "board.get", GET, "/board", HX_MAY_SEE_BOARD, ITEM, HX_OP_READS, NULL, NULL, &hx_board_schema, "How many of one's rectifications stand in each column") \
  OP (FEEDBACK_ATTACHMENTS, "feedback.attachments", GET, "/feedback/{id}/attachments", HX_MAY_SEE_OWN, LIST, HX_OP_READS, &hx_page_query_schema, NULL, &hx_attachment_schema, "What is attached to a feedback, oldest first") \
  OP (FEEDBACK_ATTACH, "feedback.attach", POST, "/feedback/{id}/attachments", HX_MAY_SEE_OWN, ITEM, HX_OP_UPLOAD | HX_OP_ATTACHES | HX_OP_CREATES, NULL, NULL, &hx_attachment_schema, "Attach a picture, a sound or a PDF; the body is the file") \
  OP (RECTIFICATIONS_LIST, "rectifications.list", GET, "/rectifications", HX_MAY_SEE_BOARD, LIST, HX_OP_READS, &hx_rectifications_query_schema, NULL, &hx_rectification_schema, "Rectifications of one column, most urgent first") \
  OP (RECTIFICATIONS_GET, "rectifications.get", GET, "/rectifications/{id}", HX_MAY_SEE_BOARD, ITEM, HX_OP_READS, NULL, NULL, &hx_rectification_schema, "One rectification") \
  OP (TEMPLATES_LIST, "templates.list", GET, "/templates", HX_MAY_SIGN_IN, LIST, HX_OP_READS, &hx_page_query_schema, NULL, &hx_template_schema, "The feedback templates") \
  OP (TEMPLATES_CREATE, "templates.create", POST, "/templates", HX_MAY_MANAGE_SITE, ITEM, HX_OP_CREATES, NULL, &hx_template_input_schema, &hx_template_schema, "A new version of a template, or the first of a new one; teams are given it by name") \
  OP (POLICIES_CREATE, "policies.create", POST, "/policies", HX_MAY_MANAGE_SITE, ITEM, HX_OP_CREATES, NULL, &hx_policy_input_schema, &hx_policy_schema, "The policy from now on; every server works by it at once, clocks that run keep theirs") \
  OP (RECTIFICATIONS_ATTACHMENTS, "rectifications.attachments", GET, "/rectifications/{id}/attachments", HX_MAY_SEE_BOARD, LIST, HX_OP_READS, &hx_page_query_schema, NULL, &hx_attachment_schema, "What is attached to a rectification, oldest first") \
  OP (RECTIFICATIONS_ATTACH, "rectifications.attach", POST, "/rectifications/{id}/attachments", HX_MAY_SEE_BOARD, ITEM, HX_OP_UPLOAD | HX_OP_ATTACHES | HX_OP_CREATES, NULL, NULL, &hx_attachment_schema, "Attach a picture, a sound or a PDF; the body is the file") \
  OP (ATTACHMENTS_CONTENT, "attachments.content", GET, "/attachments/{id}/content", HX_MAY_SIGN_IN, BYTES, HX_OP_READS, NULL, NULL, NULL, "The file itself, for who may see what it is attached to; takes Range") \
  OP (ATTACHMENTS_DELETE, "attachments.delete", DELETE, "/attachments/{id}", HX_MAY_SIGN_IN, NONE, HX_OP_NO_FLAGS, NULL, NULL, NULL, "Take back what one attached") \
  OP (AUDIT_LIST, "audit.list", GET, "/audit", HX_MAY_READ_AUDIT, LIST, HX_OP_READS, &hx_audit_query_schema, NULL, &hx_audit_entry_schema, "Who did what must be accounted for, newest first") \
  OP (LOG_GET, "log.get", GET, "/log", HX_MAY_MANAGE_SITE, ITEM, HX_OP_READS, NULL, NULL, &hx_log_levels_schema, "How much this server logs") \
  OP (LOG_UPDATE, "log.update", PUT, "/log", HX_MAY_MANAGE_SITE, ITEM, HX_OP_NO_FLAGS, NULL, &hx_log_levels_schema, &hx_log_levels_schema, "How much every server logs, until it is started or told to read its settings anew") \
  OP (FIGURES_GET, "figures.get", GET, "/figures", HX_MAY_SEE_OWN, ITEM, HX_OP_READS, NULL, NULL, &hx_figures_schema, "Own figures of this month")

#define HX_OPERATION_ID_(ID, ...) HX_OPERATION_##ID,
typedef enum
{
  HX_OPERATIONS (HX_OPERATION_ID_)
  HX_N_OPERATIONS
} HxOperationId;

typedef struct
{
  const char *name;
  HxMethod method;
  const char *path;
  HxPermission permission;
  HxShape shape;
  HxOperationFlags flags;
  const HxSchema *query;
  const HxSchema *input;
  const HxSchema *output;
  const char *summary;
} HxOperation;

extern const HxOperation hx_operations[HX_N_OPERATIONS];
extern const char *const hx_method_names[HX_N_METHODS];

char    *hx_operation_uri   (HxOperationId       operation,
                             const char         *id,
                             HxRecord           *query);
gboolean hx_operation_match (const HxOperation  *operation,
                             const char         *path,
                             char              **id);
gboolean hx_operation_takes_key (const HxOperation *operation);
char    *hx_api_to_openapi  (void);
char    *hx_permissions_to_markdown (void);

G_END_DECLS
