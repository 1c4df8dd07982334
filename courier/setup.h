/*
 * setup - the settings of the courier, made ready to be used.
 */
#ifndef COURIER_SETUP_H
#define COURIER_SETUP_H
#include "courier.h"

/* Issuer, mail and webhooks.  ERR_CONFIG: logged what will not do. */
enum err setup(struct courier *self, const struct service_env *env) MUST_CHECK;

#endif
