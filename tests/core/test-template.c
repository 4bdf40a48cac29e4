/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-text.h"
#include "rules/hx-template.h"

static HxTemplateView *
load (const char *pack)
{
  g_autofree char *name = g_strconcat (pack, ".json", NULL);
  g_autofree char *path = g_build_filename (HX_TEMPLATES, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (HxRecord) record = hx_record_new (&hx_template_schema);
  g_autoptr (GError) error = NULL;
  HxTemplateView *view;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  hx_record_set_text (record, HX_TEMPLATE_DOCUMENT, text);
  view = hx_template_view_new (record, &error);
  g_assert_no_error (error);
  return view;
}

/* Every word of every pack in all three languages, every key once, every
 * proposal of the coach within the template's own limit. */
static void
test_packs (void)
{
  static const char *const packs[] = { "telesales", "service" };
  static const char *const locales[] = { "en", "zh_CN", "zh_TW" };

  for (guint p = 0; p < G_N_ELEMENTS (packs); p++)
    for (guint l = 0; l < G_N_ELEMENTS (locales); l++)
      {
        g_autoptr (HxTemplateView) view = load (packs[p]);

        g_assert_nonnull (hx_template_view_get_name (view, locales[l]));
        g_assert_nonnull (hx_template_view_coach (view, locales[l]));
        for (guint i = 0; i < hx_template_view_n_categories (view); i++)
          {
            const HxCategory *category = hx_template_view_category (view, i);
            g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

            for (guint j = 0; j < category->types->len; j++)
              {
                const HxIssueType *type = &g_array_index (category->types, HxIssueType, j);
                g_autofree char *proposal = hx_template_view_suggest (view, "抖音", category->id, type->id, locales[l]);

                g_assert_true (g_hash_table_add (keys, type->key));
                g_assert_nonnull (hx_json_member_string (type->labels, locales[l]));
                if (type->pain_words != NULL)
                  g_assert_nonnull (proposal);
                if (proposal != NULL)
                  g_assert_false (hx_template_view_is_vague (view, proposal));
              }
          }
      }
}

static const char *
reason (HxTemplateView         *view,
        const HxTemplateAnswer *answer,
        const char             *field)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();

  hx_template_view_check (view, answer, problem);
  return g_intern_string (hx_problem_find (problem, field));
}

static void
test_mandatory (void)
{
  g_autoptr (HxTemplateView) view = load ("telesales");
  g_autoptr (HxProblem) problem = hx_problem_new ();
  HxTemplateAnswer answer = { TRUE, "lead", "no_tag", "客户 C12345，抖音渠道", "抖音线索无需求标签" };

  g_assert_true (hx_template_view_check (view, &answer, problem));
  answer.pain_point = "抖音线索无需求标签啊啊";
  g_assert_cmpstr (reason (view, &answer, "pain_point"), ==, "too_long");
  answer.pain_point = "，。";
  g_assert_cmpstr (reason (view, &answer, "pain_point"), ==, "required");
  answer.pain_point = "线索不好！";
  g_assert_cmpstr (reason (view, &answer, "pain_point"), ==, "vague");
  answer = (HxTemplateAnswer) { FALSE, "touch", "no_tag", " ", NULL };
  g_assert_cmpstr (reason (view, &answer, "channel"), ==, "required");
  g_assert_cmpstr (reason (view, &answer, "issue_type"), ==, "unknown");
  g_assert_cmpstr (reason (view, &answer, "case_text"), ==, "required");
  answer.category = "nonsense";
  g_assert_cmpstr (reason (view, &answer, "category"), ==, "unknown");
}

static void
test_vague (void)
{
  g_autoptr (HxTemplateView) view = load ("telesales");

  g_assert_true (hx_template_view_is_vague (view, "线索 不好。"));
  g_assert_false (hx_template_view_is_vague (view, "抖音线索无需求标签"));
  g_assert_true (hx_template_view_sounds_vague (view, "抖音线索不好"));
  g_assert_false (hx_template_view_sounds_vague (view, "抖音表单手机号校验有问题"));
}

static void
test_case (void)
{
  g_autoptr (HxTemplateView) view = load ("telesales");
  g_autofree char *bare = hx_template_view_case (view, "C12345", "抖音", NULL, NULL, "zh_CN.UTF-8");
  g_autofree char *full = hx_template_view_case (view, "C12345", "抖音", "lead", "no_tag", "zh_CN.UTF-8");

  g_assert_cmpstr (bare, ==, "客户 C12345，抖音渠道");
  g_assert_cmpstr (full, ==, "客户 C12345，抖音渠道，无需求标签");
}

static void
test_broken (void)
{
  static const char *const wrong[] = { "[", "{\"categories\":[{\"id\":\"a\"}]}", "{\"categories\":[{\"id\":\"a\",\"key\":\"1\",\"types\":[{}]}]}" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (HxRecord) record = hx_record_new (&hx_template_schema);
      g_autoptr (GError) error = NULL;

      hx_record_set_text (record, HX_TEMPLATE_DOCUMENT, wrong[i]);
      g_assert_null (hx_template_view_new (record, &error));
      g_assert_nonnull (error);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template/packs", test_packs);
  g_test_add_func ("/template/mandatory", test_mandatory);
  g_test_add_func ("/template/vague", test_vague);
  g_test_add_func ("/template/case", test_case);
  g_test_add_func ("/template/broken", test_broken);
  return g_test_run ();
}
