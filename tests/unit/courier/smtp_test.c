/* smtp_test - what mail servers answer, and what that means. */
#include "check.h"
#include "mail_sink.h"
#include "smtp.h"
#include <curl/curl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static atomic_bool stop;

struct result {
    enum outcome outcome;
    const char *why;
};

static struct result send_to(const char *url, bool plain, int times)
{
    struct smtp *smtp = smtp_open(
        &(struct smtp_options){.url = url, .plain = plain, .name = "id.example", .stop = &stop});
    struct result r = {OUTCOME_SENT, NULL};

    for (int i = 0; i < times && r.outcome == OUTCOME_SENT; i++)
        r.outcome =
            smtp_send(smtp, check_mem(), "no-reply@id.example", "ada@example.org",
                      bytes_of("Subject: x\r\n\r\nhello\r\n.a line with a dot\r\n"), &r.why);
    smtp_close(&smtp);
    return r;
}

static struct result answered(const struct mail_sink_answers *answers)
{
    struct mail_sink *sink = mail_sink_open(answers);
    struct result r = send_to(mail_sink_url(sink), true, 1);

    mail_sink_close(&sink);
    return r;
}

static void a_mail_arrives_as_it_is(void)
{
    static const struct mail_sink_answers usual;
    struct mail_sink *sink = mail_sink_open(&usual);

    CHECK_INT(send_to(mail_sink_url(sink), true, 1).outcome, OUTCOME_SENT);
    const char *heard = mail_sink_heard(sink);
    CHECK_HAS(heard, "EHLO id.example\r\n");
    CHECK_HAS(heard, "MAIL FROM:<no-reply@id.example>");
    CHECK_HAS(heard, "RCPT TO:<ada@example.org>\r\n");
    CHECK_HAS(heard, "\r\nhello\r\n..a line with a dot\r\n.\r\n");
    CHECK_INT(mail_sink_mails(sink), 1);
    mail_sink_close(&sink);
}

static void mails_share_a_connection(void)
{
    static const struct mail_sink_answers usual;
    struct mail_sink *sink = mail_sink_open(&usual);

    CHECK_INT(send_to(mail_sink_url(sink), true, 3).outcome, OUTCOME_SENT);
    CHECK_INT(mail_sink_mails(sink), 3);
    const char *heard = mail_sink_heard(sink);
    CHECK(!strstr(strstr(heard, "EHLO") + 1, "EHLO"));
    mail_sink_close(&sink);
}

static void a_server_without_tls_gets_nothing(void)
{
    static const struct mail_sink_answers usual;
    struct mail_sink *sink = mail_sink_open(&usual);
    struct result r = send_to(mail_sink_url(sink), false, 1);

    CHECK_INT(r.outcome, OUTCOME_FAILED);
    CHECK(!strstr(mail_sink_heard(sink), "MAIL"));
    mail_sink_close(&sink);
}

static void a_mailbox_that_does_not_exist_is_given_up(void)
{
    struct result r = answered(&(struct mail_sink_answers){.recipient = "550 no such user\r\n"});

    CHECK_INT(r.outcome, OUTCOME_REFUSED);
    CHECK_HAS(r.why, "550");
    r = answered(&(struct mail_sink_answers){.end = "554 looks like spam\r\n"});
    CHECK_INT(r.outcome, OUTCOME_REFUSED);
}

static void what_is_only_so_today_is_tried_again(void)
{
    static const struct mail_sink_answers answers[] = {
        {.recipient = "450 mailbox busy\r\n"}, {.from = "451 later\r\n"},
        {.data = "452 no room\r\n"},           {.end = "451 later\r\n"},
        {.greeting = "421 not now\r\n"},
    };

    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        struct result r = answered(&answers[i]);
        CHECK_INT(r.outcome, OUTCOME_FAILED);
        CHECK_HAS(r.why, "mail server: ");
    }
}

static void nobody_there_is_tried_again(void)
{
    struct result r = send_to("smtp://127.0.0.1:1", true, 1);

    CHECK_INT(r.outcome, OUTCOME_FAILED);
}

static void *set_stop(void *sink)
{
    (void)sink;
    stop = true;
    return NULL;
}

/* Without the stop it would be ten seconds: the check's own limit would notice thirty. */
static void a_silent_server_does_not_hold_up_the_end(void)
{
    static const struct mail_sink_answers silent = {.silent = true};
    struct mail_sink *sink = mail_sink_open(&silent);
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, set_stop, NULL), 0);
    struct result r = send_to(mail_sink_url(sink), true, 1);
    pthread_join(thread, NULL);
    stop = false;
    CHECK_INT(r.outcome, OUTCOME_FAILED);
    mail_sink_close(&sink);
}

int main(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    return check_run((struct check[]){
        CASE(a_mail_arrives_as_it_is),
        CASE(mails_share_a_connection),
        CASE(a_server_without_tls_gets_nothing),
        CASE(a_mailbox_that_does_not_exist_is_given_up),
        CASE(what_is_only_so_today_is_tried_again),
        CASE(nobody_there_is_tried_again),
        CASE(a_silent_server_does_not_hold_up_the_end),
        {0},
    });
}
