/*
 * keyring - the bus keys of an installation: which are known, and what each stands for.
 *
 *   keys/public/<name>.cert        public key; metadata role, tenants: every process reads these
 *   keys/<name>/bus.cert_secret    key pair; one folder per key, nobody else's to read
 *
 * Both are zcert files (CurveZMQ keys).  Being in keys/public is what makes a
 * key known; taking the file away ends it within a second, live connections
 * included.  What cannot be read is not trusted.  Paths are relative to the
 * working folder, the data folder of the installation.
 */
#ifndef BUS_KEYRING_H
#define BUS_KEYRING_H
#include "arena.h"
#include "service.h"

enum { KEYRING_Z85_LEN = 40 };

/* Makes a key pair and writes both files, and the folders that are missing.  role: one enum role;
 * tenants: words.  ERR_EXISTS: one of the files is there (nothing is changed); ERR_STORAGE: cannot
 * be written.  *why: in mem. */
enum err keyring_make(const char *name, unsigned role, const char *tenants, struct arena *mem,
                      const char **why) MUST_CHECK;

struct keypair {
    char public_key[KEYRING_Z85_LEN + 1], secret_key[KEYRING_Z85_LEN + 1];
};

/* The pair of keys/<name>/bus.cert_secret.  ERR_CONFIG: not there, not well formed, or readable by
 * others; *why in mem. */
enum err keyring_own(const char *name, struct arena *mem, struct keypair *out,
                     const char **why) MUST_CHECK;

/* What the folder said when it was read last.  Opened, refreshed and asked by one thread; the
 * struct peer that keyring_by_key gives out stays valid for any thread until keyring_drop. */
struct keyring;

enum err keyring_open(struct keyring **out) MUST_CHECK; /* ERR_CONFIG: no such folder; logged */
void keyring_close(struct keyring **self);

/* Reads the folder again if it has changed.  True: it had. */
bool keyring_refresh(struct keyring *self);

/* NULL: no such key.  The other one: to be given back with keyring_drop. */
const char *keyring_key_of(const struct keyring *self, const char *name); /* Z85 */
struct peer *keyring_by_key(struct keyring *self, const char *z85);
void keyring_drop(struct peer *peer); /* any thread; NULL is fine */

#endif
