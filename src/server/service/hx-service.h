/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "files/hx-file-store.h"
#include "hx-api.h"
#include "hx-json.h"
#include "rules/hx-policy.h"
#include "rules/hx-template.h"
#include "store/hx-db.h"
#include "things/hx-audit-entry.h"
#include "watch/hx-log.h"

G_BEGIN_DECLS

/**
 * HxCaller:
 *
 * Who asks. Made by authentication, passed to every service function.
 */
typedef struct
{
  char *session_id;         /* (nullable): a session's or an API key's */
  char *user_id;            /* (nullable): nobody, before signing in */
  char *team_id;            /* (nullable) */
  char *department_id;      /* (nullable) */
  HxPermission permissions;
  gboolean local;           /* came through the private socket of one computer */
  gboolean key;             /* an API key, no person */
  gint64 expires_at;        /* of the token, µs UTC; 0 for never */
  char *address;            /* (nullable): of the other end; %NULL on a private socket */
} HxCaller;

/* Events of this thing are no client's: they tell servers that a session ended
 * (record_id) or that what a user may do changed (agent_id alone). */
#define HX_THING_ACCESS "access"

/* Events of these are everybody's, and tell servers what to work by. */
#define HX_THING_POLICY "policy"
#define HX_THING_TEMPLATE "template"

/* And events of these are no client's again: how much servers log, and what a user is called. */
#define HX_THING_LOG "log"
#define HX_THING_USER "user"

/**
 * HxPresence:
 *
 * Whether an agent's client listens to the stream now: a wrap-up that runs out
 * while nobody is there is abandoned, not late.
 */
typedef gboolean (*HxPresenceFunc) (const char *user_id, gpointer data);

/**
 * HxSite:
 *
 * What service functions know of the place they run in. Shared by all threads,
 * so everything in it is immutable or locks by itself.
 */
typedef struct _HxSite HxSite;

/**
 * HxPoolChanges:
 *
 * How the counts of the pool changed, gathered from all calls of one transaction: they
 * are written and told once, before it is committed.
 */
typedef GPtrArray HxPoolChanges;

/**
 * HxServiceCall:
 *
 * One call of one operation: what goes in, and the reply that comes out.
 */
typedef struct
{
  const HxOperation *operation;
  const HxCaller *caller;
  HxSite *site;
  HxDb *db;
  gint64 now;
  const char *id;       /* (nullable): what stands for {id} */
  HxRecord *query;      /* (nullable): checked against the query schema */
  HxRecord *input;      /* (nullable): checked against the input schema */
  const char *if_match; /* (nullable): unquoted */
  const char *upload;   /* (nullable): path of the received temporary file */
  gboolean slow;        /* hx_service_prepare() will take long: set by hx_service_look() */
  gpointer prepared;    /* what hx_service_look() and hx_service_prepare() found out */
  GDestroyNotify prepared_free;
  const char *request_id; /* (nullable): as the answer and the log name it */
  HxOrigin origin;      /* from how far away it is asked */

  GString *body;        /* out: JSON; beside STALE and CONFLICT the current record, if any */
  gint64 rev;           /* out: ETag of the item, 0 for none */
  char *next;           /* out: cursor of the next page */
  char *file;           /* out: for HX_SHAPE_BYTES: name of the file to send */
  char *media_type;     /* out: of it */
  char *digest;         /* out: its ETag */
  GPtrArray *events;    /* out: HxRecord of hx_event_schema, appended in the transaction */
  GPtrArray *records;   /* out: for each event the record it carries (nullable elements) */
  HxPoolChanges *pool_changes; /* (nullable) out: to be settled by who has the transaction; without, they are at once */
  char *reply_id;       /* out: of the stored record that the body has, if it is one */
  char *about;          /* out: whom or what a refusal is about, for the audit log: a user who could not sign in */
  gboolean audited;     /* out: the audit log has its line */
  GError *refusal;      /* out: what is answered although the transaction is committed, as a failed sign-in is counted */
} HxServiceCall;

/**
 * HxServiceFunc:
 * @call: the call
 * @error: what went wrong; the transaction is rolled back
 *
 * A plain synchronous function: rules, store, event append. It runs inside a
 * transaction that whoever calls it commits.
 */
typedef gboolean (*HxServiceFunc) (HxServiceCall *call, GError **error);

