/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-match-private.h"
#include "hx-mask-within.h"
#include "hx-text.h"
#include "store/hx-record-store.h"

#include <string.h>

#define MAX_MATCHES 3
/* Texts less alike than this say something else. */
#define ALIKE 0.25

/* The open pain points; those that said "me too" stand behind the first one. */
#define OPEN_POINTS \
  "SELECT f.id, f.pain_point, f.voices, f.category, f.issue_type, f.channel, r.state, d.name, r.due_at" \
  " FROM feedback f LEFT JOIN rectifications r ON r.id = f.rectification_id" \
  " LEFT JOIN departments d ON d.id = r.department_id" \
  " WHERE f.joined_id IS NULL AND f.state IN ('pool', 'rectification')" \
  " AND (cast($2 as text) IS NULL OR f.template_id = $2)"
#define OF_CHANNEL OPEN_POINTS " AND f.channel = $1 ORDER BY f.created_at DESC LIMIT 100"
#define OF_OTHERS \
  OPEN_POINTS " AND (cast($1 as text) IS NULL OR f.channel <> $1) ORDER BY f.created_at DESC LIMIT 100"

typedef struct
{
  HxRecord *match;
  double score;
} Candidate;

static void
candidate_clear (gpointer data)
{
  g_clear_object (&((Candidate *) data)->match);
}

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  double difference = ((const Candidate *) b)->score - ((const Candidate *) a)->score;

  return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

/* The pairs of neighbouring characters of a text, in code points. */
static GArray *
pairs_of (const char *folded)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (guint64));
  glong length;
  g_autofree gunichar *text = g_utf8_to_ucs4_fast (folded, -1, &length);

  for (glong i = 0; i + 1 < length; i++)
    {
      guint64 pair = (guint64) text[i] << 32 | text[i + 1];

      g_array_append_val (pairs, pair);
    }
  return pairs;
}

/**
 * hx_match_similarity:
 * @a: a text
 * @b: another
 *
 * Dice's coefficient over pairs of characters of the folded texts, which needs no
 * words and so suits Chinese as well as English.
 *
 * Returns: 0 for nothing in common to 1 for the same
 */
double
hx_match_similarity (const char *a,
                     const char *b)
{
  g_autofree char *folded_a = hx_text_fold (a), *folded_b = hx_text_fold (b);
  g_autoptr (GArray) pairs_a = pairs_of (folded_a), pairs_b = pairs_of (folded_b);
  guint total = pairs_a->len + pairs_b->len, common = 0;

  if (total == 0)
    return strcmp (folded_a, folded_b) == 0 ? 1 : 0;
  for (guint i = 0; i < pairs_a->len; i++)
    for (guint j = 0; j < pairs_b->len; j++)
      if (g_array_index (pairs_a, guint64, i) == g_array_index (pairs_b, guint64, j))
        {
          g_array_remove_index_fast (pairs_b, j);
          common++;
          break;
        }
  return 2.0 * common / total;
}

/* As both are shown, since who finds digit after digit of what is masked has read it. */
static double
alike_as_shown (const char *a,
                const char *b)
{
  g_autofree char *masked_a = hx_mask_within_text (a), *masked_b = hx_mask_within_text (b);

  return hx_match_similarity (masked_a != NULL ? masked_a : a, masked_b != NULL ? masked_b : b);
}

/* What is typed weighs most, then the issue type, then the channel; among equals
 * the one that more people met. Negative for what is no match at all. */
static double
score_of (HxStatement           *row,
          const HxMatchQuestion *question)
{
  gboolean same_type = question->issue_type != NULL
                       && g_strcmp0 (question->issue_type, hx_statement_get_text (row, 4)) == 0
                       && (question->category == NULL
                           || g_strcmp0 (question->category, hx_statement_get_text (row, 3)) == 0);
  gboolean same_channel = g_strcmp0 (question->channel, hx_statement_get_text (row, 5)) == 0;
  double alike = question->text != NULL && *question->text != '\0'
                     ? alike_as_shown (question->text, hx_statement_get_text (row, 1))
                     : 0;
  double voices = (double) CLAMP (hx_statement_get_int (row, 2), 0, 1000) / 1000;

  if (question->text != NULL && *question->text != '\0' && alike < ALIKE && !same_type)
    return -1;
  if (question->issue_type != NULL && !same_type && alike < ALIKE)
    return -1;
  return 4 * alike + (same_type ? 2 : 0) + (same_channel ? 1 : 0) + voices;
}

