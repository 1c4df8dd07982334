/* mail_test - orders become mails: which, in which language, with which link. */
#include "check.h"
#include "fill.h"
#include "mail.h"
#include "mail_texts.h"
#include <string.h>

#define ID "0123456789abcdef0123456789abcdef"
#define TOKEN "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
#define NOW INT64_C(1767225600000)
#define MINUTE INT64_C(60000)

static const struct mail_site site = {.issuer = "https://id.example",
                                      .authority = "id.example",
                                      .from = "no-reply@id.example",
                                      .readable = true};

static enum err try(const char *template, const char *token, int64_t expires_at, const char *locale,
                    const char **out)
{
    const struct mail_order order = {.template = template,
                                     .to = "ada@example.org",
                                     .locale = locale,
                                     .token = token,
                                     .expires_at = expires_at};
    struct bytes message = {0};

    enum err e = mail_write(check_mem(), &site, ID, &order, NOW, &message);
    if (!e)
        *out = arena_strndup(check_mem(), (const char *)message.p, message.n);
    return e;
}

/* Are there holes that nothing has filled?  Braces of the style are none. */
static bool has_holes(const char *text)
{
    const char *style = strstr(text, "<style>"), *end = strstr(text, "</style>");

    CHECK(style && end);
    return memchr(text, '{', (size_t)(style - text)) || strchr(end, '{');
}

static void every_mail_can_be_written_in_every_language(void)
{
    static const struct {
        const char *name;
        bool asked;
    } mails[] = {{"sign_up", true},
                 {"account_exists", false},
                 {"password_reset", true},
                 {"password_changed", false},
                 {"email_change", true},
                 {"email_changed", false},
                 {"second_factor_added", false},
                 {"second_factor_removed", false},
                 {"recovery_code_used", false},
                 {"account_deleted", false},
                 {"app_allowed", false},
                 {"trial", false}};

    for (size_t l = 0; l < mail_texts_languages; l++) {
        for (size_t m = 0; m < ARRAY_LEN(mails); m++) {
            const char *text = NULL;
            CHECK_OK(try(mails[m].name, mails[m].asked ? TOKEN : NULL,
                         mails[m].asked ? NOW + 30 * MINUTE : 0, mail_texts_all[l].tag, &text));
            CHECK(text && !has_holes(text));
            CHECK_HAS(text, arena_printf(check_mem(), "<html lang=\"%s\">", mail_texts_all[l].tag));
            CHECK_INT(strstr(text, "?token=" TOKEN) != NULL, mails[m].asked);
        }
    }
}

static void an_app_is_told_of_by_name_with_what_it_may_do(void)
{
    struct mail_order order = {.template = "app_allowed",
                               .to = "ada@example.org",
                               .app = "Linked <roles> {site}",
                               .scope = "account email telepathy"};
    struct bytes message = {0};

    CHECK_OK(mail_write(check_mem(), &site, ID, &order, NOW, &message));
    const char *text = arena_strndup(check_mem(), (const char *)message.p, message.n);
    CHECK_HAS(text,
              "<title>Linked &#60;roles&#62; {site} now has access to your account at id.example<");
    CHECK_HAS(text, "What it may do: manage your account and those that you administer; see your "
                    "e-mail address; use telepathy.");
    CHECK_HAS(text, "https://id.example/account/apps");
    order.scope = NULL;
    CHECK_OK(mail_write(check_mem(), &site, ID, &order, NOW, &message));
    CHECK_HAS(arena_strndup(check_mem(), (const char *)message.p, message.n), "recognise you");
}

static void links_come_from_the_settings_and_the_token(void)
{
    const char *text = NULL;

    CHECK_OK(try("password_reset", TOKEN, NOW + 30 * MINUTE, NULL, &text));
    CHECK_HAS(text, "\r\nhttps://id.example/password/reset?token=" TOKEN "\r\n");
    CHECK_HAS(text, "href=\"https://id.example/password/reset?token=" TOKEN "\"");
    CHECK_HAS(text, "for 30 min.");
    CHECK_HAS(text, "Subject: Choose a new password for id.example\r\n");
}

static void hours_are_told_in_hours(void)
{
    const char *text = NULL;

    CHECK_OK(try("sign_up", TOKEN, NOW + MINUTE * 60 * 24, "de-AT", &text));
    CHECK_HAS(text, "24 Std. lang");
}

static void what_makes_no_sense_is_not_written(void)
{
    const char *text = NULL;

    CHECK_ERR(try("no_such_mail", NULL, 0, NULL, &text), ERR_NOT_FOUND);
    CHECK_ERR(try("password_reset", NULL, NOW + MINUTE, NULL, &text), ERR_BAD_FIELD);
    CHECK_ERR(try("password_reset", TOKEN, 0, NULL, &text), ERR_BAD_FIELD);
    CHECK_ERR(try("trial", TOKEN, NOW + MINUTE, NULL, &text), ERR_BAD_FIELD);
    CHECK_ERR(try("password_reset", TOKEN, NOW, NULL, &text), ERR_EXPIRED);
}

static void what_is_filled_into_html_is_escaped(void)
{
    const struct fill values[] = {{"a", "<b>\"'&"}, {NULL, NULL}};

    CHECK_STR(fill_html(check_mem(), "<i>{a}</i>", values), "<i>&#60;b&#62;&#34;&#39;&#38;</i>");
    CHECK_STR(fill_text(check_mem(), "{a} {b} {", values), "<b>\"'& {b} {");
}

int main(void)
{
    return check_run((struct check[]){
        CASE(every_mail_can_be_written_in_every_language),
        CASE(an_app_is_told_of_by_name_with_what_it_may_do),
        CASE(links_come_from_the_settings_and_the_token),
        CASE(hours_are_told_in_hours),
        CASE(what_makes_no_sense_is_not_written),
        CASE(what_is_filled_into_html_is_escaped),
        {0},
    });
}
