/*
 * certificate - one file of a bus key, in zcert form: CurveZMQ key, role, tenants.
 */
#ifndef BUS_CERTIFICATE_H
#define BUS_CERTIFICATE_H
#include "keyring.h"

struct certificate {
    char public_key[KEYRING_Z85_LEN + 1];
    enum role role;
    const char *tenants; /* words, at least one */
};

/* ERR_CONFIG: *why names the file and what is wrong with it. */
enum err certificate_read(const char *path, struct arena *mem, struct certificate *out,
                          const char **why) MUST_CHECK;

#endif
