#include "load-languages.h"
#include <stdio.h>
#include <string.h>

static const char *room = "";

// 59 characters.
#define TEXT "%c%09d as long as the others were measured with, a line"

// Oda's own protocol.

static int hello(char *out) { return sprintf(out, "{\"type\":\"hello\",\"rid\":1,\"protocol\":1}\n"); }

static int deviceOf(char *out, const Who *who) {
  char device[17] = "________________";
  memcpy(device, who->name, strlen(who->name));
  return sprintf(out, "\"device\":\"%s\"", device);
}

static int comeByOda(char *out, int step, const Who *who) {
  if (step == 0) return hello(out);
  int length = sprintf(out, "{\"type\":\"sign-in\",\"rid\":2,\"name\":\"%s\",", who->name);
  length += deviceOf(out + length, who);
  return length + sprintf(out + length, ",\"deviceKey\":\"%.43s\"}\n", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk");
}

static int comeBackByOda(char *out, int step, const Who *who) {
  if (step == 0) return hello(out);
  int length = sprintf(out, "{\"type\":\"resume\",\"rid\":2,\"token\":\"%s\",", who->token);
  length += deviceOf(out + length, who);
  return length + sprintf(out + length, "}\n");
}

static int messageOfOda(char *out, const Who *who, int number) {
  return sprintf(out,
                 "{\"type\":\"send-message\",\"rid\":%d,\"in\":\"everyone\",\"cid\":\"%s-%0*d\",\"text\":\"" TEXT
                 "\"}\n",
                 number + 10, who->name, (int)(21 - strlen(who->name)), number, mark, number);
}

// Oda by plain lines, as `nc` speaks them.

static int comeByLines(char *out, int step, const Who *who) {
  (void)step;
  return sprintf(out, "%s\n", who->name);
}

static int messageOfLines(char *out, const Who *who, int number) {
  (void)who;
  return sprintf(out, TEXT "\n", mark, number);
}

// Any IRC server.

static int comeByIrc(char *out, int step, const Who *who) {
  if (step == 0) return sprintf(out, "NICK %s\r\nUSER %s 0 * :%s\r\n", who->name, who->name, who->name);
  return sprintf(out, "JOIN %s\r\n", room);
}

static int messageOfIrc(char *out, const Who *who, int number) {
  (void)who;
  return sprintf(out, "PRIVMSG %s :" TEXT "\r\n", room, mark, number);
}

// MQTT 3.1.1, quality of service 0: told at most once.

static int field(char *out, const char *text) {
  int length = sprintf(out + 2, "%s", text);
  out[0] = 0;
  out[1] = (char)length;
  return 2 + length;
}

static int comeByMqtt(char *out, int step, const Who *who) {
  int length = 2;
  if (step == 0) {
    length += field(out + length, "MQTT");
    memcpy(out + length, "\4\2\0\0", 4);
    length += 4;
    length += field(out + length, who->name);
    out[0] = 0x10;
  } else {
    out[length++] = 0;
    out[length++] = 1;
    length += field(out + length, room);
    out[length++] = 0;
    out[0] = (char)0x82;
  }
  out[1] = (char)(length - 2);
  return length;
}

static int messageOfMqtt(char *out, const Who *who, int number) {
  (void)who;
  int length = 2 + field(out + 2, room);
  length += sprintf(out + length, TEXT, mark, number);
  out[0] = 0x30;
  out[1] = (char)(length - 2);
  return length;
}

// A room of many at an XMPP server that lets strangers in.

static int comeByXmpp(char *out, int step, const Who *who) {
  switch (step) {
    case 1:
      return sprintf(out, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>");
    case 3:
      return sprintf(out, "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    case 4:
      return sprintf(out, "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'/></presence>", room,
                     who->name);
    default:
      return sprintf(out, "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
                          "to='bench.local' version='1.0'>");
  }
}

static int messageOfXmpp(char *out, const Who *who, int number) {
  (void)who;
  return sprintf(out, "<message to='%s' type='groupchat' id='m%d'><body>" TEXT "</body></message>", room, number,
                 mark, number);
}

static const Language languages[] = {
    {.name = "oda",
     .isSecured = true,
     .until = {{"\"type\":\"ok\",\"rid\":1,"}, {"\"type\":\"ok\",\"rid\":2,"}},
     .come = comeByOda,
     .comeBack = comeBackByOda,
     .message = messageOfOda,
     .sign = "{\"type\":\"ping\",\"rid\":3}\n"},
    {.name = "lines",
     .until = {{"You are connected to chatroom."}},
     .come = comeByLines,
     .message = messageOfLines},
    {.name = "irc",
     .until = {{" 376 ", " 422 "}, {" 366 "}},
     .come = comeByIrc,
     .message = messageOfIrc,
     .sign = "PONG :bench\r\n"},
    {.name = "mqtt", .until = {{"\x20\x02"}, {"\x90\x03"}}, .come = comeByMqtt, .message = messageOfMqtt},
    {.name = "xmpp",
     .until = {{"</stream:features>"}, {"<success"}, {"</stream:features>"}, {"<jid>"}, {"<subject"}},
     .come = comeByXmpp,
     .message = messageOfXmpp},
    // Only listens.
    {.name = "none"},
};

const Language *languageOf(const char *name, const char *place) {
  room = place;
  for (size_t at = 0; at < sizeof languages / sizeof *languages; at += 1)
    if (strcmp(languages[at].name, name) == 0) return &languages[at];
  return NULL;
}
