/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hx-config-keys.h"
#include "http/hx-http.h"
#include "watch/hx-log.h"

G_BEGIN_DECLS

/* What a start does with a store that needs migrations: the words of `migrate`. */
typedef enum
{
  HX_MIGRATE_AUTO,
  HX_MIGRATE_REFUSE,
} HxMigrateChoice;

/* What is asked for instead of serving. */
typedef enum
{
  HX_CONFIG_ACTION_NONE,
  HX_CONFIG_ACTION_PRINT,
  HX_CONFIG_ACTION_CHECK,
  HX_CONFIG_ACTION_DOCUMENT,
} HxConfigAction;

/**
 * HxConfig:
 *
 * What the administrator, or the client that starts its own server, decides.
 * Each member of the first part has its row in [func@CONFIG_KEYS].
 */
typedef struct
{
  char *store;            /* sqlite:FILE */
  char *store_password;   /* (nullable): file with PostgreSQL's password */
  guint migrate;          /* HxMigrateChoice */
  char *recordings;       /* folder */
  char *socket;           /* (nullable): path of a private socket */
  char *address;          /* to listen on */
  gint64 port;            /* -1: not at all; 0: any that is free */
  char *integration_key;  /* (nullable): file with a token for calls from outside, made at first start */
  char *keys;             /* key file: what personal data is sealed with */
  char *key_command;      /* (nullable): a program that prints the keys; goes before the file */
  char *audit_anchors;    /* file outside the store: how far the audit log went */
  guint readers;
  guint http_threads;
  guint heartbeat_s;
  guint stop_s;
  gint64 files_quota;     /* bytes; 0 for any number */
  gint64 files_grace_s;
  HxHttpLimits limits;
  guint log_level;        /* place in HX_LOG_LEVELS */
  char *log_rooms;        /* (nullable): levels of single rooms */
  guint log_target;       /* HxLogTarget */
  char *metrics_listen;   /* same, none, ADDRESS:PORT, or a path */

  gboolean embedded;      /* belongs to one client on one computer */
  gboolean lifeline;      /* ends when standard input does */
  HxConfigAction action;
  char *file;             /* (nullable): the configuration file that was read */
  char **origins;         /* for each key where its value is from; NULL for the default */
} HxConfig;

typedef enum
{
  HX_CONFIG_TEXT,
  HX_CONFIG_STORE,  /* the address of a store */
  HX_CONFIG_FILE,   /* path of a file that must be there to be read */
  HX_CONFIG_FOLDER, /* path of a folder that is written to */
  HX_CONFIG_PLACE,  /* path of something that is made when it is not there */
  HX_CONFIG_ROOMS,  /* levels of rooms of the log */
  HX_CONFIG_LISTEN, /* same, none, ADDRESS:PORT, or the path of a socket */
  HX_CONFIG_NUMBER, /* guint */
  HX_CONFIG_LARGE,  /* gint64 */
  HX_CONFIG_SWITCH, /* gboolean */
  HX_CONFIG_CHOICE, /* guint: place of the word */
} HxConfigKind;

typedef enum
{
  HX_CONFIG_RELOADS = 1 << 0, /* SIGHUP takes a new value over */
} HxConfigFlags;

/**
 * HxConfigKey:
 *
 * One row of the table of settings.
 */
typedef struct
{
  const char *group;
  const char *name;
  HxConfigKind kind;
  gsize offset;
  const char *fallback; /* (nullable) */
  gint64 min, max;
  const char *words;    /* (nullable): choices, with | between */
  guint flags;
  const char *text;
} HxConfigKey;

extern const HxConfigKey hx_config_keys[];
extern const guint hx_n_config_keys;

HxConfig          *hx_config_new       (void);
void               hx_config_free      (HxConfig           *self);
const HxConfigKey *hx_config_find_key  (const char         *group,
                                        const char         *name);
gboolean           hx_config_set       (HxConfig           *self,
                                        const HxConfigKey  *key,
                                        const char         *text,
                                        const char         *origin,
                                        GError            **error);
char              *hx_config_get       (const HxConfig     *self,
                                        const HxConfigKey  *key);
void               hx_config_load      (HxConfig           *self,
                                        const char         *path,
                                        GPtrArray          *problems);
gboolean           hx_config_parse     (HxConfig           *self,
                                        int                *argc,
                                        char             ***argv,
                                        GError            **error);
gboolean           hx_config_reread    (HxConfig           *self,
                                        char              **argv,
                                        GPtrArray         **waiting,
                                        GError            **error);
gboolean           hx_config_complete  (HxConfig           *self,
                                        GError            **error);
gboolean           hx_config_split_address (const char     *text,
                                            char          **address,
                                            guint16        *port);
gboolean           hx_config_take_password (const HxConfig *self,
                                            GError        **error);
char              *hx_config_limits    (const HxConfigKey  *key);
char              *hx_config_option    (const HxConfigKey  *key);
char              *hx_config_variable  (const HxConfigKey  *key);
char              *hx_config_print     (const HxConfig     *self);
char              *hx_config_document  (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HxConfig, hx_config_free)

G_END_DECLS
