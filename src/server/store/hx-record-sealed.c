/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-record-sealed.h"

#include "hx-text.h"
#include "secrets/hx-blind-index.h"
#include "secrets/hx-sealed.h"
#include "things/hx-customer.h"

#include <string.h>

/* People say the last four digits of a number (domain: the code and these are what is said on the phone). */
#define TAIL_DIGITS 4

static HxSealedPlace
place_of (const HxSchema *schema,
          guint           field,
          const char     *id)
{
  const HxField *description = &schema->fields[field];
  HxSealedPlace place = { description->sealed_in != NULL ? description->sealed_in : schema->table, description->name, id };

  return place;
}

/**
 * hx_field_seal:
 * @db: a connection that has its keys
 * @schema: a stored thing
 * @field: one of its sealed fields
 * @id: the record's id
 * @text: the value
 * @error: %HX_ERROR_STORE_KEYS
 *
 * Returns: (transfer full) (nullable): what the store gets
 */
char *
hx_field_seal (HxDb           *db,
               const HxSchema *schema,
               guint           field,
               const char     *id,
               const char     *text,
               GError        **error)
{
  HxSealedPlace place = place_of (schema, field, id);

  /* What was erased stays what the store can see to be erased. */
  if (*text == '\0')
    return g_strdup (text);
  return hx_sealed_seal (hx_db_get_keyring (db), &place, text, error);
}

/**
 * hx_field_open:
 * @db: a connection that has its keys
 * @schema: a stored thing
 * @field: one of its sealed fields
 * @id: (nullable): the id of the row that it is a column of
 * @text: what the store has
 * @error: %HX_ERROR_STORE_KEYS, %HX_ERROR_STORE_CORRUPT
 *
 * Returns: (transfer full) (nullable): the value
 */
char *
hx_field_open (HxDb           *db,
               const HxSchema *schema,
               guint           field,
               const char     *id,
               const char     *text,
               GError        **error)
{
  HxSealedPlace place = place_of (schema, field, id);

  return hx_sealed_open (hx_db_get_keyring (db), &place, text, error);
}

/**
 * hx_index_name:
 * @family_name: (nullable): a family name
 * @given_name: (nullable): a given name
 *
 * Returns: (transfer full) (nullable): the form in which a name is looked up
 */
char *
hx_index_name (const char *family_name,
               const char *given_name)
{
  g_autofree char *whole = g_strconcat (family_name != NULL ? family_name : "", given_name, NULL);
  g_autofree char *folded = hx_text_fold (whole);

  return *folded != '\0' ? g_steal_pointer (&folded) : NULL;
}

/**
 * hx_index_tail:
 * @number: a phone number
 *
 * Returns: (transfer full) (nullable): its last four digits; %NULL for a number so
 *   short that they would be all of it
 */
char *
hx_index_tail (const char *number)
{
  gsize length = strlen (number);

  if (length <= 2 * TAIL_DIGITS || strspn (number + length - TAIL_DIGITS, "0123456789") != TAIL_DIGITS)
    return NULL;
  return g_strdup (number + length - TAIL_DIGITS);
}

static void
set_index (HxDb       *db,
           HxRecord   *record,
           guint       field,
           const char *column,
           const char *value)
{
  if (value == NULL)
    hx_record_clear (record, field);
  else
    hx_record_take_text (record, field, hx_blind_index_current (hx_db_get_keyring (db), column, value));
}

static void
index_identity (HxDb     *db,
                HxRecord *identity)
{
  const char *value = hx_record_get_text (identity, HX_IDENTITY_VALUE);
  gboolean phone = hx_record_get_enum (identity, HX_IDENTITY_KIND) == HX_IDENTITY_PHONE;
  g_autofree char *tail = value != NULL && phone ? hx_index_tail (value) : NULL;

  set_index (db, identity, HX_IDENTITY_VALUE_INDEX, HX_INDEX_VALUE, value);
  set_index (db, identity, HX_IDENTITY_TAIL_INDEX, HX_INDEX_TAIL, tail);
}

static void
index_customer (HxDb     *db,
                HxRecord *customer)
{
  const char *family_name = hx_record_get_text (customer, HX_CUSTOMER_FAMILY_NAME);
  const char *given_name = hx_record_get_text (customer, HX_CUSTOMER_GIVEN_NAME);
  g_autofree char *family = hx_index_name (family_name, NULL);
  g_autofree char *name = given_name != NULL ? hx_index_name (family_name, given_name) : NULL;

  set_index (db, customer, HX_CUSTOMER_FAMILY_INDEX, HX_INDEX_FAMILY, family);
  set_index (db, customer, HX_CUSTOMER_NAME_INDEX, HX_INDEX_NAME, name);
}

/**
 * hx_record_index:
 * @db: a connection that has its keys
 * @record: a record that is about to be stored
 * @error: %HX_ERROR_STORE_KEYS
 *
 * Done here rather than by who changes a record, so that it cannot be forgotten.
 *
 * Returns: whether its indexes fit its values
 */
gboolean
hx_record_index (HxDb     *db,
                 HxRecord *record,
                 GError  **error)
{
  static const struct
  {
    const HxSchema *schema;
    void (*index) (HxDb *, HxRecord *);
  } indexed[] = { { &hx_identity_schema, index_identity }, { &hx_customer_schema, index_customer } };

  for (guint i = 0; i < G_N_ELEMENTS (indexed); i++)
    if (hx_record_get_schema (record) == indexed[i].schema)
      {
        if (hx_db_get_keyring (db) == NULL)
          {
            g_set_error_literal (error, HX_ERROR, HX_ERROR_STORE_KEYS, "The store was opened without its keys");
            return FALSE;
          }
        indexed[i].index (db, record);
      }
  return TRUE;
}
