#include "expired_store.h"
#include "client_secret_store.h"
#include "code_store.h"
#include "consent_store.h"
#include "expired.h"
#include "half_store.h"
#include "log.h"
#include "session_store.h"
#include "transaction_store.h"

static expired_batch *const tables[] = {transaction_store_expire,   code_store_expire,
                                        session_store_expire,       half_store_expire,
                                        client_secret_store_expire, consent_store_expire};

void expired_store_sweep(struct store *store, int64_t now)
{
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        enum err e = expired_remove(store, tables[i], now);
        if (e)
            log_warn("authsvc: what has expired could not be removed: %s", err_name(e));
    }
}
