#include "events_scene.h"
#include "words.h"

struct scene scene;

static const char *called = "", *seen = ""; /* words, over all cases of the program */

/* Kept for as long as the program runs. */
static struct arena *kept(void)
{
    static struct arena mem;

    if (!mem.limit)
        arena_init(&mem, ARENA_LIMIT);
    return &mem;
}

void scene_begin(void)
{
    world_close(&scene.world); /* of a case that failed */
    scene.world = world_open();
    scene.app = app_add(scene.world, NULL);
    scene.ada_id = person_new(scene.world, "ada");
    scene.ada = browser_of(scene.world, "ada");
    scene.streams = streams_of(scene.world);
}

void scene_end(void)
{
    CHECK_STR(streams_fault(scene.world), NULL);
    world_close(&scene.world);
}

struct call *scene_admin(void)
{
    return world_call(scene.world, ROLE_ADMIN);
}

void scene_wrote(int line, const struct method_desc *method, enum err got, enum err want,
                 const char *kinds)
{
    check_err(__FILE__, line, method->name, got, want);
    check_str(__FILE__, line, method->name, streams_news(&scene.streams), kinds);
    called = words_union(kept(), called, method->name);
    scene_saw(kinds);
}

void scene_saw(const char *kind)
{
    seen = words_union(kept(), seen, *kind ? kind : NULL);
}

bool scene_has_called(const char *method)
{
    return words_has(called, method);
}

bool scene_has_seen(const char *kind)
{
    return words_has(seen, kind);
}
