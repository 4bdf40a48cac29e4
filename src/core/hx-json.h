/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"
#include "hx-record.h"

G_BEGIN_DECLS

/* api.md: nesting 32. */
#define HX_JSON_MAX_DEPTH 32

/**
 * HxJson:
 *
 * A parsed JSON value. The root owns all of it; members and elements are
 * borrowed from their parent.
 */
typedef struct _HxJson HxJson;

typedef enum
{
  HX_JSON_NULL,
  HX_JSON_BOOLEAN,
  HX_JSON_INTEGER,
  HX_JSON_REAL,
  HX_JSON_STRING,
  HX_JSON_ARRAY,
  HX_JSON_OBJECT,
} HxJsonType;

/**
 * HxJsonFlags:
 * @HX_JSON_PLAIN: personal fields in clear
 * @HX_JSON_MASKED: personal fields masked
 */
typedef enum
{
  HX_JSON_PLAIN = 0,
  HX_JSON_MASKED = 1 << 0,
} HxJsonFlags;

gboolean    hx_json_check         (const char      *text,
                                   gsize            length,
                                   GError         **error);
HxJson     *hx_json_parse         (const char      *text,
                                   gsize            length,
                                   GError         **error);
void        hx_json_free          (HxJson          *self);
HxJsonType  hx_json_get_type      (HxJson          *self);
HxJson     *hx_json_get_member    (HxJson          *self,
                                   const char      *name);
guint       hx_json_get_length    (HxJson          *self);
HxJson     *hx_json_get_element   (HxJson          *self,
                                   guint            index);
const char *hx_json_get_name      (HxJson          *self,
                                   guint            index);
char      **hx_json_dup_names     (HxJson          *self);
const char *hx_json_get_string    (HxJson          *self);
gint64      hx_json_get_integer   (HxJson          *self);
double      hx_json_get_real      (HxJson          *self);
char       *hx_json_to_text       (HxJson          *self);
const char *hx_json_member_string (HxJson          *self,
                                   const char      *name);
gint64      hx_json_member_integer(HxJson          *self,
                                   const char      *name,
                                   gint64           fallback);
const char *hx_json_localized     (HxJson          *self,
                                   const char      *locale);

void        hx_json_append_string (GString         *out,
                                   const char      *text);
void        hx_json_append_field  (GString         *out,
                                  const HxField   *field);
void        hx_json_append_member (GString         *out,
                                   const char      *name);
void        hx_json_append_int    (GString         *out,
                                   gint64           value);
void        hx_json_append_real   (GString         *out,
                                   double           value);
void        hx_json_append_time   (GString         *out,
                                   gint64           time);
void        hx_json_append_text   (GString         *out,
                                   const HxField   *field,
                                   const char      *text,
                                   HxJsonFlags      flags);
void        hx_json_append_value  (GString         *out,
                                   HxRecord        *record,
                                   guint            field,
                                   HxJsonFlags      flags);
void        hx_json_append_record (GString         *out,
                                   HxRecord        *record,
                                   HxJsonFlags      flags);
HxRecord   *hx_json_read_record   (HxJson          *object,
                                   const HxSchema  *schema,
                                   GError         **error);
HxRecord   *hx_json_read_input    (HxJson          *object,
                                   const HxSchema  *schema,
                                   HxProblem       *problem);
HxRecord   *hx_json_parse_record  (const char      *text,
                                   gsize            length,
                                   const HxSchema  *schema,
                                   GError         **error);
char       *hx_field_mask         (const HxField   *field,
                                   const char      *text);
gboolean    hx_field_check_value  (const HxField   *field,
                                   HxRecord        *record,
                                   guint            index,
                                   const char     **reason);
gboolean    hx_field_set_from_text(const HxField   *field,
                                   HxRecord        *record,
                                   guint            index,
                                   const char      *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxJson, hx_json_free)

G_END_DECLS
