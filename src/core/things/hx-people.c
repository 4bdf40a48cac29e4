/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-people.h"

HX_DEFINE_THING (department, "departments", HX_DEPARTMENT_FIELDS, "Who is responsible for a cause")
HX_DEFINE_THING (team, "teams", HX_TEAM_FIELDS, "Agents with one lead")
HX_DEFINE_THING (user, "users", HX_USER_FIELDS, "A person who works with Huixiang")
HX_DEFINE_THING (user_input, NULL, HX_USER_INPUT_FIELDS, "What an administrator decides of a person")
HX_DEFINE_THING (team_input, NULL, HX_TEAM_INPUT_FIELDS, "What an administrator decides of a team")
HX_DEFINE_THING (department_input, NULL, HX_DEPARTMENT_INPUT_FIELDS, "What an administrator decides of a department")
HX_DEFINE_THING (sign_in_input, NULL, HX_SIGN_IN_INPUT_FIELDS, "How a session begins")
HX_DEFINE_THING (refresh, NULL, HX_REFRESH_FIELDS, "How a session goes on")
HX_DEFINE_THING (session, "sessions", HX_SESSION_FIELDS, "A signed-in person")
HX_DEFINE_THING (password_change, NULL, HX_PASSWORD_CHANGE_FIELDS, "A new password of one's own")
HX_DEFINE_THING (one_time_password, NULL, HX_ONE_TIME_PASSWORD_FIELDS, "A password to be handed over")
HX_DEFINE_THING (api_key, "api_keys", HX_API_KEY_FIELDS, "A key of an integration")
