/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-record-store.h"

G_BEGIN_DECLS

/* The SQL that follows from a schema. */
typedef struct
{
  char *select; /* of views and of things */
  char *insert; /* of things alone */
  char *update;
} HxRecordTexts;

const HxRecordTexts *hx_record_texts (HxDb           *db,
                                      const HxSchema *schema,
                                      const HxView   *view);

G_END_DECLS
