/*
 * new_password - a password that somebody chooses, typed twice.
 */
#ifndef GATEWAY_NEW_PASSWORD_H
#define GATEWAY_NEW_PASSWORD_H
#include "exchange.h"

/* Of the form's new_password and repeated.  NULL: fine; else what is wrong with it, for the page.
 */
const char *new_password_take(struct exchange *x, const char **out);

#endif
