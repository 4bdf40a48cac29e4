/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-sample-private.h"

#include "hx-server-resources.h"

#include <stdlib.h>
#include <string.h>

#define CONTENT "/cn/huixiang/Huixiangd/sample/content.json"

/* The words of the sample are part of the program, so that there is a sample even without its audio. */
gboolean
hx_sample_load_content (HxSample *self,
                        GError  **error)
{
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (hx_server_get_resource (), CONTENT, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  HxJson *channels;

  if (bytes == NULL)
    return FALSE;
  self->content = hx_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (self->content == NULL)
    return FALSE;
  channels = hx_sample_list (self, "channels");
  for (guint i = 0; i < hx_json_get_length (channels); i++)
    {
      HxJson *channel = hx_json_get_element (channels, i);
      int id = hx_enum_find (&hx_channel_enum, hx_json_member_string (channel, "id"));

      if (id >= 0)
        self->channels[id] = channel;
    }
  return TRUE;
}

HxJson *
hx_sample_list (HxSample   *self,
                const char *name)
{
  return hx_json_get_member (self->content, name);
}

guint
hx_sample_number (HxSample *self,
                  guint     below)
{
  return below > 1 ? (guint) g_rand_int_range (self->random, 0, (gint32) below) : 0;
}

gboolean
hx_sample_chance (HxSample *self,
                  double    share)
{
  return g_rand_double (self->random) < share;
}

/* A moment between two, to the millisecond, as a telephone system gives it. */
gint64
hx_sample_span (HxSample *self,
                gint64    from,
                gint64    to)
{
  if (to <= from)
    return from;
  return from + (gint64) (g_rand_double (self->random) * (double) (to - from)) / 1000 * 1000;
}

HxJson *
hx_sample_any (HxSample *self,
               HxJson   *array)
{
  return hx_json_get_element (array, hx_sample_number (self, hx_json_get_length (array)));
}

HxJson *
hx_sample_weighted (HxSample *self,
                    HxJson   *array)
{
  guint length = hx_json_get_length (array);
  gint64 sum = 0;
  gint64 at;

  for (guint i = 0; i < length; i++)
    sum += hx_json_member_integer (hx_json_get_element (array, i), "weight", 1);
  at = hx_sample_number (self, (guint) sum);
  for (guint i = 0; i < length; i++)
    {
      HxJson *item = hx_json_get_element (array, i);

      at -= hx_json_member_integer (item, "weight", 1);
      if (at < 0)
        return item;
    }
  return hx_json_get_element (array, length - 1);
}

const char *
hx_sample_channel_name (HxSample *self,
                        HxChannel channel)
{
  return hx_json_member_string (self->channels[channel], "name");
}

/* The hour of a local day, such as 13.5. */
double
hx_sample_hour (HxSample *self,
                gint64    at)
{
  return (double) ((at + self->offset) % HX_DAY) / (double) HX_HOUR;
}

/* Campaigns and searches are of a line of business, and what is of the night is seen at night. */
static const char *
fitting_filler (HxSample         *self,
                HxJson           *values,
                HxSampleCustomer *customer,
                gint64            at)
{
  const char *value = NULL;

  for (guint tries = 0; tries < 40; tries++)
    {
      HxChannel channel = HX_CHANNEL_PHONE;

      value = hx_json_get_string (hx_sample_any (self, values));
      if (hx_sample_words_fit (value, customer, ~0u, &channel)
          && (strstr (value, "夜间") == NULL || hx_sample_hour (self, at) >= 19))
        break;
    }
  return value;
}

/* What stands for a {name}; a customer's own city and shop, as one does not move about. */
static const char *
filler (HxSample         *self,
        const char       *name,
        const char       *sentence,
        HxSampleCustomer *customer,
        gint64            at)
{
  HxJson *values = hx_json_get_member (hx_sample_list (self, "fillers"), name);

  if (customer != NULL && (g_str_equal (name, "campaign") || g_str_equal (name, "keyword")))
    return fitting_filler (self, values, customer, at);
  if (customer == NULL)
    return hx_json_get_string (hx_sample_any (self, values));
  if (g_str_equal (name, "product"))
    return hx_sample_chance (self, 0.8) ? customer->product : customer->other_product;
  if (g_str_equal (name, "shop"))
    return customer->shop;
  if (g_str_equal (name, "city") && strstr (sentence, "写成") == NULL)
    return customer->city;
  if (g_str_equal (name, "code"))
    return hx_record_get_text (customer->record, HX_CUSTOMER_CODE);
  return hx_json_get_string (hx_sample_any (self, values));
}

/* What is said of the moment itself must be that moment. */
static gboolean
is_this_moment (const char *after)
{
  return g_str_has_prefix (after, "提交") || g_str_has_prefix (after, "致电未接");
}

char *
hx_sample_fill (HxSample         *self,
                const char       *sentence,
                HxSampleCustomer *customer,
                gint64            at)
{
  GString *out = g_string_new (NULL);
  const char *from = sentence;
  const char *open;

  while ((open = strchr (from, '{')) != NULL)
    {
      const char *close = strchr (open, '}');
      g_autofree char *name = g_strndup (open + 1, (gsize) (close - open - 1));
      double hour = hx_sample_hour (self, at);

      g_string_append_len (out, from, open - from);
      if (g_str_equal (name, "hour") && is_this_moment (close + 1))
        g_string_append_printf (out, "%d:%02d", (int) hour, (int) (hour * 60) % 60);
      else
        g_string_append (out, filler (self, name, sentence, customer, at));
      from = close + 1;
    }
  g_string_append (out, from);
  return g_string_free (out, FALSE);
}

/* As hx_id_new() writes them, but from the seed. */
static char *
make_id (HxSample *self,
         gint64    at)
{
  guint64 high = ((guint64) (at / 1000) << 16) | 0x7000 | (g_rand_int (self->random) & 0x0fff);
  guint64 low = ((guint64) (0x80000000u | (g_rand_int (self->random) & 0x3fffffffu)) << 32) | g_rand_int (self->random);

  return g_strdup_printf ("%08x-%04x-%04x-%04x-%012" G_GINT64_MODIFIER "x", (guint) (high >> 32),
                          (guint) (high >> 16) & 0xffff, (guint) high & 0xffff, (guint) (low >> 48),
                          low & G_GUINT64_CONSTANT (0xffffffffffff));
}

/* A new row, made at @at; it belongs to the sample. */
HxRecord *
hx_sample_record (HxSample       *self,
                  const HxSchema *schema,
                  gint64          at)
{
  HxRecord *record = hx_record_new (schema);

  hx_record_take_text (record, HX_RECORD_ID, make_id (self, at));
  hx_record_set_int (record, HX_RECORD_CREATED_AT, at);
  hx_record_set_int (record, HX_RECORD_UPDATED_AT, at);
  g_ptr_array_add (self->rows, record);
  return record;
}
