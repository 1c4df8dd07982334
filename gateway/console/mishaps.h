/*
 * mishaps - what went wrong between an app and us lately, in words.
 */
#ifndef GATEWAY_CONSOLE_MISHAPS_H
#define GATEWAY_CONSOLE_MISHAPS_H
#include "console.h"

/* Both lists as one, the newest first: what, when, times and, if there is any, detail. */
struct slot mishaps_slot(struct exchange *x, const struct app_mishaps_reply *asking,
                         const struct app_mishaps_reply *redeeming);

#endif
