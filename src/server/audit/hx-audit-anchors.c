/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-anchors.h"

#include "hx-error.h"
#include "hx-time.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOMAIN "huixiang audit anchor 1"
#define HEADER "huixiang-audit-anchors 1 "
/* The second file: its line stands alone. */
#define NEWEST ".newest"
/* One that somebody changed, kept for who asks. */
#define CHANGED ".changed"
/* What a line ends with that a crash cut off; it is no part of the chain. */
#define TORN "~"

enum
{
  PART_NUMBER,
  PART_TIME,
  PART_CODE,
  PART_KEY,
  PART_LINE,
  N_PARTS
};

/* @before: the code of the line before */
static gboolean
line_code (HxAuditAnchors *self,
           HxKeyring      *keyring,
           const char     *before,
           char          **parts,
           char            code[HX_CHAIN_CODE_SIZE])
{
  const char *covered[] = { self->id,         before,        parts[PART_NUMBER], parts[PART_TIME],
                            parts[PART_CODE], parts[PART_KEY] };

  return hx_chain_code (keyring, parts[PART_KEY], DOMAIN, covered, G_N_ELEMENTS (covered), code);
}

/* @code: (out caller-allocates): the line's own */
static gboolean
read_line (HxAuditAnchors *self,
           HxKeyring      *keyring,
           const char     *before,
           const char     *line,
           HxAuditAnchor  *anchor,
           char            code[HX_CHAIN_CODE_SIZE])
{
  g_auto (GStrv) parts = g_strsplit (line, " ", -1);

  if (g_strv_length (parts) != N_PARTS || !line_code (self, keyring, before, parts, code)
      || strcmp (code, parts[PART_LINE]) != 0
      || !g_ascii_string_to_signed (parts[PART_NUMBER], 10, 0, G_MAXINT64, &anchor->number, NULL)
      || !hx_time_parse (parts[PART_TIME], &anchor->at))
    return FALSE;
  g_strlcpy (anchor->code, parts[PART_CODE], sizeof anchor->code);
  return TRUE;
}

static gboolean
take_line (HxAuditAnchors *self,
           HxKeyring      *keyring,
           const char     *line)
{
  HxAuditAnchor anchor;
  char code[HX_CHAIN_CODE_SIZE];

  if (!read_line (self, keyring, self->last, line, &anchor, code))
    return FALSE;
  g_strlcpy (self->last, code, sizeof self->last);
  g_array_append_val (self->anchors, anchor);
  return TRUE;
}

static gboolean
take_header (HxAuditAnchors *self,
             const char     *line)
{
  if (!g_str_has_prefix (line, HEADER) || !hx_id_is_valid (line + strlen (HEADER)))
    return FALSE;
  self->id = g_strdup (line + strlen (HEADER));
  return TRUE;
}

static void
take_lines (HxAuditAnchors *self,
            HxKeyring      *keyring,
            FILE           *file)
{
  g_autofree char *line = NULL;
  size_t size = 0;
  ssize_t length;

  for (guint number = 1; self->wrong_line == 0 && (length = getline (&line, &size, file)) >= 0; number++)
    {
      self->torn = length == 0 || line[length - 1] != '\n';
      if (self->torn)
        break;
      line[length - 1] = '\0';
      if (!(number == 1 ? take_header (self, line)
                        : g_str_has_suffix (line, TORN) || take_line (self, keyring, line)))
        self->wrong_line = number;
    }
}

/* One that names another file belonged to one that was moved aside: rows name how far that one went. */
static gboolean
load_newest (HxAuditAnchors *self,
             HxKeyring      *keyring,
             GError        **error)
{
  g_autofree char *path = g_strconcat (self->path, NEWEST, NULL), *changed = g_strconcat (path, CHANGED, NULL), *text = NULL;
  g_autofree char *header = g_strdup_printf (HEADER "%s\n", self->id);
  g_autoptr (GError) failure = NULL;
  char code[HX_CHAIN_CODE_SIZE];
  HxAuditAnchor anchor;

  self->newest_changed = access (changed, F_OK) == 0;
  if (!g_file_get_contents (path, &text, NULL, &failure))
    {
      if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, failure->message);
      return FALSE;
    }
  if (!g_str_has_prefix (text, header))
    {
      self->newest_changed |= !g_str_has_prefix (text, HEADER);
      return TRUE;
    }
  if (read_line (self, keyring, NEWEST, g_strchomp (text) + strlen (header), &anchor, code))
    self->newest = anchor;
  else
    self->newest_changed = TRUE;
  return TRUE;
}

