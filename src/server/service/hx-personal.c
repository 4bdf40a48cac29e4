/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is personal in a history, and what is left of a row without it. The one place that says so, for the erasure of a
 * customer, for what has become old, and for whatever arrives after either. */
#include "hx-personal-private.h"
#include "hx-time.h"

#define OF_CALL "(SELECT c.customer_id FROM calls c WHERE c.id = t.call_id)"

/* A call is found by the contact that it is. A call may learn its customer after a feedback was given about it: coalesce, as
 * all feedback without a customer is no way to that. */
const HxPersonal hx_personal_texts[] = {
  { .schema = &hx_contact_schema,
    .customer = HX_CONTACT_CUSTOMER_ID,
    .fields = { HX_CONTACT_SUMMARY, HX_CONTACT_ORIGIN, HX_CONTACT_ATTRIBUTES },
    .keep = HX_KEY_KEEP_CONTACT_TEXT_DAYS,
    .owner = "t.customer_id",
    .ways = { "contacts t WHERE t.customer_id = $1" } },
  { .schema = &hx_call_schema,
    .customer = HX_CALL_CUSTOMER_ID,
    .fields = { HX_CALL_NUMBER },
    .keep = HX_KEY_KEEP_CALL_NUMBERS_DAYS,
    .owner = "t.customer_id",
    .ways = { "contacts k JOIN calls t ON t.id = k.call_id WHERE k.customer_id = $1" } },
  { .schema = &hx_wrapup_schema,
    .customer = HX_WRAPUP_CUSTOMER_ID,
    .call = HX_WRAPUP_CALL_ID,
    .fields = { HX_WRAPUP_DRAFT },
    .keep = HX_KEY_KEEP_DRAFTS_DAYS,
    .owner = OF_CALL,
    .ways = { "contacts k JOIN wrapups t ON t.call_id = k.call_id WHERE k.customer_id = $1" } },
  { .schema = &hx_feedback_schema,
    .customer = HX_FEEDBACK_CUSTOMER_ID,
    .call = HX_FEEDBACK_CALL_ID,
    .fields = { HX_FEEDBACK_CASE_TEXT, HX_FEEDBACK_FACTS },
    .keep = HX_KEY_KEEP_FEEDBACK_TEXT_DAYS,
    .owner = "coalesce (t.customer_id, " OF_CALL ")",
    .ways = { "feedback t WHERE t.customer_id = $1",
              "contacts k JOIN feedback t ON t.call_id = k.call_id WHERE k.customer_id = $1 AND coalesce (t.customer_id, '') = ''" } },
  { .schema = NULL },
};

/* Those that have a file besides, see hx_recording_erase(). */
static const HxPersonal recordings = {
  .schema = &hx_recording_schema,
  .call = HX_RECORDING_CALL_ID,
  .fields = { HX_RECORDING_FILE, HX_RECORDING_DIGEST, HX_RECORDING_PEAKS, HX_RECORDING_SIZE },
  .keep = HX_KEY_KEEP_RECORDINGS_DAYS,
};

static const HxPersonal *
kind_of (HxRecord *record)
{
  const HxSchema *schema = hx_record_get_schema (record);
  const HxPersonal *kind = hx_personal_texts;

  if (schema == &hx_recording_schema)
    return &recordings;
  while (kind->schema != NULL && kind->schema != schema)
    kind++;
  g_assert (kind->schema != NULL);
  return kind;
}

/**
 * hx_personal_since:
 * @call: the call of the service
 * @keep: a key of the policy
 *
 * Returns: µs UTC: what was made before is not to be kept; 0 when all of it is
 */
gint64
hx_personal_since (HxServiceCall *call,
                   HxPolicyKey    keep)
{
  gint64 days = hx_policy_view_get (hx_site_get_policy (call->site), keep);

  return days > 0 ? call->now - days * HX_DAY : 0;
}

static gboolean
must_be (const HxField *field)
{
  return (field->flags & HX_FIELD_REQUIRED) != 0;
}

/**
 * hx_personal_set_sql:
 * @kind: a kind of row
 *
 * Returns: (transfer full): what an UPDATE of it sets; `$3` is µs UTC
 */
char *
hx_personal_set_sql (const HxPersonal *kind)
{
  GString *sql = g_string_new (NULL);

  for (const guint *field = kind->fields; *field != 0; field++)
    g_string_append_printf (sql, "%s = %s, ", kind->schema->fields[*field].name,
                            must_be (&kind->schema->fields[*field]) ? "''" : "NULL");
  g_string_append (sql, "rev = rev + 1, updated_at = $3");
  return g_string_free (sql, FALSE);
}

/**
 * hx_personal_has_sql:
 * @kind: a kind of row
 *
 * Returns: (transfer full): whether the row `t` has something personal
 */
