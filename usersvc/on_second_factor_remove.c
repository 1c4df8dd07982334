#include "handlers.h"
#include "second_factor.h"
#include "second_factor_store.h"

enum err on_second_factor_remove(struct call *c, const struct second_factor_code *q,
                                 struct nothing *a)
{
    struct second_factor_proof proof = {0};
    struct letter notice;
    struct person now;

    (void)a;
    enum err e = second_factor_fresh(c);
    if (!e)
        e = second_factor_prove(c, c->actor->person, q->code, &proof);
    if (!e)
        e = letter_write(c,
                         &(struct letter_about){"second_factor_removed", proof.person->email,
                                                proof.person->locale, 0},
                         &notice);
    return e ? e : second_factor_store_remove(c, c->actor->person, &notice, &now);
}
