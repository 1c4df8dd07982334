// deeds_code - codes are shown for tokens: once, several times at once, once more.

import { ACCESS_LIVES, accessOf, told } from './answers.mjs'
import { askForCode } from './deeds_account.mjs'
import { withdraw } from './deeds_admin.mjs'
import { digest, now } from './journal.mjs'

const FAMILIES = 10 // of the twenty that a person and an app may have

const many = (n, act) => Promise.all(Array.from({ length: n }, act))

async function freshCode(h, chance) {
  if (h.codes.length === 0) await askForCode(h, chance)
  return h.codes.shift()
}

function born(h, code, body) {
  const access = accessOf(h, code.family, body)
  if (!h.families.some(({ thing }) => thing === code.family)) {
    const session = h.offline ? undefined : code.session
    h.families.push({
      thing: code.family,
      refresh: body.refresh_token,
      earlier: [],
      accesses: [access],
      session,
      stillUntil: 0,
    })
  }
  return {
    makes: [code.family, access.thing],
    mortal: { [access.thing]: ACCESS_LIVES },
    spent: digest(code.code),
    gained: digest(body.refresh_token),
  }
}

function show(h, code, ends) {
  return h.deed('redeem a code', ends, async () => {
    h.app.proof = code.proof
    const answer = await h.app.redeem(code.code)
    const facts = told(h, answer)
    if (facts.outcome === 'done') Object.assign(facts, born(h, code, answer.body))
    if (facts.outcome === 'done' || facts.outcome === 'refused')
      facts.sees[code.thing] = facts.outcome === 'done'
    return facts
  })
}

// Of several that show one code at most one gets tokens, and those end when another was told no.
async function showAtOnce(h, code, n) {
  const since = now()
  const ends = code.shown + n > 1 ? [code.thing, code.family] : [code.thing]
  code.shown += n
  const all = await many(n, () => show(h, code, ends))
  if (!all.some(({ outcome }) => outcome === 'done') && all.some(({ outcome }) => outcome === 'unknown'))
    h.lost++
  h.spent = [...h.spent.filter((other) => other !== code), code].slice(-5)
  code.since ??= since
  const family = h.families.find(({ thing }) => thing === code.family)
  if (!family || !all.some(({ outcome }) => outcome === 'refused') || !h.calmClocksSince(code.since)) return
  h.bury([family])
  await h.deed('notice that a code was used twice', [], async () => ({
    outcome: 'done',
    ended: [family.thing],
  }))
}

export async function redeem(h, chance) {
  if (h.families.length + h.lost >= FAMILIES) {
    await withdraw(h)
    return
  }
  const code = await freshCode(h, chance)
  if (code) await redeemCode(h, code)
}

export const redeemCode = (h, code) => showAtOnce(h, code, 1)

export async function redeemAtOnce(h, chance) {
  if (h.families.length + h.lost >= FAMILIES) return
  const code = await freshCode(h, chance)
  if (code) await showAtOnce(h, code, chance.between(2, 4))
}

export async function redeemAgain(h, chance) {
  const code = h.spent.length ? chance.pick(h.spent) : undefined
  if (code) await showAtOnce(h, code, 1)
}
