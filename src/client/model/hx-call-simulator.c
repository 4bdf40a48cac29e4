/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-call-simulator.h"

#include "hx-sample-audio.h"
#include "hx-time.h"
#include "hx-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TALK_MS 3000
/* Our number, as the caller dialled it. */
#define LINE "4000000000"
/* The numbers of sample data and of these calls: the block 1990000 to 1990001 is nobody's. */
#define KNOWN_BLOCK "1990000"
#define UNKNOWN_BLOCK "1990001"
#define MASKED_LENGTH 11

struct _HxCallSimulator
{
  GObject parent_instance;

  HxWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (HxCallSimulator, hx_call_simulator, G_TYPE_OBJECT)

static guint told_signal;

/* One simulated call, step by step. */
typedef struct
{
  HxClient *pbx;
  char *call_id;
  char *number;
  char *kind;
  GBytes *audio; /* (nullable) */
  char *media_type;
  gboolean missed;
  guint step;
  GSource *timer;
} Run;

typedef void (*Step) (GTask *task);

static void next (GTask *task);

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->pbx);
  if (run->timer != NULL)
    g_source_destroy (run->timer);
  g_clear_pointer (&run->timer, g_source_unref);
  g_free (run->call_id);
  g_free (run->number);
  g_free (run->kind);
  g_clear_pointer (&run->audio, g_bytes_unref);
  g_free (run->media_type);
  g_free (run);
}

static void
tell (GTask      *task,
      const char *words)
{
  g_signal_emit (g_task_get_source_object (task), told_signal, 0, words);
}

/* The reply of one step: on to the next, or the end. */
static void
on_step (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  GTask *task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  if (reply != NULL)
    {
      next (task);
      return;
    }
  g_task_return_error (task, g_steal_pointer (&error));
  g_object_unref (task);
}

static void
call (GTask        *task,
      const HxCall *what)
{
  Run *run = g_task_get_task_data (task);

  hx_client_call_async (run->pbx, what, g_task_get_cancellable (task), on_step, task);
}

static void
send_event (GTask      *task,
            const char *name,
            const char *cause)
{
  HxCallSimulator *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  HxRecord *user = hx_workspace_get_user (self->workspace);
  const char *extension = hx_record_get_text (user, HX_USER_EXTENSION);
  g_autoptr (HxRecord) event = hx_record_new (&hx_cti_event_schema);
  HxCall what = { .operation = HX_OPERATION_CTI_RECEIVE, .input = event };

  hx_record_set_text (event, HX_CTI_EVENT_EVENT, name);
  hx_record_set_text (event, HX_CTI_EVENT_CALL_ID, run->call_id);
  hx_record_set_enum (event, HX_CTI_EVENT_DIRECTION, HX_DIRECTION_IN);
  hx_record_set_text (event, HX_CTI_EVENT_FROM, run->number);
  hx_record_set_text (event, HX_CTI_EVENT_TO, LINE);
  hx_record_set_text (event, HX_CTI_EVENT_CAUSE, cause);
  hx_record_set_text (event, HX_CTI_EVENT_USER, extension != NULL ? extension : hx_record_get_text (user, HX_USER_NUMBER));
  call (task, &what);
}

static gboolean
on_talked (gpointer data)
{
  next (data);
  return G_SOURCE_REMOVE;
}

static void
step_new_call (GTask *task)
{
  tell (task, _ ("A simulated call comes in"));
  send_event (task, "newCall", NULL);
}

static void
step_answer (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (run->missed)
    next (task);
  else
    send_event (task, "answer", NULL);
}

static void
step_talk (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  run->timer = g_timeout_source_new (run->missed ? TALK_MS / 3 : TALK_MS);
  g_source_set_static_name (run->timer, "HxCallSimulator");
  g_source_set_callback (run->timer, on_talked, task, NULL);
  g_source_attach (run->timer, g_task_get_context (task));
}

static void
step_hang_up (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  send_event (task, "hangup", run->missed ? "noAnswer" : "normalClearing");
}

static void
on_uploaded (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);

  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The recording is announced, and uploaded where there is one to upload. */
static void
on_announced (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, &error);
  Run *run = g_task_get_task_data (task);
  HxCall what = { .operation = HX_OPERATION_RECORDINGS_UPLOAD, .upload = run->audio, .media_type = run->media_type };

  if (reply == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (run->audio == NULL)
    g_task_return_boolean (task, TRUE);
  else
    {
      what.id = hx_record_get_id (reply->item);
      hx_client_call_async (run->pbx, &what, g_task_get_cancellable (task), on_uploaded, g_object_ref (task));
    }
}

/* Where the program came without sample recordings, this call simply has none. */
static void
on_audio (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  GTask *task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) input = hx_record_new (&hx_recording_input_schema);
  HxCall what = { .operation = HX_OPERATION_RECORDINGS_CREATE, .input = input };

  run->audio = hx_sample_audio_pick_finish (result, &run->media_type, &error);
  if (run->audio == NULL)
    g_message ("Simulated call: %s", error->message);
  hx_record_set_text (input, HX_RECORDING_INPUT_EXTERNAL_ID, run->call_id);
  if (run->audio == NULL)
    hx_record_set_enum (input, HX_RECORDING_INPUT_STATE, HX_RECORDING_MISSING);
  hx_client_call_async (run->pbx, &what, g_task_get_cancellable (task), on_announced, task);
}

