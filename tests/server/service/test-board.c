/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "hx-time.h"
#include "service/hx-board-private.h"

#include <string.h>

/* The counts of the board are those of the list, for everybody, whatever happens; and what is kept is what would be counted. */

#define N_RECTIFICATIONS 9
#define IN ",\"direction\":\"in\",\"from\":\"1380013%04u\",\"to\":\"4001\",\"user\":\"%s\""
#define DEPARTMENT "01890000-0000-7000-8000-00000000000%u"

typedef struct
{
  HxFixture *fixture;
  char *items[N_RECTIFICATIONS];
  char *first[N_RECTIFICATIONS]; /* the feedback that others may join */
  char *last_wrapup;             /* (nullable): whose feedback joined last, and can be taken back */
  HxCaller *last_caller;
  HxCaller department, director, head, member;
} Board;

static gint64
any (gint64 n)
{
  return g_test_rand_int_range (0, (int) n);
}

/* Returns the wrap-up. */
static char *
give_feedback (Board          *self,
               const HxCaller *caller,
               const char     *number,
               const char     *joined)
{
  static guint calls;
  g_autofree char *id = g_strdup_printf ("call-%u", calls);
  g_autofree char *more = g_strdup_printf (IN, calls++ % 10000, number);
  g_autofree char *sql = g_strdup_printf ("SELECT w.id FROM wrapups w JOIN calls c ON c.id = w.call_id"
                                          " WHERE c.external_id = '%s'", id);
  g_autofree char *joins = joined != NULL ? g_strdup_printf (",\"joined_id\":\"%s\"", joined) : g_strdup ("");
  g_autofree char *input = g_strdup_printf ("{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\","
                                            "\"issue_type\":\"no_tag\",\"case_text\":\"客户无需求标签\","
                                            "\"pain_point\":\"抖音线索缺需求标签\"%s}", joins);
  char *wrapup;

  self->fixture->now += HX_SECOND;
  hx_fixture_cti (self->fixture, "newCall", id, more);
  hx_fixture_cti (self->fixture, "answer", id, more);
  hx_fixture_cti (self->fixture, "hangup", id, more);
  wrapup = hx_fixture_text (self->fixture, sql);
  hx_fixture_must (self->fixture, HX_OPERATION_WRAPUPS_SUBMIT, caller, wrapup, NULL, input);
  return wrapup;
}

/* As somebody would who works on the board: any state, time and department. */
static void
change (Board *self,
        guint  i)
{
  int state = (int) any (HX_N_RECTIFICATION_STATES);
  g_autofree char *department = any (3) > 0 ? g_strdup_printf (DEPARTMENT, (guint) any (2)) : NULL;
  gint64 due_at = self->fixture->now + (any (2) * 2 - 1) * HX_HOUR;

  g_assert_true (hx_board_count (self->fixture->db, self->items[i], -1, NULL));
  g_assert_true (hx_db_run (self->fixture->db, NULL,
                            "UPDATE rectifications SET state = $2, department_id = $3, due_at = $4 WHERE id = $1", "sssi",
                            self->items[i], hx_enum_name (&hx_rectification_state_enum, state), department, due_at));
  g_assert_true (hx_board_count (self->fixture->db, self->items[i], 1, NULL));
}

static void
make_rectification (Board *self,
                    guint  i)
{
  g_autoptr (HxRecord) record = hx_record_new (&hx_rectification_schema);
  g_autofree char *wrapup = NULL;

  hx_record_set_int (record, HX_RECTIFICATION_NUMBER, i + 1);
  hx_record_set_text (record, HX_RECTIFICATION_TITLE, "改");
  hx_record_set_enum (record, HX_RECTIFICATION_STATE, HX_RECTIFICATION_CANCELLED);
  hx_record_set_enum (record, HX_RECTIFICATION_SIZE, HX_SIZE_SMALL);
  hx_record_set_enum (record, HX_RECTIFICATION_LANE, HX_LANE_NORMAL);
  hx_record_set_int (record, HX_RECTIFICATION_ITERATION, 1);
  hx_record_set_int (record, HX_RECTIFICATION_VOICES, 1);
  g_assert_true (hx_record_insert (self->fixture->db, record, self->fixture->now, NULL));
  self->items[i] = g_strdup (hx_record_get_id (record));
  wrapup = i % 2 ? give_feedback (self, &self->fixture->agent, "1001", NULL)
                 : give_feedback (self, &self->fixture->other, "2001", NULL);
  self->first[i] = hx_fixture_text (self->fixture, "SELECT id FROM feedback ORDER BY number DESC LIMIT 1");
  g_assert_true (hx_db_run (self->fixture->db, NULL, "UPDATE feedback SET state = 'rectification', rectification_id = $2 WHERE id = $1",
                            "ss", self->first[i], self->items[i]));
  change (self, i);
}

