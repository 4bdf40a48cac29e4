/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-service.h"
#include "store/hx-record-store.h"

G_BEGIN_DECLS

gboolean  hx_templates_list  (HxServiceCall *call, GError **error);
gboolean  hx_figures_get     (HxServiceCall *call, GError **error);
gboolean  hx_bootstrap_get   (HxServiceCall *call, GError **error);

extern const HxView hx_user_view;

char           *hx_login_normalize   (const char    *login);
gboolean        hx_login_is_valid    (const char    *login);
HxRecord       *hx_user_view_load    (HxDb          *db,
                                      const char    *id,
                                      GError       **error);
/* What an agent's feedback must say: the team's template, else the first. */
HxTemplateView *hx_template_of_agent (HxServiceCall *call,
                                      HxRecord      *agent,
                                      GError       **error);
/* Says that the next will presently be called. */
void            hx_agent_ask         (HxServiceCall *call,
                                      const char    *id);
/* Both at once. */
HxRecord       *hx_agent_load        (HxServiceCall *call,
                                      const char    *id,
                                      HxTemplateView **template,
                                      GError       **error);

G_END_DECLS
