/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-event-private.h"
#include "store/hx-record-store.h"

static HxRecord *
make_event (HxServiceCall     *call,
            const HxHappening *happening,
            gint64             number)
{
  HxRecord *event = hx_record_new (&hx_event_schema);

  hx_record_set_int (event, HX_EVENT_NUMBER, number);
  hx_record_set_int (event, HX_EVENT_AT, call->now);
  hx_record_set_text (event, HX_EVENT_THING, happening->thing);
  if (happening->record != NULL && hx_schema_is_stored (hx_record_get_schema (happening->record)))
    hx_record_set_text (event, HX_EVENT_RECORD_ID, hx_record_get_id (happening->record));
  hx_record_set_text (event, HX_EVENT_ACTION, happening->action);
  hx_record_set_text (event, HX_EVENT_ACTOR_ID, call->caller != NULL ? call->caller->user_id : NULL);
  hx_record_set_text (event, HX_EVENT_AGENT_ID, happening->agent_id);
  hx_record_set_text (event, HX_EVENT_TEAM_ID, happening->team_id);
  return event;
}

static void
unref_or_nothing (gpointer record)
{
  if (record != NULL)
    g_object_unref (record);
}

/**
 * hx_event_append:
 * @call: the call in whose transaction it happens
 * @happening: what happened
 * @error: the store's
 *
 * Everything that happens is appended in the transaction that makes it happen,
 * under a number from a counter of the same transaction: a client that resumes
 * after number n misses nothing.
 *
 * Returns: whether it was appended
 */
gboolean
hx_event_append (HxServiceCall     *call,
                 const HxHappening *happening,
                 GError           **error)
{
  gint64 number = hx_counter_next (call->db, "event", error);
  g_autoptr (HxRecord) event = NULL;

  if (number == 0)
    return FALSE;
  event = make_event (call, happening, number);
  if (!hx_db_run (call->db, error,
                  "INSERT INTO events (number, at, thing, record_id, action, actor_id, agent_id, team_id, detail)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                  "iisssssss", number, call->now, happening->thing, hx_record_get_text (event, HX_EVENT_RECORD_ID),
                  happening->action, hx_record_get_text (event, HX_EVENT_ACTOR_ID), happening->agent_id,
                  happening->team_id, happening->detail))
    return FALSE;
  if (call->events == NULL)
    {
      call->events = g_ptr_array_new_with_free_func (g_object_unref);
      call->records = g_ptr_array_new_with_free_func (unref_or_nothing);
    }
  g_ptr_array_add (call->events, g_steal_pointer (&event));
  g_ptr_array_add (call->records, happening->record != NULL ? g_object_ref (happening->record) : NULL);
  return TRUE;
}
