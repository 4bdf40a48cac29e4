/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../hx-permission.h"

G_BEGIN_DECLS

#define HX_DEPARTMENT_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, DEPARTMENT) \
  FIELD (DEPARTMENT, NAME, "name", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 80) \
  FIELD (DEPARTMENT, HEAD_NAME, "head_name", TEXT, 0, .max = 80)

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
  FIELD (USER, TEAM_NAME, "team_name", TEXT, HX_FIELD_VIEW)

HX_DECLARE_THING (Department, department, DEPARTMENT, HX_DEPARTMENT_FIELDS)
HX_DECLARE_THING (Team, team, TEAM, HX_TEAM_FIELDS)
HX_DECLARE_THING (User, user, USER, HX_USER_FIELDS)

/* What a person signs in with, and what comes back: the token only this once. */
#define HX_SIGN_IN_FIELDS(FIELD) \
  FIELD (SIGN_IN, USER_ID, "user_id", ID, 0, .doc = "On the private socket of one computer: whom to be") \
  FIELD (SIGN_IN, LOCALE, "locale", TEXT, 0, .max = 20)

#define HX_SESSION_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, SESSION) \
  FIELD (SESSION, USER_ID, "user_id", ID, HX_FIELD_REQUIRED) \
  FIELD (SESSION, TOKEN_HASH, "token_hash", TEXT, HX_FIELD_REQUIRED | HX_FIELD_HIDDEN) \
  FIELD (SESSION, PERMISSIONS, "permissions", TEXT, HX_FIELD_REQUIRED) \
  FIELD (SESSION, EXPIRES_AT, "expires_at", TIME, 0) \
  FIELD (SESSION, LABEL, "label", TEXT, 0, .max = 80, .doc = "What a key is for") \
  FIELD (SESSION, TOKEN, "token", TEXT, HX_FIELD_VIEW, .doc = "Only in the answer that makes it") \
  FIELD (SESSION, USER, "user", RECORD, HX_FIELD_VIEW, .of = &hx_user_schema)

HX_DECLARE_THING (SignIn, sign_in, SIGN_IN, HX_SIGN_IN_FIELDS)
HX_DECLARE_THING (Session, session, SESSION, HX_SESSION_FIELDS)

G_END_DECLS
