/*
 * front - a gateway on a loopback port, before services that a test makes up.
 *
 * One gateway serves all cases of a program: front_open in main, before
 * check_run.  What a method answers is set by each case; a method without an
 * answer fails as if its service were away.
 */
#ifndef UNIT_GATEWAY_FRONT_H
#define UNIT_GATEWAY_FRONT_H
#include "check.h"
#include "gateway.h"
#include "messages.h"

#define FRONT_HOST                                                                                 \
    "localhost:8080" /* of the issuer; the port is another one, which nobody minds                 \
                      */
#define FRONT_ISSUER "http://" FRONT_HOST
#define FRONT_PERSON_TICKET "a ticket"

struct gateway_config front_config(void); /* the defaults, any free port */
void front_open(const struct gateway_config *config);
void front_close(void);
int front_port(void);
struct gateway *front_gateway(void);

/* What the method ("tokensvc.token", "tokensvc service.ping") answers from now on; the reply is
 * zeroed before.  NULL: its service is away. */
typedef enum err front_answer(struct call *c, const void *request, void *reply);
void front_set(const char *method, front_answer *answer);
void front_reset(void);              /* no method has an answer */
int front_calls(const char *method); /* since front_reset */

/* Raw HTTP. */
int front_dial(void);
void front_say(int fd, const char *text);
void front_say_bytes(int fd, const void *p, size_t n);
const char *front_hear(int fd); /* one response with its body; what there is when the peer closes */
const char *front_hear_head(int fd); /* one response without its body, as to HEAD */
bool front_is_closed(int fd);        /* the peer closes within two seconds */

const char *front_ask(const char *request); /* a connection of its own */

/* A request with Host and these further header lines ("A: b\r\n"). */
const char *front_get(const char *path, const char *headers);
const char *front_post(const char *path, const char *headers, const char *form);
const char *front_post_json(const char *path, const char *headers, const char *json);

int front_status(const char *response);
const char *front_header(const char *response, const char *name); /* NULL: none */
const char *front_body(const char *response);

#endif
