/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-row-group.h"

/* Rows that one wrong among them makes be written twice, and the bytes of their lines. */
#define MOST_ROWS 500
#define MOST_BYTES (1024 * 1024)

typedef struct
{
  HxRow row;
  guint64 line;
} Waiting;

struct _HxRowGroup
{
  HxDb *db;
  HxRowWriter writer;
  GArray *waiting; /* of Waiting */
  gsize bytes;
  HxRow last;      /* of those that were written */
};

static void
waiting_clear (gpointer data)
{
  hx_row_clear (&((Waiting *) data)->row);
}

/**
 * hx_row_group_new:
 * @db: a connection for writing, in a transaction
 * @writer: how a row is written
 *
 * Returns: (transfer full): a group without rows
 */
HxRowGroup *
hx_row_group_new (HxDb       *db,
                  HxRowWriter writer)
{
  HxRowGroup *self = g_new0 (HxRowGroup, 1);

  self->db = db;
  self->writer = writer;
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  g_array_set_clear_func (self->waiting, waiting_clear);
  return self;
}

/**
 * hx_row_group_free:
 * @self: (transfer full) (nullable): a group; what waits is not written
 */
void
hx_row_group_free (HxRowGroup *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->waiting);
  hx_row_clear (&self->last);
  g_free (self);
}

/**
 * hx_row_group_last:
 * @self: a group
 *
 * Returns: (transfer none) (nullable): the row that was added last; until the next is added
 */
const HxRow *
hx_row_group_last (HxRowGroup *self)
{
  if (self->waiting->len > 0)
    return &g_array_index (self->waiting, Waiting, self->waiting->len - 1).row;
  return self->last.table != NULL ? &self->last : NULL;
}

static gboolean
write_together (HxRowGroup *self,
                GError    **error)
{
  for (guint i = 0; i < self->waiting->len; i++)
    if (!self->writer (self->db, &g_array_index (self->waiting, Waiting, i).row, error))
      return FALSE;
  return hx_db_run (self->db, error, "RELEASE lines", "");
}

static gboolean
write_one (HxRowGroup    *self,
           const Waiting *waiting,
           GError       **error)
{
  if (hx_db_run (self->db, error, "SAVEPOINT line", "") && self->writer (self->db, &waiting->row, error)
      && hx_db_run (self->db, error, "RELEASE line", ""))
    return TRUE;
  g_prefix_error (error, "line %" G_GUINT64_FORMAT ": ", waiting->line);
  return FALSE;
}

static gboolean
write_one_by_one (HxRowGroup *self,
                  GError    **error)
{
  if (!hx_db_run (self->db, error, "ROLLBACK TO lines", ""))
    return FALSE;
  for (guint i = 0; i < self->waiting->len; i++)
    if (!write_one (self, &g_array_index (self->waiting, Waiting, i), error))
      return FALSE;
  return hx_db_run (self->db, error, "RELEASE lines", "");
}

/* A full disk or a lost connection is no line's fault. */
static gboolean
is_of_a_row (HxRowGroup   *self,
             const GError *error)
{
  return hx_db_in_transaction (self->db)
         && (g_error_matches (error, HX_ERROR, HX_ERROR_CONFLICT) || g_error_matches (error, HX_ERROR, HX_ERROR_FAILED)
             || g_error_matches (error, HX_ERROR, HX_ERROR_MALFORMED));
}

static void
forget (HxRowGroup *self)
{
  Waiting *last = &g_array_index (self->waiting, Waiting, self->waiting->len - 1);

  hx_row_clear (&self->last);
  self->last = last->row;
  last->row = (HxRow){ 0 };
  g_array_set_size (self->waiting, 0);
  self->bytes = 0;
}

/**
 * hx_row_group_finish:
 * @self: a group
 * @error: the store's; with the line, if a row is wrong
 *
 * Writes the rows that wait.
 *
 * Returns: whether all rows that were added are in the store
 */
gboolean
hx_row_group_finish (HxRowGroup *self,
                     GError    **error)
{
  g_autoptr (GError) failure = NULL;

  if (self->waiting->len == 0)
    return TRUE;
  if (!hx_db_run (self->db, error, "SAVEPOINT lines", ""))
    return FALSE;
  if (!write_together (self, &failure))
    {
      if (!is_of_a_row (self, failure))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (!write_one_by_one (self, error))
        return FALSE;
    }
  forget (self);
  return TRUE;
}

/**
 * hx_row_group_add:
 * @self: a group
 * @row: (transfer full): a row; empty afterwards
 * @line: the number of its line
 * @length: bytes of that
 * @error: as for [func@row_group_finish]
 *
 * Returns: whether it waits, or is written
 */
gboolean
hx_row_group_add (HxRowGroup *self,
                  HxRow      *row,
                  guint64     line,
                  gsize       length,
                  GError    **error)
{
  Waiting waiting = { *row, line };

  *row = (HxRow){ 0 };
  g_array_append_val (self->waiting, waiting);
  self->bytes += length;
  return (self->waiting->len < MOST_ROWS && self->bytes < MOST_BYTES) || hx_row_group_finish (self, error);
}
