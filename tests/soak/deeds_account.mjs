// deeds_account - a person at the pages, in a browser without JavaScript: signing in, allowing the app a
// code, signing out.

import { Person } from '../e2e/harness/person.mjs'
import { CODE_LIVES } from './answers.mjs'

const BROWSERS = 3
const STEPS = 5
const SESSION = 'ostiary-session'

// What the app is called back with.
function calledBack(h, page, browser, proof) {
  const answer = page.location && new URL(page.location).searchParams
  const asked = { [browser.thing]: true, [h.standing.person]: true, [h.standing.app]: true }
  switch (answer?.get('error') ?? (answer?.get('code') ? 'none' : page.status)) {
    case 'none': {
      const thing = h.thing('code')
      const family = thing.replace('code', 'family')
      h.codes.push({ thing, family, code: answer.get('code'), proof, shown: 0, session: browser.thing })
      const sees = h.consent ? { ...asked, [h.consent]: true } : asked
      return { outcome: 'done', sees, makes: [thing], mortal: { [thing]: CODE_LIVES } }
    }
    case 'login_required':
      h.leave(browser)
      return { outcome: 'refused', sees: { [browser.thing]: false } }
    case 'consent_required': {
      const sees = h.consent ? { [h.consent]: false } : {}
      h.consent = undefined
      return { outcome: 'refused', sees }
    }
    default:
      return { outcome: 'unknown' }
  }
}

// Goes through the pages as far as they lead; says what was seen on the way.
async function throughPages(h, browser, url) {
  const seen = { consentAsked: false, wrongPassword: false }
  let page = await browser.visit(url)
  for (let step = 0; step < STEPS && !page.location && page.status === 200; step++) {
    if (/name="password"/.test(page.html)) page = await browser.signIn(page)
    else if (/id="allow"/.test(page.html)) {
      seen.consentAsked = true
      page = await browser.decide(page, 'allow')
    } else break
  }
  seen.wrongPassword = page.status === 403 && /name="password"/.test(page.html)
  return { page, seen }
}

// Facts about session, password and consent, and then those about the code.
function signedIn(h, person, { page, seen }, proof) {
  if (seen.wrongPassword)
    return { outcome: 'refused', sees: { [h.password]: false, [h.standing.person]: false } }
  if (!person.cookies.has(SESSION)) return { outcome: 'unknown' }
  const browser = { person, thing: h.thing('session') }
  h.browsers = [...h.browsers, browser].slice(-BROWSERS)
  const facts = { outcome: 'unknown', sees: {}, makes: [browser.thing] }
  facts.sees[h.password] = true
  if (!page.location) return facts
  if (seen.consentAsked) h.consent ??= h.thing('consent')
  const code = calledBack(h, page, browser, proof)
  const makes = [...facts.makes, ...(code.makes ?? []), ...(h.consent ? [h.consent] : [])]
  return { ...code, sees: { ...facts.sees, ...code.sees, [browser.thing]: true }, makes }
}

export async function signIn(h) {
  const person = new Person(h.asker.issuer, h.person.username, h.person.password)
  person.fetch = h.asker.fetch
  const url = h.app.authorizeUrl({ scope: h.scope })
  const { proof } = h.app
  return h.deed('sign in', [], async () => signedIn(h, person, await throughPages(h, person, url), proof))
}

// With an old password: refused, as it must be.
export async function signInWith(h, password, thing) {
  const person = new Person(h.asker.issuer, h.person.username, password)
  person.fetch = h.asker.fetch
  return h.deed('sign in with an old password', [], async () => {
    const { seen } = await throughPages(h, person, h.app.authorizeUrl({ scope: h.scope }))
    if (person.cookies.has(SESSION)) return { outcome: 'done', sees: { [thing]: true } }
    return seen.wrongPassword ? { outcome: 'refused', sees: { [thing]: false } } : { outcome: 'unknown' }
  })
}

// A browser in which somebody is signed in who has given consent; undefined: it could not be done now.
export async function anybody(h, chance) {
  if (h.browsers.length === 0 || !h.consent) await signIn(h)
  return h.browsers.length ? chance.pick(h.browsers) : undefined
}

export async function askForCode(h, chance) {
  const browser = await anybody(h, chance)
  if (browser) await askInBrowser(h, browser)
}

export async function askInBrowser(h, browser) {
  const url = h.app.authorizeUrl({ prompt: 'none', scope: h.scope })
  const { proof } = h.app
  await h.deed('ask for a code', [], async () =>
    calledBack(h, await browser.person.visit(url), browser, proof),
  )
}

export async function signOut(h, chance) {
  const browser = await anybody(h, chance)
  if (!browser) return
  const families = h.families.filter(({ session }) => session === browser.thing)
  const codes = h.offline ? [] : h.codes.filter(({ session }) => session === browser.thing)
  const ends = [
    browser.thing,
    ...families.map(({ thing }) => thing),
    ...codes.flatMap(({ thing, family }) => [thing, family]),
  ]
  const cookies = new Map(browser.person.cookies) // an answer takes the cookie away: each attempt has its own
  await h.insist(() =>
    h.deed('sign out', ends, async () => {
      browser.person.cookies = new Map(cookies)
      const { status } = await browser.person.request('/sign-out', {
        method: 'POST',
        body: new URLSearchParams(),
      })
      return status === 303 ? { outcome: 'done', ended: ends } : { outcome: 'unknown' }
    }),
  )
  h.leave(browser)
  h.codes = h.codes.filter((code) => !codes.includes(code))
  h.bury(families)
}
