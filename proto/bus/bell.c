#include "bell.h"
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

void bell_init(struct bell *self)
{
    *self = (struct bell){.fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    if (self->fd < 0)
        abort();
    pthread_mutex_init(&self->lock, NULL);
}

void bell_done(struct bell *self)
{
    close(self->fd);
    pthread_mutex_destroy(&self->lock);
}

void bell_lock(struct bell *self)
{
    pthread_mutex_lock(&self->lock);
}

void bell_unlock(struct bell *self)
{
    pthread_mutex_unlock(&self->lock);
}

void bell_unlock_ringing(struct bell *self)
{
    bool dozing = self->dozing;

    self->dozing = false;
    pthread_mutex_unlock(&self->lock);
    if (dozing)
        eventfd_write(self->fd, 1);
}

void bell_doze(struct bell *self)
{
    self->dozing = true;
}

void bell_awake(struct bell *self, bool rung)
{
    eventfd_t count;

    pthread_mutex_lock(&self->lock);
    self->dozing = false;
    pthread_mutex_unlock(&self->lock);
    if (rung)
        eventfd_read(self->fd, &count);
}
