/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-names.h"
#include "hx-record-sealed.h"
#include "hx-record-store.h"

/**
 * hx_record_column:
 * @schema: a stored thing
 * @field: one of its stored fields, or its number of fields
 *
 * Returns: which column of the select it is; those that a view adds begin at the last
 */
guint
hx_record_column (const HxSchema *schema,
                  guint           field)
{
  guint column = 0;

  for (guint i = 0; i < field; i++)
    if (!(schema->fields[i].flags & HX_FIELD_VIEW))
      column++;
  return column;
}

/* A row on its way into an object. */
typedef struct
{
  const HxSchema *schema;
  HxStatement *row;
  HxJsonFlags flags;
  GString *out;
} Object;

/* A number that is not 0 is not null either, so that most cost one question. */
static void
append_integer (const Object  *self,
                const HxField *field,
                guint          column)
{
  gint64 value = hx_statement_get_int (self->row, column);

  if (value == 0 && hx_statement_is_null (self->row, column))
    return;
  hx_json_append_field (self->out, field);
  if (field->kind == HX_KIND_TIME)
    hx_json_append_time (self->out, value);
  else if (field->kind == HX_KIND_BOOLEAN)
    g_string_append (self->out, value != 0 ? "true" : "false");
  else
    hx_json_append_int (self->out, value);
}

static void
append_real (const Object  *self,
             const HxField *field,
             guint          column)
{
  if (hx_statement_is_null (self->row, column))
    return;
  hx_json_append_field (self->out, field);
  hx_json_append_real (self->out, hx_statement_get_real (self->row, column));
}

static gboolean
append_sealed (const Object *self,
               guint         index,
               const char   *sealed,
               GError      **error)
{
  const HxField *field = &self->schema->fields[index];
  const char *id = hx_statement_get_text (self->row, hx_record_column (self->schema, field->sealed_by));
  g_autofree char *text = hx_field_open (self->row->db, self->schema, index, id, sealed, error);

  if (text == NULL)
    return FALSE;
  hx_json_append_field (self->out, field);
  hx_json_append_text (self->out, field, text, self->flags);
  return TRUE;
}

static gboolean
append_text (const Object *self,
             guint         index,
             guint         column,
             GError      **error)
{
  const HxField *field = &self->schema->fields[index];
  const char *text = hx_statement_get_text (self->row, column);

  if (text == NULL)
    return TRUE;
  if (field->flags & HX_FIELD_SEALED)
    return append_sealed (self, index, text, error);
  hx_json_append_field (self->out, field);
  hx_json_append_text (self->out, field, text, self->flags);
  return TRUE;
}

static gboolean
append_field (const Object *self,
              guint         index,
              guint         column,
              GError      **error)
{
  const HxField *field = &self->schema->fields[index];

  if (field->flags & HX_FIELD_HIDDEN)
    return TRUE;
  switch (field->kind)
    {
    case HX_KIND_INTEGER:
    case HX_KIND_BOOLEAN:
    case HX_KIND_TIME:
      append_integer (self, field, column);
      return TRUE;
    case HX_KIND_REAL:
      append_real (self, field, column);
      return TRUE;
    case HX_KIND_TEXT:
    case HX_KIND_ID:
    case HX_KIND_ENUM:
    case HX_KIND_DOCUMENT:
      return append_text (self, index, column, error);
    case HX_KIND_RECORD:
    case HX_KIND_LIST:
    case HX_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
append_name (const Object   *self,
             const HxNameOf *of,
             GError        **error)
{
  const char *id = hx_statement_get_text (self->row, hx_record_column (self->schema, of->id));
  const HxField *field = &self->schema->fields[of->name];
  const char *name = NULL;

  if (id != NULL && !hx_name_of_user (self->row->db, id, &name, error))
    return FALSE;
  if (name == NULL || (field->flags & HX_FIELD_HIDDEN))
    return TRUE;
  hx_json_append_field (self->out, field);
  hx_json_append_text (self->out, field, name, self->flags);
  return TRUE;
}

/**
 * hx_view_append_json:
 * @view: how it was read
 * @row: a statement of [func@view_select] on a row
 * @flags: whether personal fields are masked
 * @out: where to
 * @error: when a sealed field cannot be opened; @out is not to be used then
 *
 * Appends the row as an object, the same as [func@json_append_record] would
 * write its record, without making one.
 *
 * Returns: whether all of it could be read
 */
gboolean
hx_view_append_json (const HxView *view,
                     HxStatement  *row,
                     HxJsonFlags   flags,
                     GString      *out,
                     GError      **error)
{
  const HxSchema *schema = view->schema;
  const Object object = { schema, row, flags, out };
  guint column = 0;

  g_string_append_c (out, '{');
  for (guint i = 0; i < schema->n_fields; i++)
    if (!(schema->fields[i].flags & HX_FIELD_VIEW) && !append_field (&object, i, column++, error))
      return FALSE;
  for (guint i = 0; i < view->n_names; i++)
    if (!append_name (&object, &view->names[i], error))
      return FALSE;
  for (guint i = 0; i < view->n_fields; i++)
    if (!append_field (&object, view->fields[i], column++, error))
      return FALSE;
  g_string_append_c (out, '}');
  return TRUE;
}
