/*
 * api_policy - what a session of a program is in each dialect, as data (api_policy.def).
 */
#ifndef AUTHSVC_API_POLICY_H
#define AUTHSVC_API_POLICY_H
#include "base.h"

enum api_form { API_BARE, API_JWT };

/* What happens to a person who has a second factor. */
enum api_second { API_REFUSES, API_ASKS };

struct api_policy {
    const char *dialect;
    enum api_form form;
    int64_t life; /* seconds */
    enum api_second second;
};

const struct api_policy *
api_policy_by_name(const char *dialect); /* NULL: it has no such sessions */

#endif
