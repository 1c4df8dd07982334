/* put_back_test - what waits in a copy of the queue that is put back. */
#include "db.h"
#include "desk.h"
#include "order.h"

static const struct sql SQL_MARK = {
    "mark", "INSERT INTO copy_mark (service, batch, taken_at) VALUES ($1, 'monday', 1)"};

static enum err mark(struct db *db, void *service)
{
    return db_exec(db, &SQL_MARK, "t", service);
}

static void what_waited_is_given_up_and_may_be_sent_all_the_same(void)
{
    static char courier[] = "courier";
    struct desk *desk = desk_open();
    struct delivery retried;

    desk_mail(desk, "ada@example.org");
    desk_send(desk);
    struct delivery waiting = desk_mail(desk, "bob@example.org");
    CHECK_OK(store_write(desk->svc->store, mark, courier));
    desk_reopen(desk);
    desk_send(desk);
    CHECK_INT(desk_files(desk), 1); /* Ada's */
    struct delivery_page page = desk_list(desk, DELIVERY_GIVEN_UP);
    CHECK_INT(page.deliveries.n, 1);
    CHECK_STR(page.deliveries.v[0].id, waiting.id);
    CHECK_STR(page.deliveries.v[0].error,
              "it waited when a backup was made, and may have been sent since");
    CHECK_OK(courier_delivery_retry(desk_call(desk), &(struct delivery_ref){.id = waiting.id},
                                    &retried));
    desk_send(desk);
    CHECK_INT(desk_files(desk), 2);
    desk_close(desk);
}

static void the_copy_of_another_service_is_refused(void)
{
    static char usersvc[] = "usersvc";
    struct desk *desk = desk_open();

    CHECK_OK(store_write(desk->svc->store, mark, usersvc));
    desk_close(desk);
    CHECK_ERR(desk_start(desk), ERR_CONFIG);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_waited_is_given_up_and_may_be_sent_all_the_same),
        CASE(the_copy_of_another_service_is_refused),
        {0},
    });
}
