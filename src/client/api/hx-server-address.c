/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-server-address.h"

#include <gio/gio.h>
#include <string.h>

/* Whether what is sent there never leaves this computer. */
static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_ascii_strcasecmp (host, "localhost") == 0;
}

static const char *
find_fault (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri), *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0' || strpbrk (host, " \t%<>\"'\\") != NULL
      || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")))
    return "no_address";
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return "not_only_address";
  /* Passwords and tokens go there. */
  if (g_str_equal (scheme, "http") && !is_loopback (host))
    return "not_encrypted";
  return NULL;
}

/* What people are told is often the bare name; on this computer there is seldom a certificate. */
static GUri *
parse (const char *text)
{
  g_autofree char *complete = strstr (text, "://") != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  g_autoptr (GUri) uri = g_uri_parse (complete, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || strstr (text, "://") != NULL || !is_loopback (host))
    return g_steal_pointer (&uri);
  g_free (complete);
  complete = g_strconcat ("http://", text, NULL);
  return g_uri_parse (complete, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
}

/**
 * hx_server_address_read:
 * @text: what somebody typed: `huixiang.example.com`, `https://example.com/huixiang/`, `localhost:8470`
 * @error: %HX_ERROR_INVALID about `server`: `required`, `no_address`, `not_only_address` or `not_encrypted`
 *
 * Reads the address of a server. Without a scheme it is https; http is taken only
 * for this computer.
 *
 * Returns: (transfer full) (nullable): the address that the API's paths are added to
 */
char *
hx_server_address_read (const char *text,
                        GError    **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autoptr (GUri) uri = *trimmed != '\0' ? parse (trimmed) : NULL;
  const char *fault = *trimmed == '\0' ? "required" : uri == NULL ? "no_address" : find_fault (uri);
  g_autoptr (HxProblem) problem = hx_problem_new ();
  char *address;

  if (fault != NULL)
    {
      hx_problem_add (problem, "server", fault);
      hx_problem_to_error (problem, error);
      return NULL;
    }
  address = g_uri_to_string (uri);
  while (g_str_has_suffix (address, "/"))
    address[strlen (address) - 1] = '\0';
  return address;
}
