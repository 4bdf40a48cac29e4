/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-engines-private.h"

#include <string.h>

/* Statements of a kind begin alike and are long, up to a page: how long one is and how it ends tells it from the others. */
#define TELLING 48

guint
hx_sql_hash (gconstpointer text)
{
  gsize length = strlen (text);
  guint hash = (guint) length;

  for (const char *c = (const char *) text + (length > TELLING ? length - TELLING : 0); *c != '\0'; c++)
    hash = hash * 31 + (guchar) *c;
  return hash;
}

/**
 * hx_statement_reset:
 * @self: a statement
 *
 * Ends its walk: until then it keeps its snapshot of the store.
 */
void
hx_statement_reset (HxStatement *self)
{
  self->db->engine->reset (self);
}

/**
 * hx_statement_set_alone:
 * @self: a statement that was just prepared
 *
 * What @self gives is told of one state of the store, but need not be of the same one as what is asked later. If it is
 * the first that a reading transaction asks, an engine across a wire begins none for it: one journey for all.
 */
void
hx_statement_set_alone (HxStatement *self)
{
  self->alone = TRUE;
}

/**
 * hx_statement_ask:
 * @self: a statement that only reads, its arguments bound
 *
 * Says that @self will presently be stepped: see [func@db_ask]. Standing alone, it and the next one that does are told of
 * one state of the store.
 *
 * Returns: whether it was asked, and is to be prepared and bound again to be stepped; %FALSE when nothing is gained
 */
gboolean
hx_statement_ask (HxStatement *self)
{
  if (self->db->engine->ask == NULL)
    return FALSE;
  self->db->engine->ask (self, 0);
  return TRUE;
}

/**
 * hx_statement_bind_null:
 * @self: a statement
 * @parameter: n of `$n`
 */
void
hx_statement_bind_null (HxStatement *self,
                        guint        parameter)
{
  self->db->engine->bind_null (self, parameter);
}

/**
 * hx_statement_bind_int:
 * @self: a statement
 * @parameter: n of `$n`
 * @value: the value
 */
void
hx_statement_bind_int (HxStatement *self,
                       guint        parameter,
                       gint64       value)
{
  self->db->engine->bind_int (self, parameter, value);
}

/**
 * hx_statement_bind_real:
 * @self: a statement
 * @parameter: n of `$n`
 * @value: the value
 */
void
hx_statement_bind_real (HxStatement *self,
                        guint        parameter,
                        double       value)
{
  self->db->engine->bind_real (self, parameter, value);
}

/**
 * hx_statement_bind_text:
 * @self: a statement
 * @parameter: n of `$n`
 * @value: (nullable): UTF-8, copied; %NULL binds null
 */
void
hx_statement_bind_text (HxStatement *self,
                        guint        parameter,
                        const char  *value)
{
  if (value == NULL)
    self->db->engine->bind_null (self, parameter);
  else
    self->db->engine->bind_text (self, parameter, value);
}

/**
 * hx_statement_lend_text:
 * @self: a statement
 * @parameter: n of `$n`
 * @value: (nullable): UTF-8, which stays where it is until @self is reset; %NULL binds null
 */
void
hx_statement_lend_text (HxStatement *self,
                        guint        parameter,
                        const char  *value)
{
  if (value == NULL || self->db->engine->lend_text == NULL)
    hx_statement_bind_text (self, parameter, value);
  else
    self->db->engine->lend_text (self, parameter, value);
}

/**
 * hx_statement_step:
 * @self: a statement
 * @error: `HX_ERROR_STORE_…`
 *
 * Returns: whether it stands on a row, is done or has failed
 */
HxStep
hx_statement_step (HxStatement *self,
                   GError     **error)
{
  return self->db->engine->step (self, error);
}

/**
 * hx_statement_run:
 * @self: a statement
 * @error: what went wrong
 *
 * For statements whose rows are of no interest. Within a transaction an engine
 * across a wire need not wait for its answer: then a failure is told by a later
 * statement, at the latest by the one that ends the savepoint or the transaction.
 *
 * Returns: whether it was done, as far as is known
 */
gboolean
hx_statement_run (HxStatement *self,
                  GError     **error)
{
  return self->db->engine->run (self, error);
}

/**
 * hx_statement_is_null:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: whether the value is null
 */
gboolean
hx_statement_is_null (HxStatement *self,
                      guint        column)
{
  return self->db->engine->is_null (self, column);
}

/**
 * hx_statement_get_int:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the value, 0 for null
 */
gint64
hx_statement_get_int (HxStatement *self,
                      guint        column)
{
  return self->db->engine->get_int (self, column);
}

/**
 * hx_statement_get_real:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the value, 0 for null
 */
double
hx_statement_get_real (HxStatement *self,
                       guint        column)
{
  return self->db->engine->get_real (self, column);
}

/**
 * hx_statement_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (nullable) (transfer none): the text, until the next step or reset
 */
const char *
hx_statement_get_text (HxStatement *self,
                       guint        column)
{
  return self->db->engine->get_text (self, column);
}
