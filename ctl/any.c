/* any.c - ostiaryctl call: any method of the contract, its request as JSON. */
#include "command.h"
#include "msg_json.h"
#include "request.h"
#include <string.h>

enum { STDIN_MAX = 64 << 10 };

/* Also secrets can be sent so: nobody sees standard input. */
static const char *read_all(struct ctl *ctl)
{
    char *text = arena_alloc(ctl->mem, STDIN_MAX + 1);
    size_t n = fread(text, 1, STDIN_MAX + 1, ctl->in);

    return n <= STDIN_MAX && !ferror(ctl->in) && !memchr(text, '\0', n) ? text : NULL;
}

static enum ctl_status bad(struct ctl *ctl, const char *why)
{
    return ctl_complain(ctl, CTL_USAGE, "call: %s", why);
}

static enum ctl_status ask(struct ctl *ctl, const char *service, const struct method_desc *method,
                           const char *json)
{
    void *request = arena_alloc(ctl->mem, method->request->size + 1);
    void *reply = arena_alloc(ctl->mem, method->reply->size + 1);
    const char *why = NULL;
    struct buf out;

    if (msg_from_json(method->request, json, strlen(json), ctl->mem, request, &why) != OK)
        return bad(ctl, arena_printf(ctl->mem, "%s: %s", method->name, why));
    enum ctl_status status = ctl_ask(ctl, service, method, request, reply);
    if (status)
        return status;
    buf_init(&out, ctl->mem, 4096);
    msg_to_json(method->reply, reply, &out);
    return ctl_answer(ctl, buf_text(&out));
}

enum ctl_status any_run(struct ctl *ctl, const struct command *self, const struct option_line *line)
{
    struct any_request own = {0};
    const char *why = NULL;

    if (option_fill(ctl->mem, command_request(self), line->request, ctl->in, &own, &why) != OK)
        return bad(ctl, why);
    if (line->n_arguments != 2)
        return bad(ctl, "it takes a method and its request: METHOD JSON");
    const struct method_desc *method = method_by_name(line->arguments[0]);
    if (!method)
        return bad(ctl, arena_printf(ctl->mem, "there is no method %s", line->arguments[0]));
    bool everywhere = strcmp(method->service, "service") == 0;
    if (everywhere != (own.service != NULL))
        return bad(ctl, everywhere ? "every service answers that: --service is needed"
                                   : "--service is for the methods that every service answers");
    const char *json = line->arguments[1];
    if (strcmp(json, "-") == 0)
        json = read_all(ctl);
    if (!json)
        return bad(ctl, "standard input is not a JSON text of at most 64 KiB");
    return ask(ctl, own.service ? own.service : method->service, method, json);
}
