/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-query-walk-private.h"
#include "hx-time.h"

#include <string.h>

#define DEFAULT_LIMIT 50
#define MAX_LIMIT 200
/* Room that a page is given at once: its rows may be large, and it may have one only. */
#define MOST_ROOM (256 * 1024)
/* Rows that one page of a filtered list opens: some milliseconds of work. */
#define MAX_OPENED 2000

/* A search has in its body what a list has behind the question mark; both begin with the same fields. */
static HxRecord *
asked (HxQuery *self)
{
  return self->call->query != NULL ? self->call->query : self->call->input;
}

void
hx_query_init (HxQuery       *self,
               HxServiceCall *call,
               const HxView  *view)
{
  self->call = call;
  self->view = view;
  self->where = g_string_new (NULL);
  self->types = g_string_new (NULL);
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->limit = DEFAULT_LIMIT;
}

void
hx_query_clear (HxQuery *self)
{
  if (self->where == NULL)
    return;
  g_string_free (self->where, TRUE);
  g_string_free (self->types, TRUE);
  g_ptr_array_unref (self->values);
  g_free (self->either[0]);
  g_free (self->either[1]);
  g_free (self->other_text);
  self->where = NULL;
}

static void
append_condition (HxQuery    *self,
                  const char *condition)
{
  guint parameter = self->values->len;

  g_string_append (self->where, self->where->len > 0 ? " AND " : "WHERE ");
  for (const char *p = condition; *p != '\0'; p++)
    if (*p == '?')
      g_string_append_printf (self->where, "$%u", ++parameter);
    else
      g_string_append_c (self->where, *p);
}

static void
add_text (HxQuery    *self,
          const char *value)
{
  g_string_append_c (self->types, 's');
  g_ptr_array_add (self->values, g_strdup (value));
}

