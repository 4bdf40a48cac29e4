/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-sample.h"

#include "hx-json.h"
#include "hx-time.h"
#include "service/hx-audio.h"
#include "things/hx-feedback.h"
#include "things/hx-people.h"
#include "things/hx-rectification.h"

G_BEGIN_DECLS

#define HX_SAMPLE_DAYS 90
#define HX_SAMPLE_CUSTOMERS 320
#define HX_SAMPLE_DEMO_CODE 12345

/* What is so far true of a customer: a sentence that speaks of a visit can only follow one. */
typedef enum
{
  HX_FACT_LED = 1 << 0,          /* left a number somewhere */
  HX_FACT_TALKED = 1 << 1,       /* talked with an agent */
  HX_FACT_VISITED = 1 << 2,
  HX_FACT_BOOKED = 1 << 3,
  HX_FACT_ORDERED = 1 << 4,
  HX_FACT_REFUNDING = 1 << 5,
  HX_FACT_SENT = 1 << 6,         /* got material about a product */
  HX_FACT_FRIEND = 1 << 7,       /* is on WeChat with us */
  HX_FACT_TEXTED = 1 << 8,       /* got a text message */
  HX_FACT_MAILED = 1 << 9,
  HX_FACT_CLICKED = 1 << 10,
  HX_FACT_UNSUBSCRIBED = 1 << 11,
  HX_FACT_NO_CALLS = 1 << 12,    /* asked not to be called */
  HX_FACT_MISSED = 1 << 13,      /* rang and nobody answered */
  HX_FACT_SERVED = 1 << 14,      /* rang the service line */
} HxSampleFact;

typedef struct
{
  HxRecord *record;
  guint team;
  gboolean telesales;
  const char *family; /* first character of the name: what is heard in a recording */
} HxSampleAgent;

/* A row of the manifest of the recordings. */
typedef struct
{
  char *file, *media_type, *state, *pack, *category, *issue_type, *pain, *family, *agent, *city, *product, *gist;
  gboolean woman;
  HxChannel channel;
  HxDirection direction;
  gint64 duration_ms, clip_from_ms, clip_to_ms;
  guint lanes;
  struct _HxSampleCustomer *customer;
  int day; /* of its call, counted back from today */
  gboolean used;
  gboolean present; /* there is a file */
  HxAudio *read;    /* (nullable): what the file is; NULL when it is not audio */
} HxSampleAudio;

typedef struct _HxSampleCall HxSampleCall;

typedef struct _HxSampleCustomer
{
  HxRecord *record;
  const char *line;
  const char *product, *other_product, *city, *shop;
  const char *phone;
  HxSampleAgent *agent; /* who sells to them */
  HxChannel lead_channel;
  gboolean demo, unknown, has_mail;
  HxSampleAudio *audio; /* (nullable): the recording that this one speaks in */
  double activity; /* chance that a day has something */
  int first_day;   /* counted back from today */
  guint facts;
  guint channels;  /* bit by channel: seen so far */
  HxChannel source;
  gint64 source_at;
  gint64 last_at;               /* until when something went on, a call's end included */
  gint64 contacted_at;          /* the last contact's time */
  gint64 last_out, earlier_out; /* of the contacts that we began */
  HxSampleCall *planned;
  const char *recent[16]; /* sentences, so that they do not come again at once */
  guint n_said;
} HxSampleCustomer;

struct _HxSampleCall
{
  HxRecord *call;
  HxRecord *wrapup, *recording, *feedback; /* (nullable) */
  HxSampleCustomer *customer;
  HxSampleAgent *agent;
  HxSampleAgent *first_agent; /* (nullable): who passed it on */
  HxSampleAudio *audio; /* (nullable) */
  gint64 at;
  HxDirection direction;
  gboolean answered;
  guint channels; /* of the customer before the call */
};

typedef struct
{
  HxRecord *record;
  HxJson *content;
  gint64 opened_at;
} HxSampleRectification;

typedef struct
{
  HxDb *db;
  const HxSampleOptions *options;
  GRand *random;
  gint64 offset; /* of local time from UTC, µs: one for all days */
  gint64 today; /* local midnight, µs UTC */
  HxJson *content;
  HxJson *channels[HX_N_CHANNELS];
  GHashTable *phones; /* so that no two have one number */
  GPtrArray *audio;
  HxRecord *templates[2]; /* telesales, service */
  HxRecord *leads[3];
  HxRecord *compliance;
  GPtrArray *departments; /* HxRecord, as content.json lists them */
  GPtrArray *agents, *people, *calls, *work; /* plans: HxSampleAgent, …Customer, …Call, …Rectification */
  GPtrArray *rows; /* HxRecord, in the order in which they can be stored */
  GPtrArray *feedback;
  GPtrArray *files; /* paths that were put into the recordings folder */
  guint last_code, last_number; /* of customers, of calls */
} HxSample;

