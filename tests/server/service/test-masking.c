/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"

#include <string.h>

#define REASON "{\"reason\":\"客户来电核对号码\"}"
#define NUMBER "19900004321"
#define IDENTITY_NUMBER "11010119900307001X"

static char *
make_customer (HxFixture *self)
{
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                   "{\"family_name\":\"欧阳\",\"given_name\":\"晓霏\",\"region\":\"杭州 " NUMBER "\","
                   "\"tags\":[\"老客户\",\"备用 " NUMBER "\",\"备用 19911114321\"],\"identities\":["
                   "{\"kind\":\"phone\",\"value\":\"" NUMBER "\"},{\"kind\":\"wechat\",\"value\":\"wx-ouyang-xf\"}]}");
  return g_strdup (hx_record_get_id (self->reply));
}

static void
add_contact (HxFixture  *self,
             const char *id)
{
  g_autofree char *contact = g_strdup_printf (
      "{\"customer_id\":\"%s\",\"channel\":\"form\",\"activity\":\"lead\",\"direction\":\"in\","
      "\"at\":\"2026-09-21T00:00:00Z\",\"summary\":\"请打 199 0000 4321，9 点后\",\"origin\":\"落地页 " NUMBER "\","
      "\"attributes\":{\"手机\":" NUMBER ",\"姓名\":\"欧阳晓霏\",\"身份证\":\"" IDENTITY_NUMBER "\",\"城市\":\"杭州\"}}",
      id);

  hx_fixture_must (self, HX_OPERATION_CONTACTS_CREATE, &self->pbx, NULL, NULL, contact);
}

static char *
add_feedback (HxFixture  *self,
              const char *id)
{
  g_autofree char *feedback = g_strdup_printf (
      "{\"customer_id\":\"%s\",\"channel\":\"form\",\"category\":\"lead\",\"issue_type\":\"no_tag\","
      "\"case_text\":\"客户说 " NUMBER " 打不通，邮箱 xf@example.com\",\"pain_point\":\"打错" NUMBER "\"}", id);

  hx_fixture_must (self, HX_OPERATION_FEEDBACK_CREATE, &self->agent, NULL, NULL, feedback);
  return g_strdup (hx_record_get_id (self->reply));
}

static void
says_nothing (HxFixture *self)
{
  static const char *const personal[] = { NUMBER, "0000 4321", "19911114321", IDENTITY_NUMBER, "晓霏", "xf@" };

  for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
    g_assert_null (strstr (self->body, personal[i]));
}

/* Words and documents are shown but for what is personal in them. */
static void
test_within (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *id = make_customer (self), *feedback = NULL, *facts = NULL;

  says_nothing (self);
  g_assert_nonnull (strstr (self->body, "[\"老客户\",\"备用 199****4321\",\"备用 199****4321\"]"));
  add_contact (self, id);
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CONTACTS, &self->lead, id, NULL, NULL);
  says_nothing (self);
  g_assert_nonnull (strstr (self->body, "\"请打 199****4321，9 点后\""));
  g_assert_nonnull (strstr (self->body, "{\"手机\":\"199****4321\",\"姓名\":\"欧**\",\"身份证\":\"110****001X\",\"城市\":\"杭州\"}"));
  feedback = add_feedback (self, id);
  says_nothing (self);
  hx_fixture_must (self, HX_OPERATION_FEEDBACK_GET, &self->compliance, feedback, NULL, NULL);
  says_nothing (self);
  g_assert_nonnull (strstr (self->body, "\"客户说 199****4321 打不通，邮箱 x***@example.com\""));
  /* The facts are kept as they were. */
  hx_fixture_unseal (self->db);
  facts = hx_fixture_text (self, "SELECT facts FROM feedback");
  g_assert_nonnull (strstr (facts, IDENTITY_NUMBER));
}

/* Who sends back what was shown, with a change in it, changes nothing else. */
static void
test_sent_back (HxFixture    *self,
                gconstpointer data)
{
  g_autofree char *id = make_customer (self);

  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_UPDATE, &self->agent, id, NULL,
                   "{\"family_name\":\"欧阳\",\"given_name\":\"晓**\",\"region\":\"杭州 199****4321\",\"salutation\":\"ms\","
                   "\"tags\":[\"新\",\"备用 199****4321\",\"备用 199****4321\"],\"identities\":["
                   "{\"kind\":\"phone\",\"value\":\"199****4321\"},{\"kind\":\"wechat\",\"value\":\"w**\"}]}");
  says_nothing (self);
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_REVEAL, &self->compliance, id, NULL, REASON);
  g_assert_nonnull (strstr (self->body, "\"given_name\":\"晓霏\",\"salutation\":\"ms\""));
  g_assert_nonnull (strstr (self->body, "\"region\":\"杭州 " NUMBER "\""));
  g_assert_nonnull (strstr (self->body, "[\"新\",\"备用 " NUMBER "\",\"备用 19911114321\"]"));
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM identities"), ==, 2);
  g_assert_null (strstr (self->body, "*"));
}

