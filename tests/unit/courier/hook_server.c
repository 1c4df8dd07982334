#include "hook_server.h"
#include "check.h"
#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEARD_MAX = 64 << 10, DAY_SECONDS = 86400 };

struct hook_server {
    int door, port, asked, connections;
    _Atomic int line;
    const char *answer;
    size_t filler; /* bytes after the answer */
    char *ca;
    SSL_CTX *tls;
    pthread_t thread;
    pthread_mutex_t lock;
    char heard[HEARD_MAX];
};

/* -- certificate --------------------------------------------------------------------------------
 */

static void add_name(X509 *certificate, const char *name)
{
    char text[256];

    snprintf(text, sizeof text, "DNS:%s", name);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, text);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
}

static X509 *make_certificate(EVP_PKEY *key, const char *name)
{
    X509 *certificate = X509_new();

    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -DAY_SECONDS);
    X509_gmtime_adj(X509_getm_notAfter(certificate), DAY_SECONDS);
    X509_set_pubkey(certificate, key);
    add_name(certificate, name);
    if (!X509_sign(certificate, key, EVP_sha256()))
        abort();
    return certificate;
}

static void make_tls(struct hook_server *self, const char *name)
{
    static int number;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = make_certificate(key, name);

    self->ca = xprintf("%s/ca-%d.pem", check_dir(), ++number);
    FILE *file = fopen(self->ca, "w");
    if (!file || !PEM_write_X509(file, certificate) || fclose(file) != 0)
        abort();
    self->tls = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate(self->tls, certificate) != 1 ||
        SSL_CTX_use_PrivateKey(self->tls, key) != 1)
        abort();
    X509_free(certificate);
    EVP_PKEY_free(key);
}

/* -- serving ------------------------------------------------------------------------------------
 */

/* Header and as much body as it announces. */
static bool whole(const char *text)
{
    const char *end = strstr(text, "\r\n\r\n"), *length = strcasestr(text, "Content-Length:");

    return end && (!length || strlen(end + 4) >= strtoul(length + 15, NULL, 10));
}

static void reply(SSL *ssl, const char *answer, size_t n_filler)
{
    char filler[1024];

    memset(filler, 'x', sizeof filler);
    bool good = SSL_write(ssl, answer, (int)strlen(answer)) > 0;
    for (size_t sent = 0; good && sent < n_filler; sent += sizeof filler)
        good = SSL_write(ssl, filler, sizeof filler) > 0;
}

static void serve(struct hook_server *self, SSL *ssl)
{
    char text[HEARD_MAX] = "";
    size_t n = 0;
    int step;

    while (!whole(text) && (step = SSL_read(ssl, text + n, (int)(sizeof text - 1 - n))) > 0)
        n += (size_t)step;
    pthread_mutex_lock(&self->lock);
    memcpy(self->heard, text, sizeof text);
    self->asked += whole(text);
    const char *answer = self->answer;
    size_t filler = self->filler;
    pthread_mutex_unlock(&self->lock);
    if (!whole(text))
        return;
    if (answer)
        reply(ssl, answer, filler);
    if (!answer && SSL_read(ssl, text, 1) > 0) /* until the other one has had enough */
        return;
    SSL_shutdown(ssl);
}

static void *run(void *arg)
{
    struct hook_server *self = arg;
    int fd;

    while ((fd = accept(self->door, NULL, NULL)) >= 0) {
        SSL *ssl = SSL_new(self->tls);
        pthread_mutex_lock(&self->lock);
        self->line = fd;
        self->connections++;
        pthread_mutex_unlock(&self->lock);
        SSL_set_fd(ssl, fd);
        if (SSL_accept(ssl) == 1)
            serve(self, ssl);
        SSL_free(ssl);
        pthread_mutex_lock(&self->lock);
        self->line = -1;
        close(fd);
        pthread_mutex_unlock(&self->lock);
    }
    return NULL;
}

struct hook_server *hook_server_open(const char *address, int port, const char *name,
                                     const char *answer)
{
    struct hook_server *self = xcalloc(1, sizeof *self);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    socklen_t n = sizeof at;
    const int on = 1;

    inet_pton(AF_INET, address, &at.sin_addr);
    self->answer = answer;
    self->line = -1;
    pthread_mutex_init(&self->lock, NULL);
    make_tls(self, name);
    self->door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(self->door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(self->door, (struct sockaddr *)&at, sizeof at) || listen(self->door, 8) ||
        getsockname(self->door, (struct sockaddr *)&at, &n))
        abort();
    self->port = ntohs(at.sin_port);
    if (pthread_create(&self->thread, NULL, run, self) != 0)
        abort();
    return self;
}

void hook_server_close(struct hook_server **self)
{
    struct hook_server *server = *self;

    shutdown(server->door, SHUT_RDWR);
    pthread_mutex_lock(&server->lock);
    if (server->line >= 0)
        shutdown(server->line, SHUT_RDWR);
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->thread, NULL);
    close(server->door);
    pthread_mutex_destroy(&server->lock);
    SSL_CTX_free(server->tls);
    free(server->ca);
    free(server);
    *self = NULL;
}

void hook_server_answer(struct hook_server *self, const char *answer, size_t filler)
{
    pthread_mutex_lock(&self->lock);
    self->answer = answer;
    self->filler = filler;
    pthread_mutex_unlock(&self->lock);
}

int hook_server_port(const struct hook_server *self)
{
    return self->port;
}

const char *hook_server_ca(const struct hook_server *self)
{
    return self->ca;
}

const char *hook_server_heard(struct hook_server *self)
{
    pthread_mutex_lock(&self->lock);
    const char *copy = arena_strdup(check_mem(), self->heard);
    pthread_mutex_unlock(&self->lock);
    return copy;
}

static int counted(struct hook_server *self, const int *what)
{
    pthread_mutex_lock(&self->lock);
    int n = *what;
    pthread_mutex_unlock(&self->lock);
    return n;
}

int hook_server_asked(struct hook_server *self)
{
    return counted(self, &self->asked);
}

int hook_server_connections(struct hook_server *self)
{
    return counted(self, &self->connections);
}
