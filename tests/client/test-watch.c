/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream tells what the windows show, and of that everything, once. */
#include "hx-watch-fixture.h"

#define AN_ID "0192f3c0-0000-7000-8000-000000000001"
#define OTHER_ID "0192f3c0-0000-7000-8000-000000000002"

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
  g_autoptr (HxRecord) one = watch_add_customer (self), other = watch_add_customer (self);
  const char *one_id = hx_record_get_id (one), *other_id = hx_record_get_id (other);

  g_assert_true (watch_asked_for (self, ""));
  watch_catch_up (self);
  watch_touch (self, one_id);
  watch_catch_up (self);
  g_assert_cmpuint (watch_seen (self, "contact", one_id), ==, 0);

  watch_show (self, one);
  watch_touch (self, one_id);
  watch_touch (self, other_id);
  WAIT_FOR (watch_asked_for_customer (self, one));
  WAIT_FOR (watch_seen (self, "contact", one_id) == 1);
  watch_catch_up (self);
  g_assert_cmpuint (watch_seen (self, "contact", other_id), ==, 0);

  watch_hide (self, one);
  watch_show (self, other);
  watch_touch (self, other_id);
  WAIT_FOR (watch_asked_for_customer (self, other) && watch_seen (self, "contact", other_id) == 1);
  watch_touch (self, one_id);
  watch_touch (self, other_id);
  watch_catch_up (self);
  g_assert_cmpuint (watch_seen (self, "contact", one_id), ==, 1);
  g_assert_cmpuint (watch_seen (self, "contact", other_id), ==, 2);

  watch_hide (self, other);
  hx_workspace_show (self->there.workspace, HX_SHOWN_CUSTOMERS, NULL);
  WAIT_FOR (watch_asked_for (self, "customers"));
  watch_touch (self, one_id);
  WAIT_FOR (watch_seen (self, "contact", one_id) == 2);
  hx_workspace_hide (self->there.workspace, HX_SHOWN_CUSTOMERS, NULL);
}

/* The server has the request for the other stream and says nothing for a while: what happens meanwhile is told by the old
 * one, and what that one does not know when the new one is there. */
static void
test_change (Watch        *self,
             gconstpointer data)
{
  g_autoptr (HxRecord) old = watch_add_customer (self), new = watch_add_customer (self);
  const char *old_id = hx_record_get_id (old), *new_id = hx_record_get_id (new);
  g_autofree char *name = NULL, *between = NULL;

  watch_catch_up (self);
  watch_show (self, old);
  WAIT_FOR (watch_asked_for_customer (self, old));
  watch_touch (self, old_id);
  WAIT_FOR (watch_seen (self, "contact", old_id) == 1);

  self->proxy.hold = TRUE;
  watch_show (self, new);
  watch_touch (self, new_id);
  watch_touch (self, old_id);
  between = watch_ring (self);
  WAIT_FOR (self->proxy.held != NULL);
  watch_touch (self, new_id);
  watch_touch (self, old_id);
  name = watch_ring (self);
  WAIT_FOR (watch_seen (self, "call", name) == 1);
  g_assert_cmpuint (watch_seen (self, "contact", old_id), ==, 3);
  g_assert_cmpuint (watch_seen (self, "contact", new_id), ==, 0);
  g_assert_cmpint (hx_workspace_get_connection (self->there.workspace), ==, HX_CONNECTION_ONLINE);

  cutting_proxy_let_go (&self->proxy);
  WAIT_FOR (watch_seen (self, "contact", new_id) == 2);
  watch_touch (self, old_id);
  watch_catch_up (self);
  g_assert_cmpuint (watch_seen (self, "contact", old_id), ==, 4);
  g_assert_cmpuint (watch_seen (self, "contact", new_id), ==, 2);
  g_assert_cmpuint (watch_seen (self, "call", between), ==, 1);
  g_assert_cmpuint (watch_seen (self, "call", name), ==, 1);
  watch_hide (self, old);
  watch_hide (self, new);
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
  g_autoptr (HxRecord) kept = watch_add_customer (self), other = watch_add_customer (self);
  const char *kept_id = hx_record_get_id (kept);
  HxEventSource *source = self->there.workspace->source;
  gboolean lost = FALSE;
  guint streams;

  watch_catch_up (self);
  g_signal_connect_swapped (self->there.workspace, "notify::connection", G_CALLBACK (on_lost), &lost);
  watch_show (self, kept);
  WAIT_FOR (watch_asked_for_customer (self, kept));
  streams = self->proxy.passed;
  for (guint i = 0; i < 10; i++)
    {
      hx_workspace_show (self->there.workspace, HX_SHOWN_BOARD, NULL);
      hx_workspace_hide (self->there.workspace, HX_SHOWN_BOARD, NULL);
      hx_workspace_show (self->there.workspace, HX_SHOWN_CUSTOMERS, NULL);
      hx_workspace_hide (self->there.workspace, HX_SHOWN_CUSTOMERS, NULL);
    }
  watch_show (self, other);
  WAIT_FOR (!watch_asked_for_customer (self, kept));
  g_assert_cmpuint (self->proxy.passed, ==, streams + 1);
  /* Its number stands still until the stream is there that was asked for: every third change is made before. */
  for (guint i = 0; i < 12; i++)
    {
      gint64 number = hx_event_source_get_number (source);

      (i % 2 == 0 ? watch_hide : watch_show) (self, other);
      watch_touch (self, kept_id);
      WAIT_FOR (i % 3 == 0 || hx_event_source_get_number (source) > number);
    }
  watch_catch_up (self);
  g_assert_cmpuint (watch_seen (self, "contact", kept_id), ==, 12);
  g_assert_false (lost);
  watch_hide (self, kept);
  watch_hide (self, other);
}

