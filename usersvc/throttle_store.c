#include "throttle_store.h"
#include "db.h"
#include "expired.h"
#include "log.h"
#include "network.h"
#include "text.h"
#include "usersvc.h"
#include <string.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)

/* Guessing from one place: after a dozen failures, 12 tries an hour. */
static const struct limiter_rule pair_rule = {
    .free = 5, .first = 2 * SECOND, .cap = 5 * MINUTE, .decay = 10 * MINUTE};
/* From many places.  The cap is short: it is what a stranger can make the person wait. */
static const struct limiter_rule account_rule = {
    .free = 20, .first = 1 * SECOND, .cap = 8 * SECOND, .decay = 1 * MINUTE};
/* Many names from one place, behind which there may be a whole office. */
static const struct limiter_rule source_rule = {
    .free = 100, .first = 1 * SECOND, .cap = 30 * SECOND, .decay = 10 * SECOND};

/* Codes are short, and whoever guesses them has the password: 3 in 10^6 are right, so that two
 * tries an hour find one within 13 years at even odds.  Nobody else can make the person wait. */
static const struct limiter_rule code_pair_rule = {
    .free = 5, .first = 5 * SECOND, .cap = 30 * MINUTE, .decay = 30 * MINUTE};
static const struct limiter_rule code_rule = {
    .free = 10, .first = 5 * SECOND, .cap = 30 * MINUTE, .decay = 30 * MINUTE};

/* Mails that somebody has sent to a mailbox: a stranger gets it ten in an hour, then three. */
static const struct limiter_rule letter_rule = {
    .free = 3, .first = 2 * MINUTE, .cap = 20 * MINUTE, .decay = 20 * MINUTE};
static const struct limiter_rule letters_rule = {
    .free = 20, .first = 5 * SECOND, .cap = 5 * MINUTE, .decay = 1 * MINUTE};

struct unit {
    struct limiter_attempt *attempt;
    int64_t wait;
};

static enum err look(struct db *db, void *arg)
{
    struct unit *u = arg;

    return limiter_look(db, u->attempt, &u->wait);
}

static enum err reserve(struct db *db, void *arg)
{
    struct unit *u = arg;

    return limiter_reserve(db, u->attempt, &u->wait);
}

static enum err succeed(struct db *db, void *arg)
{
    return limiter_succeed(db, arg);
}

static const char *source_of(struct call *c)
{
    return c->source ? network_of(c->mem, c->source) : "unknown";
}

static enum err enter(struct call *c, struct limiter_attempt *attempt, int64_t *wait)
{
    struct usersvc *svc = c->svc;
    struct unit u = {.attempt = attempt};

    enum err e = store_read(svc->store, look, &u);
    if (!e)
        e = store_write(svc->store, reserve, &u);
    if (e == ERR_THROTTLED)
        *wait = u.wait;
    return e;
}

enum err throttle_store_enter(struct call *c, const char *username, struct limiter_attempt *out,
                              int64_t *wait)
{
    const char *name = text_lower(c->mem, username), *from = source_of(c);

    *out = (struct limiter_attempt){
        .now = c->now,
        .marks = {limiter_mark(c->mem, &pair_rule, "account at source", name, from),
                  limiter_mark(c->mem, &account_rule, "account", name, NULL),
                  limiter_mark(c->mem, &source_rule, "source", from, NULL)},
        .n = 3,
    };
    return enter(c, out, wait);
}

/* The wait says nothing of the account: names that nobody has are counted alike. */
enum err throttle_store_refuse(struct call *c, int64_t wait_ms)
{
    c->wait = wait_ms > SECOND ? (wait_ms + SECOND - 1) / SECOND : 1;
    return refuse_openly(c, ERR_THROTTLED, "too many attempts; please wait %lld second%s",
                         (long long)c->wait, c->wait == 1 ? "" : "s");
}

/* Of an address what stands for the mailbox: to many servers ada+anything is ada.  Of a name all.
 */
static const char *mailbox(struct arena *mem, const char *to)
{
    const char *name = text_lower(mem, to), *at = strchr(name, '@');
    size_t n = strcspn(name, "+");

    if (!at || name + n > at)
        return name;
    return arena_printf(mem, "%.*s%s", (int)n, name, at);
}

enum err throttle_store_letter(struct call *c, enum throttle_letter what, const char *to)
{
    static const char *const kinds[] = {
        [LETTER_TO_RETURN] = "letter to return", [LETTER_TO_BEGIN] = "letter to begin"};
    const char *from = source_of(c);
    int64_t wait = 0;
    struct limiter_attempt attempt = {
        .now = c->now,
        .marks = {limiter_mark(c->mem, &letter_rule, kinds[what], mailbox(c->mem, to), NULL),
                  limiter_mark(c->mem, &letters_rule, "letters from", from, NULL)},
        .n = 2,
    };

    enum err e = enter(c, &attempt, &wait);
    return e == ERR_THROTTLED ? throttle_store_refuse(c, wait) : e;
}

enum err throttle_store_link(struct call *c, struct limiter_attempt *out)
{
    int64_t wait = 0;

    *out = (struct limiter_attempt){
        .now = c->now,
        .marks = {limiter_mark(c->mem, &source_rule, "links from", source_of(c), NULL)},
        .n = 1,
    };
    enum err e = enter(c, out, &wait);
    return e == ERR_THROTTLED ? throttle_store_refuse(c, wait) : e;
}

enum err throttle_store_code(struct call *c, const char *person, struct limiter_attempt *out)
{
    const char *from = source_of(c);
    int64_t wait = 0;

    *out = (struct limiter_attempt){
        .now = c->now,
        .marks = {limiter_mark(c->mem, &code_pair_rule, "code at source", person, from),
                  limiter_mark(c->mem, &code_rule, "code", person, NULL),
                  limiter_mark(c->mem, &source_rule, "codes from", from, NULL)},
        .n = 3,
    };
    enum err e = enter(c, out, &wait);
    return e == ERR_THROTTLED ? throttle_store_refuse(c, wait) : e;
}

void throttle_store_pass(struct call *c, const struct limiter_attempt *attempt)
{
    struct usersvc *svc = c->svc;
    struct limiter_attempt passed = *attempt;

    enum err e = store_write(svc->store, succeed, &passed);
    if (e)
        log_warn("id=%s a right password stays counted as an attempt: %s", call_id(c), err_text(e));
}

void throttle_store_sweep(struct store *store, int64_t now)
{
    enum err e = expired_remove(store, limiter_expire, now);

    if (e)
        log_warn("usersvc: attempts that are forgiven could not be removed: %s", err_name(e));
}
