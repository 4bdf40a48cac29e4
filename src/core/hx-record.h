/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-schema.h"

G_BEGIN_DECLS

#define HX_TYPE_RECORD (hx_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (HxRecord, hx_record, HX, RECORD, GObject)

struct _HxRecordClass
{
  GObjectClass parent_class;

  const HxSchema *schema;
  GParamSpec **properties;
};

HxRecord       *hx_record_new         (const HxSchema *schema);
HxRecord       *hx_record_copy        (HxRecord       *self);
const HxSchema *hx_record_get_schema  (HxRecord       *self);
void            hx_record_update      (HxRecord       *self,
                                       HxRecord       *from);
gboolean        hx_record_equal       (HxRecord       *self,
                                       HxRecord       *other);
gboolean        hx_record_field_equal (HxRecord       *self,
                                       HxRecord       *other,
                                       guint           field);

gboolean        hx_record_has         (HxRecord       *self,
                                       guint           field);
void            hx_record_clear       (HxRecord       *self,
                                       guint           field);
const char     *hx_record_get_text    (HxRecord       *self,
                                       guint           field);
gint64          hx_record_get_int     (HxRecord       *self,
                                       guint           field);
double          hx_record_get_real    (HxRecord       *self,
                                       guint           field);
int             hx_record_get_enum    (HxRecord       *self,
                                       guint           field);
HxRecord       *hx_record_get_record  (HxRecord       *self,
                                       guint           field);
GPtrArray      *hx_record_get_list    (HxRecord       *self,
                                       guint           field);
void            hx_record_set_text    (HxRecord       *self,
                                       guint           field,
                                       const char     *value);
void            hx_record_take_text   (HxRecord       *self,
                                       guint           field,
                                       char           *value);
void            hx_record_set_int     (HxRecord       *self,
                                       guint           field,
                                       gint64          value);
void            hx_record_set_real    (HxRecord       *self,
                                       guint           field,
                                       double          value);
void            hx_record_set_enum    (HxRecord       *self,
                                       guint           field,
                                       int             value);
void            hx_record_set_record  (HxRecord       *self,
                                       guint           field,
                                       HxRecord       *value);
void            hx_record_append_item (HxRecord       *self,
                                       guint           field,
                                       HxRecord       *item);
const char     *hx_record_get_id      (HxRecord       *self);

G_END_DECLS
