#include "tailchat_page.h"
#include "embed.h"
#include "gateway_inside.h"
#include "page.h"

EMBED(tailchat_error_html, EMBED_DIR "/pages/tailchat_error.html");

struct line {
    const char *name, *value; /* value NULL: the line is left out */
};

static void show(struct exchange *x, enum err e, int status, const struct line *lines, size_t n)
{
    struct arena *mem = x->call.mem;
    struct slots *rows = arena_array(mem, n, sizeof *rows);
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        if (!lines[i].value)
            continue;
        struct slot *row = arena_array(mem, 2, sizeof *row);
        row[0] = (struct slot){"name", lines[i].name, NULL, 0};
        row[1] = (struct slot){"value", lines[i].value, NULL, 0};
        rows[used++] = (struct slots){row, 2};
    }
    bool ours = err_is_fault(e);
    const struct slot slots[] = {
        {"advice", page_text(x, ours ? TEXT_our_fault_lead : TEXT_asked_badly_lead), NULL, 0},
        {"fields", NULL, rows, used},
        {"reference", call_id(&x->call), NULL, 0},
    };
    page_show(x, status,
              &(struct page){.title = ours ? TEXT_our_fault : TEXT_asked_badly,
                             .html = tailchat_error_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
}

void tailchat_page(struct exchange *x, enum err e, const struct tailchat_words *words)
{
    const struct form asked = exchange_peek(x);
    const struct line lines[] = {
        {"error", words->error},
        {"error_description", words->text},
        {"state", form_get(&asked, "state")},
        {"iss", x->gateway->issuer.url},
    };

    show(x, e, words->status, lines, ARRAY_LEN(lines));
}

void tailchat_page_line(struct exchange *x, enum err e, int status, const char *line)
{
    show(x, e, status, &(struct line){NULL, line}, 1);
}
