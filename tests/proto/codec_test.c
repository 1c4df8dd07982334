#include "arena.h"
#include "check.h"
#include "messages.h"
#include "msg_form.h"
#include "msg_json.h"
#include "msg_scan.h"
#include <jansson.h>
#include <string.h>

#define B(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

static void golden_bytes_of_a_reply_envelope(void)
{
    struct reply_envelope in = {.version = 1, .id = 300, .error = "OK"};
    struct buf out;
    const char *why = "";

    buf_init(&out, check_mem(), 64);
    CHECK_OK(msg_encode(&reply_envelope_desc, &in, &out, &why));
    CHECK_BYTES(buf_bytes(&out), B("\x83\xa7version\x01\xa2id\xcd\x01\x2c\xa5"
                                   "error\xa2OK"));
}

static void our_own_code_cannot_break_the_contract(void)
{
    struct reply_envelope in = {.version = 1, .id = -1, .error = "OK"};
    struct buf out;
    const char *why = "";

    buf_init(&out, check_mem(), 64);
    CHECK_ERR(msg_encode(&reply_envelope_desc, &in, &out, &why), ERR_BAD_FIELD);
    CHECK_STR(why, "id is not between 0 and 9223372036854775807");
    in = (struct reply_envelope){.version = 1};
    CHECK_ERR(msg_encode(&reply_envelope_desc, &in, &out, &why), ERR_BAD_FIELD);
    CHECK_STR(why, "error is missing");
}

#define L(text) (text), sizeof(text) - 1

