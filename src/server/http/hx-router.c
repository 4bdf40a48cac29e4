/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-router.h"
#include "hx-form.h"
#include "hx-time.h"

#include <string.h>

/* The table's paths as a tree of segments: one look-up a segment. */
typedef struct _Node Node;

struct _Node
{
  GHashTable *children; /* (nullable): segment → Node */
  Node *hole;           /* (nullable): what follows an id */
  const HxOperation *operations[HX_N_METHODS];
};

struct _HxRouter
{
  Node *root;
};

static void
node_free (gpointer data)
{
  Node *self = data;

  if (self == NULL)
    return;
  g_clear_pointer (&self->children, g_hash_table_unref);
  node_free (self->hole);
  g_free (self);
}

static Node *
node_ensure_child (Node       *self,
                   const char *segment)
{
  Node *child;

  if (strcmp (segment, "{id}") == 0)
    {
      if (self->hole == NULL)
        self->hole = g_new0 (Node, 1);
      return self->hole;
    }
  if (self->children == NULL)
    self->children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, node_free);
  child = g_hash_table_lookup (self->children, segment);
  if (child == NULL)
    {
      child = g_new0 (Node, 1);
      g_hash_table_insert (self->children, g_strdup (segment), child);
    }
  return child;
}

static void
add (HxRouter          *self,
     const HxOperation *operation)
{
  g_auto (GStrv) segments = g_strsplit (operation->path + 1, "/", -1);
  Node *node = self->root;

  for (guint i = 0; segments[i] != NULL; i++)
    node = node_ensure_child (node, segments[i]);
  node->operations[operation->method] = operation;
}

/**
 * hx_router_new:
 *
 * Returns: (transfer full): a router of the whole API table
 */
HxRouter *
hx_router_new (void)
{
  HxRouter *self = g_new0 (HxRouter, 1);

  self->root = g_new0 (Node, 1);
  for (guint i = 0; i < HX_N_OPERATIONS; i++)
    add (self, &hx_operations[i]);
  return self;
}

/**
 * hx_router_free:
 * @self: (transfer full) (nullable): a router
 */
void
hx_router_free (HxRouter *self)
{
  if (self == NULL)
    return;
  node_free (self->root);
  g_free (self);
}

static Node *
find_node (HxRouter   *self,
           const char *path,
           char      **id)
{
  Node *node = self->root;

  while (node != NULL && *path == '/')
    {
      const char *stop = strchrnul (path + 1, '/');
      g_autofree char *segment = hx_form_decode (path + 1, (gsize) (stop - path - 1), FALSE, NULL);
      Node *child = NULL;

      if (segment == NULL)
        return NULL;
      if (node->children != NULL)
        child = g_hash_table_lookup (node->children, segment);
      if (child == NULL && node->hole != NULL && hx_id_is_valid (segment))
        {
          child = node->hole;
          g_free (*id);
          *id = g_steal_pointer (&segment);
        }
      node = child;
      path = stop;
    }
  return *path == '\0' ? node : NULL;
}

static char *
list_methods (Node *node)
{
  GString *list = g_string_new ("OPTIONS");

  for (guint i = 0; i < HX_N_METHODS; i++)
    if (node->operations[i] != NULL)
      g_string_append_printf (list, ", %s%s", hx_method_names[i], i == HX_GET ? ", HEAD" : "");
  return g_string_free (list, FALSE);
}

static gboolean
has_operations (Node *node)
{
  for (guint i = 0; i < HX_N_METHODS; i++)
    if (node->operations[i] != NULL)
      return TRUE;
  return FALSE;
}

/**
 * hx_router_find:
 * @self: a router
 * @method: the method as sent; HEAD finds what GET finds
 * @path: the path as sent, without the query
 * @operation: (out) (transfer none): the operation
 * @id: (out) (transfer full) (nullable): what stands for `{id}`
 * @allowed: (out) (transfer full) (nullable): the methods of this path, when @method is none of them
 *
 * Returns: whether there is such a path, and such a method of it
 */
HxRouteResult
hx_router_find (HxRouter           *self,
                const char         *method,
                const char         *path,
                const HxOperation **operation,
                char              **id,
                char              **allowed)
{
  g_autofree char *found = NULL;
  Node *node = find_node (self, path, &found);

  *operation = NULL;
  *id = NULL;
  *allowed = NULL;
  if (node == NULL || !has_operations (node))
    return HX_ROUTE_NO_PATH;
  if (strcmp (method, "HEAD") == 0)
    method = "GET";
  for (guint i = 0; i < HX_N_METHODS; i++)
    if (node->operations[i] != NULL && strcmp (hx_method_names[i], method) == 0)
      *operation = node->operations[i];
  if (*operation == NULL)
    {
      *allowed = list_methods (node);
      return HX_ROUTE_NO_METHOD;
    }
  *id = g_steal_pointer (&found);
  return HX_ROUTE_FOUND;
}
