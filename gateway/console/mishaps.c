#include "mishaps.h"
#include "mishap.h"
#include <string.h>

enum { SHOWN = 50 };

/* Of a newer release there may be one that we have no words for. */
static const char *in_words(struct exchange *x, const char *what)
{
#define MISHAP(name, doc) {#name, TEXT_mishap_##name},
    static const struct {
        const char *name;
        enum text words;
    } known[] = {
#include "mishap.def"
    };
#undef MISHAP

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (strcmp(known[i].name, what) == 0)
            return page_text(x, known[i].words);
    }
    return what;
}

static struct slots row(struct exchange *x, const struct app_mishap *mishap)
{
    enum { CELLS = 4 };
    struct slot *cells = arena_array(x->call.mem, CELLS, sizeof *cells);
    const char *times = arena_printf(x->call.mem, "%lld", (long long)mishap->times);

    cells[0] = (struct slot){"what", in_words(x, mishap->what), NULL, 0};
    cells[1] = (struct slot){"when", account_when(x, mishap->last_at), NULL, 0};
    cells[2] = (struct slot){"times", mishap->times > 1 ? times : NULL, NULL, 0};
    cells[3] = (struct slot){"detail", mishap->detail, NULL, 0};
    return (struct slots){cells, CELLS};
}

struct slot mishaps_slot(struct exchange *x, const struct app_mishaps_reply *asking,
                         const struct app_mishaps_reply *redeeming)
{
    size_t a = 0, b = 0, n = 0;
    struct slots *rows = arena_array(x->call.mem, SHOWN, sizeof *rows);

    while (n < SHOWN && (a < asking->mishaps.n || b < redeeming->mishaps.n)) {
        bool first = b == redeeming->mishaps.n ||
                     (a < asking->mishaps.n &&
                      asking->mishaps.v[a].last_at >= redeeming->mishaps.v[b].last_at);
        rows[n++] = row(x, first ? &asking->mishaps.v[a++] : &redeeming->mishaps.v[b++]);
    }
    return (struct slot){"mishaps", NULL, rows, n};
}
