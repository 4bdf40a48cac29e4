/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-verify-private.h"

#include "hx-time.h"

#include <string.h>

void
hx_audit_walk_open_anchors (HxAuditWalk *self)
{
  self->next = g_new0 (guint, self->files->len + 1);
  self->named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* A row names what was durably anchored when it was written, so a file that ends before that was cut. */
static void
remember_named (HxAuditWalk *self,
                const char  *text)
{
  const char *colon = text != NULL ? strchr (text, ':') : NULL;
  gint64 number, *kept;

  if (colon == NULL || !g_ascii_string_to_signed (colon + 1, 10, 0, G_MAXINT64, &number, NULL))
    return;
  {
    g_autofree char *id = g_strndup (text, (gsize) (colon - text));

    kept = g_hash_table_lookup (self->named, id);
    if (kept == NULL)
      {
        kept = g_new0 (gint64, 1);
        g_hash_table_insert (self->named, g_steal_pointer (&id), kept);
      }
  }
  *kept = MAX (*kept, number);
}

gboolean
hx_audit_walk_meet_anchors (HxAuditWalk      *self,
                            const HxAuditRow *row)
{
  if (row->number <= self->named_to)
    remember_named (self, row->columns[HX_AUDIT_ROW_ANCHOR]);
  for (guint i = 0; i < self->files->len; i++)
    {
      HxAuditAnchors *file = self->files->pdata[i];

      for (; self->next[i] < file->anchors->len; self->next[i]++)
        {
          const HxAuditAnchor *anchor = &g_array_index (file->anchors, HxAuditAnchor, self->next[i]);
          char at[HX_TIME_LENGTH];

          if (anchor->number > row->number)
            break;
          hx_time_format (anchor->at, at);
          if (anchor->number > 0
              && (anchor->number < row->number || strcmp (anchor->code, row->columns[HX_AUDIT_ROW_CODE]) != 0))
            return hx_audit_walk_fails (self, HX_AUDIT_FAULT_SET_BACK, row->number,
                                        "the row is not the one that was anchored at %s: the log was set back"
                                        " before it, and went on",
                                        at);
          self->verdict->anchored = MAX (self->verdict->anchored, anchor->number);
        }
    }
  return TRUE;
}

static gboolean
check_reached (HxAuditWalk    *self,
               HxAuditAnchors *file,
               guint           next)
{
  const HxAuditAnchor *anchor;
  char at[HX_TIME_LENGTH];

  if (next >= file->anchors->len)
    return TRUE;
  anchor = &g_array_index (file->anchors, HxAuditAnchor, next);
  if (anchor->number == 0)
    return check_reached (self, file, next + 1);
  hx_time_format (anchor->at, at);
  return hx_audit_walk_fails (self, HX_AUDIT_FAULT_TAIL_CUT, self->last + 1,
                              "the log ends here, but at %s it went to %" G_GINT64_FORMAT, at, anchor->number);
}

static gboolean
check_file (HxAuditWalk    *self,
            HxAuditAnchors *file)
{
  guint count = file->anchors->len;
  gint64 reached = count > 0 ? g_array_index (file->anchors, HxAuditAnchor, count - 1).number : 0;
  gint64 *named = file->id != NULL ? g_hash_table_lookup (self->named, file->id) : NULL;

  if (file->wrong_line > 0)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_ANCHORS_CHANGED, 0, "%s: line %u is not as it was written",
                                file->path, file->wrong_line);
  if (file->newest_changed)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_ANCHORS_CHANGED, 0, "what lies beside %s is not as it was written",
                                file->path);
  if (named != NULL && *named > reached)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_ANCHORS_CUT, 0,
                                "%s ends at %" G_GINT64_FORMAT ", but went to %" G_GINT64_FORMAT, file->path,
                                reached, *named);
  if (file->torn)
    g_ptr_array_add (self->verdict->notes,
                     g_strdup_printf ("%s ends in the middle of a line, as after a crash", file->path));
  return TRUE;
}

/* Other servers have files of their own, which may lie elsewhere; but one that rows name must be here. */
static gboolean
check_named (HxAuditWalk *self)
{
  GHashTableIter iter;
  gpointer id, number;
  guint found = 0;

  for (guint i = 0; i < self->files->len; i++)
    {
      HxAuditAnchors *file = self->files->pdata[i];

      if (file->id != NULL && g_hash_table_contains (self->named, file->id))
        found++;
    }
  if (self->files->len > 0 && g_hash_table_size (self->named) > 0 && found == 0)
    return hx_audit_walk_fails (self, HX_AUDIT_FAULT_ANCHORS_CUT, 0,
                                "%s is not the anchor file that rows name: it was removed or begun anew",
                                ((HxAuditAnchors *) self->files->pdata[0])->path);
  g_hash_table_iter_init (&iter, self->named);
  while (g_hash_table_iter_next (&iter, &id, &number))
    {
      gboolean given = FALSE;

      for (guint i = 0; i < self->files->len; i++)
        given = given || g_strcmp0 (((HxAuditAnchors *) self->files->pdata[i])->id, id) == 0;
      if (!given)
        g_ptr_array_add (self->verdict->notes,
                         g_strdup_printf ("anchor file %s, which rows name up to %" G_GINT64_FORMAT
                                          ", was not looked at",
                                          (const char *) id, *(gint64 *) number));
    }
  return TRUE;
}

gboolean
hx_audit_walk_close_anchors (HxAuditWalk *self)
{
  for (guint i = 0; i < self->files->len; i++)
    if (!check_reached (self, self->files->pdata[i], self->next[i]))
      return FALSE;
  for (guint i = 0; i < self->files->len; i++)
    if (!check_file (self, self->files->pdata[i]))
      return FALSE;
  return check_named (self);
}
