/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-anchorer.h"
#include "hx-audit-row.h"
#include "store/hx-waking-thread.h"

#include <string.h>

/* So that a burst of commits is one line. */
#define SOON (1 * G_TIME_SPAN_SECOND)
/* So that a busy log does not fill the disk with anchors: some 2 MB a day at most. */
#define APART (5 * G_TIME_SPAN_SECOND)

struct _HxAnchorer
{
  GMutex lock; /* for the anchors and what is known of them */
  HxDb *db;    /* the thread's own */
  HxKeyring *keyring;
  HxAuditAnchors *anchors;
  HxAnchoredFunc anchored;
  gpointer data;
  HxWakingThread *thread;
  gint64 written;   /* number of the last anchor that is kept for good */
  gboolean failing; /* said once, until it goes well again */
};

static void
tell (HxAnchorer *self)
{
  g_autofree char *anchor = NULL;

  if (self->anchors->id == NULL)
    return;
  anchor = g_strdup_printf ("%s:%" G_GINT64_FORMAT, self->anchors->id, MAX (self->written, self->anchors->newest.number));
  self->anchored (anchor, self->data);
}

static gboolean
keep (HxAnchorer          *self,
      const HxAuditAnchor *anchor,
      GError             **error)
{
  if (!hx_audit_anchors_append (self->anchors, self->keyring, anchor, error))
    return FALSE;
  self->written = MAX (self->written, anchor->number);
  /* Nobody asks for the others any more. */
  g_array_set_size (self->anchors->anchors, 0);
  return TRUE;
}

/* The log must still have the row of an anchor: a store that was cut off or set back is told of, loudly, but serves. */
static gboolean
is_there (HxDb                *db,
          const HxAuditAnchor *anchor)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &error, "SELECT code FROM audit WHERE number = $1", "i", anchor->number);

  if (row != NULL && strcmp (hx_statement_get_text (row, 0), anchor->code) == 0)
    return TRUE;
  if (error == NULL)
    g_warning ("The audit log is not the one that was anchored up to %" G_GINT64_FORMAT
               ": it was cut off or set back; see huixiangd audit verify",
               anchor->number);
  return FALSE;
}

/* What the log has no more, or perhaps has not, must not be forgotten with the newest. */
static gboolean
keep_if_lost (HxAnchorer *self,
              HxDb       *db,
              GError    **error)
{
  const HxAuditAnchor newest = self->anchors->newest;

  return newest.number == 0 || is_there (db, &newest) || keep (self, &newest, error);
}

static gboolean
keep_head (HxAnchorer          *self,
           const HxAuditAnchor *head,
           GError             **error)
{
  if (head->number == self->written || head->number == 0)
    return TRUE;
  if (!keep (self, head, error))
    return FALSE;
  tell (self);
  return TRUE;
}

static gboolean
note_head (HxAnchorer          *self,
           HxDb                *db,
           const HxAuditAnchor *head,
           GError             **error)
{
  if (!keep_if_lost (self, db, error) || !hx_audit_anchors_set_newest (self->anchors, self->keyring, head, error))
    return FALSE;
  tell (self);
  return TRUE;
}

static void
say (HxAnchorer   *self,
     const GError *error)
{
  if (error != NULL && !self->failing)
    g_warning ("The audit log could not be anchored: %s", error->message);
  self->failing = error != NULL;
}

/* The store is asked without the lock: who notes does not wait for it. */
static void
anchor (gpointer data)
{
  HxAnchorer *self = data;
  g_autoptr (GError) error = NULL;
  HxAuditAnchor head;
  gboolean known = hx_audit_read_head (self->db, &head, &error);

  g_mutex_lock (&self->lock);
  if (known)
    keep_head (self, &head, &error);
  say (self, error);
  g_mutex_unlock (&self->lock);
}

static void
take_up (HxAnchorer *self)
{
  const HxAuditAnchors *anchors = self->anchors;
  g_autoptr (GError) error = NULL;

  if (anchors->wrong_line > 0)
    g_warning ("%s was changed in line %u; see huixiangd audit verify", anchors->path, anchors->wrong_line);
  if (anchors->newest_changed)
    g_warning ("What lies beside %s was changed; see huixiangd audit verify", anchors->path);
  if (anchors->anchors->len == 0)
    return;
  {
    const HxAuditAnchor last = g_array_index (anchors->anchors, HxAuditAnchor, anchors->anchors->len - 1);

    self->written = last.number;
    if (last.number > anchors->newest.number)
      is_there (self->db, &last);
  }
  g_array_set_size (anchors->anchors, 0);
  keep_if_lost (self, self->db, &error);
  say (self, error);
  tell (self);
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
  g_mutex_init (&self->lock);
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
 * hx_anchorer_note:
 * @self: an anchorer
 * @db: the connection that committed, in no transaction
 * @head: how far the log goes with what was just committed
 *
 * To be called before anybody is told of the commit: from then on nobody can take it out of the log unseen. It waits for
 * the disk. Where that fails the commit stands nevertheless, and the log says so once.
 */
void
hx_anchorer_note (HxAnchorer          *self,
                  HxDb                *db,
                  const HxAuditAnchor *head)
{
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->lock);
  note_head (self, db, head, &error);
  say (self, error);
  g_mutex_unlock (&self->lock);
}

/**
 * hx_anchorer_notify:
 * @self: an anchorer
 *
 * Something was committed, perhaps by others.
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
  g_mutex_clear (&self->lock);
  g_free (self);
}
