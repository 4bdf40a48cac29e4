/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/* A customer's rows may be reached in so many ways, and a row has so many personal columns. */
#define HX_PERSONAL_WAYS 2
#define HX_PERSONAL_FIELDS 4

/* A kind of row with personal columns: a history keeps the row and loses those, when its customer is erased or the row is
 * as old as the policy says. */
typedef struct
{
  const HxSchema *schema;
  guint customer;                     /* the field that says whose it is; 0 for none */
  guint call;                         /* the field with the call that says it; 0 for none */
  guint fields[HX_PERSONAL_FIELDS];   /* ends with 0 */
  HxPolicyKey keep;                   /* how long they are kept, in days */
  const char *owner;                  /* SQL: whose the row `t` is */
  const char *ways[HX_PERSONAL_WAYS]; /* SQL: the rows `t` of the customer $1, between FROM and AND */
} HxPersonal;

/* Those whose columns go by SQL alone; a %NULL schema ends them. */
extern const HxPersonal hx_personal_texts[];

/* µs UTC; what was made before is to go. 0: nothing is. */
gint64   hx_personal_since    (HxServiceCall    *call,
                               HxPolicyKey       keep);
/* "a = NULL, b = ''": what is left of a row, with a revision of its own; $3 is the time. */
char    *hx_personal_set_sql  (const HxPersonal *kind);
/* Whether the row `t` has something that goes. */
char    *hx_personal_has_sql  (const HxPersonal *kind);
/* Of the rows of $1 (@way) that @which selects as well, no more than $2 lose what is personal; the ids of those. */
char    *hx_personal_wipe_sql (const HxPersonal *kind,
                               const char       *way,
                               const char       *which);

/* The same of a record. */
void     hx_personal_clear    (HxRecord         *record);
gboolean hx_personal_is_gone  (HxServiceCall    *call,
                               const char       *customer_id,
                               const char       *call_id,
                               gboolean         *gone,
                               GError          **error);
gboolean hx_personal_take     (HxServiceCall    *call,
                               HxRecord         *record,
                               HxRecord         *customer,
                               GError          **error);

G_END_DECLS