char *
hx_personal_has_sql (const HxPersonal *kind)
{
  GString *sql = g_string_new (NULL);

  for (const guint *field = kind->fields; *field != 0; field++)
    g_string_append_printf (sql, "%st.%s %s", field == kind->fields ? "(" : " OR ", kind->schema->fields[*field].name,
                            must_be (&kind->schema->fields[*field]) ? "<> ''" : "IS NOT NULL");
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

/**
 * hx_personal_wipe_sql:
 * @kind: a kind of row
 * @way: one of its ways
 * @which: more that holds for the rows, beginning with AND, or nothing
 *
 * Returns: (transfer full): an UPDATE of no more than `$2` rows of the customer `$1`, which answers with their ids
 */
char *
hx_personal_wipe_sql (const HxPersonal *kind,
                      const char       *way,
                      const char       *which)
{
  g_autofree char *set = hx_personal_set_sql (kind);
  g_autofree char *has = hx_personal_has_sql (kind);

  return g_strdup_printf ("UPDATE %s SET %s WHERE id IN (SELECT t.id FROM %s AND %s%s LIMIT $2) RETURNING id",
                          kind->schema->table, set, way, has, which);
}

/**
 * hx_personal_clear:
 * @record: of a kind that is personal
 *
 * Takes from a record what an erasure takes from its row.
 */
void
hx_personal_clear (HxRecord *record)
{
  const HxPersonal *kind = kind_of (record);

  for (guint i = 0; i < HX_PERSONAL_FIELDS && kind->fields[i] != 0; i++)
    if (must_be (&kind->schema->fields[kind->fields[i]]))
      hx_record_set_text (record, kind->fields[i], "");
    else
      hx_record_clear (record, kind->fields[i]);
  if (kind == &recordings)
    hx_record_set_enum (record, HX_RECORDING_STATE, HX_RECORDING_ERASED);
}

/* What is asked of whoever something is of. */
typedef struct
{
  char *id;        /* NULL: nobody's */
  gboolean gone;   /* the erasure has begun */
  gboolean frozen;
} Owner;

static void
owner_clear (Owner *owner)
{
  g_free (owner->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Owner, owner_clear)

static gboolean
find_owner (HxServiceCall *call,
            const char    *customer_id,
            const char    *call_id,
            Owner         *owner,
            GError       **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = NULL;

  if (customer_id == NULL && call_id == NULL)
    return TRUE;
  row = hx_db_query (call->db, &failure,
                     "SELECT id, CASE WHEN state = 'erased' THEN 1 ELSE 0 END, frozen FROM customers"
                     " WHERE id = coalesce (cast ($1 as text), (SELECT customer_id FROM calls WHERE id = $2))",
                     "ss", customer_id, call_id);
  if (row != NULL)
    {
      owner->id = g_strdup (hx_statement_get_text (row, 0));
      owner->gone = hx_statement_get_int (row, 1) != 0;
      owner->frozen = hx_statement_get_int (row, 2) != 0;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_personal_is_gone:
 * @call: the call of the service, in the transaction that takes what arrives
 * @customer_id: (nullable): whose it is, if that is known
 * @call_id: (nullable): else a call that says it
 * @gone: (out): whether the erasure of that customer has begun
 * @error: the store's
 *
 * Returns: whether the store could be asked
 */
gboolean
hx_personal_is_gone (HxServiceCall *call,
                     const char    *customer_id,
                     const char    *call_id,
                     gboolean      *gone,
                     GError       **error)
{
  g_auto (Owner) owner = { NULL };
  gboolean asked = find_owner (call, customer_id, call_id, &owner, error);

  *gone = owner.gone;
  return asked;
}

static gboolean
has_something (const HxPersonal *kind,
               HxRecord         *record)
{
  for (guint i = 0; i < HX_PERSONAL_FIELDS && kind->fields[i] != 0; i++)
    if (hx_record_has (record, kind->fields[i]))
      return TRUE;
  return kind == &recordings && hx_record_get_enum (record, HX_RECORDING_STATE) != HX_RECORDING_ERASED;
}

static gboolean
is_too_old (HxServiceCall    *call,
            const HxPersonal *kind,
            HxRecord         *record)
{
  return hx_record_has (record, HX_RECORD_CREATED_AT)
         && hx_record_get_int (record, HX_RECORD_CREATED_AT) < hx_personal_since (call, kind->keep);
}

static const char *
text_of (HxRecord *record,
         guint     field)
{
  return field != 0 ? hx_record_get_text (record, field) : NULL;
}

static void
take_owner (HxRecord *customer,
            Owner    *owner)
{
  owner->id = g_strdup (hx_record_get_id (customer));
  owner->gone = hx_record_get_enum (customer, HX_CUSTOMER_STATE) == HX_CUSTOMER_ERASED;
  owner->frozen = hx_record_get_int (customer, HX_CUSTOMER_FROZEN) != 0;
}

/* A row that the retention has passed by is not looked at again, unless somebody frozen is noted. */
static gboolean
note_left (HxServiceCall    *call,
           const HxPersonal *kind,
           const char       *customer_id,
           GError          **error)
{
  return hx_db_run (call->db, error,
                    "INSERT INTO retention_left (kind, customer_id) VALUES ($1, $2)"
                    " ON CONFLICT (kind, customer_id) DO NOTHING",
                    "ss", kind->schema->name, customer_id);
}

/**
 * hx_personal_take:
 * @call: the call of the service, in the transaction that takes @record
 * @record: a record of a history, about to be written
 * @customer: (nullable): whose it is, if that one is at hand; else the store is asked
 * @error: the store's
 *
 * Whatever arrives for a customer whose erasure has begun, or for a row that is too old to keep what is personal,
 * is taken as if it had been there before: the row is, what is personal of it is not. Of a customer who is frozen
 * nothing goes by age, until that ends.
 *
 * Returns: whether the store could be asked
 */
gboolean
hx_personal_take (HxServiceCall *call,
                  HxRecord      *record,
                  HxRecord      *customer,
                  GError       **error)
{
  const HxPersonal *kind = kind_of (record);
  g_auto (Owner) owner = { NULL };
  gboolean old;

  if (!has_something (kind, record))
    return TRUE;
  if (customer != NULL)
    take_owner (customer, &owner);
  else if (!find_owner (call, text_of (record, kind->customer), text_of (record, kind->call), &owner, error))
    return FALSE;
  old = is_too_old (call, kind, record);
  if (owner.gone || (old && !owner.frozen))
    hx_personal_clear (record);
  return owner.gone || !old || !owner.frozen || note_left (call, kind, owner.id, error);
}
