#include "front.h"
#include "buf.h"
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { METHODS = 32, HEAR_ROOM = 256 << 10, PATIENCE_MS = 10 * 1000 };

static struct {
    struct rpc rpc;
    pthread_mutex_t lock;
    struct {
        const char *method;
        front_answer *answer;
        int calls;
    } v[METHODS];
    size_t n;
} fake = {.lock = PTHREAD_MUTEX_INITIALIZER};
static struct gateway *gateway;

/* -- the services --------------------------------------------------------------------------------
 */

static front_answer *answer_of(const char *method)
{
    front_answer *answer = NULL;

    pthread_mutex_lock(&fake.lock);
    for (size_t i = 0; i < fake.n; i++) {
        if (strcmp(fake.v[i].method, method) == 0) {
            fake.v[i].calls++;
            answer = fake.v[i].answer;
        }
    }
    pthread_mutex_unlock(&fake.lock);
    return answer;
}

/* Through the codec, as a real call goes. */
static enum err carry(struct rpc *self, struct call *c, const struct rpc_request *request,
                      struct rpc_reply *reply)
{
    const struct method_desc *method = request->method;
    const char *why = NULL;
    struct buf body;

    (void)self;
    bool everyones = strcmp(method->service, "service") == 0; /* "tokensvc service.ping" */
    front_answer *answer = answer_of(
        everyones ? arena_printf(c->mem, "%s %s", request->service, method->name) : method->name);
    if (!answer)
        return ERR_UNAVAILABLE;
    void *q = arena_alloc(c->mem, method->request->size + 1);
    void *a = arena_alloc(c->mem, method->reply->size + 1);
    if (msg_decode(method->request, request->body, MSG_REFUSE_UNKNOWN, c->mem, q, &why) != OK)
        return ERR_BAD_MESSAGE;
    c->text = c->detail = NULL;
    c->wait = 0;
    reply->error = answer(c, q, a);
    reply->text = c->text;
    reply->detail = c->detail;
    reply->wait = c->wait;
    if (reply->error)
        return OK;
    buf_init(&body, c->mem, 256);
    if (msg_encode(method->reply, a, &body, &why) != OK)
        abort(); /* the test made a reply that is none */
    reply->body = buf_bytes(&body);
    return OK;
}

void front_set(const char *method, front_answer *answer)
{
    size_t i = 0;

    pthread_mutex_lock(&fake.lock);
    while (i < fake.n && strcmp(fake.v[i].method, method) != 0)
        i++;
    if (i == METHODS)
        abort();
    fake.v[i].method = method;
    fake.v[i].answer = answer;
    fake.n = i == fake.n ? i + 1 : fake.n;
    pthread_mutex_unlock(&fake.lock);
}

void front_reset(void)
{
    pthread_mutex_lock(&fake.lock);
    fake.n = 0;
    memset(fake.v, 0, sizeof fake.v);
    pthread_mutex_unlock(&fake.lock);
}

int front_calls(const char *method)
{
    int calls = 0;

    pthread_mutex_lock(&fake.lock);
    for (size_t i = 0; i < fake.n; i++) {
        if (strcmp(fake.v[i].method, method) == 0)
            calls = fake.v[i].calls;
    }
    pthread_mutex_unlock(&fake.lock);
    return calls;
}

/* -- the gateway ---------------------------------------------------------------------------------
 */

struct gateway_config front_config(void)
{
    return (struct gateway_config){
        .gateway_listen = "127.0.0.1:0",
        .gateway_threads = 8,
        .gateway_header_deadline = 400,
        .gateway_body_deadline = 300,
        .gateway_language = "en",
        .issuer = FRONT_ISSUER,
    };
}

void front_open(const struct gateway_config *config)
{
    fake.rpc.carry = carry;
    if (gateway_open(config, &fake.rpc, &gateway) != OK)
        abort();
}

void front_close(void)
{
    gateway_close(&gateway);
}

int front_port(void)
{
    return gateway_port(gateway);
}

struct gateway *front_gateway(void)
{
    return gateway;
}

/* -- the client ----------------------------------------------------------------------------------
 */

int front_dial(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)front_port())};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        check_failed(__FILE__, __LINE__, "no connection to the gateway");
    return fd;
}

void front_say_bytes(int fd, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the answer tells why it was not wanted */
        at += sent;
        n -= (size_t)sent;
    }
}

void front_say(int fd, const char *text)
{
    front_say_bytes(fd, text, strlen(text));
}

/* One more byte; false at the end.  By single bytes, so that nothing of a next response is taken.
 */
static bool hear_byte(int fd, struct buf *to)
{
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    char c;

    if (poll(&waiting, 1, PATIENCE_MS) != 1)
        check_failed(__FILE__, __LINE__, "the gateway says nothing");
    if (recv(fd, &c, 1, 0) != 1)
        return false;
    buf_char(to, c);
    return to->n < HEAR_ROOM;
}

static void hear_head(int fd, struct buf *to)
{
    while (!strstr(buf_text(to), "\r\n\r\n") && hear_byte(fd, to))
        ;
}

const char *front_hear_head(int fd)
{
    struct buf out;

    buf_init(&out, check_mem(), 2048);
    hear_head(fd, &out);
    return buf_text(&out);
}

const char *front_hear(int fd)
{
    struct buf out;

    buf_init(&out, check_mem(), 4096);
    hear_head(fd, &out);
    const char *length = front_header(buf_text(&out), "Content-Length");
    size_t whole = out.n + (length ? strtoul(length, NULL, 10) : 0);
    while (out.n < whole && hear_byte(fd, &out))
        ;
    return buf_text(&out);
}

bool front_is_closed(int fd)
{
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    char c;

    return poll(&waiting, 1, 2000) == 1 && recv(fd, &c, 1, 0) <= 0;
}

const char *front_ask(const char *request)
{
    int fd = front_dial();

    front_say(fd, request);
    const char *response = front_hear(fd);
    close(fd);
    return response;
}

const char *front_get(const char *path, const char *headers)
{
    return front_ask(arena_printf(check_mem(), "GET %s HTTP/1.1\r\nHost: " FRONT_HOST "\r\n%s\r\n",
                                  path, headers));
}

static const char *post(const char *path, const char *type, const char *headers, const char *body)
{
    return front_ask(arena_printf(check_mem(),
                                  "POST %s HTTP/1.1\r\nHost: " FRONT_HOST "\r\n"
                                  "Content-Type: %s\r\nContent-Length: %zu\r\n%s\r\n%s",
                                  path, type, strlen(body), headers, body));
}

const char *front_post(const char *path, const char *headers, const char *form)
{
    return post(path, "application/x-www-form-urlencoded", headers, form);
}

const char *front_post_json(const char *path, const char *headers, const char *json)
{
    return post(path, "application/json", headers, json);
}

int front_status(const char *response)
{
    return strncmp(response, "HTTP/1.1 ", 9) == 0 ? (int)strtol(response + 9, NULL, 10) : 0;
}

const char *front_header(const char *response, const char *name)
{
    size_t n = strlen(name);
    const char *line = response;

    while ((line = strstr(line, "\r\n")) && strncmp(line, "\r\n\r\n", 4) != 0) {
        line += 2;
        if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
            const char *value = line + n + 1 + strspn(line + n + 1, " ");
            return arena_strndup(check_mem(), value, strcspn(value, "\r"));
        }
    }
    return NULL;
}

const char *front_body(const char *response)
{
    const char *end = strstr(response, "\r\n\r\n");

    return end ? end + 4 : "";
}
