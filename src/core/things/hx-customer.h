/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../hx-schema.h"

G_BEGIN_DECLS

typedef enum
{
  HX_IDENTITY_PHONE,
  HX_IDENTITY_WECHAT,
  HX_IDENTITY_APP,
  HX_IDENTITY_EMAIL,
  HX_IDENTITY_STORE_CARD,
  HX_IDENTITY_DOUYIN,
  HX_N_IDENTITIES
} HxIdentityKind;

typedef enum
{
  HX_SALUTATION_NONE,
  HX_SALUTATION_MS,
  HX_SALUTATION_MR,
} HxSalutation;

typedef enum
{
  HX_CUSTOMER_KNOWN,
  HX_CUSTOMER_TO_COMPLETE, /* made from an unknown caller's number */
  HX_CUSTOMER_ERASED,      /* on request: the history stays, the person is gone from it */
} HxCustomerState;

HX_DECLARE_ENUM (identity_kind)
HX_DECLARE_ENUM (salutation)
HX_DECLARE_ENUM (customer_state)

#define HX_IDENTITY_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, IDENTITY) \
  FIELD (IDENTITY, CUSTOMER_ID, "customer_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (IDENTITY, KIND, "kind", ENUM, HX_FIELD_REQUIRED, .values = &hx_identity_kind_enum) \
  FIELD (IDENTITY, VALUE, "value", TEXT, HX_FIELD_REQUIRED | HX_FIELD_MASKED | HX_FIELD_SEALED, .min = 1, .max = 200) \
  FIELD (IDENTITY, VALUE_INDEX, "value_index", TEXT, HX_FIELD_SERVER | HX_FIELD_HIDDEN, .doc = "Keyed hash of the value, to find it by") \
  FIELD (IDENTITY, TAIL_INDEX, "tail_index", TEXT, HX_FIELD_SERVER | HX_FIELD_HIDDEN, .doc = "The same of the last four digits of a number")

#define HX_CUSTOMER_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, CUSTOMER) \
  FIELD (CUSTOMER, CODE, "code", TEXT, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "C12345: what people say on the phone") \
  FIELD (CUSTOMER, FAMILY_NAME, "family_name", TEXT, HX_FIELD_SEALED | HX_FIELD_MASKED_WITHIN, .max = 40) \
  FIELD (CUSTOMER, GIVEN_NAME, "given_name", TEXT, HX_FIELD_MASKED | HX_FIELD_SEALED, .max = 40) \
  FIELD (CUSTOMER, SALUTATION, "salutation", ENUM, 0, .values = &hx_salutation_enum) \
  FIELD (CUSTOMER, STATE, "state", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_customer_state_enum) \
  FIELD (CUSTOMER, REGION, "region", TEXT, HX_FIELD_MASKED_WITHIN, .max = 80) \
  FIELD (CUSTOMER, TAGS, "tags", DOCUMENT, HX_FIELD_SEALED | HX_FIELD_MASKED_WITHIN, .doc = "Array of short texts") \
  FIELD (CUSTOMER, FROZEN, "frozen", BOOLEAN, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (CUSTOMER, LAST_CONTACT_AT, "last_contact_at", TIME, HX_FIELD_SERVER) \
  FIELD (CUSTOMER, FAMILY_INDEX, "family_index", TEXT, HX_FIELD_SERVER | HX_FIELD_HIDDEN, .doc = "Keyed hash of the family name, to find it by") \
  FIELD (CUSTOMER, NAME_INDEX, "name_index", TEXT, HX_FIELD_SERVER | HX_FIELD_HIDDEN, .doc = "The same of the whole name") \
  FIELD (CUSTOMER, IDENTITIES, "identities", LIST, HX_FIELD_VIEW, .of = &hx_identity_schema) \
  FIELD (CUSTOMER, PHONE, "phone", TEXT, HX_FIELD_VIEW | HX_FIELD_MASKED, .doc = "The first phone number") \
  FIELD (CUSTOMER, TOUCHES_TODAY, "touches_today", INTEGER, HX_FIELD_VIEW, .doc = "Outbound contacts of the last 24 hours") \
  FIELD (CUSTOMER, TOUCH_AGAIN_AT, "touch_again_at", TIME, HX_FIELD_VIEW, .doc = "When the touch limit lets the next one out") \
  FIELD (CUSTOMER, CONTACT_COUNTS, "contact_counts", DOCUMENT, HX_FIELD_VIEW, .doc = "Object: channel to number of contacts")

/* What may be said of a customer who is to be completed. */
#define HX_CUSTOMER_INPUT_FIELDS(FIELD) \
  FIELD (CUSTOMER_INPUT, FAMILY_NAME, "family_name", TEXT, 0, .max = 40) \
  FIELD (CUSTOMER_INPUT, GIVEN_NAME, "given_name", TEXT, 0, .max = 40) \
  FIELD (CUSTOMER_INPUT, SALUTATION, "salutation", ENUM, 0, .values = &hx_salutation_enum) \
  FIELD (CUSTOMER_INPUT, REGION, "region", TEXT, 0, .max = 80) \
  FIELD (CUSTOMER_INPUT, TAGS, "tags", DOCUMENT, 0) \
  FIELD (CUSTOMER_INPUT, IDENTITIES, "identities", LIST, 0, .of = &hx_identity_schema)

/* Why personal data is to be seen in clear, or to be erased. */
#define HX_PRIVACY_REASON_FIELDS(FIELD) \
  FIELD (PRIVACY_REASON, REASON, "reason", TEXT, HX_FIELD_REQUIRED, .min = 1, .max = 200, .doc = "At least four characters that say something; kept in the audit log")

HX_DECLARE_THING (Identity, identity, IDENTITY, HX_IDENTITY_FIELDS)
HX_DECLARE_THING (Customer, customer, CUSTOMER, HX_CUSTOMER_FIELDS)
HX_DECLARE_THING (CustomerInput, customer_input, CUSTOMER_INPUT, HX_CUSTOMER_INPUT_FIELDS)
HX_DECLARE_THING (PrivacyReason, privacy_reason, PRIVACY_REASON, HX_PRIVACY_REASON_FIELDS)

G_END_DECLS
