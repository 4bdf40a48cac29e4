/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-customer-search-private.h"
#include "hx-customer-service-private.h"

#include <string.h>

#define OF_IDENTITY "t.id IN (SELECT i.customer_id FROM identities i WHERE i.value IN (?, ?, ?))"

/* An address is the same in capitals; other identities are not. */
static char *
as_address (HxQuery    *query,
            const char *text)
{
  return strchr (text, '@') != NULL ? hx_identity_normalize (query->call->site, HX_IDENTITY_EMAIL, text) : NULL;
}

/* What was typed may be a number without its country. */
static void
find_identity (HxQuery    *query,
               const char *text)
{
  HxSite *site = query->call->site;
  g_autofree char *phone = hx_identity_normalize (site, HX_IDENTITY_PHONE, text);
  g_autofree char *address = as_address (query, text);

  hx_query_where (query, OF_IDENTITY, "sss", text, phone, address);
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
find_words (HxQuery    *query,
            const char *text)
{
  g_autofree char *phone = hx_identity_normalize (query->call->site, HX_IDENTITY_PHONE, text);
  g_autofree char *address = as_address (query, text);
  g_autofree char *upper = g_ascii_strup (text, -1);
  g_autofree char *after_code = after_prefix (upper);
  g_autofree char *after_name = after_prefix (text);

  hx_query_where (query,
                  "t.id IN (SELECT a.id FROM customers a WHERE a.code >= ? AND a.code < ?"
                  " UNION SELECT b.id FROM customers b WHERE b.family_name >= ? AND b.family_name < ?"
                  " UNION SELECT i.customer_id FROM identities i WHERE i.value IN (?, ?, ?))",
                  "sssssss", upper, after_code, text, after_name, text, phone, address);
}

/**
 * hx_customer_search:
 * @query: a list of customers
 *
 * Leaves those that the call's query asks for: by exactly one identity, or by
 * the beginning of a code or family name or a whole identity.
 */
void
hx_customer_search (HxQuery *query)
{
  HxRecord *asked = query->call->query;
  const char *identity = asked != NULL ? hx_record_get_text (asked, HX_CUSTOMERS_QUERY_IDENTITY) : NULL;
  g_autofree char *words
      = asked != NULL ? g_strdup (hx_record_get_text (asked, HX_CUSTOMERS_QUERY_Q)) : NULL;

  if (identity != NULL)
    find_identity (query, identity);
  if (words != NULL && *g_strstrip (words) != '\0')
    find_words (query, words);
}
