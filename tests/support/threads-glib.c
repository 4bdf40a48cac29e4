/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <glib-object.h>

/* GLib's locks are futexes of its own, and its library is not built with ThreadSanitizer, so that what they put
 * in order looks like a race. Loaded before GLib, this tells the sanitizer what each of them means: everything
 * before a release is seen after the next acquire. It hides no race of ours: it adds nothing that GLib does not
 * promise. */

void __tsan_acquire (void *address);
void __tsan_release (void *address);

#define REAL(name) ((__typeof__ (&name)) (void *) dlsym (RTLD_NEXT, #name))

void
(g_mutex_lock) (GMutex *mutex)
{
  REAL (g_mutex_lock) (mutex);
  __tsan_acquire (mutex);
}

gboolean
(g_mutex_trylock) (GMutex *mutex)
{
  gboolean locked = REAL (g_mutex_trylock) (mutex);

  if (locked)
    __tsan_acquire (mutex);
  return locked;
}

void
(g_mutex_unlock) (GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end)
{
  gboolean signalled;

  __tsan_release (mutex);
  signalled = REAL (g_cond_wait_until) (cond, mutex, end);
  __tsan_acquire (mutex);
  return signalled;
}

void
g_rw_lock_reader_lock (GRWLock *lock)
{
  REAL (g_rw_lock_reader_lock) (lock);
  __tsan_acquire (lock);
}

void
g_rw_lock_reader_unlock (GRWLock *lock)
{
  __tsan_release (lock);
  REAL (g_rw_lock_reader_unlock) (lock);
}

void
g_rw_lock_writer_lock (GRWLock *lock)
{
  REAL (g_rw_lock_writer_lock) (lock);
  __tsan_acquire (lock);
}

void
g_rw_lock_writer_unlock (GRWLock *lock)
{
  __tsan_release (lock);
  REAL (g_rw_lock_writer_unlock) (lock);
}

void
g_async_queue_push (GAsyncQueue *queue,
                    gpointer     data)
{
  __tsan_release (queue);
  REAL (g_async_queue_push) (queue, data);
}

void
g_async_queue_push_unlocked (GAsyncQueue *queue,
                             gpointer     data)
{
  __tsan_release (queue);
  REAL (g_async_queue_push_unlocked) (queue, data);
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  gpointer data = REAL (g_async_queue_pop) (queue);

  __tsan_acquire (queue);
  return data;
}

gpointer
g_async_queue_try_pop (GAsyncQueue *queue)
{
  gpointer data = REAL (g_async_queue_try_pop) (queue);

  __tsan_acquire (queue);
  return data;
}

void
g_async_queue_push_front (GAsyncQueue *queue,
                          gpointer     data)
{
  __tsan_release (queue);
  REAL (g_async_queue_push_front) (queue, data);
}

void
g_async_queue_lock (GAsyncQueue *queue)
{
  REAL (g_async_queue_lock) (queue);
  __tsan_acquire (queue);
}

void
g_async_queue_unlock (GAsyncQueue *queue)
{
  __tsan_release (queue);
  REAL (g_async_queue_unlock) (queue);
}

/* A pool's threads take their work inside GLib, where nothing of this is seen: so what is given to them is wrapped. */
typedef struct
{
  GFunc func;
  gpointer data;
} Pooled;

static void
run_pooled (gpointer work,
            gpointer data)
{
  Pooled *self = data;

  __tsan_acquire (self);
  self->func (work, self->data);
  __tsan_release (self);
}

GThreadPool *
g_thread_pool_new (GFunc     func,
                   gpointer  data,
                   gint      max_threads,
                   gboolean  exclusive,
                   GError  **error)
{
  Pooled *self = g_new0 (Pooled, 1);

  self->func = func;
  self->data = data;
  return REAL (g_thread_pool_new) (run_pooled, self, max_threads, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool,
                    gpointer     work,
                    GError     **error)
{
  __tsan_release (pool->user_data);
  return REAL (g_thread_pool_push) (pool, work, error);
}

void
g_thread_pool_free (GThreadPool *pool,
                    gboolean     immediate,
                    gboolean     wait)
{
  Pooled *self = pool->user_data;

  REAL (g_thread_pool_free) (pool, immediate, wait);
  if (!wait)
    return;
  __tsan_acquire (self);
  g_free (self);
}

/* Whoever gives up a reference has done what it does with the thing; whoever frees it comes after all of them. So the
 * count goes down here: between a look at it and GLib's own step another thread might give up its own. */
void
g_object_unref (gpointer object)
{
  volatile gint *count = (volatile gint *) &((GObject *) object)->ref_count;
  gboolean has_toggle = (g_datalist_get_flags (&((GObject *) object)->qdata) & 1) != 0;

  __tsan_release (object);
  for (gint n = g_atomic_int_get (count); n > 1 && !has_toggle; n = g_atomic_int_get (count))
    if (g_atomic_int_compare_and_exchange (count, n, n - 1))
      return;
  __tsan_acquire (object);
  REAL (g_object_unref) (object);
}

void
g_bytes_unref (GBytes *bytes)
{
  __tsan_release (bytes);
  __tsan_acquire (bytes);
  REAL (g_bytes_unref) (bytes);
}

void
g_atomic_rc_box_release_full (gpointer       block,
                              GDestroyNotify clear)
{
  __tsan_release (block);
  __tsan_acquire (block);
  REAL (g_atomic_rc_box_release_full) (block, clear);
}

void
(g_once_init_leave) (volatile void *location,
                     gsize          result)
{
  __tsan_release ((void *) location);
  REAL (g_once_init_leave) (location, result);
}

gboolean
(g_once_init_enter) (volatile void *location)
{
  gboolean first = REAL (g_once_init_enter) (location);

  __tsan_acquire ((void *) location);
  return first;
}
