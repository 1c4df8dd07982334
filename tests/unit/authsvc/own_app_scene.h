/*
 * own_app_scene - people who make apps: ada, who does; eve, who has no business with them; an
 * administrator.
 */
#ifndef AUTHSVC_OWN_APP_SCENE_H
#define AUTHSVC_OWN_APP_SCENE_H
#include "fixture.h"

extern struct auth *own_app_auth; /* each case opens its own */

/* A call by a person in these groups, who signed in now. */
struct call *own_app_by(const char *person, const char *groups);
struct call *own_app_ada(void);
struct call *own_app_eve(void);
struct call *own_app_admin(void);

struct app_add_request own_app_request(const char *dialect);           /* of a confidential app */
struct app_secret_reply own_app_make(const struct app_add_request *q); /* by ada */
bool own_app_secret_is_right(const char *client_id, const char *text);
enum err own_app_reveal(struct call *c, const char *client_id, const char *dialect,
                        const char **secret);

#endif