static void shapes_that_lie_are_refused_before_anything_is_built(void)
{
    static const struct {
        const char *what;
        const char *in;
        size_t n;
        bool good;
    } cases[] = {
        {"nothing", "", 0, false},
        {"an empty map", L("\x80"), true},
        {"2^32 - 1 elements", L("\xdd\xff\xff\xff\xff"), false},
        {"2^31 pairs", L("\xdf\x80\x00\x00\x00"), false},
        {"a string longer than the input",
         L("\xdb\x00\x00\x01\x00"
           "abc"),
         false},
        {"a length that is cut off", L("\xda\x01"), false},
        {"two objects", L("\x80\x80"), false},
        {"the reserved byte", L("\xc1"), false},
        {"an extension type", L("\xd4\x01\x02"), false},
        {"six levels", L("\x91\x91\x91\x91\x91\x91\xc0"), true},
        {"seven levels", L("\x91\x91\x91\x91\x91\x91\x91\xc0"), false},
        {"a float", L("\xcb\x00\x00\x00\x00\x00\x00\x00\x00"), true},
        {"half a float", L("\xcb\x00\x00"), false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        if (msg_scan((struct bytes){(const uint8_t *)cases[i].in, cases[i].n}) != cases[i].good)
            check_failed(__FILE__, __LINE__, "%s is %s", cases[i].what,
                         cases[i].good ? "refused" : "accepted");
    }
}

/* A name that goes on behind a NUL is another name. */
static void a_name_with_a_nul_is_unknown(void)
{
    static const uint8_t nuls[UINT16_MAX];
    struct reply_envelope got;
    const char *why = "";
    struct buf in;

    for (uint16_t n = 8; n < 60000; n = (uint16_t)(n * 3)) {
        buf_init(&in, check_mem(), 64);
        buf_add(&in, "\x81\xda", 2);
        buf_char(&in, (char)(n >> 8));
        buf_char(&in, (char)n);
        buf_add(&in, "version", 7);
        buf_add(&in, nuls, n - (size_t)7);
        buf_char(&in, 1);
        CHECK_ERR(msg_decode(&reply_envelope_desc, buf_bytes(&in), MSG_REFUSE_UNKNOWN, check_mem(),
                             &got, &why),
                  ERR_BAD_FIELD);
        CHECK_STR(why, "version is unknown");
    }
}

static void a_form_becomes_a_message(void)
{
    const struct param params[] = {
        {"grant_type", "authorization_code"},
        {"code", "abc"},
        {"unheard_of", "1"},
        {"unheard_of", "2"},
        {"scope", ""},
        {"code", ""},
        {"dialect", "tachi"},
    };
    struct token_request q = {0};
    const char *why = "";

    CHECK_OK(msg_from_form(&token_request_desc, params, ARRAY_LEN(params), check_mem(), &q, &why));
    CHECK_STR(q.grant_type, "authorization_code");
    CHECK_STR(q.code, "abc");
    CHECK_STR(q.scope, NULL);   /* RFC 6749 3.1: without a value is as if omitted */
    CHECK_STR(q.dialect, NULL); /* INTERNAL: not for strangers to set */
}

static void a_form_is_refused_with_the_name_of_what_is_wrong(void)
{
    static const struct {
        struct param params[3];
        size_t n;
        enum err error;
        const char *why;
    } cases[] = {
        {{{"code", "x"}}, 1, ERR_PARAMETER_MISSING, "grant_type is missing"},
        {{{"grant_type", "a"}, {"grant_type", "a"}},
         2,
         ERR_PARAMETER_TWICE,
         "grant_type is repeated"},
        {{{"grant_type", ""}}, 1, ERR_PARAMETER_MISSING, "grant_type is missing"},
        {{{"grant_type", "a\xff"}},
         1,
         ERR_BAD_FIELD,
         "grant_type is not UTF-8 without control characters"},
        {{{"grant_type", "a\n"}},
         1,
         ERR_BAD_FIELD,
         "grant_type is not UTF-8 without control characters"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct token_request q;
        const char *why = "";
        CHECK_ERR(
            msg_from_form(&token_request_desc, cases[i].params, cases[i].n, check_mem(), &q, &why),
            cases[i].error);
        CHECK_STR(why, cases[i].why);
    }
}

static void json_goes_in_and_out(void)
{
    static const char text[] = "{\"client_name\":\"caf\\u00e9\",\"confidential\":true,"
                               "\"redirect_uris\":[\"https://a.example/cb\"],\"refresh_grace\":0}";
    struct client_add_request q;
    struct buf out;
    const char *why = "";

    CHECK_OK(msg_from_json(&client_add_request_desc, text, strlen(text), check_mem(), &q, &why));
    CHECK_STR(q.client_name, "café");
    CHECK(q.confidential);
    CHECK_INT(q.redirect_uris.n, 1);
    CHECK(q.refresh_grace.set && q.refresh_grace.v == 0);
    buf_init(&out, check_mem(), 64);
    msg_to_json(&client_add_request_desc, &q, &out);
    CHECK_STR(buf_text(&out), "{\"client_name\":\"café\",\"confidential\":true,"
                              "\"redirect_uris\":[\"https://a.example/cb\"],\"refresh_grace\":0}");
}

static void json_is_refused_with_the_name_of_what_is_wrong(void)
{
    static const struct {
        const char *text, *why;
        enum err e;
    } cases[] = {
        {"[]", "not a JSON object", ERR_BAD_MESSAGE},
        {"{\"client_name\":1}", "client_name is of another kind", ERR_BAD_FIELD},
        {"{\"client_name\":\"a\",\"nonsense\":1}", "nonsense is unknown", ERR_BAD_FIELD},
        {"{\"client_name\":null}", "client_name is of another kind", ERR_BAD_FIELD},
        {"{}", "client_name is missing", ERR_BAD_FIELD},
        {"{\"client_name\":\"a\",\"code_lifetime\":5}", "code_lifetime is not between 10 and 600",
         ERR_BAD_FIELD},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct client_add_request q;
        const char *why = "";
        CHECK_ERR(msg_from_json(&client_add_request_desc, cases[i].text, strlen(cases[i].text),
                                check_mem(), &q, &why),
                  cases[i].e);
        CHECK_STR(why, cases[i].why);
    }
}

static void secret_fields_are_marked(void)
{
    /* A field whose name says that it is a secret must be marked as one. */
    static const char *const telling[] = {
        "password",      "client_secret", "code",    "access_token", "id_token", "refresh_token",
        "code_verifier", "session",       "browser", "ticket",       "handle",   "token"};

    for (const struct msg_desc *const *d = contract_messages; *d; d++) {
        for (size_t i = 0; i < ARRAY_LEN(telling); i++) {
            const struct msg_field *f = msg_field_by_name(*d, telling[i], strlen(telling[i]));
            if (f && !(f->flags & MSG_SECRET))
                check_failed(__FILE__, __LINE__, "%s.%s is not SECRET", (*d)->name, f->name);
        }
    }
}

int main(void)
{
    return check_run((struct check[]){
        CASE(golden_bytes_of_a_reply_envelope),
        CASE(our_own_code_cannot_break_the_contract),
        CASE(shapes_that_lie_are_refused_before_anything_is_built),
        CASE(a_name_with_a_nul_is_unknown),
        CASE(a_form_becomes_a_message),
        CASE(a_form_is_refused_with_the_name_of_what_is_wrong),
        CASE(json_goes_in_and_out),
        CASE(json_is_refused_with_the_name_of_what_is_wrong),
        CASE(secret_fields_are_marked),
        {0},
    });
}
