/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-record-private.h"

#include <string.h>

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HxRecord, hx_record, G_TYPE_OBJECT)

static const SlotKind slot_kinds[HX_N_KINDS] = {
  [HX_KIND_TEXT] = SLOT_TEXT,    [HX_KIND_ID] = SLOT_TEXT,         [HX_KIND_DOCUMENT] = SLOT_TEXT,
  [HX_KIND_ENUM] = SLOT_INTEGER, [HX_KIND_INTEGER] = SLOT_INTEGER, [HX_KIND_BOOLEAN] = SLOT_INTEGER,
  [HX_KIND_TIME] = SLOT_INTEGER, [HX_KIND_REAL] = SLOT_REAL,       [HX_KIND_RECORD] = SLOT_RECORD,
  [HX_KIND_LIST] = SLOT_LIST,
};

HxRecordPrivate *
hx_record_private (HxRecord *self)
{
  return hx_record_get_instance_private (self);
}

SlotKind
hx_record_slot_kind (HxRecord *self, guint field)
{
  return slot_kinds[HX_RECORD_GET_CLASS (self)->schema->fields[field].kind];
}

void
hx_record_slot_free (HxRecord *self, guint field)
{
  Slot *slot = &hx_record_private (self)->slots[field];

  switch (hx_record_slot_kind (self, field))
    {
    case SLOT_TEXT:
      g_clear_pointer (&slot->text, g_free);
      break;
    case SLOT_RECORD:
      g_clear_object (&slot->record);
      break;
    case SLOT_LIST:
      g_clear_pointer (&slot->list, g_ptr_array_unref);
      break;
    case SLOT_INTEGER:
    case SLOT_REAL:
    default:
      slot->integer = 0;
      break;
    }
  hx_record_private (self)->present &= ~(G_GUINT64_CONSTANT (1) << field);
}

void
hx_record_slot_changed (HxRecord *self, guint field, gboolean present)
{
  if (present)
    hx_record_private (self)->present |= G_GUINT64_CONSTANT (1) << field;
  g_object_notify_by_pspec ((GObject *) self, HX_RECORD_GET_CLASS (self)->properties[field + 1]);
}

static void
hx_record_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  HxRecord *self = HX_RECORD (object);
  guint field = property_id - 1;

  switch (HX_RECORD_GET_CLASS (self)->schema->fields[field].kind)
    {
    case HX_KIND_INTEGER:
    case HX_KIND_TIME:
      g_value_set_int64 (value, hx_record_get_int (self, field));
      break;
    case HX_KIND_BOOLEAN:
      g_value_set_boolean (value, hx_record_get_int (self, field) != 0);
      break;
    case HX_KIND_REAL:
      g_value_set_double (value, hx_record_get_real (self, field));
      break;
    case HX_KIND_RECORD:
      g_value_set_object (value, hx_record_get_record (self, field));
      break;
    case HX_KIND_LIST:
      g_value_set_boxed (value, hx_record_get_list (self, field));
      break;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_DOCUMENT:
    case HX_N_KINDS:
    default:
      g_value_set_string (value, hx_record_get_text (self, field));
      break;
    }
}

static void
hx_record_constructed (GObject *object)
{
  HxRecord *self = HX_RECORD (object);

  G_OBJECT_CLASS (hx_record_parent_class)->constructed (object);
  hx_record_private (self)->slots = g_new0 (Slot, HX_RECORD_GET_CLASS (self)->schema->n_fields);
}

static void
hx_record_finalize (GObject *object)
{
  HxRecord *self = HX_RECORD (object);

  for (guint i = 0; i < HX_RECORD_GET_CLASS (self)->schema->n_fields; i++)
    if (hx_record_has (self, i))
      hx_record_slot_free (self, i);
  g_free (hx_record_private (self)->slots);
  G_OBJECT_CLASS (hx_record_parent_class)->finalize (object);
}

static void
hx_record_class_init (HxRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = hx_record_constructed;
  G_OBJECT_CLASS (klass)->finalize = hx_record_finalize;
}

static void
hx_record_init (HxRecord *self)
{
}

static GParamSpec *
field_property (const HxField *field)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  g_autofree char *dashed = g_strdelimit (g_strdup (field->name), "_", '-');
  const char *name = g_intern_string (dashed);

  switch (field->kind)
    {
    case HX_KIND_INTEGER:
    case HX_KIND_TIME:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case HX_KIND_BOOLEAN:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
    case HX_KIND_REAL:
      return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    case HX_KIND_RECORD:
      return g_param_spec_object (name, NULL, NULL, HX_TYPE_RECORD, flags);
    case HX_KIND_LIST:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_PTR_ARRAY, flags);
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_DOCUMENT:
    case HX_N_KINDS:
    default:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
    }
}

static void
thing_class_init (gpointer klass, gpointer data)
{
  HxRecordClass *record_class = klass;
  const HxSchema *schema = data;

  g_assert (schema->n_fields <= 64);
  record_class->schema = schema;
  record_class->properties = g_new0 (GParamSpec *, schema->n_fields + 1);
  G_OBJECT_CLASS (klass)->get_property = hx_record_get_property;
  for (guint i = 0; i < schema->n_fields; i++)
    record_class->properties[i + 1] = field_property (&schema->fields[i]);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), schema->n_fields + 1, record_class->properties);
}

