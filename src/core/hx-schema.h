/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HxKind:
 *
 * The kinds of values a field can have. From the kind follow the JSON type,
 * the SQL column, the GObject property and the OpenAPI schema.
 */
typedef enum
{
  HX_KIND_TEXT,    /* UTF-8; min and max count characters */
  HX_KIND_ID,      /* UUIDv7 text */
  HX_KIND_ENUM,    /* one of `values` */
  HX_KIND_INTEGER, /* min and max bound the value */
  HX_KIND_REAL,
  HX_KIND_BOOLEAN,
  HX_KIND_TIME,    /* µs since 1970 UTC; RFC 3339 with microseconds in JSON */
  HX_KIND_RECORD,  /* one embedded record `of` */
  HX_KIND_LIST,    /* embedded records `of` */
  HX_KIND_DOCUMENT,/* free JSON, kept as its canonical text */
  HX_N_KINDS
} HxKind;

/**
 * HxFieldFlags:
 * @HX_FIELD_REQUIRED: never null; must be in an input
 * @HX_FIELD_SERVER: set by the server alone; an input may not carry it
 * @HX_FIELD_VIEW: joined or computed when read: no column of its own
 * @HX_FIELD_MASKED: personal: masked unless revealed (domain: compliance and privacy)
 * @HX_FIELD_MASKED_WITHIN: words or a document in which something personal can stand: that is
 *   masked ([func@mask_within_text], [func@mask_within_document]), the rest is shown
 * @HX_FIELD_HIDDEN: a column that never leaves the server
 * @HX_FIELD_SEALED: personal: the store keeps it encrypted (domain: compliance and privacy)
 */
typedef enum
{
  HX_FIELD_NONE = 0,
  HX_FIELD_REQUIRED = 1 << 0,
  HX_FIELD_SERVER = 1 << 1,
  HX_FIELD_VIEW = 1 << 2,
  HX_FIELD_MASKED = 1 << 3,
  HX_FIELD_HIDDEN = 1 << 4,
  HX_FIELD_SEALED = 1 << 5,
  HX_FIELD_MASKED_WITHIN = 1 << 6,
} HxFieldFlags;

/**
 * HxEnumValue:
 *
 * A value of a closed list: its name on the wire and in the store, and the
 * English word that the client translates.
 */
typedef struct
{
  const char *name;
  const char *label; /* marked with N_() */
  const char *icon;  /* (nullable) */
} HxEnumValue;

/**
 * HxEnum:
 *
 * A closed list of values. `values` follows the order of the C enumeration.
 */
typedef struct
{
  const char *name;
  const HxEnumValue *values;
  guint n_values;
} HxEnum;

typedef struct _HxSchema HxSchema;

/**
 * HxField:
 *
 * One field of a thing, declared once.
 */
typedef struct
{
  const char *name; /* snake_case: JSON and SQL; the property is the same with dashes */
  HxKind kind;
  HxFieldFlags flags;
  gint64 min, max;  /* 0, 0: the kind's own limits */
  const HxEnum *values;
  const HxSchema *of;
  const char *doc;
  const char *member;    /* `,"name":`, as an object of JSON has it */
  guint member_length;
  const char *sealed_in; /* of a sealed field of a view: the table it is a column of */
  guint sealed_by;       /* and the field with the id of its row there */
} HxField;

struct _HxSchema
{
  const char *name;  /* "feedback" */
  const char *table; /* (nullable): "feedback"; %NULL for what is only sent */
  const HxField *fields;
  guint n_fields;
  const char *doc;
};

/* A thing lists its fields once, as FIELD (THING, NAME, "name", kind, flags, …);
 * the two expansions below make the index enumeration and the table of it. */
#define HX_FIELD_INDEX_(THING, NAME, name_, kind_, flags_, ...) HX_##THING##_##NAME,
#define HX_FIELD_ROW_(THING, NAME, name_, kind_, flags_, ...) \
  { .name = name_, .kind = HX_KIND_##kind_, .flags = (HxFieldFlags) (flags_), .member = ",\"" name_ "\":", \
    .member_length = sizeof (",\"" name_ "\":") - 1, __VA_ARGS__ },

#define HX_DECLARE_THING(Thing, thing, THING, FIELDS) \
  typedef enum { FIELDS (HX_FIELD_INDEX_) HX_##THING##_N_FIELDS } Hx##Thing##Field; \
  extern const HxSchema hx_##thing##_schema;

#define HX_DEFINE_THING(thing, table_, FIELDS, doc_) \
  static const HxField thing##_fields[] = { FIELDS (HX_FIELD_ROW_) }; \
  const HxSchema hx_##thing##_schema = { #thing, table_, thing##_fields, G_N_ELEMENTS (thing##_fields), doc_ };

/* What every stored record begins with. */
#define HX_RECORD_FIELDS(FIELD, THING) \
  FIELD (THING, ID, "id", ID, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "UUIDv7") \
  FIELD (THING, REV, "rev", INTEGER, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "Revision, sent as ETag") \
  FIELD (THING, CREATED_AT, "created_at", TIME, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (THING, UPDATED_AT, "updated_at", TIME, HX_FIELD_REQUIRED | HX_FIELD_SERVER)

enum
{
  HX_RECORD_ID,
  HX_RECORD_REV,
  HX_RECORD_CREATED_AT,
  HX_RECORD_UPDATED_AT,
};

#define HX_DECLARE_ENUM(name) extern const HxEnum hx_##name##_enum;
#define HX_DEFINE_ENUM(name_, ...) \
  static const HxEnumValue name_##_values[] = { __VA_ARGS__ }; \
  const HxEnum hx_##name_##_enum = { #name_, name_##_values, G_N_ELEMENTS (name_##_values) };

int         hx_schema_find      (const HxSchema *schema,
                                 const char     *name);
gboolean    hx_schema_is_stored (const HxSchema *schema);
GType       hx_schema_get_type  (const HxSchema *schema);
int         hx_enum_find        (const HxEnum   *values,
                                 const char     *name);
const char *hx_enum_name        (const HxEnum   *values,
                                 int             value);

G_END_DECLS
