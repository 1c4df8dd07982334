#include "help.h"

enum { COLUMN = 40 };

static const char *value_name(const struct option *option)
{
    if (option->how != OPTION_VALUE)
        return "";
    switch (option->field->kind) {
    case MSG_int:
    case MSG_maybe_int:
        return " NUMBER";
    case MSG_words:
        return " WORDS";
    default:
        return " TEXT";
    }
}

static bool needed(const struct option *option)
{
    return option->field->flags & MSG_REQUIRED && option->how != OPTION_NO;
}

static bool repeats(const struct option *option)
{
    return option->field->kind == MSG_words || option->field->kind == MSG_strs;
}

static void print_usage(FILE *out, struct arena *mem, const struct command *command)
{
    const struct option *options = NULL;
    size_t n = option_list(mem, command_request(command), command->person, &options);

    fprintf(out, "%s", command->words);
    if (command->arguments)
        fprintf(out, " %s", command->arguments);
    if (command->person || command_request(command) == &person_ref_desc)
        fprintf(out, " --username TEXT");
    for (size_t i = 0; i < n; i++) {
        if (needed(&options[i]))
            fprintf(out, " --%s%s", options[i].name, value_name(&options[i]));
    }
}

static void print_option(FILE *out, struct arena *mem, const struct option *option)
{
    const char *left = arena_printf(mem, "--%s%s", option->name, value_name(option));

    if (option->how == OPTION_NO) {
        fprintf(out, "  %-*s the contrary\n", COLUMN, left);
        return;
    }
    fprintf(out, "  %-*s %s%s%s\n", COLUMN, left, option->field->doc,
            option->how == OPTION_STDIN ? "; a line of standard input" : "",
            repeats(option) ? "; may be repeated" : "");
}

static void print_options(FILE *out, struct arena *mem, const struct msg_desc *desc,
                          const char *except)
{
    const struct option *options = NULL;
    size_t n = option_list(mem, desc, except, &options);

    for (size_t i = 0; i < n; i++)
        print_option(out, mem, &options[i]);
}

void help_command(FILE *out, struct arena *mem, const struct command *command)
{
    fprintf(out, "usage: ostiaryctl [--data DIR] ");
    print_usage(out, mem, command);
    fprintf(out, " [OPTION...]\n%s\n", command_doc(command));
    if (command->person)
        print_options(out, mem, &person_ref_desc, NULL);
    print_options(out, mem, command_request(command), command->person);
}

void help_all(FILE *out, struct arena *mem)
{
    fputs("usage: ostiaryctl [--data DIR] COMMAND [OPTION...]\n"
          "Administers the installation in DIR (default ./data). Answers are JSON.\n\n",
          out);
    for (const struct command *c = command_all(); c->words; c++) {
        fputs("  ", out);
        print_usage(out, mem, c);
        fprintf(out, "\n      %s\n", command_doc(c));
    }
    fputs("\nCOMMAND --help lists its options.\n"
          "Exit status: 0 done, 1 refused, 2 not a command line, 3 no service answered.\n",
          out);
}
