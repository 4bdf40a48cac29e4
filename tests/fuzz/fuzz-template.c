/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "rules/hx-policy.h"
#include "rules/hx-template.h"
#include "things/hx-organisation.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (HxRecord) record = hx_record_new (&hx_template_schema);
  g_autoptr (HxRecord) policy = hx_record_new (&hx_policy_schema);
  g_autoptr (HxTemplateView) view = NULL;
  g_autoptr (HxPolicyView) numbers = NULL;
  HxTemplateAnswer answer = { TRUE, "lead", "no_tag", "case", "抖音线索无需求标签" };

  hx_record_set_text (record, HX_TEMPLATE_DOCUMENT, text);
  hx_record_set_text (policy, HX_POLICY_DOCUMENT, text);
  view = hx_template_view_new (record, NULL);
  numbers = hx_policy_view_new (policy);
  hx_policy_view_get_mode (numbers, "queue");
  if (view != NULL)
    {
      g_autoptr (HxProblem) problem = hx_problem_new ();
      g_autofree char *words = hx_template_view_case (view, "C1", "抖音", "lead", "no_tag", "zh_CN");
      g_autofree char *proposal = hx_template_view_suggest (view, "抖音", "lead", "no_tag", "en");

      hx_template_view_check (view, &answer, problem);
    }
  return 0;
}
