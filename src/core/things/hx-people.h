/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../hx-permission.h"

G_BEGIN_DECLS

#define HX_DEPARTMENT_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, DEPARTMENT) \
  FIELD (DEPARTMENT, NAME, "name", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 80) \
  FIELD (DEPARTMENT, HEAD_ID, "head_id", ID, 0, .doc = "Whom overdue warnings reach") \
  FIELD (DEPARTMENT, DIRECTOR_ID, "director_id", ID, 0, .doc = "Who decides when it is stuck") \
  FIELD (DEPARTMENT, HEAD_NAME, "head_name", TEXT, HX_FIELD_VIEW) \
  FIELD (DEPARTMENT, DIRECTOR_NAME, "director_name", TEXT, HX_FIELD_VIEW)

#define HX_TEAM_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, TEAM) \
  FIELD (TEAM, NAME, "name", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 80) \
  FIELD (TEAM, TEMPLATE_ID, "template_id", ID, 0, .doc = "The feedback template its agents fill in")

#define HX_USER_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, USER) \
  FIELD (USER, NAME, "name", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 80) \
  FIELD (USER, NUMBER, "number", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 20, .doc = "Staff number") \
  FIELD (USER, ROLE, "role", ENUM, HX_FIELD_REQUIRED, .values = &hx_role_enum) \
  FIELD (USER, TEAM_ID, "team_id", ID, 0) \
  FIELD (USER, EXTENSION, "extension", TEXT, 0, .max = 20, .doc = "How the PBX calls this agent") \
  FIELD (USER, ACTIVE, "active", BOOLEAN, HX_FIELD_REQUIRED) \
  FIELD (USER, LOGIN, "login", TEXT, 0, .max = 64, .doc = "What this person signs in with; nobody signs in without") \
  FIELD (USER, DEPARTMENT_ID, "department_id", ID, 0) \
  FIELD (USER, TEAM_NAME, "team_name", TEXT, HX_FIELD_VIEW) \
  FIELD (USER, DEPARTMENT_NAME, "department_name", TEXT, HX_FIELD_VIEW)

HX_DECLARE_THING (Department, department, DEPARTMENT, HX_DEPARTMENT_FIELDS)
HX_DECLARE_THING (Team, team, TEAM, HX_TEAM_FIELDS)
HX_DECLARE_THING (User, user, USER, HX_USER_FIELDS)

/* What an administrator decides of each; what is left out stays, and an empty text takes the value away. */
#define HX_USER_INPUT_FIELDS(FIELD) \
  FIELD (USER_INPUT, NAME, "name", TEXT, 0, .min = 1, .max = 80) \
  FIELD (USER_INPUT, NUMBER, "number", TEXT, 0, .min = 1, .max = 20, .doc = "Staff number") \
  FIELD (USER_INPUT, ROLE, "role", ENUM, 0, .values = &hx_role_enum) \
  FIELD (USER_INPUT, TEAM_ID, "team_id", TEXT, 0, .max = 36, .doc = "Empty for none") \
  FIELD (USER_INPUT, DEPARTMENT_ID, "department_id", TEXT, 0, .max = 36, .doc = "Empty for none") \
  FIELD (USER_INPUT, EXTENSION, "extension", TEXT, 0, .max = 20, .doc = "How the PBX calls this agent; empty for none") \
  FIELD (USER_INPUT, LOGIN, "login", TEXT, 0, .max = 64, .doc = "Letters, digits and ._@-; empty for none") \
  FIELD (USER_INPUT, ACTIVE, "active", BOOLEAN, 0, .doc = "false sends the person away: all sessions end")

#define HX_TEAM_INPUT_FIELDS(FIELD) \
  FIELD (TEAM_INPUT, NAME, "name", TEXT, 0, .min = 1, .max = 80) \
  FIELD (TEAM_INPUT, TEMPLATE_ID, "template_id", TEXT, 0, .max = 36, .doc = "Empty for the first one")

#define HX_DEPARTMENT_INPUT_FIELDS(FIELD) \
  FIELD (DEPARTMENT_INPUT, NAME, "name", TEXT, 0, .min = 1, .max = 80) \
  FIELD (DEPARTMENT_INPUT, HEAD_ID, "head_id", TEXT, 0, .max = 36, .doc = "A person; empty for none") \
  FIELD (DEPARTMENT_INPUT, DIRECTOR_ID, "director_id", TEXT, 0, .max = 36, .doc = "A person whose role is director; empty for none")

HX_DECLARE_THING (UserInput, user_input, USER_INPUT, HX_USER_INPUT_FIELDS)
HX_DECLARE_THING (TeamInput, team_input, TEAM_INPUT, HX_TEAM_INPUT_FIELDS)
HX_DECLARE_THING (DepartmentInput, department_input, DEPARTMENT_INPUT, HX_DEPARTMENT_INPUT_FIELDS)

