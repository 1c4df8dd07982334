/*
 * command - what the command line of ostiary-supervisor asks for, and doing it.
 */
#ifndef SUPERVISOR_COMMAND_H
#define SUPERVISOR_COMMAND_H

/* argv of main, as it is.  Returns the exit status: 0, 1 when it failed, 2 for bad use. */
int command(const char *const *argv);

#endif
