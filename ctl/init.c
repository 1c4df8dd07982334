/* init.c - ostiaryctl init: an installation that can be started. */
#include "command.h"
#include "common_config.h"
#include "install.h"
#include "issuer.h"
#include "program.h"
#include "request.h"
#include "secret.h"
#include "text.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PORT_DEFAULT = 8080, PORT_HTTP = 80 };

static const char CONF[] =
    "#   ostiary.conf - the settings of this installation, read by every program at its start.\n"
    "#   The environment goes first: OSTIARY_GATEWAY_LISTEN for listen of gateway.\n"
    "#   ostiary-gateway --help and ostiary-tokensvc --help list all there is.\n"
    "\n"
    "ostiary\n"
    "#   Public address. It stands in every token: what was issued under another one is void.\n"
    "    issuer = \"%s\"\n"
    "\n"
    "gateway\n"
    "#   Addresses to listen on. TLS is ended by a proxy in front (see trusted_proxies).\n"
    "    listen = \"%s:%lld\"\n"
    "\n"
    "log\n"
    "#   debug, info, warn or error\n"
    "    level = \"info\"\n";

/* Plain http is for this machine, where the gateway is at the issuer's own port; https ends in a
 * proxy, and the gateway is behind it. */
static int64_t port_of(const struct issuer *issuer)
{
    const char *bracket = strchr(issuer->authority, ']');
    const char *colon = strchr(bracket ? bracket : issuer->authority, ':');
    int64_t port = PORT_HTTP;

    if (issuer->secure)
        return PORT_DEFAULT;
    return colon && text_int(colon + 1, &port) ? port : PORT_HTTP;
}

static const char *conf_text(struct arena *mem, const struct issuer *issuer, int64_t port)
{
    bool six = strncmp(issuer->authority, "[::1]", 5) == 0;

    return arena_printf(mem, CONF, issuer->url, six ? "[::1]" : "127.0.0.1",
                        (long long)(port ? port : port_of(issuer)));
}

static enum ctl_status enter(struct ctl *ctl)
{
    if (mkdir(ctl->data, 0700) != 0 && errno != EEXIST)
        return ctl_complain(ctl, CTL_REFUSED, "STORAGE: %s: %s", ctl->data, strerrordesc_np(errno));
    if (chdir(ctl->data) != 0)
        return ctl_complain(ctl, CTL_REFUSED, "STORAGE: %s: %s", ctl->data, strerrordesc_np(errno));
    return CTL_OK;
}

/* An installation keeps its issuer. */
static enum ctl_status check_issuer(struct ctl *ctl, const char *issuer)
{
    struct common_config config;
    const char *why = NULL;

    if (access(PROGRAM_CONFIG_FILE, F_OK) != 0)
        return CTL_OK;
    if (config_load(common_config_table, PROGRAM_CONFIG_FILE, ctl->mem, &config, &why) != OK)
        return ctl_complain(ctl, CTL_REFUSED, "CONFIG: %s", why);
    if (config.ostiary_issuer && strcmp(config.ostiary_issuer, issuer) == 0)
        return CTL_OK;
    return ctl_complain(ctl, CTL_REFUSED, "EXISTS: %s is the installation of %s", ctl->data,
                        config.ostiary_issuer ? config.ostiary_issuer : "no issuer");
}

static enum ctl_status report(struct ctl *ctl, struct install *install, const char *issuer)
{
    struct buf text;
    struct json json;
    char *folder = realpath(".", NULL);

    buf_init(&text, ctl->mem, 2048);
    json_init(&json, &text);
    json_open(&json, NULL, '{');
    json_str(&json, "data", folder);
    json_str(&json, "issuer", issuer);
    json_raw(&json, "made", arena_printf(ctl->mem, "[%s]", buf_text(&install->made_text)));
    json_raw(&json, "kept", arena_printf(ctl->mem, "[%s]", buf_text(&install->kept_text)));
    json_close(&json, '}');
    free(folder);
    return ctl_answer(ctl, buf_text(&text));
}

static enum ctl_status make(struct ctl *ctl, const struct issuer *issuer, int64_t port)
{
    struct install install;

    install_init(&install, ctl->mem);
    enum err e = secret_init();
    if (!e)
        e = install_folders(&install);
    if (!e)
        e = install_keys(&install);
    if (!e) /* last: where it is, nothing is missing */
        e = install_file(&install, PROGRAM_CONFIG_FILE, conf_text(ctl->mem, issuer, port));
    if (e)
        return ctl_complain(ctl, CTL_REFUSED, "%s: %s", err_name(e),
                            install.why ? install.why : err_text(e));
    return report(ctl, &install, issuer->url);
}

enum ctl_status init_run(struct ctl *ctl, const struct command *self,
                         const struct option_line *line)
{
    struct init_request q = {0};
    struct issuer issuer;
    const char *why = NULL;

    if (option_fill(ctl->mem, command_request(self), line->request, ctl->in, &q, &why) != OK)
        return ctl_complain(ctl, CTL_USAGE, "init: %s", why);
    if (issuer_parse(ctl->mem, q.issuer, &issuer, &why) != OK)
        return ctl_complain(ctl, CTL_USAGE, "init: --issuer: %s", why);
    enum ctl_status status = enter(ctl);
    if (!status)
        status = check_issuer(ctl, issuer.url);
    return status ? status : make(ctl, &issuer, q.port);
}
