/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-watch-fixture.h"

#include "hx-time.h"

#include <string.h>

#define STREAM "/events?watch="

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

guint
watch_seen (Watch      *self,
            const char *thing,
            const char *name)
{
  g_autofree char *what = g_strdup_printf ("%s %s", thing, name);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, what));
}

void
watch_set_up (Watch        *self,
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

void
watch_tear_down (Watch        *self,
                 gconstpointer data)
{
  self->there.folder = g_strdup ("");
  hx_fixture_tear_down (&self->there, data);
  cutting_proxy_stop (&self->proxy);
  hx_fixture_tear_down (&self->here, data);
  g_hash_table_unref (self->seen);
}

/* -- what happens at the server ------------------------------------------------- */

HxRecord *
watch_add_customer (Watch *self)
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

void
watch_touch (Watch      *self,
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
char *
watch_ring (Watch *self)
{
  char *name = hx_id_new ();

  hx_fixture_send_event (&self->here, "newCall", name, "19900010001");
  return name;
}

/* What happened before has arrived once this has: events keep their order. */
void
watch_catch_up (Watch *self)
{
  g_autofree char *name = watch_ring (self);

  WAIT_FOR (watch_seen (self, "call", name) > 0);
}

/* -- what is shown there -------------------------------------------------------- */

void
watch_show (Watch    *self,
            HxRecord *customer)
{
  hx_workspace_show (self->there.workspace, HX_SHOWN_CUSTOMER, hx_record_get_id (customer));
}

void
watch_hide (Watch    *self,
            HxRecord *customer)
{
  hx_workspace_hide (self->there.workspace, HX_SHOWN_CUSTOMER, hx_record_get_id (customer));
}

gboolean
watch_asked_for (Watch      *self,
                 const char *topics)
{
  g_autofree char *line = g_uri_unescape_string (self->proxy.line, NULL);

  return g_strcmp0 (line + strlen (STREAM), topics) == 0;
}

gboolean
watch_asked_for_customer (Watch    *self,
                          HxRecord *customer)
{
  g_autofree char *topic = g_strconcat (HX_TOPIC_CUSTOMERS_OF_ONE, hx_record_get_id (customer), NULL);

  return watch_asked_for (self, topic);
}
