#include "mail.h"
#include "embed.h"
#include "fill.h"
#include "mail_texts.h"
#include "words.h"
#include <string.h>

EMBED(mail_html, EMBED_DIR "/mail.html");

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)

enum manner { ASKED, TOLD };

static const struct kind {
    const char *name, *path;
    enum manner manner;
    enum mail_text subject, text, button;
} kinds[] = {
#define MAIL(name, path, manner)                                                                   \
    {#name, path, manner, MAIL_##name##_subject, MAIL_##name##_text, MAIL_##name##_button},
#include "mails.def"
#undef MAIL
};

static const struct kind *kind_of(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    }
    return NULL;
}

static const char *number(struct arena *mem, int64_t n)
{
    return arena_printf(mem, "%lld", (long long)n);
}

/* How long the link works, and that nothing happens without it. */
static const char *note_of(struct arena *mem, const struct mail_texts *texts,
                           const struct kind *kind, int64_t left)
{
    const struct fill values[] = {{"minutes", number(mem, (left + MINUTE - 1) / MINUTE)},
                                  {"hours", number(mem, (left + HOUR / 2) / HOUR)},
                                  {NULL, NULL}};
    enum mail_text key = left < 2 * HOUR ? MAIL_for_minutes : MAIL_for_hours;

    if (kind->manner == TOLD)
        return "";
    return arena_printf(mem, "%s %s", fill_text(mem, texts->v[key], values),
                        texts->v[MAIL_not_you]);
}

static const char *link_of(struct arena *mem, const struct mail_site *site, const struct kind *kind,
                           const struct mail_order *order)
{
    return arena_printf(mem, "%s%s%s%s", site->issuer, kind->path, order->token ? "?token=" : "",
                        order->token ? order->token : "");
}

/* What a scope lets an app do, in the words of the page on which it was allowed. */
static const char *scope_words(struct arena *mem, const struct mail_texts *texts, const char *scope)
{
    static const struct {
        const char *name;
        enum mail_text words;
    } known[] = {
#define TEXT(key, words) {#key, MAIL_##key},
#include "scopes/en.def"
#undef TEXT
    };
    const struct fill values[] = {{"scope", scope}, {NULL, NULL}};
    enum mail_text words = MAIL_scope_other;

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (strcmp(known[i].name + strlen("scope_"), scope) == 0)
            words = known[i].words;
    }
    return fill_text(mem, texts->v[words], values);
}

/* As a list that people read. */
static const char *scope_of(struct arena *mem, const struct mail_texts *texts,
                            const struct mail_order *order)
{
    const char *word = NULL, *at = order->scope;
    struct buf out;

    buf_init(&out, mem, 128);
    while ((word = words_next(mem, &at)))
        buf_printf(&out, "%s%s", out.n ? texts->v[MAIL_app_allowed_and] : "",
                   scope_words(mem, texts, word));
    return out.n ? buf_text(&out) : texts->v[MAIL_app_allowed_nothing];
}

static enum err check(const struct kind *kind, const struct mail_order *order, int64_t now)
{
    if (!kind)
        return ERR_NOT_FOUND;
    if ((kind->manner == ASKED) != (order->token != NULL))
        return ERR_BAD_FIELD;
    if (kind->manner == ASKED && !order->expires_at)
        return ERR_BAD_FIELD;
    return order->expires_at && order->expires_at <= now ? ERR_EXPIRED : OK;
}

enum err mail_write(struct arena *mem, const struct mail_site *site, const char *id,
                    const struct mail_order *order, int64_t now, struct bytes *out)
{
    const struct kind *kind = kind_of(order->template);
    const struct mail_texts *texts = mail_texts_for(order->locale);
    const struct fill us[] = {{"site", site->authority},
                              {"app", order->app ? order->app : ""},
                              {"scope", scope_of(mem, texts, order)},
                              {NULL, NULL}};

    enum err e = check(kind, order, now);
    if (e)
        return e;
    const struct fill values[] = {
        {"language", texts->tag},
        {"subject", fill_text(mem, texts->v[kind->subject], us)},
        {"text", fill_text(mem, texts->v[kind->text], us)},
        {"button", fill_text(mem, texts->v[kind->button], us)},
        {"link", link_of(mem, site, kind, order)},
        {"copy", texts->v[MAIL_link]},
        {"note", note_of(mem, texts, kind, order->expires_at - now)},
        {"gap", kind->manner == TOLD ? "" : "\n\n"},
        {"foot", fill_text(mem, texts->v[MAIL_foot], us)},
        {NULL, NULL},
    };
    const struct message message = {
        .id = id,
        .from = site->from,
        .to = order->to,
        .subject = values[1].value,
        .language = texts->tag,
        .text = fill_text(mem, "{text}\n\n{button}:\n{link}\n\n{note}{gap}-- \n{foot}\n", values),
        .html = fill_html(mem, mail_html, values),
        .date = now,
        .readable = site->readable,
    };
    return message_write(mem, &message, out);
}
