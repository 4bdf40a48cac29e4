/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What an error means to the person, by code; a code that is missing here is nobody's to mend. */
static const char *const sentences[HX_N_ERRORS] = {
  [HX_ERROR_FAILED] = N_ ("The server could not do this. It has been noted there."),
  [HX_ERROR_INVALID] = N_ ("Something is missing or not allowed yet."),
  [HX_ERROR_UNAUTHENTICATED] = N_ ("You are signed out. Sign in again."),
  [HX_ERROR_FORBIDDEN] = N_ ("You may not do this."),
  [HX_ERROR_NOT_FOUND] = N_ ("This is not there any more, or it is not yours."),
  [HX_ERROR_CONFLICT] = N_ ("This was done meanwhile, or cannot be done now."),
  [HX_ERROR_IN_PROGRESS] = N_ ("The server is still working on this. Try again in a moment."),
  [HX_ERROR_STALE] = N_ ("Somebody has changed this meanwhile. Look at it again."),
  [HX_ERROR_TOO_LARGE] = N_ ("This is too large to send."),
  [HX_ERROR_UNSUPPORTED_MEDIA] = N_ ("This kind of file is not accepted."),
  [HX_ERROR_TOO_MANY] = N_ ("Too much at once. Try again in a moment."),
  [HX_ERROR_STORE_BUSY] = N_ ("The store is busy. Try again in a moment."),
  [HX_ERROR_STORE_FULL] = N_ ("The disk is full: nothing can be saved until there is room."),
  [HX_ERROR_STORE_READ_ONLY] = N_ ("The store cannot be written: nothing can be saved."),
  [HX_ERROR_STORE_CORRUPT] = N_ ("The store is damaged. Nothing in it was changed."),
  [HX_ERROR_STORE_NEWER] = N_ ("The store was written by a newer version of Huixiang. Nothing in it was changed."),
  [HX_ERROR_STORE_KEYS] = N_ ("The keys that protect the store are missing or are not its own. Nothing in it was changed."),
  [HX_ERROR_STORE_IN_USE] = N_ ("Another program has the store open."),
  [HX_ERROR_UNAVAILABLE] = N_ ("This is not available now."),
  [HX_ERROR_OFFLINE] = N_ ("The server does not answer."),
  [HX_ERROR_CERTIFICATE] = N_ ("The server cannot prove who it is, so nothing is sent to it. Ask whoever runs it."),
};

/**
 * hx_error_to_sentence:
 * @error: (nullable): any error
 *
 * Returns: (transfer full) (nullable): a sentence for people, in their language
 */
char *
hx_error_to_sentence (const GError *error)
{
  const char *sentence = NULL;

  if (error == NULL)
    return NULL;
  if (error->domain == HX_ERROR && error->code >= 0 && error->code < HX_N_ERRORS)
    sentence = sentences[error->code];
  if (sentence == NULL && error->domain == HX_ERROR)
    sentence = sentences[HX_ERROR_FAILED];
  return g_strdup (sentence != NULL ? _ (sentence) : _ ("This could not be done."));
}

/**
 * hx_error_field_reason:
 * @error: (nullable): an error
 * @field: a field's name, as JSON has it
 * @buffer: (out caller-allocates): where the reason goes
 * @size: its size
 *
 * Returns: (nullable): @buffer with the reason's code, if the error is about @field
 */
const char *
hx_error_field_reason (const GError *error,
                       const char   *field,
                       char         *buffer,
                       gsize         size)
{
  g_auto (GStrv) complaints = NULL;
  gsize length = strlen (field);

  if (!g_error_matches (error, HX_ERROR, HX_ERROR_INVALID))
    return NULL;
  complaints = g_strsplit (error->message, "; ", -1);
  for (guint i = 0; complaints[i] != NULL; i++)
    if (strncmp (complaints[i], field, length) == 0 && g_str_has_prefix (complaints[i] + length, ": "))
      {
        g_strlcpy (buffer, complaints[i] + length + 2, size);
        return buffer;
      }
  return NULL;
}

/* A Chinese name is the family name and then the address: 王女士. */
static char *
with_salutation (const char *family,
                 const char *given,
                 int         salutation)
{
  if (salutation == HX_SALUTATION_MS)
    /* Translators: how a customer is addressed; %s is the family name */
    return g_strdup_printf (_ ("Ms %s"), family);
  if (salutation == HX_SALUTATION_MR)
    /* Translators: how a customer is addressed; %s is the family name */
    return g_strdup_printf (_ ("Mr %s"), family);
  return given != NULL ? g_strdup_printf ("%s%s", family, given) : g_strdup (family);
}

static char *
name_from (HxRecord *record,
           guint     family,
           guint     given,
           guint     salutation,
           guint     number,
           guint     code)
{
  const char *name = hx_record_get_text (record, family);

  if (name != NULL && *name != '\0')
    return with_salutation (name, hx_record_get_text (record, given),
                            hx_record_has (record, salutation) ? hx_record_get_enum (record, salutation) : 0);
  if (hx_record_has (record, number))
    return g_strdup (hx_record_get_text (record, number));
  if (hx_record_has (record, code))
    return g_strdup (hx_record_get_text (record, code));
  return g_strdup (_ ("Unknown customer"));
}

/**
 * hx_workspace_display_name:
 * @self: a workspace
 * @customer_or_call: a customer, or a call
 *
 * Returns: (transfer full): what to call the customer: family name and address,
 *   else the number, else the code
 */
char *
hx_workspace_display_name (HxWorkspace *self,
                           HxRecord    *customer_or_call)
{
  if (hx_record_get_schema (customer_or_call) == &hx_call_schema)
    return name_from (customer_or_call, HX_CALL_FAMILY_NAME, HX_CALL_GIVEN_NAME, HX_CALL_SALUTATION, HX_CALL_NUMBER,
                      HX_CALL_CUSTOMER_CODE);
  g_return_val_if_fail (hx_record_get_schema (customer_or_call) == &hx_customer_schema, NULL);
  return name_from (customer_or_call, HX_CUSTOMER_FAMILY_NAME, HX_CUSTOMER_GIVEN_NAME, HX_CUSTOMER_SALUTATION,
                    HX_CUSTOMER_PHONE, HX_CUSTOMER_CODE);
}
