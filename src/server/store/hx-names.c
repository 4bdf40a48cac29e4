/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-names.h"

#include <string.h>

typedef struct
{
  char *name;
  gint64 rev; /* the user's */
} Entry;

/* Looked into fifty times a page by all readers at once, so what is found is not copied: a name that was replaced is kept to
 * the end, as somebody may be reading it. People are renamed rarely. */
struct _HxNames
{
  gatomicrefcount references;
  GRWLock lock;
  GHashTable *entries; /* id → Entry */
  GPtrArray *former;   /* of char: names that were replaced */
};

/* Ids end in what is random of them. */
static guint
id_hash (gconstpointer id)
{
  const char *text = id;
  gsize length = strlen (text);

  return g_str_hash (length > 8 ? text + length - 8 : text);
}

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->name);
  g_free (self);
}

/**
 * hx_names_new:
 *
 * Returns: (transfer full): a memory of nobody
 */
HxNames *
hx_names_new (void)
{
  HxNames *self = g_new0 (HxNames, 1);

  g_atomic_ref_count_init (&self->references);
  g_rw_lock_init (&self->lock);
  self->entries = g_hash_table_new_full (id_hash, g_str_equal, g_free, entry_free);
  self->former = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * hx_names_ref:
 * @self: a memory
 *
 * Returns: (transfer full): @self
 */
HxNames *
hx_names_ref (HxNames *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * hx_names_unref:
 * @self: (transfer full): a memory
 */
void
hx_names_unref (HxNames *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->former);
  g_rw_lock_clear (&self->lock);
  g_free (self);
}

/**
 * hx_names_take:
 * @self: a memory
 * @id: a user
 * @name: their name, committed
 * @rev: the revision of the user that has it
 *
 * Of two names the one of the later revision stays, in whatever order they come: a reader with an old snapshot, or the
 * feed, which may read a user while another server's change is told here, cannot put a former name back.
 */
void
hx_names_take (HxNames    *self,
               const char *id,
               const char *name,
               gint64      rev)
{
  Entry *entry;

  g_rw_lock_writer_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, id);
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (self->entries, g_strdup (id), entry);
    }
  if (entry->name == NULL || (rev > entry->rev && strcmp (entry->name, name) != 0))
    {
      if (entry->name != NULL)
        g_ptr_array_add (self->former, entry->name);
      entry->name = g_strdup (name);
    }
  entry->rev = MAX (rev, entry->rev);
  g_rw_lock_writer_unlock (&self->lock);
}

/**
 * hx_names_find:
 * @self: a memory
 * @id: an id
 *
 * Returns: (nullable): what is known of it; good as long as @self is
 */
const char *
hx_names_find (HxNames    *self,
               const char *id)
{
  const Entry *entry;
  const char *name;

  g_rw_lock_reader_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, id);
  name = entry != NULL ? entry->name : NULL;
  g_rw_lock_reader_unlock (&self->lock);
  return name;
}

/**
 * hx_names_fill:
 * @self: a memory
 * @db: a connection, in no transaction that wrote something
 * @error: the store's
 *
 * Returns: whether all users of the store are known
 */
gboolean
hx_names_fill (HxNames *self,
               HxDb    *db,
               GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows = hx_db_query (db, &failure, "SELECT id, name, rev FROM users", "");

  for (HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW;
       step = hx_statement_step (rows, &failure))
    hx_names_take (self, hx_statement_get_text (rows, 0), hx_statement_get_text (rows, 1), hx_statement_get_int (rows, 2));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* What a writing transaction sees may never be committed, and its revision then be given to another name. */
static gboolean
ask (HxDb        *db,
     const char  *id,
     const char **name,
     GError     **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, &failure, "SELECT name, rev FROM users WHERE id = $1", "s", id);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_free (db->asked_name);
  db->asked_name = row != NULL ? g_strdup (hx_statement_get_text (row, 0)) : NULL;
  if (row != NULL && db->names != NULL && db->mode == HX_DB_READ)
    hx_names_take (db->names, id, db->asked_name, hx_statement_get_int (row, 1));
  *name = db->asked_name;
  return TRUE;
}

/**
 * hx_name_of_user:
 * @db: a connection
 * @id: an id
 * @name: (out) (transfer none) (nullable): what the user is called; %NULL for an id that is no user's. Good until
 *   @db is asked for another name
 * @error: the store's
 *
 * Returns: whether that could be found out
 */
gboolean
hx_name_of_user (HxDb        *db,
                 const char  *id,
                 const char **name,
                 GError     **error)
{
  *name = db->names != NULL ? hx_names_find (db->names, id) : NULL;
  return *name != NULL || ask (db, id, name, error);
}
