/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-schema.h"

G_BEGIN_DECLS

/* What is worth being asked about years later: id, its word in the store and on the wire, English. The list only
 * grows: words that were written stay what they were. */
#define HX_AUDIT_ACTIONS(ACTION) \
  ACTION (SIGNED_IN, "signed_in", N_ ("Signed in")) \
  ACTION (SIGN_IN_REFUSED, "sign_in_refused", N_ ("Sign-in refused")) \
  ACTION (SIGNED_OUT, "signed_out", N_ ("Signed out")) \
  ACTION (SESSION_REVOKED, "session_revoked", N_ ("Session revoked")) \
  ACTION (PASSWORD_CHANGED, "password_changed", N_ ("Password changed")) \
  ACTION (ACCOUNT_LOCKED, "account_locked", N_ ("Account locked")) \
  ACTION (ACCOUNT_UNLOCKED, "account_unlocked", N_ ("Account unlocked")) \
  ACTION (USER_CREATED, "user_created", N_ ("User created")) \
  ACTION (USER_CHANGED, "user_changed", N_ ("User changed")) \
  ACTION (ROLE_CHANGED, "role_changed", N_ ("Role changed")) \
  ACTION (TEAM_CHANGED, "team_changed", N_ ("Team changed")) \
  ACTION (DEPARTMENT_CHANGED, "department_changed", N_ ("Department changed")) \
  ACTION (KEY_CREATED, "key_created", N_ ("Key created")) \
  ACTION (KEY_REVOKED, "key_revoked", N_ ("Key revoked")) \
  ACTION (REVEALED, "revealed", N_ ("Personal data revealed")) \
  ACTION (REVEAL_REFUSED, "reveal_refused", N_ ("Reveal refused")) \
  ACTION (RECORDING_HEARD, "recording_heard", N_ ("Recording heard")) \
  ACTION (ATTACHMENT_OPENED, "attachment_opened", N_ ("Attachment opened")) \
  ACTION (CUSTOMER_CHANGED, "customer_changed", N_ ("Customer changed")) \
  ACTION (CUSTOMER_FROZEN, "customer_frozen", N_ ("Customer frozen")) \
  ACTION (CUSTOMER_UNFROZEN, "customer_unfrozen", N_ ("Customer unfrozen")) \
  ACTION (ERASED, "erased", N_ ("Personal data erased")) \
  ACTION (RETENTION_APPLIED, "retention_applied", N_ ("Old data removed")) \
  ACTION (POLICY_CHANGED, "policy_changed", N_ ("Policy changed")) \
  ACTION (TEMPLATE_CHANGED, "template_changed", N_ ("Template changed")) \
  ACTION (EXPORTED, "exported", N_ ("Data exported")) \
  ACTION (IMPORTED, "imported", N_ ("Data imported")) \
  ACTION (BACKED_UP, "backed_up", N_ ("Backup made")) \
  ACTION (RESTORED, "restored", N_ ("Backup restored")) \
  ACTION (KEYS_ROTATED, "keys_rotated", N_ ("Encryption key changed")) \
  ACTION (AUDIT_READ, "audit_read", N_ ("Audit log read")) \
  ACTION (AUDIT_EXPORTED, "audit_exported", N_ ("Audit log exported")) \
  ACTION (LOG_CHANGED, "log_changed", N_ ("Log levels changed"))

#define HX_AUDIT_ACTION_ID_(ID, ...) HX_AUDIT_##ID,
typedef enum
{
  HX_AUDIT_ACTIONS (HX_AUDIT_ACTION_ID_)
  HX_N_AUDIT_ACTIONS
} HxAuditAction;

/**
 * HxOrigin:
 *
 * From how far away somebody asks. The address itself is personal data, so the
 * log has its class only.
 */
typedef enum
{
  HX_ORIGIN_SERVER,   /* no request: a command on the server, or a clock that ran out */
  HX_ORIGIN_SOCKET,   /* the private socket of one computer */
  HX_ORIGIN_LOOPBACK, /* the same computer, which is also where a proxy stands */
  HX_ORIGIN_PRIVATE,  /* a private or link-local network */
  HX_ORIGIN_PUBLIC,
  HX_N_ORIGINS
} HxOrigin;

HX_DECLARE_ENUM (audit_action)
HX_DECLARE_ENUM (origin)

/* One line of the audit log as an auditor reads it; what binds the lines together stays in the store. */
#define HX_AUDIT_ENTRY_FIELDS(FIELD) \
  FIELD (AUDIT_ENTRY, NUMBER, "number", INTEGER, HX_FIELD_REQUIRED, .doc = "From 1, without gaps") \
  FIELD (AUDIT_ENTRY, AT, "at", TIME, HX_FIELD_REQUIRED) \
  FIELD (AUDIT_ENTRY, ACTION, "action", ENUM, HX_FIELD_REQUIRED, .values = &hx_audit_action_enum) \
  FIELD (AUDIT_ENTRY, ACTOR_ID, "actor_id", ID, 0, .doc = "Who; null when nobody had signed in, and for the server itself") \
  FIELD (AUDIT_ENTRY, SESSION_ID, "session_id", ID, 0, .doc = "In which session, or with which API key") \
  FIELD (AUDIT_ENTRY, ORIGIN, "origin", ENUM, HX_FIELD_REQUIRED, .values = &hx_origin_enum) \
  FIELD (AUDIT_ENTRY, THING, "thing", TEXT, HX_FIELD_REQUIRED, .max = 40) \
  FIELD (AUDIT_ENTRY, RECORD_ID, "record_id", TEXT, 0, .max = 80) \
  FIELD (AUDIT_ENTRY, REQUEST_ID, "request_id", TEXT, 0, .max = 40, .doc = "X-Request-Id of the answer") \
  FIELD (AUDIT_ENTRY, REASON, "reason", TEXT, 0, .max = 500, .doc = "What the person gave as the reason") \
  FIELD (AUDIT_ENTRY, DETAIL, "detail", DOCUMENT, 0, .doc = "Such as the names of the changed fields; never a personal value")

HX_DECLARE_THING (AuditEntry, audit_entry, AUDIT_ENTRY, HX_AUDIT_ENTRY_FIELDS)

G_END_DECLS
