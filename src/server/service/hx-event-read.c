/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audience-private.h"
#include "hx-board-private.h"
#include "hx-call-service-private.h"
#include "hx-contact-service-private.h"
#include "hx-customer-service-private.h"
#include "hx-event-private.h"
#include "hx-feedback-service-private.h"
#include "hx-log-service-private.h"
#include "hx-pool-private.h"
#include "hx-recording-service-private.h"
#include "hx-wrapup-service-private.h"
#include "store/hx-record-store.h"

#include <string.h>

/**
 * hx_service_last_event:
 * @db: a connection
 * @error: the store's
 *
 * Returns: the number of the last event; -1 for a failure
 */
gint64
hx_service_last_event (HxDb    *db,
                       GError **error)
{
  return hx_event_last_number (db, error);
}

gint64
hx_event_last_number (HxDb    *db,
                      GError **error)
{
  g_autoptr (HxStatement) row = hx_db_query (db, error, "SELECT value FROM counters WHERE name = 'event'", "");

  return row != NULL ? hx_statement_get_int (row, 0) : -1;
}

static HxRecord *
read_event (HxStatement *row)
{
  static const guint texts[] = { HX_EVENT_THING,    HX_EVENT_RECORD_ID, HX_EVENT_ACTION,
                                 HX_EVENT_ACTOR_ID, HX_EVENT_AGENT_ID,  HX_EVENT_TEAM_ID };
  HxRecord *event = hx_record_new (&hx_event_schema);

  hx_record_set_int (event, HX_EVENT_NUMBER, hx_statement_get_int (row, 0));
  hx_record_set_int (event, HX_EVENT_AT, hx_statement_get_int (row, 1));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    hx_record_set_text (event, texts[i], hx_statement_get_text (row, i + 2));
  return event;
}

static GPtrArray *
read_events (HxDb    *db,
             gint64   number,
             gint64   since,
             guint    limit,
             GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows
      = hx_db_query (db, &failure,
                     "SELECT number, at, thing, record_id, action, actor_id, agent_id, team_id FROM events"
                     " WHERE number > $1 AND at >= $2 ORDER BY number LIMIT $3",
                     "iii", number, since, (gint64) limit);

  for (HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE; step == HX_STEP_ROW;
       step = hx_statement_step (rows, &failure))
    g_ptr_array_add (events, read_event (rows));
  if (failure == NULL)
    return g_steal_pointer (&events);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Numbers have no gaps: where the last of the events is the one that their amount says, none is left out. */
static gboolean
are_all (GPtrArray *events,
         gint64     number)
{
  return events->len == 0 || hx_record_get_int (events->pdata[events->len - 1], HX_EVENT_NUMBER) == number + events->len;
}

/**
 * hx_service_events_after:
 * @db: a connection
 * @number: the last event that is known
 * @since: µs UTC: if nothing happened after @number since then, nothing is said to have happened at all; 0 for all
 * @limit: how many at most
 * @error: the store's
 *
 * On PostgreSQL events lie by months, and each month costs who asks often. With @since the older ones are not
 * opened, unless it turns out that a clock was set back: what is found is found without a gap.
 *
 * Returns: (transfer full) (nullable) (element-type HxRecord): what happened after @number, in its order
 */
GPtrArray *
hx_service_events_after (HxDb    *db,
                         gint64   number,
                         gint64   since,
                         guint    limit,
                         GError **error)
{
  g_autoptr (GPtrArray) events = read_events (db, number, since, limit, error);

  if (since == 0 || events == NULL || are_all (events, number))
    return g_steal_pointer (&events);
  return read_events (db, number, 0, limit, error);
}

/* Its detail names the cell, "channel category issue_type". */
static HxRecord *
load_pool_cell (HxDb     *db,
                HxRecord *event,
                GError  **error)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (HxStatement) row = hx_db_query (db, error, "SELECT detail FROM events WHERE number = $1 AND at = $2", "ii",
                                             hx_record_get_int (event, HX_EVENT_NUMBER), hx_record_get_int (event, HX_EVENT_AT));

  if (row != NULL && !hx_statement_is_null (row, 0))
    parts = g_strsplit (hx_statement_get_text (row, 0), " ", 4);
  if (parts == NULL || g_strv_length (parts) != 3)
    return NULL;
  return hx_pool_load_cell (db, hx_record_get_text (event, HX_EVENT_TEAM_ID), parts[0], parts[1], parts[2], error);
}

static HxRecord *
load_clip (HxDb       *db,
           const char *id,
           GError    **error)
{
  g_autoptr (HxRecord) clip = hx_record_load (db, &hx_clip_schema, id, error);

  return clip != NULL
                 && hx_audience_of_recording (db, hx_record_get_text (clip, HX_CLIP_RECORDING_ID), clip,
                                              HX_CLIP_AUDIENCE, error)
             ? g_steal_pointer (&clip)
             : NULL;
}

static HxRecord *
load_record (HxDb     *db,
             HxSite   *site,
             HxRecord *event,
             gint64    now,
             GError  **error)
{
  const char *thing = hx_record_get_text (event, HX_EVENT_THING);
  const char *id = hx_record_get_text (event, HX_EVENT_RECORD_ID);
  const char *agent_id = hx_record_get_text (event, HX_EVENT_AGENT_ID);

  if (strcmp (thing, "call") == 0)
    return hx_call_view_load (db, id, agent_id, error);
  if (strcmp (thing, "wrapup") == 0)
    return hx_wrapup_view_load (db, id, now, error);
  if (strcmp (thing, "feedback") == 0)
    return hx_feedback_view_load (db, id, error);
  if (strcmp (thing, "contact") == 0)
    return hx_contact_event_load (db, id, agent_id, error);
  if (strcmp (thing, "customer") == 0)
    return hx_customer_view_load (db, site, id, now, error);
  if (strcmp (thing, "recording") == 0)
    return hx_recording_event_load (db, id, error);
  if (strcmp (thing, "clip") == 0)
    return load_clip (db, id, error);
  if (strcmp (thing, "rectification") == 0)
    return hx_rectification_view_load (db, id, error);
  if (strcmp (thing, HX_THING_LOG) == 0)
    return hx_log_levels_load (db, event, error);
  if (strcmp (thing, HX_THING_POLICY) == 0)
    return hx_record_load (db, &hx_policy_schema, id, error);
  if (strcmp (thing, HX_THING_TEMPLATE) == 0)
    return hx_record_load (db, &hx_template_schema, id, error);
  if (strcmp (thing, HX_THING_USER) == 0)
    return hx_record_load (db, &hx_user_schema, id, error);
  return strcmp (thing, "pool") == 0 ? load_pool_cell (db, event, error) : NULL;
}

/**
 * hx_service_load_event_record:
 * @db: a connection
 * @site: the site
 * @event: an event that the listener may see
 * @error: the store's; unset when the record is merely gone
 *
 * Returns: (transfer full) (nullable): the record as it is now
 */
HxRecord *
hx_service_load_event_record (HxDb     *db,
                              HxSite   *site,
                              HxRecord *event,
                              GError  **error)
{
  g_autoptr (GError) failure = NULL;
  HxRecord *record = load_record (db, site, event, g_get_real_time (), &failure);

  if (failure != NULL && !g_error_matches (failure, HX_ERROR, HX_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&failure));
  return record;
}
