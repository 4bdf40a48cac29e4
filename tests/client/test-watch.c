/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream tells what the windows show, and of that everything, once. */
#include "hx-cutting-proxy.h"
#include "hx-fixture.h"

#include "hx-time.h"

#include <string.h>

#define STREAM "/events?watch="
#define AN_ID "0192f3c0-0000-7000-8000-000000000001"
#define OTHER_ID "0192f3c0-0000-7000-8000-000000000002"

/* The same agent on another computer: what is asked for is seen on the way to the server. */
typedef struct
{
  Fixture here;
  CuttingProxy proxy;
  Fixture there;
  GHashTable *seen; /* what happened there, "contact CUSTOMER" or "call NAME" → how often */
} Watch;

static void
on_event (Watch      *self,
          const char *thing,
          const char *action,
          HxRecord   *record)
{
  char *what = NULL;

  if (record == NULL || g_strcmp0 (action, "created") != 0)
    return;
  if (hx_record_get_schema (record) == &hx_contact_schema)
    what = g_strconcat ("contact ", hx_record_get_text (record, HX_CONTACT_CUSTOMER_ID), NULL);
  else if (hx_record_get_schema (record) == &hx_call_schema)
    what = g_strconcat ("call ", hx_record_get_text (record, HX_CALL_EXTERNAL_ID), NULL);
  if (what != NULL)
    g_hash_table_insert (self->seen, what,
                         GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, what)) + 1));
}

static guint
seen (Watch      *self,
      const char *thing,
      const char *name)
{
  g_autofree char *what = g_strdup_printf ("%s %s", thing, name);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, what));
}

