/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-history.h"
#include "files/hx-file-rows.h"

char *
hx_history_customer (HxFixture *self)
{
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL,
                   "{\"family_name\":\"欧阳\",\"given_name\":\"晓霏\",\"tags\":[\"备注甲\"],\"identities\":["
                   "{\"kind\":\"phone\",\"value\":\"199-0000-4321\"},{\"kind\":\"wechat\",\"value\":\"wx-晓霏\"}]}");
  return g_strdup (hx_record_get_id (self->reply));
}

/* A customer with everything that can be personal: a touch, a call with a wrap-up, its draft and feedback. */
char *
hx_history_make (HxFixture *self)
{
  g_autofree char *id = hx_history_customer (self);
  g_autofree char *contact = g_strdup_printf (
      "{\"customer_id\":\"%s\",\"channel\":\"form\",\"activity\":\"lead\",\"direction\":\"in\","
      "\"at\":\"2026-09-21T00:00:00Z\",\"summary\":\"回访码 7788\",\"origin\":\"wx-晓霏\",\"attributes\":{\"手机\":\"19900004321\"}}",
      id);
  g_autofree char *wrapup = NULL;

  hx_fixture_must (self, HX_OPERATION_CONTACTS_CREATE, &self->pbx, NULL, NULL, contact);
  hx_fixture_cti (self, "newCall", "c-1", ",\"direction\":\"in\",\"from\":\"19900004321\",\"to\":\"4001\",\"user\":\"1001\"");
  hx_fixture_cti (self, "answer", "c-1", "");
  hx_fixture_cti (self, "hangup", "c-1", "");
  wrapup = hx_fixture_text (self, "SELECT id FROM wrapups");
  hx_fixture_must (self, HX_OPERATION_WRAPUPS_DRAFT, &self->agent, wrapup, NULL,
                   "{\"draft\":{\"case_text\":\"草稿里的名字\"}}");
  return g_steal_pointer (&id);
}

void
hx_history_feedback (HxFixture *self)
{
  g_autofree char *wrapup = hx_fixture_text (self, "SELECT id FROM wrapups");

  hx_fixture_must (self, HX_OPERATION_WRAPUPS_SUBMIT, &self->agent, wrapup, NULL,
                   "{\"outcome\":\"feedback\",\"channel\":\"phone\",\"category\":\"lead\",\"issue_type\":\"no_tag\","
                   "\"case_text\":\"客户说短信没有收到，晓霏请回电\",\"pain_point\":\"短信没到\"}");
}

void
hx_history_audio (HxFixture *self)
{
  const HxFileRow row = { .name = "ab/cd/audio", .digest = "00", .size = 7 };

  g_assert_true (hx_file_rows_add (self->db, &row, 0, self->now, NULL));
  g_assert_true (hx_db_execute (self->db, "UPDATE recordings SET state = 'ready', file = 'ab/cd/audio', peaks = 'AA=='", NULL));
}

void
hx_history_touches (HxFixture  *self,
                    const char *id,
                    guint       amount)
{
  for (guint i = 0; i < amount; i++)
    {
      g_autofree char *contact = g_strdup_printf (
          "{\"customer_id\":\"%s\",\"channel\":\"sms\",\"activity\":\"message\",\"direction\":\"out\","
          "\"at\":\"2026-09-21T00:00:00Z\",\"summary\":\"回访码 7788\"}",
          id);

      hx_fixture_must (self, HX_OPERATION_CONTACTS_CREATE, &self->pbx, NULL, NULL, contact);
    }
}
