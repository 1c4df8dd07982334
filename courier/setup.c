#include "setup.h"
#include "file.h"
#include "log.h"
#include "secret.h"
#include <string.h>

#define CONFIG CONFIG_ROW
#define CONFIG_OF courier_config
/* clang-format off */
static const struct config_row rows[] = {
#include "courier.config.def"
};
/* clang-format on */
#undef CONFIG
const struct config_table courier_config_table = {rows, ARRAY_LEN(rows)};

enum { PASSWORD_MAX = 1024 };

static enum err wrong(const char *setting, const char *why)
{
    log_error("courier/%s: %s", setting, why);
    return ERR_CONFIG;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Without the line's end that editors leave. */
static enum err read_password(struct courier *self, const char *path)
{
    struct bytes text;

    enum err e = file_read(path, PASSWORD_MAX, &self->mem, &text);
    if (e)
        return wrong("smtp_password_file", err_text(e));
    self->smtp.password =
        arena_strndup(&self->mem, (const char *)text.p, strcspn((const char *)text.p, "\r\n"));
    return OK;
}

static enum err setup_smtp(struct courier *self)
{
    const struct courier_config *config = self->config;
    const char *url = config->courier_smtp_url;

    if (!url)
        return OK;
    if (!begins(url, "smtp://") && !begins(url, "smtps://"))
        return wrong("smtp_url", "it begins with smtp:// or smtps://");
    if (strchr(url, '@') ||
        strcspn(strstr(url, "://") + 3, "/?#") != strlen(strstr(url, "://") + 3))
        return wrong("smtp_url", "behind smtp:// there is HOST:PORT and nothing else");
    if (config->courier_smtp_plain && config->courier_smtp_user)
        return wrong("smtp_plain", "a password is not sent without TLS: leave out smtp_user");
    self->smtp = (struct smtp_options){
        .url = url,
        .user = config->courier_smtp_user,
        .ca_file = config->courier_smtp_ca_file,
        .plain = config->courier_smtp_plain,
        .name = self->site.authority[0] == '[' ? NULL
                                               : arena_strndup(&self->mem, self->site.authority,
                                                               strcspn(self->site.authority, ":")),
        .stop = &self->stop,
    };
    return config->courier_smtp_password_file
               ? read_password(self, config->courier_smtp_password_file)
               : OK;
}

static enum err setup_mail(struct courier *self)
{
    const struct courier_config *config = self->config;
    const char *authority = self->issuer.authority;
    const char *host = arena_strndup(&self->mem, authority, strcspn(authority, ":"));

    self->site = (struct mail_site){
        .issuer = self->issuer.url,
        .authority = authority,
        .from = config->courier_mail_from ? config->courier_mail_from
                : authority[0] == '['     ? "no-reply@localhost"
                                          : arena_printf(&self->mem, "no-reply@%s", host),
    };
    if (!message_mailbox_valid(self->site.from))
        return wrong("mail_from", "it is not a mailbox such as no-reply@id.example");
    enum err e = setup_smtp(self);
    if (!e && !self->smtp.url && !self->issuer.secure) {
        self->mail_folder = config->courier_mail_folder;
        self->site.readable = true;
    }
    return e;
}

static enum err setup_webhook(struct courier *self)
{
    const char *allow = self->config->courier_webhook_allow;
    const char *fault = address_list_fault(&self->mem, allow);

    if (fault)
        return wrong("webhook_allow", arena_printf(&self->mem, "%s is not an address", fault));
    if (allow && self->issuer.secure)
        return wrong("webhook_allow", "it is for development, with an http issuer");
    self->webhook = (struct webhook){
        .allow = allow,
        .ca_file = self->config->courier_webhook_ca_file,
        .resolve = addresses_of,
        .stop = &self->stop,
    };
    return OK;
}

enum err setup(struct courier *self, const struct service_env *env)
{
    const char *why = NULL;

    self->config = env->settings;
    if (issuer_parse(&self->mem, env->issuer, &self->issuer, &why) != OK) {
        log_error("ostiary/issuer: %s", why);
        return ERR_CONFIG;
    }
    if (env->kek.n != SECRET_KEY_LEN) {
        log_error("keys/courier/kek is missing: what waits to be sent could not be sealed");
        return ERR_CONFIG;
    }
    self->kek = arena_bytes(&self->mem, env->kek.p, env->kek.n);
    enum err e = setup_mail(self);
    return e ? e : setup_webhook(self);
}
