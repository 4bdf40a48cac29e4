/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hx-log.h"
#include "hx-error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Rooms with a level of their own; nobody names more. */
#define MAX_ROOMS 16

/* Rooms and level change as one: a set that was replaced is kept, as somebody may
 * still read it. An administrator changes it a few times a day. */
typedef struct _Levels
{
  GLogLevelFlags level; /* the least severe that is written */
  guint n_rooms;
  struct
  {
    char *name;
    GLogLevelFlags level;
  } rooms[MAX_ROOMS];
  struct _Levels *before; /* (nullable): those that were set before, which somebody may still be reading */
} Levels;

struct _HxLog
{
  gint target; /* HxLogTarget; atomic */
  Levels *levels; /* atomic */
  gboolean is_journald;
};

static const GLogLevelFlags level_flags[]
    = { G_LOG_LEVEL_CRITICAL, G_LOG_LEVEL_WARNING, G_LOG_LEVEL_MESSAGE, G_LOG_LEVEL_INFO, G_LOG_LEVEL_DEBUG };

static const char *
find_field (const GLogField *fields,
            gsize            n_fields,
            const char      *name)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, name) == 0)
      return fields[i].value;
  return NULL;
}

/* "…/src/server/http/hx-front.c" is in the room http, "…/src/server/main.c" in server. */
static const char *
find_room (const GLogField *fields,
           gsize            n_fields,
           gsize           *length)
{
  static const char root[] = "src/server/";
  const char *file = find_field (fields, n_fields, "CODE_FILE");
  const char *place = file != NULL ? strstr (file, root) : NULL;
  const char *room = place != NULL ? place + strlen (root) : NULL;
  const char *end = room != NULL ? strchr (room, '/') : NULL;

  if (end != NULL)
    {
      *length = (gsize) (end - room);
      return room;
    }
  room = place != NULL ? "server" : find_field (fields, n_fields, "GLIB_DOMAIN");
  if (room == NULL)
    room = "server";
  *length = strlen (room);
  return room;
}

static gboolean
wants (HxLog         *self,
       const char    *room,
       gsize          length,
       GLogLevelFlags level)
{
  const Levels *levels = g_atomic_pointer_get (&self->levels);
  GLogLevelFlags least = levels->level;

  for (guint i = 0; i < levels->n_rooms; i++)
    if (strlen (levels->rooms[i].name) == length && memcmp (levels->rooms[i].name, room, length) == 0)
      least = levels->rooms[i].level;
  /* The more severe, the smaller the flag. */
  return (level & G_LOG_LEVEL_MASK) <= least;
}

static const char *
level_word (GLogLevelFlags level)
{
  static const char *const words[] = { "ERROR", "CRITICAL", "WARNING", "MESSAGE", "INFO", "DEBUG" };
  guint place = (guint) g_bit_nth_lsf (level & G_LOG_LEVEL_MASK, -1) - 2;

  return place < G_N_ELEMENTS (words) ? words[place] : "LOG";
}

static void
append_fields (GString         *line,
               const GLogField *fields,
               gsize            n_fields)
{
  static const char *const names[][2]
      = { { "HX_OPERATION", "" }, { "HX_STATUS", "" }, { "HX_DURATION_US", "us" }, { "HX_REQUEST_ID", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = find_field (fields, n_fields, names[i][0]);

      if (value != NULL)
        g_string_append_printf (line, " %s%s", value, names[i][1]);
    }
}

/* What is read, in the journal as in a line: which request it was, and the words if there are any. */
static void
append_text (GString         *line,
             const GLogField *fields,
             gsize            n_fields)
{
  const char *message = find_field (fields, n_fields, "MESSAGE");

  append_fields (line, fields, n_fields);
  if (message != NULL && *message != '\0')
    g_string_append_printf (line, " %s", message);
}

/* The fields as they are, to be asked for, and a text for who just reads the journal. */
static gboolean
write_journal (const GLogField *fields,
               gsize            n_fields,
               GLogLevelFlags   level)
{
  g_autofree GLogField *own = g_memdup2 (fields, n_fields * sizeof *fields);
  g_autoptr (GString) text = g_string_new (NULL);

  append_text (text, fields, n_fields);
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (own[i].key, "MESSAGE") == 0)
      own[i] = (GLogField){ "MESSAGE", text->len > 0 ? text->str + 1 : "", -1 };
  return g_log_writer_journald (level, own, n_fields, NULL) == G_LOG_WRITER_HANDLED;
}

/* One write a line, so that lines of several threads do not mix. */
static void
write_line (const GLogField *fields,
            gsize            n_fields,
            GLogLevelFlags   level,
            const char      *room,
            gsize            length)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);
  g_autoptr (GString) line = g_string_new (time);

  g_string_append_printf (line, " %s %.*s:", level_word (level), (int) length, room);
  append_text (line, fields, n_fields);
  /* What a client sent could hold a line of its own. */
  for (gsize i = 0; i < line->len; i++)
    if (g_ascii_iscntrl (line->str[i]))
      line->str[i] = ' ';
  g_string_append_c (line, '\n');
  while (write (STDERR_FILENO, line->str, line->len) < 0 && errno == EINTR)
    continue;
}

