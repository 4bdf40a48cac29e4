/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hx-application-private.h"
#include "model/hx-session-claim.h"

/* From the specification of D-Bus. */
#define DO_NOT_QUEUE 4u
#define NAME_IS_TAKEN 3u

/* One window for each server. The program's own name on the bus is for the server that the preferences name; a server of
 * the command line has a name beside it, so that the desktop takes its windows for windows of the same program. It stands
 * for the session that is kept: who has folders of their own, or a token, is somebody else. */
static char *
name_of_server (const char *server)
{
  g_autofree char *path = hx_session_claim_dup_path (server);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);

  return g_strdup_printf (HX_APP_ID ".Server%.16s", digest);
}

/* Whether the name is somebody else's. A bus that does not say so keeps nobody from working. */
static gboolean
is_taken (GDBusConnection *bus,
          const char      *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
    = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                   "RequestName", g_variant_new ("(su)", name, DO_NOT_QUEUE), G_VARIANT_TYPE ("(u)"),
                                   G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  guint32 result = 0;

  if (reply != NULL)
    g_variant_get (reply, "(u)", &result);
  else
    g_message ("%s: %s", name, error->message);
  return result == NAME_IS_TAKEN;
}

static gboolean
has_ended (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY);
}

static gboolean
bring_forward (GApplication    *application,
               GDBusConnection *bus,
               const char      *name,
               const char      *object_path,
               GError         **error)
{
  g_autoptr (GVariant) reply = NULL;
  GVariantBuilder platform_data;

  g_variant_builder_init (&platform_data, G_VARIANT_TYPE_VARDICT);
  G_APPLICATION_GET_CLASS (application)->add_platform_data (application, &platform_data);
  reply = g_dbus_connection_call_sync (bus, name, object_path, "org.freedesktop.Application", "Activate",
                                       g_variant_new ("(a{sv})", &platform_data), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                       -1, NULL, error);
  return reply != NULL;
}

/* Everything that can be asked of us is there by now, but not the name, and nothing was started. Whoever has the name is
 * called; when that program is just about to end, this one takes its place. */
static gboolean
hx_application_dbus_register (GApplication    *application,
                              GDBusConnection *bus,
                              const char      *object_path,
                              GError         **error)
{
  HxApplication *self = HX_APPLICATION (application);
  GApplicationClass *parent_class = g_type_class_peek (ADW_TYPE_APPLICATION);
  gboolean is_one = self->server != NULL && self->store_folder == NULL && g_getenv (HX_APPLICATION_TOKEN_VARIABLE) == NULL;
  g_autofree char *name = is_one ? name_of_server (self->server) : NULL;
  g_autoptr (GError) problem = NULL;

  if (!parent_class->dbus_register (application, bus, object_path, error))
    return FALSE;
  while (name != NULL && is_taken (bus, name))
    {
      g_clear_error (&problem);
      self->handed_over = bring_forward (application, bus, name, object_path, &problem);
      if (self->handed_over)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s is there", name);
      else if (!has_ended (problem))
        g_propagate_error (error, g_steal_pointer (&problem));
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

void
hx_application_class_be_one (GApplicationClass *klass)
{
  klass->dbus_register = hx_application_dbus_register;
}

/* The server that the preferences name is no other one. */
static gboolean
is_usual_server (HxApplication *self)
{
  g_autoptr (GSettings) settings = g_settings_new (HX_APP_ID);
  g_autofree char *usual = g_settings_get_string (settings, "server-address");

  return g_str_equal (usual, self->server) && g_getenv (HX_APPLICATION_TOKEN_VARIABLE) == NULL;
}

/**
 * hx_application_be_one:
 * @self: the program, with what was said on the command line
 *
 * Another store is another program, which does not raise the window of the first; so is another server, once.
 *
 * Returns: the exit status where another program took over; -1 to go on
 */
int
hx_application_be_one (HxApplication *self)
{
  GApplication *application = G_APPLICATION (self);
  g_autofree char *given = g_steal_pointer (&self->server);
  g_autoptr (GError) error = NULL;

  /* However it was written. */
  self->server = given != NULL ? hx_sign_in_read_address (given, NULL) : NULL;
  if (self->store_folder == NULL && self->server != NULL && is_usual_server (self))
    g_clear_pointer (&self->server, g_free);
  if (self->store_folder == NULL && self->server == NULL)
    return -1;
  g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  if (g_application_register (application, NULL, &error))
    return -1;
  if (self->handed_over)
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
