/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-files-command.h"
#include "files/hx-file-rows.h"
#include "files/hx-file-store.h"

#include <string.h>
#include <unistd.h>

#define PAGE 500

typedef struct
{
  HxDb *db;
  HxFileStore *files;
  gboolean digests;
  guint64 rows, bytes, missing, changed, orphans;
  GError *error;
} Check;

static gboolean
is_same (int         fd,
         const char *digest)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (1 << 16);
  gssize n;

  while ((n = read (fd, buffer, 1 << 16)) > 0)
    g_checksum_update (sum, buffer, n);
  return n == 0 && strcmp (g_checksum_get_string (sum), digest) == 0;
}

static gboolean
check_row (Check            *self,
           const HxFileFact *fact,
           GError          **error)
{
  g_autoptr (GError) failure = NULL;
  guint64 size = 0;
  int fd = hx_file_store_open_file (self->files, fact->name, &size, &failure);
  gboolean same = fd >= 0 && size == (guint64) fact->size && (!self->digests || is_same (fd, fact->digest));

  if (fd >= 0)
    close (fd);
  self->rows++;
  self->bytes += size;
  if (g_error_matches (failure, HX_ERROR, HX_ERROR_NOT_FOUND))
    {
      self->missing++;
      g_printerr ("missing: %s\n", fact->name);
      return TRUE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  self->changed += !same;
  if (!same)
    g_printerr ("changed: %s\n", fact->name);
  return TRUE;
}

static gboolean
check_rows (Check   *self,
            GError **error)
{
  g_autofree char *after = g_strdup ("");
  g_autoptr (GPtrArray) page = NULL;

  do
    {
      g_clear_pointer (&page, g_ptr_array_unref);
      page = hx_file_rows_page (self->db, after, PAGE, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len; i++)
        {
          const HxFileFact *fact = page->pdata[i];

          if (strcmp (fact->state, "doomed") != 0 && !check_row (self, fact, error))
            return FALSE;
          g_free (after);
          after = g_strdup (fact->name);
        }
    }
  while (page->len == PAGE);
  return TRUE;
}

static gboolean
on_file (const char *name,
         gint64      size,
         gint64      changed_at,
         gpointer    data)
{
  Check *self = data;
  gboolean has;

  if (!hx_file_rows_has (self->db, name, &has, &self->error))
    return FALSE;
  if (has)
    return TRUE;
  self->orphans++;
  g_printerr ("of no row: %s\n", name);
  return TRUE;
}

static gboolean
check_files (Check   *self,
             GError **error)
{
  for (guint part = 0; self->error == NULL && part < HX_FILE_PARTS; part++)
    if (!hx_file_store_list (self->files, part, on_file, self, error))
      return FALSE;
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

static int
check (const HxConfig *config,
       gboolean        digests,
       GError        **error)
{
  g_autoptr (HxDb) db = hx_db_open (config->store, HX_DB_READ, error);
  g_autoptr (HxFileStore) files = db != NULL ? hx_file_store_open (config->recordings, error) : NULL;
  Check self = { .db = db, .files = files, .digests = digests };

  if (files == NULL || !check_rows (&self, error) || !check_files (&self, error))
    return -1;
  g_printerr ("%" G_GUINT64_FORMAT " files, %" G_GUINT64_FORMAT " bytes; missing %" G_GUINT64_FORMAT
              ", changed %" G_GUINT64_FORMAT ", of no row %" G_GUINT64_FORMAT "\n",
              self.rows, self.bytes, self.missing, self.changed, self.orphans);
  return self.missing + self.changed + self.orphans > 0;
}

/**
 * hx_files_command:
 * @config: a complete configuration
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The command `huixiangd files check`: compares files and rows, and changes nothing.
 *
 * Returns: the status to exit with: 1 also when something is not as it should be
 */
int
hx_files_command (HxConfig *config,
                  int       argc,
                  char    **argv)
{
  gboolean digests = FALSE;
  const GOptionEntry options[] = {
    { "digests", 0, 0, G_OPTION_ARG_NONE, &digests, "Read every byte and compare with what was received", NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("check");
  g_autoptr (GError) error = NULL;
  int status;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || strcmp (argv[1], "check") != 0)
    {
      g_printerr ("huixiangd: %s; see --help\n", error != NULL ? error->message : "say files check");
      return 2;
    }
  status = check (config, digests, &error);
  if (status >= 0)
    return status;
  g_printerr ("huixiangd: %s.\n", error->message);
  return 1;
}
