#include "front.h"
#include "seal.h"

void doorbell_press(struct front *front)
{
    bell_lock(front->bell);
    front->doorbell.pressed = true;
    bell_unlock_ringing(front->bell);
}

static bool was_pressed(struct front *front)
{
    bell_lock(front->bell);
    bool pressed = front->doorbell.pressed;
    front->doorbell.pressed = false;
    bell_unlock(front->bell);
    return pressed;
}

/* One that is gone stays noted until callers.c wants its room. */
static void ring(struct front *front)
{
    for (size_t i = 0; i < front->callers.n; i++) {
        if (front->callers.v[i].follows)
            (void)front_notify(front, &front->callers.v[i], NOTICE_EVENTS);
    }
}

int64_t doorbell_step(struct front *front, int64_t now)
{
    struct doorbell *doorbell = &front->doorbell;

    doorbell->due = was_pressed(front) || doorbell->due;
    if (!doorbell->due)
        return -1;
    if (now < doorbell->next)
        return doorbell->next - now;
    doorbell->due = false;
    doorbell->next = now + RING_EVERY_MS;
    ring(front);
    return -1;
}
