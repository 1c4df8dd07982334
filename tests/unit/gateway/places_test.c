/* places_test - who may, while others do. */
#include "check.h"
#include "places.h"

static struct places places;

static void there_are_so_many(void)
{
    struct place *taken[PLACES];

    places_init(&places);
    for (int i = 0; i < PLACES; i++)
        CHECK((taken[i] = places_take(&places, NULL)));
    CHECK(!places_take(&places, NULL));
    CHECK(!places_take(&places, "192.0.2.1"));
    struct place *was = taken[2];
    places_leave(&places, &taken[2]);
    CHECK(!taken[2]);
    CHECK(places_take(&places, "192.0.2.1") == was);
    places_leave(&places, &taken[2]); /* which is none any more */
    CHECK(!places_take(&places, NULL));
    places_done(&places);
}

static void one_leaves_room_for_others(void)
{
    struct place *here = NULL;

    places_init(&places);
    for (int i = 0; i < PLACES_OF_ONE; i++)
        CHECK((here = places_take(&places, "192.0.2.1")));
    CHECK(!places_take(&places, "192.0.2.1"));
    CHECK(places_take(&places, "192.0.2.2"));
    places_leave(&places, &here);
    CHECK(places_take(&places, "192.0.2.1"));
    CHECK(!places_take(&places, "192.0.2.1"));
    CHECK(places_take(&places, "192.0.2.3"));
    CHECK(!places_take(&places, "192.0.2.4"));
    places_done(&places);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(there_are_so_many),
        CASE(one_leaves_room_for_others),
        {0},
    });
}
