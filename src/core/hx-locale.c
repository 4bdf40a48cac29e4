/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-locale.h"

#include <string.h>

/**
 * hx_locale_chinese:
 * @locale: a locale such as `zh_HK.UTF-8`
 *
 * There is one text for each way of writing: Hong Kong and Macau read the Taiwan form, all other Chinese the mainland
 * form.
 *
 * Returns: (nullable): `zh_TW` or `zh_CN`; %NULL: another language
 */
const char *
hx_locale_chinese (const char *locale)
{
  static const char *const traditional[] = { "zh_TW", "zh_HK", "zh_MO" };

  for (guint i = 0; i < G_N_ELEMENTS (traditional); i++)
    if (g_str_has_prefix (locale, traditional[i]))
      return traditional[0];
  return g_str_has_prefix (locale, "zh") ? "zh_CN" : NULL;
}

/**
 * hx_locale_languages:
 * @languages: (nullable): the languages that are asked for, as in `LANGUAGE`: the first one first, separated by colons
 * @locale: the locale of messages, for whoever asks for none
 *
 * gettext knows of no kinship between two regions: without a catalogue of their own, Hong Kong and Singapore would read
 * English. What stands in comes right after the first language alone, for every later one is there only if need be.
 *
 * Returns: (transfer full) (nullable): the languages for `LANGUAGE`; %NULL when they are well as they are
 */
char *
hx_locale_languages (const char *languages,
                     const char *locale)
{
  const char *wanted = languages != NULL && *languages != '\0' ? languages : locale;
  g_auto (GStrv) list = g_strsplit (wanted, ":", 2);
  const char *stands_in = list[0] != NULL ? hx_locale_chinese (list[0]) : NULL;

  if (stands_in == NULL)
    return NULL;
  list[0][strcspn (list[0], ".@")] = '\0';
  if (g_str_equal (list[0], stands_in))
    return NULL;
  return g_strjoin (":", list[0], stands_in, list[1], NULL);
}
