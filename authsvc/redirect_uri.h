/*
 * redirect_uri - where answers may go: what may be registered, and what equals it.
 *
 * What we add to the query of an answer cannot be in it already: an app that
 * reads the first of two would take the registered one for ours.
 * Comparison is byte by byte, without patterns.  The one exception: for public
 * clients the port of a loopback address (127.0.0.1, [::1]) is free, because
 * native apps take the port they get.
 * Source: RFC 9700 2.1 and 4.1.3, RFC 8252 7 and 8.
 */
#ifndef AUTHSVC_REDIRECT_URI_H
#define AUTHSVC_REDIRECT_URI_H
#include "msg.h"

enum redirect_fault {
    REDIRECT_FINE,
#define REDIRECT_FAULT(name, ...) REDIRECT_##name,
#define REDIRECT_ANSWERED(name) REDIRECT_##name,
#include "redirect_fault.def"
#undef REDIRECT_ANSWERED
#undef REDIRECT_FAULT
    REDIRECT_FAULTS
};

/* As the contract has it, "fine" for none; and for the public, NULL for none. */
const char *redirect_fault_name(enum redirect_fault fault);
const char *redirect_fault_text(enum redirect_fault fault);

/* Why it must not be registered.  Fine: https with a host, http to
 * localhost or a loopback address, a private-use scheme with a dot (RFC 8252 7.1); each with a
 * query of its own, as long as that names no parameter of an answer (RFC 6749 3.1 and 3.1.2). */
enum redirect_fault redirect_uri_judge(const char *uri);

/* The same of the i-th of several, which must not stand there before. */
enum redirect_fault redirect_uri_judge_of(const struct strs *uris, size_t i, const char *prefix);

/* The same where an app's own scheme may begin with prefix instead of having a dot.  NULL: nowhere.
 */
enum redirect_fault redirect_uri_judge_with(const char *uri, const char *prefix);

/* The same for a page of the app's own: https, or http to this machine. */
enum redirect_fault redirect_uri_judge_page(const char *uri);

/* Is asked one of these?  any_port: the exception for public clients applies. */
bool redirect_uri_registered(const struct strs *registered, const char *asked, bool any_port);

/* Might another app on the person's device receive what is sent there (RFC 8252 8.6)? */
bool redirect_uri_is_contested(const char *uri);

#endif
