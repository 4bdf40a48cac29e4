/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-audit-command.h"

#include "audit/hx-audit-export.h"
#include "audit/hx-audit-verify.h"
#include "hx-time.h"
#include "store/hx-store-keys.h"

#include <stdio.h>
#include <string.h>

enum
{
  STATUS_SOUND,
  STATUS_WRONG,
  STATUS_UNKNOWN, /* it could not be looked at */
};

static int
say_failed (const GError *error)
{
  g_printerr ("huixiangd: %s.\n", error->message);
  return STATUS_UNKNOWN;
}

static HxKeyring *
load_keys (const HxConfig *config,
           GError        **error)
{
  return config->key_command != NULL ? hx_keyring_load_command (config->key_command, error)
                                     : hx_keyring_load_file (config->keys, error);
}

static int
say_verdict (const HxAuditVerdict *verdict)
{
  for (guint i = 0; i < verdict->notes->len; i++)
    g_print ("note: %s\n", (const char *) verdict->notes->pdata[i]);
  if (verdict->fault == HX_AUDIT_FAULT_NOTHING)
    {
      g_print ("sound: %" G_GINT64_FORMAT " rows, anchored outside the store up to %" G_GINT64_FORMAT "\n",
               verdict->rows, verdict->anchored);
      return STATUS_SOUND;
    }
  if (verdict->number > 0)
    g_print ("%s: row %" G_GINT64_FORMAT ": %s\n", hx_audit_fault_name (verdict->fault), verdict->number,
             verdict->words);
  else
    g_print ("%s: %s\n", hx_audit_fault_name (verdict->fault), verdict->words);
  return STATUS_WRONG;
}

static int
verify (const HxConfig *config,
        char          **others)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxKeyring) keyring = load_keys (config, &error);
  g_autoptr (HxDb) db = keyring != NULL ? hx_db_open (config->store, HX_DB_READ, &error) : NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_auto (HxAuditVerdict) verdict = { 0 };

  if (db == NULL)
    return say_failed (error);
  g_ptr_array_add (files, config->audit_anchors);
  for (guint i = 0; others != NULL && others[i] != NULL; i++)
    g_ptr_array_add (files, others[i]);
  g_ptr_array_add (files, NULL);
  if (!hx_audit_verify (db, keyring, (const char *const *) files->pdata, &verdict, &error))
    return say_failed (error);
  return say_verdict (&verdict);
}

static gboolean
print_line (const char *line,
            gpointer    data,
            GError    **error)
{
  if (fputs (line, stdout) != EOF)
    return TRUE;
  g_set_error_literal (error, HX_ERROR, HX_ERROR_FAILED, "Nobody reads what is exported");
  return FALSE;
}

/* Nobody gets the log without its saying so. */
static gboolean
account_for_export (HxDb    *db,
                    GError **error)
{
  const HxAuditEntry entry
      = { .action = HX_AUDIT_AUDIT_EXPORTED, .origin = HX_ORIGIN_SERVER, .thing = "audit" };

  if (!hx_db_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (hx_audit_write (db, &entry, hx_time_now (), error) && hx_db_execute (db, "COMMIT", error))
    return TRUE;
  if (hx_db_in_transaction (db))
    hx_db_execute (db, "ROLLBACK", NULL);
  return FALSE;
}

static int
export (const HxConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HxDb) db = hx_db_open (config->store, HX_DB_WRITE, &error);

  if (db == NULL || !hx_store_keys_open (db, config->keys, config->key_command, FALSE, &error)
      || !account_for_export (db, &error) || !hx_audit_export (db, print_line, NULL, &error))
    return say_failed (error);
  if (fflush (stdout) == 0)
    return 0;
  g_printerr ("huixiangd: the export could not be written.\n");
  return STATUS_UNKNOWN;
}

/**
 * hx_audit_command:
 * @config: a complete configuration
 * @argc: number of arguments, the command's name among them
 * @argv: the arguments
 *
 * The commands `huixiangd audit verify` and `huixiangd audit export`.
 *
 * Returns: the status to exit with: 0 for a sound log, 1 for one that is not, 2 when that is not known
 */
int
hx_audit_command (HxConfig *config,
                  int       argc,
                  char    **argv)
{
  g_auto (GStrv) others = NULL;
  const GOptionEntry options[] = {
    { "other-anchors", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &others, "Anchor file of another server of this store", "FILE" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("verify|export");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return say_failed (error);
  if (argc == 2 && strcmp (argv[1], "verify") == 0)
    return verify (config, others);
  if (argc == 2 && strcmp (argv[1], "export") == 0)
    return export (config);
  g_printerr ("huixiangd: audit verify, or audit export; see --help\n");
  return STATUS_UNKNOWN;
}
