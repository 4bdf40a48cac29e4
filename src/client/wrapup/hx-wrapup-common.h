/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/hx-wrapup-session.h"

/* The fields of the mandatory template, in reading order. */
typedef enum
{
  HX_FORM_CHANNEL,
  HX_FORM_CATEGORY,
  HX_FORM_ISSUE_TYPE,
  HX_FORM_CASE_TEXT,
  HX_FORM_PAIN_POINT,
  HX_FORM_N_FIELDS
} HxFormField;

/* What is wrong with each field, as hx-template says it ("required", "too_long", "vague", "unknown"); %NULL: nothing. */
typedef struct
{
  const char *reasons[HX_FORM_N_FIELDS];
} HxWrapupComplaints;

extern const char *const hx_wrapup_field_names[HX_FORM_N_FIELDS];

char *hx_wrapup_get_text (HxWrapupSession *session, const char *property);
gboolean hx_wrapup_text_or_empty (GBinding *binding, const GValue *from, GValue *to, gpointer data);
int hx_wrapup_get_int (HxWrapupSession *session, const char *property);
gint64 hx_wrapup_get_ms (HxWrapupSession *session, const char *property);
guint hx_wrapup_get_uint (HxWrapupSession *session, const char *property);
const char *hx_wrapup_get_id (HxWrapupSession *session);
gboolean hx_wrapup_may_wait (HxWrapupSession *session);
gboolean hx_wrapup_has_clock (HxWrapupSession *session);
const char *hx_wrapup_channel_word (int channel);
const char *hx_wrapup_channel_icon (int channel);
char *hx_wrapup_kind_words (HxWrapupSession *session, const char *locale);
char *hx_wrapup_customer_words (HxWorkspace *workspace, HxWrapupSession *session);
char *hx_wrapup_complaint_sentence (HxWrapupSession *session, HxFormField field, const char *reason, const char *locale);
