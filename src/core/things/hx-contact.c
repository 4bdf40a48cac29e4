/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-contact.h"

#include <glib/gi18n-lib.h>

HX_DEFINE_ENUM (channel,
                { "phone", N_ ("Phone"), "hx-phone-symbolic" },
                { "sms", N_ ("SMS"), "hx-sms-symbolic" },
                { "wechat", N_ ("WeChat"), "hx-chat-symbolic" },
                { "app", N_ ("App"), "hx-app-symbolic" },
                { "form", N_ ("Website form"), "hx-form-symbolic" },
                { "store", N_ ("Store"), "hx-store-symbolic" },
                { "web_chat", N_ ("Web chat"), "hx-webchat-symbolic" },
                { "email", N_ ("Email"), "hx-mail-symbolic" },
                { "douyin", N_ ("Douyin"), "hx-video-symbolic" },
                { "ad", N_ ("Ad click"), "hx-ad-symbolic" },
                { "order", N_ ("Order"), "hx-order-symbolic" })

HX_DEFINE_ENUM (direction,
                { "in", N_ ("Inbound"), "hx-phone-in-symbolic" },
                { "out", N_ ("Outbound"), "hx-phone-out-symbolic" })

HX_DEFINE_ENUM (activity,
                { "call", N_ ("Call"), NULL },
                { "missed_call", N_ ("Missed call"), "hx-phone-missed-symbolic" },
                { "message", N_ ("Message"), NULL },
                { "delivered", N_ ("Delivered"), NULL },
                { "not_delivered", N_ ("Not delivered"), NULL },
                { "reply", N_ ("Reply"), NULL },
                { "lead", N_ ("Lead submitted"), NULL },
                { "chat", N_ ("Conversation"), NULL },
                { "visit", N_ ("Visit"), NULL },
                { "view", N_ ("Viewed"), NULL },
                { "click", N_ ("Clicked"), NULL },
                { "comment", N_ ("Comment"), NULL },
                { "order", N_ ("Order placed"), NULL },
                { "booking", N_ ("Booking"), NULL })

HX_DEFINE_THING (contact, "contacts", HX_CONTACT_FIELDS, "One touch on one channel at one time")
