#include "http.h"
#include "clock.h"
#include "gateway_inside.h"
#include <civetweb.h>
#include <string.h>

enum { LEFTOVER_MAX = 1 << 20, LEFTOVER_MS = 300, PIECE = 4096 };
enum { UPLOAD_LEFTOVER_MAX = 48 << 20, UPLOAD_LEFTOVER_MS = 15000 };

void http_worker_open(struct http_worker *self, struct patience *patience)
{
    *self = (struct http_worker){0};
    arena_init(&self->mem, ARENA_LIMIT);
    wake_open(&self->wake);
    waiter_open(&self->waiter, patience, &self->wake);
}

void http_worker_close(struct http_worker *self)
{
    waiter_close(&self->waiter);
    wake_close(&self->wake);
    arena_done(&self->mem);
}

/* The authority of http://authority/path; NULL when the request line has a path alone. */
static const char *host_of(struct arena *mem, const char *uri)
{
    const char *slashes = uri[0] == '/' ? NULL : strstr(uri, "://");

    return slashes ? arena_strndup(mem, slashes + 3, strcspn(slashes + 3, "/")) : NULL;
}

/*
 * civetweb drops blanks before a colon, and takes a line that begins with a
 * blank for the end of the head: what follows, a Content-Length perhaps, it
 * overlooks, though somebody before us may not have (RFC 9112 5.1, 5.2).  It
 * puts NULs into the bytes as they came, so that they still tell: one more
 * behind a name than the colon's, and no empty line behind the last value.
 */
static bool is_folded(const struct mg_request_info *info)
{
    const char *end = NULL;

    for (int i = 0; i < info->num_headers; i++) {
        const char *name = info->http_headers[i].name, *value = info->http_headers[i].value;
        const char *colon = name + strlen(name);
        if (colon + 1 < value && colon[1] == '\0')
            return true;
        end = value + strlen(value);
    }
    while (end && *end == '\0')
        end++;
    return end && *end != '\r' && *end != '\n';
}

void http_read_head(struct mg_connection *conn, struct exchange *x)
{
    const struct mg_request_info *info = mg_get_request_info(conn);
    size_t n = (size_t)info->num_headers;
    struct request_header *headers = arena_array(x->call.mem, n + 1, sizeof *headers);

    for (size_t i = 0; i < n; i++)
        headers[i] =
            (struct request_header){info->http_headers[i].name, info->http_headers[i].value};
    x->request = (struct request){
        .method = info->request_method,
        .path = info->local_uri_raw,
        .query = info->query_string,
        .host = host_of(x->call.mem, info->request_uri),
        .peer = info->remote_addr,
        .headers = headers,
        .n_headers = n,
        .folded = is_folded(info),
        .http_1_0 = strcmp(info->http_version, "1.0") == 0,
    };
}

static enum err read_all(struct mg_connection *conn, const struct waiter *waiter, uint8_t *body,
                         size_t length, int64_t deadline)
{
    for (size_t n = 0; n < length;) {
        int got = mg_read(conn, body + n, length - n);
        if (got > 0)
            n += (size_t)got;
        if (n < length && (clock_steady() >= deadline || waiter->gone))
            return ERR_SLOW_BODY;
        if (got <= 0)
            return ERR_BAD_MESSAGE;
    }
    return OK;
}

/* Chunks until the last one. */
static enum err read_chunks(struct mg_connection *conn, const struct waiter *waiter, uint8_t *body,
                            size_t most, int64_t deadline, size_t *n)
{
    for (*n = 0; *n <= most;) {
        int got = mg_read(conn, body + *n, most + 1 - *n);
        if (got == 0)
            return OK;
        if (got < 0)
            return clock_steady() >= deadline || waiter->gone ? ERR_SLOW_BODY : ERR_BAD_MESSAGE;
        *n += (size_t)got;
    }
    return ERR_TOO_LARGE;
}

