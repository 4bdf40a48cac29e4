/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-record-private.h"

/**
 * hx_record_has:
 * @self: a record
 * @field: the field's index
 *
 * Returns: whether the field is not null
 */
gboolean
hx_record_has (HxRecord *self, guint field)
{
  return (hx_record_private (self)->present >> field) & 1;
}

/**
 * hx_record_clear:
 * @self: a record
 * @field: the field's index
 *
 * Makes the field null.
 */
void
hx_record_clear (HxRecord *self, guint field)
{
  if (!hx_record_has (self, field))
    return;
  hx_record_slot_free (self, field);
  hx_record_slot_changed (self, field, FALSE);
}

/**
 * hx_record_get_text:
 * @self: a record
 * @field: the index of a text, id, enumeration or document
 *
 * Returns: (nullable): the text; of an enumeration its name
 */
const char *
hx_record_get_text (HxRecord *self, guint field)
{
  const HxField *declared = &hx_record_get_schema (self)->fields[field];

  if (!hx_record_has (self, field))
    return NULL;
  if (declared->kind == HX_KIND_ENUM)
    return hx_enum_name (declared->values, (int) hx_record_private (self)->slots[field].integer);
  g_return_val_if_fail (hx_record_slot_kind (self, field) == SLOT_TEXT, NULL);
  return hx_record_private (self)->slots[field].text;
}

/**
 * hx_record_get_int:
 * @self: a record
 * @field: the index of an integer, time (µs UTC) or boolean
 *
 * Returns: the value, 0 when null
 */
gint64
hx_record_get_int (HxRecord *self, guint field)
{
  g_return_val_if_fail (hx_record_slot_kind (self, field) == SLOT_INTEGER, 0);
  return hx_record_private (self)->slots[field].integer;
}

/**
 * hx_record_get_real:
 * @self: a record
 * @field: the index of a real
 *
 * Returns: the value, 0 when null
 */
double
hx_record_get_real (HxRecord *self, guint field)
{
  g_return_val_if_fail (hx_record_slot_kind (self, field) == SLOT_REAL, 0);
  return hx_record_private (self)->slots[field].real;
}

/**
 * hx_record_get_enum:
 * @self: a record
 * @field: the index of an enumeration
 *
 * Returns: the value, -1 when null
 */
int
hx_record_get_enum (HxRecord *self, guint field)
{
  g_return_val_if_fail (hx_record_get_schema (self)->fields[field].kind == HX_KIND_ENUM, -1);
  return hx_record_has (self, field) ? (int) hx_record_private (self)->slots[field].integer : -1;
}

/**
 * hx_record_get_record:
 * @self: a record
 * @field: the index of an embedded record
 *
 * Returns: (transfer none) (nullable): the embedded record
 */
HxRecord *
hx_record_get_record (HxRecord *self, guint field)
{
  g_return_val_if_fail (hx_record_slot_kind (self, field) == SLOT_RECORD, NULL);
  return hx_record_private (self)->slots[field].record;
}

/**
 * hx_record_get_list:
 * @self: a record
 * @field: the index of a list
 *
 * Returns: (transfer none) (nullable) (element-type HxRecord): the embedded records
 */
GPtrArray *
hx_record_get_list (HxRecord *self, guint field)
{
  g_return_val_if_fail (hx_record_slot_kind (self, field) == SLOT_LIST, NULL);
  return hx_record_private (self)->slots[field].list;
}

/**
 * hx_record_take_text:
 * @self: a record
 * @field: the index of a text, id, enumeration or document
 * @value: (transfer full) (nullable): the value; %NULL makes it null, as does
 *   a name that the enumeration does not have
 */
void
hx_record_take_text (HxRecord *self, guint field, char *value)
{
  const HxField *declared = &hx_record_get_schema (self)->fields[field];

  if (value == NULL)
    hx_record_clear (self, field);
  else if (declared->kind == HX_KIND_ENUM)
    hx_record_set_enum (self, field, hx_enum_find (declared->values, value));
  else if (g_strcmp0 (hx_record_get_text (self, field), value) != 0)
    {
      hx_record_slot_free (self, field);
      hx_record_private (self)->slots[field].text = g_steal_pointer (&value);
      hx_record_slot_changed (self, field, TRUE);
    }
  g_free (value);
}

/**
 * hx_record_set_text:
 * @self: a record
 * @field: the index of a text, id, enumeration or document
 * @value: (nullable): the value
 */
void
hx_record_set_text (HxRecord *self, guint field, const char *value)
{
  hx_record_take_text (self, field, g_strdup (value));
}

/**
 * hx_record_set_int:
 * @self: a record
 * @field: the index of an integer, time (µs UTC) or boolean
 * @value: the value
 */
void
hx_record_set_int (HxRecord *self, guint field, gint64 value)
{
  g_return_if_fail (hx_record_slot_kind (self, field) == SLOT_INTEGER);
  if (hx_record_has (self, field) && hx_record_private (self)->slots[field].integer == value)
    return;
  hx_record_private (self)->slots[field].integer = value;
  hx_record_slot_changed (self, field, TRUE);
}

/**
 * hx_record_set_real:
 * @self: a record
 * @field: the index of a real
 * @value: the value
 */
void
hx_record_set_real (HxRecord *self, guint field, double value)
{
  g_return_if_fail (hx_record_slot_kind (self, field) == SLOT_REAL);
  hx_record_private (self)->slots[field].real = value;
  hx_record_slot_changed (self, field, TRUE);
}

/**
 * hx_record_set_enum:
 * @self: a record
 * @field: the index of an enumeration
 * @value: the value; -1 makes it null
 */
void
hx_record_set_enum (HxRecord *self, guint field, int value)
{
  if (value < 0)
    hx_record_clear (self, field);
  else
    hx_record_set_int (self, field, value);
}

/**
 * hx_record_set_record:
 * @self: a record
 * @field: the index of an embedded record
 * @value: (nullable): the record
 */
void
hx_record_set_record (HxRecord *self, guint field, HxRecord *value)
{
  g_return_if_fail (hx_record_slot_kind (self, field) == SLOT_RECORD);
  if (value != NULL)
    g_object_ref (value);
  hx_record_slot_free (self, field);
  hx_record_private (self)->slots[field].record = value;
  hx_record_slot_changed (self, field, value != NULL);
}

/**
 * hx_record_append_item:
 * @self: a record
 * @field: the index of a list
 * @item: (transfer full) (nullable): the record to append; %NULL makes an
 *   empty list of one that was null
 */
void
hx_record_append_item (HxRecord *self, guint field, HxRecord *item)
{
  Slot *slot = &hx_record_private (self)->slots[field];

  g_return_if_fail (hx_record_slot_kind (self, field) == SLOT_LIST);
  if (slot->list == NULL)
    slot->list = g_ptr_array_new_with_free_func (g_object_unref);
  if (item != NULL)
    g_ptr_array_add (slot->list, item);
  hx_record_slot_changed (self, field, TRUE);
}

/**
 * hx_record_get_id:
 * @self: a record whose schema begins with the record fields
 *
 * Returns: (nullable): its id
 */
const char *
hx_record_get_id (HxRecord *self)
{
  return hx_record_get_text (self, HX_RECORD_ID);
}
