/* sessions.c - where the person is signed in. */
#include "account.h"
#include "device.h"
#include "embed.h"
#include <string.h>

EMBED(account_sessions_html, EMBED_DIR "/pages/account_sessions.html");

enum { CELLS = 6 };

static struct slots row(struct exchange *x, const struct session_view *s)
{
    struct slot *cells = arena_array(x->call.mem, CELLS, sizeof *cells);

    cells[0] = (struct slot){"sid", s->current ? NULL : s->sid, NULL, 0};
    cells[1] = (struct slot){"current", s->current ? "current" : NULL, NULL, 0};
    cells[2] = (struct slot){"device", device_name(x->call.mem, s->user_agent), NULL, 0};
    cells[3] = (struct slot){"begun", account_when(x, s->begun_at), NULL, 0};
    cells[4] = (struct slot){"seen", account_when(x, s->seen_at), NULL, 0};
    cells[5] = (struct slot){"program", s->dialect, NULL, 0};
    return (struct slots){cells, CELLS};
}

enum err route_account_sessions(struct exchange *x)
{
    struct session_list_reply list = {0};

    enum err e = account_enter(x);
    if (!e)
        e = authsvc_session_list(&x->call, &NOTHING, &list);
    if (e)
        return account_refuse(x, e);
    struct slots *rows = arena_array(x->call.mem, list.sessions.n, sizeof *rows);
    for (size_t i = 0; i < list.sessions.n; i++)
        rows[i] = row(x, &list.sessions.v[i]);
    const struct slot slots[] = {
        {"sessions", NULL, rows, list.sessions.n},
        {"others", list.sessions.n > 1 ? "others" : NULL, NULL, 0},
        {"more", list.more ? "more" : NULL, NULL, 0},
    };
    account_answer(x, OK,
                   &(struct page){.title = TEXT_sessions,
                                  .html = account_sessions_html,
                                  .slots = {slots, ARRAY_LEN(slots)}});
    return OK;
}

/* sid: of one; without it, all but this one. */
enum err route_account_sessions_end(struct exchange *x)
{
    struct session_end_request q;

    enum err e = account_enter(x);
    if (!e)
        e = exchange_take(x, &session_end_request_desc, &x->form, &q);
    if (!e && !q.sid && !form_get(&x->form, "others"))
        e = refuse_openly(&x->call, ERR_BAD_FIELD, "neither sid nor others is there");
    if (!e)
        e = authsvc_session_end(&x->call, &q, &NOTHING);
    if (e)
        return account_refuse(x, e);
    account_saved(x, "/account/sessions");
    return OK;
}
