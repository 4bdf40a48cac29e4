/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-people-input-private.h"

static gboolean
has_row (HxServiceCall *call,
         const char    *sql,
         const char    *value,
         const char    *id,
         gboolean      *found,
         GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = id != NULL ? hx_db_query (call->db, &failure, sql, "ss", value, id)
                                           : hx_db_query (call->db, &failure, sql, "s", value);

  *found = row != NULL;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
check (HxServiceCall       *call,
       const HxPeopleField *field,
       const char          *value,
       const char          *own_id,
       const char         **reason,
       GError             **error)
{
  gboolean there = TRUE, taken = FALSE;

  if (field->exists != NULL && !has_row (call, field->exists, value, NULL, &there, error))
    return FALSE;
  if (field->taken != NULL && !has_row (call, field->taken, value, own_id, &taken, error))
    return FALSE;
  if (!there)
    *reason = "unknown";
  else if (taken)
    *reason = "taken";
  return TRUE;
}

static gboolean
take_text (HxServiceCall       *call,
           HxRecord            *record,
           const HxPeopleField *field,
           HxProblem           *problem,
           GError             **error)
{
  const char *value = hx_record_get_text (call->input, field->input);
  const char *own_id = hx_record_has (record, HX_RECORD_ID) ? hx_record_get_id (record) : "";
  const char *reason = NULL;

  if (*value == '\0')
    {
      hx_record_clear (record, field->field);
      return TRUE;
    }
  if (!check (call, field, value, own_id, &reason, error))
    return FALSE;
  if (reason != NULL)
    hx_problem_add (problem, hx_record_get_schema (call->input)->fields[field->input].name, reason);
  else
    hx_record_set_text (record, field->field, value);
  return TRUE;
}

gboolean
hx_people_take_input (HxServiceCall       *call,
                      HxRecord            *record,
                      const HxPeopleField *fields,
                      guint                n_fields,
                      HxProblem           *problem,
                      GError             **error)
{
  const HxSchema *schema = hx_record_get_schema (call->input);

  for (guint i = 0; i < n_fields; i++)
    {
      if (!hx_record_has (call->input, fields[i].input))
        continue;
      if (schema->fields[fields[i].input].kind == HX_KIND_TEXT)
        {
          if (!take_text (call, record, &fields[i], problem, error))
            return FALSE;
        }
      else
        hx_record_set_int (record, fields[i].field, hx_record_get_int (call->input, fields[i].input));
    }
  return TRUE;
}
