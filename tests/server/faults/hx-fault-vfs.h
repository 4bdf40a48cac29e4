/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HxFault:
 *
 * What a disk can do to those who write on it.
 */
typedef enum
{
  HX_FAULT_WRITE_EIO,    /* one write fails, nothing of it is there */
  HX_FAULT_WRITE_TORN,   /* one write fails, half of it is there */
  HX_FAULT_DISK_FULL,    /* all writes fail from the n-th on, until the fault ends */
  HX_FAULT_SYNC_EIO,     /* one fsync fails */
  HX_FAULT_TRUNCATE_EIO, /* one truncation fails */
  HX_FAULT_POWER_CUT,    /* from the n-th operation on the disk is gone */
  HX_N_FAULTS
} HxFault;

extern const char *const hx_fault_names[HX_N_FAULTS];

/* Puts itself between SQLite and the disk, for every connection from now on. */
void     hx_fault_vfs_install (void);
/* The n-th operation of the kind that @fault is about, counted from 1, fails. */
void     hx_fault_arm         (HxFault     fault,
                               guint       n);
/* Ends the fault; returns whether it came to it. */
gboolean hx_fault_disarm      (void);
/* What a disk has after the power was cut: of each file what was synced, and of
 * what was written since then some sectors and not others, as @rand says. */
void     hx_fault_save_disk   (const char *from,
                               const char *to,
                               GRand      *rand);

G_END_DECLS
