/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-front-private.h"

#include <string.h>

/* What machines that look after servers ask for; outside of the API. */

#define PLAIN "text/plain; charset=utf-8"

typedef struct
{
  HxJob job;
  HxFront *front;
  HxExchange *exchange;
} ReadyCheck;

static void
answer_text (HxFront    *front,
             HxExchange *exchange,
             const char *name,
             const char *media_type,
             GString    *text)
{
  HxReply *reply = hx_reply_new (200);

  hx_reply_take_text (reply, media_type, text);
  hx_reply_add_header (reply, "Cache-Control", "no-store");
  hx_front_answer (front, exchange, name, reply);
}

static gboolean
run_ready (HxJob   *job,
           HxDb    *db,
           GError **error)
{
  g_autoptr (HxStatement) row = hx_db_query (db, error, "SELECT 1", "");

  return row != NULL;
}

static void
done_ready (HxJob        *job,
            const GError *error)
{
  ReadyCheck *check = (ReadyCheck *) job;

  if (error != NULL)
    hx_front_refuse (check->front, check->exchange, "readyz", error, NULL);
  else
    answer_text (check->front, check->exchange, "readyz", PLAIN, g_string_new ("ready\n"));
}

static const HxJobKind ready_kind = { .run = run_ready, .done = done_ready };

static void
start_ready (HxFront    *front,
             HxExchange *exchange)
{
  ReadyCheck *check;

  if (g_atomic_int_get (&front->stopping))
    {
      g_autoptr (GError) error = g_error_new_literal (HX_ERROR, HX_ERROR_UNAVAILABLE, "The server is about to stop");

      hx_front_refuse (front, exchange, "readyz", error, NULL);
      return;
    }
  check = g_new0 (ReadyCheck, 1);
  check->job.kind = &ready_kind;
  check->front = front;
  check->exchange = exchange;
  hx_exchange_set_data (exchange, check, g_free);
  hx_exchange_hold (exchange);
  if (!front->workers.read (&check->job, front->workers.data))
    {
      g_autoptr (GError) error = g_error_new_literal (HX_ERROR, HX_ERROR_STORE_BUSY, "Too much is waiting");

      hx_front_refuse (front, exchange, "readyz", error, NULL);
    }
}

static void
answer_metrics (HxFront    *front,
                HxExchange *exchange)
{
  answer_text (front, exchange, "metrics", "text/plain; version=0.0.4; charset=utf-8", hx_metrics_to_text (front->metrics));
}

static void
answer_health (HxFront    *front,
               HxExchange *exchange)
{
  answer_text (front, exchange, "healthz", PLAIN, g_string_new ("ok\n"));
}

static const struct
{
  const char *path;
  void (*answer) (HxFront *front, HxExchange *exchange);
} pages[] = {
  { "/healthz", answer_health },
  { "/readyz", start_ready },
  { "/metrics", answer_metrics },
};

/* FALSE: the path is none of these. */
gboolean
hx_public_page_serve (HxFront    *self,
                      HxExchange *exchange,
                      const char *path,
                      gboolean    with_metrics)
{
  const char *method = hx_exchange_get_method (exchange);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (path, pages[i].path) == 0 && (with_metrics || pages[i].answer != answer_metrics))
      {
        if (strcmp (method, "GET") == 0 || strcmp (method, "HEAD") == 0)
          pages[i].answer (self, exchange);
        else
          hx_front_refuse_method (self, exchange, "OPTIONS, GET, HEAD");
        return TRUE;
      }
  return FALSE;
}
