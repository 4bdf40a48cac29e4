/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include <string.h>

/* Callers whom nobody knows yet: a number and nothing else. */
#define UNKNOWN 8

/* Which tags fit whom; "" is everybody. */
static const struct
{
  const char *line;
  const char *tag;
} line_tags[] = {
  { "property", "三口之家" }, { "property", "首次置业" }, { "property", "改善置业" }, { "property", "投资" },
  { "property", "地铁房" },   { "property", "学区关注" }, { "loan", "小微业主" },     { "loan", "上班族" },
  { "loan", "自由职业" },     { "course", "二胎家庭" },   { "course", "小学家长" },   { "course", "初中家长" },
  { "", "转介绍" },           { "", "价格敏感" },         { "", "周末可联系" },       { "", "晚间可联系" },
};

/* Which tags follow from what happened. */
static const struct
{
  guint fact;
  const char *tag;
} fact_tags[] = {
  { HX_FACT_NO_CALLS, "勿打电话" },
  { HX_FACT_ORDERED, "老客户" },
  { HX_FACT_VISITED, "已到店" },
  { HX_FACT_BOOKED, "已预约" },
};

static void
add_identity (HxSample         *self,
              HxSampleCustomer *customer,
              HxIdentityKind    kind,
              char             *value)
{
  HxRecord *identity = hx_sample_record (self, &hx_identity_schema, hx_record_get_int (customer->record, HX_RECORD_CREATED_AT));

  hx_record_set_text (identity, HX_IDENTITY_CUSTOMER_ID, hx_record_get_id (customer->record));
  hx_record_set_enum (identity, HX_IDENTITY_KIND, (int) kind);
  hx_record_take_text (identity, HX_IDENTITY_VALUE, value);
  if (kind == HX_IDENTITY_PHONE)
    customer->phone = hx_record_get_text (identity, HX_IDENTITY_VALUE);
  if (kind == HX_IDENTITY_EMAIL)
    customer->has_mail = TRUE;
}

/* Numbers that nobody has: 199 0000 and four digits. */
static char *
make_phone (HxSample *self)
{
  for (;;)
    {
      guint number = hx_sample_number (self, 10000);

      if (g_hash_table_add (self->phones, GUINT_TO_POINTER (number + 1)))
        return g_strdup_printf ("+861990000%04u", number);
    }
}

static void
add_identities (HxSample         *self,
                HxSampleCustomer *customer)
{
  static const char *const domains[] = { "example.com", "example.org", "mail.example.cn" };
  guint n = 1;

  add_identity (self, customer, HX_IDENTITY_PHONE, make_phone (self));
  if (customer->unknown)
    return;
  if (hx_sample_chance (self, 0.55))
    n++, add_identity (self, customer, HX_IDENTITY_EMAIL,
                       g_strdup_printf ("u%07u@%s", hx_sample_number (self, 9999999), domains[hx_sample_number (self, 3)]));
  if (customer->lead_channel == HX_CHANNEL_WECHAT || hx_sample_chance (self, 0.45))
    n++, add_identity (self, customer, HX_IDENTITY_WECHAT,
                       g_strdup_printf ("oHx%08x%08x", g_rand_int (self->random), g_rand_int (self->random)));
  if (customer->lead_channel == HX_CHANNEL_DOUYIN)
    n++, add_identity (self, customer, HX_IDENTITY_DOUYIN, g_strdup_printf ("dy%010u", g_rand_int (self->random)));
  if (n < 4 && hx_sample_chance (self, 0.4))
    n++, add_identity (self, customer, HX_IDENTITY_APP, g_strdup_printf ("app-%08x", g_rand_int (self->random)));
  if (n < 4 && hx_sample_chance (self, 0.25))
    add_identity (self, customer, HX_IDENTITY_STORE_CARD, g_strdup_printf ("HX%08u", hx_sample_number (self, 99999999)));
}

/* The line follows from the product; a customer looks at two products of one line. */
static void
choose_line (HxSample         *self,
             HxSampleCustomer *customer,
             const char       *product)
{
  HxJson *products = hx_sample_list (self, "products");
  HxJson *chosen = NULL;

  for (guint i = 0; i < hx_json_get_length (products); i++)
    if (g_strcmp0 (hx_json_member_string (hx_json_get_element (products, i), "name"), product) == 0)
      chosen = hx_json_get_element (products, i);
  if (chosen == NULL)
    chosen = hx_sample_any (self, products);
  customer->product = hx_json_member_string (chosen, "name");
  customer->line = hx_json_member_string (chosen, "line");
  do
    chosen = hx_sample_any (self, products);
  while (g_strcmp0 (hx_json_member_string (chosen, "line"), customer->line) != 0);
  customer->other_product = hx_json_member_string (chosen, "name");
}

