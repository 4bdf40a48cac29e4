/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-organisation.h"

HX_DEFINE_THING (policy, "policies", HX_POLICY_FIELDS, "Every number of the domain, versioned")
HX_DEFINE_THING (policy_input, NULL, HX_POLICY_INPUT_FIELDS, "The policy from now on")
HX_DEFINE_THING (bootstrap, NULL, HX_BOOTSTRAP_FIELDS, "Everything a client needs to start")
HX_DEFINE_THING (event, NULL, HX_EVENT_FIELDS, "Something that happened")
HX_DEFINE_THING (health, NULL, HX_HEALTH_FIELDS, "Whether the server is well")
HX_DEFINE_THING (figures, NULL, HX_FIGURES_FIELDS, "The figures of one agent for this month")
