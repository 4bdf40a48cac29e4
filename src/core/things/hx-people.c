/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-people.h"

HX_DEFINE_THING (department, "departments", HX_DEPARTMENT_FIELDS, "Who is responsible for a cause")
HX_DEFINE_THING (team, "teams", HX_TEAM_FIELDS, "Agents with one lead")
HX_DEFINE_THING (user, "users", HX_USER_FIELDS, "A person who works with Huixiang")
HX_DEFINE_THING (sign_in, NULL, HX_SIGN_IN_FIELDS, "How a session begins")
HX_DEFINE_THING (session, "sessions", HX_SESSION_FIELDS, "A signed-in person, or a key of an integration")
