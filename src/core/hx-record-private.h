/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-record.h"

G_BEGIN_DECLS

/* A record keeps one slot a field and a bit that says whether it has a value.
 * Enumerations are kept as their number, times and booleans as integers. */
typedef union
{
  gint64 integer;
  double real;
  char *text;
  HxRecord *record;
  GPtrArray *list;
} Slot;

typedef struct
{
  guint64 present;
  Slot *slots;
} HxRecordPrivate;

typedef enum
{
  SLOT_INTEGER,
  SLOT_REAL,
  SLOT_TEXT,
  SLOT_RECORD,
  SLOT_LIST,
} SlotKind;

HxRecordPrivate *hx_record_private (HxRecord *self);
SlotKind hx_record_slot_kind (HxRecord *self, guint field);
void hx_record_slot_free (HxRecord *self, guint field);
void hx_record_slot_changed (HxRecord *self, guint field, gboolean present);

G_END_DECLS
