/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit.h"
#include "hx-audit-table-private.h"
#include "hx-json.h"
#include "hx-time.h"

#include <string.h>

/* How long asking again is the same hearing, the same opening of a file, or the same look into the log. */
#define ONCE (15 * HX_MINUTE)

static HxOrigin
origin_of (const HxServiceCall *call)
{
  if (call->caller != NULL && call->caller->local)
    return HX_ORIGIN_SOCKET;
  return call->origin;
}

/**
 * hx_audit_append_as:
 * @call: the call in whose transaction it happens
 * @actor: who did it
 * @action: what
 * @thing: to what kind of thing
 * @id: (nullable): to which
 * @reason: (nullable): the person's own words; kept sealed
 * @detail: (nullable): a JSON object without any personal value
 * @error: the store's
 *
 * Returns: whether it was appended
 */
gboolean
hx_audit_append_as (HxServiceCall  *call,
                    const HxCaller *actor,
                    HxAuditAction   action,
                    const char     *thing,
                    const char     *id,
                    const char     *reason,
                    const char     *detail,
                    GError        **error)
{
  g_autofree char *anchor = call->site != NULL ? hx_site_dup_anchor (call->site) : NULL;
  const HxAuditEntry entry = {
    .action = action,
    .origin = origin_of (call),
    .actor_id = actor != NULL ? actor->user_id : NULL,
    .session_id = actor != NULL ? actor->session_id : NULL,
    .thing = thing,
    .record_id = id,
    .request_id = call->request_id,
    .reason = reason,
    .detail = detail,
    .anchor = anchor,
  };

  call->audited = TRUE;
  return hx_audit_write (call->db, &entry, call->now, error);
}

/**
 * hx_audit_append:
 * @call: the call in whose transaction it happens
 * @action: what was done
 * @thing: to what kind of thing
 * @id: (nullable): to which
 * @reason: (nullable): the person's own words; kept sealed
 * @detail: (nullable): a JSON object without any personal value
 * @error: the store's
 *
 * The caller did it. Rolled back with the call: what was refused is remembered by
 * the table's `refused`.
 *
 * Returns: whether it was appended
 */
gboolean
hx_audit_append (HxServiceCall *call,
                 HxAuditAction  action,
                 const char    *thing,
                 const char    *id,
                 const char    *reason,
                 const char    *detail,
                 GError       **error)
{
  return hx_audit_append_as (call, call->caller, action, thing, id, reason, detail, error);
}

static void
append_name (GString       *text,
             const HxField *field)
{
  g_string_append (text, text->str[text->len - 1] == '[' ? "" : ",");
  hx_json_append_string (text, field->name);
}

/**
 * hx_audit_changed_fields:
 * @before: a record
 * @after: the same, changed
 *
 * Returns: (transfer full): `{"fields":["name",…]}` for the detail of a line
 */
