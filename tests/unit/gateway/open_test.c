/* open_test - what a gateway will not start with. */
#include "front.h"
#include "gateway.h"
#include "log.h"
#include <string.h>

static char said[512];

static void keep_line(void *self, enum log_level level, const char *line)
{
    (void)self;
    if (level == LOG_ERROR) {
        memset(said, 0, sizeof said);
        strncpy(said, line, sizeof said - 1);
    }
}

static void bad_settings_are_refused_clearly(void)
{
    static const struct {
        const char *issuer, *listen, *proxies, *says;
    } cases[] = {
        {"http://id.example", "127.0.0.1:0", NULL, "http is for development on this machine only"},
        {NULL, "127.0.0.1:0", NULL, "it is not an https address"},
        {FRONT_ISSUER, "8080", NULL, "not ADDRESS:PORT"},
        {FRONT_ISSUER, "127.0.0.1:8443s", NULL, "not ADDRESS:PORT"},
        {FRONT_ISSUER, "[::1]:8080", NULL, "not ADDRESS:PORT"},
        {FRONT_ISSUER, "127.0.0.1:99999", NULL, "cannot listen on 127.0.0.1:99999"},
        {FRONT_ISSUER, "127.0.0.1:0", "10.0.0.0/99", "gateway/trusted_proxies: \"10.0.0.0/99\""},
    };

    log_replace(keep_line, NULL);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct gateway_config config = front_config();
        struct gateway *gateway = NULL;
        struct rpc rpc = {NULL};
        config.issuer = cases[i].issuer;
        config.gateway_listen = cases[i].listen;
        config.gateway_trusted_proxies = cases[i].proxies;
        CHECK_ERR(gateway_open(&config, &rpc, &gateway), ERR_CONFIG);
        CHECK(!gateway);
        CHECK_HAS(said, cases[i].says);
    }
    log_replace(NULL, NULL);
}

static void a_port_in_use_is_refused(void)
{
    struct gateway_config config = front_config();
    struct gateway *first = NULL, *second = NULL;
    struct rpc rpc = {NULL};

    log_replace(keep_line, NULL);
    CHECK_OK(gateway_open(&config, &rpc, &first));
    config.gateway_listen = arena_printf(check_mem(), "127.0.0.1:%d", gateway_port(first));
    CHECK_ERR(gateway_open(&config, &rpc, &second), ERR_CONFIG);
    CHECK_HAS(said, config.gateway_listen);
    gateway_close(&first);
    CHECK(!first);
    gateway_close(&first);
    log_replace(NULL, NULL);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(bad_settings_are_refused_clearly),
        CASE(a_port_in_use_is_refused),
        {NULL, NULL},
    });
}
