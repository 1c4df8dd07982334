#include "bot_proof_store.h"
#include "authsvc.h"
#include "client_secret_store.h"
#include "db.h"
#include "text.h"
#include <openssl/evp.h>
#include <string.h>

enum { MD5_LEN = 16 };

/* It is what the dialect's wire wants, and no weaker than 128 bits here: a random secret is in it,
 * and what is kept of it is hashed once more. */
static enum err md5(struct arena *mem, const char *client_id, const char *secret, const char **out)
{
    const char *text = arena_printf(mem, "%s%s", client_id, secret);
    uint8_t digest[MD5_LEN];

    if (!EVP_Digest(text, strlen(text), digest, NULL, EVP_md5(), NULL))
        return ERR_CRYPTO;
    *out = text_hex(mem, (struct bytes){digest, sizeof digest});
    return OK;
}

static enum err (*const proofs[])(struct arena *mem, const char *client_id, const char *secret,
                                  const char **out) = {[BOT_MD5] = md5};

static const struct sql SQL_PUT = {
    "bot_proof_put", "UPDATE client_secret SET proof = $3 WHERE client_id = $1 AND hash = $2"};

enum err bot_proof_put(struct db *db, struct arena *mem, const struct bot_policy *policy,
                       const char *client_id, const char *secret, const struct secret_check *check)
{
    const char *proof = NULL;
    enum err e = proofs[policy->proof](mem, client_id, secret, &proof);

    if (e)
        return e;
    return db_exec(db, &SQL_PUT, "tbb", client_id, check->hash,
                   secret_mac(mem, check->key, bytes_of(proof)));
}

struct check {
    struct call *c;
    const char *client_id, *proof;
    bool right;
};

static const struct sql SQL_LIST = {
    "bot_proof_list", "SELECT key, proof FROM client_secret WHERE client_id = $1"
                      " AND proof IS NOT NULL AND (expires_at = 0 OR expires_at > $2)"};

static enum err check(struct db *db, void *arg)
{
    struct check *k = arg;
    struct arena *mem = k->c->mem;
    AUTO(stmt) st = {0};

    enum err e = db_query(db, &st, &SQL_LIST, "ti", k->client_id, k->c->now);
    while (!e && !(e = db_row(&st))) {
        struct bytes mac = secret_mac(mem, stmt_bytes(&st, 0, mem), bytes_of(k->proof));
        k->right = secret_equal(mac, stmt_bytes(&st, 1, mem)) || k->right;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* Hexadecimal digits may come in either case. */
enum err bot_proof_check(struct call *c, const char *client_id, const char *proof, bool *right)
{
    const struct authsvc *svc = c->svc;
    struct check k = {.c = c, .client_id = client_id, .proof = text_lower(c->mem, proof)};
    enum err e = store_read(svc->store, check, &k);

    if (!e)
        *right = k.right;
    return e;
}
