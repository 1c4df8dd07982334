/* tachi_answer.c - the envelope of Tachi's answers, good and bad. */
#include "present.h"
#include "tachi.h"
#include "words.h"

enum { TOO_MANY = 429 };

static void answer(struct exchange *x, int status, const char *description, const char *body)
{
    struct buf out;
    struct json json;

    buf_init(&out, x->call.mem, 512);
    json_init(&json, &out);
    json_open(&json, NULL, '{');
    json_bool(&json, "success", status < 400);
    json_str(&json, "description", description);
    if (body)
        json_raw(&json, "body", body);
    if (status == TOO_MANY) { /* as its rate limiter says it */
        json_int(&json, "status", status);
        json_str(&json, "message", "You're being rate limited.");
    }
    json_close(&json, '}');
    reply_text(&x->reply, status, "application/json; charset=utf-8", buf_bytes(&out));
}

struct json *tachi_begin(struct exchange *x, struct tachi_body *self, char bracket)
{
    buf_init(&self->text, x->call.mem, 512);
    json_init(&self->json, &self->text);
    json_open(&self->json, NULL, bracket);
    self->bracket = bracket;
    return &self->json;
}

enum err tachi_ok(struct exchange *x, struct tachi_body *self, const char *description)
{
    json_close(&self->json, self->bracket == '{' ? '}' : ']');
    answer(x, 200, description, buf_text(&self->text));
    return OK;
}

enum err tachi_done(struct exchange *x, const char *description)
{
    answer(x, 200, description, "{}");
    return OK;
}

enum err tachi_no(struct exchange *x, enum err e, int status, const char *description)
{
    present_note(x, e);
    answer(x, status, description, NULL);
    return OK;
}

/* -- errors ------------------------------------------------------------------------------------ */

static const struct says {
    enum err error;
    int status;
    const char *text;
} says[] = {
#define SAYS(name, status, text) {ERR_##name, (status), (text)},
#include "tachi_says.def"
#undef SAYS
};

static const struct says *row_of(enum err e)
{
    for (size_t i = 0; i < ARRAY_LEN(says); i++) {
        if (says[i].error == e)
            return &says[i];
    }
    return NULL;
}

void present_tachi(struct exchange *x, enum err e)
{
    const struct says *row = row_of(e);

    if (!row)
        row = row_of(err_kin(e));
    if (row)
        answer(x, row->status, row->text, NULL);
    else
        answer(x, err_status(e), present_sentence(x, e), NULL);
}

/* -- members ----------------------------------------------------------------------------------- */

void tachi_text(struct json *json, const char *key, const char *text)
{
    if (text)
        json_str(json, key, text);
    else
        json_raw(json, key, "null");
}

void tachi_number(struct json *json, const char *key, int64_t number)
{
    if (number)
        json_int(json, key, number);
    else
        json_raw(json, key, "null");
}

void tachi_permissions(struct exchange *x, struct json *json, const char *key, const char *words)
{
    const char *word = NULL;

    json_open(json, key, '{');
    while ((word = words_next(x->call.mem, &words)))
        json_bool(json, word, true);
    json_close(json, '}');
}
