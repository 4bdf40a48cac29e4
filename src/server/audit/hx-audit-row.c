/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-row.h"

#include "hx-time.h"
#include "secrets/hx-chain-code.h"
#include "secrets/hx-sealed.h"

#include <string.h>

#define DOMAIN "huixiang audit row 1"

/* The dot is cut off; a text without one has a zero byte inside. */
static char *
take_value (HxStatement *row,
            guint        column,
            gboolean    *whole)
{
  const char *text = hx_statement_get_text (row, column);
  gsize length = text != NULL ? strlen (text) : 0;

  if (text == NULL)
    return NULL;
  if (length == 0 || text[length - 1] != '.')
    {
      *whole = FALSE;
      return g_strdup (text);
    }
  return g_strndup (text, length - 1);
}

/**
 * hx_audit_row_read:
 * @self: (out caller-allocates): the row
 * @row: a statement on a row of `HX_AUDIT_SELECT`
 */
void
hx_audit_row_read (HxAuditRow  *self,
                   HxStatement *row)
{
  g_autofree char *number = NULL;

  self->whole = TRUE;
  self->number = 0;
  number = take_value (row, 0, &self->whole);
  if (number == NULL || !g_ascii_string_to_signed (number, 10, G_MININT64, G_MAXINT64, &self->number, NULL))
    self->whole = FALSE;
  for (guint i = 0; i < HX_AUDIT_ROW_N_COLUMNS; i++)
    self->columns[i] = take_value (row, i + 1, &self->whole);
}

/**
 * hx_audit_row_clear:
 * @self: a row
 *
 * Frees what @self holds, not @self itself.
 */
void
hx_audit_row_clear (HxAuditRow *self)
{
  for (guint i = 0; i < HX_AUDIT_ROW_N_COLUMNS; i++)
    g_clear_pointer (&self->columns[i], g_free);
}

/* The number needs no cover of its own: it follows from the place in the chain. */
static gboolean
make_code (HxKeyring         *keyring,
           const char *const *columns,
           char               code[HX_CHAIN_CODE_SIZE])
{
  const char *key_id = columns[HX_AUDIT_ROW_KEY_ID];

  return key_id != NULL && hx_chain_code (keyring, key_id, DOMAIN, columns, HX_AUDIT_ROW_CODE, code);
}

/**
 * hx_audit_row_holds:
 * @self: a row
 * @keyring: the keys
 *
 * Returns: whether its code is the one that it had when it was written
 */
gboolean
hx_audit_row_holds (const HxAuditRow *self,
                    HxKeyring        *keyring)
{
  char code[HX_CHAIN_CODE_SIZE];

  return self->whole && make_code (keyring, (const char *const *) self->columns, code)
         && g_strcmp0 (code, self->columns[HX_AUDIT_ROW_CODE]) == 0;
}

static gboolean
take_number (HxDb    *db,
             gint64  *number,
             char   **previous,
             GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (
      db, &failure, "UPDATE audit_head SET number = number + 1 WHERE id = 1 RETURNING number, code", "");

  if (row == NULL)
    {
      if (failure == NULL)
        g_set_error_literal (error, HX_ERROR, HX_ERROR_STORE_CORRUPT, "The audit log has lost its head");
      else
        g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *number = hx_statement_get_int (row, 0);
  *previous = g_strdup (hx_statement_get_text (row, 1));
  return TRUE;
}

static gboolean
insert (HxDb              *db,
        gint64             number,
        gint64             at,
        const char *const *c,
        GError           **error)
{
  return hx_db_run (db, error,
                    "INSERT INTO audit (number, at, action, actor_id, session_id, origin, thing, record_id, request_id,"
                    " reason, detail, anchor, key_id, previous, code)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
                    "iisssssssssssss", number, at, c[HX_AUDIT_ROW_ACTION], c[HX_AUDIT_ROW_ACTOR_ID],
                    c[HX_AUDIT_ROW_SESSION_ID], c[HX_AUDIT_ROW_ORIGIN], c[HX_AUDIT_ROW_THING],
                    c[HX_AUDIT_ROW_RECORD_ID], c[HX_AUDIT_ROW_REQUEST_ID], c[HX_AUDIT_ROW_REASON],
                    c[HX_AUDIT_ROW_DETAIL], c[HX_AUDIT_ROW_ANCHOR], c[HX_AUDIT_ROW_KEY_ID],
                    c[HX_AUDIT_ROW_PREVIOUS], c[HX_AUDIT_ROW_CODE]);
}

/* A reason is a person's own words and may name another person, so it is sealed, to this row. */
static gboolean
seal_reason (HxKeyring  *keyring,
             gint64      number,
             const char *reason,
             char      **sealed,
             GError    **error)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  const HxSealedPlace place = { "audit", "reason", id };

  *sealed = reason != NULL ? hx_sealed_seal (keyring, &place, reason, error) : NULL;
  return reason == NULL || *sealed != NULL;
}

/**
 * hx_audit_write:
 * @db: a connection for writing, in the transaction of what is accounted for
 * @entry: what is accounted for
 * @now: µs UTC
 * @error: %HX_ERROR_STORE_KEYS without keys, or the store's
 *
 * The row of the head is taken until the transaction ends, so numbers have no
 * gaps and the chain no branches, however many servers write.
 *
 * Returns: whether it was written
 */
