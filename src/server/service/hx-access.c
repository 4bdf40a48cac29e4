/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-access.h"

#include "hx-time.h"

/* How long somebody is taken for who they were without asking the store: the bound
 * for a server that did not hear of a change on another. */
#define REMEMBERED (5 * HX_SECOND)

/* Tokens that are in use at once; past it all are looked up anew. */
#define MAX_ENTRIES 50000

struct _HxAccess
{
  GMutex lock;
  GHashTable *entries; /* token hash → Entry */
  GHashTable *used;    /* ids of keys that were used since they were last noted */
  guint generation;    /* grows whenever something is forgotten */
};

typedef struct
{
  HxCaller caller;
  gint64 checked_at;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  hx_caller_clear (&entry->caller);
  g_free (entry);
}

/**
 * hx_access_new:
 *
 * Returns: (transfer full): a memory of nobody
 */
HxAccess *
hx_access_new (void)
{
  HxAccess *self = g_new0 (HxAccess, 1);

  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * hx_access_free:
 * @self: (transfer full) (nullable): a memory
 */
void
hx_access_free (HxAccess *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->used);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
is_fresh (const Entry *entry,
          gint64       now)
{
  gint64 expires_at = entry->caller.expires_at;

  return entry->checked_at <= now && now < entry->checked_at + REMEMBERED && (expires_at == 0 || now < expires_at);
}

/**
 * hx_access_find:
 * @self: a memory
 * @hash: of a token
 * @now: µs UTC
 * @caller: (out caller-allocates): who it is
 *
 * Returns: whether it is known
 */
gboolean
hx_access_find (HxAccess   *self,
                const char *hash,
                gint64      now,
                HxCaller   *caller)
{
  Entry *entry;
  gboolean found;

  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, hash);
  found = entry != NULL && is_fresh (entry, now);
  if (found)
    hx_caller_copy (caller, &entry->caller);
  else if (entry != NULL)
    g_hash_table_remove (self->entries, hash);
  g_mutex_unlock (&self->lock);
  return found;
}

/**
 * hx_access_generation:
 * @self: a memory
 *
 * Returns: to be asked for before the store is, see [method@Access.remember]
 */
guint
hx_access_generation (HxAccess *self)
{
  guint generation;

  g_mutex_lock (&self->lock);
  generation = self->generation;
  g_mutex_unlock (&self->lock);
  return generation;
}

/**
 * hx_access_remember:
 * @self: a memory
 * @generation: as it was before the store was asked: what was forgotten since then
 *   may be what the store said, so nothing is remembered
 * @hash: of a token
 * @now: µs UTC
 * @caller: who it is
 */
void
hx_access_remember (HxAccess       *self,
                    guint           generation,
                    const char     *hash,
                    gint64          now,
                    const HxCaller *caller)
{
  g_mutex_lock (&self->lock);
  if (generation == self->generation)
    {
      Entry *entry = g_new0 (Entry, 1);

      if (g_hash_table_size (self->entries) >= MAX_ENTRIES)
        g_hash_table_remove_all (self->entries);
      hx_caller_copy (&entry->caller, caller);
      entry->checked_at = now;
      g_hash_table_replace (self->entries, g_strdup (hash), entry);
    }
  if (caller->key)
    g_hash_table_add (self->used, g_strdup (caller->session_id));
  g_mutex_unlock (&self->lock);
}

/**
 * hx_access_forget:
 * @self: a memory
 * @session_id: (nullable): a session or key that ended
 * @user_id: (nullable): without @session_id: whose access changed
 */
void
hx_access_forget (HxAccess   *self,
                  const char *session_id,
                  const char *user_id)
{
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->lock);
  self->generation++;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (hx_caller_is (&((Entry *) value)->caller, session_id, user_id))
      g_hash_table_iter_remove (&iter);
  g_mutex_unlock (&self->lock);
}

/**
 * hx_access_take_used:
 * @self: a memory
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids of keys that were
 *   used since this was last called
 */
char **
hx_access_take_used (HxAccess *self)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->used);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_ptr_array_add (ids, key);
      g_hash_table_iter_steal (&iter);
    }
  g_mutex_unlock (&self->lock);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}
