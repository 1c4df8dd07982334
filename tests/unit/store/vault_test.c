/* vault_test - copies of secrets: opened by owner, place and key-encryption key, and by nothing
 * less. */
#include "fixture.h"
#include "secret.h"
#include "vault.h"
#include <string.h>

static const uint8_t kek[SECRET_KEY_LEN] = "the key that wraps all the keys";
static const struct vault vault = {{kek, sizeof kek}, "default"};
static const struct vault_place mine = {"ada", "client_secret", "app"};

struct unit {
    const struct vault *vault;
    struct vault_place place;
    const char *secret;
    struct bytes sealed;
};

static enum err seal(struct db *db, void *arg)
{
    struct unit *u = arg;

    return vault_seal(db, check_mem(), u->vault, &u->place, u->secret, &u->sealed);
}

static enum err open_it(struct db *db, void *arg)
{
    struct unit *u = arg;

    return vault_open(db, check_mem(), u->vault, &u->place, u->sealed, &u->secret);
}

static enum err forget(struct db *db, void *arg)
{
    return vault_forget(db, arg);
}

static struct unit sealed(struct store *store, struct vault_place place)
{
    struct unit u = {.vault = &vault, .place = place, .secret = "a secret"};

    CHECK_OK(store_write(store, seal, &u));
    u.secret = NULL;
    return u;
}

static enum err opened_at(struct store *store, struct unit u, struct vault_place place)
{
    u.place = place;
    return store_read(store, open_it, &u);
}

static void what_was_sealed_is_opened(void)
{
    struct store *store = fixture_open_inline();
    struct unit u = sealed(store, mine), again = sealed(store, mine);

    CHECK_OK(store_read(store, open_it, &u));
    CHECK_STR(u.secret, "a secret");
    CHECK(!memmem(u.sealed.p, u.sealed.n, "a secret", 8));
    CHECK(!bytes_equal(u.sealed, again.sealed)); /* by a nonce of its own */
    CHECK_OK(store_read(store, open_it, &again));
    store_close(&store);
}

static void a_copy_belongs_to_its_place(void)
{
    struct store *store = fixture_open_inline();
    const struct unit u = sealed(store, mine);

    sealed(store, (struct vault_place){"eve", "client_secret", "app"});
    CHECK_ERR(opened_at(store, u, (struct vault_place){"eve", "client_secret", "app"}), ERR_CRYPTO);
    CHECK_ERR(opened_at(store, u, (struct vault_place){"ada", "api_key", "app"}), ERR_CRYPTO);
    CHECK_ERR(opened_at(store, u, (struct vault_place){"ada", "client_secret", "apq"}), ERR_CRYPTO);
    CHECK_ERR(opened_at(store, u, (struct vault_place){"bob", "client_secret", "app"}),
              ERR_NOT_FOUND);
    CHECK_OK(opened_at(store, u, mine));
    store_close(&store);
}

static void another_key_opens_nothing(void)
{
    static const uint8_t other[SECRET_KEY_LEN] = "a key that wraps nothing here";
    const struct vault wrong = {{other, sizeof other}, "default"};
    const struct vault elsewhere = {{kek, sizeof kek}, "another tenant"};
    struct store *store = fixture_open_inline();
    struct unit u = sealed(store, mine);

    u.vault = &wrong;
    CHECK_ERR(store_read(store, open_it, &u), ERR_CRYPTO);
    u.vault = &elsewhere;
    CHECK_ERR(store_read(store, open_it, &u), ERR_CRYPTO);
    store_close(&store);
}

static void who_is_forgotten_takes_it_along(void)
{
    static char ada[] = "ada";
    struct store *store = fixture_open_inline();
    struct unit u = sealed(store, mine);

    CHECK_OK(store_write(store, forget, ada));
    CHECK_ERR(store_read(store, open_it, &u), ERR_NOT_FOUND);
    CHECK_OK(store_write(store, forget, ada));
    sealed(store, mine); /* with another key */
    CHECK_ERR(store_read(store, open_it, &u), ERR_CRYPTO);
    store_close(&store);
}

int main(void)
{
    return check_run((struct check[]){
        CASE(what_was_sealed_is_opened),
        CASE(a_copy_belongs_to_its_place),
        CASE(another_key_opens_nothing),
        CASE(who_is_forgotten_takes_it_along),
        {0},
    });
}
