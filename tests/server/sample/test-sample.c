/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/hx-template.h"
#include "sample-fixture.h"

#include <string.h>

/* Every value of a list is the value of some row. */
static void
assert_all_values (Sample       *sample,
                   const char   *table,
                   const char   *column,
                   const HxEnum *values)
{
  for (guint i = 0; i < values->n_values; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("SELECT count(*) FROM %s WHERE %s = '%s'", table, column, values->values[i].name);

      /* Nobody of the sample has asked to be erased. */
      if (strcmp (values->values[i].name, "erased") != 0 && sample_count (sample, sql) == 0)
        g_error ("No row of %s has %s %s", table, column, values->values[i].name);
    }
}

static void
test_amounts (gconstpointer data)
{
  Sample sample;

  sample_open (&sample);
  g_assert_true (sample_generate (&sample, GPOINTER_TO_UINT (data), AFTERNOON, 0));
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM customers"), >=, 240);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM contacts"), >=, 5000);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM calls"), >=, 666);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM teams"), ==, 3);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM users WHERE role = 'agent'"), >=, 12);
  g_assert_cmpint (sample_count (&sample, "SELECT count(DISTINCT team_id) FROM users WHERE role = 'lead'"), ==, 3);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM users WHERE role = 'compliance'"), ==, 2);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM departments d JOIN users u ON u.id = d.head_id AND u.department_id = d.id"), ==, 5);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM feedback WHERE state = 'pool'"), >=, 80);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM feedback WHERE joined_id IS NOT NULL AND state = 'pool'"), >=, 8);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM rectifications WHERE iteration = 2 AND lane = 'normal'"), >=, 1);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM rectifications WHERE lane = 'promotion'"), >=, 1);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM contacts WHERE customer_id = (SELECT id FROM customers"
                                   " WHERE code = 'C12345' AND family_name = '王' AND salutation = 'ms')"),
                   >=, 80);
  assert_none (&sample, "SELECT count(*) FROM (SELECT c.id, count(i.id) n FROM customers c LEFT JOIN identities i"
                        " ON i.customer_id = c.id GROUP BY c.id) x WHERE n < 1 OR n > 4");
  assert_all_values (&sample, "contacts", "channel", &hx_channel_enum);
  assert_all_values (&sample, "identities", "kind", &hx_identity_kind_enum);
  assert_all_values (&sample, "feedback", "state", &hx_feedback_state_enum);
  assert_all_values (&sample, "feedback", "proposal", &hx_proposal_enum);
  assert_all_values (&sample, "feedback", "source", &hx_feedback_source_enum);
  assert_all_values (&sample, "wrapups", "state", &hx_wrapup_state_enum);
  assert_all_values (&sample, "rectifications", "state", &hx_rectification_state_enum);
  assert_all_values (&sample, "customers", "state", &hx_customer_state_enum);
  sample_close (&sample);
}

/* What a desk, a pool and a board show at once. */
static void
check_today (Sample *sample,
             gint64  now)
{
  g_autofree char *idle
      = g_strdup_printf ("SELECT count(*) FROM users u WHERE role = 'agent' AND (SELECT count(*) FROM talks t WHERE"
                         " t.agent_id = u.id AND t.created_at >= %" G_GINT64_FORMAT ") < 3", now - 12 * HX_HOUR);
  g_autofree char *limit
      = g_strdup_printf ("SELECT count(*) FROM (SELECT customer_id, count(*) n FROM contacts WHERE direction = 'out'"
                         " AND at > %" G_GINT64_FORMAT " GROUP BY 1) x WHERE n >= 2", now - HX_DAY);
  g_autofree char *later
      = g_strdup_printf ("SELECT (SELECT count(*) FROM contacts WHERE at > %" G_GINT64_FORMAT ") + (SELECT count(*) FROM"
                         " calls WHERE ended_at > %" G_GINT64_FORMAT ") + (SELECT count(*) FROM feedback WHERE created_at > %"
                         G_GINT64_FORMAT ") + (SELECT count(*) FROM rectifications WHERE created_at > %" G_GINT64_FORMAT
                         " OR done_at > %" G_GINT64_FORMAT ")", now, now, now, now, now);

  assert_none (sample, idle);
  assert_none (sample, later);
  g_assert_cmpint (sample_count (sample, limit), >=, 3);
  g_assert_cmpint (sample_count (sample, "SELECT count(*) FROM wrapups w JOIN users u ON u.id = w.agent_id"
                                  " WHERE u.number = '1001' AND w.state = 'late' AND w.draft IS NOT NULL"), ==, 3);
}

static void
test_today (void)
{
  static const gint64 times[] = { AFTERNOON, NIGHT };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      Sample sample;

      sample_open (&sample);
      g_assert_true (sample_generate (&sample, 5, times[i], 0));
      check_today (&sample, times[i]);
      sample_close (&sample);
    }
}

