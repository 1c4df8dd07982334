#include "line.h"
#include "msg_json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *input(const char *text)
{
    if (!*text)
        return fopen("/dev/null", "r");
    FILE *in = tmpfile();
    fputs(text, in);
    rewind(in);
    return in;
}

static const char *taken(char **text, FILE *f)
{
    fclose(f);
    const char *kept = arena_strdup(check_mem(), *text);
    free(*text);
    return kept;
}

struct said line_run(struct rpc *rpc, const char *in, const char *const *args)
{
    char *out = NULL, *err = NULL;
    size_t n_out = 0, n_err = 0, n = 0;
    struct ctl ctl = {
        .mem = check_mem(),
        .in = input(in),
        .out = open_memstream(&out, &n_out),
        .err = open_memstream(&err, &n_err),
        .rpc = rpc,
        .data = check_dir(),
    };

    while (args[n])
        n++;
    char **copy = arena_array(check_mem(), n + 1, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = arena_strdup(check_mem(), args[i]);
    struct said said = {.status = ctl_run(&ctl, n, copy)};
    fclose(ctl.in);
    said.out = taken(&out, ctl.out);
    said.err = taken(&err, ctl.err);
    return said;
}

static enum err carry(struct rpc *rpc, struct call *c, const struct rpc_request *request,
                      struct rpc_reply *reply)
{
    struct scribe *self = (struct scribe *)rpc;
    const struct msg_desc *desc = request->method->request;
    void *msg = arena_alloc(c->mem, desc->size + 1);
    const char *why = NULL;
    struct buf json;

    if (msg_decode(desc, request->body, MSG_REFUSE_UNKNOWN, c->mem, msg, &why) != OK)
        return ERR_BAD_REPLY;
    buf_init(&json, c->mem, 256);
    msg_to_json(desc, msg, &json);
    self->service = request->service;
    self->method = request->method->name;
    self->request = buf_text(&json);
    self->asked++;
    *reply = (struct rpc_reply){.error = self->answer};
    return self->silent ? self->answer : OK;
}

void scribe_init(struct scribe *self)
{
    *self = (struct scribe){.rpc = {carry}, .answer = ERR_DISABLED};
}