static void
set_up (Watch        *self,
        gconstpointer data)
{
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  hx_fixture_set_up (&self->here, data);
  cutting_proxy_start (&self->proxy, hx_workspace_get_cti_port (self->here.workspace), STREAM);
  address = g_strdup_printf ("http://127.0.0.1:%u/", self->proxy.port);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->there.workspace = hx_workspace_new ("en");
  hx_workspace_use_server (self->there.workspace, address,
                           hx_client_get_token (hx_workspace_get_client (self->here.workspace)), &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (self->there.workspace, "event", G_CALLBACK (on_event), self);
  hx_workspace_start (self->there.workspace);
  WAIT_FOR (self->proxy.line != NULL);
}

static void
tear_down (Watch        *self,
           gconstpointer data)
{
  self->there.folder = g_strdup ("");
  hx_fixture_tear_down (&self->there, data);
  cutting_proxy_stop (&self->proxy);
  hx_fixture_tear_down (&self->here, data);
  g_hash_table_unref (self->seen);
}

/* -- what happens at the server ------------------------------------------------- */

static HxRecord *
add_customer (Watch *self)
{
  g_autoptr (HxRecord) input = hx_record_new (&hx_customer_input_schema);
  HxCall call = { .operation = HX_OPERATION_CUSTOMERS_CREATE, .input = input };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = NULL;

  hx_record_set_text (input, HX_CUSTOMER_INPUT_FAMILY_NAME, "王");
  reply = hx_fixture_call (hx_workspace_get_client (self->here.workspace), &call, &error);
  g_assert_no_error (error);
  return g_object_ref (reply->item);
}

static void
touch (Watch      *self,
       const char *customer_id)
{
  g_autoptr (HxRecord) input = hx_record_new (&hx_contact_schema);
  HxCall call = { .operation = HX_OPERATION_CONTACTS_CREATE, .input = input };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = NULL;

  hx_record_set_text (input, HX_CONTACT_CUSTOMER_ID, customer_id);
  hx_record_set_enum (input, HX_CONTACT_CHANNEL, HX_CHANNEL_SMS);
  hx_record_set_enum (input, HX_CONTACT_ACTIVITY, HX_ACTIVITY_MESSAGE);
  hx_record_set_enum (input, HX_CONTACT_DIRECTION, HX_DIRECTION_OUT);
  hx_record_set_int (input, HX_CONTACT_AT, hx_time_now ());
  reply = hx_fixture_call (self->here.pbx, &call, &error);
  g_assert_no_error (error);
}

/* An own call comes whatever is shown; returns the telephone system's name of it. */
static char *
ring (Watch *self)
{
  char *name = hx_id_new ();

  hx_fixture_send_event (&self->here, "newCall", name, "19900010001");
  return name;
}

/* What happened before has arrived once this has: events keep their order. */
static void
catch_up (Watch *self)
{
  g_autofree char *name = ring (self);

  WAIT_FOR (seen (self, "call", name) > 0);
}

/* -- what is shown there -------------------------------------------------------- */

static void
show (Watch    *self,
      HxRecord *customer)
{
  hx_workspace_show (self->there.workspace, HX_SHOWN_CUSTOMER, hx_record_get_id (customer));
}

static void
hide (Watch    *self,
      HxRecord *customer)
{
  hx_workspace_hide (self->there.workspace, HX_SHOWN_CUSTOMER, hx_record_get_id (customer));
}

static gboolean
asked_for (Watch      *self,
           const char *topics)
{
  g_autofree char *line = g_uri_unescape_string (self->proxy.line, NULL);

  return g_strcmp0 (line + strlen (STREAM), topics) == 0;
}

static gboolean
asked_for_customer (Watch    *self,
                    HxRecord *customer)
{
  g_autofree char *topic = g_strconcat (HX_TOPIC_CUSTOMERS_OF_ONE, hx_record_get_id (customer), NULL);

  return asked_for (self, topic);
}

/* -- tests ---------------------------------------------------------------------- */

static void
test_topics (void)
{
  static const struct
  {
    const char *shown;
    const char *watch;
  } cases[] = {
    { "", "" },
    { "board", "board" },
    { "customer:" OTHER_ID " board customer:" AN_ID, "board,customer:" AN_ID ",customer:" OTHER_ID },
    { "customer:" AN_ID " customer:" AN_ID, "customer:" AN_ID },
    { "customer:" AN_ID " customers", "customers" },
    { "board a b c d e f g h i j k l m n o p q r s t", "a,b,board,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) words = g_strsplit (cases[i].shown, " ", -1);
      g_autoptr (GPtrArray) topics = g_ptr_array_new ();
      g_autofree char *watch = NULL;

      for (guint n = 0; words[n] != NULL; n++)
        g_ptr_array_add (topics, words[n]);
      watch = hx_topics_join (topics);
      g_assert_cmpstr (watch, ==, cases[i].watch);
    }
}

static void
test_only_what_is_shown (Watch        *self,
                         gconstpointer data)
{
  g_autoptr (HxRecord) one = add_customer (self), other = add_customer (self);
  const char *one_id = hx_record_get_id (one), *other_id = hx_record_get_id (other);

  g_assert_true (asked_for (self, ""));
  catch_up (self);
  touch (self, one_id);
  catch_up (self);
  g_assert_cmpuint (seen (self, "contact", one_id), ==, 0);

  show (self, one);
  touch (self, one_id);
  touch (self, other_id);
  WAIT_FOR (asked_for_customer (self, one));
  WAIT_FOR (seen (self, "contact", one_id) == 1);
  catch_up (self);
  g_assert_cmpuint (seen (self, "contact", other_id), ==, 0);

  hide (self, one);
  show (self, other);
  touch (self, other_id);
  WAIT_FOR (asked_for_customer (self, other) && seen (self, "contact", other_id) == 1);
  touch (self, one_id);
  touch (self, other_id);
  catch_up (self);
  g_assert_cmpuint (seen (self, "contact", one_id), ==, 1);
  g_assert_cmpuint (seen (self, "contact", other_id), ==, 2);

  hide (self, other);
  hx_workspace_show (self->there.workspace, HX_SHOWN_CUSTOMERS, NULL);
  WAIT_FOR (asked_for (self, "customers"));
  touch (self, one_id);
  WAIT_FOR (seen (self, "contact", one_id) == 2);
  hx_workspace_hide (self->there.workspace, HX_SHOWN_CUSTOMERS, NULL);
}

/* The server has the request for the other stream and says nothing for a while: what happens meanwhile is told by the old
 * one, and what that one does not know when the new one is there. */
static void
test_change (Watch        *self,
             gconstpointer data)
{
  g_autoptr (HxRecord) old = add_customer (self), new = add_customer (self);
  const char *old_id = hx_record_get_id (old), *new_id = hx_record_get_id (new);
  g_autofree char *name = NULL, *between = NULL;

  catch_up (self);
  show (self, old);
  WAIT_FOR (asked_for_customer (self, old));
  touch (self, old_id);
  WAIT_FOR (seen (self, "contact", old_id) == 1);

  self->proxy.hold = TRUE;
  show (self, new);
  touch (self, new_id);
  touch (self, old_id);
  between = ring (self);
  WAIT_FOR (self->proxy.held != NULL);
  touch (self, new_id);
  touch (self, old_id);
  name = ring (self);
  WAIT_FOR (seen (self, "call", name) == 1);
  g_assert_cmpuint (seen (self, "contact", old_id), ==, 3);
  g_assert_cmpuint (seen (self, "contact", new_id), ==, 0);
  g_assert_cmpint (hx_workspace_get_connection (self->there.workspace), ==, HX_CONNECTION_ONLINE);

  cutting_proxy_let_go (&self->proxy);
  WAIT_FOR (seen (self, "contact", new_id) == 2);
  touch (self, old_id);
  catch_up (self);
  g_assert_cmpuint (seen (self, "contact", old_id), ==, 4);
  g_assert_cmpuint (seen (self, "contact", new_id), ==, 2);
  g_assert_cmpuint (seen (self, "call", between), ==, 1);
  g_assert_cmpuint (seen (self, "call", name), ==, 1);
  hide (self, old);
  hide (self, new);
}

static void
on_lost (gboolean *lost)
{
  *lost = TRUE;
}

/* However often pages change, and whatever happens meanwhile. */
static void
test_leafing (Watch        *self,
              gconstpointer data)
{
  g_autoptr (HxRecord) kept = add_customer (self), other = add_customer (self);
  const char *kept_id = hx_record_get_id (kept);
  HxEventSource *source = self->there.workspace->source;
  gboolean lost = FALSE;
  guint streams;

  catch_up (self);
  g_signal_connect_swapped (self->there.workspace, "notify::connection", G_CALLBACK (on_lost), &lost);
  show (self, kept);
  WAIT_FOR (asked_for_customer (self, kept));
  streams = self->proxy.passed;
  for (guint i = 0; i < 10; i++)
    {
      hx_workspace_show (self->there.workspace, HX_SHOWN_BOARD, NULL);
      hx_workspace_hide (self->there.workspace, HX_SHOWN_BOARD, NULL);
      hx_workspace_show (self->there.workspace, HX_SHOWN_CUSTOMERS, NULL);
      hx_workspace_hide (self->there.workspace, HX_SHOWN_CUSTOMERS, NULL);
    }
  show (self, other);
  WAIT_FOR (!asked_for_customer (self, kept));
  g_assert_cmpuint (self->proxy.passed, ==, streams + 1);
  /* Its number stands still until the stream is there that was asked for: every third change is made before. */
  for (guint i = 0; i < 12; i++)
    {
      gint64 number = hx_event_source_get_number (source);

      (i % 2 == 0 ? hide : show) (self, other);
      touch (self, kept_id);
      WAIT_FOR (i % 3 == 0 || hx_event_source_get_number (source) > number);
    }
  catch_up (self);
  g_assert_cmpuint (seen (self, "contact", kept_id), ==, 12);
  g_assert_false (lost);
  hide (self, kept);
  hide (self, other);
}

/* Who hears nothing comes back from where the server is. */
static void
test_nothing_for_us (Watch        *self,
                     gconstpointer data)
{
  g_autoptr (HxRecord) customer = add_customer (self);
  HxEventSource *source = self->there.workspace->source;
  gint64 before;

  catch_up (self);
  before = hx_event_source_get_number (source);
  touch (self, hx_record_get_id (customer));
  WAIT_FOR (hx_event_source_get_number (source) > before);
  g_assert_cmpuint (seen (self, "contact", hx_record_get_id (customer)), ==, 0);
}

/* The first page was read before a touch of which the stream tells before the page is here. Returns the list, loading. */
static HxList *
list_missing_a_touch (Watch      *self,
                      const char *id)
{
  guint touches = seen (self, "contact", id);
  HxList *list;

  self->proxy.hold = TRUE;
  list = hx_workspace_list (self->there.workspace, HX_OPERATION_CUSTOMERS_CONTACTS, id, NULL);
  WAIT_FOR (self->proxy.held != NULL);
  touch (self, id);
  WAIT_FOR (seen (self, "contact", id) == touches + 1);
  g_assert_cmpint (hx_list_get_phase (list), ==, HX_LIST_LOADING);
  return list;
}

/* It is there at once, is loaded once more a little later, and whoever drops it before that is rid of it. */
static void
test_list_under_way (Watch        *self,
                     gconstpointer data)
{
  g_autoptr (HxRecord) customer = add_customer (self);
  const char *id = hx_record_get_id (customer);
  g_autoptr (HxRecord) row = hx_record_new (&hx_contact_schema);
  HxList *dropped, *list;

  catch_up (self);
  show (self, customer);
  self->proxy.mark = "/contacts?";
  self->proxy.passed = 0;
  dropped = list_missing_a_touch (self, id);
  cutting_proxy_let_go (&self->proxy);
  WAIT_FOR (hx_list_get_phase (dropped) == HX_LIST_READY);
  g_assert_cmpuint (self->proxy.passed, ==, 1);
  g_assert_finalize_object (dropped);

  list = list_missing_a_touch (self, id);
  cutting_proxy_let_go (&self->proxy);
  WAIT_FOR (hx_list_get_phase (list) == HX_LIST_READY);
  g_assert_cmpuint (self->proxy.passed, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  hx_record_set_text (row, HX_CONTACT_ID, AN_ID);
  g_assert_true (hx_list_insert (list, row, 0));
  WAIT_FOR (hx_list_get_phase (list) == HX_LIST_LOADING);
  WAIT_FOR (hx_list_get_phase (list) == HX_LIST_READY);
  g_assert_cmpuint (self->proxy.passed, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  g_assert_false (hx_list_remove (list, AN_ID));
  g_assert_finalize_object (list);
  hide (self, customer);
}

/* Of the customer of a wrap-up that is open, and no longer than that. */
static void
test_customer_of_wrapup (Watch        *self,
                         gconstpointer data)
{
  g_autofree char *name = hx_fixture_end_a_call (&self->here, "19900010001");
  g_autoptr (HxRecord) input = hx_record_new (&hx_customer_input_schema), call = NULL;
  HxCall correction = { .operation = HX_OPERATION_CUSTOMERS_UPDATE, .input = input, .if_match = "1" };
  HxWrapupSession *session;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = NULL;

  WAIT_FOR (hx_fixture_waiting (&self->there) == 1);
  session = hx_fixture_session (&self->there, 0);
  call = g_object_ref (hx_record_get_record (hx_wrapup_session_get_record (session), HX_WRAPUP_CALL));
  WAIT_FOR (!asked_for (self, ""));
  correction.id = hx_record_get_text (call, HX_CALL_CUSTOMER_ID);
  hx_record_set_text (input, HX_CUSTOMER_INPUT_FAMILY_NAME, "欧阳");
  reply = hx_fixture_call (hx_workspace_get_client (self->here.workspace), &correction, &error);
  g_assert_no_error (error);
  WAIT_FOR (g_strcmp0 (hx_record_get_text (call, HX_CALL_FAMILY_NAME), "欧阳") == 0);
  g_assert_true (hx_fixture_submit (session, HX_OUTCOME_NO_ISSUE, NULL));
  g_object_unref (session);
  WAIT_FOR (asked_for (self, ""));
}

static void
add (void)
{
  static const struct
  {
    const char *path;
    void (*test) (Watch *self, gconstpointer data);
  } tests[] = {
    { "/client/watch/only-what-is-shown", test_only_what_is_shown },
    { "/client/watch/change", test_change },
    { "/client/watch/leafing", test_leafing },
    { "/client/watch/nothing-for-us", test_nothing_for_us },
    { "/client/watch/list-under-way", test_list_under_way },
    { "/client/watch/customer-of-wrapup", test_customer_of_wrapup },
  };

  g_test_add_func ("/client/watch/topics", test_topics);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Watch, NULL, set_up, tests[i].test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
