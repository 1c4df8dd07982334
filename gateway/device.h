/*
 * device - what a browser says it is, in words that people know.
 *
 * A guess for a list of one's own sessions, and nothing rests on it.
 */
#ifndef GATEWAY_DEVICE_H
#define GATEWAY_DEVICE_H
#include "arena.h"

/* "Firefox, Linux"; NULL: nothing is recognised. */
const char *device_name(struct arena *mem, const char *user_agent);

#endif