static HxChannel
choose_lead_channel (HxSample *self)
{
  static const struct
  {
    HxChannel channel;
    double share;
  } shares[] = {
    { HX_CHANNEL_DOUYIN, 0.40 }, { HX_CHANNEL_FORM, 0.27 },     { HX_CHANNEL_STORE, 0.10 },
    { HX_CHANNEL_WECHAT, 0.11 }, { HX_CHANNEL_WEB_CHAT, 0.12 },
  };
  double at = g_rand_double (self->random);

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    if ((at -= shares[i].share) < 0)
      return shares[i].channel;
  return HX_CHANNEL_DOUYIN;
}

static HxSampleCustomer *
new_customer (HxSample      *self,
              HxSampleAudio *audio,
              guint          index)
{
  HxSampleCustomer *customer = g_new0 (HxSampleCustomer, 1);
  gboolean early = hx_sample_chance (self, 0.45);

  customer->audio = audio;
  customer->unknown = audio == NULL && index < UNKNOWN;
  customer->first_day = early ? HX_SAMPLE_DAYS - (int) hx_sample_number (self, 12) : (int) hx_sample_number (self, HX_SAMPLE_DAYS);
  if (audio != NULL)
    customer->first_day = MAX (customer->first_day, audio->day + 2 + (int) hx_sample_number (self, 9));
  if (customer->unknown)
    customer->first_day = (int) hx_sample_number (self, 14);
  customer->lead_channel = choose_lead_channel (self);
  if (audio != NULL && audio->channel != HX_CHANNEL_PHONE && audio->channel != HX_CHANNEL_SMS
      && audio->channel != HX_CHANNEL_APP && audio->channel != HX_CHANNEL_ORDER && audio->channel != HX_CHANNEL_EMAIL)
    customer->lead_channel = audio->channel == HX_CHANNEL_AD ? HX_CHANNEL_FORM : audio->channel;
  customer->activity = 0.035 + 0.2 * g_rand_double (self->random) * g_rand_double (self->random);
  choose_line (self, customer, audio != NULL ? audio->product : NULL);
  customer->city = audio != NULL ? audio->city
                                 : hx_json_member_string (hx_sample_any (self, hx_sample_list (self, "regions")), "name");
  customer->shop = hx_json_get_string (hx_sample_any (self, hx_json_get_member (hx_sample_list (self, "fillers"), "shop")));
  g_ptr_array_add (self->people, customer);
  return customer;
}

static void
make_demo (HxSampleCustomer *customer)
{
  customer->demo = TRUE;
  customer->unknown = FALSE;
  customer->first_day = HX_SAMPLE_DAYS - 2;
  customer->lead_channel = HX_CHANNEL_DOUYIN;
  customer->activity = 0.58;
}

static void
give_record (HxSample         *self,
             HxSampleCustomer *customer,
             guint             code)
{
  gint64 born = MIN (self->options->now, self->today - customer->first_day * HX_DAY + 8 * HX_HOUR);
  gboolean woman = customer->audio != NULL ? customer->audio->woman : customer->demo || hx_sample_chance (self, 0.5);
  const char *family = hx_json_member_string (hx_sample_weighted (self, hx_sample_list (self, "family_names")), "name");
  HxJson *given = hx_sample_list (self, woman ? "given_names_f" : "given_names_m");

  customer->record = hx_sample_record (self, &hx_customer_schema, born);
  hx_record_take_text (customer->record, HX_CUSTOMER_CODE, g_strdup_printf ("C%05u", code));
  hx_record_set_enum (customer->record, HX_CUSTOMER_STATE,
                      customer->unknown ? HX_CUSTOMER_TO_COMPLETE : HX_CUSTOMER_KNOWN);
  hx_record_set_int (customer->record, HX_CUSTOMER_FROZEN, FALSE);
  if (customer->unknown)
    return;
  if (customer->audio != NULL || customer->demo)
    family = customer->audio != NULL ? customer->audio->family : "王";
  hx_record_set_text (customer->record, HX_CUSTOMER_FAMILY_NAME, family);
  hx_record_set_text (customer->record, HX_CUSTOMER_GIVEN_NAME, hx_json_get_string (hx_sample_any (self, given)));
  hx_record_set_enum (customer->record, HX_CUSTOMER_SALUTATION, woman ? HX_SALUTATION_MS : HX_SALUTATION_MR);
  hx_record_set_text (customer->record, HX_CUSTOMER_REGION, customer->city);
}

