/*
 * tachi - what the files of the dialect Tachi share: its envelope, who asks, what a body looks
 * like.
 *
 * Every answer of its API is {"success":…,"description":…,"body":…}.  A handler
 * prints its body and gives it to tachi_ok; what goes wrong it returns as an
 * error (tachi_says.def), or tells itself by tachi_no.
 */
#ifndef GATEWAY_TACHI_H
#define GATEWAY_TACHI_H
#include "exchange.h"

#define TACHI "tachi"
#define TACHI_KEY_PLACE "%%TACHI_KEY%%" /* in a template: the key comes here */

/* -- answers ---------------------------------------------------------------------------------- */

/* The body of an answer while it is printed; bracket: '{' or '['. */
struct tachi_body {
    struct buf text;
    struct json json;
    char bracket;
};
struct json *tachi_begin(struct exchange *x, struct tachi_body *self, char bracket);
enum err tachi_ok(struct exchange *x, struct tachi_body *self, const char *description) MUST_CHECK;
enum err tachi_done(struct exchange *x, const char *description) MUST_CHECK; /* body {} */

/* Refuses in words of the dialect's own; e: what it is called in the log.  Returns OK: the answer
 * is made. */
enum err tachi_no(struct exchange *x, enum err e, int status, const char *description) MUST_CHECK;

void tachi_text(struct json *json, const char *key, const char *text); /* NULL: null */
void tachi_number(struct json *json, const char *key, int64_t number); /* 0: null */
void tachi_permissions(struct exchange *x, struct json *json, const char *key,
                       const char *words); /* {"a":true,…} */

/* -- who asks --------------------------------------------------------------------------------- */

enum tachi_kind { TACHI_GUEST, TACHI_SESSION, TACHI_KEY };

struct tachi_caller {
    enum tachi_kind kind;
    int64_t number; /* of the person; 0: nobody, or they have none */
    const char *username;
    int64_t created_at; /* ms */
    bool admin;
    const char *permissions; /* words */
};

extern const char *const tachi_all_permissions; /* what a session may do */

/* By the key in the header Authorization, or by the session, whose ticket is in x->call then.
 * ERR_INVALID_TOKEN: there is no such key; ERR_NO_TOKEN: the header is of another scheme. */
enum err tachi_caller(struct exchange *x, struct tachi_caller *out) MUST_CHECK;

/* Who has to be signed in.  ERR_SIGNED_OUT: nobody is; a key will not do. */
enum err tachi_person(struct exchange *x, struct tachi_caller *out) MUST_CHECK;

/* -- its objects ------------------------------------------------------------------------------ */

/* An app that is switched on here, as everybody may see it.  ERR_UNKNOWN_CLIENT: there is none. */
enum err tachi_look(struct exchange *x, const char *client_id,
                    struct app_look_reply *out) MUST_CHECK;

/* -- bodies ----------------------------------------------------------------------------------- */

/* What a member of a body has to be; of WANT_CHANGE it is said in other words what it is not. */
enum tachi_want {
    WANT_TEXT,
    WANT_TEXT_IF_ANY,
    WANT_CODE_GRANT,
    WANT_TEXT_OR_NULL,
    WANT_CHANGE,
    WANT_NAME,
    WANT_NAME_OR_NULL,
    WANT_PERMISSIONS
};

struct tachi_member {
    const char *name;
    enum tachi_want want;
    bool optional;
};

/* Is the message as the contract wants it?  ERR_BAD_FIELD, and what is wrong. */
enum err tachi_check(struct exchange *x, const struct msg_desc *desc, const void *msg) MUST_CHECK;

/* NULL: the body is an object with these members and no others; else what is wrong, as the dialect
 * says it. */
const char *tachi_fault(struct exchange *x, const struct tachi_member *members, size_t n);

/* So much is wrong with a member, and what it was: "[name] Invalid URL. (Received x)". */
const char *tachi_complaint(struct exchange *x, const char *name, const char *what);

/* What a member is; NULL: absent, null, or no text. */
const char *tachi_member(const struct exchange *x, const char *name);
bool tachi_has(const struct exchange *x, const char *name);

/* A list of texts as words, each once; NULL: absent.  tachi_fault has looked at it. */
const char *tachi_words(struct exchange *x, const char *name);

#endif