static void
join (Board *self,
      guint  i)
{
  static const char *const numbers[] = { "1001", "2001", "1002" };
  HxCaller *callers[] = { &self->fixture->agent, &self->fixture->other, &self->fixture->lead };
  guint who = (guint) any (3);

  g_free (self->last_wrapup);
  self->last_caller = callers[who];
  self->last_wrapup = give_feedback (self, callers[who], numbers[who], self->first[i]);
}

static void
take_back (Board *self,
           guint  i)
{
  if (self->last_wrapup != NULL)
    hx_fixture_must (self->fixture, HX_OPERATION_WRAPUPS_UNDO, self->last_caller, self->last_wrapup, NULL, NULL);
  g_clear_pointer (&self->last_wrapup, g_free);
}

/* What an agent gave before stays the former team's. */
static void
change_team (Board *self,
             guint  i)
{
  HxCaller *callers[] = { &self->fixture->agent, &self->fixture->lead };
  HxCaller *caller = callers[any (2)];
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM teams WHERE id <> '%s'", caller->team_id);
  char *team_id = hx_fixture_text (self->fixture, sql);

  g_free (caller->team_id);
  caller->team_id = team_id;
  g_assert_true (hx_db_run (self->fixture->db, NULL, "UPDATE users SET team_id = $2 WHERE id = $1", "ss", caller->user_id, team_id));
}

static void
check_caller (Board          *self,
              const HxCaller *caller)
{
  static const char *const columns[] = { "pending", "in_progress", "done" };
  gint64 counted[4], overdue = 0;

  hx_fixture_must (self->fixture, HX_OPERATION_BOARD_GET, caller, NULL, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    counted[i] = hx_record_get_int (self->fixture->reply, HX_BOARD_PENDING + i);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *query = g_strdup_printf ("{\"limit\":200,\"column\":\"%s\"}", columns[i]);
      g_autoptr (HxJson) root = NULL;
      HxJson *items;

      hx_fixture_must (self->fixture, HX_OPERATION_RECTIFICATIONS_LIST, caller, NULL, query, NULL);
      root = hx_json_parse (self->fixture->body, strlen (self->fixture->body), NULL);
      items = hx_json_get_member (root, "items");
      g_assert_cmpint (counted[i], ==, hx_json_get_length (items));
      for (guint n = 0; n < hx_json_get_length (items); n++)
        {
          HxJson *item = hx_json_get_element (items, n);
          gint64 due_at;

          g_assert_true (hx_time_parse (hx_json_member_string (item, "due_at"), &due_at));
          overdue += due_at < self->fixture->now
                     && (i == 0 || g_str_equal (hx_json_member_string (item, "state"), "in_progress"));
        }
    }
  g_assert_cmpint (counted[3], ==, overdue);
}

static char *
kept (Board *self)
{
  return hx_fixture_text (self->fixture, "SELECT group_concat(team_id || ' ' || department_id || ' ' || board_column || amount)"
                                         " FROM (SELECT * FROM board_counts WHERE amount <> 0"
                                         " ORDER BY team_id, department_id, board_column) q");
}

static void
check (Board *self)
{
  const HxCaller *const callers[] = { &self->fixture->agent, &self->fixture->lead, &self->fixture->other,
                                      &self->fixture->compliance, &self->department, &self->director, &self->head, &self->member };
  g_autofree char *before = kept (self), *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    check_caller (self, callers[i]);
  g_assert_true (hx_store_recount (self->fixture->db, NULL));
  after = kept (self);
  g_assert_cmpstr (before, ==, after);
}

