/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-customer-search-private.h"
#include "hx-customer-service-private.h"
#include "hx-reply-body-private.h"
#include "store/hx-record-store.h"

#include <string.h>

#define MAX_TAGS 30
#define MAX_TAG_LENGTH 40

static const struct
{
  guint input;
  guint field;
} editable[] = {
  { HX_CUSTOMER_INPUT_FAMILY_NAME, HX_CUSTOMER_FAMILY_NAME }, { HX_CUSTOMER_INPUT_GIVEN_NAME, HX_CUSTOMER_GIVEN_NAME },
  { HX_CUSTOMER_INPUT_REGION, HX_CUSTOMER_REGION },           { HX_CUSTOMER_INPUT_TAGS, HX_CUSTOMER_TAGS },
  { HX_CUSTOMER_INPUT_SALUTATION, HX_CUSTOMER_SALUTATION },
};

static void
take_input (HxRecord *customer,
            HxRecord *input)
{
  for (guint i = 0; i < G_N_ELEMENTS (editable); i++)
    if (hx_record_has (input, editable[i].input))
      hx_record_set_text (customer, editable[i].field, hx_record_get_text (input, editable[i].input));
}

/* Tags are shown as chips, so they are an array of short texts and nothing else. */
static void
check_tags (HxRecord  *input,
            HxProblem *problem)
{
  const char *text = hx_record_get_text (input, HX_CUSTOMER_INPUT_TAGS);
  g_autoptr (HxJson) tags = text != NULL ? hx_json_parse (text, strlen (text), NULL) : NULL;
  gboolean good = tags != NULL && hx_json_get_type (tags) == HX_JSON_ARRAY && hx_json_get_length (tags) <= MAX_TAGS;

  for (guint i = 0; good && i < hx_json_get_length (tags); i++)
    {
      const char *tag = hx_json_get_string (hx_json_get_element (tags, i));

      good = tag != NULL && *tag != '\0' && g_utf8_strlen (tag, -1) <= MAX_TAG_LENGTH;
    }
  if (text != NULL && !good)
    hx_problem_add (problem, "tags", "wrong_type");
}


static gboolean
add_identity (HxServiceCall *call,
              const char    *customer_id,
              HxRecord      *wanted,
              guint          index,
              HxProblem     *problem,
              GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) identity = hx_record_new (&hx_identity_schema);
  g_autofree char *name = g_strdup_printf ("identities[%u].value", index);
  const char *kind = hx_record_get_text (wanted, HX_IDENTITY_KIND);
  const char *text = hx_record_get_text (wanted, HX_IDENTITY_VALUE);
  g_autofree char *value = NULL;
  g_autofree char *owner = NULL;

  if (kind != NULL && text != NULL && *text != '\0')
    value = hx_identity_normalize (call->site, (HxIdentityKind) hx_record_get_enum (wanted, HX_IDENTITY_KIND), text);
  if (value == NULL)
    {
      hx_problem_add (problem, name, kind == NULL || text == NULL ? "required" : "invalid");
      return TRUE;
    }
  owner = hx_customer_find_owner (call->db, kind, value, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (owner != NULL && g_strcmp0 (owner, customer_id) != 0)
    hx_problem_add (problem, name, "of_another_customer");
  if (owner != NULL)
    return TRUE;
  hx_record_set_text (identity, HX_IDENTITY_CUSTOMER_ID, customer_id);
  hx_record_set_text (identity, HX_IDENTITY_KIND, kind);
  hx_record_set_text (identity, HX_IDENTITY_VALUE, value);
  return hx_record_insert (call->db, identity, call->now, error);
}

static gboolean
add_identities (HxServiceCall *call,
                const char    *customer_id,
                GError       **error)
{
  GPtrArray *wanted = hx_record_get_list (call->input, HX_CUSTOMER_INPUT_IDENTITIES);
  g_autoptr (HxProblem) problem = hx_problem_new ();

  check_tags (call->input, problem);
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    if (!add_identity (call, customer_id, wanted->pdata[i], i, problem, error))
      return FALSE;
  return hx_problem_to_error (problem, error);
}

static HxRecord *
new_customer (HxServiceCall  *call,
              HxCustomerState state,
              GError        **error)
{
  g_autoptr (HxRecord) customer = hx_record_new (&hx_customer_schema);
  gint64 number = hx_counter_next (call->db, "customer", error);

  if (number == 0)
    return NULL;
  hx_record_take_text (customer, HX_CUSTOMER_CODE, g_strdup_printf ("C%05" G_GINT64_FORMAT, number));
  hx_record_set_enum (customer, HX_CUSTOMER_STATE, state);
  hx_record_set_int (customer, HX_CUSTOMER_FROZEN, FALSE);
  return g_steal_pointer (&customer);
}

