#include "smtp.h"
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_MS = 10000, WHOLE_MS = 30000 };

struct smtp {
    struct smtp_options options;
    CURL *curl;
};

struct reading {
    struct bytes left;
};

static size_t read_some(char *out, size_t size, size_t n, void *arg)
{
    struct reading *r = arg;
    size_t room = size * n, step = r->left.n < room ? r->left.n : room;

    if (step)
        memcpy(out, r->left.p, step);
    r->left = (struct bytes){r->left.p + step, r->left.n - step};
    return step;
}

static int stop_if_told(void *arg, curl_off_t dn, curl_off_t dt, curl_off_t un, curl_off_t ut)
{
    const struct smtp *self = arg;

    (void)dn, (void)dt, (void)un, (void)ut;
    return *self->options.stop ? 1 : 0;
}

struct smtp *smtp_open(const struct smtp_options *options)
{
    struct smtp *self = xcalloc(1, sizeof *self);

    self->options = *options;
    self->curl = curl_easy_init();
    if (!self->curl)
        abort();
    return self;
}

void smtp_close(struct smtp **self)
{
    if (!*self)
        return;
    curl_easy_cleanup((*self)->curl);
    free(*self);
    *self = NULL;
}

/* What every mail has in common.  libcurl takes copies of texts. */
static void set_server(struct smtp *self, struct arena *mem)
{
    const struct smtp_options *o = &self->options;
    CURL *curl = self->curl;
    const char *url = o->name ? arena_printf(mem, "%s/%s", o->url, o->name) : o->url;

    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(o->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (o->ca_file)
        curl_easy_setopt(curl, CURLOPT_CAINFO, o->ca_file);
    if (o->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, o->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, o->password ? o->password : "");
    }
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, stop_if_told);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, self);
}

/* A 5xx to the mail itself is an answer for good (RFC 5321 4.2.1).  To signing in, or about TLS, it
 * is about us: the settings may be put right. */
static enum outcome judge(CURLcode code, long status)
{
    if (code == CURLE_OK)
        return OUTCOME_SENT;
    if ((code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY) && status >= 500 &&
        status < 600 && status != 530)
        return OUTCOME_REFUSED;
    return OUTCOME_FAILED;
}

enum outcome smtp_send(struct smtp *self, struct arena *mem, const char *from, const char *to,
                       struct bytes message, const char **why)
{
    char error[CURL_ERROR_SIZE] = "";
    struct reading reading = {message};
    struct curl_slist *recipients = curl_slist_append(NULL, arena_printf(mem, "<%s>", to));
    long status = 0;

    curl_easy_reset(self->curl); /* connections stay */
    set_server(self, mem);
    curl_easy_setopt(self->curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(self->curl, CURLOPT_MAIL_FROM, arena_printf(mem, "<%s>", from));
    curl_easy_setopt(self->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(self->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(self->curl, CURLOPT_READFUNCTION, read_some);
    curl_easy_setopt(self->curl, CURLOPT_READDATA, &reading);
    CURLcode code = curl_easy_perform(self->curl);
    curl_easy_getinfo(self->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(recipients);
    curl_easy_reset(self->curl); /* it keeps no pointer to what was ours */
    if (code != CURLE_OK)
        *why = arena_printf(mem, "mail server: %s", *error ? error : curl_easy_strerror(code));
    return judge(code, status);
}
