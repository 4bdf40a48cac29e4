/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "hx-fixture.h"
#include "http/hx-form.h"

#include <stdlib.h>
#include <string.h>

/* The first line names an operation, the second who asks; then its query, its body, and what stands for {id}, a
 * line each. It goes the way of a request: parsed, checked, run on a store, and rolled back. Whatever comes is done
 * or refused with a reason; nobody's input makes a fault of the server. */

static HxFixture fixture;

static void
remove_store (void)
{
  hx_fixture_tear_down (&fixture, NULL);
}

static void
set_up (void)
{
  if (fixture.db != NULL)
    return;
  hx_fixture_set_up (&fixture, NULL);
  hx_fixture_cti (&fixture, "newCall", "seed", ",\"from\":\"13800000001\",\"user\":\"1001\"");
  hx_fixture_cti (&fixture, "answer", "seed", ",\"answeringNumber\":\"1001\"");
  hx_fixture_cti (&fixture, "hangup", "seed", "");
  atexit (remove_store);
}

static const HxOperation *
find_operation (const char *name)
{
  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    if (strcmp (hx_operations[i].name, name) == 0)
      return &hx_operations[i];
  return NULL;
}

static const HxCaller *
find_caller (const char *name)
{
  if (strcmp (name, "agent") == 0)
    return &fixture.agent;
  if (strcmp (name, "lead") == 0)
    return &fixture.lead;
  return strcmp (name, "pbx") == 0 ? &fixture.pbx : &fixture.compliance;
}

/* What is known by a word, so that seeds need no ids that are different in each run. */
static char *
find_id (const char *word)
{
  static const char *const tables[] = { "calls", "customers", "wrapups", "recordings", "feedback" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (strcmp (word, tables[i]) == 0)
      {
        g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s ORDER BY id LIMIT 1", tables[i]);

        return hx_fixture_text (&fixture, sql);
      }
  return g_strdup (word);
}

static HxRecord *
read_body (const HxOperation *operation,
           const char        *body,
           GError           **error)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxRecord) record = NULL;
  g_autoptr (HxJson) json = NULL;

  if ((operation->flags & HX_OP_FORM) && *body != '{')
    return hx_form_read_body (body, strlen (body), operation->input, error);
  json = hx_json_parse (body, strlen (body), error);
  if (json == NULL)
    return NULL;
  if (hx_json_get_type (json) != HX_JSON_OBJECT)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_MALFORMED, "The body must be a JSON object");
      return NULL;
    }
  record = hx_json_read_input (json, operation->input, problem);
  return hx_problem_to_error (problem, error) ? g_steal_pointer (&record) : NULL;
}

static void
check_refusal (const GError *error)
{
  g_assert_true (error->domain == HX_ERROR);
  if (hx_error_status ((HxError) error->code) >= 500)
    g_error ("A fault of the server: %s", error->message);
}

static void
run (HxServiceCall *call)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hx_db_execute (fixture.db, "BEGIN IMMEDIATE", NULL));
  if (!hx_service_prepare (call, &error) || !hx_service_run (call, &error))
    check_refusal (error);
  else if (call->body != NULL && call->body->len > 0)
    g_assert_true (hx_json_check (call->body->str, call->body->len, NULL));
  g_assert_true (hx_db_execute (fixture.db, "ROLLBACK", NULL));
  hx_service_call_clear (call);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 5);
  const HxOperation *operation = lines[0] != NULL ? find_operation (lines[0]) : NULL;
  const HxCaller *caller;
  g_autoptr (HxRecord) query = NULL, input = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  HxServiceCall call;

  /* Those who need other things than lines are looked at elsewhere: files, streams, and slow passwords. */
  if (operation == NULL || g_strv_length (lines) < 5 || operation->flags & (HX_OP_UPLOAD | HX_OP_PUBLIC)
      || operation->shape == HX_SHAPE_STREAM || operation->shape == HX_SHAPE_DOCUMENT)
    return 0;
  set_up ();
  query = hx_form_read_query (lines[2], operation->query, &error);
  if (error == NULL && operation->input != NULL)
    input = read_body (operation, lines[3], &error);
  if (error != NULL)
    {
      check_refusal (error);
      return 0;
    }
  caller = find_caller (lines[1]);
  if ((caller->permissions & operation->permission) != operation->permission)
    return 0;
  id = find_id (g_strchomp (lines[4]));
  call = (HxServiceCall){ .operation = operation, .caller = caller, .site = fixture.site, .db = fixture.db,
                          .now = fixture.now, .id = id, .query = query, .input = input, .if_match = "1",
                          .body = g_string_new (NULL) };
  run (&call);
  return 0;
}