/**
 * hx_audit_anchors_load:
 * @path: the anchor file; one that is not there is an empty one
 * @keyring: the keys
 * @error: when it cannot be read
 *
 * Returns: (transfer full) (nullable): what it says, as far as it is what we wrote
 */
HxAuditAnchors *
hx_audit_anchors_load (const char *path,
                       HxKeyring  *keyring,
                       GError    **error)
{
  g_autoptr (HxAuditAnchors) self = g_new0 (HxAuditAnchors, 1);
  FILE *file = fopen (path, "re");
  int saved = errno;

  self->path = g_strdup (path);
  self->anchors = g_array_new (FALSE, FALSE, sizeof (HxAuditAnchor));
  if (file == NULL && saved == ENOENT)
    return g_steal_pointer (&self);
  if (file == NULL)
    {
      g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", path, g_strerror (saved));
      return NULL;
    }
  take_lines (self, keyring, file);
  fclose (file);
  if (self->id != NULL && !load_newest (self, keyring, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hx_audit_anchors_free:
 * @self: (transfer full) (nullable): anchors
 */
void
hx_audit_anchors_free (HxAuditAnchors *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->anchors, g_array_unref);
  g_free (self->path);
  g_free (self->id);
  g_free (self);
}

static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return synced;
}

/* Either all of @text is in the file, on the disk, or nothing of it, as far as can be done: @left is whether it is there all the same. */
static gboolean
append_text (HxAuditAnchors *self,
             int             fd,
             goffset         size,
             const GString  *text,
             gboolean       *left,
             GError        **error)
{
  gssize written = write (fd, text->str, text->len);
  int saved = written >= 0 && (gsize) written < text->len ? ENOSPC : errno;

  *left = FALSE;
  if (written == (gssize) text->len && fsync (fd) == 0 && (size > 0 || sync_folder (self->path)))
    return TRUE;
  if (written == (gssize) text->len)
    saved = errno;
  if (written > 0 && ftruncate (fd, size) != 0)
    {
      *left = written == (gssize) text->len;
      self->torn = !*left;
    }
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", self->path, g_strerror (saved));
  return FALSE;
}

/* Appends a line to @text; @code: (out caller-allocates): the line's own */
static gboolean
print_line (HxAuditAnchors      *self,
            HxKeyring           *keyring,
            const char          *before,
            const HxAuditAnchor *anchor,
            GString             *text,
            char                 code[HX_CHAIN_CODE_SIZE])
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, anchor->number);
  char at[HX_TIME_LENGTH];
  char *parts[N_PARTS] = { number, at, (char *) anchor->code, (char *) hx_keyring_get_current (keyring), code };

  hx_time_format (anchor->at, at);
  if (!line_code (self, keyring, before, parts, code))
    return FALSE;
  g_string_append_printf (text, "%s %s %s %s %s\n", number, at, anchor->code, parts[PART_KEY], code);
  return TRUE;
}

