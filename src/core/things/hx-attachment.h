/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-schema.h"

G_BEGIN_DECLS

/* Its name is nowhere: what a client calls a file is often a person's name. */
#define HX_ATTACHMENT_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, ATTACHMENT) \
  FIELD (ATTACHMENT, FEEDBACK_ID, "feedback_id", ID, HX_FIELD_SERVER) \
  FIELD (ATTACHMENT, RECTIFICATION_ID, "rectification_id", ID, HX_FIELD_SERVER) \
  FIELD (ATTACHMENT, USER_ID, "user_id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "Who attached it") \
  FIELD (ATTACHMENT, MEDIA_TYPE, "media_type", TEXT, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .max = 80, .doc = "By its content") \
  FIELD (ATTACHMENT, SIZE, "size", INTEGER, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "Bytes") \
  FIELD (ATTACHMENT, DIGEST, "digest", TEXT, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "SHA-256 of the bytes, also the ETag") \
  FIELD (ATTACHMENT, FILE, "file", TEXT, HX_FIELD_REQUIRED | HX_FIELD_SERVER | HX_FIELD_HIDDEN, .doc = "Name among the files, made by the server") \
  FIELD (ATTACHMENT, USER_NAME, "user_name", TEXT, HX_FIELD_VIEW)

HX_DECLARE_THING (Attachment, attachment, ATTACHMENT, HX_ATTACHMENT_FIELDS)

G_END_DECLS
