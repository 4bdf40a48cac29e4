/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-log-levels.h"

HX_DEFINE_ENUM (log_level,
                { "error", NULL, NULL },
                { "warning", NULL, NULL },
                { "message", NULL, NULL },
                { "info", NULL, NULL },
                { "debug", NULL, NULL })

HX_DEFINE_THING (log_levels, NULL, HX_LOG_LEVELS_FIELDS, "How much the servers write into their logs")
