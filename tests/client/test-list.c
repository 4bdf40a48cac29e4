/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A history of 10,000 contacts, page by page. */
#include "hx-fixture.h"

#include "hx-time.h"

#define AT_ONCE 10

typedef struct
{
  Fixture *fixture;
  char *customer_id;
  guint contacts, sent, stored;
} Filling;

static void send_one (Filling *filling);

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Filling *filling = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (reply);
  filling->stored++;
  send_one (filling);
}

static void
send_one (Filling *filling)
{
  g_autoptr (HxRecord) input = NULL;
  HxCall call = { .operation = HX_OPERATION_CONTACTS_CREATE };

  if (filling->sent == filling->contacts)
    return;
  input = hx_record_new (&hx_contact_schema);
  hx_record_set_text (input, HX_CONTACT_CUSTOMER_ID, filling->customer_id);
  hx_record_set_enum (input, HX_CONTACT_CHANNEL, filling->sent % 2 ? HX_CHANNEL_SMS : HX_CHANNEL_WECHAT);
  hx_record_set_enum (input, HX_CONTACT_ACTIVITY, HX_ACTIVITY_MESSAGE);
  hx_record_set_enum (input, HX_CONTACT_DIRECTION, HX_DIRECTION_IN);
  hx_record_set_int (input, HX_CONTACT_AT, hx_time_now () - (gint64) filling->sent * HX_MINUTE);
  call.input = input;
  filling->sent++;
  hx_client_call_async (filling->fixture->pbx, &call, NULL, on_stored, filling);
}

/* Fewer under a sanitizer, where each costs forty times as much and a page is a page. */
static guint
how_many (void)
{
  const char *contacts = g_getenv ("HX_TEST_CONTACTS");
  guint64 number = 10000;

  if (contacts != NULL)
    g_assert_true (g_ascii_string_to_unsigned (contacts, 10, 1, 10000, &number, NULL));
  return (guint) number;
}

static void
fill (Fixture *self,
      Filling *filling)
{
  g_autoptr (HxWrapupSession) session = NULL;

  g_free (hx_fixture_end_a_call (self, "19900010001"));
  WAIT_FOR (hx_fixture_waiting (self) == 1);
  session = hx_fixture_session (self, 0);
  filling->fixture = self;
  filling->contacts = how_many ();
  filling->customer_id
      = g_strdup (hx_record_get_text (hx_wrapup_session_get_record (session), HX_WRAPUP_CUSTOMER_ID));
  for (guint i = 0; i < AT_ONCE; i++)
    send_one (filling);
  while (filling->stored < filling->contacts)
    {
      guint before = filling->stored;

      WAIT_FOR (filling->stored > before);
    }
}

static void
check_order (GListModel *model)
{
  gint64 before = G_MAXINT64;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HxRecord) contact = g_list_model_get_item (model, i);

      g_assert_cmpint (hx_record_get_int (contact, HX_CONTACT_AT), <=, before);
      before = hx_record_get_int (contact, HX_CONTACT_AT);
    }
}

typedef struct
{
  guint count, removed, added;
} Changes;

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    data)
{
  Changes *changes = data;

  changes->count++;
  changes->removed += removed;
  changes->added += added;
}

static void
test_pages (Fixture      *self,
            gconstpointer data)
{
  Filling filling = { 0 };
  g_autoptr (HxList) list = NULL;
  g_autoptr (HxRecord) query = NULL;
  g_autoptr (HxRecord) held = NULL;
  Changes changes = { 0 };

  fill (self, &filling);
  list = hx_workspace_list (self->workspace, HX_OPERATION_CUSTOMERS_CONTACTS, filling.customer_id, NULL);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &changes);
  WAIT_FOR (hx_list_get_phase (list) == HX_LIST_READY);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 100);
  held = g_list_model_get_item (G_LIST_MODEL (list), 7);
  while (!hx_list_is_complete (list))
    {
      hx_list_load_more (list);
      WAIT_FOR (hx_list_get_phase (list) == HX_LIST_READY);
    }
  /* The call itself is a contact too. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, filling.contacts + 1);
  g_assert_cmpuint (changes.removed, ==, 0);
  check_order (G_LIST_MODEL (list));

  /* Loading anew keeps every row that is the same one, and is not done before all that were there are there. */
  hx_list_reload (list);
  WAIT_FOR (hx_list_get_phase (list) == HX_LIST_READY);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, filling.contacts + 1);
  g_assert_cmpuint (changes.removed, ==, 0);
  {
    g_autoptr (HxRecord) again = g_list_model_get_item (G_LIST_MODEL (list), 7);

    g_assert_true (again == held);
  }

  query = hx_record_new (&hx_contacts_query_schema);
  hx_record_set_enum (query, HX_CONTACTS_QUERY_CHANNEL, HX_CHANNEL_SMS);
  hx_list_set_query (list, query);
  WAIT_FOR (hx_list_get_phase (list) == HX_LIST_READY);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (HxRecord) contact = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpint (hx_record_get_enum (contact, HX_CONTACT_CHANNEL), ==, HX_CHANNEL_SMS);
    }
  g_free (filling.customer_id);
}

static void
test_insert_remove (Fixture      *self,
                    gconstpointer data)
{
  g_autoptr (HxList) list = hx_workspace_list (self->workspace, HX_OPERATION_USERS_LIST, NULL, NULL);
  g_autoptr (HxRecord) user = NULL;
  guint n;

  WAIT_FOR (hx_list_get_phase (list) == HX_LIST_READY);
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_assert_cmpuint (n, >, 1);
  user = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_false (hx_list_insert (list, user, 0));
  g_assert_true (hx_list_remove (list, hx_record_get_id (user)));
  g_assert_false (hx_list_remove (list, hx_record_get_id (user)));
  g_assert_true (hx_list_insert (list, user, G_MAXUINT));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n);
}

static void
add (void)
{
  g_test_add ("/client/list/pages", Fixture, NULL, hx_fixture_set_up, test_pages, hx_fixture_tear_down);
  g_test_add ("/client/list/insert-remove", Fixture, NULL, hx_fixture_set_up, test_insert_remove, hx_fixture_tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
