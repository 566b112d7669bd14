// Members of a chat, as thin as can be, in one thread: they come in, some write, all count what is delivered.
// Arguments: the language, the port, and where they meet. Reads one command a line and answers each by one line:
//   enter MEMBERS AT_ONCE SECONDS   entered MEMBERS
//   flood WRITERS IN_FLIGHT SECONDS began, after a second; then flooded DELIVERIES SECONDS
//   rate PER_SECOND SECONDS         rated P50 P99, in milliseconds
//   back PORT AT_ONCE               back MEMBERS
//   hear                            heard, when everybody has heard one message
#define _GNU_SOURCE
#include "load-languages.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
  mostMembers = 10000,
  // Whose messages come at a rate, and whose deliveries are timed.
  writersAtRate = 8,
  timedReaders = 5,
  mostRated = 1 << 16,
  readBytes = 64 * 1024,
  // While it comes in, so much of what a member has heard is looked at.
  heardBytes = 16 * 1024,
  signSeconds = 5,
};

typedef enum { away, dialling, securing, entering, in } Phase;

typedef struct {
  Who who;
  int socket;
  SSL *tls;
  Phase phase;
  int step;
  bool comesBack, hasTriedAgain, waitsToWrite, isTimed;
  char *heard;
  size_t heardLength;
  char *out;
  size_t outLength, outSize;
  long received;
  // Of the number that is being read.
  int digitsLeft, number;
} Member;

static const Language *language;
static SSL_CTX *context;
static int poller, port;
static Member members[mostMembers];
static int wanted, settled, cameIn;
static int numbered;
static double sentAt[mostRated], *took;
static int tookCount;

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static void watch(Member *one, int operation, bool toWrite) {
  struct epoll_event event = {.events = EPOLLIN | (toWrite ? EPOLLOUT : 0u), .data.ptr = one};
  one->waitsToWrite = toWrite;
  if (epoll_ctl(poller, operation, one->socket, &event)) fail("epoll");
}

