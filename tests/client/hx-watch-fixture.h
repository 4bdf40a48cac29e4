/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-cutting-proxy.h"
#include "hx-fixture.h"

/* The same agent on another computer: what is asked for is seen on the way to the server. */
typedef struct
{
  Fixture here;
  CuttingProxy proxy;
  Fixture there;
  GHashTable *seen; /* what happened there, "contact CUSTOMER" or "call NAME" → how often */
} Watch;

guint     watch_seen (Watch *self, const char *thing, const char *name);
void      watch_set_up (Watch *self, gconstpointer data);
void      watch_tear_down (Watch *self, gconstpointer data);
HxRecord *watch_add_customer (Watch *self);
void      watch_touch (Watch *self, const char *customer_id);
char     *watch_ring (Watch *self);
void      watch_catch_up (Watch *self);
void      watch_show (Watch *self, HxRecord *customer);
void      watch_hide (Watch *self, HxRecord *customer);
gboolean  watch_asked_for (Watch *self, const char *topics);
gboolean  watch_asked_for_customer (Watch *self, HxRecord *customer);
