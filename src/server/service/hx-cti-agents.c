/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-cti-private.h"
#include "store/hx-record-store.h"

#include <string.h>

/* Whom an event may name: one question for all of its numbers, as each question is a journey on PostgreSQL. */

#define TEXTS 4
#define AMONG " IN ($1, $2, $3, $4)"

/* Names are not indexed: they are looked through only for what may be one, and never for a customer's number. */
#define BY_NUMBER "WHERE t.active = 1 AND (t.extension" AMONG " OR t.number" AMONG ")"
#define BY_NUMBER_OR_NAME "WHERE t.active = 1 AND (t.extension" AMONG " OR t.number" AMONG " OR t.name" AMONG ")"

static const guint text_fields[TEXTS]
    = { HX_CTI_EVENT_USER, HX_CTI_EVENT_ANSWERING_NUMBER, HX_CTI_EVENT_FROM, HX_CTI_EVENT_TO };

static const HxView user_view = { .schema = &hx_user_schema, .from = "users t" };

static const char *
read_texts (HxRecord   *event,
            const char *texts[TEXTS])
{
  gboolean numbers = TRUE;

  for (guint i = 0; i < TEXTS; i++)
    {
      texts[i] = hx_record_get_text (event, text_fields[i]);
      numbers = numbers && (texts[i] == NULL || strspn (texts[i], "0123456789+-*#() ") == strlen (texts[i]));
    }
  return numbers ? BY_NUMBER : BY_NUMBER_OR_NAME;
}

/* What hx_cti_receive is going to ask first. */
void
hx_cti_ask (HxServiceCall *call)
{
  const char *texts[TEXTS];
  const char *tail = read_texts (call->input, texts);
  g_autofree char *sql = g_strconcat (hx_view_select (call->db, &user_view), tail, NULL);

  hx_record_ask (call->db, &hx_call_schema, HX_CTI_BY_NAME, "s",
                 hx_record_get_text (call->input, HX_CTI_EVENT_CALL_ID));
  hx_db_ask (call->db, 0, sql, "ssss", texts[0], texts[1], texts[2], texts[3]);
}

GPtrArray *
hx_cti_find_agents (HxServiceCall *call,
                    GError       **error)
{
  const char *texts[TEXTS];
  const char *tail = read_texts (call->input, texts);

  return hx_view_all (call->db, &user_view, error, tail, "ssss", texts[0], texts[1], texts[2], texts[3]);
}

/* An extension goes before a staff number, and that before a name; the older of two of one name. */
const char *
hx_cti_pick_agent (GPtrArray  *agents,
                   const char *text)
{
  static const guint ranks[] = { HX_USER_EXTENSION, HX_USER_NUMBER, HX_USER_NAME };
  const char *best = NULL;

  for (guint rank = 0; rank < G_N_ELEMENTS (ranks) && best == NULL && text != NULL && *text != '\0'; rank++)
    for (guint i = 0; i < agents->len; i++)
      {
        const char *id = hx_record_get_id (agents->pdata[i]);

        if (g_strcmp0 (hx_record_get_text (agents->pdata[i], ranks[rank]), text) == 0
            && (best == NULL || strcmp (id, best) < 0))
          best = id;
      }
  return best;
}
