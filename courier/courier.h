/*
 * courier - the way out: mails and webhooks, and whatever else is to be fetched or sent.
 *
 * The only process that opens connections to the outside.  It owns the queue of
 * deliveries and the words of mails, knows no person, and calls nobody: what is
 * to be sent it finds in the outboxes of the others, which it follows.
 * The contract is proto/courier.def; each method has a file on_<method>.c.
 */
#ifndef COURIER_COURIER_H
#define COURIER_COURIER_H
#include "config.h"
#include "delivery_store.h"
#include "issuer.h"
#include "mail.h"
#include "service.h"
#include "smtp.h"
#include "store.h"
#include "webhook.h"

#define CONFIG CONFIG_MEMBER
struct courier_config {
#include "courier.config.def"
};
#undef CONFIG

extern const struct config_table courier_config_table;

struct senders;

struct courier {
    struct arena mem; /* of what is read at the start */
    struct store *store;
    struct bytes kek;
    const struct courier_config *config; /* borrowed */
    struct issuer issuer;
    struct mail_site site;
    struct smtp_options smtp; /* url NULL: there is no mail server */
    const char *mail_folder;  /* NULL: mails are not put into files */
    struct webhook webhook;
    atomic_bool stop;
    struct senders *senders; /* NULL: no threads, idle work does it all */
};

extern const struct service courier_service;

/* Why mails wait: NULL if they do not. */
const char *courier_mail_fault(const struct courier *self);

#endif
