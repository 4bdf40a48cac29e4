/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-team-sign-in-private.h"

#include "api/hx-server-address.h"
#include "hx-session-keyring.h"

G_DEFINE_FINAL_TYPE (HxSignIn, hx_sign_in, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_NOTICE,
  PROP_ADDRESS,
  PROP_LOGIN,
  PROP_STAY,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
on_renewed (HxSignIn *self,
            HxRecord *session)
{
  hx_sign_in_take (self, session);
}

static void
on_ended (HxSignIn *self)
{
  hx_sign_in_forget (self, self->state == HX_SIGN_IN_DONE || self->state == HX_SIGN_IN_RESUMING ? HX_SIGN_IN_ENDED
                                                                                                : HX_SIGN_IN_NOTHING);
}

static void
hx_sign_in_finalize (GObject *object)
{
  HxSignIn *self = HX_SIGN_IN (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->claim, hx_session_claim_free);
  g_free (self->address);
  g_free (self->login);
  G_OBJECT_CLASS (hx_sign_in_parent_class)->finalize (object);
}

static void
hx_sign_in_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  HxSignIn *self = HX_SIGN_IN (object);

  switch (id)
    {
    case PROP_STATE: g_value_set_int (value, (int) self->state); break;
    case PROP_NOTICE: g_value_set_int (value, (int) self->notice); break;
    case PROP_ADDRESS: g_value_set_string (value, self->address); break;
    case PROP_LOGIN: g_value_set_string (value, self->login); break;
    case PROP_STAY: g_value_set_boolean (value, self->stay); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_sign_in_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  HxSignIn *self = HX_SIGN_IN (object);

  switch (id)
    {
    case PROP_LOGIN:
      g_free (self->login);
      self->login = g_value_dup_string (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_STAY:
      self->stay = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hx_sign_in_class_init (HxSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags chosen = G_PARAM_WRITABLE | told;

  object_class->finalize = hx_sign_in_finalize;
  object_class->get_property = hx_sign_in_get_property;
  object_class->set_property = hx_sign_in_set_property;
  properties[PROP_STATE]
      = g_param_spec_int ("state", NULL, NULL, HX_SIGN_IN_NEEDED, HX_SIGN_IN_DONE, HX_SIGN_IN_NEEDED, told);
  properties[PROP_NOTICE]
      = g_param_spec_int ("notice", NULL, NULL, HX_SIGN_IN_NOTHING, HX_SIGN_IN_KEPT_ELSEWHERE, HX_SIGN_IN_NOTHING, told);
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, told);
  properties[PROP_LOGIN] = g_param_spec_string ("login", NULL, NULL, NULL, chosen);
  properties[PROP_STAY] = g_param_spec_boolean ("stay", NULL, NULL, FALSE, chosen);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
hx_sign_in_init (HxSignIn *self)
{
}

HxSignIn *
hx_sign_in_new (HxClient *client)
{
  HxSignIn *self = g_object_new (HX_TYPE_SIGN_IN, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "renewed", G_CALLBACK (on_renewed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  return self;
}

void
hx_sign_in_set_address (HxSignIn   *self,
                        const char *address)
{
  if (g_strcmp0 (self->address, address) == 0)
    return;
  g_clear_pointer (&self->claim, hx_session_claim_free);
  g_free (self->address);
  self->address = g_strdup (address);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESS]);
}

/* Tells also of a state that comes again: who was refused twice has to be shown it twice. */
void
hx_sign_in_set_state (HxSignIn     *self,
                      HxSignInState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
hx_sign_in_set_notice (HxSignIn      *self,
                       HxSignInNotice notice)
{
  if (self->notice == notice)
    return;
  self->notice = notice;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

gboolean
hx_sign_in_claim (HxSignIn *self)
{
  if (self->claim == NULL && self->address != NULL)
    self->claim = hx_session_claim_new (self->address);
  return self->claim != NULL;
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (HxSignIn) self = data;
  g_autoptr (GError) error = NULL;

  if (hx_session_keyring_save_finish (result, &error))
    return;
  g_message ("No keyring to stay signed in with: %s", error->message);
  if (self->state != HX_SIGN_IN_NEEDED)
    hx_sign_in_set_notice (self, HX_SIGN_IN_NO_KEYRING);
}

void
hx_sign_in_take (HxSignIn *self,
                 HxRecord *session)
{
  gboolean change = hx_record_get_int (session, HX_SESSION_PASSWORD_CHANGE_NEEDED) != 0;
  const char *refresh_token = hx_record_get_text (session, HX_SESSION_REFRESH_TOKEN);
  HxSignInState state = change ? HX_SIGN_IN_CHANGE : HX_SIGN_IN_DONE;

  if (self->stay && !hx_sign_in_claim (self))
    hx_sign_in_set_notice (self, HX_SIGN_IN_KEPT_ELSEWHERE);
  else if (self->stay && refresh_token != NULL)
    hx_session_keyring_save_async (self->address, self->login != NULL ? self->login : "", refresh_token, on_saved,
                                   g_object_ref (self));
  else if (hx_sign_in_claim (self))
    hx_session_keyring_forget (self->address);
  /* A renewal in the midst of work changes nothing for anybody. */
  if (state != self->state)
    hx_sign_in_set_state (self, state);
}

void
hx_sign_in_forget (HxSignIn      *self,
                   HxSignInNotice notice)
{
  hx_client_set_token (self->client, NULL);
  if (hx_sign_in_claim (self))
    hx_session_keyring_forget (self->address);
  hx_sign_in_set_notice (self, notice);
  hx_sign_in_set_state (self, HX_SIGN_IN_NEEDED);
}

/**
 * hx_sign_in_read_address:
 * @text: what somebody typed
 * @error: %HX_ERROR_INVALID about `server`
 *
 * Returns: (transfer full) (nullable): the address as it is used
 */
char *
hx_sign_in_read_address (const char *text,
                         GError    **error)
{
  return hx_server_address_read (text, error);
}

/**
 * hx_sign_in_get_state:
 * @self: a sign-in
 *
 * Returns: how far it is
 */
HxSignInState
hx_sign_in_get_state (HxSignIn *self)
{
  return self->state;
}

/**
 * hx_sign_in_get_notice:
 * @self: a sign-in
 *
 * Returns: what the person should be told
 */
HxSignInNotice
hx_sign_in_get_notice (HxSignIn *self)
{
  return self->notice;
}

/**
 * hx_sign_in_get_address:
 * @self: a sign-in
 *
 * Returns: (nullable): which server
 */
const char *
hx_sign_in_get_address (HxSignIn *self)
{
  return self->address;
}

/**
 * hx_sign_in_get_login:
 * @self: a sign-in
 *
 * Returns: (nullable): who signs in, or did last
 */
const char *
hx_sign_in_get_login (HxSignIn *self)
{
  return self->login;
}
