/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <libnotify/notify.h>

#include "hx-wrapup-notifier.h"

#include "hx-wrapup-common.h"

/**
 * HxWrapupNotifier:
 *
 * Desktop notifications about wrap-ups, one for each. libnotify waits for an answer of the desktop, for seconds when none
 * comes, so everything of it happens in a thread with a loop of its own; the signals are emitted in the main thread.
 *
 * Signals: `open`, `no-issue` (const char *id): what the person chose.
 */
struct _HxWrapupNotifier
{
  GObject parent_instance;

  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  char *app_name;
  GHashTable *shown; /* id → NotifyNotification; touched by the thread only */
};

enum
{
  OPEN,
  NO_ISSUE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (HxWrapupNotifier, hx_wrapup_notifier, G_TYPE_OBJECT)

/* One errand between the threads. */
typedef struct
{
  GWeakRef notifier;
  char *id;
  char *title;
  char *body;
  guint signal;
} Errand;

static Errand *
errand_new (HxWrapupNotifier *notifier, const char *id)
{
  Errand *errand = g_new0 (Errand, 1);

  g_weak_ref_init (&errand->notifier, notifier);
  errand->id = g_strdup (id);
  return errand;
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_weak_ref_clear (&errand->notifier);
  g_free (errand->id);
  g_free (errand->title);
  g_free (errand->body);
  g_free (errand);
}

static gboolean
in_main_thread (gpointer data)
{
  Errand *errand = data;
  g_autoptr (HxWrapupNotifier) self = g_weak_ref_get (&errand->notifier);

  if (self != NULL)
    g_signal_emit (self, signals[errand->signal], 0, errand->id);
  return G_SOURCE_REMOVE;
}

static void
on_action (NotifyNotification *notification, char *action, gpointer data)
{
  Errand *from = data, *errand;
  g_autoptr (HxWrapupNotifier) self = g_weak_ref_get (&from->notifier);

  if (self == NULL)
    return;
  errand = errand_new (self, from->id);
  errand->signal = g_str_equal (action, "no-issue") ? NO_ISSUE : OPEN;
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, in_main_thread, errand, errand_free);
}

static void
add_action (NotifyNotification *notification, HxWrapupNotifier *self, const char *id, const char *action, const char *label)
{
  notify_notification_add_action (notification, action, label, on_action, errand_new (self, id), errand_free);
}

static gboolean
show_in_thread (gpointer data)
{
  Errand *errand = data;
  g_autoptr (HxWrapupNotifier) self = g_weak_ref_get (&errand->notifier);
  g_autoptr (GError) error = NULL;
  NotifyNotification *notification;

  if (self == NULL || (!notify_is_initted () && !notify_init (self->app_name)))
    return G_SOURCE_REMOVE;
  notification = notify_notification_new (errand->title, errand->body, HX_APP_ID);
  notify_notification_set_urgency (notification, NOTIFY_URGENCY_CRITICAL);
  notify_notification_set_category (notification, "im.received");
  notify_notification_set_hint (notification, "desktop-entry", g_variant_new_string (HX_APP_ID));
  add_action (notification, self, errand->id, "default", _ ("Open"));
  add_action (notification, self, errand->id, "open", _ ("Open"));
  add_action (notification, self, errand->id, "no-issue", _ ("No issue"));
  g_hash_table_replace (self->shown, g_strdup (errand->id), notification);
  if (!notify_notification_show (notification, &error))
    g_message ("The notification could not be shown: %s", error->message);
  return G_SOURCE_REMOVE;
}

static gboolean
withdraw_in_thread (gpointer data)
{
  Errand *errand = data;
  g_autoptr (HxWrapupNotifier) self = g_weak_ref_get (&errand->notifier);
  NotifyNotification *notification = self != NULL ? g_hash_table_lookup (self->shown, errand->id) : NULL;

  if (notification == NULL)
    return G_SOURCE_REMOVE;
  notify_notification_close (notification, NULL);
  g_hash_table_remove (self->shown, errand->id);
  return G_SOURCE_REMOVE;
}

/* What the thread runs; it holds what it needs itself, as the notifier may be gone before it ends. */
typedef struct
{
  GMainContext *context;
  GMainLoop *loop;
} Work;

