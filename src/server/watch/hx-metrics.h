/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-error.h"

G_BEGIN_DECLS

/**
 * HxMetrics:
 *
 * Numbers about the running server. Counting is one atomic addition and never
 * waits; nothing here names a person.
 */
typedef struct _HxMetrics HxMetrics;

typedef enum
{
  HX_COUNT_EVENTS,       /* events queued for a stream */
  HX_COUNT_CUT_STREAMS,  /* readers that were too slow */
  HX_N_COUNTS
} HxCount;

/* A number that is looked up when somebody asks. */
typedef double (*HxGaugeFunc) (gpointer data);

HxMetrics *hx_metrics_new          (void);
void       hx_metrics_free         (HxMetrics   *self);
void       hx_metrics_add_gauge    (HxMetrics   *self,
                                    const char  *name,
                                    const char  *labels,
                                    const char  *help,
                                    HxGaugeFunc  func,
                                    gpointer     data);
void       hx_metrics_count        (HxMetrics   *self,
                                    HxCount      what,
                                    guint64      number);
void       hx_metrics_count_answer (HxMetrics   *self,
                                    const char  *operation,
                                    guint        status,
                                    gint64       spent);
void       hx_metrics_count_error  (HxMetrics   *self,
                                    HxError      code);
void       hx_metrics_count_commit (HxMetrics   *self,
                                    guint        jobs,
                                    gint64       spent);
GString   *hx_metrics_to_text      (HxMetrics   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxMetrics, hx_metrics_free)

G_END_DECLS
