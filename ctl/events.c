/* events.c - ostiaryctl events: what happened, one JSON object a line. */
#include "b64url.h"
#include "command.h"
#include "json.h"
#include "request.h"
#include "stream.h"
#include <signal.h>
#include <string.h>
#include <time.h>

enum { AGAIN_MS = 250 }; /* between two looks, when nothing was new */

struct show {
    struct ctl *ctl;
    struct events_request q;
    struct stream streams[STREAMS_MAX];
    size_t n;
    int64_t shown;
    struct arena line;
};

static bool enough(const struct show *self)
{
    return self->q.limit && self->shown == self->q.limit;
}

/* -- a line ------------------------------------------------------------------------------------ */

static const char *print(struct arena *mem, const char *service, const struct event *e)
{
    struct buf text;
    struct json json;

    buf_init(&text, mem, 512);
    json_init(&json, &text);
    json_open(&json, NULL, '{');
    json_str(&json, "service", service);
    json_int(&json, "number", e->number);
    json_int(&json, "at", e->at);
    json_str(&json, "kind", e->kind);
    json_str(&json, "subject", e->subject);
    json_str(&json, "person", e->person);
    json_str(&json, "client_id", e->client_id);
    json_str(&json, "by", e->by);
    if (e->before)
        json_raw(&json, "before", e->before);
    if (e->after)
        json_raw(&json, "after", e->after);
    if (e->sealed.p)
        json_str(&json, "sealed", b64url_encode(mem, e->sealed));
    json_str(&json, "hash", b64url_encode(mem, e->hash));
    json_close(&json, '}');
    return buf_text(&text);
}

static enum ctl_status show_one(struct show *self, struct stream *stream, const struct event *e)
{
    arena_reset(&self->line);
    fprintf(self->ctl->out, "%s\n", print(&self->line, stream->service, e));
    stream_take(stream);
    self->shown++;
    return ferror(self->ctl->out)
               ? ctl_complain(self->ctl, CTL_REFUSED, "STORAGE: an event could not be written")
               : CTL_OK;
}

/* -- one round over the streams ---------------------------------------------------------------- */

/* Whose next event is the oldest; NULL: nobody has one.  A service that does not answer is passed
 * over by those who follow: it comes back. */
static enum ctl_status oldest(struct show *self, struct stream **out, const struct event **event)
{
    *out = NULL;
    for (size_t i = 0; i < self->n; i++) {
        const struct event *e = NULL;
        enum ctl_status status = stream_look(&self->streams[i], self->ctl, &e);
        if (status && !(self->q.follow && status == CTL_UNREACHABLE))
            return status;
        if (status)
            self->streams[i].drained = true; /* for this round */
        if (e && (!*out || e->at < (*event)->at)) {
            *out = &self->streams[i];
            *event = e;
        }
    }
    return CTL_OK;
}

static enum ctl_status show_round(struct show *self)
{
    enum ctl_status status = CTL_OK;

    for (size_t i = 0; i < self->n; i++)
        stream_look_again(&self->streams[i]);
    while (!status && !enough(self)) {
        struct stream *stream = NULL;
        const struct event *event = NULL;
        status = oldest(self, &stream, &event);
        if (status || !stream)
            break;
        status = show_one(self, stream, event);
    }
    if (fflush(self->ctl->out) != 0 && !status)
        status = ctl_complain(self->ctl, CTL_REFUSED, "STORAGE: events could not be written");
    return status;
}

/* -- following --------------------------------------------------------------------------------- */

/* True: a signal says that it is enough. */
static bool told_to_end(const sigset_t *signals)
{
    const struct timespec pause = {.tv_nsec = AGAIN_MS * 1000000L};

    return sigtimedwait(signals, NULL, &pause) > 0;
}

/* The signals are held back before the bus has threads, so that they end the wait and nothing
 * else. */
static enum ctl_status follow(struct show *self)
{
    enum ctl_status status = CTL_OK;
    sigset_t signals, before;
    bool end = false;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    while (!status && !end) {
        status = show_round(self);
        end = enough(self) || told_to_end(&signals);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}

static enum ctl_status run(struct show *self)
{
    enum ctl_status status;

    arena_init(&self->line, ARENA_LIMIT);
    for (size_t i = 0; i < self->n; i++)
        self->streams[i].after = self->q.after;
    status = self->q.follow ? follow(self) : show_round(self);
    for (size_t i = 0; i < self->n; i++)
        stream_done(&self->streams[i]);
    arena_done(&self->line);
    return status;
}

enum ctl_status events_run(struct ctl *ctl, const struct command *self,
                           const struct option_line *line)
{
    struct show show = {.ctl = ctl};
    const char *why = NULL;

    if (option_fill(ctl->mem, command_request(self), line->request, ctl->in, &show.q, &why) != OK)
        return ctl_complain(ctl, CTL_USAGE, "events: %s", why);
    if (show.q.after && !show.q.service)
        return ctl_complain(ctl, CTL_USAGE, "events: --after needs --service: each counts its own");
    if (streams_init(show.streams, show.q.service, &show.n) != OK)
        return ctl_complain(ctl, CTL_USAGE, "events: %s keeps no events", show.q.service);
    return run(&show);
}