static void dial(Member *one) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int yes = 1;
  one->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (one->socket < 0) fail("socket");
  setsockopt(one->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  one->phase = dialling;
  one->step = 0;
  one->outLength = one->heardLength = 0;
  if (connect(one->socket, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) fail("connect");
  watch(one, EPOLL_CTL_ADD, true);
}

static void hangUp(Member *one) {
  if (one->tls) SSL_free(one->tls);
  one->tls = NULL;
  if (one->phase != away) close(one->socket);
  one->phase = away;
}

// A busy server may have turned away who comes now: it tries once more, as programs do.
static void lost(Member *one) {
  bool wasIn = one->phase == in;
  hangUp(one);
  if (wasIn) {
    fprintf(stderr, "%s was put out\n", one->who.name);
    cameIn -= 1;
  } else if (one->hasTriedAgain) {
    settled += 1;
  } else {
    one->hasTriedAgain = true;
    dial(one);
  }
}

// Writes what waits; what does not go now goes when the socket has space.
static void flush(Member *one) {
  size_t written = 0;
  while (written < one->outLength) {
    size_t rest = one->outLength - written;
    int count = one->tls ? SSL_write(one->tls, one->out + written, (int)rest)
                         : (int)write(one->socket, one->out + written, rest);
    if (count <= 0) break;
    written += (size_t)count;
  }
  one->outLength -= written;
  memmove(one->out, one->out + written, one->outLength);
  if ((one->outLength > 0) != one->waitsToWrite) watch(one, EPOLL_CTL_MOD, one->outLength > 0);
}

static char *spaceToSay(Member *one) {
  if (one->outSize - one->outLength < mostSaid) {
    one->outSize = 2 * one->outSize + mostSaid;
    one->out = realloc(one->out, one->outSize);
  }
  return one->out + one->outLength;
}

static void sayStep(Member *one) {
  int (*say)(char *, int, const Who *) = one->comesBack ? language->comeBack : language->come;
  one->outLength += (size_t)say(spaceToSay(one), one->step, &one->who);
  flush(one);
}

static void sayMessages(Member *one, int count) {
  for (int at = 0; at < count; at += 1)
    one->outLength += (size_t)language->message(spaceToSay(one), &one->who, numbered++);
  flush(one);
}

static void isIn(Member *one) {
  one->phase = in;
  one->received = 0;
  free(one->heard);
  one->heard = NULL;
  settled += 1;
  cameIn += 1;
}

static void begin(Member *one) {
  one->phase = entering;
  if (!language->come) return isIn(one);
  if (!one->heard) one->heard = malloc(heardBytes);
  sayStep(one);
}

static void keepToken(Member *one, const char *answer) {
  const char *key = "\"token\":\"", *found = strstr(answer, key);
  if (found) sscanf(found + strlen(key), "%127[^\"]", one->who.token);
}

// What is heard while it comes in: the next step when what was waited for is there.
static void hearStep(Member *one, const char *bytes, size_t count) {
  size_t most = heardBytes - 1;
  if (count > most) bytes += count - most, count = most;
  if (one->heardLength + count > most) one->heardLength = 0;
  memcpy(one->heard + one->heardLength, bytes, count);
  one->heardLength += count;
  one->heard[one->heardLength] = 0;
  const char *const *until = language->until[one->step], *found = NULL;
  for (int at = 0; at < 2 && until[at] && !found; at += 1)
    found = memmem(one->heard, one->heardLength, until[at], strlen(until[at]));
  if (!found) return;
  keepToken(one, found);
  one->heardLength = 0;
  one->step += 1;
  if (one->step < mostSteps && language->until[one->step][0]) sayStep(one);
  else isIn(one);
}

static void timeNumbers(Member *one, const char *bytes, size_t count) {
  for (const char *at = bytes; at < bytes + count; at += 1) {
    if (*at == mark) {
      one->digitsLeft = digits;
      one->number = 0;
    } else if (one->digitsLeft > 0) {
      one->number = one->number * 10 + *at - '0';
      one->digitsLeft -= 1;
      if (one->digitsLeft == 0) took[tookCount++] = now() - sentAt[one->number % mostRated];
    }
  }
}

static void hear(Member *one, const char *bytes, size_t count) {
  if (one->phase == entering) return hearStep(one, bytes, count);
  const char *end = bytes + count;
  for (const char *at = bytes; (at = memchr(at, mark, (size_t)(end - at))); at += 1) one->received += 1;
  if (one->isTimed) timeNumbers(one, bytes, count);
}

// At once: a server that waits with a small write until the one before is acknowledged (Nagle) would stand still for
// the 40 ms that the system takes its time otherwise, and that would be what is measured.
static void acknowledge(const Member *one) {
  int yes = 1;
  setsockopt(one->socket, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
}

static void readAll(Member *one) {
  static char bytes[readBytes];
  for (;;) {
    int count = one->tls ? SSL_read(one->tls, bytes, readBytes) : (int)read(one->socket, bytes, readBytes);
    if (count <= 0) {
      bool isLater = one->tls ? SSL_get_error(one->tls, count) == SSL_ERROR_WANT_READ : count < 0 && errno == EAGAIN;
      if (!isLater) lost(one);
      return;
    }
    hear(one, bytes, (size_t)count);
    acknowledge(one);
    if (one->phase == away || (one->tls ? !SSL_has_pending(one->tls) : count < readBytes)) return;
  }
}

static void secure(Member *one) {
  int result = SSL_connect(one->tls);
  if (result == 1) return begin(one);
  int error = SSL_get_error(one->tls, result);
  if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) lost(one);
}

static void isDialled(Member *one) {
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(one->socket, SOL_SOCKET, SO_ERROR, &error, &length);
  if (error) return lost(one);
  watch(one, EPOLL_CTL_MOD, false);
  if (!language->isSecured) return begin(one);
  one->phase = securing;
  one->tls = SSL_new(context);
  SSL_set_fd(one->tls, one->socket);
  secure(one);
}

static void serve(Member *one, uint32_t events) {
  if (one->phase == away) return;
  if (one->phase == dialling) return isDialled(one);
  if (one->phase == securing) return secure(one);
  if (events & EPOLLOUT) flush(one);
  if (events & ~(uint32_t)EPOLLOUT) readAll(one);
}

static double signsAt;

static void giveSigns(void) {
  signsAt = now() + signSeconds;
  if (!language->sign) return;
  for (int at = 0; at < wanted; at += 1) {
    if (members[at].phase != in) continue;
    members[at].outLength += (size_t)sprintf(spaceToSay(&members[at]), "%s", language->sign);
    flush(&members[at]);
  }
}

// Serves everybody once. True if a timer or a command has come, which have no member.
static bool turn(void) {
  struct epoll_event events[256];
  bool isAlone = false;
  int count = epoll_wait(poller, events, 256, 100);
  for (int at = 0; at < count; at += 1) {
    if (events[at].data.ptr) serve(events[at].data.ptr, events[at].events);
    else isAlone = true;
  }
  if (now() > signsAt) giveSigns();
  return isAlone;
}

static void comeIn(int atOnce, double until) {
  for (int next = 0; settled < wanted && now() < until; turn())
    while (next < wanted && next - settled < atOnce) dial(&members[next++]);
}

static void enter(int count, int atOnce, int seconds) {
  wanted = count;
  for (int at = 0; at < count; at += 1) sprintf(members[at].who.name, "m%d", at + 1);
  comeIn(atOnce, now() + seconds);
  printf("entered %d\n", cameIn);
}

static long readBy(int first) {
  long sum = 0;
  for (int at = first; at < wanted; at += 1) sum += members[at].received;
  return sum;
}

// Each writer keeps so many messages under way, as the last who only reads has heard them.
static void floodUntil(double end, int writers, int inFlight, long *sent) {
  const Member *watcher = &members[wanted - 1];
  while (now() < end) {
    long each = writers ? inFlight - (*sent - watcher->received) / writers : 0;
    for (int at = 0; each > 0 && at < writers; at += 1) {
      sayMessages(&members[at], (int)each);
      *sent += each;
    }
    turn();
  }
}

static void flood(int writers, int inFlight, int seconds) {
  long sent = members[wanted - 1].received;
  floodUntil(now() + 1, writers, inFlight, &sent);
  printf("began\n");
  fflush(stdout);
  double beganAt = now();
  long before = readBy(writers);
  floodUntil(beganAt + seconds, writers, inFlight, &sent);
  printf("flooded %ld %f\n", readBy(writers) - before, now() - beganAt);
}

static int compare(const void *one, const void *other) {
  double a = *(const double *)one, b = *(const double *)other;
  return (a > b) - (a < b);
}

static void rate(int perSecond, int seconds) {
  // The first second is not told: as in a flood, a server that has just started has other work too.
  int first = perSecond * timedReaders, total = perSecond * (1 + seconds), said = 0;
  took = calloc((size_t)(total * timedReaders), sizeof *took);
  for (int at = wanted - timedReaders; at < wanted; at += 1) members[at].isTimed = true;
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct timespec each = {.tv_nsec = 1000000000 / perSecond};
  struct itimerspec times = {.it_interval = each, .it_value = each};
  timerfd_settime(timer, 0, &times, NULL);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(poller, EPOLL_CTL_ADD, timer, &event);
  for (double end = now() + 1 + seconds + 10; now() < end && tookCount < total * timedReaders;) {
    uint64_t due;
    if (!turn() || read(timer, &due, sizeof due) != sizeof due) continue;
    for (; due > 0 && said < total; due -= 1, said += 1) {
      sentAt[numbered % mostRated] = now();
      sayMessages(&members[said % writersAtRate], 1);
    }
  }
  close(timer);
  if (tookCount < total * timedReaders) fprintf(stderr, "%d of %d were heard\n", tookCount, total * timedReaders);
  double *timed = took + first;
  int count = tookCount > first ? tookCount - first : 0;
  qsort(timed, (size_t)count, sizeof *timed, compare);
  printf("rated %f %f\n", timed[count / 2] * 1000, timed[count * 99 / 100] * 1000);
}

static void back(int at, int atOnce) {
  port = at;
  settled = cameIn = 0;
  for (int each = 0; each < wanted; each += 1) {
    hangUp(&members[each]);
    members[each].comesBack = true;
    members[each].hasTriedAgain = false;
  }
  comeIn(atOnce, now() + 60);
  printf("back %d\n", cameIn);
}

// Who has come back may have been told of earlier messages before: it hears this one as one more.
static void hearOne(void) {
  static long before[mostMembers];
  for (int at = 0; at < wanted; at += 1) before[at] = members[at].received;
  sayMessages(&members[0], 1);
  for (int heard = 0; heard < wanted; turn())
    while (heard < wanted && members[heard].received > before[heard]) heard += 1;
  printf("heard\n");
}

static void obey(char *line) {
  int a = 0, b = 0, c = 0;
  char word[16] = "";
  sscanf(line, "%15s %d %d %d", word, &a, &b, &c);
  if (strcmp(word, "enter") == 0) enter(a, b, c);
  else if (strcmp(word, "flood") == 0) flood(a, b, c);
  else if (strcmp(word, "rate") == 0) rate(a, b);
  else if (strcmp(word, "back") == 0) back(a, b);
  else if (strcmp(word, "hear") == 0) hearOne();
  fflush(stdout);
}

static void prepareTls(void) {
  context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_alpn_protos(context, (const unsigned char *)"\5oda/1", 6);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  // Whole reads of the system's, not a record's head by itself.
  SSL_CTX_set_read_ahead(context, 1);
}

int main(int count, char **arguments) {
  if (count < 4) return 2;
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  language = languageOf(arguments[1], arguments[3]);
  port = atoi(arguments[2]);
  if (!language) return 2;
  prepareTls();
  poller = epoll_create1(0);
  signsAt = now() + signSeconds;
  struct epoll_event command = {.events = EPOLLIN};
  for (;;) {
    char line[128];
    epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &command);
    while (!turn()) continue;
    epoll_ctl(poller, EPOLL_CTL_DEL, STDIN_FILENO, NULL);
    if (!fgets(line, sizeof line, stdin)) return 0;
    obey(line);
  }
}
