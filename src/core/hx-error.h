/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HX_ERROR:
 *
 * The domain of all errors of Huixiang.
 */
#define HX_ERROR (hx_error_quark ())

/**
 * HxError:
 *
 * Everything that can go wrong and that somebody can act on. One list for both
 * programs; [func@error_name] and [func@error_status] give what the wire shows.
 */
typedef enum
{
  HX_ERROR_FAILED,
  HX_ERROR_INVALID,           /* a value breaks a rule: see invalid_params */
  HX_ERROR_MALFORMED,         /* not what the format allows: JSON, UTF-8, form */
  HX_ERROR_UNKNOWN_PARAMETER,
  HX_ERROR_UNAUTHENTICATED,
  HX_ERROR_FORBIDDEN,
  HX_ERROR_NOT_FOUND,         /* also: not yours */
  HX_ERROR_METHOD_NOT_ALLOWED,
  HX_ERROR_CONFLICT,          /* the state does not allow it */
  HX_ERROR_IN_PROGRESS,       /* the same idempotency key is still being worked on */
  HX_ERROR_KEY_REUSED,        /* same idempotency key, other body */
  HX_ERROR_STALE,             /* If-Match names an older revision */
  HX_ERROR_MATCH_REQUIRED,
  HX_ERROR_TOO_SLOW,          /* the request did not come in time */
  HX_ERROR_TOO_LARGE,
  HX_ERROR_TARGET_TOO_LONG,
  HX_ERROR_HEADERS_TOO_LARGE,
  HX_ERROR_UNSUPPORTED_MEDIA,
  HX_ERROR_RANGE,
  HX_ERROR_TOO_MANY,
  HX_ERROR_STORE_BUSY,
  HX_ERROR_STORE_FULL,
  HX_ERROR_QUOTA,             /* files may not take more room than was set */
  HX_ERROR_STORE_READ_ONLY,
  HX_ERROR_STORE_CORRUPT,
  HX_ERROR_STORE_NEWER,       /* written by a newer version of the program */
  HX_ERROR_STORE_IN_USE,      /* another server has it */
  HX_ERROR_STORE_KEYS,        /* its keys are lost, others, or not kept safely */
  HX_ERROR_UNAVAILABLE,
  HX_ERROR_OFFLINE,           /* client only: no server answered; the reason says why */
  HX_ERROR_CERTIFICATE,       /* client only: the server's certificate is not good; the reason says why */
  HX_N_ERRORS
} HxError;

GQuark      hx_error_quark     (void);
const char *hx_error_name      (HxError      code);
const char *hx_error_title     (HxError      code);
guint       hx_error_status    (HxError      code);
HxError     hx_error_of_disk   (int          code);
HxError     hx_error_from_name (const char  *name);
const char *hx_error_get_request_id (const GError *error);
void        hx_error_set_request_id (GError       *error,
                                     const char   *request_id);

guint       hx_error_get_retry_after (const GError *error);
void        hx_error_set_retry_after (GError       *error,
                                      guint         seconds);
const char *hx_error_get_reason      (const GError *error);
void        hx_error_set_reason      (GError       *error,
                                      const char   *reason);

/**
 * HxProblem:
 *
 * What is wrong with one input, gathered while checking it so that the answer
 * names every field at once.
 */
typedef struct _HxProblem HxProblem;

HxProblem  *hx_problem_new      (void);
void        hx_problem_free     (HxProblem   *self);
void        hx_problem_add      (HxProblem   *self,
                                 const char  *name,
                                 const char  *reason);
guint       hx_problem_count    (HxProblem   *self);
const char *hx_problem_name     (HxProblem   *self,
                                 guint        index);
const char *hx_problem_reason   (HxProblem   *self,
                                 guint        index);
const char *hx_problem_find     (HxProblem   *self,
                                 const char  *name);
gboolean    hx_problem_to_error (HxProblem   *self,
                                 GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxProblem, hx_problem_free)

G_END_DECLS
