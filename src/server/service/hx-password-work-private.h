/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

/**
 * HxPasswordWork:
 *
 * What is slow about passwords, and nothing else: comparing one, hashing one. It
 * is found out by a reader, done by a worker without a connection, and judged in
 * the transaction.
 */
typedef struct
{
  char *user_id; /* (nullable): nobody has such a login */
  char *hash;    /* (nullable): of the right password, as it was when it was looked up */
  char *typed;   /* (nullable): to be compared with it */
  char *wanted;  /* (nullable): to be hashed; with `typed` only when that is right */
  gboolean good; /* out: `typed` is right */
  char *made;    /* out: the hash of `wanted` */
} HxPasswordWork;

HxPasswordWork *hx_password_work_new      (HxServiceCall   *call,
                                           const char      *typed,
                                           const char      *wanted);
gboolean        hx_password_work_look     (HxServiceCall   *call,
                                           const char      *condition,
                                           const char      *value,
                                           GError         **error);
gboolean        hx_password_work_do       (HxPasswordWork  *self,
                                           GError         **error);
gboolean        hx_password_work_is_right (HxServiceCall   *call,
                                           gboolean        *right,
                                           GError         **error);

G_END_DECLS
