#include "drain.h"
#include "front.h"
#include "futex.h"
#include "log.h"
#include "seal.h"

/* The quiet is for replies, too: libzmq (4.3) may drop what a caller has received and not yet read
 * when it notices that the connection is gone. */
enum { QUIET_MS = 500, NOTICE_MS = 100, STEP_MS = 20 };

/* Newcomers do not find us any more.  (zmq_unbind would end the connections that exist, too.) */
static void begin(struct front *front)
{
    endpoint_hide(&front->endpoint);
    front->drain.begun = true;
    log_info("draining");
}

static bool tell(void *self, const struct caller *caller)
{
    return front_notify(self, caller, NOTICE_DRAINING);
}

static bool is_over(const struct front *front, int64_t now)
{
    return callers_unseen(&front->callers) == 0 && front->busy == 0 &&
           now - front->last_stir >= QUIET_MS;
}

int64_t drain_step(struct front *front, int64_t now)
{
    struct drain *drain = &front->drain;

    if (!drain->asked)
        return -1;
    if (!drain->begun)
        begin(front);
    if (now >= drain->next_notice) {
        callers_probe(&front->callers, tell, front);
        drain->next_notice = now + NOTICE_MS;
    }
    if (!drain->over && is_over(front, now)) {
        drain->over = 1;
        futex_wake(&drain->over);
    }
    return STEP_MS;
}
