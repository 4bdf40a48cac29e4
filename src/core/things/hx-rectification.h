/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-feedback.h"

G_BEGIN_DECLS

typedef enum
{
  HX_RECTIFICATION_PENDING,
  HX_RECTIFICATION_IN_PROGRESS,
  HX_RECTIFICATION_VERIFYING,
  HX_RECTIFICATION_TRACKING,
  HX_RECTIFICATION_DONE,
  HX_RECTIFICATION_CANCELLED,
  HX_N_RECTIFICATION_STATES
} HxRectificationState;

typedef enum
{
  HX_SIZE_SMALL, /* one channel or one agent */
  HX_SIZE_BIG,   /* cross-channel, systemic */
} HxRectificationSize;

typedef enum
{
  HX_LANE_NORMAL,
  HX_LANE_PROMOTION,
} HxLane;

/* The board's columns; the last two states of work share one. */
typedef enum
{
  HX_COLUMN_PENDING,
  HX_COLUMN_IN_PROGRESS,
  HX_COLUMN_DONE,
  HX_N_COLUMNS
} HxBoardColumnId;

HX_DECLARE_ENUM (rectification_state)
HX_DECLARE_ENUM (rectification_size)
HX_DECLARE_ENUM (lane)
HX_DECLARE_ENUM (board_column)

#define HX_RECTIFICATION_FIELDS(FIELD) \
  HX_RECORD_FIELDS (FIELD, RECTIFICATION) \
  FIELD (RECTIFICATION, NUMBER, "number", INTEGER, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "Shown as ZG-1042") \
  FIELD (RECTIFICATION, TITLE, "title", TEXT, HX_FIELD_REQUIRED | HX_FIELD_MASKED_WITHIN, .min = 1, .max = 120) \
  FIELD (RECTIFICATION, STATE, "state", ENUM, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .values = &hx_rectification_state_enum) \
  FIELD (RECTIFICATION, SIZE, "size", ENUM, HX_FIELD_REQUIRED, .values = &hx_rectification_size_enum) \
  FIELD (RECTIFICATION, LANE, "lane", ENUM, HX_FIELD_REQUIRED, .values = &hx_lane_enum) \
  FIELD (RECTIFICATION, ITERATION, "iteration", INTEGER, HX_FIELD_REQUIRED | HX_FIELD_SERVER) \
  FIELD (RECTIFICATION, DEPARTMENT_ID, "department_id", ID, 0) \
  FIELD (RECTIFICATION, OWNER_NAME, "owner_name", TEXT, 0, .max = 80) \
  FIELD (RECTIFICATION, ROOT_CAUSE, "root_cause", TEXT, HX_FIELD_MASKED_WITHIN, .max = 500) \
  FIELD (RECTIFICATION, ACTION, "action", TEXT, HX_FIELD_MASKED_WITHIN, .max = 500) \
  FIELD (RECTIFICATION, DUE_AT, "due_at", TIME, 0) \
  FIELD (RECTIFICATION, DONE_AT, "done_at", TIME, HX_FIELD_SERVER) \
  FIELD (RECTIFICATION, CRITERION_METRIC, "criterion_metric", TEXT, 0, .max = 80) \
  FIELD (RECTIFICATION, CRITERION_COMPARISON, "criterion_comparison", TEXT, 0, .max = 2, .doc = ">= or <=") \
  FIELD (RECTIFICATION, CRITERION_UNIT, "criterion_unit", TEXT, 0, .max = 10) \
  FIELD (RECTIFICATION, CRITERION_BASELINE, "criterion_baseline", REAL, 0) \
  FIELD (RECTIFICATION, CRITERION_TARGET, "criterion_target", REAL, 0) \
  FIELD (RECTIFICATION, CRITERION_CURRENT, "criterion_current", REAL, 0) \
  FIELD (RECTIFICATION, VOICES, "voices", INTEGER, HX_FIELD_REQUIRED | HX_FIELD_SERVER, .doc = "Agents who raised it") \
  FIELD (RECTIFICATION, DEPARTMENT_NAME, "department_name", TEXT, HX_FIELD_VIEW) \
  FIELD (RECTIFICATION, AUDIENCE, "audience", TEXT, HX_FIELD_VIEW | HX_FIELD_HIDDEN, .doc = "Whose it is, for items and streams")

#define HX_BOARD_FIELDS(FIELD) \
  FIELD (BOARD, PENDING, "pending", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (BOARD, IN_PROGRESS, "in_progress", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (BOARD, DONE, "done", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (BOARD, OVERDUE, "overdue", INTEGER, HX_FIELD_REQUIRED)

#define HX_POOL_CELL_FIELDS(FIELD) \
  FIELD (POOL_CELL, CHANNEL, "channel", ENUM, HX_FIELD_REQUIRED, .values = &hx_channel_enum) \
  FIELD (POOL_CELL, CATEGORY, "category", TEXT, HX_FIELD_REQUIRED) \
  FIELD (POOL_CELL, ISSUE_TYPE, "issue_type", TEXT, HX_FIELD_REQUIRED) \
  FIELD (POOL_CELL, COUNT, "count", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (POOL_CELL, TOTAL, "total", INTEGER, 0, .doc = "In an event: of the whole pool")

#define HX_POOL_FIELDS(FIELD) \
  FIELD (POOL, TOTAL, "total", INTEGER, HX_FIELD_REQUIRED) \
  FIELD (POOL, PROPOSED, "proposed", INTEGER, HX_FIELD_REQUIRED, .doc = "Perhaps vague, duplicate or suspect") \
  FIELD (POOL, OLDEST_AT, "oldest_at", TIME, 0) \
  FIELD (POOL, OLDEST_CHANNEL, "oldest_channel", ENUM, 0, .values = &hx_channel_enum) \
  FIELD (POOL, OLDEST_ISSUE_TYPE, "oldest_issue_type", TEXT, 0) \
  FIELD (POOL, CELLS, "cells", LIST, HX_FIELD_REQUIRED, .of = &hx_pool_cell_schema)

HX_DECLARE_THING (Rectification, rectification, RECTIFICATION, HX_RECTIFICATION_FIELDS)
HX_DECLARE_THING (Board, board, BOARD, HX_BOARD_FIELDS)
HX_DECLARE_THING (PoolCell, pool_cell, POOL_CELL, HX_POOL_CELL_FIELDS)
HX_DECLARE_THING (Pool, pool, POOL, HX_POOL_FIELDS)

HxBoardColumnId hx_rectification_column (HxRectificationState state);

G_END_DECLS