static void
step_record (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (run->missed)
    next (task);
  else
    hx_sample_audio_pick_async (g_task_get_cancellable (task), on_audio, task);
}

static const Step steps[] = { step_new_call, step_answer, step_talk, step_hang_up, step_record };

static void
next (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (run->step < G_N_ELEMENTS (steps))
    {
      steps[run->step++] (task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Personal data is masked here as everywhere; of a sample customer's number the mask hides only what all of them share. */
static char *
number_of (HxRecord *customer)
{
  const char *phone = hx_record_get_text (customer, HX_CUSTOMER_PHONE);

  if (phone == NULL || strlen (phone) != MASKED_LENGTH || !g_str_has_prefix (phone, "199****"))
    return NULL;
  return g_strconcat (KNOWN_BLOCK, phone + strlen ("199****"), NULL);
}

static char *
unknown_number (void)
{
  return g_strdup_printf (UNKNOWN_BLOCK "%04d", g_random_int_range (0, 10000));
}

static void
on_customers (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  GTask *task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (HxReply) reply = hx_client_call_finish (HX_CLIENT (source), result, NULL);
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; reply != NULL && i < reply->items->len; i++)
    {
      char *number = number_of (reply->items->pdata[i]);

      if (number != NULL)
        g_ptr_array_add (numbers, number);
    }
  if (numbers->len > 0)
    run->number = g_strdup (numbers->pdata[g_random_int_range (0, (gint32) numbers->len)]);
  else
    run->number = unknown_number ();
  next (task);
}

static void
choose_number (HxCallSimulator *self,
               GTask           *task,
               const char      *kind)
{
  Run *run = g_task_get_task_data (task);
  g_autoptr (HxRecord) query = hx_record_new (&hx_page_query_schema);
  HxCall what = { .operation = HX_OPERATION_CUSTOMERS_LIST, .query = query };

  run->missed = g_str_equal (kind, "missed");
  hx_record_set_int (query, HX_PAGE_LIMIT, 200);
  if (!g_str_equal (kind, "unknown"))
    {
      hx_client_call_async (hx_workspace_get_client (self->workspace), &what, g_task_get_cancellable (task),
                            on_customers, task);
      return;
    }
  run->number = unknown_number ();
  next (task);
}

static void
on_key (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  GTask *task = data;
  Run *run = g_task_get_task_data (task);
  g_autofree char *key = NULL;

  if (!g_file_load_contents_finish (G_FILE (source), result, &key, NULL, NULL, NULL))
    {
      g_task_return_new_error (task, HX_ERROR, HX_ERROR_UNAVAILABLE, "The key for calls from outside cannot be read");
      g_object_unref (task);
      return;
    }
  hx_client_set_token (run->pbx, g_strstrip (key));
  choose_number (g_task_get_source_object (task), task, run->kind);
}

/**
 * hx_call_simulator_run_async:
 * @self: a simulator
 * @kind: `known`: a customer calls; `unknown`: somebody calls; `missed`: nobody answers
 * @cancellable: (nullable): to stop
 * @callback: called when the call is over and its recording is there
 * @data: passed to it
 *
 * Lets a call come in for the person who is signed in.
 */
void
hx_call_simulator_run_async (HxCallSimulator    *self,
                             const char         *kind,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  guint port = hx_workspace_get_cti_port (self->workspace);
  const char *key_file = hx_workspace_get_key_file (self->workspace);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (GFile) file = NULL;
  Run *run;

  g_task_set_source_tag (task, hx_call_simulator_run_async);
  if (port == 0 || key_file == NULL || hx_workspace_get_user (self->workspace) == NULL)
    {
      g_task_return_new_error (task, HX_ERROR, HX_ERROR_UNAVAILABLE, "No calls come in here");
      g_object_unref (task);
      return;
    }
  run = g_new0 (Run, 1);
  run->pbx = hx_client_new ();
  run->call_id = hx_id_new ();
  run->kind = g_strdup (kind);
  hx_client_set_address (run->pbx, address, NULL);
  g_task_set_task_data (task, run, run_free);
  file = g_file_new_for_path (key_file);
  g_file_load_contents_async (file, cancellable, on_key, task);
}

/**
 * hx_call_simulator_run_finish:
 * @self: a simulator
 * @result: what the callback was given
 * @error: why it did not come to its end
 *
 * Returns: whether the call is over and its recording is there
 */
gboolean
hx_call_simulator_run_finish (HxCallSimulator *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
hx_call_simulator_finalize (GObject *object)
{
  g_clear_object (&HX_CALL_SIMULATOR (object)->workspace);
  G_OBJECT_CLASS (hx_call_simulator_parent_class)->finalize (object);
}

static void
hx_call_simulator_class_init (HxCallSimulatorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hx_call_simulator_finalize;
  told_signal = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                              1, G_TYPE_STRING);
}

static void
hx_call_simulator_init (HxCallSimulator *self)
{
}

/**
 * hx_call_simulator_new:
 * @workspace: a workspace with the server of this computer
 *
 * Returns: (transfer full): a simulator
 */
HxCallSimulator *
hx_call_simulator_new (HxWorkspace *workspace)
{
  HxCallSimulator *self = g_object_new (HX_TYPE_CALL_SIMULATOR, NULL);

  self->workspace = g_object_ref (workspace);
  return self;
}
