/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* An authority and what it signed, made anew each time: a certificate that lies in a source tree runs out.
 * FOLDER then has ca.pem; good.pem, of localhost; expired.pem; other.pem, of another name; self.pem, which
 * nobody has signed. Each of them has its key inside. */
gboolean         hx_certificates_available (void);
void             hx_certificates_make      (const char *folder);
GTlsCertificate *hx_certificates_load      (const char *folder,
                                            const char *name);
/* From now on this computer trusts the authority, and nobody else. */
void             hx_certificates_trust     (const char *folder);
