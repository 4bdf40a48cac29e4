/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-template.h"

struct _HxTemplateView
{
  gatomicrefcount references;
  char *id;
  gint64 version;
  guint limit;
  HxJson *document;
  GArray *categories; /* of HxCategory */
  GPtrArray *vague;   /* folded words */
};