static void
on_heard_here (guint      *touches,
               const char *thing,
               const char *action,
               HxRecord   *record)
{
  *touches += g_strcmp0 (action, "created") == 0;
}

/* Once this has been heard through a stream that was asked for just now, so would have been any that was asked for before. */
static void
await_a_new_stream_here (Watch    *self,
                         HxRecord *customer)
{
  HxWorkspace *here = self->here.workspace;
  guint touches = 0;
  gulong handler = g_signal_connect_swapped (here, "event::contact", G_CALLBACK (on_heard_here), &touches);

  hx_workspace_show (here, HX_SHOWN_CUSTOMER, hx_record_get_id (customer));
  watch_touch (self, hx_record_get_id (customer));
  WAIT_FOR (touches == 1);
  hx_workspace_hide (here, HX_SHOWN_CUSTOMER, hx_record_get_id (customer));
  g_signal_handler_disconnect (here, handler);
}

/* Every own call, and every window, says again what is wanted: while the stream of it is on its way, that is no other one. */
static void
test_said_again (Watch        *self,
                 gconstpointer data)
{
  g_autoptr (HxRecord) one = watch_add_customer (self), other = watch_add_customer (self), elsewhere = watch_add_customer (self);
  const char *id = hx_record_get_id (one);
  guint streams;

  watch_catch_up (self);
  streams = self->proxy.passed;
  self->proxy.hold = TRUE;
  watch_show (self, one);
  WAIT_FOR (self->proxy.held != NULL);
  watch_show (self, one);
  watch_show (self, other);
  watch_hide (self, other);
  watch_touch (self, id);
  cutting_proxy_let_go (&self->proxy);
  WAIT_FOR (watch_seen (self, "contact", id) == 1);
  await_a_new_stream_here (self, elsewhere);
  watch_touch (self, id);
  WAIT_FOR (watch_seen (self, "contact", id) == 2);
  g_assert_cmpuint (self->proxy.passed, ==, streams + 1);
  watch_hide (self, one);
  watch_hide (self, one);
}

static void
on_reset (guint *resets)
{
  (*resets)++;
}

