#include "webhook.h"
#include "buf.h"
#include "clock.h"
#include "secret.h"
#include "target.h"
#include <sodium.h>
#include <stdlib.h>

enum { CONNECT_MS = 5000, WHOLE_MS = 10000, ANSWER_MAX = 64 << 10 };

struct post {
    const struct webhook *webhook;
    const struct target *target;
    size_t answered; /* bytes, headers too */
};

static size_t count_answer(const char *p, size_t size, size_t n, void *arg)
{
    struct post *self = arg;

    (void)p;
    self->answered += size * n;
    return self->answered > ANSWER_MAX ? 0 : size * n;
}

static int stop_if_told(void *arg, curl_off_t dn, curl_off_t dt, curl_off_t un, curl_off_t ut)
{
    const struct post *self = arg;

    (void)dn, (void)dt, (void)un, (void)ut;
    return *self->webhook->stop ? 1 : 0;
}

/* The last door: whatever libcurl thinks it should connect to, it was looked at before. */
static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
    const struct post *self = arg;

    (void)purpose;
    if (!target_allows(self->target, &to->addr))
        return CURL_SOCKET_BAD;
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* -- headers ------------------------------------------------------------------------------------
 */

static const char *signature(struct arena *mem, const char *id, int64_t seconds,
                             const struct webhook_order *order)
{
    const char *text = arena_printf(mem, "%s.%lld.%s", id, (long long)seconds, order->body);
    struct bytes mac = secret_mac(mem, order->signing_key, bytes_of(text));
    size_t room = sodium_base64_encoded_len(mac.n, sodium_base64_VARIANT_ORIGINAL);
    char *out = arena_alloc(mem, room);

    return sodium_bin2base64(out, room, mac.p, mac.n, sodium_base64_VARIANT_ORIGINAL);
}

static struct curl_slist *headers_of(struct arena *mem, const char *id,
                                     const struct webhook_order *order)
{
    int64_t seconds = clock_now() / 1000;
    struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");

    list = curl_slist_append(list, "Expect:");
    list = curl_slist_append(list, arena_printf(mem, "webhook-id: %s", id));
    list =
        curl_slist_append(list, arena_printf(mem, "webhook-timestamp: %lld", (long long)seconds));
    if (order->signing_key.p)
        list = curl_slist_append(list, arena_printf(mem, "webhook-signature: v1,%s",
                                                    signature(mem, id, seconds, order)));
    if (order->bearer)
        list =
            curl_slist_append(list, arena_printf(mem, "Authorization: Bearer %s", order->bearer));
    return list;
}

/* -- the request --------------------------------------------------------------------------------
 */

static void set_bounds(CURL *curl, struct post *post)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, post);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, count_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, post);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, count_answer);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, post);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, stop_if_told);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, post);
    if (post->webhook->ca_file)
        curl_easy_setopt(curl, CURLOPT_CAINFO, post->webhook->ca_file);
}

static enum outcome judge(struct arena *mem, CURLcode code, long status, const char *error,
                          const struct post *post, const char **why)
{
    if (code == CURLE_OK && status >= 200 && status < 300)
        return OUTCOME_SENT;
    if (code == CURLE_OK)
        *why = arena_printf(mem, "it answered %ld", status);
    else if (post->answered > ANSWER_MAX)
        *why = "its answer was longer than 64 KiB";
    else
        *why = arena_printf(mem, "%s", *error ? error : curl_easy_strerror(code));
    return code == CURLE_OK && status == 410 ? OUTCOME_REFUSED : OUTCOME_FAILED;
}

static enum outcome post_to(const struct webhook *self, const struct target *target,
                            struct arena *mem, const char *id, const struct webhook_order *order,
                            const char **why)
{
    char error[CURL_ERROR_SIZE] = "";
    struct post post = {.webhook = self, .target = target};
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = headers_of(mem, id, order);
    struct curl_slist *pinned = curl_slist_append(NULL, target_pinned(target, mem));
    long status = 0;

    if (!curl || !headers || !pinned)
        abort();
    set_bounds(curl, &post);
    curl_easy_setopt(curl, CURLOPT_CURLU, target->url);
    curl_easy_setopt(curl, CURLOPT_RESOLVE, pinned);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Ostiary");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, order->body);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    curl_slist_free_all(pinned);
    return judge(mem, code, status, error, &post, why);
}

enum outcome webhook_send(const struct webhook *self, struct arena *mem, const char *id,
                          const struct webhook_order *order, const char **why)
{
    struct target target;

    enum outcome outcome = target_find(&target, self, mem, order->url, why);
    if (outcome == OUTCOME_SENT)
        outcome = post_to(self, &target, mem, id, order, why);
    target_done(&target);
    return outcome;
}
