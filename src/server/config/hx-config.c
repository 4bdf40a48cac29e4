/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-config.h"

#include <gio/gio.h>
#include <string.h>

/* The member of each key has the size that its kind writes. */
#define SIZE_TEXT sizeof (char *)
#define SIZE_STORE sizeof (char *)
#define SIZE_FILE sizeof (char *)
#define SIZE_FOLDER sizeof (char *)
#define SIZE_PLACE sizeof (char *)
#define SIZE_ROOMS sizeof (char *)
#define SIZE_LISTEN sizeof (char *)
#define SIZE_NUMBER sizeof (guint)
#define SIZE_LARGE sizeof (gint64)
#define SIZE_SWITCH sizeof (gboolean)
#define SIZE_CHOICE sizeof (guint)
#define CHECK_SIZE(group, name, KIND, member, fallback, min, max, words, flags, text) \
  G_STATIC_ASSERT (sizeof (((HxConfig *) 0)->member) == SIZE_##KIND);
HX_CONFIG_KEYS (CHECK_SIZE)
#undef CHECK_SIZE

#define ROW(group, name, KIND, member, fallback, min, max, words, flags, text) \
  { group, name, HX_CONFIG_##KIND, G_STRUCT_OFFSET (HxConfig, member), fallback, min, max, words, flags, text },
const HxConfigKey hx_config_keys[] = { HX_CONFIG_KEYS (ROW) };
#undef ROW

const guint hx_n_config_keys = G_N_ELEMENTS (hx_config_keys);

static gboolean
is_text (const HxConfigKey *key)
{
  return key->kind <= HX_CONFIG_LISTEN;
}

/**
 * hx_config_new:
 *
 * Returns: (transfer full): a configuration with the values for whoever says nothing
 */
HxConfig *
hx_config_new (void)
{
  HxConfig *self = g_new0 (HxConfig, 1);

  self->origins = g_new0 (char *, hx_n_config_keys);
  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      g_autoptr (GError) error = NULL;

      if (hx_config_keys[i].fallback != NULL
          && !hx_config_set (self, &hx_config_keys[i], hx_config_keys[i].fallback, NULL, &error))
        g_error ("The default of %s: %s", hx_config_keys[i].name, error->message);
    }
  return self;
}

/**
 * hx_config_free:
 * @self: (transfer full) (nullable): a configuration
 */
void
hx_config_free (HxConfig *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < hx_n_config_keys; i++)
    {
      if (is_text (&hx_config_keys[i]))
        g_free (G_STRUCT_MEMBER (char *, self, hx_config_keys[i].offset));
      g_free (self->origins[i]);
    }
  g_free (self->origins);
  g_free (self->file);
  g_free (self);
}

/**
 * hx_config_find_key:
 * @group: a group of the configuration file
 * @name: a key of it
 *
 * Returns: (transfer none) (nullable): its row
 */
const HxConfigKey *
hx_config_find_key (const char *group,
                    const char *name)
{
  for (guint i = 0; i < hx_n_config_keys; i++)
    if (strcmp (hx_config_keys[i].group, group) == 0 && strcmp (hx_config_keys[i].name, name) == 0)
      return &hx_config_keys[i];
  return NULL;
}

static gboolean
refuse (const HxConfigKey *key,
        const char        *text,
        GError           **error)
{
  g_autofree char *limits = hx_config_limits (key);

  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s is %s, not “%s”", key->name, limits, text);
  return FALSE;
}

/* Command lines are read by everybody on a computer, and files are copied: a password
 * is in a file of its own or where libpq looks for it. */
static gboolean
has_password (const char *store)
{
  const char *host = strstr (store, "://");
  const char *end = host != NULL ? strpbrk (host + 3, "/?@") : NULL;

  if (end != NULL && *end == '@' && memchr (host + 3, ':', (gsize) (end - host - 3)) != NULL)
    return TRUE;
  return strstr (store, "password=") != NULL;
}

/**
 * hx_config_split_address:
 * @text: “127.0.0.1:9100” or “[::1]:9100”
 * @address: (out) (optional) (transfer full): the address
 * @port: (out) (optional): the port
 *
 * Returns: whether @text is a numeric address with a port
 */
gboolean
hx_config_split_address (const char *text,
                         char      **address,
                         guint16    *port)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : NULL;
  gsize length = host != NULL ? strlen (host) : 0;
  guint64 number;

  if (length > 2 && host[0] == '[' && host[length - 1] == ']')
    {
      host[length - 1] = '\0';
      memmove (host, host + 1, length - 1);
    }
  if (length == 0 || !g_hostname_is_ip_address (host)
      || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &number, NULL))
    return FALSE;
  if (port != NULL)
    *port = (guint16) number;
  if (address != NULL)
    *address = g_steal_pointer (&host);
  return TRUE;
}

static gboolean
is_listen (const char *text)
{
  return strcmp (text, "same") == 0 || strcmp (text, "none") == 0 || *text == '/'
         || hx_config_split_address (text, NULL, NULL);
}

static gboolean
set_text (HxConfig          *self,
          const HxConfigKey *key,
          const char        *text,
          GError           **error)
{
  char **place = &G_STRUCT_MEMBER (char *, self, key->offset);

  if (key->kind == HX_CONFIG_STORE && has_password (text))
    {
      g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s must not hold a password", key->name);
      return FALSE;
    }
  if (key->kind == HX_CONFIG_LISTEN && !is_listen (text))
    return refuse (key, text, error);
  if (key->kind == HX_CONFIG_ROOMS && !hx_log_check_rooms (text, error))
    return FALSE;
  g_free (*place);
  *place = *text != '\0' ? g_strdup (text) : NULL;
  return TRUE;
}

