/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-customer-search-private.h"
#include "hx-customer-service-private.h"
#include "secrets/hx-blind-index.h"
#include "store/hx-record-sealed.h"

#include <string.h>

/* Names and identities are sealed, so they are found as a whole, by a keyed hash of what was typed; only codes
 * are found by their beginning. */
typedef struct
{
  HxKeyring *keyring;
  GString *sql;     /* selects of customers' ids, joined by UNION */
  GPtrArray *texts; /* one for each question mark */
} Search;

static void
search_init (Search  *search,
             HxQuery *query)
{
  search->keyring = hx_db_get_keyring (query->call->db);
  search->sql = g_string_new (NULL);
  search->texts = g_ptr_array_new_with_free_func (g_free);
}

static void
search_clear (Search *search)
{
  g_string_free (search->sql, TRUE);
  g_ptr_array_unref (search->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
search_select (Search     *search,
               const char *select)
{
  g_string_append_printf (search->sql, "%s%s", search->sql->len > 0 ? " UNION " : "", select);
}

/* While keys are rotated a value may be known under any of them. */
static void
search_index (Search     *search,
              const char *select,
              const char *column,
              const char *value)
{
  guint keys = hx_keyring_get_size (search->keyring);

  if (value == NULL)
    return;
  search_select (search, select);
  for (guint i = 0; i < keys; i++)
    {
      g_string_append (search->sql, i == 0 ? " IN (?" : ", ?");
      g_ptr_array_add (search->texts,
                       hx_blind_index (search->keyring, hx_keyring_get_id (search->keyring, i), column, value));
    }
  g_string_append_c (search->sql, ')');
}

static void
search_identity (Search     *search,
                 const char *value)
{
  search_index (search, "SELECT i.customer_id FROM identities i WHERE i.value_index", HX_INDEX_VALUE, value);
  if (value == NULL)
    return;
  /* Of a store that is just being sealed. */
  search_select (search, "SELECT i.customer_id FROM identities i WHERE i.value_index IS NULL AND i.value = ?");
  g_ptr_array_add (search->texts, g_strdup (value));
}

/* What was typed may be a number without its country; an address is the same in capitals. */
static void
search_identities (Search     *search,
                   HxSite     *site,
                   const char *text)
{
  g_autofree char *phone = hx_identity_normalize (site, HX_IDENTITY_PHONE, text);
  g_autofree char *address
      = strchr (text, '@') != NULL ? hx_identity_normalize (site, HX_IDENTITY_EMAIL, text) : NULL;

  search_identity (search, text);
  search_identity (search, g_strcmp0 (phone, text) != 0 ? phone : NULL);
  search_identity (search, g_strcmp0 (address, text) != 0 ? address : NULL);
}

/* The first text that does not begin with @prefix any more: its last character
 * is raised by one, so that an index can find everything between. */
static char *
after_prefix (const char *prefix)
{
  const char *last = g_utf8_find_prev_char (prefix, prefix + strlen (prefix));
  gunichar c = g_utf8_get_char (last) + 1;
  GString *text = g_string_new_len (prefix, last - prefix);

  while (!g_unichar_validate (c))
    c++;
  g_string_append_unichar (text, c);
  return g_string_free (text, FALSE);
}

static void
search_words (Search     *search,
              HxSite     *site,
              const char *text)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  g_autofree char *name = hx_index_name (text, NULL);
  gboolean tail = strlen (text) == 4 && strspn (text, "0123456789") == 4;

  search_select (search, "SELECT a.id FROM customers a WHERE a.code >= ? AND a.code < ?");
  g_ptr_array_add (search->texts, g_strdup (upper));
  g_ptr_array_add (search->texts, after_prefix (upper));
  search_index (search, "SELECT f.id FROM customers f WHERE f.family_index", HX_INDEX_FAMILY, name);
  search_index (search, "SELECT n.id FROM customers n WHERE n.name_index", HX_INDEX_NAME, name);
  search_index (search, "SELECT l.customer_id FROM identities l WHERE l.tail_index", HX_INDEX_TAIL, tail ? text : NULL);
  search_identities (search, site, text);
}

static void
restrict_to (HxQuery *query,
             Search  *search)
{
  g_autofree char *condition = g_strdup_printf ("t.id IN (%s)", search->sql->str);

  hx_query_where_texts (query, condition, search->texts);
}

/**
 * hx_customer_search:
 * @query: a list of customers
 * @identity: (nullable): leave only whose identity this is, wholly
 * @words: (nullable): the beginning of a code, a whole family or full name, the
 *   last four digits of a number, or a whole identity
 *
 * Leaves the customers that are asked for.
 */
void
hx_customer_search (HxQuery    *query,
                    const char *identity,
                    const char *words)
{
  g_autofree char *stripped = words != NULL ? g_strstrip (g_strdup (words)) : NULL;

  if (identity != NULL)
    {
      g_auto (Search) search = { 0 };

      search_init (&search, query);
      search_identities (&search, query->call->site, identity);
      restrict_to (query, &search);
    }
  if (stripped != NULL && *stripped != '\0')
    {
      g_auto (Search) search = { 0 };

      search_init (&search, query);
      search_words (&search, query->call->site, stripped);
      restrict_to (query, &search);
    }
}

static char *
find_in_clear (HxDb       *db,
               const char *kind,
               const char *value,
               GError    **error)
{
  g_autoptr (HxStatement) row
      = hx_db_query (db, error,
                     "SELECT customer_id FROM identities WHERE value_index IS NULL AND value = $1 AND kind = $2", "ss",
                     value, kind);

  return row != NULL ? g_strdup (hx_statement_get_text (row, 0)) : NULL;
}

/**
 * hx_customer_find_owner:
 * @db: a connection that has its keys
 * @kind: a kind of identity
 * @value: its value, normalised
 * @error: the store's
 *
 * Returns: (transfer full) (nullable): the customer it is of; %NULL with @error unset for nobody
 */
char *
hx_customer_find_owner (HxDb       *db,
                        const char *kind,
                        const char *value,
                        GError    **error)
{
  HxKeyring *keyring = hx_db_get_keyring (db);
  g_autoptr (GError) failure = NULL;

  for (guint i = hx_keyring_get_size (keyring); i-- > 0 && failure == NULL;)
    {
      g_autofree char *index = hx_blind_index (keyring, hx_keyring_get_id (keyring, i), HX_INDEX_VALUE, value);
      g_autoptr (HxStatement) row
          = hx_db_query (db, &failure, "SELECT customer_id FROM identities WHERE value_index = $1 AND kind = $2", "ss",
                         index, kind);

      if (row != NULL)
        return g_strdup (hx_statement_get_text (row, 0));
    }
  if (failure == NULL)
    return find_in_clear (db, kind, value, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
