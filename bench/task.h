/*
 * task - the loads: what a visitor prepares once, and the round that is measured.
 *
 * Everything is obtained as anyone would: by forms, redirects and the token
 * endpoint.  Nothing is carried over from one task to the next but who is
 * signed in and what they have consented to.
 */
#ifndef BENCH_TASK_H
#define BENCH_TASK_H
#include "visitor.h"

struct task {
    const char *name; /* as on the command line; NULL ends the list */
    const char *title;
    const struct step *prepare; /* NULL: nothing */
    const struct step *round;
    size_t at_most; /* connections that the server bears; 0: any number */
    unsigned flags;
};

enum task_flag {
    TASK_PEOPLE = 1,   /* visitors are signed in, and have let the app in */
    TASK_DISTURBS = 2, /* for others to be measured meanwhile: walked only when it is named */
};

/* More passwords at once are answered with 503 (a quarter of the gateway's threads). */
enum { SIGN_INS_MAX = 32 };

extern const struct task tasks[];

/* Once for each visitor, before tasks that want it: signs in and lets the app in. */
extern const struct step task_enrol[];

/* Are all services there? */
extern const struct step task_health[];

const struct task *task_by_name(const char *name); /* NULL: there is none */

#endif
