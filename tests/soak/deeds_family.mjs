// deeds_family - what a redeemed code gave: refreshed, looked at, stolen, ended.

import { ACCESS_LIVES, accessOf, look, lookByUserinfo, mayIntrospect, told } from './answers.mjs'
import { STILL_MS } from './asker.mjs'
import { redeem } from './deeds_code.mjs'
import { digest, now } from './journal.mjs'

const many = (n, act) => Promise.all(Array.from({ length: n }, act))

function rotate(h, family, token, ends) {
  return h.deed('refresh', ends, async () => {
    const answer = await h.app.refresh(token)
    const facts = told(h, answer)
    if (facts.outcome === 'refused') facts.sees[family.thing] = false
    if (facts.outcome !== 'done') return facts
    const access = accessOf(h, family.thing, answer.body)
    family.accesses = [...family.accesses, access].slice(-3)
    family.next = answer.body.refresh_token
    return {
      ...facts,
      sees: { ...facts.sees, [family.thing]: true },
      makes: [access.thing],
      mortal: { [access.thing]: ACCESS_LIVES },
      spent: digest(token),
      gained: digest(family.next),
    }
  })
}

// One that got no answer may come later than its successor, as a thief would.  So the successor waits;
// and a public app, which proves nothing, may be taken for a thief when it asks again.
async function rotateAtOnce(h, family, n) {
  const began = now()
  if (began < family.stillUntil && !family.unanswered) return
  const ends = family.unanswered && !h.confidential ? [family.thing] : []
  delete family.next
  const all = await many(n, () => rotate(h, family, family.refresh, ends))
  if (all.some(({ outcome }) => outcome === 'unknown')) family.stillUntil = began + STILL_MS
  family.unanswered = !family.next && now() < family.stillUntil
  if (family.next && family.next !== family.refresh) {
    family.earlier = [...family.earlier, family.refresh].slice(-6)
    family.refresh = family.next
  }
  if (all.some(({ outcome }) => outcome === 'refused')) h.bury([family])
}

async function anyFamily(h, chance) {
  if (h.families.length === 0) await redeem(h, chance)
  return h.families.length ? chance.pick(h.families) : undefined
}

export async function refresh(h, chance) {
  const family = await anyFamily(h, chance)
  if (family) await rotateAtOnce(h, family, 1)
}

export async function refreshAtOnce(h, chance) {
  const family = await anyFamily(h, chance)
  if (family) await rotateAtOnce(h, family, chance.between(2, 4))
}

// Somebody shows a token that was replaced twice: refused, and then the family has ended.
export async function steal(h, chance) {
  const family = h.families.find(({ earlier }) => earlier.length > 1)
  if (!family || h.grace > 0) return
  const token = chance.pick(family.earlier.slice(0, -1))
  const facts = await h.deed('steal', [family.thing], async () => {
    const told_ = told(h, await h.app.refresh(token))
    return told_.outcome === 'refused' ? { ...told_, ended: [family.thing] } : told_
  })
  if (facts.outcome === 'refused') h.bury([family])
}

// --- looking

export async function lookAtAccess(h, chance) {
  const family = await anyFamily(h, chance)
  if (!family || !mayIntrospect(h)) return
  const { thing, token } = chance.pick(family.accesses)
  await look(h, 'an access token', token, { [thing]: true, [family.thing]: true }, { [thing]: false })
}

export async function lookAtRefresh(h, chance) {
  const family = await anyFamily(h, chance)
  if (!family || !mayIntrospect(h) || now() < family.stillUntil) return
  await look(h, 'a refresh token', family.refresh, { [family.thing]: true }, { [family.thing]: false })
}

export async function lookAtDead(h, chance) {
  if (h.dead.length === 0) return
  const { thing, token, isRefresh } = chance.pick(h.dead)
  if (mayIntrospect(h)) await look(h, 'what must be dead', token, { [thing]: true }, { [thing]: false })
  else if (isRefresh) await rotate(h, { thing, accesses: [] }, token, [])
  else await lookByUserinfo(h, thing, token)
}

export async function userinfo(h, chance) {
  const family = await anyFamily(h, chance)
  if (!family) return
  const { thing, token } = chance.pick(family.accesses)
  await lookByUserinfo(h, thing, token)
}

// A family that is alive, by all that can be done with it.
export async function lookAtFamily(h, family) {
  await rotateAtOnce(h, family, 1)
  if (mayIntrospect(h) && h.families.includes(family))
    await look(h, 'a refresh token', family.refresh, { [family.thing]: true }, { [family.thing]: false })
}

// --- revocation

// since: when it was issued, of an access token.  One that has expired, by a clock that is wrong, ends
// nothing (RFC 7009 2.2).
function end(h, family, { token, since }) {
  return h.deed('revoke', [family.thing], async () => {
    const facts = told(h, await h.app.revoke(token))
    const sure = since === undefined || h.calmClocksSince(since)
    return facts.outcome === 'done' && sure ? { ...facts, ended: [family.thing] } : facts
  })
}

export async function revoke(h, chance) {
  const family = await anyFamily(h, chance)
  if (!family) return
  const token = chance.happens(0.7) ? { token: family.refresh } : family.accesses.at(-1)
  await h.insist(() => end(h, family, token))
  h.bury([family])
}

export async function revokeAndRefresh(h, chance) {
  const family = await anyFamily(h, chance)
  if (!family || now() < family.stillUntil) return
  const token = { token: family.refresh }
  const [facts] = await Promise.all([end(h, family, token), rotate(h, family, family.refresh, [])])
  if (facts.outcome === 'unknown') await h.insist(() => end(h, family, token))
  h.bury([family])
}
