/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-db-pgsql-private.h"

#include <string.h>

/* SQLSTATE, or the class that it begins with, to what it means to us; the first that fits. */
static const struct
{
  const char *state;
  HxError code;
} states[] = {
  { "23505", HX_ERROR_CONFLICT },        /* unique_violation */
  { "25006", HX_ERROR_STORE_READ_ONLY }, /* read_only_sql_transaction */
  { "42501", HX_ERROR_STORE_READ_ONLY }, /* insufficient_privilege */
  { "40001", HX_ERROR_STORE_BUSY },      /* serialization_failure */
  { "40P01", HX_ERROR_STORE_BUSY },      /* deadlock_detected */
  { "55P03", HX_ERROR_STORE_BUSY },      /* lock_not_available */
  { "57014", HX_ERROR_STORE_BUSY },      /* query_canceled: it took too long */
  { "53100", HX_ERROR_STORE_FULL },      /* disk_full */
  { "53", HX_ERROR_STORE_BUSY },         /* too little memory, too many connections */
  { "08", HX_ERROR_UNAVAILABLE },        /* connection exceptions */
  { "57P", HX_ERROR_UNAVAILABLE },       /* shutting down, crashed, starting up */
  { "XX001", HX_ERROR_STORE_CORRUPT },   /* data_corrupted */
  { "XX002", HX_ERROR_STORE_CORRUPT },   /* index_corrupted */
};

/**
 * hx_pgsql_error_code:
 * @state: (nullable): an SQLSTATE; %NULL when the connection is gone
 *
 * Returns: what it means to us
 */
HxError
hx_pgsql_error_code (const char *state)
{
  if (state == NULL || *state == '\0')
    return HX_ERROR_UNAVAILABLE;
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (strncmp (state, states[i].state, strlen (states[i].state)) == 0)
      return states[i].code;
  return HX_ERROR_FAILED;
}

/**
 * hx_pgsql_set_error:
 * @self: a connection
 * @result: (nullable): the answer that says so; %NULL when there is none
 * @error: takes it
 *
 * The engine's detail line is left out: it may quote a row.
 */
void
hx_pgsql_set_error (HxPgsqlDb      *self,
                    const PGresult *result,
                    GError        **error)
{
  const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  const char *said = result != NULL ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  HxError code = hx_pgsql_error_code (state);
  g_autofree char *words = g_strdup (said != NULL ? said : PQerrorMessage (self->handle));

  if (code == HX_ERROR_UNAVAILABLE)
    self->lost = TRUE;
  g_strchomp (g_strdelimit (words, "\n\t", ' '));
  g_set_error (error, HX_ERROR, (int) code, "%s: %s", self->place, words);
}
