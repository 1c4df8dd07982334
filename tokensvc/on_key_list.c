#include "handlers.h"
#include "key_view.h"
#include "tokensvc.h"

enum err on_key_list(struct call *c, const struct nothing *q, struct signing_key_page *a)
{
    const struct tokensvc *svc = c->svc;
    struct signing_key *out = arena_array(c->mem, KEY_ROWS_MAX, sizeof *out);
    AUTO_CLOSE(key_set) *keys = NULL;
    size_t n = 0;

    (void)q;
    enum err e = signing_keys_now(svc->keys, &keys);
    if (e)
        return e;
    for (size_t i = 0; i < keys->n_signing; i++) {
        if (key_entry_state(&keys->signing[i], c->now) != KEY_GONE)
            out[n++] = key_view(c, &keys->signing[i]);
    }
    a->keys.v = out;
    a->keys.n = n;
    return OK;
}