static char *
type_name (const HxSchema *schema)
{
  GString *name = g_string_new ("Hx");
  gboolean upper = TRUE;

  for (const char *p = schema->name; *p; p++)
    {
      if (*p == '_')
        upper = TRUE;
      else
        {
          g_string_append_c (name, upper ? g_ascii_toupper (*p) : *p);
          upper = FALSE;
        }
    }
  return g_string_free (name, FALSE);
}

/**
 * hx_schema_get_type:
 * @schema: a schema
 *
 * The GObject class whose properties are the fields of @schema; registered
 * under the thing's name ("pool_cell" is `HxPoolCell`) when first asked for.
 *
 * Returns: a subclass of [class@Record]
 */
GType
hx_schema_get_type (const HxSchema *schema)
{
  static GMutex mutex;
  static GHashTable *types;
  g_autofree char *name = NULL;
  GType type;

  g_mutex_lock (&mutex);
  if (types == NULL)
    types = g_hash_table_new (NULL, NULL);
  type = GPOINTER_TO_SIZE (g_hash_table_lookup (types, schema));
  if (type == 0)
    {
      const GTypeInfo info = { .class_size = sizeof (HxRecordClass),
                               .class_init = thing_class_init,
                               .class_data = schema,
                               .instance_size = sizeof (HxRecord) };
      name = type_name (schema);
      type = g_type_register_static (HX_TYPE_RECORD, name, &info, 0);
      /* Its class as well, for good and under the same lock: whoever has the type may read it. */
      g_type_class_ref (type);
      g_hash_table_insert (types, (gpointer) schema, GSIZE_TO_POINTER (type));
    }
  g_mutex_unlock (&mutex);
  return type;
}

/**
 * hx_record_new:
 * @schema: what the record is
 *
 * Returns: (transfer full): a record without any value
 */
HxRecord *
hx_record_new (const HxSchema *schema)
{
  return g_object_new (hx_schema_get_type (schema), NULL);
}

/**
 * hx_record_get_schema:
 * @self: a record
 *
 * Returns: (transfer none): what the record is
 */
const HxSchema *
hx_record_get_schema (HxRecord *self)
{
  return HX_RECORD_GET_CLASS (self)->schema;
}

static gboolean
list_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!hx_record_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
slot_equal (HxRecord *self, HxRecord *other, guint field)
{
  Slot *a = &hx_record_private (self)->slots[field], *b = &hx_record_private (other)->slots[field];

  if (hx_record_has (self, field) != hx_record_has (other, field))
    return FALSE;
  if (!hx_record_has (self, field))
    return TRUE;
  switch (hx_record_slot_kind (self, field))
    {
    case SLOT_REAL:
      return a->real == b->real;
    case SLOT_TEXT:
      return strcmp (a->text, b->text) == 0;
    case SLOT_RECORD:
      return hx_record_equal (a->record, b->record);
    case SLOT_LIST:
      return list_equal (a->list, b->list);
    case SLOT_INTEGER:
    default:
      return a->integer == b->integer;
    }
}

/**
 * hx_record_field_equal:
 * @self: a record
 * @other: another of the same kind
 * @field: a field
 *
 * Returns: whether both have the same value there, or none
 */
gboolean
hx_record_field_equal (HxRecord *self, HxRecord *other, guint field)
{
  return slot_equal (self, other, field);
}

/**
 * hx_record_equal:
 * @self: a record
 * @other: another
 *
 * Returns: whether both are of one kind and have the same values
 */
gboolean
hx_record_equal (HxRecord *self, HxRecord *other)
{
  if (self == other)
    return TRUE;
  if (hx_record_get_schema (self) != hx_record_get_schema (other))
    return FALSE;
  for (guint i = 0; i < hx_record_get_schema (self)->n_fields; i++)
    if (!slot_equal (self, other, i))
      return FALSE;
  return TRUE;
}

static void
slot_copy (HxRecord *self, HxRecord *from, guint field)
{
  Slot *slot = &hx_record_private (self)->slots[field], *source = &hx_record_private (from)->slots[field];
  gboolean present = hx_record_has (from, field);

  hx_record_slot_free (self, field);
  if (present)
    switch (hx_record_slot_kind (self, field))
      {
      case SLOT_TEXT:
        slot->text = g_strdup (source->text);
        break;
      case SLOT_RECORD:
        slot->record = g_object_ref (source->record);
        break;
      case SLOT_LIST:
        slot->list = g_ptr_array_ref (source->list);
        break;
      case SLOT_REAL:
      case SLOT_INTEGER:
      default:
        *slot = *source;
        break;
      }
  hx_record_slot_changed (self, field, present);
}

/**
 * hx_record_update:
 * @self: a record
 * @from: a newer state of the same thing
 *
 * Takes over every value of @from; only what differs is notified, so bound
 * widgets do not flicker.
 */
void
hx_record_update (HxRecord *self, HxRecord *from)
{
  g_return_if_fail (hx_record_get_schema (self) == hx_record_get_schema (from));

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < hx_record_get_schema (self)->n_fields; i++)
    if (!slot_equal (self, from, i))
      slot_copy (self, from, i);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * hx_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a record with the same values; embedded records are shared
 */
HxRecord *
hx_record_copy (HxRecord *self)
{
  HxRecord *copy = hx_record_new (hx_record_get_schema (self));

  hx_record_update (copy, self);
  return copy;
}
