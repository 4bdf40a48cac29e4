/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-form.h"
#include "hx-front-private.h"
#include "hx-header.h"
#include "hx-time.h"

#include <string.h>

/* What a request must be before any service function sees it. */

static gboolean
fail (GError    **error,
      HxError     code,
      const char *detail)
{
  g_set_error_literal (error, HX_ERROR, code, detail);
  return FALSE;
}

static const char *
find_token (HxExchange *exchange)
{
  return hx_header_bearer (hx_exchange_get_header (exchange, "Authorization"));
}

static HxMediaType
media_type (HxRequest  *self,
            const char *type)
{
  return hx_header_media_type (hx_exchange_get_header (self->exchange, "Content-Type"), type);
}

static gboolean
is_form (HxRequest *self)
{
  return media_type (self, "application/x-www-form-urlencoded") == HX_MEDIA_RIGHT;
}

/* There is no parser of it. Where the body is a file, its wrapping would be taken for a part of the file. */
static gboolean
is_multipart (HxRequest *self)
{
  const char *type = hx_exchange_get_header (self->exchange, "Content-Type");

  return type != NULL && g_ascii_strncasecmp (type, "multipart/", strlen ("multipart/")) == 0;
}

static gboolean
check_media_type (HxRequest *self,
                  GError   **error)
{
  gboolean takes_form = (self->operation->flags & HX_OP_FORM) != 0;
  HxMediaType json = media_type (self, "application/json");
  HxMediaType form = takes_form ? media_type (self, "application/x-www-form-urlencoded") : HX_MEDIA_OTHER;

  if (is_multipart (self))
    return fail (error, HX_ERROR_UNSUPPORTED_MEDIA, "Send the body itself, not as multipart");
  if (self->operation->input == NULL || !hx_exchange_has_body (self->exchange) || MAX (json, form) == HX_MEDIA_RIGHT)
    return TRUE;
  if (MAX (json, form) == HX_MEDIA_CHARSET)
    return fail (error, HX_ERROR_UNSUPPORTED_MEDIA, "Send UTF-8");
  return fail (error, HX_ERROR_UNSUPPORTED_MEDIA,
               takes_form ? "Send application/json or application/x-www-form-urlencoded" : "Send application/json");
}

/* Nothing is unpacked: a small body cannot become a large one. */
static gboolean
check_content_coding (HxRequest *self,
                      GError   **error)
{
  const char *coding = hx_exchange_get_header (self->exchange, "Content-Encoding");

  return coding == NULL || g_ascii_strcasecmp (coding, "identity") == 0
         || fail (error, HX_ERROR_UNSUPPORTED_MEDIA, "Send the body as it is, without Content-Encoding");
}

static gboolean
check_key (HxRequest *self,
           GError   **error)
{
  const char *key = hx_exchange_get_header (self->exchange, "Idempotency-Key");

  if (key == NULL || !hx_operation_takes_key (self->operation))
    return TRUE;
  if (!hx_header_is_key (key))
    return fail (error, HX_ERROR_MALFORMED, "Idempotency-Key has 1 to 200 visible ASCII characters");
  self->key = key;
  return TRUE;
}

static gboolean
check_match (HxRequest *self,
             GError   **error)
{
  const char *match = hx_exchange_get_header (self->exchange, "If-Match");

  if (match == NULL)
    return !(self->operation->flags & HX_OP_MATCH)
           || fail (error, HX_ERROR_MATCH_REQUIRED, "Send If-Match with the ETag of the record you read");
  self->if_match = hx_header_etag (match);
  return self->if_match != NULL || fail (error, HX_ERROR_MALFORMED, "If-Match takes one strong ETag");
}

/* How many bytes the body may have. */
guint64
hx_request_limit (HxRequest *self)
{
  const HxHttpLimits *limits = &self->front->limits;

  if (!(self->operation->flags & HX_OP_UPLOAD))
    return limits->body;
  return self->operation->flags & HX_OP_ATTACHES ? MIN (limits->attachment, limits->upload) : limits->upload;
}

/* What the headers alone tell, before any of the body is read. */
gboolean
hx_request_check_early (HxRequest *self,
                        GError   **error)
{
  if (!(self->operation->flags & HX_OP_PUBLIC) && find_token (self->exchange) == NULL)
    return fail (error, HX_ERROR_UNAUTHENTICATED, "A token is needed");
  if (hx_exchange_get_length (self->exchange) > hx_request_limit (self))
    return fail (error, HX_ERROR_TOO_LARGE, "The body is too large");
  if ((self->operation->flags & HX_OP_UPLOAD) && !hx_exchange_has_body (self->exchange))
    return fail (error, HX_ERROR_MALFORMED, "The body is empty");
  return check_content_coding (self, error) && check_media_type (self, error) && check_key (self, error) && check_match (self, error);
}

