/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-certificates.h"

static const char script[]
    = "set -e; cd \"$1\"\n"
      "new='openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'\n"
      "sign () {\n" /* name of the file, of the server, number, days */
      "  $new -subj \"/CN=$2\" -keyout \"$1.key\" -out \"$1.request\"\n"
      "  echo \"subjectAltName=DNS:$2\" >\"$1.names\"\n"
      "  openssl x509 -req -in \"$1.request\" -CA ca.pem -CAkey ca.key -set_serial \"$3\" -days \"$4\""
      "    -extfile \"$1.names\" -out \"$1.pem\"\n"
      "  cat \"$1.key\" >>\"$1.pem\"\n"
      "}\n"
      "$new -x509 -days 2 -subj '/CN=An authority' -keyout ca.key -out ca.pem\n"
      "sign good localhost 1 2\n"
      "sign expired localhost 2 -1\n"
      "sign other other.example 3 2\n"
      "$new -x509 -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout self.key -out self.pem\n"
      "cat self.key >>self.pem\n";

gboolean
hx_certificates_available (void)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");

  return openssl != NULL && g_tls_backend_supports_tls (g_tls_backend_get_default ());
}

void
hx_certificates_make (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, "sh", "-c", script,
                          "sh", folder, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("openssl: %s", said);
}

GTlsCertificate *
hx_certificates_load (const char *folder,
                      const char *name)
{
  g_autofree char *file = g_strconcat (name, ".pem", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

void
hx_certificates_trust (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) trusted = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), trusted);
}
