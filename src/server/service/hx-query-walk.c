/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-query-walk-private.h"

void
hx_query_walk_clear (HxQueryWalk *walk)
{
  for (guint i = 0; i < G_N_ELEMENTS (walk->rows); i++)
    g_clear_pointer (&walk->rows[i], hx_statement_reset);
}

static gboolean
walk_prepare (HxQueryWalk *walk,
              HxQuery     *self,
              guint        which,
              gboolean     alone,
              GError     **error)
{
  walk->rows[which] = hx_query_prepare (self, walk->order, self->either[which], error);
  if (walk->rows[which] == NULL)
    return FALSE;
  if (alone)
    hx_statement_set_alone (walk->rows[which]);
  if (which == 1)
    hx_statement_bind_text (walk->rows[which], self->either_at + 1, self->other_text);
  return TRUE;
}

/* Both questions make one journey. */
static gboolean
walk_prepare_both (HxQueryWalk *walk,
                   HxQuery     *self,
                   gboolean     alone,
                   GError     **error)
{
  return walk_prepare (walk, self, 1, alone, error)
         && (!hx_statement_ask (walk->rows[1]) || walk_prepare (walk, self, 1, alone, error))
         && walk_prepare (walk, self, 0, alone, error);
}

gboolean
hx_query_walk_init (HxQueryWalk   *walk,
                    HxQuery       *self,
                    const HxOrder *order,
                    gboolean       alone,
                    GError       **error)
{
  walk->order = order;
  walk->column = hx_record_column (self->view->schema, order->field);
  if (self->either[0] == NULL ? !walk_prepare (walk, self, 0, alone, error) : !walk_prepare_both (walk, self, alone, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (walk->steps); i++)
    {
      walk->steps[i] = walk->rows[i] != NULL ? hx_statement_step (walk->rows[i], error) : HX_STEP_DONE;
      if (walk->steps[i] == HX_STEP_FAILED)
        return FALSE;
    }
  return TRUE;
}

/* As the store sorts: by bytes. */
static int
walk_compare (const HxQueryWalk *walk)
{
  HxStatement *one = walk->rows[0], *other = walk->rows[1];
  int result;

  if (walk->order->text)
    result = g_strcmp0 (hx_statement_get_text (one, walk->column), hx_statement_get_text (other, walk->column));
  else
    {
      gint64 value = hx_statement_get_int (one, walk->column), second = hx_statement_get_int (other, walk->column);

      result = (value > second) - (value < second);
    }
  if (result == 0)
    result = g_strcmp0 (hx_statement_get_text (one, HX_RECORD_ID), hx_statement_get_text (other, HX_RECORD_ID));
  return walk->order->ascending ? result : -result;
}

/* Which statement stands on the row that is next; the other's is passed over when it is the same. */
static guint
walk_which (HxQueryWalk *walk,
            gboolean    *same)
{
  int compared = walk->steps[1] != HX_STEP_ROW ? -1 : walk->steps[0] != HX_STEP_ROW ? 1 : walk_compare (walk);

  *same = compared == 0;
  return compared > 0 ? 1 : 0;
}

HxStep
hx_query_walk_step (HxQueryWalk *walk,
                    GError     **error)
{
  gboolean same;
  guint which = walk_which (walk, &same);

  walk->steps[which] = hx_statement_step (walk->rows[which], error);
  if (same && walk->steps[which] != HX_STEP_FAILED)
    walk->steps[1] = hx_statement_step (walk->rows[1], error);
  if (walk->steps[0] == HX_STEP_FAILED || walk->steps[1] == HX_STEP_FAILED)
    return HX_STEP_FAILED;
  return walk->steps[0] == HX_STEP_ROW || walk->steps[1] == HX_STEP_ROW ? HX_STEP_ROW : HX_STEP_DONE;
}

HxStatement *
hx_query_walk_row (HxQueryWalk *walk)
{
  gboolean same;

  return walk->rows[walk_which (walk, &same)];
}
