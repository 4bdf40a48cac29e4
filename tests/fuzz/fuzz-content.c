/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "service/hx-content.h"

/* What is attached by anybody: no byte behind the end is read, and what is known
 * has a type and a suffix. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const HxContentKind *kind = hx_content_find (data, size);

  if (kind != NULL)
    g_assert_true (kind->media_type != NULL && kind->suffix[0] == '.');
  return 0;
}
