#include "ctl.h"
#include "bus.h"
#include "command.h"
#include "help.h"
#include "program.h"
#include <string.h>

enum ctl_status ctl_complain(struct ctl *self, enum ctl_status status, const char *fmt, ...)
{
    va_list ap;

    if (!self->err)
        return status;
    va_start(ap, fmt);
    fprintf(self->err, "ostiaryctl: %s\n", arena_vprintf(self->mem, fmt, ap));
    va_end(ap);
    return status;
}

enum ctl_status ctl_answer(struct ctl *self, const char *json)
{
    fprintf(self->out, "%s\n", json);
    if (fflush(self->out) != 0 || ferror(self->out))
        return ctl_complain(self, CTL_REFUSED, "STORAGE: the answer could not be written");
    return CTL_OK;
}

enum ctl_status ctl_connect(struct ctl *self)
{
    struct program program = {.name = "ctl", .about = "administers an installation"};
    const struct bus_options options = {.name = "admin", .config = &program.config};
    const char *why = NULL;

    if (self->rpc)
        return CTL_OK;
    enum err e = program_enter(&program, self->data, self->mem, &why);
    if (e)
        return ctl_complain(self, CTL_REFUSED, "%s: %s", err_name(e), why);
    e = bus_open(&options, &self->bus);
    if (e)
        return ctl_complain(self, e == ERR_UNAVAILABLE ? CTL_UNREACHABLE : CTL_REFUSED,
                            "%s: the bus of %s cannot be used", err_name(e), self->data);
    self->rpc = bus_rpc(self->bus);
    return CTL_OK;
}

enum ctl_status ctl_failed(struct ctl *self, const struct call *c, const char *service, enum err e)
{
    const char *why = c->text ? c->text : c->detail;

    why = why ? why : err_text(e);
    if (e == ERR_UNAVAILABLE || e == ERR_DEADLINE)
        return ctl_complain(self, CTL_UNREACHABLE, "%s: %s: %s", err_name(e), service, why);
    return ctl_complain(self, CTL_REFUSED, "%s: %s", err_name(e), why);
}

enum ctl_status ctl_ask(struct ctl *self, const char *service, const struct method_desc *method,
                        const void *request, void *reply)
{
    struct call c;

    enum ctl_status status = ctl_connect(self);
    if (status)
        return status;
    call_begin(&c, self->mem, self->rpc, method->deadline_ms);
    enum err e = rpc_call_to(&c, service, method, request, reply);
    return e ? ctl_failed(self, &c, service, e) : CTL_OK;
}

static enum ctl_status run(struct ctl *self, const struct command *command, size_t n_args,
                           char **args)
{
    struct option_line line;
    const char *why = NULL;

    enum err e = option_parse(self->mem, command_request(command), command->person,
                              (struct option_args){args, n_args}, &line, &why);
    if (!e && line.help) {
        help_command(self->out, self->mem, command);
        return CTL_OK;
    }
    if (!e && !command->arguments && line.n_arguments > 0) {
        why = arena_printf(self->mem, "%s is not an option", line.arguments[0]);
        e = ERR_BAD_FIELD;
    }
    if (e)
        return ctl_complain(self, CTL_USAGE, "%s: %s", command->words, why);
    if (line.data)
        self->data = line.data;
    return command->run(self, command, &line);
}

/* Options before the command; *n of the arguments are of them. */
static enum ctl_status own_options(struct ctl *self, size_t n_args, char **args, size_t *n)
{
    for (*n = 0; *n < n_args && strncmp(args[*n], "--", 2) == 0; ++*n) {
        const char *arg = args[*n];
        if (strcmp(arg, "--help") == 0 || strcmp(arg, "--version") == 0)
            return CTL_OK;
        if (strncmp(arg, "--data=", 7) == 0)
            self->data = arg + 7;
        else if (strcmp(arg, "--data") != 0)
            return ctl_complain(self, CTL_USAGE, "there is no option %s before a command", arg);
        else if (++*n == n_args)
            return ctl_complain(self, CTL_USAGE, "--data lacks its value");
        else
            self->data = args[*n];
    }
    return CTL_OK;
}

enum ctl_status ctl_run(struct ctl *self, size_t n_args, char **args)
{
    size_t n = 0, n_words = 0;

    enum ctl_status status = own_options(self, n_args, args, &n);
    if (status)
        return status;
    args += n;
    n_args -= n;
    if (n_args > 0 && strcmp(args[0], "--version") == 0) {
        fprintf(self->out, "ostiaryctl %s\n", program_version());
        return CTL_OK;
    }
    if (n_args > 0 && strcmp(args[0], "--help") == 0) {
        help_all(self->out, self->mem);
        return CTL_OK;
    }
    if (n_args == 0)
        return ctl_complain(self, CTL_USAGE, "a command is missing; --help lists them");
    const struct command *command = command_find(args, n_args, &n_words);
    if (!command)
        return ctl_complain(self, CTL_USAGE, "there is no command %s; --help lists them",
                            n_args > 1 && strncmp(args[1], "--", 2) != 0
                                ? arena_printf(self->mem, "%s %s", args[0], args[1])
                                : args[0]);
    status = run(self, command, n_args - n_words, args + n_words);
    bus_close(&self->bus);
    return status;
}
