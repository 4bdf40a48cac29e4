/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-cache.h"

struct _HxCache
{
  GHashTable *records; /* id → Entry */
};

typedef struct
{
  HxCache *cache;
  char *id;
  HxRecord *record; /* weak */
} Entry;

static void
on_gone (gpointer data,
         GObject *gone)
{
  Entry *entry = data;

  entry->record = NULL;
  g_hash_table_remove (entry->cache->records, entry->id);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->record != NULL)
    g_object_weak_unref (G_OBJECT (entry->record), on_gone, entry);
  g_free (entry->id);
  g_free (entry);
}

/**
 * hx_cache_new:
 *
 * Returns: (transfer full): an empty cache
 */
HxCache *
hx_cache_new (void)
{
  HxCache *self = g_new0 (HxCache, 1);

  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  return self;
}

/**
 * hx_cache_free:
 * @self: (transfer full) (nullable): a cache
 */
void
hx_cache_free (HxCache *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->records);
  g_free (self);
}

/**
 * hx_cache_forget:
 * @self: a cache
 *
 * Lets go of everything: another person sees other records, and other parts of them.
 */
void
hx_cache_forget (HxCache *self)
{
  g_hash_table_remove_all (self->records);
}

/**
 * hx_cache_find:
 * @self: a cache
 * @id: a record's id
 *
 * Returns: (transfer none) (nullable): the record, if somebody holds it
 */
HxRecord *
hx_cache_find (HxCache    *self,
               const char *id)
{
  Entry *entry = g_hash_table_lookup (self->records, id);

  return entry != NULL ? entry->record : NULL;
}

/**
 * hx_cache_list:
 * @self: a cache
 * @schema: a kind of record
 *
 * Returns: (transfer full) (element-type HxRecord): those of them that somebody holds
 */
GPtrArray *
hx_cache_list (HxCache        *self,
               const HxSchema *schema)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (hx_record_get_schema (((Entry *) entry)->record) == schema)
      g_ptr_array_add (records, g_object_ref (((Entry *) entry)->record));
  return records;
}

static gboolean
has_identity (HxRecord *record)
{
  const HxSchema *schema = hx_record_get_schema (record);

  return schema->n_fields > HX_RECORD_REV && g_str_equal (schema->fields[HX_RECORD_ID].name, "id")
         && g_str_equal (schema->fields[HX_RECORD_REV].name, "rev") && hx_record_get_id (record) != NULL;
}

static void
remember (HxCache  *self,
          HxRecord *record)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->cache = self;
  entry->id = g_strdup (hx_record_get_id (record));
  entry->record = record;
  g_object_weak_ref (G_OBJECT (record), on_gone, entry);
  g_hash_table_replace (self->records, entry->id, entry);
}

/* An answer may leave out what another one joined to the record, such as the call of a wrap-up: that is kept. */
static void
keep_embedded (HxRecord *known,
               HxRecord *record)
{
  const HxSchema *schema = hx_record_get_schema (record);

  for (guint i = 0; i < schema->n_fields; i++)
    {
      if (!(schema->fields[i].flags & HX_FIELD_VIEW) || hx_record_has (record, i) || !hx_record_has (known, i))
        continue;
      if (schema->fields[i].kind == HX_KIND_RECORD)
        hx_record_set_record (record, i, hx_record_get_record (known, i));
      else if (schema->fields[i].kind == HX_KIND_LIST)
        for (guint n = 0; n < hx_record_get_list (known, i)->len; n++)
          hx_record_append_item (record, i, g_object_ref (hx_record_get_list (known, i)->pdata[n]));
    }
}

/* What is joined to a record is a record too: events about it show there as well. */
static void
merge_embedded (HxCache  *self,
                HxRecord *record)
{
  const HxSchema *schema = hx_record_get_schema (record);

  for (guint i = 0; i < schema->n_fields; i++)
    if (schema->fields[i].kind == HX_KIND_RECORD && hx_record_has (record, i))
      {
        g_autoptr (HxRecord) merged = hx_cache_merge (self, g_object_ref (hx_record_get_record (record, i)));

        if (merged != hx_record_get_record (record, i))
          hx_record_set_record (record, i, merged);
      }
}

/**
 * hx_cache_merge:
 * @self: a cache
 * @record: (transfer full): a record as the server sent it
 *
 * An older state than the known one changes nothing, in whatever order answers
 * and events arrive. What has no identity is passed through.
 *
 * Returns: (transfer full): the one object of that record
 */
HxRecord *
hx_cache_merge (HxCache  *self,
                HxRecord *record)
{
  HxRecord *known;

  merge_embedded (self, record);
  if (!has_identity (record))
    return record;
  known = hx_cache_find (self, hx_record_get_id (record));
  if (known == record)
    return record;
  if (known == NULL || hx_record_get_schema (known) != hx_record_get_schema (record))
    {
      remember (self, record);
      return record;
    }
  if (hx_record_get_int (record, HX_RECORD_REV) >= hx_record_get_int (known, HX_RECORD_REV))
    {
      keep_embedded (known, record);
      hx_record_update (known, record);
    }
  g_object_ref (known);
  g_object_unref (record);
  return known;
}
