/* What a refresh token is worth, by its counter, its age and who shows it. */
#include "check.h"
#include "family.h"

enum { GRACE = 30000 };

static struct family family_at(int64_t head)
{
    return (struct family){
        .attempt = "the attempt that made the head",
        .head = head,
        .replaced = {100000, 90000, 80000, 70000}, /* head-1 … head-4 */
        .expires_at = 1000000,
    };
}

static const struct verdict_row {
    const char *what;
    int64_t behind; /* head - counter */
    struct presenter by;
    enum verdict want;
} verdict_rows[] = {
    {"the head", 0, {500000, GRACE, false, ""}, VERDICT_HEAD},
    {"one more than the head", -1, {500000, GRACE, true, ""}, VERDICT_AHEAD},
    {"far more than the head", -1000, {500000, GRACE, true, ""}, VERDICT_AHEAD},
    {"just replaced", 1, {100000, GRACE, false, ""}, VERDICT_SAME},
    {"replaced G ago", 1, {100000 + GRACE, GRACE, false, ""}, VERDICT_SAME},
    {"replaced longer than G ago", 1, {100001 + GRACE, GRACE, false, ""}, VERDICT_THEFT},
    {"the same, by a client that proved itself",
     1,
     {100001 + GRACE, GRACE, true, ""},
     VERDICT_SAME},
    {"the same, years later", 1, {INT64_MAX / 2, GRACE, true, ""}, VERDICT_SAME},
    {"by the request that replaced it",
     1,
     {100001 + GRACE, GRACE, false, "the attempt that made the head"},
     VERDICT_SAME},
    {"two back, in time", 2, {90000 + GRACE, GRACE, false, ""}, VERDICT_SAME},
    {"two back, late", 2, {90001 + GRACE, GRACE, false, ""}, VERDICT_THEFT},
    {"two back, late, proved", 2, {90001 + GRACE, GRACE, true, ""}, VERDICT_THEFT},
    {"two back, late, same request",
     2,
     {90001 + GRACE, GRACE, false, "the attempt that made the head"},
     VERDICT_THEFT},
    {"four back, in time", 4, {70000 + GRACE, GRACE, false, ""}, VERDICT_SAME},
    {"four back, late", 4, {70001 + GRACE, GRACE, true, ""}, VERDICT_THEFT},
    {"five back, whenever", 5, {70000, GRACE, true, ""}, VERDICT_THEFT},
    {"the first of a long life", 99, {70000, GRACE, true, ""}, VERDICT_THEFT},
    {"our clock went back", 1, {50000, GRACE, false, ""}, VERDICT_SAME},
};

static void a_counter_is_judged_by_distance_age_and_presenter(void)
{
    const struct family family = family_at(100);

    for (size_t i = 0; i < ARRAY_LEN(verdict_rows); i++) {
        const struct verdict_row *row = &verdict_rows[i];
        enum verdict is = family_verdict(&family, family.head - row->behind, &row->by);
        if (is != row->want)
            check_failed(__FILE__, __LINE__, "%s: verdict %d, not %d", row->what, (int)is,
                         (int)row->want);
    }
}

static void without_grace_only_the_same_instant_is_forgiven(void)
{
    const struct family family = family_at(100);

    CHECK_INT(family_verdict(&family, 99, &(struct presenter){100000, 0, false, ""}), VERDICT_SAME);
    CHECK_INT(family_verdict(&family, 99, &(struct presenter){100001, 0, false, ""}),
              VERDICT_THEFT);
}

static void a_family_lives_until_its_time_or_its_end(void)
{
    struct family family = family_at(1);

    CHECK(family_alive(&family, 999999));
    CHECK(!family_alive(&family, 1000000));
    family.ended = true;
    CHECK(!family_alive(&family, 1));
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_counter_is_judged_by_distance_age_and_presenter),
        CASE(without_grace_only_the_same_instant_is_forgiven),
        CASE(a_family_lives_until_its_time_or_its_end),
        {0},
    });
}