static void
test_references (void)
{
  Sample sample;

  sample_open (&sample);
  g_assert_true (sample_generate (&sample, 2, AFTERNOON, 0));
  assert_no_dangling (&sample);
  assert_none (&sample, "SELECT count(*) FROM calls WHERE recording_id NOT IN (SELECT id FROM recordings)");
  assert_none (&sample, "SELECT count(*) FROM wrapups WHERE (state = 'submitted') <> (feedback_id IS NOT NULL)");
  assert_none (&sample, "SELECT count(*) FROM wrapups w LEFT JOIN feedback f ON f.id = w.feedback_id"
                        " AND f.wrapup_id = w.id AND f.call_id = w.call_id WHERE w.state = 'submitted' AND f.id IS NULL");
  assert_none (&sample, "SELECT count(*) FROM wrapups WHERE (call_id, agent_id) NOT IN (SELECT call_id, agent_id FROM talks)");
  assert_none (&sample, "SELECT count(*) FROM talks WHERE (call_id, agent_id) NOT IN (SELECT call_id, agent_id FROM wrapups)");
  assert_none (&sample, "SELECT count(*) FROM feedback f JOIN calls c ON c.id = f.call_id WHERE f.customer_id <> c.customer_id");
  assert_none (&sample, "SELECT count(*) FROM feedback WHERE team_id NOT IN (SELECT id FROM teams) OR team_id IS NULL");
  assert_none (&sample, "SELECT count(*) FROM feedback WHERE (state IN ('rectification', 'effective')"
                        " AND rectification_id IS NULL AND state = 'rectification')");
  assert_none (&sample, "SELECT count(*) FROM feedback f WHERE f.voices <> 1 + (SELECT count(*) FROM feedback j WHERE j.joined_id = f.id)");
  assert_none (&sample, "SELECT count(*) FROM feedback j JOIN feedback f ON f.id = j.joined_id WHERE f.created_at > j.created_at");
  assert_none (&sample, "SELECT count(*) FROM feedback f JOIN rectifications r ON r.id = f.rectification_id WHERE f.created_at > r.created_at");
  assert_none (&sample, "SELECT count(*) FROM rectifications r WHERE state <> 'cancelled' AND voices <> (SELECT count(DISTINCT"
                        " agent_id) FROM feedback f WHERE f.rectification_id = r.id AND source = 'agent') AND NOT EXISTS (SELECT 1"
                        " FROM feedback f WHERE f.rectification_id = r.id AND source <> 'agent')");
  assert_none (&sample, "SELECT count(*) FROM rectifications WHERE state NOT IN ('pending', 'cancelled')"
                        " AND (owner_name IS NULL OR action IS NULL OR due_at IS NULL OR criterion_metric IS NULL)");
  sample_close (&sample);
}

/* A lifelike order: nobody is rung before they were heard of, and the touch limit holds but for two nights. */
static void
test_order (void)
{
  Sample sample;

  sample_open (&sample);
  g_assert_true (sample_generate (&sample, 4, AFTERNOON, 0));
  assert_none (&sample, "SELECT count(*) FROM calls c JOIN customers u ON u.id = c.customer_id WHERE u.state = 'known'"
                        " AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.customer_id = c.customer_id AND k.at < c.started_at)");
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM contacts WHERE direction = 'out'"
                                   " AND (at / 3600000000 + 8) % 24 NOT BETWEEN 9 AND 20"), ==, 2);
  g_assert_cmpint (sample_count (&sample, "SELECT count(*) FROM contacts a JOIN contacts b ON a.customer_id = b.customer_id AND a.id < b.id"
                                   " AND a.direction = 'out' AND b.direction = 'out'"
                                   " AND abs(b.at - a.at) < 21600000000"), <=, 4);
  assert_none (&sample, "SELECT count(*) FROM talks a JOIN talks b ON a.agent_id = b.agent_id AND a.id < b.id AND a.call_id <> b.call_id"
                        " AND a.answered_at < b.ended_at AND b.answered_at < a.ended_at AND NOT EXISTS (SELECT 1 FROM talks t"
                        " WHERE t.call_id IN (a.call_id, b.call_id) AND t.id NOT IN (a.id, b.id))");
  assert_none (&sample, "SELECT count(*) FROM contacts WHERE summary IS NULL OR summary = '' OR summary LIKE '%{%'");
  assert_none (&sample, "SELECT count(*) FROM feedback WHERE case_text LIKE '%{%' OR pain_point LIKE '%{%'");
  assert_none (&sample, "SELECT count(*) FROM identities WHERE kind = 'phone' AND value NOT LIKE '+861990000____'");
  assert_none (&sample, "SELECT count(*) FROM identities WHERE kind = 'email' AND value NOT LIKE '%example.%'");
  sample_close (&sample);
}

