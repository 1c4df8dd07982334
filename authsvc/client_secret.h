/*
 * client_secret - drawing the secret of a client.
 */
#ifndef AUTHSVC_CLIENT_SECRET_H
#define AUTHSVC_CLIENT_SECRET_H
#include "messages.h"

/* A new secret of 256 bits; *check is what recognises it, without end. */
const char *client_secret_draw(struct arena *mem, struct secret_check *check);

#endif
