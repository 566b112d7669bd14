// What the system takes for the writes alone: gives each connection the same text for ever, so many bytes at once.
// Arguments: how many connections, and how many lines of 60 characters in one write. Says its port.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char **arguments) {
  if (count < 3) return 2;
  signal(SIGPIPE, SIG_IGN);
  int connections = atoi(arguments[1]), lines = atoi(arguments[2]);
  size_t size = 61 * (size_t)lines;
  char *text = malloc(size);
  memset(text, 'x', size);
  for (int at = 0; at < lines; at += 1) {
    text[61 * at] = '`';
    text[61 * at + 60] = '\n';
  }
  int server = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(server, (struct sockaddr *)&address, length) || listen(server, 1024)) return 1;
  getsockname(server, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  int *peers = calloc((size_t)connections, sizeof *peers);
  for (int at = 0; at < connections; at += 1) {
    peers[at] = accept(server, NULL, NULL);
    setsockopt(peers[at], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  for (;;)
    for (int at = 0; at < connections; at += 1)
      if (write(peers[at], text, size) < 0) return 0;
}
