#include "request.h"
#include "buf.h"
#include "text.h"
#include <string.h>
#include <strings.h>

const char *request_header(const struct request *self, const char *name)
{
    for (size_t i = 0; i < self->n_headers; i++) {
        if (strcasecmp(self->headers[i].name, name) == 0)
            return self->headers[i].value;
    }
    return NULL;
}

const char *request_header_list(const struct request *self, struct arena *mem, const char *name)
{
    const char *found = request_header(self, name);
    struct buf list;

    if (!found)
        return NULL;
    buf_init(&list, mem, strlen(found));
    for (size_t i = 0; i < self->n_headers; i++) {
        const struct request_header *h = &self->headers[i];
        if (strcasecmp(h->name, name) != 0)
            continue;
        buf_str(&list, h->value == found ? "" : ", ");
        buf_str(&list, h->value);
    }
    return buf_text(&list);
}

/* Those that decide something: two of them could be read in two ways. */
static const char *const singles[] = {
    "Host",   "Content-Length", "Transfer-Encoding", "Content-Type",      "Expect", "Authorization",
    "Origin", "Sec-Fetch-Site", "X-Forwarded-Host",  "X-Forwarded-Proto", "Cookie"};

static const char *repeated_header(const struct request *self)
{
    for (size_t i = 0; i < ARRAY_LEN(singles); i++) {
        size_t count = 0;
        for (size_t k = 0; k < self->n_headers; k++)
            count += strcasecmp(self->headers[k].name, singles[i]) == 0;
        if (count > 1)
            return singles[i];
    }
    return NULL;
}

/* Is the word in a list with commas? */
static bool lists(const char *list, const char *word)
{
    size_t n = strlen(word);

    while (list && *list) {
        list += strspn(list, ", \t");
        size_t len = strcspn(list, ", \t;");
        if (len == n && strncasecmp(list, word, n) == 0)
            return true;
        list += len;
        list += strcspn(list, ",");
    }
    return false;
}

/* Chunks and nothing around them: no other coding has an end that all agree on. */
static enum err check_coding(struct request *self, const char *coding, const char **why)
{
    if (request_header(self, "Content-Length")) {
        *why = "the body has a Content-Length and a Transfer-Encoding";
        return ERR_BAD_MESSAGE;
    }
    self->chunked = strcasecmp(coding, "chunked") == 0 && !self->http_1_0;
    if (!self->chunked)
        *why = "the body needs a Content-Length; no other Transfer-Encoding than chunked is read";
    return self->chunked ? OK : ERR_NO_LENGTH;
}

static enum err check_length(struct request *self, const char **why)
{
    const char *length = request_header(self, "Content-Length");
    const char *coding = request_header(self, "Transfer-Encoding");

    if (coding)
        return check_coding(self, coding, why);
    if (!length)
        return OK;
    /* strspn: no sign, which text_int would take */
    if (!*length || length[strspn(length, "0123456789")] ||
        !text_int(length, &self->content_length)) {
        *why = "Content-Length is not a number";
        return ERR_BAD_MESSAGE;
    }
    return OK;
}

enum err request_check(struct request *self, struct arena *mem, const char **why)
{
    const char *twice = repeated_header(self);
    const char *connection = request_header(self, "Connection");
    const char *expect = request_header(self, "Expect");

    if (self->n_headers > REQUEST_HEADERS_MAX) {
        *why = arena_printf(mem, "there are more than %d header lines", REQUEST_HEADERS_MAX);
        return ERR_TOO_LARGE;
    }
    if (self->folded) {
        *why = "a header line begins with a blank, or has one before its colon";
        return ERR_BAD_MESSAGE;
    }
    if (twice) {
        *why = arena_printf(mem, "the header %s is there twice", twice);
        return ERR_BAD_MESSAGE;
    }
    enum err e = check_length(self, why);
    if (e)
        return e;
    if (expect && strcasecmp(expect, "100-continue") != 0) {
        *why = "Expect may be 100-continue and nothing else";
        return ERR_BAD_MESSAGE;
    }
    self->expects_continue = expect && (self->content_length > 0 || self->chunked);
    self->keep_alive = connection ? lists(connection, "keep-alive") : !self->http_1_0;
    self->keep_alive = self->keep_alive && !self->chunked;
    return OK;
}

bool request_wants_html(const struct request *self)
{
    return lists(request_header(self, "Accept"), "text/html");
}