char *
hx_audit_changed_fields (HxRecord *before,
                         HxRecord *after)
{
  const HxSchema *schema = hx_record_get_schema (before);
  GString *text = g_string_new ("{\"fields\":[");

  g_return_val_if_fail (schema == hx_record_get_schema (after), NULL);
  for (guint i = 0; i < schema->n_fields; i++)
    if (!(schema->fields[i].flags & HX_FIELD_SERVER) && !hx_record_field_equal (before, after, i))
      append_name (text, &schema->fields[i]);
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

/* What a request wanted to change, by name. */
static char *
given_fields (HxRecord *input)
{
  const HxSchema *schema = input != NULL ? hx_record_get_schema (input) : NULL;
  GString *text;

  if (schema == NULL)
    return NULL;
  text = g_string_new ("{\"fields\":[");
  for (guint i = 0; i < schema->n_fields; i++)
    if (hx_record_has (input, i))
      append_name (text, &schema->fields[i]);
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

/* What an operation without an id in its path is about: what it made, or the caller's own. */
static const char *
id_of (const HxServiceCall *call,
       const HxAuditRule   *rule)
{
  if (call->id != NULL)
    return call->id;
  if (call->reply_id != NULL)
    return call->reply_id;
  if (strcmp (rule->thing, "session") == 0)
    return call->caller->session_id;
  return strcmp (rule->thing, "user") == 0 ? call->caller->user_id : NULL;
}

/**
 * hx_audit_after:
 * @call: a call that has gone well, in its transaction
 * @error: the store's
 *
 * Writes the line that the table wants, unless the operation wrote one itself.
 *
 * Returns: whether the call is accounted for
 */
gboolean
hx_audit_after (HxServiceCall *call,
                GError       **error)
{
  const HxAuditRule *rule = hx_audit_rule (call->operation);
  g_autofree char *detail = NULL;

  if (rule == NULL || rule->done == 0 || call->audited)
    return TRUE;
  detail = given_fields (call->input);
  return hx_audit_append (call, (HxAuditAction) (rule->done - 1), rule->thing, id_of (call, rule), NULL, detail, error);
}

static gboolean
was_just_written (HxServiceCall     *call,
                  const HxAuditRule *rule,
                  gboolean          *found,
                  GError           **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (call->db, &failure,
                     call->id != NULL
                         ? "SELECT number FROM audit WHERE record_id = $1 AND action = $2 AND session_id = $3"
                           " AND at > $4 ORDER BY number DESC LIMIT 1"
                         : "SELECT number FROM audit WHERE actor_id = $1 AND action = $2 AND session_id = $3"
                           " AND at > $4 ORDER BY number DESC LIMIT 1",
                     "sssi", call->id != NULL ? call->id : call->caller->user_id,
                     hx_enum_name (&hx_audit_action_enum, rule->done - 1), call->caller->session_id, call->now - ONCE);

  *found = row != NULL;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_audit_read_is_due:
 * @call: a call that only read
 * @due: (out): whether it must be accounted for before the answer leaves
 * @error: the store's
 *
 * Returns: whether that is known
 */
gboolean
hx_audit_read_is_due (HxServiceCall *call,
                      gboolean      *due,
                      GError       **error)
{
  const HxAuditRule *rule = hx_audit_rule (call->operation);
  gboolean found = FALSE;

  *due = rule != NULL && rule->done != 0;
  if (!*due || !rule->once || call->caller->session_id == NULL)
    return TRUE;
  if (!was_just_written (call, rule, &found, error))
    return FALSE;
  *due = !found;
  return TRUE;
}

/**
 * hx_audit_after_read:
 * @call: a call that only read, and must be accounted for; now with a connection
 *   for writing, in a transaction
 * @error: the store's
 *
 * Returns: whether it is accounted for
 */
gboolean
hx_audit_after_read (HxServiceCall *call,
                     GError       **error)
{
  const HxAuditRule *rule = hx_audit_rule (call->operation);
  g_autofree char *detail = given_fields (call->query);

  return hx_audit_append (call, (HxAuditAction) (rule->done - 1), rule->thing, call->id, NULL, detail, error);
}

/**
 * hx_audit_refusal_counts:
 * @call: a call that was refused
 * @refusal: why
 *
 * Returns: whether that is to be remembered
 */
gboolean
hx_audit_refusal_counts (const HxServiceCall *call,
                         const GError        *refusal)
{
  const HxAuditRule *rule = hx_audit_rule (call->operation);

  if (rule == NULL || rule->refused == 0)
    return FALSE;
  /* Who is nobody could fill the log with what they may not do anyway; at the door it is what we want to know. */
  if (!(call->operation->flags & HX_OP_PUBLIC) && call->caller->session_id == NULL)
    return FALSE;
  return g_error_matches (refusal, HX_ERROR, HX_ERROR_FORBIDDEN)
         || g_error_matches (refusal, HX_ERROR, HX_ERROR_UNAUTHENTICATED)
         || g_error_matches (refusal, HX_ERROR, HX_ERROR_NOT_FOUND);
}

/**
 * hx_audit_refused:
 * @call: a call whose refusal counts; its transaction is one that stays
 * @refusal: why it was refused
 * @error: the store's
 *
 * Returns: whether it is remembered
 */
gboolean
hx_audit_refused (HxServiceCall *call,
                  const GError  *refusal,
                  GError       **error)
{
  const HxAuditRule *rule = hx_audit_rule (call->operation);
  g_autofree char *detail
      = g_strdup_printf ("{\"code\":\"%s\"}", hx_error_name ((HxError) refusal->code));

  /* At the door it is about somebody: whose password was guessed at. */
  if (call->id == NULL && call->about != NULL)
    return hx_audit_append (call, (HxAuditAction) (rule->refused - 1), "user", call->about, NULL, detail, error);
  return hx_audit_append (call, (HxAuditAction) (rule->refused - 1), rule->thing, call->id, NULL, detail, error);
}