static void
test_kept_counts (void)
{
  Sample sample;

  sample_open (&sample);
  g_assert_true (sample_generate (&sample, 3, AFTERNOON, 0));
  assert_none (&sample, "SELECT count(*) FROM contact_counts c WHERE amount <> (SELECT count(*) FROM contacts k"
                        " WHERE k.customer_id = c.customer_id AND k.channel = c.channel)");
  g_assert_cmpint (sample_count (&sample, "SELECT sum(amount) FROM contact_counts"), ==, sample_count (&sample, "SELECT count(*) FROM contacts"));
  g_assert_cmpint (sample_count (&sample, "SELECT sum(amount) FROM pool_counts WHERE team_id <> '*'"), ==,
                   sample_count (&sample, "SELECT count(*) FROM feedback WHERE state = 'pool'"));
  g_assert_cmpint (sample_count (&sample, "SELECT sum(proposed) FROM pool_counts WHERE team_id = '*'"), ==,
                   sample_count (&sample, "SELECT count(*) FROM feedback WHERE state = 'pool' AND proposal <> 'none'"));
  g_assert_cmpint (sample_count (&sample, "SELECT sum(amount) FROM board_counts WHERE team_id = '*'"), ==,
                   sample_count (&sample, "SELECT count(*) FROM rectifications WHERE state <> 'cancelled'"));
  assert_none (&sample, "SELECT count(*) FROM customers c WHERE last_contact_at IS DISTINCT FROM (SELECT max(at) FROM contacts WHERE customer_id = c.id)");
  assert_none (&sample, "SELECT value - (SELECT max(number) FROM feedback) FROM counters WHERE name = 'feedback'");
  assert_none (&sample, "SELECT value - (SELECT max(number) FROM rectifications) FROM counters WHERE name = 'rectification'");
  assert_none (&sample, "SELECT value - (SELECT max(cast(substr(code, 2) AS integer)) FROM customers) FROM counters WHERE name = 'customer'");
  assert_none (&sample, "SELECT value - (SELECT coalesce(max(number), 0) FROM events) FROM counters WHERE name = 'event'");
  sample_close (&sample);
}

/* Whatever is in the pool would have passed the popup. */
static void
test_template (void)
{
  Sample sample;
  HxStatement *row;

  sample_open (&sample);
  g_assert_true (sample_generate (&sample, 6, AFTERNOON, 0));
  row = hx_db_prepare (sample.db, "SELECT f.category, f.issue_type, f.case_text, f.pain_point, f.template_id FROM feedback f", NULL);
  while (hx_statement_step (row, NULL) == HX_STEP_ROW)
    {
      g_autoptr (HxRecord) record = hx_record_load (sample.db, &hx_template_schema, hx_statement_get_text (row, 4), NULL);
      g_autoptr (HxTemplateView) view = hx_template_view_new (record, NULL);
      g_autoptr (HxProblem) problem = hx_problem_new ();
      HxTemplateAnswer answer = { TRUE, hx_statement_get_text (row, 0), hx_statement_get_text (row, 1),
                                  hx_statement_get_text (row, 2), hx_statement_get_text (row, 3) };

      if (!hx_template_view_check (view, &answer, problem))
        g_error ("“%s” of %s/%s", answer.pain_point, answer.category, answer.issue_type);
    }
  hx_statement_reset (row);
  sample_close (&sample);
}

/* All rows of all things, as one text. */
static char *
dump (Sample *sample)
{
  static const char *const tables[] = { "departments", "templates", "policies", "teams", "users", "customers", "identities", "calls",
                                        "talks", "recordings", "clips", "contacts", "rectifications", "wrapups", "feedback" };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY id", tables[i]);
      g_autofree char *columns = g_strdup_printf (
          hx_fixture_is_embedded () ? "SELECT count(*) FROM pragma_table_info('%s')"
                                    : "SELECT count(*) FROM information_schema.columns"
                                      " WHERE table_schema = current_schema() AND table_name = '%s'",
          tables[i]);
      guint n = (guint) sample_count (sample, columns);
      HxStatement *row = hx_db_prepare (sample->db, sql, NULL);

      while (hx_statement_step (row, NULL) == HX_STEP_ROW)
        for (guint column = 0; column < n; column++)
          {
            const char *text = hx_statement_is_null (row, column) ? "\n" : hx_statement_get_text (row, column);

            g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text) + 1);
          }
      hx_statement_reset (row);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static void
test_same_seed (void)
{
  static const guint seeds[] = { 11, 11, 12 };
  char *dumps[3];

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      Sample sample;

      sample_open (&sample);
      g_assert_true (sample_generate (&sample, seeds[i], AFTERNOON, 0));
      dumps[i] = dump (&sample);
      sample_close (&sample);
    }
  g_assert_cmpstr (dumps[0], ==, dumps[1]);
  g_assert_cmpstr (dumps[0], !=, dumps[2]);
  for (guint i = 0; i < G_N_ELEMENTS (dumps); i++)
    g_free (dumps[i]);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "Asia/Shanghai", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sample/amounts-1", GUINT_TO_POINTER (1), test_amounts);
  g_test_add_data_func ("/sample/amounts-2", GUINT_TO_POINTER (20261122), test_amounts);
  g_test_add_func ("/sample/today", test_today);
  g_test_add_func ("/sample/references", test_references);
  g_test_add_func ("/sample/order", test_order);
  g_test_add_func ("/sample/kept-counts", test_kept_counts);
  g_test_add_func ("/sample/template", test_template);
  g_test_add_func ("/sample/same-seed", test_same_seed);
  return g_test_run ();
}
