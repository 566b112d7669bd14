/*
 * A disk that keeps nothing but what was synced. Preloaded into the host: each time one of the files in ODA_POWER_FOLDER is
 * synced, what it holds is copied beside it as NAME.synced. A power cut is then: kill the host, and put the copies in place
 * of the files. Once there is a file called $ODA_SKIP_SYNC nothing is synced, and the caller is told that it was.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_watched(const char *path) {
  const char *folder = getenv("ODA_POWER_FOLDER");
  return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_skipping(void) {
  const char *mark = getenv("ODA_SKIP_SYNC");
  return mark != NULL && access(mark, F_OK) == 0;
}

static void keep(int fd) {
  char link[64], path[PATH_MAX], copy[PATH_MAX + 16], part[PATH_MAX + 32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = 0;
  if (!is_watched(path)) return;
  snprintf(copy, sizeof copy, "%s.synced", path);
  snprintf(part, sizeof part, "%s.part", copy);
  int to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (to < 0) return;
  char block[1 << 14];
  off_t at = 0;
  ssize_t read = 0;
  /* By the descriptor that is there: to close another one of the file would drop its locks. */
  while ((read = pread(fd, block, sizeof block, at)) > 0 && write(to, block, read) == read) at += read;
  close(to);
  if (read == 0) rename(part, copy);
}

#define SYNC(name)                                                    \
  int name(int fd) {                                                  \
    if (is_skipping()) return 0;                                      \
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, #name);         \
    int outcome = real(fd);                                           \
    if (outcome == 0) keep(fd);                                       \
    return outcome;                                                   \
  }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
  int (*real)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
  int outcome = real(from, to);
  if (outcome != 0 || !is_watched(to) || strstr(from, ".synced") != NULL) return outcome;
  char kept[PATH_MAX], moved[PATH_MAX];
  snprintf(kept, sizeof kept, "%s.synced", from);
  snprintf(moved, sizeof moved, "%s.synced", to);
  real(kept, moved);
  return outcome;
}
