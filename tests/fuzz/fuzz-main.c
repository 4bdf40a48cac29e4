/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "fuzz.h"

/* Runs a target without a fuzzing engine, so that every test run walks its
 * corpus: each seed as it is, and a fixed number of damaged copies of it made
 * from a fixed start. With clang, -fsanitize=fuzzer takes the place of this file. */

#define DAMAGED_COPIES 400

static void
damage (GRand      *rand,
        GByteArray *bytes)
{
  guint faults = 1 + (guint) g_rand_int_range (rand, 0, 4);

  for (guint i = 0; i < faults && bytes->len > 1; i++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);
      guint8 byte = (guint8) g_rand_int_range (rand, 0, 256);

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          bytes->data[at] = byte;
          break;
        case 1:
          g_byte_array_remove_index (bytes, at);
          break;
        case 2:
          g_byte_array_append (bytes, (const guint8 *) "{\"a\":[0,\xff\xe7", 1 + byte % 11);
          break;
        default:
          bytes->data[at] ^= (guint8) (1 << (byte & 7));
          break;
        }
    }
}

static guint
run_seed (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    g_error ("%s", error->message);
  LLVMFuzzerTestOneInput ((const guint8 *) contents, length);
  for (guint i = 0; i < DAMAGED_COPIES; i++)
    {
      g_autoptr (GByteArray) copy = g_byte_array_new ();
      g_autofree guint8 *exact = NULL;

      g_byte_array_append (copy, (const guint8 *) contents, (guint) length);
      damage (rand, copy);
      /* Of the exact size, so that reading past the end is seen. */
      exact = g_memdup2 (copy->data, copy->len);
      LLVMFuzzerTestOneInput (exact, copy->len);
    }
  return 1 + DAMAGED_COPIES;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GDir) folder = argc == 2 ? g_dir_open (argv[1], 0, NULL) : NULL;
  const char *name;
  guint inputs = 0;

  if (folder == NULL)
    g_error ("The folder of seeds is missing");
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      inputs += run_seed (path);
    }
  g_print ("%u inputs\n", inputs);
  return inputs > 0 ? 0 : 1;
}