static void
add_int (HxQuery *self,
         gint64   value)
{
  g_string_append_c (self->types, 'i');
  g_ptr_array_add (self->values, g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

void
hx_query_bind (HxQuery *self,
               guint    n_texts,
               ...)
{
  va_list arguments;

  va_start (arguments, n_texts);
  for (guint i = 0; i < n_texts; i++)
    add_text (self, va_arg (arguments, const char *));
  va_end (arguments);
}

void
hx_query_where (HxQuery    *self,
                const char *condition,
                const char *types,
                ...)
{
  va_list arguments;

  append_condition (self, condition);
  va_start (arguments, types);
  for (; *types != '\0'; types++)
    if (*types == 'i')
      add_int (self, va_arg (arguments, gint64));
    else
      add_text (self, va_arg (arguments, const char *));
  va_end (arguments);
}

void
hx_query_where_texts (HxQuery    *self,
                      const char *condition,
                      GPtrArray  *texts)
{
  append_condition (self, condition);
  for (guint i = 0; i < texts->len; i++)
    add_text (self, texts->pdata[i]);
}

void
hx_query_where_either (HxQuery    *self,
                       const char *column,
                       const char *text,
                       const char *other_column,
                       const char *other_text)
{
  self->either_at = self->values->len;
  add_text (self, text);
  self->either[0] = g_strdup_printf ("%s = $%u", column, self->values->len);
  self->either[1] = g_strdup_printf ("%s = $%u", other_column, self->values->len);
  self->other_text = g_strdup (other_text);
}

void
hx_query_filter (HxQuery    *self,
                 guint       field,
                 const char *condition)
{
  HxRecord *query = asked (self);
  HxKind kind;

  if (query == NULL || !hx_record_has (query, field))
    return;
  append_condition (self, condition);
  kind = hx_record_get_schema (query)->fields[field].kind;
  if (kind == HX_KIND_INTEGER || kind == HX_KIND_TIME)
    add_int (self, hx_record_get_int (query, field));
  else
    add_text (self, hx_record_get_text (query, field));
}

/* A cursor says what the page before ended with. It is opaque so that its form
 * may change, and checked as anything that comes from outside. */
static char *
make_cursor (HxQuery       *self,
             const HxOrder *order,
             const char    *value,
             const char    *id)
{
  g_autofree char *plain = g_strdup_printf ("1\n%s\n%s\n%s", self->call->operation->name, value, id);
  char *cursor = g_base64_encode ((const guchar *) plain, strlen (plain));
  gsize length;

  /* The letters that URLs know, without padding. */
  g_strdelimit (g_strdelimit (cursor, "+", '-'), "/", '_');
  length = strcspn (cursor, "=");
  cursor[length] = '\0';
  return cursor;
}

static char *
decode_cursor (const char *cursor)
{
  g_autoptr (GString) padded = g_string_new (cursor);
  g_autofree guchar *plain = NULL;
  gsize length;

  g_strdelimit (g_strdelimit (padded->str, "-", '+'), "_", '/');
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  plain = g_base64_decode (padded->str, &length);
  return plain != NULL && length > 0 && memchr (plain, '\0', length) == NULL
                 && g_utf8_validate ((const char *) plain, (gssize) length, NULL)
             ? g_strndup ((const char *) plain, length)
             : NULL;
}

static gboolean
start_after_cursor (HxQuery       *self,
                    const HxOrder *order,
                    GError       **error)
{
  HxRecord *query = asked (self);
  const char *cursor = query != NULL ? hx_record_get_text (query, HX_PAGE_CURSOR) : NULL;
  g_autofree char *plain = cursor != NULL ? decode_cursor (cursor) : NULL;
  g_auto (GStrv) parts = plain != NULL ? g_strsplit (plain, "\n", 5) : NULL;
  g_autofree char *condition = NULL;
  gint64 value = 0;

  if (cursor == NULL)
    return TRUE;
  if (parts == NULL || g_strv_length (parts) != 4 || strcmp (parts[0], "1") != 0
      || strcmp (parts[1], self->call->operation->name) != 0 || !(order->unique || hx_id_is_valid (parts[3]))
      || (!order->text && !g_ascii_string_to_signed (parts[2], 10, G_MININT64, G_MAXINT64, &value, NULL)))
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_INVALID, "cursor: invalid");
      return FALSE;
    }
  condition = g_strdup_printf (order->unique ? "%s %c ?" : "(%s, t.id) %c (?, ?)", order->sql,
                               order->ascending ? '>' : '<');
  if (order->unique)
    hx_query_where (self, condition, "i", value);
  else if (order->text)
    hx_query_where (self, condition, "ss", parts[2], parts[3]);
  else
    hx_query_where (self, condition, "is", value, parts[3]);
  return TRUE;
}

static char *
next_cursor (HxQuery       *self,
             const HxOrder *order,
             HxStatement   *row)
{
  guint column = hx_record_column (self->view->schema, order->field);
  char digits[24];

  if (order->text)
    return make_cursor (self, order, hx_statement_get_text (row, column), hx_statement_get_text (row, 0));
  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT,
              hx_statement_is_null (row, column) ? order->fallback : hx_statement_get_int (row, column));
  return make_cursor (self, order, digits, hx_statement_get_text (row, 0));
}

static guint
page_limit (HxQuery *self)
{
  HxRecord *query = asked (self);

  if (query == NULL || !hx_record_has (query, HX_PAGE_LIMIT))
    return self->limit;
  return (guint) CLAMP (hx_record_get_int (query, HX_PAGE_LIMIT), 1, MAX_LIMIT);
}

