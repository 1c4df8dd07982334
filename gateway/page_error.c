#include "embed.h"
#include "page.h"
#include "pages.h"
#include "present.h"

EMBED(page_error_html, EMBED_DIR "/pages/error.html");

/* What to call it, and what the person can do. */
struct explanation {
    enum err error;
    enum text title, advice;
};

static const struct explanation *explain(const struct exchange *x, enum err e)
{
    static const struct explanation known[] = {
        {ERR_UNKNOWN_CLIENT, TEXT_unknown_client, TEXT_asked_badly_lead},
        {ERR_BAD_REDIRECT_URI, TEXT_bad_redirect_uri, TEXT_asked_badly_lead},
        {ERR_EXPIRED, TEXT_expired, TEXT_begin_again_lead},
        {ERR_OTHER_BROWSER, TEXT_other_browser, TEXT_other_browser_lead},
        {ERR_NOT_FOUND, TEXT_not_found, TEXT_not_found_lead},
        {ERR_NOT_ALLOWED, TEXT_not_allowed, TEXT_not_allowed_lead},
        {ERR_WRONG_ORIGIN, TEXT_wrong_origin, TEXT_wrong_origin_lead},
        {ERR_MISDIRECTED, TEXT_misdirected, TEXT_misdirected_lead},
        {ERR_DISABLED, TEXT_disabled, TEXT_disabled_lead},
        {ERR_THROTTLED, TEXT_one_moment, TEXT_too_often_lead},
        {ERR_BUSY, TEXT_one_moment, TEXT_crowded},
        {ERR_UNAVAILABLE, TEXT_one_moment, TEXT_part_away_lead},
        {ERR_DEADLINE, TEXT_one_moment, TEXT_too_long_lead},
    };
    static const struct explanation ours = {OK, TEXT_our_fault, TEXT_our_fault_lead};
    static const struct explanation theirs = {OK, TEXT_asked_badly, TEXT_asked_badly_lead};
    static const struct explanation typed = {OK, TEXT_asked_badly, TEXT_typed_badly_lead};
    const bool form = x->route && x->route->flags & ROUTE_COOKIE; /* one of ours */

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (known[i].error == e)
            return &known[i];
    }
    if (err_is_fault(e))
        return &ours;
    return form ? &typed : &theirs;
}

/* The reason is for whoever makes the app or runs the service, and therefore in one language. */
void pages_error(struct exchange *x, enum err e)
{
    const struct explanation *about = explain(x, e);
    const struct slot slots[] = {
        {"advice", page_text(x, about->advice), NULL, 0},
        {"text", present_sentence(x, e), NULL, 0},
        {"reference", call_id(&x->call), NULL, 0},
    };

    page_show(x, err_status(e),
              &(struct page){.title = about->title,
                             .html = page_error_html,
                             .slots = {slots, ARRAY_LEN(slots)}});
}
