/* serve_test - every step that a request takes, and what each refuses. */
#include "actor.h"
#include "check.h"
#include "clock.h"
#include "log.h"
#include "messages.h"
#include "rpc_local.h"
#include <string.h>

/* A service of two methods: one for everybody, one for a person about themselves. */
static int served;

static enum err standing(struct call *c, const void *q, void *a)
{
    const struct person_ref *ref = q;
    struct person_standing_reply *reply = a;

    served++;
    if (strcmp(ref->id, "gone") == 0)
        return refuse_openly(c, ERR_NOT_FOUND, "nobody has the id %s", ref->id);
    if (strcmp(ref->id, "broken") == 0)
        return OK; /* a reply that lacks a required field in bounds */
    *reply = (struct person_standing_reply){.generation = 7, .active = true};
    return OK;
}

static enum err profile(struct call *c, const void *q, void *a)
{
    struct profile *p = a;

    (void)q;
    *p = (struct profile){.sub = c->actor->person, .username = "u", .email = "a@b"};
    return OK;
}

static const struct dispatch methods[] = {
    {&usersvc_person_standing_method, standing},
    {&usersvc_profile_get_method, profile},
};
static const struct service service = {
    .name = "usersvc", .role = ROLE_USERSVC, .methods = methods, .n_methods = ARRAY_LEN(methods)};

static uint8_t actor_public[ACTOR_PUBLIC_LEN], actor_secret[ACTOR_SECRET_LEN];
static struct service_host host;
static const struct service_host *const hosts[] = {&host, NULL};
static struct rpc_local rpc;

static struct call *begin(unsigned role)
{
    struct call *c = ARENA_NEW(check_mem(), call);

    actor_keys_make(actor_public, actor_secret);
    host = (struct service_host){.service = &service,
                                 .actor_key = {actor_public, sizeof actor_public}};
    rpc_local_init(&rpc, role, hosts);
    call_begin(c, check_mem(), &rpc.rpc, 1000);
    served = 0;
    return c;
}

static void a_call_is_answered(void)
{
    struct call *c = begin(ROLE_AUTHSVC);
    struct person_standing_reply a;

    CHECK_OK(usersvc_person_standing(c, &(struct person_ref){.id = "p"}, &a));
    CHECK_INT(a.generation, 7);
    CHECK(a.active);
}

static void a_refusal_comes_back_with_both_reasons(void)
{
    struct call *c = begin(ROLE_AUTHSVC);
    struct person_standing_reply a = {0};

    CHECK_ERR(usersvc_person_standing(c, &(struct person_ref){.id = "gone"}, &a), ERR_NOT_FOUND);
    CHECK_STR(c->text, "nobody has the id gone");
    CHECK_STR(c->detail, "nobody has the id gone");
    CHECK_INT(a.generation, 0);
}

static void a_reply_that_breaks_the_contract_is_our_fault(void)
{
    struct call *c = begin(ROLE_AUTHSVC);
    struct person_standing_reply a;

    CHECK_ERR(usersvc_person_standing(c, &(struct person_ref){.id = "broken"}, &a), ERR_INTERNAL);
    CHECK_STR(c->text, NULL);
}

static void every_method_refuses_every_role_that_it_does_not_name(void)
{
    for (const struct method_desc *const *m = contract_methods; *m; m++) {
        for (unsigned role = 1; role < ROLE_EVERYONE; role <<= 1) {
            const struct dispatch row = {*m, standing};
            const struct service one = {.name = (*m)->service, .methods = &row, .n_methods = 1};
            struct rpc_reply reply = {0};
            struct call *c = begin(role);

            host.service = &one;
            if ((*m)->callers & role)
                continue;
            CHECK_OK(rpc.rpc.carry(
                &rpc.rpc, c, &(struct rpc_request){(*m)->service, *m, {(const uint8_t *)"\x80", 1}},
                &reply));
            if (reply.error != ERR_FORBIDDEN)
                check_failed(__FILE__, __LINE__, "%s lets %s in: %s", (*m)->name, role_name(role),
                             err_name(reply.error));
            CHECK_INT(served, 0);
        }
    }
}

static void a_call_that_came_too_late_is_not_served(void)
{
    struct call *c = begin(ROLE_AUTHSVC);
    struct person_standing_reply a;

    c->deadline = clock_now() - 1;
    CHECK_ERR(usersvc_person_standing(c, &(struct person_ref){.id = "p"}, &a), ERR_DEADLINE);
    CHECK_INT(served, 0);
}

static void a_key_is_bound_to_its_tenants(void)
{
    struct call *c = begin(ROLE_AUTHSVC);
    struct person_standing_reply a;

    c->tenant = "another";
    CHECK_ERR(usersvc_person_standing(c, &(struct person_ref){.id = "p"}, &a), ERR_FORBIDDEN);
    CHECK_INT(served, 0);
}

static struct bytes ticket(struct call *c, int64_t expires_in)
{
    struct actor actor = {
        .person = "p1", .sid = "s1", .auth_time = c->now, .expires_at = c->now + expires_in};
    struct bytes out = {0};

    CHECK_OK(
        actor_mint(check_mem(), (struct bytes){actor_secret, sizeof actor_secret}, &actor, &out));
    return out;
}

