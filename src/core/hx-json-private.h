/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-json.h"

G_BEGIN_DECLS

/* What an array or object holds stands in the order of the text, and of an object once more by its names. All of it lies
 * in the blocks of its root. */
struct _HxJson
{
  HxJsonType type;
  guint length; /* of an array or object */
  union
  {
    gint64 integer; /* and a boolean */
    double real;
    const char *string;
    struct
    {
      HxJson **items;
      HxJson **by_name;
    };
  };
  const char *name; /* (nullable): of a member */
  HxJson *next;     /* while it is being read */
};

/* A value and what it holds come and go together: there is no more to free than some blocks. */
typedef struct _HxJsonBlock HxJsonBlock;

struct _HxJsonBlock
{
  HxJsonBlock *next;
  gint64 bytes[]; /* aligned for all that is put here */
};

typedef struct
{
  HxJson root;
  HxJsonBlock *blocks;
} HxJsonDocument;

typedef struct
{
  HxJsonDocument *document;
  char *room; /* what is left of the newest block */
  gsize left;
  const char *start;
  const char *at;
  const char *end;
  const char *complaint;
  guint depth;
} HxJsonParser;

gpointer    hx_json_take_room    (HxJsonParser *self,
                                  gsize         size);
gboolean    hx_json_complain     (HxJsonParser *self,
                                  const char   *complaint);
const char *hx_json_take_string  (HxJsonParser *self);
gboolean    hx_json_take_number  (HxJsonParser *self,
                                  HxJson       *value);
gboolean    hx_json_take_word    (HxJsonParser *self,
                                  const char   *word,
                                  HxJsonType    type,
                                  HxJson       *value);

static inline gboolean
hx_json_take (HxJsonParser *self,
              char          expected)
{
  if (self->at == self->end || *self->at != expected)
    return FALSE;
  self->at++;
  return TRUE;
}

G_END_DECLS