static gboolean
set_choice (HxConfig          *self,
            const HxConfigKey *key,
            const char        *text,
            GError           **error)
{
  const char *words = key->kind == HX_CONFIG_SWITCH ? "false|true" : key->words;
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (strcmp (list[i], text) == 0)
      {
        G_STRUCT_MEMBER (guint, self, key->offset) = i;
        return TRUE;
      }
  return refuse (key, text, error);
}

static gboolean
set_number (HxConfig          *self,
            const HxConfigKey *key,
            const char        *text,
            GError           **error)
{
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, key->min, key->max, &number, NULL))
    return refuse (key, text, error);
  if (key->kind == HX_CONFIG_NUMBER)
    G_STRUCT_MEMBER (guint, self, key->offset) = (guint) number;
  else
    G_STRUCT_MEMBER (gint64, self, key->offset) = number;
  return TRUE;
}

/**
 * hx_config_set:
 * @self: a configuration
 * @key: a row of the table
 * @text: the value as it is written; an empty one unsets a text
 * @origin: (nullable): where the value is from; %NULL for the default
 * @error: why it cannot be the value
 *
 * Returns: whether @text is a value of @key
 */
gboolean
hx_config_set (HxConfig          *self,
               const HxConfigKey *key,
               const char        *text,
               const char        *origin,
               GError           **error)
{
  guint index = (guint) (key - hx_config_keys);
  gboolean good;

  if (is_text (key))
    good = set_text (self, key, text, error);
  else if (key->kind == HX_CONFIG_CHOICE || key->kind == HX_CONFIG_SWITCH)
    good = set_choice (self, key, text, error);
  else
    good = set_number (self, key, text, error);
  g_free (self->origins[index]);
  self->origins[index] = g_strdup (origin);
  return good;
}

/**
 * hx_config_get:
 * @self: a configuration
 * @key: a row of the table
 *
 * Returns: (transfer full) (nullable): the value as it would be written
 */
char *
hx_config_get (const HxConfig    *self,
               const HxConfigKey *key)
{
  const char *words = key->kind == HX_CONFIG_SWITCH ? "false|true" : key->words;

  if (is_text (key))
    return g_strdup (G_STRUCT_MEMBER (char *, self, key->offset));
  if (words != NULL)
    {
      g_auto (GStrv) list = g_strsplit (words, "|", -1);

      return g_strdup (list[G_STRUCT_MEMBER (guint, self, key->offset)]);
    }
  if (key->kind == HX_CONFIG_NUMBER)
    return g_strdup_printf ("%u", G_STRUCT_MEMBER (guint, self, key->offset));
  return g_strdup_printf ("%" G_GINT64_FORMAT, G_STRUCT_MEMBER (gint64, self, key->offset));
}

/* A store that is a file has a folder where the rest may lie beside it. */
static gboolean
check_store (HxConfig *self,
             char    **folder,
             GError  **error)
{
  const char *store = self->store != NULL ? self->store : "";

  if (g_str_has_prefix (store, "sqlite:") && store[strlen ("sqlite:")] != '\0')
    {
      *folder = g_path_get_dirname (store + strlen ("sqlite:"));
      return TRUE;
    }
  if (!g_str_has_prefix (store, "postgresql://"))
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name a store: --store sqlite:FILE or postgresql://…");
  else if (self->recordings == NULL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name a folder of recordings: --recordings FOLDER");
  else if (self->keys == NULL && self->key_command == NULL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name a file of keys: --keys FILE");
  else if (self->keys == NULL && self->audit_anchors == NULL)
    g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name a file of the audit log's anchors: --audit-anchors FILE");
  else
    return TRUE;
  return FALSE;
}

/**
 * hx_config_complete:
 * @self: a configuration
 * @error: what is missing
 *
 * Fills in what follows from the rest.
 *
 * Returns: whether a server can be started with it
 */
gboolean
hx_config_complete (HxConfig *self,
                    GError  **error)
{
  g_autofree char *folder = NULL;

  if (!check_store (self, &folder, error))
    return FALSE;
  if (self->socket == NULL && self->port < 0)
    {
      g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Name a port or a socket to listen on");
      return FALSE;
    }
  /* Who owns the computer may ask as fast as it can answer. */
  if (self->embedded && self->origins[hx_config_find_key ("limits", "requests-per-second") - hx_config_keys] == NULL)
    self->limits.requests_per_s = 0;
  if (self->audit_anchors == NULL && self->keys != NULL)
    self->audit_anchors = g_strconcat (self->keys, ".anchors", NULL);
  if (folder == NULL)
    return TRUE;
  if (self->recordings == NULL)
    self->recordings = g_build_filename (folder, "recordings", NULL);
  if (self->keys == NULL && self->key_command == NULL)
    self->keys = g_build_filename (folder, "keys", NULL);
  if (self->audit_anchors == NULL)
    self->audit_anchors = self->keys != NULL ? g_strconcat (self->keys, ".anchors", NULL)
                                             : g_build_filename (folder, "audit.anchors", NULL);
  if (self->embedded && self->integration_key == NULL)
    self->integration_key = g_build_filename (folder, "integration-key", NULL);
  return TRUE;
}
