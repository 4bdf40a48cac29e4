/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * HX_CONFIG_KEYS:
 *
 * Every setting of huixiangd, one row each. The configuration file, the options of
 * the command line, the environment, `--help`, `--print-config` and
 * docs/configuration.md all follow from it.
 *
 * X (group, key, KIND, member of HxConfig, default or NULL, least, most, words, flags, what it is)
 *
 * Least and most are for NUMBER (a guint) and LARGE (a gint64), words for CHOICE: the
 * value is the place of the word.
 */
#define HX_CONFIG_KEYS(X) \
  X ("server", "store", STORE, store, NULL, 0, 0, NULL, 0, \
     "The store, such as sqlite:/srv/huixiang/store.db or postgresql:///huixiang?host=/run/postgresql. A password " \
     "has no place here.") \
  X ("server", "store-password-file", FILE, store_password, NULL, 0, 0, NULL, 0, \
     "File with the password of PostgreSQL in its first line. libpq's own ways (peer, PGPASSFILE, pg_service.conf) work too.") \
  X ("server", "migrate", CHOICE, migrate, "auto", 0, 0, "auto|refuse", 0, \
     "What a start does with a store of an older form: bring it to the new one, or refuse to start until " \
     "`huixiangd migrate` was run.") \
  X ("server", "recordings", FOLDER, recordings, NULL, 0, 0, NULL, 0, \
     "Folder of recordings and attachments. Unset: `recordings` beside an SQLite store.") \
  X ("server", "socket", PLACE, socket, NULL, 0, 0, NULL, 0, \
     "Also listen on a private socket at this path. Who can open that of an embedded server chooses whom to be.") \
  X ("server", "address", TEXT, address, "127.0.0.1", 0, 0, NULL, 0, \
     "Numeric address to listen on.") \
  X ("server", "port", LARGE, port, "8470", -1, 65535, NULL, 0, \
     "Port to listen on; 0 for any that is free, -1 for none.") \
  X ("server", "integration-key-file", PLACE, integration_key, NULL, 0, 0, NULL, 0, \
     "Keep a token for calls from outside in this file; made at a start that finds none.") \
  X ("server", "keys", PLACE, keys, NULL, 0, 0, NULL, 0, \
     "Key file of personal data, made at the first start. Unset: `keys` beside an SQLite store.") \
  X ("server", "key-command", TEXT, key_command, NULL, 0, 0, NULL, 0, \
     "A program that prints the keys; goes before the file.") \
  X ("server", "audit-anchors", PLACE, audit_anchors, NULL, 0, 0, NULL, 0, \
     "File, outside the store, that remembers how far the audit log went; FILE.newest beside it is written anew for each " \
     "commit. Unset: `NAME.anchors` beside the key file NAME, " \
     "or `audit.anchors` beside an SQLite store.") \
  X ("server", "readers", NUMBER, readers, "3", 1, 64, NULL, 0, \
     "Threads that read from the store, each with a connection.") \
  X ("server", "http-threads", NUMBER, http_threads, "2", 1, 64, NULL, 0, \
     "Threads that speak HTTP.") \
  X ("server", "heartbeat-seconds", NUMBER, heartbeat_s, "15", 1, 300, NULL, 0, \
     "How often a quiet event stream is told that it still lives.") \
  X ("server", "stop-seconds", NUMBER, stop_s, "10", 1, 300, NULL, 0, \
     "How long a stop waits for requests that are under way.") \
  X ("files", "quota-bytes", LARGE, files_quota, "0", 0, G_MAXINT64, NULL, 0, \
     "How many bytes all recordings and attachments together may have; 0 for any number.") \
  X ("files", "grace-seconds", LARGE, files_grace_s, "86400", 0, 31536000, NULL, 0, \
     "How long a file that nothing names is left alone before it is removed.") \
  X ("limits", "body-bytes", LARGE, limits.body, "1048576", 1024, 67108864, NULL, 0, \
     "Longest body of a request that is no upload.") \
  X ("limits", "upload-bytes", LARGE, limits.upload, "536870912", 1024, G_MAXINT64, NULL, 0, \
     "Longest recording.") \
  X ("limits", "attachment-bytes", LARGE, limits.attachment, "20971520", 1024, 268435456, NULL, 0, \
     "Longest attachment.") \
  X ("limits", "connections", NUMBER, limits.connections, "4096", 4, 1000000, NULL, 0, \
     "Connections in all, event streams not counted.") \
  X ("limits", "connections-per-address", NUMBER, limits.per_address, "512", 0, 1000000, NULL, 0, \
     "Connections of one address; 0 for no limit, as behind a proxy.") \
  X ("limits", "streams", NUMBER, limits.streams, "20000", 1, 1000000, NULL, 0, \
     "Event streams in all.") \
  X ("limits", "streams-per-person", NUMBER, limits.person_streams, "32", 1, 1000000, NULL, 0, \
     "Event streams of one person, or of one key.") \
  X ("limits", "requests-per-second", NUMBER, limits.requests_per_s, "1000", 0, 1000000, NULL, 0, \
     "Requests of one token, or of one address without a token, with bursts of four seconds; 0 for any number. " \
     "Embedded: 0 unless it is said here.") \
  X ("limits", "behind-proxy", SWITCH, limits.behind_proxy, "false", 0, 0, NULL, 0, \
     "A proxy of ours writes the address of each client at the end of X-Forwarded-For.") \
  X ("limits", "request-milliseconds", NUMBER, limits.request_ms, "30000", 100, 3600000, NULL, 0, \
     "Time to send the headers of a request, and again for its body or each 64 KiB of a file, and to take " \
     "each 64 KiB of an answer.") \
  X ("limits", "idle-seconds", NUMBER, limits.idle_s, "75", 1, 3600, NULL, 0, \
     "After so long in silence a connection is closed.") \
  X ("log", "level", CHOICE, log_level, "message", 0, 0, HX_LOG_LEVELS, HX_CONFIG_RELOADS, \
     "The least severe message that is written. `info` has a line for every request.") \
  X ("log", "rooms", ROOMS, log_rooms, NULL, 0, 0, NULL, HX_CONFIG_RELOADS, \
     "Levels of single rooms of the program, such as `http=debug,store=info`.") \
  X ("log", "target", CHOICE, log_target, "auto", 0, 0, HX_LOG_TARGETS, HX_CONFIG_RELOADS, \
     "The journal with its fields, or lines on standard error. `auto`: the journal where standard error is connected to it.") \
  X ("metrics", "listen", LISTEN, metrics_listen, "same", 0, 0, NULL, 0, \
     "Where `/metrics` is answered. `same`: on the sockets of the API, but only to callers on this computer who did not " \
     "come through a proxy. Else a port or socket of its own, or `none`.")
