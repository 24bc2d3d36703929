/* What a pod of the lab does where agnhost is not to answer: `ending exit CODE TEXT`, `ending memory`, `ending sleep`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **words) {
  if (count > 3 && !strcmp(words[1], "exit")) {
    puts(words[3]);
    return atoi(words[2]);
  }
  if (count > 1 && !strcmp(words[1], "memory"))
    for (;;) {
      char *more = malloc(1 << 20);
      if (more) memset(more, 1, 1 << 20);
    }
  for (;;) pause();
}