/* Who asks, and whether such people may ask this at all. */
gboolean
hx_request_admit (HxRequest *self,
                  HxDb      *db,
                  GError   **error)
{
  const char *token = find_token (self->exchange);
  gboolean public = (self->operation->flags & HX_OP_PUBLIC) != 0;
  HxPermission needed = self->operation->permission;
  g_autoptr (GError) local = NULL;

  hx_caller_clear (&self->caller);
  if (token != NULL && !hx_service_authenticate (self->front->site, db, token, hx_time_now (), &self->caller, &local))
    {
      hx_caller_clear (&self->caller);
      if (!public || !g_error_matches (local, HX_ERROR, HX_ERROR_UNAUTHENTICATED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  self->caller.local = hx_exchange_is_local (self->exchange) && hx_site_is_embedded (self->front->site);
  self->caller.address = hx_exchange_dup_address (self->exchange);
  if ((self->caller.permissions & needed) != needed)
    return fail (error, HX_ERROR_FORBIDDEN, "This needs another permission");
  return TRUE;
}

static gboolean
read_query (HxRequest *self,
            GError   **error)
{
  const char *question = strchr (hx_exchange_get_target (self->exchange), '?');
  g_autoptr (GError) local = NULL;

  self->query = hx_form_read_query (question != NULL ? question + 1 : "", self->operation->query, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_json (HxRequest  *self,
           const char *body,
           gsize       length,
           GError    **error)
{
  g_autoptr (HxProblem) problem = hx_problem_new ();
  g_autoptr (HxJson) root = hx_json_parse (body, length, error);

  if (root == NULL)
    return FALSE;
  if (hx_json_get_type (root) != HX_JSON_OBJECT)
    return fail (error, HX_ERROR_MALFORMED, "The body must be a JSON object");
  self->input = hx_json_read_input (root, self->operation->input, problem);
  return hx_problem_to_error (problem, error);
}

static gboolean
read_body (HxRequest *self,
           GError   **error)
{
  gsize length;
  const char *body = hx_exchange_get_body (self->exchange, &length);

  if (self->operation->flags & HX_OP_UPLOAD)
    return TRUE;
  if (self->operation->input == NULL)
    return length == 0 || (length == 2 && memcmp (body, "{}", 2) == 0)
           || fail (error, HX_ERROR_MALFORMED, "This takes no body");
  if (!is_form (self))
    return read_json (self, body, length, error);
  self->input = hx_form_read_body (body, length, self->operation->input, error);
  return self->input != NULL;
}

/* The same key with another file is another request; with one that cannot be read it is none. */
static gboolean
add_file (HxRequest *self,
          GChecksum *sum,
          GError   **error)
{
  const char *path = hx_exchange_get_file (self->exchange);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return fail (error, HX_ERROR_UNAVAILABLE, "The file that was sent cannot be read");
  g_checksum_update (sum, (const guchar *) bytes, (gssize) length);
  return TRUE;
}

static gboolean
make_digest (HxRequest *self,
             GError   **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *target = hx_exchange_get_target (self->exchange);
  gsize length;
  const char *body = hx_exchange_get_body (self->exchange, &length);

  g_checksum_update (sum, (const guchar *) self->operation->name, (gssize) strlen (self->operation->name) + 1);
  g_checksum_update (sum, (const guchar *) target, (gssize) strlen (target) + 1);
  g_checksum_update (sum, (const guchar *) body, (gssize) length);
  if (!add_file (self, sum, error))
    return FALSE;
  self->digest = g_strdup (g_checksum_get_string (sum));
  return TRUE;
}

/* The file that was sent is durable, and known; by a worker that may wait for the disk. */
gboolean
hx_request_take_file (HxRequest *self,
                      GError   **error)
{
  return hx_exchange_sync_file (self->exchange, error) && (self->key == NULL || make_digest (self, error));
}

/* Everything that is wrong with a request apart from what only its service
 * function can know. */
gboolean
hx_request_check (HxRequest *self,
                  HxDb      *db,
                  GError   **error)
{
  if (!hx_request_admit (self, db, error) || !read_query (self, error) || !read_body (self, error))
    return FALSE;
  return self->key == NULL || (self->operation->flags & HX_OP_UPLOAD) || make_digest (self, error);
}