extern const HxServiceFunc hx_service_functions[HX_N_OPERATIONS];

/* What must be known of the store before slow work, such as the hash of a password;
 * to be called by a reader, before the other two. Nothing for most operations. */
gboolean        hx_service_look        (HxServiceCall  *call,
                                        GError        **error);
/* Slow work that needs no store, such as decoding an upload: to be called by a
 * worker before the transaction, so that the writer never waits for it. What an
 * operation without such work makes of it is nothing. */
gboolean        hx_service_prepare     (HxServiceCall  *call,
                                        GError        **error);
/* What the operation will ask the store first, so that all of it is asked at once;
 * to be called in its transaction. Nothing for most operations. */
void            hx_service_ask         (HxServiceCall  *call);
/* Does what the operation is, and accounts for it where it must be: what whoever
 * has a transaction calls. */
/* Whether it may be run again after its transaction was rolled back. */
gboolean        hx_service_may_repeat  (const HxServiceCall *call);
gboolean        hx_service_run         (HxServiceCall  *call,
                                        GError        **error);
/* Whether an upload of so many bytes could be kept: before any of it is taken. */
gboolean        hx_service_check_room  (HxSite         *site,
                                        HxDb           *db,
                                        gint64          more,
                                        GError        **error);
HxPoolChanges  *hx_pool_changes_new    (void);
void            hx_pool_changes_merge  (HxPoolChanges  *changes,
                                        HxPoolChanges  *more);
gboolean        hx_pool_changes_write  (HxDb           *db,
                                        HxPoolChanges  *changes,
                                        GError        **error);
gboolean        hx_pool_changes_settle (HxServiceCall  *call,
                                        HxPoolChanges  *changes,
                                        GError        **error);

/* Frees everything that @call holds of its own, its output included. */
void            hx_service_call_clear  (HxServiceCall  *call);

HxSite         *hx_site_new            (const char     *store_uri,
                                        const char     *files_folder,
                                        HxDb           *db,
                                        GError        **error);
void            hx_site_free           (HxSite         *site);
gboolean        hx_site_reload         (HxSite         *site,
                                        HxDb           *db,
                                        GError        **error);
void            hx_site_set_presence   (HxSite         *site,
                                        HxPresenceFunc  func,
                                        gpointer        data);
gboolean        hx_site_is_news        (HxRecord       *event);
gboolean        hx_site_take_news      (HxSite         *site,
                                        HxRecord       *record,
                                        GError        **error);
void            hx_site_set_log        (HxSite         *site,
                                        HxLog          *log);
HxRecord       *hx_site_dup_log_levels (HxSite         *site);
HxFileStore    *hx_site_get_files      (HxSite         *site);
void            hx_site_set_quota      (HxSite         *site,
                                        gint64          bytes);
gint64          hx_site_get_quota      (HxSite         *site);
HxPolicyView   *hx_site_get_policy     (HxSite         *site);
HxTemplateView *hx_site_get_template   (HxSite         *site,
                                        const char     *id);
gboolean        hx_site_is_present     (HxSite         *site,
                                        const char     *user_id);
/* How far the audit log is anchored outside the store; %NULL for not at all. */
char           *hx_site_dup_anchor     (HxSite         *site);
void            hx_site_set_anchor     (HxSite         *site,
                                        const char     *anchor);

/* Whether this serves one client on one computer: whoever reaches the private socket
 * of such a one chooses whom to be. To be called before the first service function. */
void            hx_site_set_embedded   (HxSite         *site,
                                        gboolean        embedded);
gboolean        hx_site_is_embedded    (HxSite         *site);
struct _HxAccess *hx_site_get_access   (HxSite         *site);
HxNames        *hx_site_get_names      (HxSite         *site);

void            hx_caller_copy         (HxCaller       *to,
                                        const HxCaller *from);
void            hx_caller_clear        (HxCaller       *caller);
gboolean        hx_caller_is           (const HxCaller *caller,
                                        const char     *session_id,
                                        const char     *user_id);
HxPermission    hx_permissions_in_effect (HxRole        role,
                                          gboolean      local,
                                          gboolean      must_change);

/* What a new store begins with: templates and policy; with `people` also one
 * agent, one lead and one compliance officer, so that a lone computer is usable
 * at once. Does nothing to a store that has any. Inside a transaction. */
