/* avatar_test - pictures of people: theirs alone to change, anybody's to see, gone with them. */
#include "drawing.h"
#include "people.h"
#include "picture.h"
#include <string.h>

/* A call on behalf of this person. */
static struct call *of(struct people *p, const char *person)
{
    struct call *c = people_as(p, &p->gateway);
    const struct actor actor = {.person = person,
                                .sid = "s",
                                .auth_time = people_now,
                                .expires_at = people_now + ACTOR_LIFETIME_MS};

    CHECK_OK(actor_mint(check_mem(), (struct bytes){p->actor_secret, sizeof p->actor_secret},
                        &actor, &c->ticket));
    return c;
}

static const char *set(struct people *p, const char *person, struct bytes png)
{
    struct profile a = {0};

    CHECK_OK(usersvc_avatar_set(of(p, person), &(struct picture){png}, &a));
    CHECK_STR(a.avatar, picture_name(check_mem(), png));
    return a.avatar;
}

static enum err get(struct people *p, const char *name, struct picture *out)
{
    return usersvc_avatar_get(people_as(p, &p->gateway), &(struct picture_ref){name}, out);
}

static const char *avatar_of(struct people *p, const char *id)
{
    struct person found = {0};

    CHECK_OK(
        usersvc_person_get(people_as(p, &p->tokensvc), &(struct person_ref){.id = id}, &found));
    return found.avatar;
}

static void a_picture_comes_back_as_it_was_given(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    struct picture found = {0};

    people_now += 1000;
    const char *name = set(p, ada.id, drawing(256, "ada"));
    people_reopen(p);
    CHECK_STR(avatar_of(p, ada.id), name);
    CHECK_OK(get(p, name, &found));
    CHECK_BYTES(found.png, drawing(256, "ada"));
    people_close(p);
}

static void as_large_as_it_may_be_it_travels(void)
{
    struct people *p = people_open(PEOPLE_THREADS);
    struct person ada = people_add(p, "ada");
    struct picture found = {0};
    enum { FRAME = 8 + 25 + 12 + 12 };
    char *pixels = arena_alloc(check_mem(), PICTURE_MAX);

    memset(pixels, 'x', PICTURE_MAX - FRAME);
    struct bytes png = drawing(256, pixels);
    CHECK_INT(png.n, PICTURE_MAX);
    CHECK_OK(get(p, set(p, ada.id, png), &found));
    CHECK_BYTES(found.png, png);
    people_close(p);
}

static void another_takes_its_place(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    struct picture found = {0};

    const char *first = set(p, ada.id, drawing(256, "first"));
    const char *second = set(p, ada.id, drawing(256, "second"));
    CHECK_STR(avatar_of(p, ada.id), second);
    CHECK_ERR(get(p, first, &found), ERR_NOT_FOUND);
    CHECK_OK(get(p, second, &found));
    people_close(p);
}

static void it_can_be_taken_away(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    struct picture found = {0};
    struct profile a = {0};

    const char *name = set(p, ada.id, drawing(256, "ada"));
    for (int twice = 0; twice < 2; twice++) {
        CHECK_OK(usersvc_avatar_clear(of(p, ada.id), &NOTHING, &a));
        CHECK_STR(a.avatar, NULL);
    }
    CHECK_STR(avatar_of(p, ada.id), NULL);
    CHECK_ERR(get(p, name, &found), ERR_NOT_FOUND);
    people_close(p);
}

static void two_may_have_the_same(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada"), bob = people_add(p, "bob");
    struct picture found = {0};
    struct profile a = {0};

    const char *name = set(p, ada.id, drawing(256, "cat"));
    CHECK_STR(set(p, bob.id, drawing(256, "cat")), name);
    CHECK_OK(usersvc_avatar_clear(of(p, ada.id), &NOTHING, &a));
    CHECK_OK(get(p, name, &found));
    CHECK_STR(avatar_of(p, bob.id), name);
    people_close(p);
}

static void it_goes_with_the_account(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    struct picture found = {0};
    struct profile a = {0};

    const char *name = set(p, ada.id, drawing(256, "ada"));
    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &(struct person_ref){.sub = ada.sub},
                                   &NOTHING));
    CHECK_ERR(get(p, name, &found), ERR_NOT_FOUND);
    CHECK_ERR(usersvc_avatar_set(of(p, ada.id), &(struct picture){drawing(256, "ada")}, &a),
              ERR_SIGNED_OUT);
    CHECK_ERR(get(p, name, &found), ERR_NOT_FOUND);
    people_close(p);
}

static void what_is_no_picture_is_refused_and_changes_nothing(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    struct profile a = {0};
    struct call *c = of(p, ada.id);

    const char *name = set(p, ada.id, drawing(256, "ada"));
    CHECK_ERR(usersvc_avatar_set(c, &(struct picture){bytes_of("<html>")}, &a), ERR_BAD_FIELD);
    CHECK_STR(c->text, "png: it is no PNG");
    CHECK_STR(avatar_of(p, ada.id), name);
    people_close(p);
}

static void nobody_sets_one_without_being_there(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct profile a = {0};
    const struct picture picture = {drawing(256, "ada")};

    CHECK_ERR(usersvc_avatar_set(people_as(p, &p->gateway), &picture, &a), ERR_FORBIDDEN);
    CHECK_ERR(usersvc_avatar_set(people_as(p, &p->admin), &picture, &a), ERR_FORBIDDEN);
    people_close(p);
}

static void a_change_is_an_event_without_the_picture(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    struct person ada = people_add(p, "ada");
    struct events_since_reply events = {0};
    struct event_opened opened = {0};

    const char *name = set(p, ada.id, drawing(256, "ada"));
    set(p, ada.id, drawing(256, "ada")); /* again: no change */
    CHECK_OK(rpc_call_to(people_as(p, &p->admin), "usersvc", &service_events_since_method,
                         &(struct events_since_request){.after = 1}, &events));
    CHECK_INT(events.events.n, 1);
    CHECK_STR(events.events.v[0].kind, "person_updated");
    CHECK_OK(
        usersvc_event_open(people_as(p, &p->admin), &(struct event_ref){.number = 2}, &opened));
    CHECK_STR(opened.json, arena_printf(check_mem(), "{\"after\":{\"avatar\":\"%s\"}}", name));
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_picture_comes_back_as_it_was_given),
        CASE(as_large_as_it_may_be_it_travels),
        CASE(another_takes_its_place),
        CASE(it_can_be_taken_away),
        CASE(two_may_have_the_same),
        CASE(it_goes_with_the_account),
        CASE(what_is_no_picture_is_refused_and_changes_nothing),
        CASE(nobody_sets_one_without_being_there),
        CASE(a_change_is_an_event_without_the_picture),
        {0},
    });
}
