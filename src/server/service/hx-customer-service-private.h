/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean  hx_customers_list   (HxServiceCall *call, GError **error);
gboolean  hx_customers_get    (HxServiceCall *call, GError **error);
gboolean  hx_customers_create (HxServiceCall *call, GError **error);
gboolean  hx_customers_update (HxServiceCall *call, GError **error);
gboolean  hx_customers_reveal (HxServiceCall *call, GError **error);
gboolean  hx_customers_erase  (HxServiceCall *call, GError **error);

/* What an input repeats as it was shown, masked, becomes what is stored; what is masked otherwise is refused. */
gboolean  hx_customer_keep_shown   (HxRecord      *customer,
                                    HxRecord      *input,
                                    GError       **error);
/* Whether the reason that was given says something, and the customer may be touched for it. */
gboolean  hx_customer_check_reason (HxServiceCall *call,
                                    HxRecord      *customer,
                                    GError       **error);
/* Takes away who it is, and has the upkeep do the rest. */
gboolean  hx_customer_forget       (HxServiceCall *call,
                                    HxRecord      *customer,
                                    GError       **error);
/* One small part of erasing a customer whose erasure was asked for. */
gboolean  hx_customer_erase_step   (HxServiceCall *call,
                                    const char    *id,
                                    guint          limit,
                                    gboolean      *done,
                                    GError       **error);
/* Takes the audio of one recording away; its row stays and says so. */
gboolean  hx_recording_erase       (HxServiceCall *call,
                                    const char    *id,
                                    GError       **error);
/* Takes one attachment away with its row: the file is all that it was. */
gboolean  hx_attachment_erase      (HxServiceCall *call,
                                    const char    *id,
                                    const char    *file,
                                    GError       **error);

/* A customer with identities, counts and touches, as customers.get gives it. */
HxRecord *hx_customer_view_load  (HxDb          *db,
                                  HxSite        *site,
                                  const char    *id,
                                  gint64         now,
                                  GError       **error);
/* Whose number this is; an unknown one becomes a customer to be completed. */
char     *hx_customer_of_number  (HxServiceCall *call,
                                  const char    *number,
                                  GError       **error);
gboolean  hx_customer_tell       (HxServiceCall *call,
                                  const char    *id,
                                  const char    *action,
                                  GError       **error);
/* The form in which an identity is kept and looked up. */
char     *hx_identity_normalize  (HxSite        *site,
                                  HxIdentityKind kind,
                                  const char    *value);

G_END_DECLS
