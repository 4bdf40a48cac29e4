/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit-fixture.h"

#include "audit/hx-anchorer.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define CUT(to) \
  "DELETE FROM audit WHERE number > " #to ";" \
  "UPDATE audit_head SET number = " #to ", code = (SELECT code FROM audit WHERE number = " #to ")"

#define PREFIX "huixiang-audit-anchors 1 "

static void
write_anchored (HxFixture *self)
{
  audit_write (self, 10, FALSE);
  audit_anchor (self);
  audit_write (self, 5, FALSE);
  audit_anchor (self);
  audit_write (self, 3, FALSE);
}

static char *
read_file (HxFixture *self)
{
  g_autofree char *path = audit_anchor_path (self);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
write_file (HxFixture  *self,
            const char *text,
            gssize      length)
{
  g_autofree char *path = audit_anchor_path (self);

  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

/* Whoever knows how the head works can cut off the end so that the store alone does not show it. */
static void
test_tail (HxFixture    *self,
           gconstpointer data)
{
  write_anchored (self);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 15, CUT (14));
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 2, CUT (1));
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 1, "DELETE FROM audit; UPDATE audit_head SET number = 0, code = ''");
  /* As far as the last anchor, and no further. */
  audit_finds (self, HX_AUDIT_FAULT_NOTHING, 0, CUT (16));
}

/* A store set back that goes on, as after an older copy was put in its place. */
static void
test_set_back (HxFixture    *self,
               gconstpointer data)
{
  write_anchored (self);
  audit_tamper (self, CUT (12));
  g_assert_true (hx_audit_write (self->db, &(HxAuditEntry){ .action = HX_AUDIT_ERASED, .thing = "customer" }, self->now, NULL));
  audit_expect (self, HX_AUDIT_FAULT_TAIL_CUT, 14);
  for (guint i = 0; i < 10; i++)
    g_assert_true (hx_audit_write (self->db, &(HxAuditEntry){ .action = HX_AUDIT_ERASED, .thing = "customer" }, self->now,
                                   NULL));
  audit_expect (self, HX_AUDIT_FAULT_SET_BACK, 15);
  audit_undo (self);
}

/* Between two anchors that are kept nothing can go either, though the file beside them has but the newest. */
static void
test_newest (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *path = audit_anchor_path (self);
  g_autofree char *newest = g_strconcat (path, ".newest", NULL);
  g_autofree char *text = NULL;
  gsize header;

  write_anchored (self);
  audit_finds (self, HX_AUDIT_FAULT_NOTHING, 0, CUT (17));
  audit_anchor_newest (self);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 18, CUT (17));
  audit_write (self, 1, FALSE);
  audit_anchor_newest (self);
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 19, CUT (18));
  /* Others went on. */
  audit_write (self, 2, FALSE);
  audit_anchor (self);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);

  g_assert_true (g_file_get_contents (newest, &text, NULL, NULL));
  header = (gsize) (strchr (text, '\n') - text);
  for (gsize i = 0; i < strlen (text); i++)
    {
      g_autofree char *other = g_strdup (text);

      other[i] = other[i] == '7' ? '8' : '7';
      g_assert_true (g_file_set_contents (newest, other, -1, NULL));
      /* What names another file belonged to that one. */
      audit_expect (self, i >= strlen (PREFIX) && i <= header ? HX_AUDIT_FAULT_NOTHING : HX_AUDIT_FAULT_ANCHORS_CHANGED, 0);
    }
}

/* What could not be looked for was kept later than what came after it. */
static void
test_order (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *path = audit_anchor_path (self);
  HxKeyring *keyring = hx_db_get_keyring (self->db);
  g_autoptr (HxAuditAnchors) anchors = NULL;
  HxAuditAnchor early;

  audit_write (self, 10, FALSE);
  g_assert_true (hx_audit_read_head (self->db, &early, NULL));
  audit_write (self, 5, FALSE);
  audit_anchor (self);
  anchors = hx_audit_anchors_load (path, keyring, NULL);
  g_assert_true (hx_audit_anchors_append (anchors, keyring, &early, NULL));
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 15, CUT (14));
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 10, CUT (9));
}

