/*
 * protodoc - the contract as a page to read, printed from the tables that the programs run on.
 *
 *   protodoc > docs/PROTOCOL.md
 */
#include "event_kind.h"
#include "messages.h"
#include <stdio.h>
#include <string.h>

static void print_flags(const struct msg_field *f)
{
    static const struct {
        unsigned flag;
        const char *word;
    } words[] = {{MSG_SECRET, "secret"},
                 {MSG_PERSONAL, "personal"},
                 {MSG_INTERNAL, "internal"},
                 {MSG_LINES, "lines"}};

    fputs(f->flags & MSG_REQUIRED ? "required" : "optional", stdout);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (f->flags & words[i].flag)
            printf(", %s", words[i].word);
    }
}

static void print_bounds(const struct msg_field *f)
{
    if (f->kind == MSG_bool || f->kind == MSG_maybe_bool || f->kind == MSG_nest)
        return;
    if (f->max == INT64_MAX)
        printf("from %lld", (long long)f->min);
    else if (f->min == f->max)
        printf("%lld", (long long)f->min);
    else
        printf("%lld … %lld", (long long)f->min, (long long)f->max);
}

static void print_kind(const struct msg_field *f)
{
    if (f->elem)
        printf("%s of [%s](#%s)", msg_kind_name(f->kind), f->elem->name, f->elem->name);
    else
        fputs(msg_kind_name(f->kind), stdout);
}

static void print_message(const struct msg_desc *m)
{
    printf("### %s\n\n%s\n", m->name, m->doc);
    if (m->n_fields)
        puts("\n| field | kind | bounds | | meaning |\n|---|---|---|---|---|");
    for (size_t i = 0; i < m->n_fields; i++) {
        const struct msg_field *f = &m->fields[i];
        printf("| `%s` | ", f->name);
        print_kind(f);
        fputs(" | ", stdout);
        print_bounds(f);
        fputs(" | ", stdout);
        print_flags(f);
        printf(" | %s |\n", f->doc);
    }
    putchar('\n');
}

static void print_callers(unsigned callers)
{
    const char *comma = "";

    if (callers == ROLE_EVERYONE) {
        fputs("everyone", stdout);
        return;
    }
    for (unsigned role = 1; role < ROLE_EVERYONE; role <<= 1) {
        if (callers & role) {
            printf("%s%s", comma, role_name(role));
            comma = ", ";
        }
    }
}

static void print_method(const struct method_desc *m)
{
    printf("| `%s` | [%s](#%s) | [%s](#%s) | ", m->name, m->request->name, m->request->name,
           m->reply->name, m->reply->name);
    print_callers(m->callers);
    printf(" | %s | %s | %s | %lld | %zu | %s |\n", method_actor_name(m->actor),
           method_class_name(m->class), m->idempotent ? "yes" : "no", (long long)m->deadline_ms,
           m->max_body, m->doc);
}

static void print_methods(void)
{
    const char *service = "";

    for (const struct method_desc *const *m = contract_methods; *m; m++) {
        if (strcmp((*m)->service, service) != 0) {
            service = (*m)->service;
            printf(
                "\n### %s%s\n\n"
                "| method | takes | answers | callers | actor | class | repeatable | deadline, ms"
                " | body, bytes | |\n|---|---|---|---|---|---|---|---|---|---|\n",
                service, strcmp(service, "service") == 0 ? " (answered by every service)" : "");
        }
        print_method(*m);
    }
}

static void print_errors(void)
{
    puts("\n## Errors\n\n"
         "| name | on the wire | HTTP status | whose | text |\n|---|---|---|---|---|");
    for (enum err e = OK + 1; e < ERR_COUNT; e++)
        printf("| `%s` | `%s` | %d | %s | %s |\n", err_name(e), err_wire(e), err_status(e),
               err_is_fault(e) ? "ours" : "the caller's", err_text(e));
}

static void print_events(void)
{
    puts(
        "\n## Events\n\n"
        "Each service writes what others care about into a stream of its own, in the transaction of"
        " the change, and answers\n`service.events_since`. An [event](#event) bears the hash of the"
        " one before it (`proto/event_chain.h`). `before` and `after` have\nno secrets, and nothing"
        " that is personal.\n\n"
        "| kind | stream | what happened |\n|---|---|---|");
    for (enum event_kind kind = 0; kind < EVENT_KINDS; kind++) {
        const struct event_kind_row *row = event_kind_row(kind);
        printf("| `%s` | %s | %s |\n", row->name, row->service, row->doc);
    }
}

int main(void)
{
    puts(
        "# The protocol between Ostiary's processes\n\n"
        "Printed by `protodoc` from the tables in `proto/*.def`, which the programs themselves run"
        " on: `./dev docs` writes\nthis page, the tests fail when it is stale.\n\n"
        "A message is a msgpack map from field names to values. A request is two ZeroMQ frames, a"
        " [request_envelope](#request_envelope)\nand the method's request; a reply is a"
        " [reply_envelope](#reply_envelope) and, when its error is `OK`, the method's reply.\n"
        "Bounds count bytes of `str`, `words` and `bytes`, elements of `strs` and `list`, and bound"
        " the value of an `int`.\nAn optional `int` of 0 and an optional `bool` of false are "
        "absent;"
        " `maybe_int` and `maybe_bool` tell 0 and false from absent.\n`words` are words with one"
        " blank between them (RFC 6749 3.3). *Internal* fields are never taken from an HTTP"
        " client.\n\n## Methods");
    print_methods();
    print_errors();
    print_events();
    puts("\n## Messages\n");
    for (const struct msg_desc *const *m = contract_messages; *m; m++)
        print_message(*m);
    return 0;
}
