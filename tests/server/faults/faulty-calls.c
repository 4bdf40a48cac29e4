/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Loaded before libc into a real huixiangd: fails system calls on files of one folder, as a page of memory says
 * that the test has open too. HX_FAULT_PAGE names that page, HX_FAULT_FOLDER how paths of the folder begin. They are
 * the calls that were seen (strace) of a submission, an upload and a checkpoint. */

enum
{
  CALL_WRITE = 1,
  CALL_SYNC = 2,
  CALL_OPEN = 4,
  CALL_MAKE = 8,    /* a folder */
  CALL_MODE = 16,
  CALL_RENAME = 32,
  CALL_REMOVE = 64,
  HOLD = 128,       /* none fails: whoever opens a file to read it waits for the page's lock */
};

typedef struct
{
  atomic_uint calls;  /* bits: which calls fail; 0 for none */
  atomic_int left;    /* how many of them go well before */
  atomic_int failing; /* and how many fail then */
  atomic_int error;   /* with what */
  atomic_uint failed; /* how many have, or wait */
} Page;

static Page *page;
static const char *folder;

__attribute__ ((constructor)) static void
set_up (void)
{
  const char *path = getenv ("HX_FAULT_PAGE");
  int fd = path != NULL ? open (path, O_RDWR | O_CLOEXEC) : -1;
  void *memory = fd >= 0 ? mmap (NULL, sizeof (Page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;

  if (fd >= 0)
    close (fd);
  folder = getenv ("HX_FAULT_FOLDER");
  if (memory != MAP_FAILED && folder != NULL)
    page = memory;
}

static int
is_ours (const char *path)
{
  return strncmp (path, folder, strlen (folder)) == 0;
}

static int
is_our_file (int fd)
{
  char link[64], path[4096];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  path[length > 0 ? length : 0] = '\0';
  return is_ours (path);
}

static int
is_armed (unsigned call)
{
  return page != NULL && (atomic_load (&page->calls) & call) != 0;
}

static int
fails (void)
{
  if (atomic_fetch_sub (&page->left, 1) > 0 || atomic_fetch_sub (&page->failing, 1) <= 0)
    return 0;
  atomic_fetch_add (&page->failed, 1);
  errno = atomic_load (&page->error);
  return 1;
}

#define REAL(name) ((__typeof__ (&name)) (void *) dlsym (RTLD_NEXT, #name))
#define FAILS_ON(call, fd) (is_armed (call) && is_our_file (fd) && fails ())

ssize_t
write (int         fd,
       const void *bytes,
       size_t      length)
{
  return FAILS_ON (CALL_WRITE, fd) ? -1 : REAL (write) (fd, bytes, length);
}

ssize_t
pwrite64 (int         fd,
          const void *bytes,
          size_t      length,
          off64_t     offset)
{
  return FAILS_ON (CALL_WRITE, fd) ? -1 : REAL (pwrite64) (fd, bytes, length, offset);
}

int
fsync (int fd)
{
  return FAILS_ON (CALL_SYNC, fd) ? -1 : REAL (fsync) (fd);
}

int
fdatasync (int fd)
{
  return FAILS_ON (CALL_SYNC, fd) ? -1 : REAL (fdatasync) (fd);
}

int
mkdirat (int         folder_fd,
         const char *name,
         mode_t      mode)
{
  return FAILS_ON (CALL_MAKE, folder_fd) ? -1 : REAL (mkdirat) (folder_fd, name, mode);
}

int
fchmod (int    fd,
        mode_t mode)
{
  return FAILS_ON (CALL_MODE, fd) ? -1 : REAL (fchmod) (fd, mode);
}

int
renameat2 (int          from_fd,
           const char  *from,
           int          to_fd,
           const char  *to,
           unsigned int flags)
{
  return FAILS_ON (CALL_RENAME, to_fd) ? -1 : REAL (renameat2) (from_fd, from, to_fd, to, flags);
}

int
unlink (const char *path)
{
  return is_armed (CALL_REMOVE) && is_ours (path) && fails () ? -1 : REAL (unlink) (path);
}

int
unlinkat (int         folder_fd,
          const char *name,
          int         flags)
{
  return FAILS_ON (CALL_REMOVE, folder_fd) ? -1 : REAL (unlinkat) (folder_fd, name, flags);
}

/* The test has the page locked for as long as it wants. */
static void
wait_to_read (void)
{
  int fd = REAL (open64) (getenv ("HX_FAULT_PAGE"), O_RDONLY | O_CLOEXEC);

  atomic_fetch_add (&page->failed, 1);
  flock (fd, LOCK_SH);
  close (fd);
}

static int
open_fails (const char *path,
            int         flags)
{
  if (is_armed (HOLD) && is_ours (path) && (flags & O_ACCMODE) == O_RDONLY)
    wait_to_read ();
  return is_armed (CALL_OPEN) && is_ours (path) && fails ();
}

int
open64 (const char *path,
        int         flags,
        ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = flags & (O_CREAT | O_TMPFILE) ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return open_fails (path, flags) ? -1 : REAL (open64) (path, flags, mode);
}

int
openat64 (int         folder_fd,
          const char *path,
          int         flags,
          ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = flags & (O_CREAT | O_TMPFILE) ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return FAILS_ON (CALL_OPEN, folder_fd) ? -1 : REAL (openat64) (folder_fd, path, flags, mode);
}