/* One that is not there, was moved aside, or whose first line a crash cut off, is begun with a name of its own. */
static gboolean
open_file (HxAuditAnchors *self,
           int            *fd,
           goffset        *size,
           GError        **error)
{
  gboolean headless = self->id == NULL && self->torn;
  struct stat status;

  *fd = open (self->path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (*fd >= 0 && (!headless || ftruncate (*fd, 0) == 0) && fstat (*fd, &status) == 0)
    {
      *size = status.st_size;
      return TRUE;
    }
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", self->path, g_strerror (errno));
  if (*fd >= 0)
    close (*fd);
  return FALSE;
}

static void
begin_file (HxAuditAnchors *self)
{
  g_free (self->id);
  self->id = hx_id_new ();
  *self->last = '\0';
  self->torn = FALSE;
  self->newest = (HxAuditAnchor){ .number = 0 };
}

/**
 * hx_audit_anchors_append:
 * @self: the anchors
 * @keyring: the keys
 * @anchor: how far the log goes, committed
 * @error: when it could not be written
 *
 * Returns: whether it is on the disk
 */
gboolean
hx_audit_anchors_append (HxAuditAnchors      *self,
                         HxKeyring           *keyring,
                         const HxAuditAnchor *anchor,
                         GError             **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char code[HX_CHAIN_CODE_SIZE];
  gboolean good, left = FALSE;
  goffset size;
  int fd;

  if (!open_file (self, &fd, &size, error))
    return FALSE;
  if (size == 0)
    begin_file (self);
  if (size == 0)
    g_string_append_printf (text, HEADER "%s\n", self->id);
  else if (self->torn)
    g_string_append (text, TORN "\n");
  good = print_line (self, keyring, self->last, anchor, text, code) && append_text (self, fd, size, text, &left, error);
  close (fd);
  if (good || left)
    {
      self->torn = FALSE;
      g_strlcpy (self->last, code, sizeof self->last);
    }
  else if (size == 0)
    g_clear_pointer (&self->id, g_free);
  if (good)
    g_array_append_val (self->anchors, *anchor);
  return good;
}

/* Under one name, so that a crash leaves no more than one of it behind. */
static gboolean
replace_file (const char    *path,
              const GString *text)
{
  g_autofree char *new_path = g_strconcat (path, ".new", NULL);
  int fd = open (new_path, O_WRONLY | O_TRUNC | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  gssize written = fd >= 0 ? write (fd, text->str, text->len) : -1;
  gboolean good = written == (gssize) text->len && fsync (fd) == 0;
  int saved = written >= 0 && written < (gssize) text->len ? ENOSPC : errno;

  if (fd >= 0)
    close (fd);
  errno = saved;
  return good && rename (new_path, path) == 0 && sync_folder (path);
}

/* What somebody changed is not written over. */
static void
keep_changed (HxAuditAnchors *self,
              const char     *path)
{
  g_autofree char *changed = g_strconcat (path, CHANGED, NULL);

  if (self->newest_changed && access (changed, F_OK) != 0)
    rename (path, changed);
}

/**
 * hx_audit_anchors_set_newest:
 * @self: the anchors
 * @keyring: the keys
 * @anchor: how far the log goes, committed
 * @error: when it could not be written
 *
 * Takes the place of the newest before it: either of the two is there after a crash.
 *
 * Returns: whether it is on the disk
 */
gboolean
hx_audit_anchors_set_newest (HxAuditAnchors      *self,
                             HxKeyring           *keyring,
                             const HxAuditAnchor *anchor,
                             GError             **error)
{
  g_autofree char *path = g_strconcat (self->path, NEWEST, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  char code[HX_CHAIN_CODE_SIZE];

  if (self->id == NULL || access (self->path, F_OK) != 0)
    return hx_audit_anchors_append (self, keyring, anchor, error);
  keep_changed (self, path);
  g_string_append_printf (text, HEADER "%s\n", self->id);
  if (print_line (self, keyring, NEWEST, anchor, text, code) && replace_file (path, text))
    {
      self->newest = *anchor;
      return TRUE;
    }
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
  return FALSE;
}

static int
by_number (gconstpointer one,
           gconstpointer other)
{
  const HxAuditAnchor *a = one, *b = other;

  return (a->number > b->number) - (a->number < b->number);
}

/**
 * hx_audit_anchors_add_newest:
 * @self: the anchors
 *
 * From now on the newest is one of the anchors, and they stand by their numbers: what could not be looked for in the log
 * was kept after some that are later.
 */
void
hx_audit_anchors_add_newest (HxAuditAnchors *self)
{
  if (self->newest.number > 0)
    g_array_append_val (self->anchors, self->newest);
  g_array_sort (self->anchors, by_number);
}
