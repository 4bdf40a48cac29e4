/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-customer.h"

#include <glib/gi18n-lib.h>

HX_DEFINE_ENUM (identity_kind,
                { "phone", N_ ("Phone"), "hx-phone-symbolic" },
                { "wechat", N_ ("WeChat"), "hx-chat-symbolic" },
                { "app", N_ ("App"), "hx-app-symbolic" },
                { "email", N_ ("Email"), "hx-mail-symbolic" },
                { "store_card", N_ ("Member card"), "hx-store-symbolic" },
                { "douyin", N_ ("Douyin"), "hx-video-symbolic" })

HX_DEFINE_ENUM (salutation, { "none", NULL, NULL }, { "ms", N_ ("Ms"), NULL }, { "mr", N_ ("Mr"), NULL })

HX_DEFINE_ENUM (customer_state, { "known", N_ ("Known"), NULL }, { "to_complete", N_ ("To be completed"), NULL },
                { "erased", N_ ("Erased"), NULL })

HX_DEFINE_THING (identity, "identities", HX_IDENTITY_FIELDS, "One of the names a customer is known by")
HX_DEFINE_THING (customer, "customers", HX_CUSTOMER_FIELDS, "One person with many identities")
HX_DEFINE_THING (customer_input, NULL, HX_CUSTOMER_INPUT_FIELDS, "What may be said of a customer")
HX_DEFINE_THING (privacy_reason, NULL, HX_PRIVACY_REASON_FIELDS, "Why personal data is seen in clear or erased")