static void
set_up (Board     *self,
        HxFixture *fixture)
{
  g_autofree char *first = g_strdup_printf (DEPARTMENT, 0u), *second = g_strdup_printf (DEPARTMENT, 1u);

  self->fixture = fixture;
  for (guint i = 0; i < 2; i++)
    g_assert_true (hx_db_run (fixture->db, NULL,
                              "INSERT INTO departments (id, rev, created_at, updated_at, name, head_id, director_id)"
                              " VALUES ($1, 1, 1, 1, $1, $2, $3)", "sss", i == 0 ? first : second,
                              i == 0 ? fixture->lead.user_id : NULL, fixture->pbx.user_id));
  hx_caller_copy (&self->department, &fixture->compliance);
  self->department.permissions = hx_role_permissions (HX_ROLE_DEPARTMENT);
  self->department.department_id = g_strdup (first);
  hx_caller_copy (&self->director, &fixture->pbx);
  self->director.permissions = hx_role_permissions (HX_ROLE_DIRECTOR);
  /* Who is in a department too, and a lead who heads one. */
  hx_caller_copy (&self->head, &fixture->lead);
  self->head.department_id = g_strdup (second);
  hx_caller_copy (&self->member, &fixture->agent);
  self->member.department_id = g_strdup (second);
  for (guint i = 0; i < N_RECTIFICATIONS; i++)
    make_rectification (self, i);
}

static void
clear (Board *self)
{
  for (guint i = 0; i < N_RECTIFICATIONS; i++)
    {
      g_free (self->items[i]);
      g_free (self->first[i]);
    }
  g_free (self->last_wrapup);
  hx_caller_clear (&self->department);
  hx_caller_clear (&self->director);
  hx_caller_clear (&self->head);
  hx_caller_clear (&self->member);
}

static void
test_counts (HxFixture    *fixture,
             gconstpointer data)
{
  static void (*const happenings[]) (Board *self, guint i) = { join, join, take_back, change, change_team };
  Board board = { 0 };

  set_up (&board, fixture);
  check (&board);
  for (guint step = 0; step < 120; step++)
    {
      happenings[any (G_N_ELEMENTS (happenings))] (&board, (guint) any (N_RECTIFICATIONS));
      check (&board);
    }
  clear (&board);
}

/* Whose a rectification is, its counts tell: nobody's own and another team's are none. */
static void
test_scopes (HxFixture    *fixture,
             gconstpointer data)
{
  Board board = { 0 };
  const struct
  {
    const HxCaller *caller;
    gint64 sees;
  } cases[] = { { &fixture->agent, 4 }, { &fixture->lead, 4 },       { &fixture->other, 5 }, { &fixture->compliance, 9 },
                { &board.director, 0 }, { &board.department, 0 } };

  set_up (&board, fixture);
  g_assert_true (hx_db_run (fixture->db, NULL, "UPDATE rectifications SET state = 'pending', department_id = NULL", ""));
  g_assert_true (hx_store_recount (fixture->db, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      hx_fixture_must (fixture, HX_OPERATION_BOARD_GET, cases[i].caller, NULL, NULL, NULL);
      g_assert_cmpint (hx_record_get_int (fixture->reply, HX_BOARD_PENDING), ==, cases[i].sees);
      hx_fixture_must (fixture, HX_OPERATION_BOOTSTRAP_GET, cases[i].caller, NULL, NULL, NULL);
      g_assert_cmpint (hx_record_get_int (hx_record_get_record (fixture->reply, HX_BOOTSTRAP_BOARD), HX_BOARD_PENDING), ==, cases[i].sees);
    }
  clear (&board);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/board/counts", HxFixture, NULL, hx_fixture_set_up, test_counts, hx_fixture_tear_down);
  g_test_add ("/board/scopes", HxFixture, NULL, hx_fixture_set_up, test_scopes, hx_fixture_tear_down);
  return g_test_run ();
}