static HxRecord *
read_match (HxStatement *row)
{
  static const struct
  {
    guint column;
    guint field;
  } texts[] = { { 0, HX_MATCH_FEEDBACK_ID },         { 1, HX_MATCH_PAIN_POINT }, { 3, HX_MATCH_CATEGORY },
                { 4, HX_MATCH_ISSUE_TYPE },          { 6, HX_MATCH_RECTIFICATION_STATE },
                { 7, HX_MATCH_DEPARTMENT_NAME } };
  HxRecord *match = hx_record_new (&hx_match_schema);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    hx_record_set_text (match, texts[i].field, hx_statement_get_text (row, texts[i].column));
  hx_record_set_int (match, HX_MATCH_VOICES, MAX (1, hx_statement_get_int (row, 2)));
  if (!hx_statement_is_null (row, 8))
    hx_record_set_int (match, HX_MATCH_DUE_AT, hx_statement_get_int (row, 8));
  return match;
}

static gboolean
collect (HxStatement           *rows,
         const HxMatchQuestion *question,
         GArray                *candidates,
         GError               **error)
{
  HxStep step = HX_STEP_ROW;

  for (; step == HX_STEP_ROW; step = hx_statement_step (rows, error))
    {
      Candidate candidate = { .score = score_of (rows, question) };

      if (candidate.score < 0 || g_strcmp0 (hx_statement_get_text (rows, 0), question->not_feedback_id) == 0)
        continue;
      candidate.match = read_match (rows);
      g_array_append_val (candidates, candidate);
    }
  return step == HX_STEP_DONE;
}

static gboolean
collect_points (HxDb                  *db,
                const char            *sql,
                const HxMatchQuestion *question,
                GArray                *candidates,
                GError               **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HxStatement) rows
      = hx_db_query (db, &failure, sql, "ss", question->channel, question->template_id);

  if (failure == NULL)
    return rows == NULL || collect (rows, question, candidates, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hx_match_find:
 * @db: a connection
 * @question: what is being written
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type HxRecord): at most three open
 *   pain points, of the same channel first
 */
GPtrArray *
hx_match_find (HxDb                  *db,
               const HxMatchQuestion *question,
               GError               **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GPtrArray *matches;

  g_array_set_clear_func (candidates, candidate_clear);
  if (question->channel != NULL && !collect_points (db, OF_CHANNEL, question, candidates, error))
    return NULL;
  /* Of other channels only what is alike: without a text nothing is. */
  if ((question->channel == NULL || question->text != NULL)
      && !collect_points (db, OF_OTHERS, question, candidates, error))
    return NULL;
  g_array_sort (candidates, compare_candidates);
  matches = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < candidates->len && i < MAX_MATCHES; i++)
    g_ptr_array_add (matches, g_object_ref (g_array_index (candidates, Candidate, i).match));
  return matches;
}

gboolean
hx_matches_search (HxServiceCall *call,
                   GError       **error)
{
  HxMatchQuestion question = { 0 };
  g_autoptr (GPtrArray) matches = NULL;

  if (call->input != NULL)
    {
      question.channel = hx_record_get_text (call->input, HX_MATCHES_SEARCH_CHANNEL);
      question.template_id = hx_record_get_text (call->input, HX_MATCHES_SEARCH_TEMPLATE_ID);
      question.category = hx_record_get_text (call->input, HX_MATCHES_SEARCH_CATEGORY);
      question.issue_type = hx_record_get_text (call->input, HX_MATCHES_SEARCH_ISSUE_TYPE);
      question.text = hx_record_get_text (call->input, HX_MATCHES_SEARCH_Q);
    }
  matches = hx_match_find (call->db, &question, error);
  if (matches == NULL)
    return FALSE;
  if (call->body == NULL)
    call->body = g_string_new (NULL);
  g_string_append (call->body, "{\"items\":[");
  for (guint i = 0; i < matches->len; i++)
    {
      if (i > 0)
        g_string_append_c (call->body, ',');
      hx_json_append_record (call->body, matches->pdata[i], HX_JSON_MASKED);
    }
  g_string_append (call->body, "],\"next\":null}");
  return TRUE;
}
