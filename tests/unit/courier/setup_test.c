/* setup_test - settings that will not do are refused at the start, with what is wrong. */
#include "desk.h"
#include "log.h"
#include <string.h>

static char said[512];

static void hear(void *self, enum log_level level, const char *line)
{
    (void)self;
    if (level == LOG_ERROR)
        strncpy(said, line, sizeof said - 1);
}

static void refused(struct desk *desk, const char *why)
{
    log_replace(hear, NULL);
    said[0] = '\0';
    CHECK_ERR(desk_start(desk), ERR_CONFIG);
    CHECK_HAS(said, why);
    log_replace(NULL, NULL);
}

static void an_address_that_is_none_is_refused(void)
{
    static const char *const urls[] = {"http://mail.example", "smtp://user@mail.example",
                                       "smtp://mail.example/x", "mail.example"};

    for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
        struct desk *desk = desk_new();
        desk->config.courier_smtp_url = urls[i];
        refused(desk, "courier/smtp_url");
    }
}

static void a_password_does_not_travel_in_clear(void)
{
    struct desk *desk = desk_new();

    desk->config.courier_smtp_url = "smtp://127.0.0.1:25";
    desk->config.courier_smtp_plain = true;
    desk->config.courier_smtp_user = "ostiary";
    refused(desk, "courier/smtp_plain");
}

static void a_password_file_has_to_be_there(void)
{
    struct desk *desk = desk_new();

    desk->config.courier_smtp_url = "smtps://mail.example";
    desk->config.courier_smtp_password_file = "/nowhere/password";
    refused(desk, "courier/smtp_password_file");
}

static void a_sender_has_to_be_a_mailbox(void)
{
    struct desk *desk = desk_new();

    desk->config.courier_mail_from = "Ostiary <id@example.org>";
    refused(desk, "courier/mail_from");
}

static void private_addresses_are_for_development(void)
{
    struct desk *desk = desk_new();

    desk->config.courier_webhook_allow = "127.0.0.1,elsewhere";
    refused(desk, "elsewhere is not an address");
    desk->config.courier_webhook_allow = "127.0.0.1";
    desk->issuer = "https://id.example";
    refused(desk, "courier/webhook_allow");
    desk->issuer = "http://localhost:8080";
    CHECK_OK(desk_start(desk));
    desk_close(desk);
}

static void mails_come_from_the_issuers_host(void)
{
    static const struct {
        const char *issuer, *from;
    } cases[] = {{"https://id.example", "no-reply@id.example"},
                 {"http://localhost:8080", "no-reply@localhost"},
                 {"http://[::1]:8080", "no-reply@localhost"}};

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct desk *desk = desk_new();
        desk->issuer = cases[i].issuer;
        CHECK_OK(desk_start(desk));
        CHECK_STR(desk->svc->site.from, cases[i].from);
        desk_close(desk);
    }
}

static void without_an_issuer_it_does_not_start(void)
{
    struct desk *desk = desk_new();

    desk->issuer = NULL;
    refused(desk, "ostiary/issuer");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(an_address_that_is_none_is_refused),
        CASE(a_password_does_not_travel_in_clear),
        CASE(a_password_file_has_to_be_there),
        CASE(a_sender_has_to_be_a_mailbox),
        CASE(private_addresses_are_for_development),
        CASE(mails_come_from_the_issuers_host),
        CASE(without_an_issuer_it_does_not_start),
        {0},
    });
}
