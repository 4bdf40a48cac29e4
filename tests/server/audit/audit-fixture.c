/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit-fixture.h"

#include "audit/hx-audit-anchors.h"
#include "hx-time.h"

void
audit_write (HxFixture *self,
             guint      amount,
             gboolean   with_anchor)
{
  g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
  for (guint i = 0; i < amount; i++)
    {
      g_autofree char *actor = hx_id_new (), *session = hx_id_new (), *record = hx_id_new ();
      g_autofree char *request = g_strdup_printf ("%016x", i), *reason = g_strdup_printf ("reason %u", i);
      g_autofree char *detail = g_strdup_printf ("{\"fields\":[\"f%u\"]}", i);
      g_autofree char *anchor = g_strdup_printf ("01a20225-86c8-7629-abb0-c16ae6d349f9:%u", i);
      const HxAuditEntry entry = { .action = (HxAuditAction) (i % HX_N_AUDIT_ACTIONS),
                                   .origin = (HxOrigin) (i % HX_N_ORIGINS),
                                   .actor_id = actor,
                                   .session_id = session,
                                   .thing = i % 2 ? "customer" : "user",
                                   .record_id = record,
                                   .request_id = request,
                                   .reason = reason,
                                   .detail = detail,
                                   .anchor = with_anchor ? anchor : NULL };

      hx_audit_write (self->db, &entry, self->now + i, &self->error);
      g_assert_no_error (self->error);
    }
  g_assert_true (hx_db_execute (self->db, "COMMIT", NULL));
}

void
audit_tamper (HxFixture  *self,
              const char *script)
{
  static const char *const triggers[] = { "audit_stays", "audit_is_kept", "audit_head_goes_on", "audit_head_is_kept" };

  g_assert_true (hx_db_execute (self->db, "BEGIN IMMEDIATE", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (triggers); i++)
    {
      g_autofree char *sql = hx_fixture_is_embedded ()
                                 ? g_strdup_printf ("DROP TRIGGER %s", triggers[i])
                                 : g_strdup_printf ("DROP TRIGGER %s ON %s", triggers[i], i < 2 ? "audit" : "audit_head");

      hx_db_execute (self->db, sql, &self->error);
      g_assert_no_error (self->error);
    }
  hx_db_execute (self->db, script, &self->error);
  g_assert_no_error (self->error);
}

void
audit_undo (HxFixture *self)
{
  g_assert_true (hx_db_execute (self->db, "ROLLBACK", NULL));
}

void
audit_expect (HxFixture   *self,
              HxAuditFault fault,
              gint64       number)
{
  g_autofree char *path = audit_anchor_path (self);
  const char *with[] = { path, NULL }, *without[] = { NULL };
  g_auto (HxAuditVerdict) verdict = { 0 };
  g_autoptr (GError) error = NULL;

  hx_audit_verify (self->db, hx_db_get_keyring (self->db),
                   g_file_test (path, G_FILE_TEST_EXISTS) ? with : without, &verdict, &error);
  g_assert_no_error (error);
  if (verdict.fault != fault)
    g_test_message ("row %" G_GINT64_FORMAT ": %s", verdict.number, verdict.words != NULL ? verdict.words : "-");
  g_assert_cmpstr (hx_audit_fault_name (verdict.fault), ==, hx_audit_fault_name (fault));
  g_assert_cmpint (verdict.number, ==, number);
}

void
audit_finds (HxFixture   *self,
             HxAuditFault fault,
             gint64       number,
             const char  *script)
{
  audit_tamper (self, script);
  audit_expect (self, fault, number);
  audit_undo (self);
}

char *
audit_anchor_path (HxFixture *self)
{
  return g_build_filename (self->folder, "anchors", NULL);
}

/* As the server's thread does after a commit. */
static void
write_anchor (HxFixture *self,
              gboolean (*write) (HxAuditAnchors *, HxKeyring *, const HxAuditAnchor *, GError **))
{
  g_autofree char *path = audit_anchor_path (self);
  HxKeyring *keyring = hx_db_get_keyring (self->db);
  g_autoptr (HxAuditAnchors) anchors = hx_audit_anchors_load (path, keyring, &self->error);
  HxAuditAnchor head;

  g_assert_no_error (self->error);
  g_assert_true (hx_audit_read_head (self->db, &head, &self->error) && write (anchors, keyring, &head, &self->error));
}

void
audit_anchor (HxFixture *self)
{
  write_anchor (self, hx_audit_anchors_append);
}

void
audit_anchor_newest (HxFixture *self)
{
  write_anchor (self, hx_audit_anchors_set_newest);
}