/* Of chunks nobody knows how many are left. */
static enum err refuse_length(struct exchange *x, const struct http_bounds *bounds)
{
    if (x->request.chunked)
        x->request.content_length = INT64_MAX;
    return refuse_openly(&x->call, ERR_TOO_LARGE, "the body has more than %lld bytes",
                         (long long)bounds->most);
}

enum err http_read_body(struct mg_connection *conn, struct http_worker *worker, struct exchange *x,
                        const struct http_bounds *bounds, struct bytes *out)
{
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    const bool chunked = x->request.chunked;
    size_t length = (size_t)(chunked ? bounds->most : x->request.content_length);

    if (x->request.content_length > bounds->most)
        return refuse_length(x, bounds);
    uint8_t *body = arena_alloc(x->call.mem, length + 1);
    if (x->request.expects_continue)
        mg_write(conn, go_on, sizeof go_on - 1);
    int64_t deadline = clock_steady() + bounds->deadline_ms;
    wake_after(&worker->wake, bounds->deadline_ms);
    waiter_expect(&worker->waiter);
    enum err e = chunked ? read_chunks(conn, &worker->waiter, body, length, deadline, &length)
                         : read_all(conn, &worker->waiter, body, length, deadline);
    (void)waiter_has(&worker->waiter);
    wake_cancel(&worker->wake);
    if (e)
        return e == ERR_TOO_LARGE ? refuse_length(x, bounds) : e;
    x->request.content_length = 0; /* nothing is left of it */
    *out = (struct bytes){body, length};
    return OK;
}

/* HTTP-date (RFC 9110 5.6.7), made once a second. */
static const char *date_of(struct http_worker *worker, int64_t now)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t second = (time_t)(now / 1000);
    struct tm tm;

    if (worker->date_second != second) {
        gmtime_r(&second, &tm);
        snprintf(worker->date, sizeof worker->date, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                 days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour,
                 tm.tm_min, tm.tm_sec);
        worker->date_second = second;
    }
    return worker->date;
}

/* Reads on a little after a refusal: closing while the client still sends would reset the
 * connection, and the client might never see the answer.  Photographs are larger than what we take
 * of them, and who sends one has signed in; they too are left when others need the thread. */
static void swallow(struct mg_connection *conn, struct http_worker *worker,
                    const struct exchange *x)
{
    const bool photograph = x->upload.refused == ERR_TOO_LARGE;
    const int64_t patience = photograph ? UPLOAD_LEFTOVER_MS : LEFTOVER_MS;
    const int64_t most = photograph ? UPLOAD_LEFTOVER_MAX : LEFTOVER_MAX;
    int64_t left = x->request.content_length, deadline = clock_steady() + patience;
    void *piece = arena_alloc(&worker->mem, PIECE);
    int got = 1;

    if (left > most)
        left = most;
    wake_after(&worker->wake, patience);
    waiter_expect(&worker->waiter);
    for (; left > 0 && got > 0 && clock_steady() < deadline && !worker->waiter.gone; left -= got)
        got = mg_read(conn, piece, PIECE);
    (void)waiter_has(&worker->waiter);
    wake_cancel(&worker->wake);
}

void http_send(struct mg_connection *conn, struct http_worker *worker, struct exchange *x,
               bool last)
{
    const struct request *r = &x->request;
    bool body_left = r->content_length > 0;
    bool close = last || !r->keep_alive || body_left;
    struct bytes out = reply_bytes(&x->reply,
                                   &(struct reply_frame){
                                       .secure = x->gateway->issuer.secure,
                                       .head = r->method && strcmp(r->method, "HEAD") == 0,
                                       .http_1_0 = r->http_1_0,
                                       .close = close,
                                       .date = date_of(worker, x->call.now),
                                   },
                                   x->call.mem);

    if (close)
        mg_disable_connection_keep_alive(conn);
    mg_write(conn, out.p, out.n);
    if (body_left && x->reply.status != 408 && !r->expects_continue)
        swallow(conn, worker, x);
}
