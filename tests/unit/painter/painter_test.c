/* painter_test - the process that paints, asked as the gateway asks it. */
#include "check.h"
#include "picture.h"
#include "redraw.h"
#include "samples.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int painter = -1;

static void hang_up(void)
{
    close(painter);
    painter = -1;
}

static struct call *begin(void)
{
    struct call *c = ARENA_NEW(check_mem(), call);

    if (painter < 0) {
        painter = redraw_start(PAINTER_PROGRAM);
        check_after(hang_up);
    }
    CHECK(painter >= 0);
    call_begin(c, check_mem(), NULL, 10000);
    return c;
}

static enum err ask(struct bytes in, struct bytes *png)
{
    enum err e = ERR_BUSY;

    for (int tries = 0; e == ERR_BUSY && tries < 5;
         tries++) { /* the machine may have others to serve */
        struct call *c = begin();
        e = redraw(c, painter, in, png);
    }
    return e;
}

static void a_picture_comes_back_as_one_that_can_be_kept(void)
{
    struct bytes png = {NULL, 0};

    CHECK_OK(ask(sample_png(&(struct sample){600, 400, 0}), &png));
    CHECK_STR(picture_fault(png), NULL);
}

static void what_is_wrong_is_told(void)
{
    static const char svg[] = "<svg/>";
    struct bytes png, jpeg = sample_jpeg(&(struct sample_jpeg){.width = 64, .height = 64});

    CHECK_ERR(ask(bytes_of(svg), &png), ERR_PICTURE_UNKNOWN);
    jpeg.n /= 2;
    CHECK_ERR(ask(jpeg, &png), ERR_PICTURE_BROKEN);
    CHECK_ERR(ask(sample_png(&(struct sample){8193, 1, 0}), &png), ERR_PICTURE_WIDE);
    CHECK_ERR(ask((struct bytes){NULL, 0}, &png), ERR_PICTURE_UNKNOWN);
}

/* More than is read: the answer may come while there is more to say. */
static void too_much_is_refused(void)
{
    const size_t n = 16 << 20;
    uint8_t *p = xcalloc(1, n);
    struct bytes png;

    enum err e = ask((struct bytes){p, n}, &png);
    free(p);
    CHECK(e == ERR_PICTURE_WIDE || e == ERR_PICTURE_BROKEN);
}

static void the_largest_picture_fits_its_bounds(void)
{
    struct bytes png = {NULL, 0};

    CHECK_OK(ask(sample_png(&(struct sample){4096, 4096, 0}), &png));
    CHECK_OK(ask(sample_webp(&(struct sample){4096, 4096, 9}, true), &png));
    CHECK_OK(ask(sample_noise(512), &png));
}

/* 48 million pixels, as the cameras of telephones have them. */
static void a_photograph_is_read_though_it_has_more_pixels_than_are_kept(void)
{
    const struct sample_jpeg s = {.width = 8064, .height = 6048, .orientation = 6};
    struct sample_jpeg slow = s;
    struct bytes png = {NULL, 0};

    slow.progressive = true;
    CHECK_OK(ask(sample_jpeg(&s), &png));
    CHECK_OK(ask(sample_jpeg(&slow), &png));
}

struct one {
    pthread_t thread;
    struct arena mem;
    struct bytes in;
    enum err is;
};

static void *draw_one(void *arg)
{
    struct one *one = arg;
    struct call c;
    struct bytes png;

    arena_init(&one->mem, ARENA_LIMIT);
    call_begin(&c, &one->mem, NULL, 10000);
    one->is = redraw(&c, painter, one->in, &png);
    arena_done(&one->mem);
    return NULL;
}

static void many_threads_may_ask_at_once(void)
{
    struct one ones[8];

    (void)begin();
    for (size_t i = 0; i < ARRAY_LEN(ones); i++) {
        ones[i].in = i % 2 ? sample_png(&(struct sample){300, 300, 0}) : bytes_of("nothing");
        CHECK_INT(pthread_create(&ones[i].thread, NULL, draw_one, &ones[i]), 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(ones); i++)
        pthread_join(ones[i].thread, NULL);
    for (size_t i = 0; i < ARRAY_LEN(ones); i++)
        CHECK_ERR(ones[i].is, i % 2 ? OK : ERR_PICTURE_UNKNOWN);
}

static void without_a_painter_nothing_is_painted(void)
{
    struct call *c = begin();
    struct bytes png;
    int none = redraw_start("/nowhere/ostiary-painter");

    CHECK_INT(none, -1);
    CHECK_ERR(redraw(c, none, bytes_of("x"), &png), ERR_UNAVAILABLE);
    int ends[2];
    CHECK_INT(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    close(ends[1]);
    CHECK_ERR(redraw(c, ends[0], bytes_of("x"), &png), ERR_UNAVAILABLE);
    close(ends[0]);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(a_picture_comes_back_as_one_that_can_be_kept),
        CASE(what_is_wrong_is_told),
        CASE(too_much_is_refused),
        CASE(the_largest_picture_fits_its_bounds),
        CASE(a_photograph_is_read_though_it_has_more_pixels_than_are_kept),
        CASE(many_threads_may_ask_at_once),
        CASE(without_a_painter_nothing_is_painted),
        {0},
    });
}