/* And who sends words with what was shown in them is told so, and writes no asterisks over what is stored. */
static void
test_sent_back_in_words (HxFixture    *self,
                         gconstpointer data)
{
  static const char *const inputs[][2] = {
    { "{\"region\":\"杭州 199****4321 西湖\"}", "region" },
    { "{\"given_name\":\"小晓**\"}", "given_name" },
    { "{\"family_name\":\"欧**\"}", "family_name" },
    { "{\"tags\":[\"备用 199****4321 晚上\"]}", "tags" },
    { "{\"identities\":[{\"kind\":\"wechat\",\"value\":\"wx-**\"}]}", "identities[0].value" },
  };
  g_autofree char *id = make_customer (self);

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autofree char *message = g_strconcat (inputs[i][1], ": masked", NULL);

      g_assert_false (hx_fixture_run (self, HX_OPERATION_CUSTOMERS_UPDATE, &self->agent, id, NULL, inputs[i][0]));
      g_assert_error (self->error, HX_ERROR, HX_ERROR_INVALID);
      g_assert_cmpstr (self->error->message, ==, message);
      g_clear_error (&self->error);
    }
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_REVEAL, &self->compliance, id, NULL, REASON);
  g_assert_nonnull (strstr (self->body, "\"region\":\"杭州 " NUMBER "\""));
  g_assert_nonnull (strstr (self->body, "\"given_name\":\"晓霏\""));
  /* Asterisks that somebody wrote may stay where they are. */
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL, "{\"region\":\"星**城\"}");
  g_free (id);
  id = g_strdup (hx_record_get_id (self->reply));
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_UPDATE, &self->agent, id, NULL, "{\"region\":\"星**城 东\"}");
  g_assert_nonnull (strstr (self->body, "星**城 东"));
}

/* Digit after digit is not found by who may not see them; a whole number is, as it is masked alike. */
static void
test_looked_for (HxFixture    *self,
                 gconstpointer data)
{
  static const char nothing[] = "{\"items\":[],\"next\":null}";
  g_autofree char *id = make_customer (self), *feedback = NULL;

  add_contact (self, id);
  hx_fixture_must (self, HX_OPERATION_CONTACTS_SEARCH, &self->agent, id, NULL, "{\"q\":\"0000\"}");
  g_assert_cmpstr (self->body, ==, nothing);
  hx_fixture_must (self, HX_OPERATION_CONTACTS_SEARCH, &self->agent, id, NULL, "{\"q\":\"1990\"}");
  g_assert_cmpstr (self->body, ==, nothing);
  hx_fixture_must (self, HX_OPERATION_CONTACTS_SEARCH, &self->agent, id, NULL, "{\"q\":\"" NUMBER "，9 点\"}");
  g_assert_nonnull (strstr (self->body, "9 点后"));
  feedback = add_feedback (self, id);
  hx_fixture_must (self, HX_OPERATION_MATCHES_SEARCH, &self->agent, NULL, NULL, "{\"q\":\"0000432\"}");
  g_assert_cmpstr (self->body, ==, nothing);
  hx_fixture_must (self, HX_OPERATION_MATCHES_SEARCH, &self->agent, NULL, NULL, "{\"q\":\"打错" NUMBER "\"}");
  says_nothing (self);
  g_assert_nonnull (strstr (self->body, feedback));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/masking/within", HxFixture, NULL, hx_fixture_set_up, test_within, hx_fixture_tear_down);
  g_test_add ("/masking/sent-back", HxFixture, NULL, hx_fixture_set_up, test_sent_back, hx_fixture_tear_down);
  g_test_add ("/masking/sent-back-in-words", HxFixture, NULL, hx_fixture_set_up, test_sent_back_in_words,
              hx_fixture_tear_down);
  g_test_add ("/masking/looked-for", HxFixture, NULL, hx_fixture_set_up, test_looked_for, hx_fixture_tear_down);
  return g_test_run ();
}
