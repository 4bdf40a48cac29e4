/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-api.h"
#include "hx-json.h"

#include <string.h>

/* OpenAPI 3.1 of the API table. Everything here walks the tables; nothing is
 * known of a single operation. */

static const char *const kind_types[HX_N_KINDS] = {
  [HX_KIND_TEXT] = "\"string\"",     [HX_KIND_ID] = "\"string\"",   [HX_KIND_ENUM] = "\"string\"",
  [HX_KIND_INTEGER] = "\"integer\"", [HX_KIND_REAL] = "\"number\"", [HX_KIND_BOOLEAN] = "\"boolean\"",
  [HX_KIND_TIME] = "\"string\"",     [HX_KIND_RECORD] = NULL,       [HX_KIND_LIST] = "\"array\"",
  [HX_KIND_DOCUMENT] = NULL,
};

static void
append_pair (GString    *out,
             const char *name,
             const char *value)
{
  hx_json_append_member (out, name);
  hx_json_append_string (out, value);
}

static void
append_reference (GString        *out,
                  const HxSchema *schema)
{
  g_string_append_printf (out, "{\"$ref\":\"#/components/schemas/%s\"}", schema->name);
}

static void
append_limits (GString       *out,
               const HxField *field)
{
  const char *low = field->kind == HX_KIND_TEXT ? "minLength" : "minimum";
  const char *high = field->kind == HX_KIND_TEXT ? "maxLength" : "maximum";

  if (field->kind != HX_KIND_TEXT && field->kind != HX_KIND_INTEGER)
    return;
  if (field->min != 0)
    {
      hx_json_append_member (out, low);
      g_string_append_printf (out, "%" G_GINT64_FORMAT, field->min);
    }
  if (field->max != 0)
    {
      hx_json_append_member (out, high);
      g_string_append_printf (out, "%" G_GINT64_FORMAT, field->max);
    }
}

static void
append_enum (GString      *out,
             const HxEnum *values)
{
  hx_json_append_member (out, "enum");
  g_string_append_c (out, '[');
  for (guint i = 0; i < values->n_values; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      hx_json_append_string (out, values->values[i].name);
    }
  g_string_append_c (out, ']');
}

static void
append_field (GString       *out,
              const HxField *field)
{
  if (field->kind == HX_KIND_RECORD)
    {
      append_reference (out, field->of);
      return;
    }
  g_string_append_c (out, '{');
  if (kind_types[field->kind] != NULL)
    {
      hx_json_append_member (out, "type");
      g_string_append (out, kind_types[field->kind]);
    }
  if (field->kind == HX_KIND_ID)
    append_pair (out, "format", "uuid");
  if (field->kind == HX_KIND_TIME)
    append_pair (out, "format", "date-time");
  if (field->kind == HX_KIND_LIST)
    {
      hx_json_append_member (out, "items");
      append_reference (out, field->of);
    }
  if (field->values != NULL)
    append_enum (out, field->values);
  append_limits (out, field);
  if (field->doc != NULL)
    append_pair (out, "description", field->doc);
  if (field->flags & (HX_FIELD_SERVER | HX_FIELD_VIEW))
    {
      hx_json_append_member (out, "readOnly");
      g_string_append (out, "true");
    }
  g_string_append_c (out, '}');
}

static gboolean
is_required (const HxField *field)
{
  return (field->flags & HX_FIELD_REQUIRED) && !(field->flags & HX_FIELD_HIDDEN);
}

static void
append_required (GString        *out,
                 const HxSchema *schema)
{
  gboolean any = FALSE;

  for (guint i = 0; i < schema->n_fields; i++)
    {
      if (!is_required (&schema->fields[i]))
        continue;
      if (!any)
        hx_json_append_member (out, "required");
      g_string_append_c (out, any ? ',' : '[');
      hx_json_append_string (out, schema->fields[i].name);
      any = TRUE;
    }
  if (any)
    g_string_append_c (out, ']');
}