static void a_person_is_who_the_ticket_says(void)
{
    struct call *c = begin(ROLE_GATEWAY);
    struct profile p;

    c->ticket = ticket(c, 60000);
    CHECK_OK(usersvc_profile_get(c, &NOTHING, &p));
    CHECK_STR(p.sub, "p1");
}

static void without_a_good_ticket_nobody_is_anybody(void)
{
    struct call *c = begin(ROLE_GATEWAY);
    struct profile p;

    CHECK_ERR(usersvc_profile_get(c, &NOTHING, &p), ERR_FORBIDDEN);
    c->ticket = ticket(c, -1);
    CHECK_ERR(usersvc_profile_get(c, &NOTHING, &p), ERR_FORBIDDEN);
    c->ticket = ticket(c, 3600000); /* longer than any ticket is made for */
    CHECK_ERR(usersvc_profile_get(c, &NOTHING, &p), ERR_FORBIDDEN);

    struct bytes good = ticket(c, 60000);
    for (size_t i = 0; i < good.n; i++) {
        uint8_t *bad = memcpy(arena_alloc(check_mem(), good.n), good.p, good.n);
        bad[i] ^= 1;
        c->ticket = (struct bytes){bad, good.n};
        CHECK_ERR(usersvc_profile_get(c, &NOTHING, &p), ERR_FORBIDDEN);
    }
}

static struct served serve(struct bytes envelope, struct bytes body, unsigned role)
{
    struct served out;

    service_serve(&host, &(struct peer){"k", role, TENANT_DEFAULT}, envelope, body, check_mem(),
                  &out);
    return out;
}

static struct bytes envelope(const char *method, int64_t version)
{
    struct request_envelope e = {.version = version,
                                 .id = 9,
                                 .method = method,
                                 .deadline = clock_now() + 1000,
                                 .trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
                                 .tenant = "default"};
    struct buf *out = ARENA_NEW(check_mem(), buf);
    const char *why = "";

    buf_init(out, check_mem(), 128);
    CHECK_OK(msg_encode(&request_envelope_desc, &e, out, &why));
    return buf_bytes(out);
}

static void nonsense_is_refused_with_its_name(void)
{
    struct bytes none = {(const uint8_t *)"\x80", 1}, garbage = {(const uint8_t *)"garbage!", 8};

    begin(ROLE_AUTHSVC);
    CHECK_ERR(serve(garbage, none, ROLE_AUTHSVC).error, ERR_BAD_MESSAGE);
    CHECK_INT(serve(garbage, none, ROLE_AUTHSVC).id, 0);
    struct served unknown = serve(envelope("usersvc.nonsense", 1), none, ROLE_AUTHSVC);
    CHECK_ERR(unknown.error, ERR_UNKNOWN_METHOD);
    CHECK_INT(unknown.id, 9);
    CHECK_ERR(serve(envelope("usersvc.person_standing", 2), none, ROLE_AUTHSVC).error,
              ERR_BAD_MESSAGE);
    CHECK_ERR(serve(envelope("usersvc.person_standing", 1), garbage, ROLE_AUTHSVC).error,
              ERR_BAD_MESSAGE);
    uint8_t *big = arena_alloc(check_mem(), 2000);
    CHECK_ERR(serve(envelope("usersvc.person_standing", 1), (struct bytes){big, 2000}, ROLE_AUTHSVC)
                  .error,
              ERR_TOO_LARGE);
    CHECK_INT(served, 0);
}

static enum err lose_replies(void *self, const char *method, bool after)
{
    (void)self, (void)method;
    return after ? ERR_UNAVAILABLE : OK;
}

static void a_lost_reply_is_told_apart_from_a_refusal(void)
{
    struct call *c = begin(ROLE_AUTHSVC);
    struct person_standing_reply a;

    rpc.fault = lose_replies;
    CHECK_ERR(usersvc_person_standing(c, &(struct person_ref){.id = "p"}, &a), ERR_UNAVAILABLE);
    CHECK_INT(served, 1);
}

static void nobody_is_asked_who_is_not_there(void)
{
    struct call *c = begin(ROLE_GATEWAY);
    struct jwks_reply a;

    CHECK_ERR(tokensvc_jwks(c, &NOTHING, &a), ERR_UNAVAILABLE);
}

static void silent(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level, (void)line;
}

int main(void)
{
    log_replace(silent, NULL);
    return check_run((struct check[]){
        CASE(a_call_is_answered),
        CASE(a_refusal_comes_back_with_both_reasons),
        CASE(a_reply_that_breaks_the_contract_is_our_fault),
        CASE(every_method_refuses_every_role_that_it_does_not_name),
        CASE(a_call_that_came_too_late_is_not_served),
        CASE(a_key_is_bound_to_its_tenants),
        CASE(a_person_is_who_the_ticket_says),
        CASE(without_a_good_ticket_nobody_is_anybody),
        CASE(nonsense_is_refused_with_its_name),
        CASE(a_lost_reply_is_told_apart_from_a_refusal),
        CASE(nobody_is_asked_who_is_not_there),
        {0},
    });
}