/* A file that was moved aside, or that a crash left without its first line, is begun anew. */
static void
test_begun (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *path = audit_anchor_path (self), *aside = g_strconcat (path, ".old", NULL), *text = NULL;
  HxKeyring *keyring = hx_db_get_keyring (self->db);
  g_autoptr (HxAuditAnchors) anchors = NULL;
  HxAuditAnchor head;

  write_anchored (self);
  audit_anchor_newest (self);
  anchors = hx_audit_anchors_load (path, keyring, NULL);
  g_assert_true (hx_audit_read_head (self->db, &head, NULL));
  g_assert_cmpint (g_rename (path, aside), ==, 0);
  g_assert_true (hx_audit_anchors_set_newest (anchors, keyring, &head, NULL));
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 18, CUT (17));
  text = read_file (self);
  for (gsize i = 0; text[i - (i > 0)] != '\n'; i++)
    {
      write_file (self, text, (gssize) i);
      audit_anchor (self);
      audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
      audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 18, CUT (17));
    }
}

static void
test_edited (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *text = NULL;

  write_anchored (self);
  text = read_file (self);
  for (gsize i = 0; i < strlen (text); i++)
    {
      g_autofree char *other = g_strdup (text);

      if (other[i] == '\n')
        continue;
      other[i] = other[i] == '7' ? '8' : '7';
      write_file (self, other, -1);
      audit_expect (self, HX_AUDIT_FAULT_ANCHORS_CHANGED, 0);
    }
  write_file (self, text, -1);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
}

static void
test_line_removed (HxFixture    *self,
                   gconstpointer data)
{
  g_autofree char *text = NULL, *without = NULL;
  g_auto (GStrv) lines = NULL;

  write_anchored (self);
  text = read_file (self);
  lines = g_strsplit (text, "\n", -1);
  without = g_strconcat (lines[0], "\n", lines[2], "\n", NULL);
  write_file (self, without, -1);
  audit_expect (self, HX_AUDIT_FAULT_ANCHORS_CHANGED, 0);
}

/* Rows say how far the file went when they were written. */
static void
test_truncated (HxFixture    *self,
                gconstpointer data)
{
  g_autofree char *text = NULL, *id = NULL, *mark = NULL;
  g_auto (GStrv) lines = NULL;

  write_anchored (self);
  text = read_file (self);
  lines = g_strsplit (text, "\n", -1);
  id = g_strdup (strrchr (lines[0], ' ') + 1);
  mark = g_strconcat (id, ":15", NULL);
  hx_site_set_anchor (self->site, mark);
  hx_fixture_must (self, HX_OPERATION_AUDIT_LIST, &self->compliance, NULL, NULL, NULL);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  write_file (self, text, (gssize) (strlen (lines[0]) + 1 + strlen (lines[1]) + 1));
  audit_expect (self, HX_AUDIT_FAULT_ANCHORS_CUT, 0);
  write_file (self, text, (gssize) (strlen (text) - 10));
  audit_expect (self, HX_AUDIT_FAULT_ANCHORS_CUT, 0);
  write_file (self, "", 0);
  audit_expect (self, HX_AUDIT_FAULT_ANCHORS_CUT, 0);
}

/* A crash may leave half a line, or a row that no anchor has seen: neither is anybody's doing. */
static void
test_crash (HxFixture    *self,
            gconstpointer data)
{
  g_autofree char *text = NULL, *after = NULL;

  write_anchored (self);
  text = read_file (self);
  for (gsize i = strlen (text) - 1; text[i - 1] != '\n'; i--)
    {
      write_file (self, text, (gssize) i);
      audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
      audit_anchor (self);
      audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
    }
  after = read_file (self);
  g_assert_nonnull (strstr (after, "~\n"));
}

static int expected; /* so many warnings about a log that was set back */

