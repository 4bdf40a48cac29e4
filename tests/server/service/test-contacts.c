/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of contacts by their time finds the same whether or not it is bounded by the months of their ids. */
#include "hx-fixture.h"
#include "hx-time.h"
#include "rules/hx-wrapup-rules.h"
#include "service/hx-contact-service-private.h"
#include "service/hx-customer-search-private.h"
#include "store/hx-partitions.h"

#include <string.h>

#define CUSTOMERS 3
#define CONTACTS 300
#define MONTHS 5

/* What the test itself knows of a contact. */
typedef struct
{
  HxRecord *record;
  guint customer;
} Known;

static void
known_clear (gpointer data)
{
  g_object_unref (((Known *) data)->record);
}

static char *
add_customer (HxFixture *self)
{
  hx_fixture_must (self, HX_OPERATION_CUSTOMERS_CREATE, &self->agent, NULL, NULL, "{\"family_name\":\"王\"}");
  return g_strdup (hx_record_get_id (self->reply));
}

/* An id as it would have been made then. */
static char *
id_of_time (gint64 made)
{
  char *id = hx_id_new ();
  char floor[HX_ID_FLOOR_LENGTH];

  hx_id_floor (made, floor);
  memcpy (id, floor, HX_ID_FLOOR_LENGTH - 1);
  return id;
}

static HxRecord *
add_contact (HxFixture  *self,
             const char *customer_id,
             gint64      made,
             gint64      at,
             GRand      *random)
{
  HxRecord *contact = hx_record_new (&hx_contact_schema);

  hx_record_take_text (contact, HX_RECORD_ID, id_of_time (made));
  hx_record_set_text (contact, HX_CONTACT_CUSTOMER_ID, customer_id);
  hx_record_set_int (contact, HX_CONTACT_AT, at);
  hx_record_set_enum (contact, HX_CONTACT_CHANNEL, random ? g_rand_int_range (random, 0, HX_N_CHANNELS) : HX_CHANNEL_DOUYIN);
  hx_record_set_enum (contact, HX_CONTACT_ACTIVITY, random ? g_rand_int_range (random, 0, HX_N_ACTIVITIES) : HX_ACTIVITY_LEAD);
  hx_record_set_enum (contact, HX_CONTACT_DIRECTION, random ? g_rand_int_range (random, 0, 2) : HX_DIRECTION_IN);
  g_assert_true (hx_record_insert (self->db, contact, made, NULL));
  return contact;
}

/* Made in the last four months and told of at once, late, or up to a day too early; as many as not in one and the same moment. */
static GArray *
add_contacts (HxFixture *self,
              char     **customers,
              GRand     *random)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Known));

  g_array_set_clear_func (all, known_clear);
  for (guint i = 0; i < CONTACTS; i++)
    {
      guint customer = (guint) g_rand_int_range (random, 0, CUSTOMERS);
      gint64 made = self->now - g_rand_int_range (random, 0, 120 * 24) * HX_HOUR;
      gint64 at = g_rand_boolean (random) ? made + g_rand_int_range (random, -24, 25) * HX_HOUR
                                          : made - g_rand_int_range (random, 0, 60 * 24) * HX_HOUR;
      Known known = { add_contact (self, customers[customer], made, at, random), customer };

      g_array_append_val (all, known);
    }
  return all;
}

static gboolean
is_source (HxRecord *contact)
{
  return hx_channel_is_source ((HxChannel) hx_record_get_enum (contact, HX_CONTACT_CHANNEL),
                               (HxActivity) hx_record_get_enum (contact, HX_CONTACT_ACTIVITY),
                               (HxDirection) hx_record_get_enum (contact, HX_CONTACT_DIRECTION));
}

static gboolean
is_later (HxRecord *one,
          HxRecord *other)
{
  gint64 at = hx_record_get_int (one, HX_CONTACT_AT), before = hx_record_get_int (other, HX_CONTACT_AT);

  return at > before || (at == before && strcmp (hx_record_get_id (one), hx_record_get_id (other)) > 0);
}

/* As it was asked before there was a bound: of all contacts. */
static HxRecord *
expected_source (GArray *all,
                 guint   customer,
                 gint64  now)
{
  HxRecord *found = NULL;

  for (guint i = 0; i < all->len; i++)
    {
      const Known *known = &g_array_index (all, Known, i);
      gint64 at = hx_record_get_int (known->record, HX_CONTACT_AT);

      if (known->customer == customer && at >= now - 30 * HX_DAY && at <= now && is_source (known->record)
          && (found == NULL || is_later (known->record, found)))
        found = known->record;
    }
  return found;
}

static gint64
expected_touches (GArray *all,
                  guint   customer,
                  gint64  now)
{
  gint64 touches = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const Known *known = &g_array_index (all, Known, i);
      gint64 at = hx_record_get_int (known->record, HX_CONTACT_AT);

      touches += known->customer == customer && at > now - HX_DAY && at <= now
                 && hx_record_get_enum (known->record, HX_CONTACT_DIRECTION) == HX_DIRECTION_OUT;
    }
  return touches;
}

static char *
source_of (HxFixture  *self,
           const char *customer_id,
           gint64      now)
{
  HxServiceCall call = { .site = self->site, .db = self->db, .now = now };
  g_autoptr (GError) error = NULL;
  g_autoptr (HxRecord) source = hx_contact_find_source (&call, customer_id, &error);

  g_assert_no_error (error);
  return source != NULL ? g_strdup (hx_record_get_id (source)) : NULL;
}

