/*
 * authenticator - the app on a person's phone, on the world.
 */
#ifndef HARNESS_AUTHENTICATOR_H
#define HARNESS_AUTHENTICATOR_H
#include "app.h"

struct authenticator {
    struct world *world;
    const char *secret;   /* base32, as our page shows it */
    struct strs recovery; /* what is on the person's paper */
};

/* What it shows now; steps of 30 s later. */
const char *authenticator_code(const struct authenticator *self, int steps);

/* The person adds it on our pages; they have signed in a moment ago.  The code of now is used up.
 */
struct authenticator authenticator_add(const struct browser *person);

#endif
