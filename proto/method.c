#include "method.h"
#include <string.h>

static const struct {
    const char *name;
    enum role role;
} roles[] = {
    {"gateway", ROLE_GATEWAY}, {"tokensvc", ROLE_TOKENSVC}, {"authsvc", ROLE_AUTHSVC},
    {"usersvc", ROLE_USERSVC}, {"courier", ROLE_COURIER},   {"admin", ROLE_ADMIN},
};

const struct method_desc *method_by_name(const char *name)
{
    for (const struct method_desc *const *m = contract_methods; *m; m++) {
        if (strcmp((*m)->name, name) == 0)
            return *m;
    }
    return NULL;
}

const char *role_name(enum role role)
{
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        if (roles[i].role == role)
            return roles[i].name;
    }
    return "none";
}

bool role_by_name(const char *name, enum role *out)
{
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        if (strcmp(roles[i].name, name) == 0) {
            *out = roles[i].role;
            return true;
        }
    }
    return false;
}

const char *method_class_name(enum method_class class)
{
    static const char *const names[CLASS_COUNT] = {"local", "remote", "hash", "bulk"};

    return names[class];
}

const char *method_actor_name(enum method_actor actor)
{
    static const char *const names[] = {"", "account", "self", "browser"};

    return names[actor];
}