static int
compare_age (gconstpointer a,
             gconstpointer b)
{
  const HxSampleCustomer *one = *(HxSampleCustomer *const *) a;
  const HxSampleCustomer *two = *(HxSampleCustomer *const *) b;

  return two->first_day - one->first_day;
}

/* Customers, the oldest first: codes are given in the order in which they came. */
void
hx_sample_make_customers (HxSample *self)
{
  HxSampleCustomer *demo = NULL;
  guint rank = 0;
  guint telesales = 0;

  for (guint i = 0; i < self->audio->len; i++)
    {
      HxSampleAudio *audio = g_ptr_array_index (self->audio, i);

      audio->customer = new_customer (self, audio, i);
      if (demo == NULL && hx_sample_audio_is_demo (audio))
        demo = audio->customer;
    }
  for (guint i = 0; self->people->len < HX_SAMPLE_CUSTOMERS; i++)
    new_customer (self, NULL, i);
  if (demo == NULL)
    demo = g_ptr_array_index (self->people, HX_SAMPLE_CUSTOMERS - 1);
  make_demo (demo);
  g_ptr_array_sort (self->people, compare_age);
  g_ptr_array_find (self->people, demo, &rank);
  for (guint i = 0; i < self->agents->len; i++)
    if (((HxSampleAgent *) g_ptr_array_index (self->agents, i))->telesales)
      telesales = i + 1;
  for (guint i = 0; i < self->people->len; i++)
    {
      HxSampleCustomer *customer = g_ptr_array_index (self->people, i);

      give_record (self, customer, HX_SAMPLE_DEMO_CODE + i - rank);
      add_identities (self, customer);
      customer->agent = g_ptr_array_index (self->agents, customer->demo ? 0 : hx_sample_number (self, telesales));
    }
  self->last_code = HX_SAMPLE_DEMO_CODE + self->people->len - 1 - rank;
}

/* One more, whose history is as long as the measurement wants it. */
HxSampleCustomer *
hx_sample_add_measured_customer (HxSample *self)
{
  HxSampleCustomer *customer = new_customer (self, NULL, UNKNOWN);

  customer->first_day = HX_SAMPLE_DAYS;
  give_record (self, customer, ++self->last_code);
  add_identities (self, customer);
  customer->agent = g_ptr_array_index (self->agents, 0);
  return customer;
}

static void
append_tag (GString    *tags,
            const char *tag)
{
  if (strstr (tags->str, tag) != NULL)
    return;
  if (tags->len > 1)
    g_string_append_c (tags, ',');
  hx_json_append_string (tags, tag);
}

static char *
make_tags (HxSample         *self,
           HxSampleCustomer *customer)
{
  GString *tags = g_string_new ("[");

  if (customer->facts & HX_FACT_TALKED)
    append_tag (tags, hx_sample_chance (self, 0.4) ? "高意向" : "中意向");
  else
    append_tag (tags, "需求未明");
  for (guint tries = 0; tries < 4; tries++)
    {
      guint i = hx_sample_number (self, G_N_ELEMENTS (line_tags));

      if (line_tags[i].line[0] == '\0' || g_str_equal (line_tags[i].line, customer->line))
        {
          append_tag (tags, line_tags[i].tag);
          break;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (fact_tags); i++)
    if (customer->facts & fact_tags[i].fact)
      append_tag (tags, fact_tags[i].tag);
  g_string_append_c (tags, ']');
  return g_string_free (tags, FALSE);
}

/* What is known of customers only when their whole history is. */
void
hx_sample_finish_customers (HxSample *self)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      HxSampleCustomer *customer = g_ptr_array_index (self->people, i);

      if (customer->contacted_at > 0)
        {
          hx_record_set_int (customer->record, HX_CUSTOMER_LAST_CONTACT_AT, customer->contacted_at);
          hx_record_set_int (customer->record, HX_RECORD_UPDATED_AT, customer->contacted_at);
        }
      if (!customer->unknown)
        hx_record_take_text (customer->record, HX_CUSTOMER_TAGS, make_tags (self, customer));
    }
}
