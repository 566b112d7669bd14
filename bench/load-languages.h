// What members of a chat say to come in and to speak, in each language that the measured servers have.
#include <stdbool.h>

enum { mostSaid = 1024, mostSteps = 6 };

typedef struct {
  char name[16];
  // What Oda gave it to come back by.
  char token[128];
} Who;

typedef struct {
  const char *name;
  bool isSecured;
  // What is waited for after each thing that is said to come in, with another that will do as well.
  const char *until[mostSteps][2];
  // Writes what is said at this step; gives its length.
  int (*come)(char *out, int step, const Who *who);
  int (*comeBack)(char *out, int step, const Who *who);
  int (*message)(char *out, const Who *who, int number);
  // Said every five seconds, because silence is taken for absence.
  const char *sign;
} Language;

// Stands once in each message and nowhere else, with nine digits behind it: one byte, which no read can cut.
enum { mark = '`', digits = 9 };

// Null if there is none of this name. `place` is where its members meet, in the server's own words.
const Language *languageOf(const char *name, const char *place);
