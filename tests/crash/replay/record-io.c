/*
 * Records what a program asks of the disk, so that a replayer can say what a power cut would have left.
 *
 * Loaded by LD_PRELOAD. Every call that changes a file below DISK_ROOT is made as the program wants it
 * and, when it succeeded, written to DISK_LOG as one record:
 *
 *   op        1 byte    see `enum operation`
 *   pathBytes 2 bytes   little endian, as all numbers here
 *   offset    8 bytes   of a write; new length of a truncation; for a sync the length of this log when
 *                       it began: only what stood in it then is on disk when the sync returns
 *   dataBytes 4 bytes
 *   path      relative to DISK_ROOT
 *   data      bytes written; the new path of a rename or a second name
 *
 * Appending to DISK_ROOT/acknowledged is no file operation: it is the moment at which a person was told
 * something, and goes into the log as such.
 *
 * DISK_PLANT plants a fault that the replayer must find: `no-folder-sync` swallows every flush of a
 * folder, `no-mirror-sync` every flush of a mirror file; `no-rewrite` forgets each write that changes
 * no byte, as if the program had not made it.
 *
 * Calls that change files and that this recorder does not understand are recorded as UNKNOWN, and the
 * replayer refuses such a log: a proof must not pass because it looked away.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum operation {
  WRITE = 'W',
  TRUNCATE = 'T',
  SYNC = 'S',
  SYNC_FAILED = 'F',
  CREATE = 'C',
  MAKE_FOLDER = 'D',
  RENAME = 'R',
  LINK = 'L',
  UNLINK = 'U',
  ACKNOWLEDGE = 'A',
  UNKNOWN = '?',
};

enum { PATH_BYTES = 1024, HEAD_BYTES = 15 };

static char root[PATH_BYTES];
static size_t root_bytes;
static const char *plant = "";
static int log_fd = -1;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static ssize_t (*real_write)(int, const void *, size_t);

__attribute__((constructor)) static void begin(void) {
  const char *wanted = getenv("DISK_ROOT");
  const char *log = getenv("DISK_LOG");
  real_write = REAL(write);
  if (getenv("DISK_PLANT") != NULL) plant = getenv("DISK_PLANT");
  if (wanted == NULL || log == NULL || strlen(wanted) + 2 > PATH_BYTES) return;
  snprintf(root, sizeof root, "%s/", wanted);
  root_bytes = strlen(root);
  log_fd = open(log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
}

static int ends_with(const char *text, const char *end) {
  size_t bytes = strlen(text);
  return bytes >= strlen(end) && strcmp(text + bytes - strlen(end), end) == 0;
}

/*
 * The part of `path` below the root; NULL for files that are none of ours. SQLite keeps an index of the
 * log in a `-shm` file, in memory that programs share: the first connection after a cut empties it.
 */
static const char *inside(const char *path) {
  if (log_fd < 0 || path == NULL) return NULL;
  if (strncmp(path, root, root_bytes) != 0 || ends_with(path, "-shm")) return NULL;
  return path + root_bytes;
}

/* The same for an open file. Deleted files hold nothing for anybody and are passed over. */
static const char *inside_fd(int fd, char name[PATH_BYTES]) {
  char link[64];
  ssize_t bytes;
  if (log_fd < 0 || fd == log_fd) return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  bytes = readlink(link, name, PATH_BYTES - 1);
  if (bytes <= 0) return NULL;
  name[bytes] = '\0';
  if (strstr(name, " (deleted)") != NULL) return NULL;
  return inside(name);
}

static void put(char **at, uint64_t value, size_t bytes) {
  for (size_t each = 0; each < bytes; each += 1) *(*at)++ = (char)(value >> (8 * each));
}

/* One record is one append: a process that dies in between leaves a log that ends cleanly. */
static void record(enum operation op, const char *path, uint64_t offset, const void *data, uint32_t data_bytes) {
  size_t path_bytes = strlen(path);
  size_t bytes = HEAD_BYTES + path_bytes + data_bytes;
  char *whole = malloc(bytes);
  char *at = whole;
  if (whole == NULL) abort();
  *at++ = (char)op;
  put(&at, path_bytes, 2);
  put(&at, offset, 8);
  put(&at, data_bytes, 4);
  memcpy(at, path, path_bytes);
  if (data_bytes > 0) memcpy(at + path_bytes, data, data_bytes);
  pthread_mutex_lock(&log_lock);
  if (real_write(log_fd, whole, bytes) != (ssize_t)bytes) abort();
  pthread_mutex_unlock(&log_lock);
  free(whole);
}