/* hx-sample-content.c */
gboolean    hx_sample_load_content  (HxSample *self, GError **error);

guint       hx_sample_number        (HxSample *self, guint below);
gboolean    hx_sample_chance        (HxSample *self, double share);
gint64      hx_sample_span          (HxSample *self, gint64 from, gint64 to);
HxJson     *hx_sample_any           (HxSample *self, HxJson *array);
HxJson     *hx_sample_weighted      (HxSample *self, HxJson *array);
HxJson     *hx_sample_list          (HxSample *self, const char *name);
char       *hx_sample_fill          (HxSample *self, const char *sentence, HxSampleCustomer *customer, gint64 at);
const char *hx_sample_channel_name  (HxSample *self, HxChannel channel);
HxRecord   *hx_sample_record        (HxSample *self, const HxSchema *schema, gint64 at);
double      hx_sample_hour          (HxSample *self, gint64 at);

/* hx-sample-audio.c */
gboolean hx_sample_load_audio (HxSample *self, GError **error);
gboolean hx_sample_read_audio (HxSample *self, GError **error);
void     hx_sample_audio_free (HxSampleAudio *audio);
gboolean hx_sample_audio_is_demo (const HxSampleAudio *audio);

/* hx-sample-people.c */
gboolean hx_sample_make_people (HxSample *self, GError **error);
gboolean hx_sample_store_passwords (HxSample *self, GError **error);

/* hx-sample-customers.c */
void     hx_sample_make_customers (HxSample *self);
void     hx_sample_finish_customers (HxSample *self);
HxSampleCustomer *hx_sample_add_measured_customer (HxSample *self);

/* hx-sample-sentences.c */
HxJson  *hx_sample_find_sentence (HxSample *self, HxSampleCustomer *customer, HxChannel channel, const char *label, gboolean inbound, const char **sentence);
guint    hx_sample_sentence_gives (const char *label, const char *sentence, guint facts);
gboolean hx_sample_words_fit     (const char *words, HxSampleCustomer *customer, guint channels, HxChannel *channel);

/* hx-sample-history.c */
void      hx_sample_live_day     (HxSample *self, int day);
void      hx_sample_add_offences (HxSample *self);
void      hx_sample_fill_touches (HxSample *self);
gboolean  hx_sample_may_touch    (HxSampleCustomer *customer, gint64 at);
HxRecord *hx_sample_add_contact  (HxSample *self, HxSampleCustomer *customer, HxChannel channel, HxActivity activity, HxDirection direction, gint64 at, char *summary);
gboolean  hx_sample_touch        (HxSample *self, HxSampleCustomer *customer, HxChannel channel, const char *label, gboolean inbound, gint64 at);
void      hx_sample_make_long_history (HxSample *self, guint contacts);

/* hx-sample-plan.c */
void     hx_sample_plan_audio   (HxSample *self);
void     hx_sample_day_bounds   (HxSample *self, int day, gint64 *from, gint64 *to);
void     hx_sample_plan_day     (HxSample *self, int day);

/* hx-sample-calls.c */
void     hx_sample_make_call    (HxSample *self, HxSampleCall *call);

/* hx-sample-recordings.c */
gboolean hx_sample_make_recordings (HxSample *self, GError **error);


/* hx-sample-wrapups.c */
void     hx_sample_make_wrapups (HxSample *self);
void     hx_sample_leave_open   (HxSample *self);
void     hx_sample_forget_wrapup (HxSample *self, HxRecord *feedback);

/* hx-sample-feedback.c: how a feedback comes from a call */
typedef struct
{
  HxFeedbackState state;
  const char *category;
  const char *issue_type;
  HxJson *item;             /* (nullable): of pain_points; NULL for what the recording says */
  HxRecord *joined;         /* (nullable) */
  int channel;              /* -1: as the words or the call say */
  HxProposal proposal;
} HxSampleVoice;

HxSampleCall *hx_sample_find_call    (HxSample *self, gboolean telesales, gint64 from, gint64 to);
HxJson       *hx_sample_pain_group   (HxSample *self, const char *category, const char *issue_type, gboolean telesales);
gboolean      hx_sample_item_fits    (HxJson *item, HxSampleCall *call, int channel);
HxRecord     *hx_sample_add_feedback (HxSample *self, HxSampleCall *call, const HxSampleVoice *voice);
void          hx_sample_number_feedback (HxSample *self);

/* hx-sample-pool.c */
void     hx_sample_make_pool (HxSample *self);

/* hx-sample-rectifications.c */
void     hx_sample_make_rectifications (HxSample *self);

G_END_DECLS
