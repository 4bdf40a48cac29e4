/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-feedback.h"

#include <glib/gi18n-lib.h>

HX_DEFINE_ENUM (feedback_source,
                { "agent", N_ ("Agent"), NULL },
                { "manager", N_ ("Manager"), NULL },
                { "compliance", N_ ("Compliance"), NULL },
                { "customer", N_ ("Customer"), NULL })

HX_DEFINE_ENUM (feedback_state,
                { "pool", N_ ("Waiting in the pool"), NULL },
                { "rectification", N_ ("In rectification"), NULL },
                { "answered", N_ ("Answered"), NULL },
                { "vague", N_ ("Returned: too vague"), NULL },
                { "duplicate", N_ ("Duplicate"), NULL },
                { "false", N_ ("Found to be false"), NULL },
                { "effective", N_ ("It worked"), NULL },
                { "withdrawn", N_ ("Withdrawn"), NULL })

HX_DEFINE_ENUM (proposal,
                { "none", NULL, NULL },
                { "vague", N_ ("Perhaps vague"), NULL },
                { "duplicate", N_ ("Perhaps a duplicate"), NULL },
                { "suspect", N_ ("Contradicts the facts"), NULL })

HX_DEFINE_ENUM (wrapup_state,
                { "waiting", N_ ("Being filled in"), NULL },
                { "submitted", N_ ("Feedback given"), NULL },
                { "no_issue", N_ ("No issue"), NULL },
                { "late", N_ ("Late"), NULL },
                { "abandoned", N_ ("Abandoned"), NULL })

HX_DEFINE_ENUM (wrapup_mode,
                { "optional", N_ ("Optional"), NULL },
                { "required", N_ ("Required"), NULL },
                { "time_boxed", N_ ("Time-boxed"), NULL },
                { "required_shift", N_ ("Required before the shift ends"), NULL })

HX_DEFINE_ENUM (outcome, { "feedback", N_ ("Feedback"), NULL }, { "no_issue", N_ ("No issue"), NULL })

HX_DEFINE_THING (template, "templates", HX_TEMPLATE_FIELDS, "What a feedback must say, versioned")
HX_DEFINE_THING (template_input, NULL, HX_TEMPLATE_INPUT_FIELDS, "A version of a template")
HX_DEFINE_THING (feedback, "feedback", HX_FEEDBACK_FIELDS, "One pain, tied to its facts")
HX_DEFINE_THING (match, NULL, HX_MATCH_FIELDS, "An open pain point that may be the same")
HX_DEFINE_THING (wrapup, "wrapups", HX_WRAPUP_FIELDS, "The 30 seconds after a call, for one agent")
HX_DEFINE_THING (wrapup_input, NULL, HX_WRAPUP_INPUT_FIELDS, "How a wrap-up is finished")
HX_DEFINE_THING (wrapup_draft, NULL, HX_WRAPUP_DRAFT_FIELDS, "What was typed so far")
HX_DEFINE_THING (feedback_input, NULL, HX_FEEDBACK_INPUT_FIELDS, "A feedback given outside a wrap-up")