static GLogWriterOutput
on_log (GLogLevelFlags   level,
        const GLogField *fields,
        gsize            n_fields,
        gpointer         data)
{
  HxLog *self = data;
  HxLogTarget target = (HxLogTarget) g_atomic_int_get (&self->target);
  gsize length;
  const char *room = find_room (fields, n_fields, &length);

  if (!wants (self, room, length, level))
    return G_LOG_WRITER_HANDLED;
  if ((target == HX_LOG_JOURNAL || (target == HX_LOG_AUTO && self->is_journald))
      && write_journal (fields, n_fields, level))
    return G_LOG_WRITER_HANDLED;
  write_line (fields, n_fields, level, room, length);
  return G_LOG_WRITER_HANDLED;
}

/**
 * hx_log_install:
 *
 * To be called once, before anything is logged: GLib has one writer a process.
 *
 * Returns: (transfer none): the log, which lives as long as the process
 */
HxLog *
hx_log_install (void)
{
  HxLog *self = g_new0 (HxLog, 1);

  self->is_journald = g_log_writer_is_journald (STDERR_FILENO);
  hx_log_set_levels (self, 2, NULL);
  g_log_set_writer_func (on_log, self, NULL);
  return self;
}

/**
 * hx_log_set_target:
 * @self: the log
 * @target: where messages go; %HX_LOG_AUTO for the journal when standard error is its
 */
void
hx_log_set_target (HxLog      *self,
                   HxLogTarget target)
{
  g_atomic_int_set (&self->target, (gint) target);
}

static gboolean
find_level (const char *word,
            guint      *level)
{
  g_auto (GStrv) words = g_strsplit (HX_LOG_LEVELS, "|", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      {
        *level = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_rooms (Levels     *levels,
            const char *rooms,
            GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (rooms != NULL ? rooms : "", ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (g_strstrip (parts[i]), '=');
      guint level;

      if (equals != NULL)
        *equals = '\0';
      if (equals == NULL || equals == parts[i] || !find_level (equals + 1, &level) || levels->n_rooms == MAX_ROOMS)
        {
          g_set_error (error, HX_ERROR, HX_ERROR_FAILED,
                       "levels of rooms are like “http=debug,store=info” with %s, at most %u", HX_LOG_LEVELS, MAX_ROOMS);
          return FALSE;
        }
      levels->rooms[levels->n_rooms].name = g_strdup (parts[i]);
      levels->rooms[levels->n_rooms++].level = level_flags[level];
    }
  return TRUE;
}

static void
levels_free (Levels *levels)
{
  for (guint i = 0; i < levels->n_rooms; i++)
    g_free (levels->rooms[i].name);
  g_free (levels);
}

/**
 * hx_log_check_rooms:
 * @rooms: “http=debug,store=info”
 * @error: %HX_ERROR_FAILED
 *
 * Returns: whether @rooms can be given to [method@Log.set_levels]
 */
gboolean
hx_log_check_rooms (const char *rooms,
                    GError    **error)
{
  Levels *levels = g_new0 (Levels, 1);
  gboolean good = read_rooms (levels, rooms, error);

  levels_free (levels);
  return good;
}

/**
 * hx_log_set_levels:
 * @self: the log
 * @level: place of the level in %HX_LOG_LEVELS
 * @rooms: (nullable): levels of single rooms
 *
 * From any thread, at any time.
 */
void
hx_log_set_levels (HxLog      *self,
                   guint       level,
                   const char *rooms)
{
  Levels *levels = g_new0 (Levels, 1);

  levels->level = level_flags[MIN (level, G_N_ELEMENTS (level_flags) - 1)];
  read_rooms (levels, rooms, NULL);
  /* No reader holds a lock, so what it reads is never freed: some bytes for each time that levels are set. */
  levels->before = g_atomic_pointer_get (&self->levels);
  g_atomic_pointer_set (&self->levels, levels);
}

static guint
place_of (GLogLevelFlags level)
{
  guint place = 0;

  while (place + 1 < G_N_ELEMENTS (level_flags) && level_flags[place] != level)
    place++;
  return place;
}

/**
 * hx_log_get_levels:
 * @self: the log
 * @level: (out): place of the level in %HX_LOG_LEVELS
 * @rooms: (out) (transfer full) (nullable): levels of single rooms, as they were set
 *
 * From any thread, at any time.
 */
void
hx_log_get_levels (HxLog *self,
                   guint *level,
                   char **rooms)
{
  const Levels *levels = g_atomic_pointer_get (&self->levels);
  g_auto (GStrv) words = g_strsplit (HX_LOG_LEVELS, "|", -1);
  GString *text = g_string_new (NULL);

  *level = place_of (levels->level);
  for (guint i = 0; i < levels->n_rooms; i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? "," : "", levels->rooms[i].name, words[place_of (levels->rooms[i].level)]);
  *rooms = g_string_free (text, text->len == 0);
}

/**
 * hx_log_wants:
 * @self: (nullable): the log
 * @room: a room
 * @level: a level
 *
 * For those who would work to make a message that nobody reads.
 *
 * Returns: whether such a message would be written
 */
gboolean
hx_log_wants (HxLog         *self,
              const char    *room,
              GLogLevelFlags level)
{
  return self != NULL && wants (self, room, strlen (room), level);
}
