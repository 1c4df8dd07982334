/*
 * key_scene - API keys on the rig: whose call it is, what a key is worth, and a code that yields
 * one.
 */
#ifndef TOKENSVC_KEY_SCENE_H
#define TOKENSVC_KEY_SCENE_H
#include "rig.h"

extern const struct api_key_page_request KEY_ALL;

struct call *key_by(struct rig *rig, const char *person); /* a call of who is signed in */
struct api_key_page key_list(struct rig *rig, const char *person,
                             const struct api_key_page_request *q);

/* What it tells where keys are taken, and whether it does.  dialect NULL: the first. */
enum err key_userinfo(struct rig *rig, const char *key, const char *dialect,
                      struct userinfo_reply *a);
bool key_good(struct rig *rig, const char *key, const char *dialect);

/* A code of the client `app` in tachi. */
enum err key_code(struct rig *rig, const char *attempt, struct token_reply *a);

#endif
