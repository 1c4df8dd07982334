/*
 * ctl - ostiaryctl, apart from its main(): one command line, one outcome.
 *
 * What a command answers goes to out as one JSON object (events: one a line); what went wrong goes
 * to err as a line that names it.
 */
#ifndef CTL_CTL_H
#define CTL_CTL_H
#include "call.h"
#include "method.h"
#include <stdio.h>

enum ctl_status {
    CTL_OK = 0,
    CTL_REFUSED = 1, /* the error is named */
    CTL_USAGE = 2,
    CTL_UNREACHABLE = 3, /* there was no answer in time */
};

struct bus;

struct ctl {
    struct arena *mem;
    FILE *in, *out, *err; /* borrowed */
    struct rpc *rpc;      /* towards the services; NULL: the bus of data, opened when needed */
    const char *data;     /* folder of the installation; a command makes it the working folder */
    struct bus *bus;      /* what was opened; ctl_run closes it */
};

/* args: without the program's name. */
enum ctl_status ctl_run(struct ctl *self, size_t n_args, char **args);

/* --- what commands are made of --- */

/* Prints "ostiaryctl: …" and gives status back.  err NULL: prints nothing. */
enum ctl_status ctl_complain(struct ctl *self, enum ctl_status status, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* Sees to it that there is a bus.  Not CTL_OK: it was complained about. */
enum ctl_status ctl_connect(struct ctl *self);

/* What a call that ended with e means for the command; complained about, unless err is NULL. */
enum ctl_status ctl_failed(struct ctl *self, const struct call *c, const char *service, enum err e);

/* Asks one service.  reply: as large as the method's.  Not CTL_OK: it was complained about. */
enum ctl_status ctl_ask(struct ctl *self, const char *service, const struct method_desc *method,
                        const void *request, void *reply);

/* The answer of a command. */
enum ctl_status ctl_answer(struct ctl *self, const char *json);

#endif
