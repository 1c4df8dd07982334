// answers - what the answer of an OAuth endpoint says about a household's things.

import { now } from './journal.mjs'

export const CODE_LIVES = 600_000
export const ACCESS_LIVES = 3_600_000

// done, refused or unknown, and what that says of the app.
export function told(h, { status }) {
  const stands = [h.standing.app, ...(h.confidential ? [h.secret] : [])]
  const all = (alive) => Object.fromEntries(stands.map((thing) => [thing, alive]))
  if (status === 200) return { outcome: 'done', sees: all(true) }
  if (status === 400) return { outcome: 'refused', sees: all(true) }
  if (status === 401) return { outcome: 'not let in', sees: all(false) }
  return { outcome: 'unknown', sees: {} }
}

// A public app proves nothing, so it may not.
export const mayIntrospect = (h) => h.confidential

// sees: what an active token says, and an inactive one.
export function look(h, what, token, active, inactive) {
  return h.deed(`look at ${what}`, [], async () => {
    const answer = await h.app.introspect(token)
    const facts = told(h, answer)
    const { body } = answer
    return facts.outcome === 'done'
      ? { ...facts, sees: { ...facts.sees, ...(body.active ? active : inactive) } }
      : facts
  })
}

export function lookByUserinfo(h, thing, token) {
  return h.deed('ask for userinfo', [], async () => {
    const headers = { authorization: `Bearer ${token}` }
    const { status } = await h.app.send('/oauth2/userinfo', { method: 'GET', headers })
    if (status === 200) return { outcome: 'done', sees: { [thing]: true } }
    return status === 401 ? { outcome: 'refused', sees: { [thing]: false } } : { outcome: 'unknown' }
  })
}

// The access token that came with an answer.
export function accessOf(h, family, body) {
  return { thing: `${family}.${h.thing('access')}`, token: body.access_token, since: now() }
}
