/*
 * origin - may this request change something on the strength of a cookie?
 *
 * The rule (grants: section 8): Origin is our own; or neither Origin nor
 * Sec-Fetch-Site is there, which is an old client and no page of another site.
 * "null" is not our own.  Source: Fetch 3.2, W3C Fetch Metadata.
 */
#ifndef GATEWAY_ORIGIN_H
#define GATEWAY_ORIGIN_H
#include "arena.h"

/* own: scheme://host[:port], as browsers write it.  NULL: the header is not there. */
bool origin_allowed(const char *own, const char *origin, const char *sec_fetch_site);

/* Where uri leads, as a source of a Content-Security-Policy: scheme://host[:port], or scheme: for
 * an app's own scheme.  NULL: it is none that could be named. */
const char *origin_source(struct arena *mem, const char *uri);

/* What the form-action of a page has to name so that a browser, after a form was sent, may go on to
 * uri and to wherever the app leads from there: Chromium holds the whole chain of redirects against
 * it, and apps do lead on, over https.  NULL: uri is none that could be named. */
const char *origin_chain(struct arena *mem, const char *uri);

#endif
