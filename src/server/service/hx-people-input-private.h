/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/**
 * HxPeopleField:
 *
 * How one field of an input is checked against the store and goes into its record.
 * A text that may be empty takes the value away.
 */
typedef struct
{
  guint input;
  guint field;
  const char *exists; /* (nullable): SQL that has a row when the value of `$1` is there */
  const char *taken;  /* (nullable): SQL that has a row when another than `$2` has `$1` already */
} HxPeopleField;

/* Complaints go to @problem; the record is changed only by what is right. */
gboolean hx_people_take_input (HxServiceCall       *call,
                               HxRecord            *record,
                               const HxPeopleField *fields,
                               guint                n_fields,
                               HxProblem           *problem,
                               GError             **error);

G_END_DECLS