/* The other stream cannot be had while very much happens: what it would have told is not waited for any longer. */
static void
test_never_there (Watch        *self,
                  gconstpointer data)
{
  g_autoptr (HxRecord) old = watch_add_customer (self), new = watch_add_customer (self);
  const char *new_id = hx_record_get_id (new);
  HxEventSource *source = self->there.workspace->source;
  guint resets = 0;
  gint64 number;

  watch_catch_up (self);
  g_signal_connect_swapped (self->there.workspace, "reset", G_CALLBACK (on_reset), &resets);
  watch_show (self, old);
  WAIT_FOR (watch_asked_for_customer (self, old));
  watch_catch_up (self);
  self->proxy.hold = TRUE;
  watch_show (self, new);
  WAIT_FOR (self->proxy.held != NULL);
  watch_touch (self, new_id);
  number = hx_event_source_get_number (source);
  for (guint i = 0; i < 1000 && resets == 0; i++)
    watch_touch (self, hx_record_get_id (old));
  WAIT_FOR (resets == 1);
  g_assert_cmpint (hx_event_source_get_number (source), >, number + 1);

  cutting_proxy_let_go (&self->proxy);
  watch_touch (self, new_id);
  watch_catch_up (self);
  g_assert_cmpuint (watch_seen (self, "contact", new_id), ==, 1);
  g_assert_cmpuint (resets, ==, 1);
  watch_hide (self, old);
  watch_hide (self, new);
}

/* Who hears nothing comes back from where the server is. */
static void
test_nothing_for_us (Watch        *self,
                     gconstpointer data)
{
  g_autoptr (HxRecord) customer = watch_add_customer (self);
  HxEventSource *source = self->there.workspace->source;
  gint64 before;

  watch_catch_up (self);
  before = hx_event_source_get_number (source);
  watch_touch (self, hx_record_get_id (customer));
  WAIT_FOR (hx_event_source_get_number (source) > before);
  g_assert_cmpuint (watch_seen (self, "contact", hx_record_get_id (customer)), ==, 0);
}

/* The first page was read before a touch of which the stream tells before the page is here. Returns the list, loading. */
static HxList *
list_missing_a_touch (Watch      *self,
                      const char *id)
{
  guint touches = watch_seen (self, "contact", id);
  HxList *list;

  self->proxy.hold = TRUE;
  list = hx_workspace_list (self->there.workspace, HX_OPERATION_CUSTOMERS_CONTACTS, id, NULL);
  WAIT_FOR (self->proxy.held != NULL);
  watch_touch (self, id);
  WAIT_FOR (watch_seen (self, "contact", id) == touches + 1);
  g_assert_cmpint (hx_list_get_phase (list), ==, HX_LIST_LOADING);
  return list;
}

/* It is there at once, is loaded once more a little later, and whoever drops it before that is rid of it. */
static void
test_list_under_way (Watch        *self,
                     gconstpointer data)
{
  g_autoptr (HxRecord) customer = watch_add_customer (self);
  const char *id = hx_record_get_id (customer);
  g_autoptr (HxRecord) row = hx_record_new (&hx_contact_schema);
  HxList *dropped, *list;

  watch_catch_up (self);
  watch_show (self, customer);
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
  watch_hide (self, customer);
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
  WAIT_FOR (!watch_asked_for (self, ""));
  correction.id = hx_record_get_text (call, HX_CALL_CUSTOMER_ID);
  hx_record_set_text (input, HX_CUSTOMER_INPUT_FAMILY_NAME, "欧阳");
  reply = hx_fixture_call (hx_workspace_get_client (self->here.workspace), &correction, &error);
  g_assert_no_error (error);
  WAIT_FOR (g_strcmp0 (hx_record_get_text (call, HX_CALL_FAMILY_NAME), "欧阳") == 0);
  g_assert_true (hx_fixture_submit (session, HX_OUTCOME_NO_ISSUE, NULL));
  g_object_unref (session);
  WAIT_FOR (watch_asked_for (self, ""));
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
    { "/client/watch/said-again", test_said_again },
    { "/client/watch/never-there", test_never_there },
    { "/client/watch/nothing-for-us", test_nothing_for_us },
    { "/client/watch/list-under-way", test_list_under_way },
    { "/client/watch/customer-of-wrapup", test_customer_of_wrapup },
  };

  g_test_add_func ("/client/watch/topics", test_topics);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Watch, NULL, watch_set_up, tests[i].test, watch_tear_down);
}

int
main (int    argc,
      char **argv)
{
  return hx_fixture_main (argc, argv, add);
}
