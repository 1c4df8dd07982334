/* person_list_test - everybody, by pages. */
#include "people.h"
#include <stdlib.h>
#include <string.h>

enum { MANY = 250, FRAME = 64 << 10 };

struct walk {
    size_t people, pages, largest; /* largest: bytes of an encoded page */
};

/* All pages; every id comes after the one before, and none twice. */
static struct walk walk(struct people *p, int64_t limit)
{
    struct walk w = {0};
    struct person_page page = {0};
    const char *last = "";

    do {
        const struct person_page_request q = {.after = page.next, .limit = limit};
        struct buf encoded;
        const char *why = NULL;
        CHECK_OK(usersvc_person_list(people_as(p, &p->admin), &q, &page));
        CHECK(page.people.n > 0);
        CHECK(page.people.n <= (size_t)(limit ? limit : 100));
        for (size_t i = 0; i < page.people.n; i++) {
            CHECK(strcmp(last, page.people.v[i].id) < 0);
            last = page.people.v[i].id;
        }
        buf_init(&encoded, check_mem(), FRAME);
        CHECK_OK(msg_encode(&person_page_desc, &page, &encoded, &why));
        w.largest = encoded.n > w.largest ? encoded.n : w.largest;
        w.people += page.people.n;
        w.pages++;
    } while (page.next);
    return w;
}

static const char *nth(size_t i)
{
    return arena_printf(check_mem(), "person-%zu", i);
}

static void everybody_is_on_one_page_of_the_walk(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    const struct person_ref gone = {.username = nth(7)};
    struct nothing none;

    for (size_t i = 0; i < MANY; i++)
        people_add(p, nth(i));
    struct walk all = walk(p, 0);
    CHECK_INT(all.people, MANY);
    CHECK_INT(all.pages, 3);
    CHECK_INT(walk(p, 7).people, MANY);
    CHECK_INT(walk(p, 7).pages, 36);
    struct walk exact = walk(p, 50);
    CHECK_INT(exact.people, MANY);
    CHECK_INT(exact.pages, 5);

    CHECK_OK(usersvc_person_delete(people_as(p, &p->admin), &gone, &none));
    CHECK_INT(walk(p, 100).people, MANY - 1);
    people_close(p);
}

static void nobody_makes_an_empty_page(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    const struct person_page_request q = {0};
    struct person_page page = {0};

    CHECK_OK(usersvc_person_list(people_as(p, &p->admin), &q, &page));
    CHECK_INT(page.people.n, 0);
    CHECK_STR(page.next, NULL);
    people_close(p);
}

/* n bytes that begin so. */
static const char *filled(const char *begin, int n)
{
    return arena_printf(check_mem(), "%s%0*d", begin, n - (int)strlen(begin), 0);
}

static void a_page_of_large_profiles_fits_a_frame(void)
{
    struct people *p = people_open(PEOPLE_INLINE);
    const char *url = filled("https://example.org/", 2048), *name = filled("", 128);

    for (size_t i = 0; i < 60; i++) {
        struct person_add_request q = {
            .username = nth(i),
            .email = arena_printf(check_mem(), "%zu@example.org", i),
            .password = "long enough",
            .name = name,
            .given_name = name,
            .family_name = name,
            .nickname = filled("", 64),
            .picture = url,
            .website = url,
            .groups = filled("", 512),
        };
        struct person added = {0};
        CHECK_OK(usersvc_person_add(people_as(p, &p->admin), &q, &added));
    }
    struct walk all = walk(p, 100);
    CHECK_INT(all.people, 60);
    CHECK(all.pages > 1);
    CHECK(all.largest <= FRAME);
    people_close(p);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(everybody_is_on_one_page_of_the_walk),
        CASE(nobody_makes_an_empty_page),
        CASE(a_page_of_large_profiles_fits_a_frame),
        {0},
    });
}
