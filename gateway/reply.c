#include "reply.h"
#include "form.h"
#include <string.h>

#define TYPE_HTML "text/html; charset=utf-8"

enum { HEADERS_ROOM = 1024, FOR_EVER = 365 * 86400 };

static const char *reason(int status)
{
    static const struct {
        int status;
        const char *phrase;
    } reasons[] = {
        {200, "OK"},
        {204, "No Content"},
        {303, "See Other"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {421, "Misdirected Request"},
        {500, "Internal Server Error"},
        {429, "Too Many Requests"},
        {503, "Service Unavailable"},
    };

    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        if (reasons[i].status == status)
            return reasons[i].phrase;
    }
    return "Status";
}

void reply_init(struct reply *self, struct arena *mem)
{
    *self = (struct reply){.status = 200};
    buf_init(&self->headers, mem, 256);
}

void reply_header(struct reply *self, const char *name, const char *value)
{
    buf_str(&self->headers, name);
    buf_str(&self->headers, ": ");
    for (; *value; value++) {
        if ((unsigned char)*value >= ' ') /* nothing can end the line */
            buf_char(&self->headers, *value);
    }
    buf_str(&self->headers, "\r\n");
}

void reply_text(struct reply *self, int status, const char *type, struct bytes body)
{
    self->status = status;
    self->type = type;
    self->body = body;
}

void reply_see_other(struct reply *self, const char *location)
{
    struct buf encoded;

    buf_init(&encoded, self->headers.mem, strlen(location));
    for (; *location; location++) {
        if (*location > ' ' && *location <= '~')
            buf_char(&encoded, *location);
        else
            form_percent(&encoded, *location);
    }
    reply_header(self, "Location", buf_text(&encoded));
    self->status = 303;
}

/*
 * Referrer-Policy: with no-referrer browsers send "Origin: null" even to
 * ourselves, and then no form of ours could be told from a stranger's.
 * Cross-Origin-Opener-Policy cuts an app's hold on a window; where an app may
 * have opened the window for its sign-in, it has to keep that hold.
 */
static void add_security(struct buf *out, const struct reply *self, bool secure)
{
    buf_str(out, "X-Content-Type-Options: nosniff\r\n"
                 "X-Frame-Options: DENY\r\n"
                 "Referrer-Policy: same-origin\r\n"
                 "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");
    if (self->type && strcmp(self->type, TYPE_HTML) == 0) {
        buf_str(out, "; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'");
        if (self->form_action) {
            buf_char(out, ' ');
            buf_str(out, self->form_action);
        }
        if (self->scripted)
            buf_str(out, "; script-src 'self'");
    }
    if (self->type && strncmp(self->type, "image/", 6) == 0)
        buf_str(out, "; sandbox"); /* opened by itself it is nobody's page */
    buf_str(out, "\r\n");
    if (!self->in_popup)
        buf_str(out, "Cross-Origin-Opener-Policy: same-origin\r\n");
    if (secure)
        buf_str(out, "Strict-Transport-Security: max-age=31536000\r\n");
}

static void add_caching(struct buf *out, int64_t max_age)
{
    if (max_age > 0)
        buf_printf(out, "Cache-Control: public, max-age=%lld%s\r\n", (long long)max_age,
                   max_age >= FOR_EVER ? ", immutable" : "");
    else
        buf_str(out, "Cache-Control: no-store\r\nPragma: no-cache\r\n");
}

/* An idle connection is closed soon, and a client that sends into it just then loses its request.
 * Clients that are told so do not try; a second is the least that can be said (RFC 2068 19.7.1.1).
 */
static void add_connection(struct buf *out, const struct reply_frame *frame)
{
    if (frame->close) {
        buf_str(out, "Connection: close\r\n");
        return;
    }
    if (frame->http_1_0)
        buf_str(out, "Connection: keep-alive\r\n");
    buf_str(out, "Keep-Alive: timeout=1\r\n");
}

struct bytes reply_bytes(const struct reply *self, const struct reply_frame *frame,
                         struct arena *mem)
{
    struct buf out;

    buf_init(&out, mem, HEADERS_ROOM + self->headers.n + self->body.n);
    buf_printf(&out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", self->status, reason(self->status),
               frame->date);
    if (self->status != 204)
        buf_printf(&out, "Content-Length: %zu\r\n", self->body.n);
    if (self->type)
        buf_printf(&out, "Content-Type: %s\r\n", self->type);
    add_caching(&out, self->max_age);
    add_security(&out, self, frame->secure);
    buf_add(&out, self->headers.p, self->headers.n);
    add_connection(&out, frame);
    buf_str(&out, "\r\n");
    if (!frame->head)
        buf_add(&out, self->body.p, self->body.n);
    return buf_bytes(&out);
}
