/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"
#include "service/hx-audit.h"
#include "store/hx-migrate.h"
#include "store/hx-record-sealed.h"
#include "store/hx-reseal.h"
#include "store/hx-store-keys.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
add_user (HxFixture  *self,
          const char *number,
          HxRole      role,
          const char *team_id,
          HxCaller   *caller)
{
  g_autoptr (HxRecord) user = hx_record_new (&hx_user_schema);
  g_autofree char *name = g_strdup_printf ("坐席%s", number);

  hx_record_set_text (user, HX_USER_NAME, name);
  hx_record_set_text (user, HX_USER_NUMBER, number);
  hx_record_set_text (user, HX_USER_EXTENSION, number);
  hx_record_set_enum (user, HX_USER_ROLE, (int) role);
  hx_record_set_text (user, HX_USER_TEAM_ID, team_id);
  hx_record_set_int (user, HX_USER_ACTIVE, TRUE);
  g_assert_true (hx_record_insert (self->db, user, self->now, NULL));
  caller->user_id = g_strdup (hx_record_get_id (user));
  caller->team_id = g_strdup (team_id);
  caller->permissions = hx_role_permissions (role);
  return g_strdup (hx_record_get_id (user));
}

static char *
add_team (HxFixture  *self,
          const char *name)
{
  g_autoptr (HxRecord) team = hx_record_new (&hx_team_schema);

  hx_record_set_text (team, HX_TEAM_NAME, name);
  g_assert_true (hx_record_insert (self->db, team, self->now, NULL));
  return g_strdup (hx_record_get_id (team));
}

static void
add_people (HxFixture *self)
{
  g_autofree char *first = add_team (self, "一组");
  g_autofree char *second = add_team (self, "二组");

  g_free (add_user (self, "1001", HX_ROLE_AGENT, first, &self->agent));
  g_free (add_user (self, "1002", HX_ROLE_LEAD, first, &self->lead));
  g_free (add_user (self, "2001", HX_ROLE_AGENT, second, &self->other));
  g_free (add_user (self, "3001", HX_ROLE_COMPLIANCE, NULL, &self->compliance));
  g_free (add_user (self, "9001", HX_ROLE_INTEGRATOR, NULL, &self->pbx));
}

/* Each test gets a store of its own: a file, or a schema of the test's PostgreSQL. */
char *
hx_fixture_new_store (const char *folder)
{
  static int last;
  const char *base = g_getenv ("HX_TEST_PGSQL");
  g_autoptr (HxDb) db = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *script = NULL;
  int number = g_atomic_int_add (&last, 1);

  if (base == NULL)
    return g_strdup_printf ("sqlite:%s/store.db", folder);
  db = hx_db_open (base, HX_DB_WRITE, &error);
  g_assert_no_error (error);
  /* The tests gather rows by the one word that SQLite has for it. */
  script = g_strdup_printf ("CREATE SCHEMA t%d; SET search_path = t%d;"
                            "CREATE FUNCTION gather (text, text) RETURNS text IMMUTABLE LANGUAGE sql"
                            " AS $$ SELECT coalesce($1 || ',', '') || $2 $$;"
                            "CREATE AGGREGATE group_concat (text) (sfunc = gather, stype = text)",
                            number, number);
  hx_db_execute (db, script, &error);
  g_assert_no_error (error);
  return g_strdup_printf ("%s&options=-csearch_path%%3Dt%d", base, number);
}

gboolean
hx_fixture_is_embedded (void)
{
  return g_getenv ("HX_TEST_PGSQL") == NULL;
}

void
hx_fixture_set_up (HxFixture    *self,
                   gconstpointer data)
{
  g_autofree char *recordings = NULL;
  g_autofree char *keys = NULL;

  self->now = G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC;
  self->folder = g_dir_make_tmp ("hx-test-XXXXXX", NULL);
  self->uri = hx_fixture_new_store (self->folder);
  recordings = g_build_filename (self->folder, "recordings", NULL);
  g_mkdir (recordings, 0700);
  self->db = hx_db_open (self->uri, HX_DB_WRITE, &self->error);
  g_assert_no_error (self->error);
  keys = g_build_filename (self->folder, "keys", NULL);
  hx_store_keys_open (self->db, keys, NULL, TRUE, &self->error);
  g_assert_no_error (self->error);
  hx_migrate (self->db, &self->error);
  g_assert_no_error (self->error);
  g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
  g_assert_true (hx_store_keys_remember (self->db, hx_db_get_keyring (self->db), self->now, NULL));
  hx_store_seed_defaults (self->db, FALSE, self->now, &self->error);
  g_assert_no_error (self->error);
  add_people (self);
  g_assert_true (hx_db_execute (self->db, "COMMIT", NULL));
  self->site = hx_site_new (self->uri, recordings, self->db, &self->error);
  g_assert_no_error (self->error);
}

