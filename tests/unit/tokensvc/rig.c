/* rig.c - opening the service, and its clock and log. */
#include "rig.h"
#include "clock.h"
#include "log.h"
#include "place.h"
#include "secret.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct rig rig;
static bool inline_work;

/* --- time and log --- */

static int64_t wall(void *self)
{
    return ((struct rig *)self)->wall;
}

static int64_t steady(void *self)
{
    return ((struct rig *)self)->steady;
}

static struct clock_source rig_clock = {wall, steady, &rig};

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static char logged[16384];

static void catch_line(void *self, enum log_level level, const char *line)
{
    (void)self, (void)level;
    pthread_mutex_lock(&log_lock);
    size_t used = strlen(logged);
    if (used + strlen(line) + 2 < sizeof logged)
        snprintf(logged + used, sizeof logged - used, "%s\n", line);
    pthread_mutex_unlock(&log_lock);
}

const char *rig_log(void)
{
    return logged;
}

/* --- opening --- */

struct bytes rig_kek(void)
{
    static const uint8_t kek[SECRET_KEY_LEN] = "the key that wraps all the keys";

    return (struct bytes){kek, sizeof kek};
}

enum err rig_start(struct bytes kek, const char *dir, struct tokensvc **out)
{
    struct service_env env = {
        .data = dir, .tenant = "default", .inline_work = inline_work, .kek = kek};
    void *state = NULL;

    place_of(dir, &env.store, &env.store_driver);
    enum err e = tokensvc_service.open(&env, &state);
    *out = state;
    return e;
}

void rig_stop(struct tokensvc **svc)
{
    void *state = *svc;

    tokensvc_service.close(&state);
    *svc = NULL;
}

/* Making an RSA key takes long, so all cases but the first begin with a copy of its database. */
static void put_template(const char *dir)
{
    struct tokensvc *svc = NULL;

    if (place_begin(dir))
        return;
    CHECK_OK(rig_start(rig_kek(), dir, &svc));
    rig_stop(&svc);
    place_copy_from_now_on(dir);
}

struct secret_check rig_secret(const char *secret, int64_t expires_at)
{
    static const uint8_t key[SECRET_KEY_LEN] = "a key of its own";
    struct bytes k = {key, sizeof key};

    return (struct secret_check){k, secret_mac(check_mem(), k, bytes_of(secret)), expires_at};
}

void rig_make_public(struct client *client)
{
    client->confidential = false;
    client->auth_methods = "none";
    client->grant_types = "authorization_code refresh_token";
}

static struct client a_client(const char *id)
{
    static const char *const uris[] = {"https://app.example/callback"};

    return (struct client){
        .client_id = id,
        .client_name = "An app",
        .confidential = true,
        .redirect_uris = {uris, 1},
        .grant_types = "authorization_code refresh_token client_credentials",
        .scope = "openid profile email notes offline_access",
        .auth_methods = "client_secret_basic client_secret_post",
        .id_token_signed_response_alg = "ES256",
        .access_token_lifetime = 300,
        .refresh_idle_lifetime = 14LL * 86400,
        .refresh_lifetime = 90LL * 86400,
        .refresh_grace = 30,
        .code_lifetime = 60,
        .generation = 3,
        .created_at = 1,
        .updated_at = 1,
    };
}

static void set_people(struct rig *self)
{
    self->person = (struct person_standing_reply){.generation = 5, .active = true};
    self->profile = (struct person){
        .id = "ada",
        .sub = "sub-of-ada",
        .username = "ada",
        .email = "ada@example.org",
        .email_verified = true,
        .name = "Ada Lovelace",
        .given_name = "Ada",
        .family_name = "Lovelace",
        .locale = "en-GB",
        .generation = 5,
        .created_at = 1,
        .updated_at = 1600000000123,
        .number = 7,
        .discriminator = "0042",
    };
}

static void set_grants(struct rig *self)
{
    self->consent = (struct consent_standing_reply){
        .consented = true,
        .generation = 7,
        .scope = "openid profile email notes",
        .session_alive = true,
    };
    self->auth = (struct authorization){
        .family = "AAAAAAAAAAAAAAAAAAAAAA",
        .person = "ada",
        .sub = "sub-of-ada",
        .scope = "openid profile email notes",
        .sid = "sid-of-ada",
        .nonce = "n-0S6_WzA2Mj",
        .auth_time = RIG_START * 1000LL - 5500,
        .acr = "1",
        .amr = "pwd",
        .client_generation = 3,
        .person_generation = 5,
        .consent_generation = 7,
    };
}

static struct rig *open_rig(void)
{
    memset(&rig, 0, sizeof rig);
    logged[0] = '\0';
    rig.rpc.carry = rig_answer;
    rig.wall = RIG_START * 1000LL;
    rig.steady = 1000000;
    clock_replace(&rig_clock);
    log_replace(catch_line, NULL);
    rig.client = a_client("app");
    rig.other = a_client("other");
    rig.secrets[0] = rig_secret(RIG_SECRET, 0);
    rig.n_secrets = 1;
    set_people(&rig);
    set_grants(&rig);
    put_template(check_dir());
    rig_reopen();
    return &rig;
}

struct rig *rig_open(void)
{
    inline_work = true;
    return open_rig();
}

struct rig *rig_open_threaded(void)
{
    inline_work = false;
    return open_rig();
}

void rig_reopen(void)
{
    rig_stop(&rig.svc);
    CHECK_OK(rig_start(rig_kek(), check_dir(), &rig.svc));
}

void rig_close(void)
{
    rig_stop(&rig.svc);
    clock_replace(NULL);
    log_replace(NULL, NULL);
}

void rig_pass(struct rig *self, int64_t ms)
{
    self->wall += ms;
    self->steady += ms;
}
