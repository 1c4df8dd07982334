/*
 * command - what ostiaryctl can do: one row each (commands.def).
 *
 * The options of a command are the fields of its request (option.h).
 */
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H
#include "ctl.h"
#include "option.h"

struct command {
    const char *words; /* "user add" */
    const struct method_desc
        *method;                    /* what it calls; NULL: run does more than one call, or none */
    const char *person;             /* field that takes a person's id; --id, --username or --sub
                                       tell who.  NULL: none */
    const struct msg_desc *request; /* its options; NULL: those of the method */
    const char *arguments;          /* "METHOD JSON": what comes without an option; NULL: nothing */
    enum ctl_status (*run)(struct ctl *ctl, const struct command *self,
                           const struct option_line *line);
    const char *doc; /* NULL: that of the method */
};

const struct command *command_all(void); /* ends with words NULL */

/* The command that the arguments begin with; *n of them are its words.  NULL: none. */
const struct command *command_find(char **args, size_t n_args, size_t *n);

const struct msg_desc *command_request(const struct command *self);
const char *command_doc(const struct command *self);

/* Each of these does what one row says, from its options to its answer on standard output. */
enum ctl_status command_call(struct ctl *ctl, const struct command *self,
                             const struct option_line *line);
enum ctl_status init_run(struct ctl *ctl, const struct command *self,
                         const struct option_line *line);
enum ctl_status ping_run(struct ctl *ctl, const struct command *self,
                         const struct option_line *line);
enum ctl_status events_run(struct ctl *ctl, const struct command *self,
                           const struct option_line *line);
enum ctl_status events_verify_run(struct ctl *ctl, const struct command *self,
                                  const struct option_line *line);
enum ctl_status backup_run(struct ctl *ctl, const struct command *self,
                           const struct option_line *line);
enum ctl_status restore_run(struct ctl *ctl, const struct command *self,
                            const struct option_line *line);
enum ctl_status any_run(struct ctl *ctl, const struct command *self,
                        const struct option_line *line);

#endif
