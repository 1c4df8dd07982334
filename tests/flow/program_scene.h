/*
 * program_scene - ada, at a browser and by way of programs that know her password.
 */
#ifndef FLOW_PROGRAM_SCENE_H
#define FLOW_PROGRAM_SCENE_H
#include "app.h"
#include "check.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

extern struct world *world;
extern struct app app;
extern struct browser here; /* where she is signed in */
extern const char *ada;     /* her id */

void begin(void); /* a new world */
struct call *gateway(void);

enum err try_sign_in(const char *dialect, const char *password,
                     struct api_sign_in_reply *out) MUST_CHECK;
const char *sign_in(const char *dialect); /* the token of the session */

/* What becomes of a program that comes with this token. */
enum err outcome(const char *dialect, const char *token) MUST_CHECK;

/* A call on behalf of whom the program comes for. */
struct call *program_call(const char *dialect, const char *token);

#endif
