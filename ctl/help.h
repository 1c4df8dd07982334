/*
 * help - what --help says, made from the tables of the commands.
 */
#ifndef CTL_HELP_H
#define CTL_HELP_H
#include "command.h"

void help_all(FILE *out, struct arena *mem);
void help_command(FILE *out, struct arena *mem, const struct command *command);

#endif
