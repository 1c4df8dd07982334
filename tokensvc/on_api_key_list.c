#include "api_key.h"
#include "handlers.h"
#include "tokensvc.h"

enum err on_api_key_list(struct call *c, const struct api_key_page_request *q,
                         struct api_key_page *a)
{
    const struct tokensvc *svc = c->svc;
    int64_t limit = q->limit ? q->limit : API_KEY_PAGE;
    struct api_key_row *rows = arena_array(c->mem, (size_t)limit + 1, sizeof *rows);
    struct api_key *keys = arena_array(c->mem, (size_t)limit + 1, sizeof *keys);
    struct api_key_list list = {
        .person = c->actor->person, .after = q->after, .limit = limit + 1, .rows = rows};

    enum err e = api_key_store_page(svc->store, c->mem, &list);
    if (e)
        return e;
    bool more = list.n > (size_t)limit;
    size_t n = list.n - more;
    for (size_t i = 0; i < n; i++)
        keys[i] = api_key_view(&rows[i]);
    a->keys.v = keys;
    a->keys.n = n;
    a->next = more ? keys[n - 1].id : NULL;
    return OK;
}
