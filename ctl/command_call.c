/* command_call.c - a command that is one call of one method. */
#include "command.h"
#include "msg_json.h"
#include <string.h>

static const char ONE_PERSON[] = "one of --username, --id and --sub is needed";

static enum ctl_status bad(struct ctl *ctl, const struct command *self, const char *why)
{
    return ctl_complain(ctl, CTL_USAGE, "%s: %s", self->words, why);
}

/* The id of whom --id, --username or --sub mean. */
static enum ctl_status find_person(struct ctl *ctl, const struct command *self,
                                   struct option_set set, const char **id)
{
    struct person_ref ref = {0};
    struct person found = {0};
    const char *why = NULL;

    if (option_fill(ctl->mem, &person_ref_desc, set, ctl->in, &ref, &why) != OK)
        return bad(ctl, self, why);
    if (set.n != 1)
        return bad(ctl, self, ONE_PERSON);
    if (!ref.id) {
        enum ctl_status status = ctl_ask(ctl, "usersvc", &usersvc_person_get_method, &ref, &found);
        if (status)
            return status;
        ref.id = found.id;
    }
    *id = ref.id;
    return CTL_OK;
}

/* As if the id had been given by an option of its own. */
static enum ctl_status add_person(struct ctl *ctl, const struct command *self,
                                  const struct option_line *line, struct option_set *out)
{
    const struct msg_desc *desc = command_request(self);
    size_t n = line->request.n;
    struct option_given *given = arena_array(ctl->mem, n + 1, sizeof *given);
    const char **id = arena_array(ctl->mem, 1, sizeof *id);

    enum ctl_status status = find_person(ctl, self, line->person, id);
    if (status)
        return status;
    memcpy(given, line->request.given, n * sizeof *given);
    given[n] = (struct option_given){msg_field_by_name(desc, self->person, strlen(self->person)),
                                     OPTION_VALUE, id, 1};
    *out = (struct option_set){given, n + 1};
    return CTL_OK;
}

enum ctl_status command_call(struct ctl *ctl, const struct command *self,
                             const struct option_line *line)
{
    const struct method_desc *method = self->method;
    void *request = arena_alloc(ctl->mem, method->request->size + 1);
    void *reply = arena_alloc(ctl->mem, method->reply->size + 1);
    struct option_set set = line->request;
    const char *why = NULL;
    struct buf json;

    enum ctl_status status = self->person ? add_person(ctl, self, line, &set) : CTL_OK;
    if (status)
        return status;
    if (method->request == &person_ref_desc && set.n != 1)
        return bad(ctl, self, ONE_PERSON);
    if (option_fill(ctl->mem, method->request, set, ctl->in, request, &why) != OK)
        return bad(ctl, self, why);
    status = ctl_ask(ctl, method->service, method, request, reply);
    if (status)
        return status;
    buf_init(&json, ctl->mem, 4096);
    msg_to_json(method->reply, reply, &json);
    return ctl_answer(ctl, buf_text(&json));
}
