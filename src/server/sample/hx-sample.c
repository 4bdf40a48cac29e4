/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include "files/hx-file-rows.h"
#include "service/hx-service.h"
#include "store/hx-record-store.h"
#include "store/hx-store-keys.h"

#include <glib/gstdio.h>

static void
set_clock (HxSample *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now = self->options->now;
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, now / HX_SECOND);

  self->offset = (gint64) g_time_zone_get_offset (zone, interval) * HX_SECOND;
  self->today = (now + self->offset) / HX_DAY * HX_DAY - self->offset;
}

static HxSample *
hx_sample_new (HxDb                  *db,
               const HxSampleOptions *options)
{
  HxSample *self = g_new0 (HxSample, 1);

  self->db = db;
  self->options = options;
  self->random = g_rand_new_with_seed (options->seed);
  self->phones = g_hash_table_new (NULL, NULL);
  self->departments = g_ptr_array_new ();
  self->agents = g_ptr_array_new_with_free_func (g_free);
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->calls = g_ptr_array_new_with_free_func (g_free);
  self->work = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->feedback = g_ptr_array_new ();
  self->files = g_ptr_array_new_with_free_func (g_free);
  set_clock (self);
  return self;
}

static void
hx_sample_free (HxSample *self)
{
  g_rand_free (self->random);
  g_hash_table_unref (self->phones);
  g_clear_pointer (&self->audio, g_ptr_array_unref);
  g_ptr_array_unref (self->departments);
  g_ptr_array_unref (self->agents);
  g_ptr_array_unref (self->people);
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->work);
  g_ptr_array_unref (self->feedback);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->rows);
  hx_json_free (self->content);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxSample, hx_sample_free)

static gboolean
check_empty (HxDb    *db,
             GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row
      = hx_db_query (db, &failure,
                     "SELECT 1 WHERE EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM customers)"
                     " OR EXISTS (SELECT 1 FROM templates)",
                     "");

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (row == NULL)
    return TRUE;
  g_set_error_literal (error, HX_ERROR, HX_ERROR_CONFLICT,
                       "This store is not empty. Sample data goes only into a new store");
  return FALSE;
}

/* Lives through the days, the oldest first, so that everything follows from what came before. */
static void
live (HxSample        *self,
      HxSampleProgress func,
      gpointer         data)
{
  for (int day = HX_SAMPLE_DAYS; day >= 0; day--)
    {
      hx_sample_plan_day (self, day);
      hx_sample_live_day (self, day);
      if (day == 1)
        hx_sample_add_offences (self);
      if (day % 30 == 0 && func != NULL)
        func (0.1 + 0.3 * (HX_SAMPLE_DAYS - day) / HX_SAMPLE_DAYS, NULL, data);
    }
  hx_sample_fill_touches (self);
  if (self->options->contacts > 0)
    hx_sample_make_long_history (self, self->options->contacts);
  hx_sample_finish_customers (self);
}

static gboolean
imagine (HxSample        *self,
         HxSampleProgress func,
         gpointer         data,
         GError         **error)
{
  if (!hx_sample_load_content (self, error) || !hx_sample_load_audio (self, error))
    return FALSE;
  if (self->audio->len == 0 && func != NULL)
    func (0, "The sample calls have no audio: there is no audio/manifest.tsv in the sample folder", data);
  if (!hx_sample_make_people (self, error))
    return FALSE;
  hx_sample_plan_audio (self);
  hx_sample_make_customers (self);
  live (self, func, data);
  if (!hx_sample_make_recordings (self, error))
    return FALSE;
  hx_sample_make_wrapups (self);
  hx_sample_leave_open (self);
  hx_sample_make_rectifications (self);
  hx_sample_make_pool (self);
  hx_sample_number_feedback (self);
  return TRUE;
}

static gboolean
store (HxSample        *self,
       HxSampleProgress func,
       gpointer         data,
       GError         **error)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!hx_record_insert (self->db, g_ptr_array_index (self->rows, i), self->options->now, error))
        return FALSE;
      if (i % 2000 == 0 && func != NULL)
        func (0.5 + 0.45 * i / self->rows->len, NULL, data);
    }
  return hx_sample_store_passwords (self, error) && hx_file_rows_adopt (self->db, self->options->now, error) && hx_store_recount (self->db, error);
}

/**
 * hx_sample_generate:
 * @db: a connection for writing, to an empty store that is migrated
 * @options: what to make
 * @func: (nullable): hears how far it is
 * @data: user data of @func
 * @error: %HX_ERROR_CONFLICT for a store that is not empty, or the store's
 *
 * Fills a store with an invented company: people, customers, ninety days of
 * contacts, calls with their recordings, feedback and rectifications in every
 * state. All of it is one transaction: a store has the whole sample or none.
 *
 * Returns: whether the sample is in the store
 */
gboolean
hx_sample_generate (HxDb                  *db,
                    const HxSampleOptions *options,
                    HxSampleProgress       func,
                    gpointer               data,
                    GError               **error)
{
  g_autoptr (HxSample) self = hx_sample_new (db, options);
  gboolean done;

  if (!hx_db_execute (db, "BEGIN", error))
    return FALSE;
  done = check_empty (db, error) && hx_store_keys_remember (db, hx_db_get_keyring (db), options->now, error)
         && imagine (self, func, data, error) && store (self, func, data, error)
         && hx_db_execute (db, "COMMIT", error);
  if (!done && hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  for (guint i = 0; !done && i < self->files->len; i++)
    g_unlink (g_ptr_array_index (self->files, i));
  if (done && func != NULL)
    func (1, NULL, data);
  return done;
}
