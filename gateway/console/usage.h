/*
 * usage - how much an app is used, as a picture and in figures.
 */
#ifndef GATEWAY_CONSOLE_USAGE_H
#define GATEWAY_CONSOLE_USAGE_H
#include "console.h"

const char *usage_number(struct arena *mem, int64_t n);
int64_t usage_sum(const struct app_use_reply *use); /* of the tokens of all days */

/* The last 30 days, today last: a bar each, with x, y and height in a picture of 300 by 60. */
struct slot usage_bars(struct exchange *x, const struct app_use_reply *use);

/* The days on which there was something, the newest first: day and tokens. */
struct slot usage_days(struct exchange *x, const struct app_use_reply *use);

#endif
