/*
 * Lets calls of the operating system fail, loaded by LD_PRELOAD.
 *
 * The program under test gives its orders by writing one line to a file named `inject-io`:
 *
 *   TARGET CALL FAULT AT TIMES
 *
 *   TARGET  part of a path, such as `journal.db-wal` or `.mirror`
 *   CALL    `write` or `sync`
 *   FAULT   `eio`, `enospc`: the call does nothing and fails so; `torn`: half of the write is done and
 *           the process dies; `slow`: the call is made after 50 ms
 *   AT      the first call that fails, counted from 1
 *   TIMES   how many fail; 0 for all from then on
 *
 * The line `off` ends it. A fault that came about is told by a byte on file descriptor 3, so that no
 * test passes because nothing was injected.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = 1024, WORD_BYTES = 64, DEATH = 137 };

static struct {
  char target[WORD_BYTES];
  char call[WORD_BYTES];
  char fault[WORD_BYTES];
  long at;
  long times;
  long calls;
} orders;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The path of an open file; empty for what has none. */
static const char *path_of(int fd, char name[PATH_BYTES]) {
  char link[64];
  ssize_t bytes;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  bytes = readlink(link, name, PATH_BYTES - 1);
  name[bytes < 0 ? 0 : bytes] = '\0';
  return name;
}

static int ends_with(const char *text, const char *end) {
  size_t bytes = strlen(text);
  return bytes >= strlen(end) && strcmp(text + bytes - strlen(end), end) == 0;
}

static void take_orders(const char *text, size_t bytes) {
  char line[4 * WORD_BYTES];
  snprintf(line, sizeof line, "%.*s", (int)bytes, text);
  pthread_mutex_lock(&lock);
  memset(&orders, 0, sizeof orders);
  sscanf(line, "%63s %63s %63s %ld %ld", orders.target, orders.call, orders.fault, &orders.at, &orders.times);
  pthread_mutex_unlock(&lock);
}

/* Whether this call is one that fails. */
static int is_due(const char *call, int fd) {
  char name[PATH_BYTES];
  int due;
  if (orders.at == 0 || strcmp(call, orders.call) != 0) return 0;
  if (strstr(path_of(fd, name), orders.target) == NULL) return 0;
  pthread_mutex_lock(&lock);
  orders.calls += 1;
  due = orders.calls >= orders.at && (orders.times == 0 || orders.calls < orders.at + orders.times);
  pthread_mutex_unlock(&lock);
  return due;
}

static int is_fault(const char *fault) { return strcmp(orders.fault, fault) == 0; }

static void tell(void) {
  if (REAL(write)(3, "!", 1) != 1) _exit(1);
}

static void wait_a_little(void) {
  struct timespec slow = {0, 50000000};
  nanosleep(&slow, NULL);
}

/* 0: make the call. -1: it failed, and errno says how. */
static int injected(void) {
  tell();
  if (is_fault("slow")) {
    wait_a_little();
    return 0;
  }
  errno = is_fault("enospc") ? ENOSPC : EIO;
  return -1;
}

ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t offset) {
  if (!is_due("write", fd)) return REAL(pwrite64)(fd, data, bytes, offset);
  if (is_fault("torn")) {
    tell();
    if (REAL(pwrite64)(fd, data, bytes / 2, offset) < 0) _exit(1);
    _exit(DEATH);
  }
  return injected() != 0 ? -1 : REAL(pwrite64)(fd, data, bytes, offset);
}

ssize_t pwrite(int fd, const void *data, size_t bytes, off_t offset) {
  return pwrite64(fd, data, bytes, offset);
}

ssize_t write(int fd, const void *data, size_t bytes) {
  char name[PATH_BYTES];
  if (fd > 3 && ends_with(path_of(fd, name), "/inject-io")) take_orders(data, bytes);
  else if (fd > 3 && is_due("write", fd) && injected() != 0) return -1;
  return REAL(write)(fd, data, bytes);
}

int fsync(int fd) {
  return is_due("sync", fd) && injected() != 0 ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd) {
  return is_due("sync", fd) && injected() != 0 ? -1 : REAL(fdatasync)(fd);
}
