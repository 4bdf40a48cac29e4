/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-board-private.h"
#include "hx-audience-private.h"
#include "hx-query-private.h"
#include "hx-reply-body-private.h"
#include "hx-scope-private.h"

static const HxView rectification_view = {
  .schema = &hx_rectification_schema,
  .from = "rectifications t LEFT JOIN departments d ON d.id = t.department_id",
  .columns = "d.name",
  .n_fields = 1,
  .fields = { HX_RECTIFICATION_DEPARTMENT_NAME },
};

gboolean
hx_board_get (HxServiceCall *call,
              GError       **error)
{
  g_autoptr (HxRecord) board = hx_board_load (call, error);

  return hx_reply_with (call, board);
}

gboolean
hx_rectifications_list (HxServiceCall *call,
                        GError       **error)
{
  static const HxOrder most_urgent_first = { .sql = "coalesce(t.due_at, 9223372036854775807)",
                                             .field = HX_RECTIFICATION_DUE_AT,
                                             .ascending = TRUE,
                                             .fallback = G_MAXINT64 };
  static const HxOrder last_done_first = { .sql = "coalesce(t.done_at, 0)", .field = HX_RECTIFICATION_DONE_AT };
  g_auto (HxQuery) query = { 0 };
  int column = call->query != NULL ? hx_record_get_enum (call->query, HX_RECTIFICATIONS_QUERY_COLUMN) : -1;

  hx_query_init (&query, call, &rectification_view);
  if (column == HX_COLUMN_PENDING)
    hx_query_where (&query, "t.state = 'pending'", "");
  else if (column == HX_COLUMN_IN_PROGRESS)
    hx_query_where (&query, "t.state IN ('in_progress', 'verifying', 'tracking')", "");
  else if (column == HX_COLUMN_DONE)
    hx_query_where (&query, "t.state = 'done'", "");
  else
    hx_query_where (&query, "t.state <> 'cancelled'", "");
  hx_scope_filter_rectifications (&query);
  return hx_query_page (&query, column == HX_COLUMN_DONE ? &last_done_first : &most_urgent_first, NULL, error);
}

HxRecord *
hx_rectification_view_load (HxDb       *db,
                            const char *id,
                            GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxRecord) record = hx_view_find (db, &rectification_view, &failure, "WHERE t.id = $1", "s", id);

  if (record != NULL)
    return hx_audience_of_rectification (db, record, error) ? g_steal_pointer (&record) : NULL;
  g_propagate_error (error, failure != NULL ? g_steal_pointer (&failure) : hx_not_found (&hx_rectification_schema));
  return NULL;
}

HxRecord *
hx_rectification_load_seen (HxServiceCall *call,
                            const char    *id,
                            GError       **error)
{
  g_autoptr (HxRecord) record = hx_rectification_view_load (call->db, id, error);

  if (record == NULL)
    return NULL;
  if ((call->caller->permissions & HX_MAY_SEE_BOARD) && hx_audience_allows (call->caller, hx_audience_get (record)))
    return g_steal_pointer (&record);
  g_propagate_error (error, hx_not_found (&hx_rectification_schema));
  return NULL;
}

gboolean
hx_rectifications_get (HxServiceCall *call,
                       GError       **error)
{
  g_autoptr (HxRecord) record = hx_rectification_load_seen (call, call->id, error);

  return hx_reply_with (call, record);
}
