/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"

G_BEGIN_DECLS

gboolean hx_feedback_attachments       (HxServiceCall *call, GError **error);
gboolean hx_feedback_attach            (HxServiceCall *call, GError **error);
gboolean hx_rectifications_attachments (HxServiceCall *call, GError **error);
gboolean hx_rectifications_attach      (HxServiceCall *call, GError **error);
gboolean hx_attachments_content        (HxServiceCall *call, GError **error);
gboolean hx_attachments_delete         (HxServiceCall *call, GError **error);

/* Looks at an upload before the transaction. */
gboolean hx_attachment_prepare         (HxServiceCall *call, GError **error);

G_END_DECLS
