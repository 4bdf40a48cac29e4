/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-attachment.h"

HX_DEFINE_THING (attachment, "attachments", HX_ATTACHMENT_FIELDS, "A picture, a sound or a PDF that belongs to feedback or a rectification")
