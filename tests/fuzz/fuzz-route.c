/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "hx-time.h"
#include "http/hx-header.h"
#include "http/hx-router.h"

#include <string.h>

/* A method, a space and a target, as in a request line. Whatever is found is a row of the table under its own
 * method, and what stands for {id} is an id: no handler is reached by a path that it does not own. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static HxRouter *router;
  g_autofree char *line = g_strndup ((const char *) data, size);
  char *space = strchr (line, ' ');
  const char *target = space != NULL ? hx_header_find_path (space + 1) : "";
  g_autofree char *path = g_strndup (target, strcspn (target, "?"));
  g_autofree char *id = NULL;
  g_autofree char *allowed = NULL;
  g_autofree char *own = NULL;
  const HxOperation *operation;
  HxRouteResult result;

  if (router == NULL)
    router = hx_router_new ();
  if (space != NULL)
    *space = '\0';
  result = hx_router_find (router, line, path, &operation, &id, &allowed);
  g_assert_true ((result == HX_ROUTE_FOUND) == (operation != NULL));
  g_assert_true ((result == HX_ROUTE_NO_METHOD) == (allowed != NULL));
  if (operation == NULL)
    return 0;
  g_assert_true (strstr (operation->path, "{id}") == NULL || hx_id_is_valid (id));
  g_assert_true (strcmp (line, hx_method_names[operation->method]) == 0 || strcmp (line, "HEAD") == 0);
  /* Found again under the address that we would write ourselves. */
  own = hx_operation_uri ((HxOperationId) (operation - hx_operations), id, NULL);
  g_clear_pointer (&id, g_free);
  g_clear_pointer (&allowed, g_free);
  g_assert_cmpint (hx_router_find (router, line, own, &operation, &id, &allowed), ==, HX_ROUTE_FOUND);
  return 0;
}