static void
append_schema (GString        *out,
               const HxSchema *schema)
{
  hx_json_append_member (out, schema->name);
  g_string_append (out, "{\"type\":\"object\"");
  if (schema->doc != NULL)
    append_pair (out, "description", schema->doc);
  append_required (out, schema);
  hx_json_append_member (out, "properties");
  g_string_append_c (out, '{');
  for (guint i = 0; i < schema->n_fields; i++)
    {
      if (schema->fields[i].flags & HX_FIELD_HIDDEN)
        continue;
      hx_json_append_member (out, schema->fields[i].name);
      append_field (out, &schema->fields[i]);
    }
  g_string_append (out, "}}");
}

static void
collect (GPtrArray      *schemas,
         const HxSchema *schema)
{
  if (schema == NULL || g_ptr_array_find (schemas, schema, NULL))
    return;
  g_ptr_array_add (schemas, (gpointer) schema);
  for (guint i = 0; i < schema->n_fields; i++)
    collect (schemas, schema->fields[i].of);
}

static void
append_components (GString *out)
{
  g_autoptr (GPtrArray) schemas = g_ptr_array_new ();

  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    {
      collect (schemas, hx_operations[i].input);
      collect (schemas, hx_operations[i].output);
    }
  g_string_append (out, "\"components\":{\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
                        "\"schemas\":{\"problem\":{\"type\":\"object\",\"description\":\"RFC 9457\","
                        "\"required\":[\"type\",\"title\",\"status\",\"code\",\"request_id\"],\"properties\":{"
                        "\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
                        "\"detail\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"request_id\":{\"type\":\"string\"},"
                        "\"invalid_params\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                        "\"name\":{\"type\":\"string\"},\"reason\":{\"type\":\"string\"}}}}}}");
  for (guint i = 0; i < schemas->len; i++)
    append_schema (out, schemas->pdata[i]);
  g_string_append (out, "}}");
}

static void
append_parameter (GString       *out,
                  const char    *where,
                  const HxField *field,
                  gboolean       required)
{
  if (out->str[out->len - 1] == '}')
    g_string_append_c (out, ',');
  g_string_append_c (out, '{');
  append_pair (out, "name", field->name);
  append_pair (out, "in", where);
  hx_json_append_member (out, "required");
  g_string_append (out, required ? "true" : "false");
  hx_json_append_member (out, "schema");
  append_field (out, field);
  g_string_append_c (out, '}');
}

static void
append_parameters (GString           *out,
                   const HxOperation *operation)
{
  static const HxField id = { .name = "id", .kind = HX_KIND_ID };
  static const HxField key = { .name = "Idempotency-Key", .kind = HX_KIND_TEXT, .min = 1, .max = 200,
                               .doc = "Same key and body: the first answer again" };
  static const HxField key_once = { .name = "Idempotency-Key", .kind = HX_KIND_TEXT, .min = 1, .max = 200,
                                    .doc = "Same key and body: 409, and nothing is done again; the answer is told once" };
  static const HxField match = { .name = "If-Match", .kind = HX_KIND_TEXT, .doc = "The ETag of what is changed" };
  static const HxField last = { .name = "Last-Event-ID", .kind = HX_KIND_TEXT, .doc = "Resume after this event" };

  hx_json_append_member (out, "parameters");
  g_string_append_c (out, '[');
  if (strstr (operation->path, "{id}") != NULL)
    append_parameter (out, "path", &id, TRUE);
  for (guint i = 0; operation->query != NULL && i < operation->query->n_fields; i++)
    append_parameter (out, "query", &operation->query->fields[i], FALSE);
  if (hx_operation_takes_key (operation))
    append_parameter (out, "header", operation->flags & HX_OP_SECRET ? &key_once : &key, FALSE);
  if (operation->flags & HX_OP_MATCH)
    append_parameter (out, "header", &match, TRUE);
  if (operation->shape == HX_SHAPE_STREAM)
    append_parameter (out, "header", &last, FALSE);
  g_string_append_c (out, ']');
}

static void
append_body (GString           *out,
             const HxOperation *operation)
{
  if (operation->flags & HX_OP_UPLOAD)
    g_string_append (out, ",\"requestBody\":{\"required\":true,\"content\":{\"application/octet-stream\":{\"schema\":{\"type\":\"string\","
                          "\"format\":\"binary\"}}}}");
  if (operation->input == NULL)
    return;
  g_string_append (out, ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":");
  append_reference (out, operation->input);
  g_string_append_c (out, '}');
  if (operation->flags & HX_OP_FORM)
    {
      g_string_append (out, ",\"application/x-www-form-urlencoded\":{\"schema\":");
      append_reference (out, operation->input);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "}}");
}

