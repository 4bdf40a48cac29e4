/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"

#include "hx-time.h"

#include <glib/gstdio.h>
#include <locale.h>

static gboolean
on_deadline (gpointer data)
{
  g_error ("Waited in vain for: %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

GSource *
hx_deadline_start (const char *what)
{
  GSource *deadline = g_timeout_source_new_seconds (60);

  g_source_set_callback (deadline, on_deadline, (gpointer) what, NULL);
  g_source_attach (deadline, NULL);
  return deadline;
}

void
hx_deadline_stop (GSource *deadline)
{
  g_source_destroy (deadline);
  g_source_unref (deadline);
}

void
hx_fixture_remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      hx_fixture_remove_tree (below);
    }
  g_remove (path);
}

/* The folders are chosen before GLib looks for them. */
int
hx_fixture_main (int    argc,
                 char **argv,
                 void (*add) (void))
{
  static const char *const folders[] = { "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME" };
  g_autofree char *home = g_dir_make_tmp ("hx-XXXXXX", NULL);
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (home, folders[i], NULL);

      g_mkdir (path, 0700);
      g_setenv (folders[i], path, TRUE);
    }
  g_test_init (&argc, &argv, NULL);
  add ();
  status = g_test_run ();
  hx_fixture_remove_tree (home);
  return status;
}

void
hx_fixture_start (Fixture *self)
{
  self->workspace = hx_workspace_new ("zh_CN.UTF-8");
  hx_workspace_use_computer (self->workspace, self->folder, FALSE);
  hx_workspace_start (self->workspace);
  WAIT_FOR (hx_workspace_get_connection (self->workspace) == HX_CONNECTION_ONLINE);
}

void
hx_fixture_set_up (Fixture      *self,
                   gconstpointer data)
{
  self->folder = g_dir_make_tmp ("hx-store-XXXXXX", NULL);
  hx_fixture_start (self);
}

void
hx_fixture_tear_down (Fixture      *self,
                      gconstpointer data)
{
  g_clear_object (&self->pbx);
  if (self->workspace != NULL)
    {
      hx_workspace_stop (self->workspace);
      /* What was on its way holds the workspace until it is told that it is not any more. */
      g_object_add_weak_pointer (G_OBJECT (self->workspace), (gpointer *) &self->workspace);
      g_object_unref (self->workspace);
      WAIT_FOR (self->workspace == NULL);
    }
  hx_fixture_remove_tree (self->folder);
  g_free (self->folder);
}

static void
on_called (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

HxReply *
hx_fixture_call (HxClient     *client,
                 const HxCall *call,
                 GError      **error)
{
  GAsyncResult *result = NULL;
  HxReply *reply;

  hx_client_call_async (client, call, NULL, on_called, &result);
  WAIT_FOR (result != NULL);
  reply = hx_client_call_finish (client, result, error);
  g_object_unref (result);
  return reply;
}

/* After a restart the door is another port. */
static HxClient *
pbx (Fixture *self)
{
  guint port = hx_workspace_get_cti_port (self->workspace);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  if (self->pbx != NULL && self->pbx_port == port)
    return self->pbx;
  g_file_get_contents (hx_workspace_get_key_file (self->workspace), &key, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&self->pbx);
  self->pbx = hx_client_new ();
  self->pbx_port = port;
  hx_client_set_address (self->pbx, address, &error);
  g_assert_no_error (error);
  hx_client_set_token (self->pbx, g_strstrip (key));
  return self->pbx;
}

void
hx_fixture_send_event (Fixture    *self,
                       const char *event,
                       const char *call_id,
                       const char *number)
{
  HxRecord *user = hx_workspace_get_user (self->workspace);
  g_autoptr (HxRecord) input = hx_record_new (&hx_cti_event_schema);
  HxCall call = { .operation = HX_OPERATION_CTI_RECEIVE, .input = input };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = NULL;

  hx_record_set_text (input, HX_CTI_EVENT_EVENT, event);
  hx_record_set_text (input, HX_CTI_EVENT_CALL_ID, call_id);
  hx_record_set_enum (input, HX_CTI_EVENT_DIRECTION, HX_DIRECTION_IN);
  hx_record_set_text (input, HX_CTI_EVENT_FROM, number);
  hx_record_set_text (input, HX_CTI_EVENT_TO, "4000000000");
  hx_record_set_text (input, HX_CTI_EVENT_USER, hx_record_get_text (user, HX_USER_NUMBER));
  reply = hx_fixture_call (pbx (self), &call, &error);
  g_assert_no_error (error);
}

char *
hx_fixture_end_a_call (Fixture    *self,
                       const char *number)
{
  char *call_id = hx_id_new ();

  hx_fixture_send_event (self, "newCall", call_id, number);
  hx_fixture_send_event (self, "answer", call_id, number);
  hx_fixture_send_event (self, "hangup", call_id, number);
  return call_id;
}

guint
hx_fixture_waiting (Fixture *self)
{
  return g_list_model_get_n_items (hx_workspace_get_wrapups (self->workspace));
}

HxWrapupSession *
hx_fixture_session (Fixture *self,
                    guint    position)
{
  return g_list_model_get_item (hx_workspace_get_wrapups (self->workspace), position);
}

void
hx_fixture_fill (HxWrapupSession *session,
                 const char      *pain_point)
{
  const HxCategory *category = hx_template_view_category (hx_wrapup_session_get_template (session), 0);

  g_object_set (session, "category", category->id, "issue-type", g_array_index (category->types, HxIssueType, 0).id,
                "pain-point", pain_point, NULL);
}

gboolean
hx_fixture_submit (HxWrapupSession *session,
                   HxOutcome        outcome,
                   GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hx_wrapup_session_submit_async (session, outcome, NULL, on_called, &result);
  WAIT_FOR (result != NULL);
  return hx_wrapup_session_submit_finish (session, result, error);
}
