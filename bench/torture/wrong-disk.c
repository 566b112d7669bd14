/*
 * A disk that can go wrong, preloaded into the host, for the files in ODA_POWER_FOLDER.
 *
 * It keeps nothing but what was synced: what was written to a file since it was last synced goes to NAME.synced when it is
 * synced. A power cut is then: kill the host, and put the copies in place of the files. Once there is a file called
 * $ODA_SKIP_SYNC nothing is synced, and the caller is told that it was.
 *
 * It fails: $ODA_DISK_FAILS holds what, and how many calls of a hundred: "sync 50", "write 50", "read 50", "read-only 100".
 * As Linux does it, what could not be synced is not written later either, unless it is written again, and reads show it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_FILES 64
#define MOST_RANGES 4096

/* What was written to a file and not synced; `overflown`: more than is listed. */
typedef struct {
  char path[PATH_MAX];
  int overflown, count;
  struct { off_t from, to; } ranges[MOST_RANGES];
} unsynced;

static unsynced *files[MOST_FILES];
static int file_count;
static unsigned chance = 1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *seed = getenv("ODA_DISK_SEED");
  if (seed != NULL) chance = (unsigned)atoi(seed) | 1;
}

static int is_watched(const char *path) {
  const char *folder = getenv("ODA_POWER_FOLDER");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

/* What lies beside the folder, as its name and more, may fail and loses nothing. */
static int is_kept(const char *path) { return path[strlen(getenv("ODA_POWER_FOLDER"))] == '/'; }

/* Only of files that are watched. */
static int path_of(int fd, char *path) {
  char link[64];
  struct stat about;
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return is_watched(path);
}

static int fails(const char *what) {
  const char *name = getenv("ODA_DISK_FAILS");
  if (name == NULL) return 0;
  int fd = REAL(open)(name, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  char said[64], kind[32];
  int percent = 0;
  ssize_t length = REAL(read)(fd, said, sizeof said - 1);
  close(fd);
  if (length <= 0) return 0;
  said[length] = 0;
  if (sscanf(said, "%31s %d", kind, &percent) != 2 || strcmp(kind, what) != 0) return 0;
  pthread_mutex_lock(&lock);
  chance = chance * 1664525u + 1013904223u;
  int roll = (int)((chance >> 16) % 100);
  pthread_mutex_unlock(&lock);
  return roll < percent;
}

static int refuses_to_write(void) {
  if (fails("read-only")) return EROFS;
  return fails("write") ? EIO : 0;
}

static unsynced *file_at(const char *path) {
  for (int place = 0; place < file_count; place += 1)
    if (strcmp(files[place]->path, path) == 0) return files[place];
  if (file_count == MOST_FILES) return NULL;
  unsynced *file = calloc(1, sizeof *file);
  strcpy(file->path, path);
  files[file_count++] = file;
  return file;
}

static void note(const char *path, off_t from, ssize_t length) {
  if (length <= 0 || !is_kept(path)) return;
  pthread_mutex_lock(&lock);
  unsynced *file = file_at(path);
  if (file != NULL) {
    int last = file->count - 1;
    if (last >= 0 && file->ranges[last].to == from) file->ranges[last].to += length;
    else if (file->count == MOST_RANGES) file->overflown = 1;
    else {
      file->ranges[file->count].from = from;
      file->ranges[file->count++].to = from + length;
    }
  }
  pthread_mutex_unlock(&lock);
}

/* By the descriptor that is there: to close another one of the file would drop its locks. */
static void copy(int fd, int to, off_t from, off_t end) {
  char block[1 << 14];
  while (from < end) {
    size_t most = end - from < (off_t)sizeof block ? (size_t)(end - from) : sizeof block;
    ssize_t length = REAL(pread)(fd, block, most, from);
    if (length <= 0 || REAL(pwrite)(to, block, (size_t)length, from) != length) return;
    from += length;
  }
}

static void keep(int fd, const char *path, int is_whole) {
  char kept[PATH_MAX + 16];
  struct stat about;
  if (!is_kept(path)) return;
  snprintf(kept, sizeof kept, "%s.synced", path);
  pthread_mutex_lock(&lock);
  unsynced *file = file_at(path);
  if (is_whole && fstat(fd, &about) == 0) {
    int is_new = access(kept, F_OK) != 0;
    int to = REAL(open)(kept, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (to >= 0) {
      if (is_new || file == NULL || file->overflown) copy(fd, to, 0, about.st_size);
      else
        for (int place = 0; place < file->count; place += 1)
          copy(fd, to, file->ranges[place].from, file->ranges[place].to);
      if (REAL(ftruncate)(to, about.st_size) != 0) perror("wrong-disk");
      close(to);
    }
  }
  if (file != NULL) file->count = file->overflown = 0;
  pthread_mutex_unlock(&lock);
}

static int is_skipping(void) {
  const char *mark = getenv("ODA_SKIP_SYNC");
  return mark != NULL && access(mark, F_OK) == 0;
}

static int sync_by(int fd, int (*real)(int)) {
  char path[PATH_MAX];
  if (is_skipping()) return 0;
  if (!path_of(fd, path)) return real(fd);
  if (fails("sync")) {
    keep(fd, path, 0);
    errno = EIO;
    return -1;
  }
  int outcome = real(fd);
  if (outcome == 0) keep(fd, path, 1);
  return outcome;
}

int fsync(int fd) { return sync_by(fd, REAL(fsync)); }
int fdatasync(int fd) { return sync_by(fd, REAL(fdatasync)); }

#define PWRITE(name, offset)                                                  \
  ssize_t name(int fd, const void *bytes, size_t length, offset at) {         \
    char path[PATH_MAX];                                                      \
    if (!path_of(fd, path)) return REAL(name)(fd, bytes, length, at);         \
    int refusal = refuses_to_write();                                         \
    if (refusal != 0) return errno = refusal, -1;                             \
    ssize_t written = REAL(name)(fd, bytes, length, at);                      \
    note(path, at, written);                                              \
    return written;                                                           \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t length) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return REAL(write)(fd, bytes, length);
  int refusal = refuses_to_write();
  if (refusal != 0) return errno = refusal, -1;
  ssize_t written = REAL(write)(fd, bytes, length);
  note(path, lseek(fd, 0, SEEK_CUR) - written, written);
  return written;
}

#define PREAD(name, offset)                                                   \
  ssize_t name(int fd, void *bytes, size_t length, offset at) {               \
    char path[PATH_MAX];                                                      \
    if (path_of(fd, path) && fails("read")) return errno = EIO, -1;           \
    return REAL(name)(fd, bytes, length, at);                                 \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define FTRUNCATE(name, offset)                                               \
  int name(int fd, offset size) {                                             \
    char path[PATH_MAX];                                                      \
    int refusal = path_of(fd, path) ? refuses_to_write() : 0;                 \
    if (refusal != 0) return errno = refusal, -1;                             \
    return REAL(name)(fd, size);                                              \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define OPEN(name)                                                            \
  int name(const char *path, int flags, ...) {                                \
    va_list rest;                                                             \
    va_start(rest, flags);                                                    \
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;          \
    va_end(rest);                                                             \
    int is_to_write = (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0;           \
    if (is_to_write && is_watched(path) && fails("read-only"))                \
      return errno = EROFS, -1;                                               \
    return REAL(name)(path, flags, mode);                                     \
  }
OPEN(open)
OPEN(open64)

/* A synced file has another name, or one more. */
#define NAMED(name)                                                           \
  int name(const char *from, const char *to) {                                \
    char kept[PATH_MAX], named[PATH_MAX];                                     \
    if (is_watched(to) && fails("read-only")) return errno = EROFS, -1;       \
    int outcome = REAL(name)(from, to);                                       \
    if (outcome != 0 || !is_watched(to) || !is_kept(to)) return outcome;                      \
    snprintf(kept, sizeof kept, "%s.synced", from);                           \
    snprintf(named, sizeof named, "%s.synced", to);                           \
    REAL(rename)(kept, named);                                                \
    return outcome;                                                           \
  }
NAMED(rename)
NAMED(link)