static GLogWriterOutput
on_message (GLogLevelFlags   level,
            const GLogField *fields,
            gsize            n_fields,
            gpointer         data)
{
  for (gsize i = 0; level <= G_LOG_LEVEL_WARNING && i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      {
        g_assert_nonnull (strstr (fields[i].value, "cut off or set back"));
        g_assert_cmpint (g_atomic_int_add (&expected, -1), >, 0);
      }
  return level <= G_LOG_LEVEL_WARNING ? G_LOG_WRITER_HANDLED : g_log_writer_default (level, fields, n_fields, data);
}

typedef struct
{
  GMutex lock;
  GCond wake;
  char *anchor;
} Told;

static void
on_anchored (const char *anchor,
             gpointer    data)
{
  Told *told = data;

  g_mutex_lock (&told->lock);
  g_free (told->anchor);
  told->anchor = g_strdup (anchor);
  g_cond_signal (&told->wake);
  g_mutex_unlock (&told->lock);
}

/* Over the fixture's store, telling @told. */
static HxAnchorer *
open_anchorer (HxFixture *self,
               Told      *told)
{
  g_autofree char *path = audit_anchor_path (self);
  HxAnchorer *anchorer
      = hx_anchorer_new (self->uri, hx_db_get_keyring (self->db), path, on_anchored, told, &self->error);

  g_assert_no_error (self->error);
  return anchorer;
}

static void
told_init (Told *told)
{
  *told = (Told){ .anchor = NULL };
  g_mutex_init (&told->lock);
  g_cond_init (&told->wake);
}

static void
told_clear (Told *told)
{
  g_free (told->anchor);
  g_mutex_clear (&told->lock);
  g_cond_clear (&told->wake);
}

/* What was cut off at once is not forgotten when the log goes on over it. */
static void
test_noted (HxFixture    *self,
            gconstpointer data)
{
  Told told;
  HxAnchorer *anchorer;
  HxAuditAnchor head;

  told_init (&told);
  audit_write (self, 4, FALSE);
  audit_anchor (self);
  anchorer = open_anchorer (self, &told);
  audit_write (self, 1, FALSE);
  g_assert_true (hx_audit_take_head (self->db, &head, &self->error));
  g_assert_cmpint (head.number, ==, 5);
  hx_anchorer_note (anchorer, self->db, &head);
  g_assert_true (g_str_has_suffix (told.anchor, ":5"));
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  audit_tamper (self, CUT (4));
  g_assert_true (hx_db_execute (self->db, "COMMIT", NULL));
  audit_expect (self, HX_AUDIT_FAULT_TAIL_CUT, 5);
  audit_write (self, 3, FALSE);
  g_assert_true (hx_audit_take_head (self->db, &head, &self->error));
  g_assert_cmpint (head.number, ==, 7);
  g_atomic_int_set (&expected, 1);
  hx_anchorer_note (anchorer, self->db, &head);
  g_assert_cmpint (g_atomic_int_get (&expected), ==, 0);
  audit_expect (self, HX_AUDIT_FAULT_SET_BACK, 5);
  /* Nothing was appended since. */
  g_assert_true (hx_audit_take_head (self->db, &head, &self->error));
  g_assert_cmpint (head.number, ==, 0);
  hx_anchorer_free (anchorer);
  audit_expect (self, HX_AUDIT_FAULT_SET_BACK, 5);
  told_clear (&told);
}

static void
test_thread (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *path = audit_anchor_path (self);
  Told told;
  HxAnchorer *anchorer;
  GStatBuf status;

  audit_write (self, 4, FALSE);
  told_init (&told);
  anchorer = open_anchorer (self, &told);
  /* What was there before it started. */
  g_mutex_lock (&told.lock);
  while (told.anchor == NULL)
    g_cond_wait (&told.wake, &told.lock);
  g_assert_true (g_str_has_suffix (told.anchor, ":4"));
  g_mutex_unlock (&told.lock);
  audit_write (self, 3, FALSE);
  hx_anchorer_notify (anchorer);
  /* An orderly end leaves nothing unanchored. */
  hx_anchorer_free (anchorer);
  g_assert_true (g_str_has_suffix (told.anchor, ":7"));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  audit_expect (self, HX_AUDIT_FAULT_NOTHING, 0);
  audit_finds (self, HX_AUDIT_FAULT_TAIL_CUT, 7, CUT (6));

  /* The next start goes on in the same file, and says so if the log is behind it. */
  audit_tamper (self, CUT (6));
  g_assert_true (hx_db_execute (self->db, "COMMIT", NULL));
  g_atomic_int_set (&expected, 1);
  anchorer = open_anchorer (self, &told);
  g_assert_cmpint (g_atomic_int_get (&expected), ==, 0);
  hx_anchorer_free (anchorer);
  audit_expect (self, HX_AUDIT_FAULT_TAIL_CUT, 7);
  told_clear (&told);
}

#define TEST(path, func) \
  g_test_add ("/audit-anchors/" path, HxFixture, NULL, hx_fixture_set_up, func, hx_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Structured messages pass by g_test_expect_message(); ours fail the test themselves. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (on_message, NULL, NULL);
  TEST ("tail", test_tail);
  TEST ("set-back", test_set_back);
  TEST ("newest", test_newest);
  TEST ("order", test_order);
  TEST ("begun", test_begun);
  TEST ("edited", test_edited);
  TEST ("line-removed", test_line_removed);
  TEST ("truncated", test_truncated);
  TEST ("crash", test_crash);
  TEST ("noted", test_noted);
  TEST ("thread", test_thread);
  return g_test_run ();
}
