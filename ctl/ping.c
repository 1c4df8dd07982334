/* ping.c - ostiaryctl ping: is everybody there? */
#include "command.h"
#include "json.h"
#include "msg_json.h"

enum ctl_status ping_run(struct ctl *ctl, const struct command *self,
                         const struct option_line *line)
{
    static const char *const services[] = {"courier", "usersvc", "authsvc", "tokensvc"};
    enum ctl_status worst = CTL_OK;
    struct buf text;
    struct json json;

    (void)self, (void)line;
    buf_init(&text, ctl->mem, 1024);
    json_init(&json, &text);
    json_open(&json, NULL, '{');
    for (size_t i = 0; i < ARRAY_LEN(services); i++) {
        struct ping_reply reply = {0};
        struct buf one;
        enum ctl_status status = ctl_ask(ctl, services[i], &service_ping_method, &NOTHING, &reply);
        if (status) {
            worst = status > worst ? status : worst;
            continue;
        }
        buf_init(&one, ctl->mem, 256);
        msg_to_json(&ping_reply_desc, &reply, &one);
        json_raw(&json, services[i], buf_text(&one));
    }
    json_close(&json, '}');
    enum ctl_status status = ctl_answer(ctl, buf_text(&text));
    return worst ? worst : status;
}
