/*
 * events_scene - a world in which each call is compared with the events that it wrote.
 */
#ifndef FLOW_EVENTS_SCENE_H
#define FLOW_EVENTS_SCENE_H
#include "app.h"
#include "check.h"
#include "streams.h"

extern struct scene {
    struct world *world;
    struct streams streams;
    struct app app;
    struct browser ada; /* not signed in */
    const char *ada_id;
} scene;

void scene_begin(void);
void scene_end(void); /* the chains are whole */
struct call *scene_admin(void);

/* WROTE(usersvc_person_add, <a call>, OK, "person_added"): how it ended, and the kinds of all
 * events since the last time, as streams_news tells them.  Ticks off the method and the kinds. */
#define WROTE(method, got, want, kinds) scene_wrote(__LINE__, &method##_method, got, want, kinds)
void scene_wrote(int line, const struct method_desc *method, enum err got, enum err want,
                 const char *kinds);

void scene_saw(const char *kind);
bool scene_has_called(const char *method);
bool scene_has_seen(const char *kind);

/* One of each in events_*.c. */
void people(void);
void mail(void);
void clients(void);
void apps(void);
void trials(void);
void pictures(void);
void api_keys(void);
void sessions(void);
void consents(void);
void accounts(void);
void second_factors(void);
void backups(void);
void bots(void);

#endif
