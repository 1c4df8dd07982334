/* events_backups.c - what is written when a backup was put back. */
#include "db.h"
#include "events_scene.h"

static const struct sql SQL_MARK = {
    "mark", "INSERT INTO copy_mark (service, batch, taken_at) VALUES ($1, $2, $3)"};

/* As in a copy, and as an operator does it on a server. */
static enum err mark(struct db *db, void *service)
{
    return db_exec(db, &SQL_MARK, "tti", service, "monday", (int64_t)1000);
}

void backups(void)
{
    static char services[][16] = {"tokensvc", "authsvc", "usersvc"};

    scene_begin();
    for (size_t i = 0; i < ARRAY_LEN(services); i++)
        CHECK_OK(store_write(world_store(scene.world, services[i]), mark, services[i]));
    world_restart(scene.world, NULL);
    CHECK_STR(streams_news(&scene.streams), "tokens_put_back clients_put_back people_put_back");
    CHECK_STR(scene.streams.last.subject, "monday");
    CHECK_STR(scene.streams.last.by, "usersvc");
    CHECK_STR(scene.streams.last.after, "{\"taken_at\":1000}");
    scene_saw("tokens_put_back clients_put_back people_put_back");
    scene_end();
}
