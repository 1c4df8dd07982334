/* api_key_kinds_test - what a page may offer is what can be made. */
#include "rig.h"

static struct api_key_kinds_reply kinds_of(struct rig *rig)
{
    struct call c = rig_call(rig, check_mem());
    struct api_key_kinds_reply all = {0};

    CHECK_OK(on_api_key_kinds(&c, &NOTHING, &all));
    CHECK(all.kinds.n >= 3);
    return all;
}

static void every_kind_can_be_made_with_all_that_it_allows(void)
{
    struct rig *rig = rig_open();
    struct api_key_kinds_reply all = kinds_of(rig);

    for (size_t i = 0; i < all.kinds.n; i++) {
        const struct api_key_kind *kind = &all.kinds.v[i];
        struct call c = rig_call(rig, check_mem());
        const struct actor ada = {.person = "ada", .sid = "s", .auth_time = c.now};
        struct api_key_secret_reply made = {0};
        c.actor = &ada;
        CHECK_OK(on_api_key_add(&c,
                                &(struct api_key_add_request){.name = "all of it",
                                                              .scope = kind->scope,
                                                              .dialect = kind->dialect},
                                &made));
        CHECK_STR(made.key->dialect, kind->dialect);
        CHECK_STR(made.key->scope, kind->scope);
    }
    rig_close();
}

int main(void)
{
    return check_run((struct check[]){
        CASE(every_kind_can_be_made_with_all_that_it_allows),
        {NULL, NULL},
    });
}