static void record_write(const char *path, uint64_t offset, const void *data, ssize_t done) {
  if (done <= 0) return;
  if (strcmp(path, "acknowledged") == 0) record(ACKNOWLEDGE, path, 0, data, (uint32_t)done);
  else record(WRITE, path, offset, data, (uint32_t)done);
}

static int changes_nothing(int fd, const void *data, size_t bytes, off64_t offset) {
  char *before = malloc(bytes);
  int same = before != NULL && pread64(fd, before, bytes, offset) == (ssize_t)bytes && memcmp(before, data, bytes) == 0;
  free(before);
  return same;
}

ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t offset) {
  char name[PATH_BYTES];
  const char *path = inside_fd(fd, name);
  if (path != NULL && strcmp(plant, "no-rewrite") == 0 && changes_nothing(fd, data, bytes, offset)) path = NULL;
  ssize_t done = REAL(pwrite64)(fd, data, bytes, offset);
  if (path != NULL) record_write(path, (uint64_t)offset, data, done);
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t bytes, off_t offset) {
  return pwrite64(fd, data, bytes, offset);
}

ssize_t write(int fd, const void *data, size_t bytes) {
  char name[PATH_BYTES];
  const char *path = inside_fd(fd, name);
  ssize_t done;
  off64_t offset;
  if (path == NULL) return real_write(fd, data, bytes);
  offset = lseek64(fd, 0, (fcntl(fd, F_GETFL) & O_APPEND) != 0 ? SEEK_END : SEEK_CUR);
  done = real_write(fd, data, bytes);
  record_write(path, (uint64_t)offset, data, done);
  return done;
}

static int is_swallowed(int fd, const char *path) {
  struct stat is;
  if (strcmp(plant, "no-mirror-sync") == 0) return strstr(path, ".mirror") != NULL;
  if (strcmp(plant, "no-folder-sync") == 0) return fstat(fd, &is) == 0 && S_ISDIR(is.st_mode);
  return 0;
}

/* Writes of other threads that arrive while the flush runs are not covered by it. */
static int sync_file(int fd, int (*real)(int)) {
  char name[PATH_BYTES];
  const char *path = inside_fd(fd, name);
  uint64_t before;
  int failed;
  int error;
  if (path == NULL) return real(fd);
  if (is_swallowed(fd, path)) return 0;
  pthread_mutex_lock(&log_lock);
  before = (uint64_t)lseek64(log_fd, 0, SEEK_END);
  pthread_mutex_unlock(&log_lock);
  failed = real(fd);
  error = errno;
  record(failed == 0 ? SYNC : SYNC_FAILED, path, before, NULL, 0);
  errno = error;
  return failed;
}

int fsync(int fd) { return sync_file(fd, REAL(fsync)); }
int fdatasync(int fd) { return sync_file(fd, REAL(fdatasync)); }

int ftruncate64(int fd, off64_t length) {
  char name[PATH_BYTES];
  const char *path = inside_fd(fd, name);
  int failed = REAL(ftruncate64)(fd, length);
  if (path != NULL && failed == 0) record(TRUNCATE, path, (uint64_t)length, NULL, 0);
  return failed;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* Opening changes a folder when it makes a file, and a file when it empties one. */
static void record_open(const char *path, int flags, int existed) {
  if (strcmp(path, "acknowledged") == 0) return;
  if ((flags & O_TMPFILE) == O_TMPFILE) record(UNKNOWN, path, 0, "O_TMPFILE", 9);
  else if ((flags & O_CREAT) != 0 && !existed) record(CREATE, path, 0, NULL, 0);
  else if ((flags & O_TRUNC) != 0) record(TRUNCATE, path, 0, NULL, 0);
}

static int open_file(const char *path, int flags, mode_t mode, int (*real)(const char *, int, ...)) {
  const char *ours = inside(path);
  int existed = ours != NULL && access(path, F_OK) == 0;
  int fd = real(path, flags, mode);
  if (ours != NULL && fd >= 0) record_open(ours, flags, existed);
  return fd;
}

static mode_t mode_of(int flags, va_list rest) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return open_file(path, flags, mode, REAL(open));
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return open_file(path, flags, mode, REAL(open64));
}

