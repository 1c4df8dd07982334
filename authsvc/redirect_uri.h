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

/* Why it must not be registered, for the public; NULL: it may.  Fine: https with a host, http to
 * localhost or a loopback address, a private-use scheme with a dot (RFC 8252 7.1); each with a
 * query of its own, as long as that names no parameter of an answer (RFC 6749 3.1 and 3.1.2). */
const char *redirect_uri_fault(const char *uri);

/* The same where an app's own scheme may begin with prefix instead of having a dot.  NULL: nowhere.
 */
const char *redirect_uri_fault_with(const char *uri, const char *prefix);

/* The same for a page of the app's own: https, or http to this machine. */
const char *redirect_uri_page_fault(const char *uri);

/* Is asked one of these?  any_port: the exception for public clients applies. */
bool redirect_uri_registered(const struct strs *registered, const char *asked, bool any_port);

/* Might another app on the person's device receive what is sent there (RFC 8252 8.6)? */
bool redirect_uri_is_contested(const char *uri);

#endif
