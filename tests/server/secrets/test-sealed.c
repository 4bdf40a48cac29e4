/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-fixture.h"
#include "secrets/hx-base64.h"
#include "secrets/hx-sealed.h"

#include <string.h>

/* GLib wrote what is in the stores. */
static void
test_base64 (void)
{
  guint8 bytes[400], back[HX_BASE64_BYTES (HX_BASE64_TEXT (sizeof bytes))];
  char text[HX_BASE64_TEXT (sizeof bytes)];
  gsize size;

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) g_test_rand_int ();
  for (guint i = 0; i <= sizeof bytes; i++)
    {
      g_autofree char *expected = g_base64_encode (bytes, i);

      g_assert_cmpuint (hx_base64_encode (bytes, i, text), ==, strlen (expected));
      g_assert_cmpstr (text, ==, expected);
      g_assert_true (hx_base64_decode (text, strlen (text), back, &size));
      g_assert_cmpmem (back, size, bytes, i);
    }
}

static void
test_no_base64 (void)
{
  static const char *const wrong[] = {
    "A", "AA", "AAA", "AAAAA", "=", "====", "A===", "AA=A", "=AAA", "AAAA====", "AA==AAAA", "AAA AAA", "AAA\nAAA=", "AA-_",
    "AAA.", "AAA\x7f", "AAA\xc3", "\xff\xff\xff\xff", "AB==", "AAB=", "AAAAAP==",
  };
  guint8 bytes[16];
  gsize size;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (hx_base64_decode (wrong[i], strlen (wrong[i]), bytes, &size))
      g_error ("taken: %s", wrong[i]);
}

static HxKeyring *
make_keyring (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hx-sealed-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "keys", NULL);
  HxKeyring *keyring;

  g_assert_true (hx_keyring_create_file (path, NULL));
  keyring = hx_keyring_load_file (path, NULL);
  g_assert_nonnull (keyring);
  hx_fixture_remove (folder);
  return keyring;
}

/* Shorter and longer than what is opened without asking for memory. */
static void
test_lengths (void)
{
  g_autoptr (HxKeyring) keyring = make_keyring ();
  const HxSealedPlace place = { "feedback", "case_text", "1" };

  for (gsize length = 0; length < 2100; length += length < 40 ? 1 : 103)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strnfill (length, 'x');
      g_autofree char *sealed = hx_sealed_seal (keyring, &place, text, &error);
      g_autofree char *opened = hx_sealed_open (keyring, &place, sealed, &error);

      g_assert_no_error (error);
      g_assert_true (hx_sealed_with (sealed, "k1"));
      g_assert_cmpstr (opened, ==, text);
    }
}

/* Each byte that an administrator changes, takes away or adds is found. */
static void
test_changed (void)
{
  g_autoptr (HxKeyring) keyring = make_keyring ();
  const HxSealedPlace place = { "feedback", "case_text", "1" }, other = { "feedback", "case_text", "2" };

  for (gsize length = 20; length < 23; length++)
    {
      g_autofree char *text = g_strnfill (length, 'x');
      g_autofree char *sealed = hx_sealed_seal (keyring, &place, text, NULL);
      g_autofree char *longer = g_strconcat (sealed, "A", NULL);

      for (gsize i = strlen ("v1."); sealed[i] != '\0'; i++)
        for (guint change = 1; change < 256; change <<= 1)
          {
            g_autofree char *changed = g_strdup (sealed);

            changed[i] = (char) (changed[i] ^ (char) change);
            if (changed[i] != '\0')
              g_assert_null (hx_sealed_open (keyring, &place, changed, NULL));
            changed[i] = '\0';
            g_assert_null (hx_sealed_open (keyring, &place, changed, NULL));
          }
      g_assert_null (hx_sealed_open (keyring, &place, longer, NULL));
      g_assert_null (hx_sealed_open (keyring, &other, sealed, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sealed/base64", test_base64);
  g_test_add_func ("/sealed/no-base64", test_no_base64);
  g_test_add_func ("/sealed/lengths", test_lengths);
  g_test_add_func ("/sealed/changed", test_changed);
  return g_test_run ();
}
