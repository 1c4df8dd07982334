/*
 * service_main - a service as a process: everything main() has to do.
 *
 * Options, settings, keys, service opened (its data migrated), bus bound and
 * admission proved, workers; then until SIGTERM or SIGINT: idle work about once
 * a second.  Then callers are sent elsewhere, what is under way is answered
 * (at most 15 s), and the status is 0.
 *
 * Keys of a service: keys/<svc>/kek, and for authsvc keys/authsvc/actor.secret,
 * both private; keys/public/actor.pub for everyone.
 */
#ifndef BUS_SERVICE_MAIN_H
#define BUS_SERVICE_MAIN_H
#include "service.h"

/* driver: of the database server that ostiary/store may name; NULL: the service has no data. */
int service_main(int argc, char **argv, const struct service *service,
                 const struct store_driver *driver);

#endif