static gboolean
was_sent (HxRecord *input,
          guint     field)
{
  for (guint i = 0; i < G_N_ELEMENTS (editable); i++)
    if (editable[i].field == field)
      return hx_record_has (input, editable[i].input);
  return FALSE;
}

/* Who may change customers and not see them, as an API key, is told no more than what they sent and which revision it is. */
static void
leave_known (HxServiceCall *call,
             HxRecord      *customer,
             HxRecord      *input)
{
  for (guint i = 0; i < hx_customer_schema.n_fields; i++)
    if (!(call->caller->permissions & HX_MAY_SEE_CUSTOMERS) && !(hx_customer_schema.fields[i].flags & HX_FIELD_REQUIRED)
        && (input == NULL || !was_sent (input, i)))
      hx_record_clear (customer, i);
}

static gboolean
answer (HxServiceCall *call,
        const char    *id,
        GError       **error)
{
  g_autoptr (HxRecord) record = hx_customer_view_load (call->db, call->site, id, call->now, error);

  if (record != NULL)
    leave_known (call, record, call->input);
  return hx_reply_with (call, record);
}

/* A stale revision is answered with the customer as it is, of which nothing was sent. */
static gboolean
check_match (HxServiceCall *call,
             HxRecord      *customer,
             GError       **error)
{
  g_autoptr (HxRecord) shown = hx_record_copy (customer);

  leave_known (call, shown, NULL);
  return hx_check_match (call, shown, error);
}

gboolean
hx_customers_create (HxServiceCall *call,
                     GError       **error)
{
  g_autoptr (HxRecord) customer = new_customer (call, HX_CUSTOMER_KNOWN, error);

  if (customer == NULL)
    return FALSE;
  take_input (customer, call->input);
  return hx_record_insert (call->db, customer, call->now, error)
         && add_identities (call, hx_record_get_id (customer), error)
         && hx_customer_tell (call, hx_record_get_id (customer), "created", error)
         && answer (call, hx_record_get_id (customer), error);
}

gboolean
hx_customers_update (HxServiceCall *call,
                     GError       **error)
{
  g_autoptr (HxRecord) customer = hx_customer_view_load (call->db, call->site, call->id, call->now, error);

  if (customer == NULL || !check_match (call, customer, error))
    return FALSE;
  if (hx_record_get_enum (customer, HX_CUSTOMER_STATE) == HX_CUSTOMER_ERASED)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT, "This customer was erased");
      return FALSE;
    }
  if (!hx_customer_keep_shown (customer, call->input, error))
    return FALSE;
  take_input (customer, call->input);
  if (hx_record_has (customer, HX_CUSTOMER_FAMILY_NAME))
    hx_record_set_enum (customer, HX_CUSTOMER_STATE, HX_CUSTOMER_KNOWN);
  return hx_record_save (call->db, customer, call->now, error) && add_identities (call, call->id, error)
         && hx_customer_tell (call, call->id, "updated", error) && answer (call, call->id, error);
}

/**
 * hx_customer_of_number:
 * @call: the call of the service
 * @number: a phone number, E.164
 * @error: the store's
 *
 * An unknown caller becomes a customer to be completed, so that nothing that is
 * said on the call is without an owner.
 *
 * Returns: (transfer full) (nullable): the customer's id
 */
char *
hx_customer_of_number (HxServiceCall *call,
                       const char    *number,
                       GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) customer = NULL, identity = NULL;
  char *owner = hx_customer_find_owner (call->db, "phone", number, &failure);

  if (owner != NULL)
    return owner;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  customer = new_customer (call, HX_CUSTOMER_TO_COMPLETE, error);
  if (customer == NULL || !hx_record_insert (call->db, customer, call->now, error))
    return NULL;
  identity = hx_record_new (&hx_identity_schema);
  hx_record_set_text (identity, HX_IDENTITY_CUSTOMER_ID, hx_record_get_id (customer));
  hx_record_set_enum (identity, HX_IDENTITY_KIND, HX_IDENTITY_PHONE);
  hx_record_set_text (identity, HX_IDENTITY_VALUE, number);
  if (!hx_record_insert (call->db, identity, call->now, error)
      || !hx_customer_tell (call, hx_record_get_id (customer), "created", error))
    return NULL;
  return g_strdup (hx_record_get_id (customer));
}