HxStatement *
hx_query_prepare (HxQuery       *self,
                  const HxOrder *order,
                  const char    *also,
                  GError       **error)
{
  const char *direction = order->ascending ? "ASC" : "DESC";
  const char *joint = also == NULL ? "" : self->where->len > 0 ? " AND " : "WHERE ";
  g_autofree char *tie = order->unique ? NULL : g_strconcat (", t.id ", direction, NULL);
  g_autofree char *limit = g_strdup_printf (" LIMIT $%u", self->values->len + 1);
  g_autofree char *sql = g_strconcat (hx_view_select (self->call->db, self->view), self->where->str, joint,
                                      also != NULL ? also : "", " ORDER BY ", order->sql, " ", direction,
                                      tie != NULL ? tie : "", limit, NULL);
  HxStatement *statement = hx_db_prepare (self->call->db, sql, error);

  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < self->values->len; i++)
    if (self->types->str[i] == 'i')
      hx_statement_bind_int (statement, i + 1, g_ascii_strtoll (self->values->pdata[i], NULL, 10));
    else
      hx_statement_bind_text (statement, i + 1, self->values->pdata[i]);
  /* One more than shown tells whether there is a next page. */
  hx_statement_bind_int (statement, self->values->len + 1,
                         (gint64) (self->filter != NULL ? MAX_OPENED : page_limit (self)) + 1);
  return statement;
}

static gboolean
append_row (HxQuery     *self,
            HxStatement *row,
            HxRowFunc    append,
            guint        before,
            GError     **error)
{
  if (before > 0)
    g_string_append_c (self->call->body, ',');
  if (append != NULL)
    return append (self, row, error);
  return hx_view_append_json (self->view, row, HX_JSON_MASKED, self->call->body, error);
}

/* Rows of a list are much of a size, so that a page is not moved each time that it has outgrown its room. */
static void
make_room (GString *body,
           gsize    length)
{
  gsize before = body->len;

  g_string_set_size (body, before + length);
  g_string_truncate (body, before);
}

/* Keeps the row that the cursor is made of until it is known that more follow. */
static HxStep
append_rows (HxQuery     *self,
             HxQueryWalk *walk,
             HxRowFunc    append,
             GError     **error)
{
  guint limit = page_limit (self), seen_limit = self->filter != NULL ? MAX_OPENED : limit, seen = 0;
  g_autofree char *cursor = NULL;
  HxStep step = walk->steps[0] == HX_STEP_ROW || walk->steps[1] == HX_STEP_ROW ? HX_STEP_ROW : HX_STEP_DONE;

  for (; step == HX_STEP_ROW && self->n_rows < limit && seen < seen_limit; step = hx_query_walk_step (walk, error))
    {
      HxStatement *row = hx_query_walk_row (walk);
      gboolean accepted = TRUE;

      seen++;
      if (self->filter != NULL && !self->filter->accepts (self, row, &accepted, error))
        return HX_STEP_FAILED;
      if (accepted && !append_row (self, row, append, self->n_rows++, error))
        return HX_STEP_FAILED;
      if (accepted && self->n_rows == 1)
        make_room (self->call->body, MIN ((limit - 1) * self->call->body->len, MOST_ROOM));
      if (self->n_rows == limit || seen == seen_limit)
        {
          g_free (cursor);
          cursor = next_cursor (self, walk->order, row);
        }
    }
  if (step == HX_STEP_ROW)
    self->call->next = g_steal_pointer (&cursor);
  return step;
}

/**
 * hx_query_page:
 * @self: a query
 * @order: how it is sorted
 * @append: (nullable): how a row is written; %NULL for just the row
 * @error: %HX_ERROR_INVALID for a cursor that is none of this list, or the store's
 *
 * Writes `{"items": […], "next": …}` into the call's body, from after the call's
 * cursor, personal fields masked.
 *
 * Returns: whether it went well
 */
gboolean
hx_query_page (HxQuery       *self,
               const HxOrder *order,
               HxRowFunc      append,
               GError       **error)
{
  g_auto (HxQueryWalk) walk = { 0 };
  GString *body;

  if (!start_after_cursor (self, order, error) || !hx_query_walk_init (&walk, self, order, append == NULL, error))
    return FALSE;
  if (self->call->body == NULL)
    self->call->body = g_string_new (NULL);
  body = self->call->body;
  g_string_append (body, "{\"items\":[");
  if (append_rows (self, &walk, append, error) == HX_STEP_FAILED)
    return FALSE;
  g_string_append (body, "],\"next\":");
  if (self->call->next != NULL)
    hx_json_append_string (body, self->call->next);
  else
    g_string_append (body, "null");
  g_string_append_c (body, '}');
  return TRUE;
}