HxDb *
hx_fixture_open (HxFixture *self)
{
  HxDb *db = hx_db_open (self->uri, HX_DB_WRITE, &self->error);

  g_assert_no_error (self->error);
  hx_db_set_keyring (db, hx_db_get_keyring (self->db));
  return db;
}

char *
hx_fixture_add_key (HxFixture *self)
{
  g_autofree char *keys = g_build_filename (self->folder, "keys", NULL);
  g_autoptr (HxKeyring) other = NULL;
  char *key;

  g_assert_true (hx_keyring_add_to_file (keys, &key, NULL));
  other = hx_keyring_load_file (keys, NULL);
  g_assert_true (hx_store_keys_remember (self->db, other, self->now, NULL));
  return key;
}

static void
forget (HxFixture *self)
{
  g_clear_object (&self->reply);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_error (&self->error);
}

void
hx_fixture_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        hx_fixture_remove (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
hx_fixture_tear_down (HxFixture    *self,
                      gconstpointer data)
{
  forget (self);
  hx_site_free (self->site);
  hx_db_close (self->db);
  hx_caller_clear (&self->agent);
  hx_caller_clear (&self->lead);
  hx_caller_clear (&self->other);
  hx_caller_clear (&self->compliance);
  hx_caller_clear (&self->pbx);
  hx_fixture_remove (self->folder);
  g_free (self->folder);
  g_free (self->uri);
}

static HxRecord *
read_json (const char     *text,
           const HxSchema *schema)
{
  g_autoptr (GError) error = NULL;
  HxRecord *record;

  if (text == NULL)
    return NULL;
  record = hx_json_parse_record (text, strlen (text), schema, &error);
  g_assert_no_error (error);
  return record;
}

static void
keep_reply (HxFixture     *self,
            HxServiceCall *call)
{
  const HxSchema *output = call->operation->output;

  self->body = call->body != NULL ? g_strdup (call->body->str) : NULL;
  self->room = call->body != NULL ? call->body->allocated_len : 0;
  self->next = g_strdup (call->next);
  self->file = g_strdup (call->file);
  if (call->events != NULL)
    {
      self->events = g_ptr_array_ref (call->events);
      self->records = g_ptr_array_ref (call->records);
    }
  if (self->body == NULL || output == NULL || call->operation->shape != HX_SHAPE_ITEM)
    return;
  self->reply = hx_json_parse_record (self->body, strlen (self->body), output, NULL);
  g_assert_nonnull (self->reply);
}

/* What http has accounted for besides the operation itself. */
static void
account (HxFixture     *self,
         HxServiceCall *call)
{
  gboolean due = FALSE;

  g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
  if (self->error != NULL)
    g_assert_true (!hx_audit_refusal_counts (call, self->error) || hx_audit_refused (call, self->error, NULL));
  else if (call->operation->flags & HX_OP_READS)
    {
      g_assert_true (hx_audit_read_is_due (call, &due, NULL));
      g_assert_true (!due || hx_audit_after_read (call, NULL));
    }
  g_assert_true (hx_db_execute (self->db, "COMMIT", NULL));
}

static gboolean
look_and_prepare (HxFixture     *self,
                  HxServiceCall *call)
{
  gboolean good;

  if (call->operation->flags & HX_OP_READS)
    return TRUE;
  g_assert_true (hx_db_execute (self->db, "BEGIN", NULL));
  good = hx_service_look (call, &self->error);
  g_assert_true (hx_db_execute (self->db, "COMMIT", NULL));
  g_assert_true (good == (self->error == NULL));
  return good && hx_service_prepare (call, &self->error);
}

static gboolean
run_call (HxFixture     *self,
          HxServiceCall *call)
{
  gboolean good;

  forget (self);
  good = look_and_prepare (self, call);
  if (good)
    {
      g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
      good = hx_service_run (call, &self->error);
      g_assert_true (good == (self->error == NULL));
      g_assert_true (hx_db_execute (self->db, good ? "COMMIT" : "ROLLBACK", NULL));
      for (guint i = 0; good && call->events != NULL && i < call->events->len; i++)
        hx_service_forget_access (self->site, call->events->pdata[i]);
    }
  account (self, call);
  if (call->refusal != NULL)
    self->error = g_steal_pointer (&call->refusal);
  keep_reply (self, call);
  hx_service_call_clear (call);
  return self->error == NULL;
}

gboolean
hx_fixture_run (HxFixture      *self,
                HxOperationId   operation,
                const HxCaller *caller,
                const char     *id,
                const char     *query,
                const char     *input)
{
  g_autoptr (HxRecord) asked = read_json (query, hx_operations[operation].query);
  g_autoptr (HxRecord) given = read_json (input, hx_operations[operation].input);
  g_autofree char *kept_id = g_strdup (id);
  HxServiceCall call = { .operation = &hx_operations[operation],
                         .caller = caller,
                         .site = self->site,
                         .db = self->db,
                         .now = self->now,
                         .id = kept_id,
                         .query = asked,
                         .input = given,
                         .if_match = "1" };

  return run_call (self, &call);
}

gboolean
hx_fixture_upload (HxFixture  *self,
                   const char *id,
                   const char *path)
{
  g_autofree char *kept_id = g_strdup (id);
  HxServiceCall call = { .operation = &hx_operations[HX_OPERATION_RECORDINGS_UPLOAD],
                         .caller = &self->pbx,
                         .site = self->site,
                         .db = self->db,
                         .now = self->now,
                         .id = kept_id,
                         .upload = path };

  return run_call (self, &call);
}

void
hx_fixture_must (HxFixture      *self,
                 HxOperationId   operation,
                 const HxCaller *caller,
                 const char     *id,
                 const char     *query,
                 const char     *input)
{
  hx_fixture_run (self, operation, caller, id, query, input);
  g_assert_no_error (self->error);
}

gint64
hx_fixture_tick (HxFixture *self)
{
  HxServiceCall call = { .site = self->site, .db = self->db, .now = self->now };
  gint64 again_at = 0;

  forget (self);
  g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
  hx_service_tick (&call, &again_at, &self->more, &self->error);
  g_assert_no_error (self->error);
  g_assert_true (hx_db_execute (self->db, "COMMIT", NULL));
  hx_service_call_clear (&call);
  return again_at;
}

gint64
hx_fixture_int (HxFixture  *self,
                const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row = hx_db_query (self->db, &error, sql, "");

  g_assert_no_error (error);
  return row != NULL ? hx_statement_get_int (row, 0) : -1;
}

char *
hx_fixture_text (HxFixture  *self,
                 const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row = hx_db_query (self->db, &error, sql, "");

  g_assert_no_error (error);
  return row != NULL ? g_strdup (hx_statement_get_text (row, 0)) : NULL;
}

void
hx_fixture_cti (HxFixture  *self,
                const char *event,
                const char *call_id,
                const char *more)
{
  g_autofree char *input = g_strdup_printf ("{\"event\":\"%s\",\"callId\":\"%s\"%s}", event, call_id, more);

  hx_fixture_must (self, HX_OPERATION_CTI_RECEIVE, &self->pbx, NULL, NULL, input);
}

static void
unseal_field (HxDb           *db,
              const HxSchema *schema,
              guint           field)
{
  const char *column = schema->fields[field].name;
  g_autofree char *read = g_strdup_printf ("SELECT id, %s FROM %s WHERE %s IS NOT NULL", column, schema->table, column);
  g_autofree char *write = g_strdup_printf ("UPDATE %s SET %s = $2 WHERE id = $1", schema->table, column);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  HxStatement *row = hx_db_prepare (db, read, &error);

  while (hx_statement_step (row, &error) == HX_STEP_ROW)
    {
      g_ptr_array_add (texts, g_strdup (hx_statement_get_text (row, 0)));
      g_ptr_array_add (texts, hx_field_open (db, schema, field, hx_statement_get_text (row, 0),
                                             hx_statement_get_text (row, 1), &error));
      g_assert_no_error (error);
    }
  g_assert_no_error (error);
  hx_statement_reset (row);
  for (guint i = 0; i < texts->len; i += 2)
    g_assert_true (hx_db_run (db, NULL, write, "ss", texts->pdata[i], texts->pdata[i + 1]));
}

void
hx_fixture_unseal (HxDb *db)
{
  gboolean begun = !hx_db_in_transaction (db) && hx_db_execute (db, "BEGIN", NULL);

  for (guint i = 0; hx_sealed_things[i] != NULL; i++)
    for (guint f = 0; f < hx_sealed_things[i]->n_fields; f++)
      if ((hx_sealed_things[i]->fields[f].flags & (HX_FIELD_SEALED | HX_FIELD_VIEW)) == HX_FIELD_SEALED)
        unseal_field (db, hx_sealed_things[i], f);
  if (begun)
    g_assert_true (hx_db_execute (db, "COMMIT", NULL));
}
