/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-line-file.h"
#include "secrets/hx-digest.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (1 << 16)
/* No line of ours is longer; a file that has one is not ours. */
#define MAX_LINE (64 << 20)
#define TRAILER "{\"blake2b\":\"%s\",\"lines\":%" G_GUINT64_FORMAT "}\n"

struct _HxLineWriter
{
  int fd;
  GString *waiting;
  HxDigest *digest;
  guint64 lines;
};

struct _HxLineReader
{
  int fd;
  GString *bytes; /* read and not yet given, from `from` on */
  gsize from;
  gboolean ended;
  HxDigest *digest;
  guint64 lines;
};

static gboolean
flush (HxLineWriter *self,
       GError      **error)
{
  gsize done = 0;

  while (done < self->waiting->len)
    {
      gssize n = write (self->fd, self->waiting->str + done, self->waiting->len - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, HX_ERROR, errno == ENOSPC || errno == EDQUOT ? HX_ERROR_STORE_FULL : HX_ERROR_FAILED,
                       "It could not be written: %s", g_strerror (errno));
          return FALSE;
        }
      done += (gsize) n;
    }
  g_string_truncate (self->waiting, 0);
  return TRUE;
}

/**
 * hx_line_writer_new:
 * @fd: (transfer full): a descriptor for writing
 *
 * Returns: (transfer full): a writer of lines
 */
HxLineWriter *
hx_line_writer_new (int fd)
{
  HxLineWriter *self = g_new0 (HxLineWriter, 1);

  self->fd = fd;
  self->waiting = g_string_sized_new (2 * BLOCK);
  self->digest = hx_digest_new ();
  return self;
}

/**
 * hx_line_writer_add:
 * @self: a writer
 * @line: a line without its end
 * @length: its bytes
 * @error: %HX_ERROR_STORE_FULL
 *
 * Returns: whether it was written
 */
gboolean
hx_line_writer_add (HxLineWriter *self,
                    const char   *line,
                    gsize         length,
                    GError      **error)
{
  gsize before = self->waiting->len;

  g_string_append_len (self->waiting, line, (gssize) length);
  g_string_append_c (self->waiting, '\n');
  hx_digest_update (self->digest, self->waiting->str + before, length + 1);
  self->lines++;
  return self->waiting->len < BLOCK || flush (self, error);
}

/**
 * hx_line_writer_finish:
 * @self: a writer
 * @error: %HX_ERROR_STORE_FULL
 *
 * Returns: whether all of it is on the disk, with the line that says so
 */
gboolean
hx_line_writer_finish (HxLineWriter *self,
                       GError      **error)
{
  g_autofree char *digest = hx_digest_finish (self->digest);

  g_string_append_printf (self->waiting, TRAILER, digest, self->lines);
  if (!flush (self, error))
    return FALSE;
  /* A pipe cannot be made durable and need not be. */
  if (fsync (self->fd) == 0 || errno == EINVAL || errno == EROFS)
    return TRUE;
  g_set_error (error, HX_ERROR, HX_ERROR_FAILED, "It could not be written: %s", g_strerror (errno));
  return FALSE;
}

/**
 * hx_line_writer_free:
 * @self: (transfer full) (nullable): a writer
 */
void
hx_line_writer_free (HxLineWriter *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_string_free (self->waiting, TRUE);
  hx_digest_free (self->digest);
  g_free (self);
}

/**
 * hx_line_reader_new:
 * @fd: (transfer full): a descriptor for reading
 *
 * Returns: (transfer full): a reader of lines
 */
HxLineReader *
hx_line_reader_new (int fd)
{
  HxLineReader *self = g_new0 (HxLineReader, 1);

  self->fd = fd;
  self->bytes = g_string_sized_new (2 * BLOCK);
  self->digest = hx_digest_new ();
  return self;
}

static gboolean
fail (HxLineReader *self,
      GError      **error,
      const char   *why)
{
  g_set_error (error, HX_ERROR, HX_ERROR_MALFORMED, "line %" G_GUINT64_FORMAT ": %s", self->lines + 1, why);
  return FALSE;
}

static gboolean
read_more (HxLineReader *self,
           GError      **error)
{
  gsize length;
  gssize n;

  g_string_erase (self->bytes, 0, (gssize) self->from);
  self->from = 0;
  length = self->bytes->len;
  if (length > MAX_LINE)
    return fail (self, error, "too long");
  g_string_set_size (self->bytes, length + BLOCK);
  do
    n = read (self->fd, self->bytes->str + length, BLOCK);
  while (n < 0 && errno == EINTR);
  g_string_set_size (self->bytes, length + (gsize) MAX (n, 0));
  self->ended = n == 0;
  return n >= 0 || fail (self, error, g_strerror (errno));
}

/* The end of the first line that waits; a line is given only when another one
 * follows, as the last one is the trailer. */
static const char *
find_end (HxLineReader *self)
{
  const char *start = self->bytes->str + self->from;
  gsize length = self->bytes->len - self->from;
  const char *end = memchr (start, '\n', length);

  return end != NULL && (end + 1 < start + length || self->ended) ? end : NULL;
}

static gboolean
check_trailer (HxLineReader *self,
               GError      **error)
{
  g_autofree char *digest = hx_digest_finish (self->digest);
  g_autofree char *wanted = g_strdup_printf (TRAILER, digest, self->lines);
  gsize length = self->bytes->len - self->from;

  if (length == strlen (wanted) && memcmp (self->bytes->str + self->from, wanted, length) == 0)
    return TRUE;
  return fail (self, error, "the file is damaged, or ends before its end");
}

/**
 * hx_line_reader_next:
 * @self: a reader
 * @line: (out) (transfer none): the line without its end, terminated, until the next call
 * @length: (out): its bytes
 * @error: %HX_ERROR_MALFORMED with the number of the line
 *
 * Returns: whether there was a line, or the end was reached and the digest is right
 */
HxLineResult
hx_line_reader_next (HxLineReader *self,
                     const char  **line,
                     gsize        *length,
                     GError      **error)
{
  const char *end;
  char *start;

  while ((end = find_end (self)) == NULL && !self->ended)
    if (!read_more (self, error))
      return HX_LINE_FAILED;
  start = self->bytes->str + self->from;
  if (end == NULL || end + 1 == self->bytes->str + self->bytes->len)
    return check_trailer (self, error) ? HX_LINE_END : HX_LINE_FAILED;
  *length = (gsize) (end - start);
  hx_digest_update (self->digest, start, *length + 1);
  start[*length] = '\0';
  *line = start;
  self->from += *length + 1;
  self->lines++;
  return HX_LINE_THERE;
}

/**
 * hx_line_reader_number:
 * @self: a reader
 *
 * Returns: the number of the line that was given last, from 1
 */
guint64
hx_line_reader_number (HxLineReader *self)
{
  return self->lines;
}

/**
 * hx_line_reader_free:
 * @self: (transfer full) (nullable): a reader
 */
void
hx_line_reader_free (HxLineReader *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_string_free (self->bytes, TRUE);
  hx_digest_free (self->digest);
  g_free (self);
}
