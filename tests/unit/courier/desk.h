/*
 * desk - a courier to test: real database, the whole way of a request, a clock that stands.
 *
 * desk_open begins a case and desk_close ends it; between them the clock stands
 * at desk_now.  No threads: what is due is sent by desk_send.  Settings start as
 * those of development: mails come into a folder.
 */
#ifndef COURIER_DESK_H
#define COURIER_DESK_H
#include "check.h"
#include "courier.h"
#include "messages.h"
#include "rpc_local.h"

struct desk {
    struct courier *svc;
    struct courier_config config; /* as the courier sees it; change it between close and open */
    const char *issuer;
    bool threads; /* those that send, too: then the real clock is wanted */
    struct service_host host;
    const struct service_host *hosts[2];
    struct rpc_local admin;
    struct call call;
    uint8_t kek[32];
};

extern int64_t desk_now; /* ms; set it to move the clock */

struct desk *desk_new(void);                       /* in check_mem; not open yet */
enum err desk_start(struct desk *self) MUST_CHECK; /* opens; may be told not to */
struct desk *desk_open(void);                      /* both, and it must work */
void desk_close(struct desk *self);
void desk_reopen(struct desk *self);

struct call *desk_call(struct desk *self); /* by the administrator */
void desk_send(struct desk *self);         /* one round of idle work */

struct delivery desk_mail(struct desk *self, const char *to); /* a trial mail ordered */
struct delivery_page desk_list(struct desk *self, const char *state);

size_t desk_files(struct desk *self); /* mails in the folder */

#endif
