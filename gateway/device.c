#include "device.h"
#include <string.h>

struct sign {
    const char *token, *name;
};

/* Most of them pretend to be the ones below, so that the order matters. */
static const struct sign browsers[] = {
    {"Edg", "Edge"},         {"OPR/", "Opera"},
    {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
    {"CriOS/", "Chrome"},    {"Chromium/", "Chromium"},
    {"Chrome/", "Chrome"},   {"Safari/", "Safari"},
    {"curl/", "curl"},
};
static const struct sign systems[] = {
    {"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
    {"CrOS", "ChromeOS"},   {"Mac OS X", "macOS"},  {"Linux", "Linux"},
};

static const char *find(const struct sign *signs, size_t n, const char *agent)
{
    for (size_t i = 0; i < n; i++) {
        if (strstr(agent, signs[i].token))
            return signs[i].name;
    }
    return NULL;
}

const char *device_name(struct arena *mem, const char *user_agent)
{
    if (!user_agent)
        return NULL;
    const char *browser = find(browsers, ARRAY_LEN(browsers), user_agent);
    const char *system = find(systems, ARRAY_LEN(systems), user_agent);
    if (!browser || !system)
        return browser ? browser : system;
    return arena_printf(mem, "%s, %s", browser, system);
}