int mkdir(const char *path, mode_t mode) {
  const char *ours = inside(path);
  int failed = REAL(mkdir)(path, mode);
  if (ours != NULL && failed == 0) record(MAKE_FOLDER, ours, 0, NULL, 0);
  return failed;
}

int rename(const char *from, const char *to) {
  const char *old = inside(from);
  const char *new = inside(to);
  int failed = REAL(rename)(from, to);
  if (failed != 0 || (old == NULL && new == NULL)) return failed;
  if (old == NULL || new == NULL) record(UNKNOWN, old == NULL ? new : old, 0, "rename over the border", 22);
  else record(RENAME, old, 0, new, (uint32_t)strlen(new));
  return failed;
}

int link(const char *from, const char *to) {
  const char *old = inside(from);
  const char *new = inside(to);
  int failed = REAL(link)(from, to);
  if (failed == 0 && old != NULL && new != NULL) record(LINK, old, 0, new, (uint32_t)strlen(new));
  return failed;
}

static int unlink_path(const char *path, int (*real)(const char *)) {
  const char *ours = inside(path);
  int failed = real(path);
  if (ours != NULL && failed == 0) record(UNLINK, ours, 0, NULL, 0);
  return failed;
}

int unlink(const char *path) { return unlink_path(path, REAL(unlink)); }
int rmdir(const char *path) { return unlink_path(path, REAL(rmdir)); }
int remove(const char *path) { return unlink_path(path, REAL(remove)); }

/* Calls below are not used by the journal today; one that appears must be taught to the replayer. */
static void unknown_fd(int fd, const char *call) {
  char name[PATH_BYTES];
  const char *path = inside_fd(fd, name);
  if (path != NULL) record(UNKNOWN, path, 0, call, (uint32_t)strlen(call));
}

static void unknown_path(const char *path, const char *call) {
  const char *ours = inside(path);
  if (ours != NULL) record(UNKNOWN, ours, 0, call, (uint32_t)strlen(call));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  unknown_fd(fd, "writev");
  return REAL(writev)(fd, parts, count);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  unknown_fd(fd, "pwritev");
  return REAL(pwritev)(fd, parts, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  unknown_fd(fd, "pwritev64");
  return REAL(pwritev64)(fd, parts, count, offset);
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t bytes, unsigned flags) {
  unknown_fd(out, "copy_file_range");
  return REAL(copy_file_range)(in, from, out, to, bytes, flags);
}

int posix_fallocate64(int fd, off64_t offset, off64_t bytes) {
  unknown_fd(fd, "posix_fallocate");
  return REAL(posix_fallocate64)(fd, offset, bytes);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t bytes) {
  unknown_fd(fd, "fallocate");
  return REAL(fallocate64)(fd, mode, offset, bytes);
}

int truncate64(const char *path, off64_t length) {
  unknown_path(path, "truncate");
  return REAL(truncate64)(path, length);
}


int symlink(const char *target, const char *path) {
  unknown_path(path, "symlink");
  return REAL(symlink)(target, path);
}

int openat(int folder, const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_of(flags, rest);
  va_end(rest);
  if ((flags & (O_CREAT | O_TRUNC)) != 0) unknown_path(path, "openat");
  return REAL(openat)(folder, path, flags, mode);
}

int unlinkat(int folder, const char *path, int flags) {
  unknown_path(path, "unlinkat");
  return REAL(unlinkat)(folder, path, flags);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  unknown_path(from, "renameat2");
  return REAL(renameat2)(from_folder, from, to_folder, to, flags);
}

void *mmap64(void *address, size_t bytes, int protection, int flags, int fd, off64_t offset) {
  int shared = (flags & MAP_TYPE) == MAP_SHARED && (protection & PROT_WRITE) != 0;
  if (shared && fd >= 0) unknown_fd(fd, "mmap");
  return REAL(mmap64)(address, bytes, protection, flags, fd, offset);
}

void *mmap(void *address, size_t bytes, int protection, int flags, int fd, off_t offset) {
  return mmap64(address, bytes, protection, flags, fd, offset);
}
