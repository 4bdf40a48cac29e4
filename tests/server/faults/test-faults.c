/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fault-vfs.h"
#include "hx-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* Every write, fsync and truncation of the write path fails once, at each place where it can. Whatever was
 * acknowledged is there once, nothing is there by half, and the store goes on when the fault has ended. */

/* Transactions of one round, and after how many of them the log is moved into the store. */
#define TRANSACTIONS 4
#define CHECKPOINT_EVERY 2
/* A disk after a power cut is different each time: how many of them are looked at. */
#define DISKS 3

typedef struct
{
  HxFixture *fixture;
  HxDb *checkpointer;
  GPtrArray *acknowledged; /* of char: names of calls */
  guint next;
  guint refused;
} Work;

/* The answers that a client can act on: try again, or make room first. */
static void
check_refusal (const GError *error,
               HxFault       fault)
{
  guint status = hx_error_status ((HxError) error->code);

  g_assert_true (error->domain == HX_ERROR);
  if (fault == HX_FAULT_DISK_FULL)
    g_assert_cmpint (error->code, ==, HX_ERROR_STORE_FULL);
  else
    g_assert_cmpuint (status, ==, 503);
}

static gboolean
write_call (Work       *work,
            const char *name,
            GError    **error)
{
  HxDb *db = work->fixture->db;
  g_autofree char *json = g_strdup_printf ("{\"event\":\"newCall\",\"callId\":\"%s\",\"from\":\"13800000001\"}", name);
  g_autoptr (HxRecord) input = hx_json_parse_record (json, strlen (json), &hx_cti_event_schema, NULL);
  HxServiceCall call = { .operation = &hx_operations[HX_OPERATION_CTI_RECEIVE],
                         .caller = &work->fixture->pbx,
                         .site = work->fixture->site,
                         .db = db,
                         .now = work->fixture->now,
                         .input = input };
  gboolean written;

  written = hx_db_run (db, error, "BEGIN IMMEDIATE", "")
            && hx_service_functions[HX_OPERATION_CTI_RECEIVE](&call, error) && hx_db_run (db, error, "COMMIT", "");
  if (!written && hx_db_in_transaction (db))
    hx_db_run (db, NULL, "ROLLBACK", "");
  hx_service_call_clear (&call);
  return written;
}

static void
write_some (Work   *work,
            HxFault fault)
{
  for (guint i = 0; i < TRANSACTIONS; i++)
    {
      g_autofree char *name = g_strdup_printf ("call-%u", work->next++);
      g_autoptr (GError) error = NULL;

      if (write_call (work, name, &error))
        g_ptr_array_add (work->acknowledged, g_steal_pointer (&name));
      else
        {
          check_refusal (error, fault);
          work->refused++;
        }
      /* One that fails is tried again after the next commit. */
      if (i % CHECKPOINT_EVERY == CHECKPOINT_EVERY - 1)
        hx_db_checkpoint (work->checkpointer, i + 1 == TRANSACTIONS, NULL);
    }
}

static gint64
number (HxDb       *db,
        const char *sql,
        const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &error, sql, text != NULL ? "s" : "", text);

  g_assert_no_error (error);
  return hx_statement_get_int (row, 0);
}

static void
check_store (HxDb      *db,
             GPtrArray *acknowledged)
{
  for (guint i = 0; i < acknowledged->len; i++)
    g_assert_cmpint (number (db, "SELECT count(*) FROM calls WHERE external_id = $1", acknowledged->pdata[i]), ==, 1);
  /* A call and what is told of it are there together or not at all. */
  g_assert_cmpint (number (db,
                           "SELECT count(*) FROM calls c WHERE NOT EXISTS"
                           " (SELECT 1 FROM events e WHERE e.record_id = c.id AND e.thing = 'call')",
                           NULL),
                   ==, 0);
  g_assert_cmpint (number (db,
                           "SELECT count(*) FROM events e WHERE e.thing = 'call' AND NOT EXISTS"
                           " (SELECT 1 FROM calls c WHERE c.id = e.record_id)",
                           NULL),
                   ==, 0);
  g_assert_cmpint (number (db, "SELECT count(*) FROM events", NULL), ==, number (db, "SELECT max(number) FROM events", NULL));
  g_assert_cmpint (number (db, "SELECT value FROM counters WHERE name = 'event'", NULL), ==,
                   number (db, "SELECT max(number) FROM events", NULL));
}

/* Every page, which takes too long for each round. */
static void
check_pages (HxDb *db)
{
  g_assert_cmpint (number (db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'", NULL), ==, 0);
}

static void
check_disk (Work  *work,
            guint  turn,
            GRand *rand)
{
  g_autofree char *path = g_strdup_printf ("%s/disk-%u.db", work->fixture->folder, turn);
  g_autofree char *uri = g_strconcat ("sqlite:", path, NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  HxDb *db;

  hx_fault_save_disk (work->fixture->uri + strlen ("sqlite:"), path, rand);
  db = hx_db_open (uri, HX_DB_WRITE, &error);
  g_assert_no_error (error);
  check_store (db, work->acknowledged);
  check_pages (db);
  hx_db_close (db);
  g_unlink (path);
  g_unlink (log);
}

/* FALSE: the n-th operation does not exist. */
static gboolean
run_round (Work   *work,
           HxFault fault,
           guint   n,
           GRand  *rand)
{
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fired;

  hx_fault_arm (fault, n);
  write_some (work, fault);
  for (guint i = 0; fault == HX_FAULT_POWER_CUT && i < DISKS; i++)
    check_disk (work, i, rand);
  fired = hx_fault_disarm ();
  name = g_strdup_printf ("call-%u", work->next++);
  g_assert_true (write_call (work, name, &error));
  g_assert_no_error (error);
  g_ptr_array_add (work->acknowledged, g_steal_pointer (&name));
  check_store (work->fixture->db, work->acknowledged);
  /* Each round begins with an empty log, else there would be more places from round to round. */
  g_assert_true (hx_db_checkpoint (work->checkpointer, TRUE, NULL));
  /* What happened before is known to be there; looking again each time would be most of the work. */
  g_ptr_array_set_size (work->acknowledged, 0);
  return fired;
}

static void
test_fault (HxFixture    *self,
            gconstpointer data)
{
  HxFault fault = (HxFault) GPOINTER_TO_INT (data);
  g_autoptr (GPtrArray) acknowledged = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HxDb) checkpointer = hx_db_open (self->uri, HX_DB_WRITE, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) fault + 1);
  Work work = { self, checkpointer, acknowledged, 0, 0 };
  const char *stride = g_getenv ("HX_TEST_STRIDE"); /* where each round takes long, not every place has its own */
  guint n = 1;

  while (run_round (&work, fault, n, rand))
    n += stride != NULL ? (guint) g_ascii_strtoull (stride, NULL, 10) : 1;
  g_test_message ("%s: %u places, %u refusals", hx_fault_names[fault], n - 1, work.refused);
  g_assert_cmpuint (n, >, 1);
  check_pages (self->db);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hx_fault_vfs_install ();
  for (guint i = 0; i < HX_N_FAULTS; i++)
    {
      g_autofree char *path = g_strconcat ("/faults/", hx_fault_names[i], NULL);

      g_test_add (path, HxFixture, GINT_TO_POINTER (i), hx_fixture_set_up, test_fault, hx_fixture_tear_down);
    }
  return g_test_run ();
}
