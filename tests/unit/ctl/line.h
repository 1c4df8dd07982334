/*
 * line - a command line, run in this process: what it said and how it ended.
 */
#ifndef CTL_LINE_H
#define CTL_LINE_H
#include "check.h"
#include "ctl.h"
#include "rpc.h"

struct said {
    enum ctl_status status;
    const char *out, *err; /* in check_mem */
};

/* args end with NULL.  rpc NULL: it must not be needed, or init.  in: all of standard input. */
struct said line_run(struct rpc *rpc, const char *in, const char *const *args);
#define RUN(rpc, in, ...) line_run((rpc), (in), (const char *const[]){__VA_ARGS__, NULL})

/* Writes down what is asked, as JSON, and refuses it. */
struct scribe {
    struct rpc rpc; /* first */
    const char *service, *method, *request;
    int asked;
    enum err answer; /* ERR_DISABLED unless set */
    bool silent;     /* no reply at all: answer is what the transport says */
};

void scribe_init(struct scribe *self);

#endif
