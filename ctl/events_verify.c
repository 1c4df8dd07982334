/* events_verify.c - ostiaryctl events verify: was anything changed that had been written down? */
#include "b64url.h"
#include "command.h"
#include "event_chain.h"
#include "json.h"
#include "request.h"
#include "stream.h"
#include "text.h"
#include <string.h>

/* A head that somebody noted earlier. */
struct noted {
    int64_t number; /* 0: none was given */
    struct bytes hash;
    bool met;
};

struct verify {
    struct ctl *ctl;
    struct noted noted;
    int64_t base;     /* of the stream that is looked at */
    struct json json; /* the answer */
};

/* "17:hash" */
static bool read_noted(struct arena *mem, const char *text, struct noted *out)
{
    const char *colon = strchr(text, ':');

    return colon && text_int(arena_strndup(mem, text, (size_t)(colon - text)), &out->number) &&
           out->number > 0 && b64url_decode(mem, colon + 1, strlen(colon + 1), &out->hash) == OK &&
           out->hash.n == EVENT_HASH_LEN;
}

static enum ctl_status broken(struct verify *self, const char *service, int64_t number,
                              const char *why)
{
    return ctl_complain(self->ctl, CTL_REFUSED, "%s: event %lld: %s", service, (long long)number,
                        why);
}

static enum ctl_status compare_noted(struct verify *self, const char *service,
                                     const struct event_chain *chain)
{
    struct noted *noted = &self->noted;

    if (!noted->number || noted->number != chain->number)
        return CTL_OK;
    noted->met = true;
    return bytes_equal(noted->hash, (struct bytes){chain->hash, sizeof chain->hash})
               ? CTL_OK
               : broken(self, service, noted->number, "its hash is not the one that was noted");
}

/* From the oldest that is kept up to the newest when we began. */
static enum ctl_status walk(struct verify *self, struct stream *stream, struct event_chain *chain)
{
    const struct event *e = NULL;
    enum ctl_status status = stream_look(stream, self->ctl, &e);
    int64_t until = stream->page.head;

    if (status)
        return status;
    self->base = chain->number = stream->after = stream->page.base;
    memcpy(chain->hash, stream->page.base_hash.p, EVENT_HASH_LEN);
    status = compare_noted(self, stream->service, chain);
    while (!status && chain->number < until) {
        status = stream_look(stream, self->ctl, &e);
        if (status)
            return status;
        if (!e)
            return broken(self, stream->service, chain->number + 1, "it is not there");
        const char *why = event_chain_fault(chain, &stream->mem, e);
        if (why)
            return broken(self, stream->service, chain->number + 1, why);
        stream_take(stream);
        status = compare_noted(self, stream->service, chain);
    }
    return status;
}

static void answer(struct verify *self, const char *service, const struct event_chain *head)
{
    struct arena *mem = self->ctl->mem;

    json_open(&self->json, service, '{');
    json_int(&self->json, "events", head->number - self->base);
    json_int(&self->json, "base", self->base);
    json_int(&self->json, "head", head->number);
    json_str(&self->json, "hash",
             b64url_encode(mem, (struct bytes){head->hash, sizeof head->hash}));
    json_close(&self->json, '}');
}

static enum ctl_status verify(struct verify *self, struct stream *stream)
{
    struct event_chain chain = {0};
    enum ctl_status status = walk(self, stream, &chain);

    if (status)
        return status;
    if (self->noted.number && !self->noted.met)
        return broken(self, stream->service, self->noted.number,
                      self->noted.number < self->base ? "it is no longer kept" : "it is not there");
    answer(self, stream->service, &chain);
    return CTL_OK;
}

static enum ctl_status run(struct verify *self, struct stream *streams, size_t n)
{
    enum ctl_status worst = CTL_OK;
    struct buf text;

    buf_init(&text, self->ctl->mem, 512);
    json_init(&self->json, &text);
    json_open(&self->json, NULL, '{');
    for (size_t i = 0; i < n; i++) {
        enum ctl_status status = verify(self, &streams[i]);
        worst = status > worst ? status : worst;
        stream_done(&streams[i]);
    }
    json_close(&self->json, '}');
    enum ctl_status status = ctl_answer(self->ctl, buf_text(&text));
    return worst ? worst : status;
}

enum ctl_status events_verify_run(struct ctl *ctl, const struct command *self,
                                  const struct option_line *line)
{
    struct events_verify_request q = {0};
    struct verify all = {.ctl = ctl};
    struct stream streams[STREAMS_MAX];
    const char *why = NULL;
    size_t n = 0;

    if (option_fill(ctl->mem, command_request(self), line->request, ctl->in, &q, &why) != OK)
        return ctl_complain(ctl, CTL_USAGE, "events verify: %s", why);
    if (q.head && !q.service)
        return ctl_complain(ctl, CTL_USAGE, "events verify: --head needs --service");
    if (q.head && !read_noted(ctl->mem, q.head, &all.noted))
        return ctl_complain(ctl, CTL_USAGE, "events verify: --head is not NUMBER:HASH");
    if (streams_init(streams, q.service, &n) != OK)
        return ctl_complain(ctl, CTL_USAGE, "events verify: %s keeps no events", q.service);
    return run(&all, streams, n);
}
