/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills a store with very many rows, sealed and indexed as the server's own, for measuring.
 * The store was started once, so that there are people in it, and no server runs on it now. */
#include "hx-time.h"
#include "service/hx-service.h"
#include "store/hx-record-store.h"
#include "store/hx-store-keys.h"
#include "store/hx-store-lock.h"
#include "things/hx-contact.h"
#include "things/hx-customer.h"
#include "things/hx-feedback.h"
#include "things/hx-organisation.h"

#include <string.h>

/* Of one customer: some pages of history. */
#define FEEDBACK_EACH 50

/* A twentieth waits in the pool. */
#define POOL_PART 20

/* Beside those who are in the store already. */
#define TEAMS 10
#define AGENTS_EACH 20

/* From the first row to the last. */
#define AGE (300 * HX_DAY)

typedef struct
{
  HxDb *db;
  guint64 feedback;
  guint64 contacts;
  gint64 now;
  char *template_id;
  GPtrArray *agents;    /* of char *: and behind each the team */
  GPtrArray *customers; /* of char * */
} Fill;

static const char *const issues[] = { "no_tag", "duplicate_lead", "expired", "other" };

static void
take_agent (Fill       *self,
            const char *id,
            const char *team_id)
{
  g_ptr_array_add (self->agents, g_strdup (id));
  g_ptr_array_add (self->agents, g_strdup (team_id));
}

static gboolean
add_agent (Fill       *self,
           const char *team_id,
           GError    **error)
{
  g_autoptr (HxRecord) user = hx_record_new (&hx_user_schema);

  hx_record_take_text (user, HX_USER_NUMBER, g_strdup_printf ("%u", 20000 + self->agents->len));
  hx_record_set_text (user, HX_USER_NAME, "坐席");
  hx_record_set_enum (user, HX_USER_ROLE, HX_ROLE_AGENT);
  hx_record_set_int (user, HX_USER_ACTIVE, TRUE);
  hx_record_set_text (user, HX_USER_TEAM_ID, team_id);
  if (!hx_record_insert (self->db, user, self->now - AGE, error))
    return FALSE;
  take_agent (self, hx_record_get_id (user), team_id);
  return TRUE;
}

static gboolean
add_team (Fill    *self,
          GError **error)
{
  g_autoptr (HxRecord) team = hx_record_new (&hx_team_schema);

  hx_record_set_text (team, HX_TEAM_NAME, "二组");
  hx_record_set_text (team, HX_TEAM_TEMPLATE_ID, self->template_id);
  if (!hx_record_insert (self->db, team, self->now - AGE, error))
    return FALSE;
  for (guint i = 0; i < AGENTS_EACH; i++)
    if (!add_agent (self, hx_record_get_id (team), error))
      return FALSE;
  return TRUE;
}

/* Who gives the feedback, and by which template: the agent of the store and many others. */
static gboolean
find_people (Fill    *self,
             GError **error)
{
  g_autoptr (HxStatement) user
      = hx_db_query (self->db, error, "SELECT id, team_id FROM users WHERE role = 'agent' ORDER BY number LIMIT 1", "");
  g_autoptr (HxStatement) template
      = user != NULL ? hx_db_query (self->db, error, "SELECT id FROM templates WHERE pack = 'telesales'", "") : NULL;

  if (template == NULL)
    return FALSE;
  self->template_id = g_strdup (hx_statement_get_text (template, 0));
  take_agent (self, hx_statement_get_text (user, 0), hx_statement_get_text (user, 1));
  for (guint i = 1; i < AGENTS_EACH; i++)
    if (!add_agent (self, self->agents->pdata[1], error))
      return FALSE;
  for (guint i = 1; i < TEAMS; i++)
    if (!add_team (self, error))
      return FALSE;
  return TRUE;
}

static char *
code_of (guint64 customer)
{
  return g_strdup_printf ("C%05" G_GUINT64_FORMAT, customer + 1);
}

static gboolean
add_customer (Fill    *self,
              guint64  index,
              GError **error)
{
  g_autoptr (HxRecord) customer = hx_record_new (&hx_customer_schema);

  hx_record_take_text (customer, HX_CUSTOMER_CODE, code_of (index));
  hx_record_set_text (customer, HX_CUSTOMER_FAMILY_NAME, "张");
  hx_record_set_enum (customer, HX_CUSTOMER_STATE, HX_CUSTOMER_KNOWN);
  hx_record_set_int (customer, HX_CUSTOMER_FROZEN, FALSE);
  if (!hx_record_insert (self->db, customer, self->now - AGE, error))
    return FALSE;
  g_ptr_array_add (self->customers, g_strdup (hx_record_get_id (customer)));
  return TRUE;
}

static gboolean
add_contact (Fill    *self,
             guint64  index,
             GError **error)
{
  g_autoptr (HxRecord) contact = hx_record_new (&hx_contact_schema);
  gint64 at = self->now - AGE + (gint64) ((double) AGE * (double) index / (double) self->contacts);

  hx_record_set_text (contact, HX_CONTACT_CUSTOMER_ID, self->customers->pdata[index % self->customers->len]);
  hx_record_set_enum (contact, HX_CONTACT_CHANNEL, (int) (index / self->customers->len % HX_N_CHANNELS));
  hx_record_set_enum (contact, HX_CONTACT_ACTIVITY, HX_ACTIVITY_MESSAGE);
  hx_record_set_enum (contact, HX_CONTACT_DIRECTION, HX_DIRECTION_IN);
  hx_record_set_int (contact, HX_CONTACT_AT, at);
  hx_record_take_text (contact, HX_CONTACT_SUMMARY, g_strdup_printf ("问了订单 %" G_GUINT64_FORMAT " 何时到", index));
  hx_record_set_text (contact, HX_CONTACT_AGENT_ID, self->agents->pdata[index * 2 % self->agents->len]);
  return hx_record_insert (self->db, contact, at, error);
}