gboolean        hx_store_seed_defaults  (HxDb          *db,
                                         gboolean       people,
                                         gint64         now,
                                         GError       **error);

/* Makes a key for an integration; the token is told only here. */
gboolean        hx_service_create_key   (HxDb          *db,
                                         const char    *label,
                                         HxPermission   permissions,
                                         gint64         now,
                                         char         **token,
                                         GError       **error);

/* Makes the administrator who makes everybody else; HX_ERROR_CONFLICT when there is one. */
gboolean        hx_service_first_administrator (HxDb       *db,
                                                const char *login,
                                                const char *name,
                                                const char *password,
                                                gint64      now,
                                                GError    **error);

/* Makes a hash somebody's password; `handed_over`: it must be changed at first sign-in. */
gboolean        hx_credentials_set      (HxDb          *db,
                                         const char    *user_id,
                                         const char    *hash,
                                         gboolean       handed_over,
                                         gint64         now,
                                         GError       **error);

/* Computes every kept count anew, after rows were written past the services. */
gboolean        hx_store_recount        (HxDb          *db,
                                         GError       **error);

/* Whom a bearer token stands for; HX_ERROR_UNAUTHENTICATED when nobody. */
gboolean        hx_service_authenticate (HxSite        *site,
                                         HxDb          *db,
                                         const char    *token,
                                         gint64         now,
                                         HxCaller      *caller,
                                         GError       **error);

/* To be called with each event after its commit, before anybody is told: %TRUE when
 * streams of its session, or else of its user, must end. */
gboolean        hx_service_forget_access (HxSite       *site,
                                          HxRecord     *event);

/**
 * HxSight:
 *
 * How much of an event somebody hears, by the rule of lists and items.
 */
typedef enum
{
  HX_SIGHT_NONE,
  HX_SIGHT_PART, /* what hx_service_event_part() leaves of its record */
  HX_SIGHT_WHOLE,
} HxSight;

/**
 * HxRoute:
 * @HX_ROUTE_AGENT: its agent's streams, and those that hear widely
 * @HX_ROUTE_OWNERS: those of everybody whose it is, and those that hear widely
 * @HX_ROUTE_EVERYBODY: everybody works by it
 * @HX_ROUTE_TOPIC: those that look at it, see hx_service_event_topic()
 *
 * Where to look for those whom an event may concern; what they may hear is asked for each.
 */
typedef enum
{
  HX_ROUTE_AGENT,
  HX_ROUTE_OWNERS,
  HX_ROUTE_EVERYBODY,
  HX_ROUTE_TOPIC,
} HxRoute;

HxRoute         hx_service_event_route   (HxRecord       *event);
const char     *hx_service_event_topic   (HxRecord       *event);
const char     *hx_service_event_customer (HxRecord      *event,
                                          HxRecord       *record);
char          **hx_service_event_owners  (HxRecord       *event,
                                          HxRecord       *record);
gboolean        hx_service_hears_widely  (const HxCaller *caller);
gboolean        hx_service_may_concern   (const HxCaller *caller,
                                          HxRecord       *event);
HxSight         hx_service_see_event     (const HxCaller *caller,
                                          HxRecord       *event,
                                          HxRecord       *record);
HxRecord       *hx_service_event_part    (HxRecord       *record);

/* The record an event is about, as a resumed stream needs it; NULL when it is gone. */
HxRecord       *hx_service_load_event_record (HxDb     *db,
                                              HxSite   *site,
                                              HxRecord *event,
                                              GError  **error);

/* The number of the last event; -1 for a failure. */
gint64          hx_service_last_event   (HxDb          *db,
                                         GError       **error);

/* Events after `number`, at most `limit`, oldest first; where there are none since `since`, none. */
GPtrArray      *hx_service_events_after (HxDb          *db,
                                         gint64         number,
                                         gint64         since,
                                         guint          limit,
                                         GError       **error);

/* Work that no request asks for: what runs out by the second, or all of it. Runs
 * inside a transaction; says when a clock runs out next, µs UTC, or 0 for never. */
gboolean        hx_service_clocks       (HxServiceCall *call,
                                         gint64        *again_at,
                                         GError       **error);
gboolean        hx_service_tick         (HxServiceCall *call,
                                         gint64        *again_at,
                                         gboolean      *more,
                                         GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxPoolChanges, g_ptr_array_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxSite, hx_site_free)

G_END_DECLS