gboolean
hx_audit_write (HxDb               *db,
                const HxAuditEntry *entry,
                gint64              now,
                GError            **error)
{
  HxKeyring *keyring = hx_db_get_keyring (db);
  g_autofree char *previous = NULL, *reason = NULL;
  char at[24], code[HX_CHAIN_CODE_SIZE];
  const char *columns[HX_AUDIT_ROW_N_COLUMNS];
  gint64 number;

  if (keyring == NULL)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_STORE_KEYS, "The audit log needs the keys of the store");
      return FALSE;
    }
  if (!take_number (db, &number, &previous, error) || !seal_reason (keyring, number, entry->reason, &reason, error))
    return FALSE;
  g_snprintf (at, sizeof at, "%" G_GINT64_FORMAT, now);
  columns[HX_AUDIT_ROW_AT] = at;
  columns[HX_AUDIT_ROW_ACTION] = hx_enum_name (&hx_audit_action_enum, (int) entry->action);
  columns[HX_AUDIT_ROW_ACTOR_ID] = entry->actor_id;
  columns[HX_AUDIT_ROW_SESSION_ID] = entry->session_id;
  columns[HX_AUDIT_ROW_ORIGIN] = hx_enum_name (&hx_origin_enum, (int) entry->origin);
  columns[HX_AUDIT_ROW_THING] = entry->thing;
  columns[HX_AUDIT_ROW_RECORD_ID] = entry->record_id;
  columns[HX_AUDIT_ROW_REQUEST_ID] = entry->request_id;
  columns[HX_AUDIT_ROW_REASON] = reason;
  columns[HX_AUDIT_ROW_DETAIL] = entry->detail;
  columns[HX_AUDIT_ROW_ANCHOR] = entry->anchor;
  columns[HX_AUDIT_ROW_KEY_ID] = hx_keyring_get_current (keyring);
  columns[HX_AUDIT_ROW_PREVIOUS] = previous;
  if (!make_code (keyring, columns, code))
    return FALSE;
  columns[HX_AUDIT_ROW_CODE] = code;
  db->audited = TRUE;
  return insert (db, number, now, columns, error)
         && hx_db_run (db, error, "UPDATE audit_head SET code = $1 WHERE id = 1", "s", code);
}

/**
 * hx_audit_read_head:
 * @db: a connection
 * @head: (out caller-allocates): how far the log goes; number 0 when nothing is in it
 * @error: the store's
 *
 * Returns: whether it could be asked
 */
gboolean
hx_audit_read_head (HxDb          *db,
                    HxAuditAnchor *head,
                    GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, "SELECT number, code FROM audit_head", "");

  *head = (HxAuditAnchor){ .at = hx_time_now () };
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (row == NULL)
    return TRUE;
  head->number = hx_statement_get_int (row, 0);
  g_strlcpy (head->code, hx_statement_get_text (row, 1), sizeof head->code);
  return TRUE;
}

/**
 * hx_audit_take_head:
 * @db: a connection for writing, in a transaction that is about to be committed
 * @head: (out caller-allocates): how far the log goes with what was appended; number 0 when nothing was
 * @error: the store's
 *
 * To be called once for each transaction: what was appended before is forgotten.
 *
 * Returns: whether it is known
 */
gboolean
hx_audit_take_head (HxDb          *db,
                    HxAuditAnchor *head,
                    GError       **error)
{
  gboolean audited = db->audited;

  db->audited = FALSE;
  *head = (HxAuditAnchor){ .number = 0 };
  return !audited || hx_audit_read_head (db, head, error);
}

static const struct
{
  HxAuditColumn column;
  HxAuditEntryField field;
} shown[] = {
  { HX_AUDIT_ROW_AT, HX_AUDIT_ENTRY_AT },
  { HX_AUDIT_ROW_ACTION, HX_AUDIT_ENTRY_ACTION },
  { HX_AUDIT_ROW_ACTOR_ID, HX_AUDIT_ENTRY_ACTOR_ID },
  { HX_AUDIT_ROW_SESSION_ID, HX_AUDIT_ENTRY_SESSION_ID },
  { HX_AUDIT_ROW_ORIGIN, HX_AUDIT_ENTRY_ORIGIN },
  { HX_AUDIT_ROW_THING, HX_AUDIT_ENTRY_THING },
  { HX_AUDIT_ROW_RECORD_ID, HX_AUDIT_ENTRY_RECORD_ID },
  { HX_AUDIT_ROW_REQUEST_ID, HX_AUDIT_ENTRY_REQUEST_ID },
  { HX_AUDIT_ROW_DETAIL, HX_AUDIT_ENTRY_DETAIL },
};

static void
show (HxRecord   *entry,
      guint       field,
      const char *value)
{
  const HxField *declared = &hx_audit_entry_schema.fields[field];

  if (value == NULL)
    return;
  if (declared->kind == HX_KIND_ENUM)
    hx_record_set_enum (entry, field, hx_enum_find (declared->values, value));
  else if (declared->kind == HX_KIND_TIME)
    hx_record_set_int (entry, field, g_ascii_strtoll (value, NULL, 10));
  else
    hx_record_set_text (entry, field, value);
}

/**
 * hx_audit_row_to_entry:
 * @self: a row
 * @keyring: (nullable): the keys
 *
 * A reason that does not open is left out: verifying tells what became of it.
 *
 * Returns: (transfer full): the row as an auditor reads it
 */
HxRecord *
hx_audit_row_to_entry (const HxAuditRow *self,
                       HxKeyring        *keyring)
{
  HxRecord *entry = hx_record_new (&hx_audit_entry_schema);
  const char *sealed = self->columns[HX_AUDIT_ROW_REASON];
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->number);
  const HxSealedPlace place = { "audit", "reason", id };

  hx_record_set_int (entry, HX_AUDIT_ENTRY_NUMBER, self->number);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    show (entry, shown[i].field, self->columns[shown[i].column]);
  if (sealed != NULL && keyring != NULL)
    hx_record_take_text (entry, HX_AUDIT_ENTRY_REASON, hx_sealed_open (keyring, &place, sealed, NULL));
  return entry;
}