static gboolean
add_feedback (Fill    *self,
              guint64  index,
              GError **error)
{
  g_autoptr (HxRecord) feedback = hx_record_new (&hx_feedback_schema);
  gint64 at = self->now - AGE + (gint64) ((double) AGE * (double) index / (double) self->feedback);
  gboolean waits = index % POOL_PART == 0;
  guint64 agent = (index + index / POOL_PART) * 2 % self->agents->len;

  hx_record_set_int (feedback, HX_FEEDBACK_NUMBER, (gint64) index + 1);
  hx_record_set_enum (feedback, HX_FEEDBACK_SOURCE, HX_SOURCE_AGENT);
  hx_record_set_enum (feedback, HX_FEEDBACK_STATE, waits ? HX_FEEDBACK_POOL : HX_FEEDBACK_ANSWERED);
  hx_record_set_enum (feedback, HX_FEEDBACK_PROPOSAL, HX_PROPOSAL_NONE);
  hx_record_set_text (feedback, HX_FEEDBACK_AGENT_ID, self->agents->pdata[agent]);
  hx_record_set_text (feedback, HX_FEEDBACK_TEAM_ID, self->agents->pdata[agent + 1]);
  hx_record_set_text (feedback, HX_FEEDBACK_CUSTOMER_ID, self->customers->pdata[index % self->customers->len]);
  hx_record_take_text (feedback, HX_FEEDBACK_CUSTOMER_CODE, code_of (index % self->customers->len));
  hx_record_set_text (feedback, HX_FEEDBACK_TEMPLATE_ID, self->template_id);
  hx_record_set_int (feedback, HX_FEEDBACK_TEMPLATE_VERSION, 1);
  hx_record_set_enum (feedback, HX_FEEDBACK_CHANNEL, (int) (index / POOL_PART % HX_N_CHANNELS));
  hx_record_set_text (feedback, HX_FEEDBACK_CATEGORY, "lead");
  hx_record_set_text (feedback, HX_FEEDBACK_ISSUE_TYPE, issues[index / POOL_PART / HX_N_CHANNELS % G_N_ELEMENTS (issues)]);
  hx_record_take_text (feedback, HX_FEEDBACK_CASE_TEXT,
                       g_strdup_printf ("客户 C%" G_GUINT64_FORMAT "，抖音渠道，无需求标签", index % self->customers->len + 1));
  hx_record_set_text (feedback, HX_FEEDBACK_PAIN_POINT, "抖音线索无标签");
  hx_record_set_int (feedback, HX_FEEDBACK_LATE, FALSE);
  hx_record_set_text (feedback, HX_FEEDBACK_FACTS, "{\"customer\":{\"code\":\"C12345\"}}");
  hx_record_set_int (feedback, HX_FEEDBACK_VOICES, 1);
  return hx_record_insert (self->db, feedback, at, error);
}

static gboolean
fill (Fill    *self,
      GError **error)
{
  guint64 customers = MAX (self->feedback / FEEDBACK_EACH, 1);

  if (!find_people (self, error))
    return FALSE;
  for (guint64 i = 0; i < customers; i++)
    if (!add_customer (self, i, error))
      return FALSE;
  for (guint64 i = 0; i < self->contacts; i++)
    if (!add_contact (self, i, error))
      return FALSE;
  for (guint64 i = 0; i < self->feedback; i++)
    if (!add_feedback (self, i, error))
      return FALSE;
  return hx_store_recount (self->db, error);
}

static gboolean
fill_store (Fill       *self,
            const char *store,
            const char *keys,
            GError    **error)
{
  g_autoptr (HxStoreLock) lock = hx_store_lock (store, error);
  gboolean done;

  self->db = lock != NULL ? hx_db_open (store, HX_DB_WRITE, error) : NULL;
  if (self->db == NULL)
    return FALSE;
  done = hx_store_keys_open (self->db, keys, NULL, FALSE, error)
         && hx_db_execute (self->db, "BEGIN IMMEDIATE", error) && fill (self, error)
         && hx_db_execute (self->db, "COMMIT", error) && hx_db_checkpoint (self->db, TRUE, error)
         /* What it would do by itself within minutes; of a table that is empty it would not, and plans made for an empty
          * one read all of it. */
         && (!hx_db_is_shared (self->db)
             || hx_db_execute (self->db, "ANALYZE teams, users, customers, contacts, feedback, contact_counts, pool_counts",
                               error));
  hx_db_close (self->db);
  return done;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  Fill self = { .now = hx_time_now (),
                .agents = g_ptr_array_new_with_free_func (g_free),
                .customers = g_ptr_array_new_with_free_func (g_free) };

  if (argc != 5)
    {
      g_printerr ("hx-fill STORE KEYS FEEDBACK CONTACTS\n");
      return 2;
    }
  self.feedback = g_ascii_strtoull (argv[3], NULL, 10);
  self.contacts = g_ascii_strtoull (argv[4], NULL, 10);
  if (!fill_store (&self, argv[1], argv[2], &error))
    g_printerr ("hx-fill: %s\n", error != NULL ? error->message : "there is nobody in the store");
  for (guint i = 0; error == NULL && i < MIN (self.customers->len, 1000); i++)
    g_print ("%s\n", (char *) self.customers->pdata[i]);
  g_ptr_array_unref (self.customers);
  g_ptr_array_unref (self.agents);
  g_free (self.template_id);
  return error != NULL;
}