static void
append_content (GString           *out,
                const HxOperation *operation)
{
  switch (operation->shape)
    {
    case HX_SHAPE_ITEM:
      g_string_append (out, ",\"content\":{\"application/json\":{\"schema\":");
      append_reference (out, operation->output);
      g_string_append (out, "}}");
      break;
    case HX_SHAPE_LIST:
      g_string_append (out, ",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{"
                            "\"items\":{\"type\":\"array\",\"items\":");
      append_reference (out, operation->output);
      g_string_append (out, "},\"next\":{\"type\":[\"string\",\"null\"]}");
      if (operation->flags & HX_OP_POOL)
        {
          g_string_append (out, ",\"pool\":");
          append_reference (out, &hx_pool_schema);
        }
      g_string_append (out, "}}}}");
      break;
    case HX_SHAPE_STREAM:
      g_string_append (out, ",\"content\":{\"text/event-stream\":{\"schema\":{\"type\":\"string\"}}}");
      break;
    case HX_SHAPE_BYTES:
      g_string_append (out, ",\"content\":{\"audio/*\":{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}}");
      break;
    case HX_SHAPE_DOCUMENT:
      g_string_append (out, ",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\"}}}");
      break;
    case HX_SHAPE_NONE:
    default:
      break;
    }
}

static guint
success_status (const HxOperation *operation)
{
  if (operation->flags & HX_OP_CREATES)
    return 201;
  return operation->shape == HX_SHAPE_NONE ? 204 : 200;
}

static void
append_operation (GString           *out,
                  const HxOperation *operation)
{
  g_autofree char *method = g_ascii_strdown (hx_method_names[operation->method], -1);
  const char *room = operation->path + strlen (HX_API_PREFIX) + 1;
  g_autofree char *tag = g_strndup (room, strcspn (room, "/."));

  hx_json_append_member (out, method);
  g_string_append_c (out, '{');
  append_pair (out, "operationId", operation->name);
  append_pair (out, "summary", operation->summary);
  g_string_append_printf (out, ",\"tags\":[\"%s\"]", tag);
  if (hx_permission_name (operation->permission) != NULL)
    append_pair (out, "x-permission", hx_permission_name (operation->permission));
  g_string_append (out, operation->flags & HX_OP_PUBLIC ? ",\"security\":[]" : ",\"security\":[{\"token\":[]}]");
  append_parameters (out, operation);
  append_body (out, operation);
  g_string_append_printf (out, ",\"responses\":{\"%u\":{\"description\":\"Done\"", success_status (operation));
  append_content (out, operation);
  g_string_append (out, "},\"4XX\":{\"description\":\"A problem document says what is wrong\",\"content\":{\"application/problem+json\":"
                        "{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}}}");
}

static gboolean
path_seen_before (guint index)
{
  for (guint i = 0; i < index; i++)
    if (strcmp (hx_operations[i].path, hx_operations[index].path) == 0)
      return TRUE;
  return FALSE;
}

/**
 * hx_api_to_openapi:
 *
 * Returns: (transfer full): the OpenAPI 3.1 description of the API table
 */
char *
hx_api_to_openapi (void)
{
  GString *out = g_string_new ("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Huixiang\",\"version\":\"1\",\"description\":"
                               "\"What goes wrong on a call, and what becomes of it\",\"contact\":{\"name\":\"Huixiang\","
                               "\"url\":\"https://huixiang.example\"},\"license\":{\"name\":\"GPL-3.0-or-later\","
                               "\"identifier\":\"GPL-3.0-or-later\"}},\"servers\":[{\"url\":\"/\"}],\"paths\":{");

  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    {
      if (path_seen_before (i))
        continue;
      hx_json_append_member (out, hx_operations[i].path);
      g_string_append_c (out, '{');
      for (guint j = i; j < HX_N_OPERATIONS; j++)
        if (strcmp (hx_operations[i].path, hx_operations[j].path) == 0)
          append_operation (out, &hx_operations[j]);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "},");
  append_components (out);
  g_string_append (out, "}\n");
  return g_string_free (out, FALSE);
}