/* What a person signs in with: one of the ways. */
#define HX_SIGN_IN_INPUT_FIELDS(FIELD) \
  FIELD (SIGN_IN_INPUT, USER_ID, "user_id", ID, 0, .doc = "On the private socket of one computer: whom to be") \
  FIELD (SIGN_IN_INPUT, LOCALE, "locale", TEXT, 0, .max = 20) \
  FIELD (SIGN_IN_INPUT, LOGIN, "login", TEXT, 0, .max = 64) \
  FIELD (SIGN_IN_INPUT, PASSWORD, "password", TEXT, 0, .max = 200) \
  FIELD (SIGN_IN_INPUT, CLIENT, "client", TEXT, 0, .max = 80, .doc = "What the list of sessions calls this one")

#define HX_REFRESH_FIELDS(FIELD) \
  FIELD (REFRESH, REFRESH_TOKEN, "refresh_token", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 200)

/* What comes back: the tokens only in the answer that makes them. */
#define HX_SESSION_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, SESSION) \
  FIELD (SESSION, USER_ID, "user_id", ID, HX_FIELD_REQUIRED) \
  FIELD (SESSION, METHOD, "method", TEXT, HX_FIELD_REQUIRED, .doc = "How it began: password, or local on one computer") \
  FIELD (SESSION, TOKEN_HASH, "token_hash", TEXT, HX_FIELD_REQUIRED | HX_FIELD_HIDDEN) \
  FIELD (SESSION, EXPIRES_AT, "expires_at", TIME, HX_FIELD_REQUIRED, .doc = "Of the token") \
  FIELD (SESSION, REFRESH_HASH, "refresh_hash", TEXT, HX_FIELD_HIDDEN) \
  FIELD (SESSION, ENDS_AT, "ends_at", TIME, HX_FIELD_REQUIRED, .doc = "Past this not even the refresh token works") \
  FIELD (SESSION, CLIENT, "client", TEXT, 0, .max = 80) \
  FIELD (SESSION, ADDRESS, "address", TEXT, 0, .max = 60, .doc = "Where it began") \
  FIELD (SESSION, PERMISSIONS, "permissions", TEXT, HX_FIELD_VIEW, .doc = "What the role allows, parted by spaces") \
  FIELD (SESSION, TOKEN, "token", TEXT, HX_FIELD_VIEW, .doc = "Only in the answer that makes it") \
  FIELD (SESSION, REFRESH_TOKEN, "refresh_token", TEXT, HX_FIELD_VIEW, .doc = "Good for one refresh") \
  FIELD (SESSION, PASSWORD_CHANGE_NEEDED, "password_change_needed", BOOLEAN, HX_FIELD_VIEW, .doc = "Nothing else is allowed until then") \
  FIELD (SESSION, CURRENT, "current", BOOLEAN, HX_FIELD_VIEW, .doc = "The one that asks") \
  FIELD (SESSION, USER, "user", RECORD, HX_FIELD_VIEW, .of = &hx_user_schema)

#define HX_PASSWORD_CHANGE_FIELDS(FIELD) \
  FIELD (PASSWORD_CHANGE, OLD_PASSWORD, "old_password", TEXT, HX_FIELD_REQUIRED, .max = 200) \
  FIELD (PASSWORD_CHANGE, NEW_PASSWORD, "new_password", TEXT, HX_FIELD_REQUIRED, .max = 200, .doc = "10 characters at least, and not the login")

#define HX_ONE_TIME_PASSWORD_FIELDS(FIELD) \
  FIELD (ONE_TIME_PASSWORD, PASSWORD, "password", TEXT, HX_FIELD_REQUIRED, .doc = "Told only here; good for one sign-in, which must change it") \
  FIELD (ONE_TIME_PASSWORD, EXPIRES_AT, "expires_at", TIME, HX_FIELD_REQUIRED)

/* A key of an integration. */
#define HX_API_KEY_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, API_KEY) \
  FIELD (API_KEY, USER_ID, "user_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "The integration, as events name it") \
  FIELD (API_KEY, LABEL, "label", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 80, .doc = "What the key is for") \
  FIELD (API_KEY, PERMISSIONS, "permissions", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 400, .doc = "Parted by spaces") \
  FIELD (API_KEY, EXPIRES_AT, "expires_at", TIME, 0) \
  FIELD (API_KEY, LAST_USED_AT, "last_used_at", TIME, HX_FIELD_SERVER, .doc = "Within the hour") \
  FIELD (API_KEY, TOKEN_HASH, "token_hash", TEXT, HX_FIELD_REQUIRED | HX_FIELD_SERVER | HX_FIELD_HIDDEN) \
  FIELD (API_KEY, TOKEN, "token", TEXT, HX_FIELD_VIEW, .doc = "Only in the answer that makes it")

HX_DECLARE_THING (SignInInput, sign_in_input, SIGN_IN_INPUT, HX_SIGN_IN_INPUT_FIELDS)
HX_DECLARE_THING (Refresh, refresh, REFRESH, HX_REFRESH_FIELDS)
HX_DECLARE_THING (Session, session, SESSION, HX_SESSION_FIELDS)
HX_DECLARE_THING (PasswordChange, password_change, PASSWORD_CHANGE, HX_PASSWORD_CHANGE_FIELDS)
HX_DECLARE_THING (OneTimePassword, one_time_password, ONE_TIME_PASSWORD, HX_ONE_TIME_PASSWORD_FIELDS)
HX_DECLARE_THING (ApiKey, api_key, API_KEY, HX_API_KEY_FIELDS)

G_END_DECLS
