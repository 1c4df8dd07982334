#include "command.h"
#include "request.h"
#include <string.h>

/* clang-format off */
#define CALL(words, service, method, person)                                                       \
    {words, &service##_##method##_method, person, NULL, NULL, command_call, NULL},
#define OWN(words, request, arguments, run, doc)                                                   \
    {words, NULL, NULL, request, arguments, run, doc},
static const struct command rows[] = {
#include "commands.def"
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL},
};
#undef OWN
#undef CALL
/* clang-format on */

const struct command *command_all(void)
{
    return rows;
}

/* How many of the arguments are the words of a command; 0: they are not. */
static size_t match(const char *words, char **args, size_t n_args)
{
    for (size_t i = 0; i < n_args; i++) {
        size_t n = strlen(args[i]);
        if (strncmp(words, args[i], n) != 0)
            return 0;
        if (words[n] == '\0')
            return i + 1;
        if (words[n] != ' ')
            return 0;
        words += n + 1;
    }
    return 0;
}

const struct command *command_find(char **args, size_t n_args, size_t *n)
{
    for (const struct command *c = rows; c->words; c++) {
        *n = match(c->words, args, n_args);
        if (*n)
            return c;
    }
    return NULL;
}

const struct msg_desc *command_request(const struct command *self)
{
    return self->request ? self->request : self->method->request;
}

const char *command_doc(const struct command *self)
{
    return self->doc ? self->doc : self->method->doc;
}