static gint64
touches_of (HxFixture  *self,
            const char *customer_id,
            gint64      now)
{
  g_autoptr (HxRecord) customer = hx_record_load (self->db, &hx_customer_schema, customer_id, NULL);

  g_assert_true (hx_customer_fill (self->db, self->site, customer, now, NULL));
  return hx_record_get_int (customer, HX_CUSTOMER_TOUCHES_TODAY);
}

/* Ids have the computer's time, so this test does as well. */
static void
make_months (HxFixture *self)
{
  self->now = hx_time_now ();
  for (gint64 month = MONTHS; month >= 0; month--)
    g_assert_true (hx_partitions_ensure (self->db, self->now - month * 28 * HX_DAY, NULL));
}

static void
test_same (HxFixture    *self,
           gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr (GArray) all = NULL;
  char *customers[CUSTOMERS];
  guint found = 0, touched = 0;

  make_months (self);
  for (guint i = 0; i < CUSTOMERS; i++)
    customers[i] = add_customer (self);
  all = add_contacts (self, customers, random);
  for (gint64 day = 0; day < 100; day++)
    for (guint i = 0; i < CUSTOMERS; i++)
      {
        gint64 now = self->now - day * HX_DAY;
        g_autofree char *source = source_of (self, customers[i], now);
        HxRecord *expected = expected_source (all, i, now);
        gint64 touches = touches_of (self, customers[i], now);

        g_assert_cmpstr (source, ==, expected != NULL ? hx_record_get_id (expected) : NULL);
        g_assert_cmpint (touches, ==, expected_touches (all, i, now));
        found += source != NULL;
        touched += touches > 0;
      }
  g_assert_cmpuint (found, >, 0);
  g_assert_cmpuint (touched, >, 0);
  for (guint i = 0; i < CUSTOMERS; i++)
    g_free (customers[i]);
}

/* There can be no such contact. That it is not found shows that older months are not looked into, whose number grows. */
static void
test_bounded (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *id = NULL, *near = NULL, *far = NULL;
  g_autoptr (HxRecord) told_early = NULL, told_far_too_early = NULL, touch = NULL;

  make_months (self);
  id = add_customer (self);
  told_far_too_early = add_contact (self, id, self->now - 60 * HX_DAY, self->now - HX_HOUR, NULL);
  far = source_of (self, id, self->now);
  g_assert_null (far);
  told_early = add_contact (self, id, self->now - 31 * HX_DAY, self->now - 30 * HX_DAY + HX_HOUR, NULL);
  near = source_of (self, id, self->now);
  g_assert_cmpstr (near, ==, hx_record_get_id (told_early));
  g_assert_true (hx_db_execute (self->db, "UPDATE contacts SET direction = 'out'", NULL));
  g_assert_cmpint (touches_of (self, id, self->now), ==, 0);
  touch = add_contact (self, id, self->now - 2 * HX_DAY + 2 * HX_HOUR, self->now - HX_DAY + HX_HOUR, NULL);
  g_assert_true (hx_db_execute (self->db, "UPDATE contacts SET direction = 'out'", NULL));
  g_assert_cmpint (touches_of (self, id, self->now), ==, 1);
}

/* A call finds its contact by when it began; one that would be older than the call by days cannot be. */
static void
test_of_call (HxFixture    *self,
              gconstpointer data)
{
  g_autofree char *call_id = NULL, *old = NULL;
  g_autoptr (HxRecord) contact = NULL, none = NULL;

  make_months (self);
  hx_fixture_cti (self, "newCall", "a", ",\"direction\":\"in\",\"from\":\"13800138000\",\"to\":\"4001\"");
  call_id = hx_fixture_text (self, "SELECT id FROM calls");
  contact = hx_contact_find_of_call (self->db, call_id, NULL);
  g_assert_nonnull (contact);
  old = id_of_time (self->now - 60 * HX_DAY);
  g_assert_true (hx_db_run (self->db, NULL, "UPDATE contacts SET id = $1", "s", old));
  none = hx_contact_find_of_call (self->db, call_id, NULL);
  g_assert_null (none);
}

static gboolean
create_at (HxFixture  *self,
           const char *customer_id,
           gint64      at)
{
  char text[HX_TIME_LENGTH];
  g_autofree char *input = NULL;

  hx_time_format (at, text);
  input = g_strdup_printf ("{\"customer_id\":\"%s\",\"channel\":\"douyin\",\"activity\":\"lead\",\"direction\":\"in\",\"at\":\"%s\"}",
                           customer_id, text);
  return hx_fixture_run (self, HX_OPERATION_CONTACTS_CREATE, &self->pbx, NULL, NULL, input);
}

/* What has not happened yet is no contact; whose clock has the wrong time zone is let pass. */
static void
test_future (HxFixture    *self,
             gconstpointer data)
{
  g_autofree char *id = add_customer (self);

  g_assert_true (create_at (self, id, self->now + HX_DAY));
  g_assert_true (create_at (self, id, self->now - 3000 * HX_DAY));
  g_assert_false (create_at (self, id, self->now + HX_DAY + 1));
  g_assert_error (self->error, HX_ERROR, HX_ERROR_INVALID);
  g_assert_cmpstr (self->error->message, ==, "at: in_the_future");
  g_assert_cmpint (hx_fixture_int (self, "SELECT count(*) FROM contacts"), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (HxFixture *, gconstpointer);
  } tests[] = {
    { "/contacts/same", test_same },       { "/contacts/bounded", test_bounded },
    { "/contacts/of-call", test_of_call }, { "/contacts/future", test_future },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, HxFixture, NULL, hx_fixture_set_up, tests[i].test, hx_fixture_tear_down);
  return g_test_run ();
}
