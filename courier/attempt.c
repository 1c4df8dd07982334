#include "attempt.h"
#include "backoff.h"
#include "clock.h"
#include "log.h"
#include "mail_folder.h"
#include "order.h"
#include "text.h"
#include "webhook.h"
#include <string.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
enum { ERROR_MAX = 256 };

/* How each kind is sent. */
static const struct manner {
    const char *kind;
    struct backoff backoff;
    int64_t lease; /* longer than a try takes; who dies in one costs this wait */
    int64_t pause; /* of a destination, after a delivery */
    int64_t rest;  /* beside it, for each ms that the try took: a stranger's server that is slow, of
                      purpose perhaps, leaves most of a thread's time to the others */
} manners[] = {
    {ORDER_MAIL, {10 * SECOND, 15 * MINUTE}, 40 * SECOND, 1 * SECOND, 0},
    {ORDER_WEBHOOK, {30 * SECOND, 4 * HOUR}, 60 * SECOND, 0, 10},
};

static const struct manner *manner_of(const char *kind)
{
    for (size_t i = 0; i < ARRAY_LEN(manners); i++) {
        if (strcmp(manners[i].kind, kind) == 0)
            return &manners[i];
    }
    return NULL;
}

/* -- trying ------------------------------------------------------------------------------------ */

static enum outcome refused(const char **why, const char *reason)
{
    *why = reason;
    return OUTCOME_REFUSED;
}

static enum outcome send_mail(const struct attempt_means *self, struct arena *mem, const char *id,
                              const struct mail_order *order, const char **why)
{
    const struct courier *svc = self->courier;
    int64_t now = clock_now();
    struct bytes message;

    enum err e = mail_write(mem, &svc->site, id, order, now, &message);
    if (e == ERR_EXPIRED)
        return refused(why, "its link has expired");
    if (e)
        return refused(why, e == ERR_NOT_FOUND ? "there is no such mail" : "it cannot be written");
    if (svc->mail_folder)
        return mail_folder_put(svc->mail_folder, mem, id, now, message, why);
    return smtp_send(self->smtp, mem, svc->site.from, order->to, message, why);
}

static enum outcome try(const struct attempt_means *self, struct arena *mem,
                        const struct delivery_row *row, const char **why)
{
    struct order order = {0};

    if (order_open(mem, self->courier->kek, row, &order) != OK)
        return refused(why, "it cannot be opened: another key sealed it");
    if (order.mail)
        return send_mail(self, mem, row->id, order.mail, why);
    if (order.webhook)
        return webhook_send(&self->courier->webhook, mem, row->id, order.webhook, why);
    return refused(why, "there is nothing in it");
}

/* -- the end ------------------------------------------------------------------------------------
 */

struct tried {
    enum outcome outcome;
    const char *why;
    int64_t took; /* ms */
};

/* Cut to what the contract carries; it is ASCII. */
static const char *cut(struct arena *mem, const char *why)
{
    return arena_strndup(mem, text_printable(mem, why),
                         strnlen(text_printable(mem, why), ERROR_MAX));
}

static struct delivery_end end_of(const struct manner *manner, const struct delivery_row *row,
                                  const struct tried *tried)
{
    int64_t now = clock_now(), again = now + backoff_ms(&manner->backoff, row->tries);
    enum outcome outcome = tried->outcome;
    struct delivery_end end = {.error = tried->why,
                               .next_at = now,
                               .open_at = now + manner->pause + manner->rest * tried->took};

    if (outcome == OUTCOME_SENT) {
        end.state = DELIVERY_DONE;
        end.end_at = now + 7 * DAY;
    } else if (outcome == OUTCOME_REFUSED || again >= row->end_at) {
        end.state = DELIVERY_GIVEN_UP;
        end.end_at = now + 90 * DAY;
    } else {
        end.state = DELIVERY_WAITING;
        end.next_at = again;
    }
    return end;
}

static void tell(const struct delivery_row *row, const struct delivery_end *end)
{
    if (strcmp(end->state, DELIVERY_DONE) == 0)
        log_info("sent %s %s %s, try %lld", row->kind, row->what, row->id, (long long)row->tries);
    else
        log_warn("%s %s %s %s after try %lld: %s", row->kind, row->what, row->id,
                 strcmp(end->state, DELIVERY_WAITING) == 0 ? "waits" : "is given up",
                 (long long)row->tries, end->error);
}

static void attempt(const struct attempt_means *self, struct arena *mem,
                    const struct manner *manner, const struct delivery_row *row)
{
    const int64_t began = clock_steady();
    const char *why = NULL;
    struct tried tried = {.outcome = try(self, mem, row, &why)};

    tried.took = clock_steady() - began;
    tried.why = why ? cut(mem, why) : NULL;
    struct delivery_end end = end_of(manner, row, &tried);
    enum err e = delivery_store_end(self->courier->store, row, &end);
    tell(row, &end);
    if (e)
        log_warn("that is not noted, and %s will be tried again: %s", row->id, err_name(e));
}

bool attempt_one(const struct attempt_means *self, struct arena *mem, int64_t *next_at)
{
    const struct manner *manner = manner_of(self->kind);
    struct store *store = self->courier->store;
    struct delivery_row row;
    int64_t now = clock_now();

    *next_at = INT64_MAX;
    enum err e = delivery_store_next(store, self->kind, next_at);
    if (!e && *next_at > now)
        return false;
    if (!e)
        e = delivery_store_take(store, mem, self->kind, now, now + manner->lease, &row);
    if (e) /* somebody was faster, or the store says in its own lines what is wrong */
        return false;
    attempt(self, mem, manner, &row);
    return true;
}
