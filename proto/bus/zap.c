#include "zap.h"
#include "log.h"
#include "sock.h"
#include <string.h>
#include <zmq.h>

/* The frames of a request: version, request id, domain, address, identity, mechanism, key. */
enum { VERSION, REQUEST_ID, MECHANISM = 5, KEY, PARTS };
enum { CURVE_KEY_LEN = 32 };

void *zap_open(void *zmq)
{
    void *zap = zmq_socket(zmq, ZMQ_REP);

    if (zap && zmq_bind(zap, "inproc://zeromq.zap.01") == 0) {
        sock_linger(zap, 0);
        return zap;
    }
    log_error("nobody can be let in: %s", zmq_strerror(zmq_errno()));
    sock_close(&zap);
    return NULL;
}

static bool recv_parts(void *zap, zmq_msg_t parts[PARTS], size_t *n)
{
    bool more = true;

    for (*n = 0; more; ++*n) {
        zmq_msg_t part;
        zmq_msg_init(&part);
        if (zmq_msg_recv(&part, zap, ZMQ_DONTWAIT) < 0)
            return false;
        more = zmq_msg_more(&part);
        if (*n < PARTS)
            zmq_msg_move(&parts[*n], &part);
        zmq_msg_close(&part);
    }
    return true;
}

static bool is(zmq_msg_t *part, const char *text)
{
    size_t n = strlen(text);

    return zmq_msg_size(part) == n && memcmp(zmq_msg_data(part), text, n) == 0;
}

/* True: z85 is a key that we know. */
static bool known(struct keyring *keyring, zmq_msg_t parts[PARTS], char z85[KEYRING_Z85_LEN + 1])
{
    if (!is(&parts[VERSION], "1.0") || !is(&parts[MECHANISM], "CURVE") ||
        zmq_msg_size(&parts[KEY]) != CURVE_KEY_LEN)
        return false;
    zmq_z85_encode(z85, zmq_msg_data(&parts[KEY]), CURVE_KEY_LEN);
    struct peer *peer = keyring_by_key(keyring, z85);
    keyring_drop(peer);
    return peer != NULL;
}

static void send_text(void *zap, const char *text, int flags)
{
    if (zmq_send(zap, text, strlen(text), flags) < 0)
        log_warn("zap: %s", zmq_strerror(zmq_errno()));
}

/* The user id travels with every message of the connection: zmq_msg_gets(…, "User-Id"). */
static void answer(void *zap, zmq_msg_t *request_id, const char *user)
{
    send_text(zap, "1.0", ZMQ_SNDMORE);
    if (zmq_msg_send(request_id, zap, ZMQ_SNDMORE) < 0)
        log_warn("zap: %s", zmq_strerror(zmq_errno()));
    send_text(zap, user ? "200" : "400", ZMQ_SNDMORE);
    send_text(zap, user ? "OK" : "unknown key", ZMQ_SNDMORE);
    send_text(zap, user ? user : "", ZMQ_SNDMORE);
    send_text(zap, "", 0);
}

/* False: nothing was asked. */
static bool answer_one(void *zap, struct keyring *keyring, unsigned *refused)
{
    zmq_msg_t parts[PARTS];
    char z85[KEYRING_Z85_LEN + 1];
    size_t n = 0;

    for (size_t i = 0; i < PARTS; i++)
        zmq_msg_init(&parts[i]);
    bool asked = recv_parts(zap, parts, &n);
    if (asked) {
        bool admit = n == PARTS && known(keyring, parts, z85);
        answer(zap, &parts[REQUEST_ID], admit ? z85 : NULL);
        *refused += admit ? 0 : 1;
    }
    for (size_t i = 0; i < PARTS; i++)
        zmq_msg_close(&parts[i]);
    return asked;
}

unsigned zap_answer(void *zap, struct keyring *keyring)
{
    unsigned refused = 0;

    while (answer_one(zap, keyring, &refused))
        ;
    return refused;
}
