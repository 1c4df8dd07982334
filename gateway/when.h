/*
 * when - moments as people write them in their language.
 *
 * In UTC, and it says so: no page knows the time zone of who reads it.
 */
#ifndef GATEWAY_WHEN_H
#define GATEWAY_WHEN_H
#include "texts.h"

const char *when_day(struct arena *mem, enum language language, int64_t ms);  /* the date alone */
const char *when_text(struct arena *mem, enum language language, int64_t ms); /* since 1970 */

#endif
