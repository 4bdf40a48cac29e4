/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-schema.h"

G_BEGIN_DECLS

typedef enum
{
  HX_LOG_LEVEL_ERROR,
  HX_LOG_LEVEL_WARNING,
  HX_LOG_LEVEL_MESSAGE,
  HX_LOG_LEVEL_INFO,
  HX_LOG_LEVEL_DEBUG,
  HX_N_LOG_LEVELS
} HxLogLevel;

HX_DECLARE_ENUM (log_level)

#define HX_LOG_LEVELS_FIELDS(FIELD) \
  FIELD (LOG_LEVELS, LEVEL, "level", ENUM, HX_FIELD_REQUIRED, .values = &hx_log_level_enum, .doc = "The least severe that is written") \
  FIELD (LOG_LEVELS, ROOMS, "rooms", TEXT, 0, .max = 400, .doc = "Levels of single rooms, as http=debug,store=info")

HX_DECLARE_THING (LogLevels, log_levels, LOG_LEVELS, HX_LOG_LEVELS_FIELDS)

G_END_DECLS