static gpointer
work (gpointer data)
{
  Work *of = data;

  /* libnotify hears of pressed buttons in the context in which it first spoke to the desktop. */
  g_main_context_push_thread_default (of->context);
  g_main_loop_run (of->loop);
  g_main_context_pop_thread_default (of->context);
  g_main_loop_unref (of->loop);
  g_main_context_unref (of->context);
  g_free (of);
  return NULL;
}

static gboolean
quit_in_thread (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
start (HxWrapupNotifier *self)
{
  Work *of;

  if (self->thread != NULL)
    return;
  of = g_new (Work, 1);
  of->context = g_main_context_ref (self->context);
  of->loop = g_main_loop_ref (self->loop);
  self->thread = g_thread_new ("hx-notifier", work, of);
}

static void
send (HxWrapupNotifier *self, GSourceFunc function, Errand *errand)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, errand, errand_free);
  g_source_attach (source, self->context);
}

static void
hx_wrapup_notifier_finalize (GObject *object)
{
  HxWrapupNotifier *self = HX_WRAPUP_NOTIFIER (object);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, quit_in_thread, g_main_loop_ref (self->loop), (GDestroyNotify) g_main_loop_unref);
  g_source_attach (source, self->context);
  /* Not joined: a desktop that does not answer must not keep the program from ending. */
  g_clear_pointer (&self->thread, g_thread_unref);
  g_hash_table_unref (self->shown);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->app_name);
  G_OBJECT_CLASS (hx_wrapup_notifier_parent_class)->finalize (object);
}

static void
hx_wrapup_notifier_class_init (HxWrapupNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hx_wrapup_notifier_finalize;
  signals[OPEN] = g_signal_new ("open", HX_TYPE_WRAPUP_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
  signals[NO_ISSUE] = g_signal_new ("no-issue", HX_TYPE_WRAPUP_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hx_wrapup_notifier_init (HxWrapupNotifier *self)
{
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * hx_wrapup_notifier_new:
 * @app_name: what the desktop calls the program
 *
 * Returns: (transfer full): a notifier; its thread starts with the first notification
 */
HxWrapupNotifier *
hx_wrapup_notifier_new (const char *app_name)
{
  HxWrapupNotifier *self = g_object_new (HX_TYPE_WRAPUP_NOTIFIER, NULL);

  self->app_name = g_strdup (app_name);
  return self;
}

/* "Douyin · 24 seconds left" */
static char *
facts (HxWrapupSession *session)
{
  const char *channel = hx_wrapup_channel_word (
    hx_record_get_enum (hx_wrapup_session_get_record (session), HX_WRAPUP_CHANNEL));
  int seconds = hx_wrapup_session_get_remaining (session);
  g_autofree char *left = g_strdup_printf (ngettext ("%d second left", "%d seconds left", (gulong) seconds), seconds);

  return hx_wrapup_has_clock (session) ? g_strdup_printf ("%s · %s", channel, left) : g_strdup (channel);
}

/**
 * hx_wrapup_notifier_tell:
 * @self: a notifier
 * @workspace: names customers
 * @session: a wrap-up that waits
 *
 * Shows a notification of it with "Open" and "No issue". Returns at once, whatever the desktop does.
 */
void
hx_wrapup_notifier_tell (HxWrapupNotifier *self, HxWorkspace *workspace, HxWrapupSession *session)
{
  g_autofree char *customer = NULL;
  g_autofree char *body = NULL;
  Errand *errand;

  g_return_if_fail (HX_IS_WRAPUP_NOTIFIER (self));
  customer = hx_wrapup_customer_words (workspace, session);
  body = facts (session);
  errand = errand_new (self, hx_wrapup_get_id (session));
  /* Translators: title of a notification; %s is the customer */
  errand->title = g_strdup_printf (_ ("Wrap-up: %s"), customer);
  errand->body = g_markup_escape_text (body, -1);
  start (self);
  send (self, show_in_thread, errand);
}

/**
 * hx_wrapup_notifier_withdraw:
 * @self: a notifier
 * @id: what it was about
 *
 * Takes it back, if it was shown.
 */
void
hx_wrapup_notifier_withdraw (HxWrapupNotifier *self, const char *id)
{
  g_return_if_fail (HX_IS_WRAPUP_NOTIFIER (self));
  if (self->thread != NULL)
    send (self, withdraw_in_thread, errand_new (self, id));
}
