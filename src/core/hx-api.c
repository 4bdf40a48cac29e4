/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-api.h"
#include "hx-time.h"

#include <string.h>

HX_DEFINE_THING (users_query, NULL, HX_USERS_QUERY_FIELDS, NULL)
HX_DEFINE_THING (events_query, NULL, HX_EVENTS_QUERY_FIELDS, NULL)
HX_DEFINE_THING (sessions_query, NULL, HX_SESSIONS_QUERY_FIELDS, NULL)
HX_DEFINE_THING (page_query, NULL, HX_PAGE_QUERY_FIELDS, NULL)
HX_DEFINE_THING (calls_query, NULL, HX_CALLS_QUERY_FIELDS, NULL)
HX_DEFINE_THING (customers_search, NULL, HX_CUSTOMERS_SEARCH_FIELDS, "Which customers are looked for")
HX_DEFINE_THING (contacts_query, NULL, HX_CONTACTS_QUERY_FIELDS, NULL)
HX_DEFINE_THING (contacts_search, NULL, HX_CONTACTS_SEARCH_FIELDS, "Which contacts of a customer are looked for")
HX_DEFINE_THING (wrapups_query, NULL, HX_WRAPUPS_QUERY_FIELDS, NULL)
HX_DEFINE_THING (feedback_query, NULL, HX_FEEDBACK_QUERY_FIELDS, NULL)
HX_DEFINE_THING (matches_search, NULL, HX_MATCHES_SEARCH_FIELDS, "Which open pain points are looked for")
HX_DEFINE_THING (audit_query, NULL, HX_AUDIT_QUERY_FIELDS, NULL)
HX_DEFINE_THING (rectifications_query, NULL, HX_RECTIFICATIONS_QUERY_FIELDS, NULL)

#define OPERATION_ROW(ID, name_, method_, path_, permission_, shape_, flags_, query_, input_, output_, summary_) \
  [HX_OPERATION_##ID] = { name_, HX_##method_, HX_API_PREFIX path_, permission_, HX_SHAPE_##shape_, \
                          (HxOperationFlags) (flags_), query_, input_, output_, summary_ },

const HxOperation hx_operations[HX_N_OPERATIONS] = { HX_OPERATIONS (OPERATION_ROW) };

const char *const hx_method_names[HX_N_METHODS] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

static void
append_query (GString  *uri,
              HxRecord *query)
{
  const HxSchema *schema = hx_record_get_schema (query);

  for (guint i = 0; i < schema->n_fields; i++)
    {
      char separator = strchr (uri->str, '?') == NULL ? '?' : '&';
      char time[HX_TIME_LENGTH];

      if (!hx_record_has (query, i))
        continue;
      g_string_append_printf (uri, "%c%s=", separator, schema->fields[i].name);
      if (schema->fields[i].kind == HX_KIND_TIME)
        {
          hx_time_format (hx_record_get_int (query, i), time);
          g_string_append_uri_escaped (uri, time, NULL, FALSE);
        }
      else if (schema->fields[i].kind == HX_KIND_INTEGER)
        g_string_append_printf (uri, "%" G_GINT64_FORMAT, hx_record_get_int (query, i));
      else if (schema->fields[i].kind == HX_KIND_BOOLEAN)
        g_string_append (uri, hx_record_get_int (query, i) ? "true" : "false");
      else
        g_string_append_uri_escaped (uri, hx_record_get_text (query, i), NULL, FALSE);
    }
}

/**
 * hx_operation_uri:
 * @operation: an operation
 * @id: (nullable): what stands for `{id}` in its path
 * @query: (nullable): a record of its query schema
 *
 * Returns: (transfer full): path and query
 */
char *
hx_operation_uri (HxOperationId operation,
                  const char   *id,
                  HxRecord     *query)
{
  const char *path = hx_operations[operation].path;
  const char *hole = strstr (path, "{id}");
  GString *uri = g_string_new (NULL);

  if (hole == NULL)
    g_string_append (uri, path);
  else
    {
      g_string_append_len (uri, path, hole - path);
      g_string_append_uri_escaped (uri, id != NULL ? id : "", NULL, FALSE);
      g_string_append (uri, hole + strlen ("{id}"));
    }
  if (query != NULL)
    append_query (uri, query);
  return g_string_free (uri, FALSE);
}

/**
 * hx_operation_match:
 * @operation: an operation
 * @path: a decoded path without its query
 * @id: (out) (transfer full) (nullable): what stands where the path says `{id}`
 *
 * Returns: whether @path is the operation's
 */
gboolean
hx_operation_match (const HxOperation *operation,
                    const char        *path,
                    char             **id)
{
  const char *hole = strstr (operation->path, "{id}");
  gsize before;
  const char *rest;

  *id = NULL;
  if (hole == NULL)
    return strcmp (operation->path, path) == 0;
  before = (gsize) (hole - operation->path);
  if (strncmp (operation->path, path, before) != 0 || path[before] == '\0' || path[before] == '/')
    return FALSE;
  rest = strchrnul (path + before, '/');
  if (strcmp (rest, hole + strlen ("{id}")) != 0)
    return FALSE;
  *id = g_strndup (path + before, (gsize) (rest - path) - before);
  return TRUE;
}

/**
 * hx_operation_takes_key:
 * @operation: an operation
 *
 * Returns: whether a repetition of the request is known by its `Idempotency-Key`: not where nothing is changed, nor where
 *   nobody has signed in yet whose key it could be
 */
gboolean
hx_operation_takes_key (const HxOperation *operation)
{
  return operation->method == HX_POST && !(operation->flags & (HX_OP_PUBLIC | HX_OP_READS));
}
