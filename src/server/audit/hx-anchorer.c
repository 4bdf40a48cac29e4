/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-anchorer.h"
#include "hx-audit-anchors.h"
#include "hx-time.h"
#include "store/hx-waking-thread.h"

#include <string.h>

/* So that a burst of commits is one line. */
#define SOON (1 * G_TIME_SPAN_SECOND)
/* So that a busy log does not fill the disk with anchors: some 2 MB a day at most. */
#define APART (5 * G_TIME_SPAN_SECOND)

struct _HxAnchorer
{
  HxDb *db;
  HxKeyring *keyring;
  HxAuditAnchors *anchors;
  HxAnchoredFunc anchored;
  gpointer data;
  HxWakingThread *thread;
  gint64 written;   /* number of the last anchor */
  gboolean failing; /* said once, until it goes well again */
};

static void
tell (HxAnchorer *self)
{
  g_autofree char *anchor = NULL;

  if (self->anchors->id == NULL)
    return;
  anchor = g_strdup_printf ("%s:%" G_GINT64_FORMAT, self->anchors->id, self->written);
  self->anchored (anchor, self->data);
}

static gboolean
anchor_head (HxAnchorer *self,
             GError    **error)
{
  g_autoptr (HxStatement) row = hx_db_query (self->db, error, "SELECT number, code FROM audit_head", "");
  HxAuditAnchor anchor = { .at = hx_time_now () };

  if (row == NULL)
    return *error == NULL;
  anchor.number = hx_statement_get_int (row, 0);
  g_strlcpy (anchor.code, hx_statement_get_text (row, 1), sizeof anchor.code);
  if (anchor.number == self->written || anchor.number == 0)
    return TRUE;
  if (!hx_audit_anchors_append (self->anchors, self->keyring, &anchor, error))
    return FALSE;
  self->written = anchor.number;
  /* Nobody asks for the others any more. */
  g_array_set_size (self->anchors->anchors, 0);
  tell (self);
  return TRUE;
}

static void
anchor (gpointer data)
{
  HxAnchorer *self = data;
  g_autoptr (GError) error = NULL;
  gboolean good = anchor_head (self, &error);

  if (!good && !self->failing)
    g_warning ("The audit log could not be anchored: %s", error->message);
  self->failing = !good;
}

/* The log must still have the row of the last anchor: a store that was set back is told of, loudly, but serves. */
static void
check_last (HxAnchorer          *self,
            const HxAuditAnchor *last)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (self->db, &error, "SELECT code FROM audit WHERE number = $1", "i", last->number);

  if (error == NULL && (row == NULL || strcmp (hx_statement_get_text (row, 0), last->code) != 0))
    g_warning ("The audit log is not the one that was anchored up to %" G_GINT64_FORMAT
               ": it was cut off or set back; see huixiangd audit verify",
               last->number);
  if (self->anchors->wrong_line > 0)
    g_warning ("%s was changed in line %u; see huixiangd audit verify", self->anchors->path,
               self->anchors->wrong_line);
}

static void
take_up (HxAnchorer *self)
{
  GArray *anchors = self->anchors->anchors;

  if (anchors->len > 0)
    {
      HxAuditAnchor last = g_array_index (anchors, HxAuditAnchor, anchors->len - 1);

      self->written = last.number;
      if (last.number > 0)
        check_last (self, &last);
      tell (self);
    }
  g_array_set_size (anchors, 0);
}

/**
 * hx_anchorer_new:
 * @store: URI of a store that exists
 * @keyring: its keys
 * @path: the anchor file, which need not be there
 * @anchored: told what is durably anchored
 * @data: for @anchored
 * @error: what is wrong with the store or the file
 *
 * Returns: (transfer full) (nullable): a running anchorer
 */
HxAnchorer *
hx_anchorer_new (const char    *store,
                 HxKeyring     *keyring,
                 const char    *path,
                 HxAnchoredFunc anchored,
                 gpointer       data,
                 GError       **error)
{
  HxAuditAnchors *anchors = hx_audit_anchors_load (path, keyring, error);
  HxDb *db = anchors != NULL ? hx_db_open (store, HX_DB_READ, error) : NULL;
  HxAnchorer *self;

  if (db == NULL)
    {
      hx_audit_anchors_free (anchors);
      return NULL;
    }
  self = g_new0 (HxAnchorer, 1);
  self->db = db;
  self->keyring = hx_keyring_ref (keyring);
  self->anchors = anchors;
  self->anchored = anchored;
  self->data = data;
  take_up (self);
  self->thread = hx_waking_thread_new ("anchorer", SOON, APART, anchor, self);
  /* What was committed before a crash. */
  hx_waking_thread_wake (self->thread);
  return self;
}

/**
 * hx_anchorer_notify:
 * @self: an anchorer
 *
 * Something was committed.
 */
void
hx_anchorer_notify (HxAnchorer *self)
{
  hx_waking_thread_wake (self->thread);
}

/**
 * hx_anchorer_free:
 * @self: (transfer full) (nullable): an anchorer
 *
 * Anchors what was committed last; to be called when nobody writes any more.
 */
void
hx_anchorer_free (HxAnchorer *self)
{
  if (self == NULL)
    return;
  hx_waking_thread_free (self->thread);
  anchor (self);
  hx_audit_anchors_free (self->anchors);
  hx_keyring_unref (self->keyring);
  hx_db_close (self->db);
  g_free (self);
}
