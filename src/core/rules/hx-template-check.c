/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-template-private.h"

#include "../hx-text.h"

static void
check_pain_point (HxTemplateView *self,
                  const char     *pain_point,
                  HxProblem      *problem)
{
  guint count = pain_point != NULL ? hx_text_count (pain_point) : 0;

  if (count == 0)
    hx_problem_add (problem, "pain_point", "required");
  else if (count > self->limit)
    hx_problem_add (problem, "pain_point", "too_long");
  else if (hx_template_view_is_vague (self, pain_point))
    hx_problem_add (problem, "pain_point", "vague");
}

/**
 * hx_template_view_check:
 * @self: a template
 * @answer: what was filled in
 * @problem: takes what is missing
 *
 * The mandatory template (domain: wrap-up): channel, category, issue type, one
 * concrete case and a pain point of one up to the template's limit of 字 that
 * says more than vague words. The popup and the server both ask this.
 *
 * Returns: whether nothing is missing
 */
gboolean
hx_template_view_check (HxTemplateView         *self,
                        const HxTemplateAnswer *answer,
                        HxProblem              *problem)
{
  guint before = hx_problem_count (problem);

  if (!answer->has_channel)
    hx_problem_add (problem, "channel", "required");
  if (answer->category == NULL || *answer->category == '\0')
    hx_problem_add (problem, "category", "required");
  else if (hx_template_view_find_category (self, answer->category) == NULL)
    hx_problem_add (problem, "category", "unknown");
  if (answer->issue_type == NULL || *answer->issue_type == '\0')
    hx_problem_add (problem, "issue_type", "required");
  else if (hx_template_view_find_type (self, answer->category, answer->issue_type) == NULL)
    hx_problem_add (problem, "issue_type", "unknown");
  if (answer->case_text == NULL || hx_text_count (answer->case_text) == 0)
    hx_problem_add (problem, "case_text", "required");
  check_pain_point (self, answer->pain_point, problem);
  return hx_problem_count (problem) == before;
}

/* Removes every vague word from @folded; what is left is the concrete part. */
static char *
without_vague (HxTemplateView *self,
               const char     *folded,
               gboolean       *found)
{
  GString *rest = g_string_new (folded);

  *found = FALSE;
  for (guint i = 0; i < self->vague->len; i++)
    *found |= g_string_replace (rest, self->vague->pdata[i], "", 0) > 0;
  return g_string_free (rest, FALSE);
}

/**
 * hx_template_view_is_vague:
 * @self: a template
 * @pain_point: a pain point
 *
 * Returns: whether it says nothing but vague words ("线索不好"), so that nobody could act on it
 */
gboolean
hx_template_view_is_vague (HxTemplateView *self,
                           const char     *pain_point)
{
  g_autofree char *folded = hx_text_fold (pain_point);
  gboolean found;
  g_autofree char *rest = without_vague (self, folded, &found);

  return found && *rest == '\0';
}

/**
 * hx_template_view_sounds_vague:
 * @self: a template
 * @pain_point: a pain point
 *
 * Returns: whether a vague word stands in it: the coach speaks, and the machine
 *   proposes a look at it
 */
gboolean
hx_template_view_sounds_vague (HxTemplateView *self,
                               const char     *pain_point)
{
  g_autofree char *folded = hx_text_fold (pain_point);
  gboolean found;
  g_autofree char *rest = without_vague (self, folded, &found);

  return found && hx_text_count (rest) < 4;
}
