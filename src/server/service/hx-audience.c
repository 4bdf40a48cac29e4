/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audience-private.h"

#include <string.h>

/* What an id stands for: everybody of a team hears only by the right to see the team's, a department by being it. */
#define AGENT 'a'
#define TEAM 't'
#define DEPARTMENT 'd'
#define CHIEF 'h' /* head or director of the department */

static void
add (GString    *audience,
     char        kind,
     const char *id)
{
  g_autofree char *word = id != NULL ? g_strdup_printf (" %c%s ", kind, id) : NULL;

  if (word != NULL && strstr (audience->str, word) == NULL)
    g_string_append (audience, word);
}

static gboolean
has (const char *audience,
     char        kind,
     const char *id)
{
  g_autofree char *word = id != NULL ? g_strdup_printf (" %c%s ", kind, id) : NULL;

  return word != NULL && strstr (audience, word) != NULL;
}

/* Rows of an agent and a team. */
static gboolean
add_owners (HxDb       *db,
            const char *sql,
            const char *id,
            GString    *audience,
            GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows = hx_db_query (db, &failure, sql, "s", id);
  HxStep step = rows != NULL ? HX_STEP_ROW : HX_STEP_DONE;

  for (; step == HX_STEP_ROW; step = hx_statement_step (rows, &failure))
    {
      add (audience, AGENT, hx_statement_get_text (rows, 0));
      add (audience, TEAM, hx_statement_get_text (rows, 1));
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_audience_of_recording:
 * @db: a connection
 * @recording_id: a recording
 * @record: it, or a clip of it
 * @field: where its audience is put
 * @error: the store's
 *
 * A recording is heard by who may see its call, or feedback about that call (domain: people).
 *
 * Returns: whether the store could be asked
 */
gboolean
hx_audience_of_recording (HxDb       *db,
                          const char *recording_id,
                          HxRecord   *record,
                          guint       field,
                          GError    **error)
{
  g_autoptr (GString) audience = g_string_new (NULL);

  if (!add_owners (db,
                   "SELECT a.id, a.team_id FROM recordings r JOIN calls c ON c.id = r.call_id"
                   " JOIN users a ON a.id = c.agent_id WHERE r.id = $1"
                   " UNION SELECT a.id, a.team_id FROM recordings r JOIN talks k ON k.call_id = r.call_id"
                   " JOIN users a ON a.id = k.agent_id WHERE r.id = $1"
                   " UNION SELECT f.agent_id, f.team_id FROM recordings r JOIN feedback f ON f.call_id = r.call_id"
                   " WHERE r.id = $1 AND f.state <> 'withdrawn'",
                   recording_id, audience, error))
    return FALSE;
  hx_record_set_text (record, field, audience->str);
  return TRUE;
}

static gboolean
add_department (HxDb       *db,
                const char *id,
                GString    *audience,
                GError    **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) row = NULL;

  if (id == NULL)
    return TRUE;
  add (audience, DEPARTMENT, id);
  row = hx_db_query (db, &failure, "SELECT head_id, director_id FROM departments WHERE id = $1", "s", id);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  for (guint i = 0; row != NULL && i < 2; i++)
    add (audience, CHIEF, hx_statement_get_text (row, i));
  return TRUE;
}

/**
 * hx_audience_of_rectification:
 * @db: a connection
 * @rectification: a rectification, which is given its audience
 * @error: the store's
 *
 * An agent sees what became of own feedback, a lead what became of the team's, a department
 * what it is to do (domain: people).
 *
 * Returns: whether the store could be asked
 */
gboolean
hx_audience_of_rectification (HxDb     *db,
                              HxRecord *rectification,
                              GError  **error)
{
  g_autoptr (GString) audience = g_string_new (NULL);

  if (!add_owners (db,
                   "SELECT DISTINCT f.agent_id, f.team_id FROM feedback f"
                   " WHERE f.rectification_id = $1 AND f.state <> 'withdrawn'",
                   hx_record_get_id (rectification), audience, error)
      || !add_department (db, hx_record_get_text (rectification, HX_RECTIFICATION_DEPARTMENT_ID), audience, error))
    return FALSE;
  hx_record_set_text (rectification, HX_RECTIFICATION_AUDIENCE, audience->str);
  return TRUE;
}

/**
 * hx_audience_allows:
 * @caller: who asks
 * @audience: (nullable): an audience; %NULL is nobody's
 *
 * Returns: whether @caller belongs to it: the same rule as [func@scope_allows]
 */
gboolean
hx_audience_allows (const HxCaller *caller,
                    const char     *audience)
{
  HxScope scope = hx_permission_scope (caller->permissions);

  if (scope == HX_SCOPE_ALL)
    return TRUE;
  return audience != NULL
         && ((scope >= HX_SCOPE_OWN && has (audience, AGENT, caller->user_id))
             || (scope >= HX_SCOPE_TEAM && has (audience, TEAM, caller->team_id))
             || has (audience, DEPARTMENT, caller->department_id) || has (audience, CHIEF, caller->user_id));
}

/**
 * hx_audience_agents:
 * @audience: (nullable): an audience
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids of its agents
 */
char **
hx_audience_agents (const char *audience)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (const char *word = audience; word != NULL && *word != '\0'; word = strchr (word + 1, ' '))
    if (word[0] == ' ' && word[1] == AGENT)
      g_ptr_array_add (ids, g_strndup (word + 2, strcspn (word + 2, " ")));
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}

/**
 * hx_audience_get:
 * @record: (nullable): what an event is about
 *
 * Returns: (nullable): its audience; %NULL for what has none
 */
const char *
hx_audience_get (HxRecord *record)
{
  static const struct
  {
    const HxSchema *schema;
    guint field;
  } fields[] = {
    { &hx_recording_schema, HX_RECORDING_AUDIENCE },
    { &hx_clip_schema, HX_CLIP_AUDIENCE },
    { &hx_contact_schema, HX_CONTACT_AUDIENCE },
    { &hx_rectification_schema, HX_RECTIFICATION_AUDIENCE },
  };

  for (guint i = 0; record != NULL && i < G_N_ELEMENTS (fields); i++)
    if (hx_record_get_schema (record) == fields[i].schema)
      return hx_record_get_text (record, fields[i].field);
  return NULL;
}
