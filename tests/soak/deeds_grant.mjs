// deeds_grant - the app on its own behalf: client credentials (RFC 6749 4.4).

import { ACCESS_LIVES, look, told } from './answers.mjs'
import { now } from './journal.mjs'

const GRANTS = 10

export async function credentials(h) {
  if (!h.confidential) return
  await h.deed('ask for an own token', [], async () => {
    const answer = await h.app.post('/oauth2/token', { grant_type: 'client_credentials', scope: 'things' })
    const facts = told(h, answer)
    if (facts.outcome !== 'done') return facts
    const thing = h.thing('grant')
    h.grants = [...h.grants, { thing, token: answer.body.access_token, since: now() }].slice(-GRANTS)
    return { ...facts, makes: [thing], mortal: { [thing]: ACCESS_LIVES } }
  })
}

export async function lookAtGrant(h, chance) {
  if (!h.confidential || h.grants.length === 0) return
  const { thing, token } = chance.pick(h.grants)
  await look(h, 'an own token', token, { [thing]: true }, { [thing]: false })
}

export async function revokeGrant(h) {
  const grant = h.grants.shift()
  if (!grant) return
  await h.insist(() =>
    h.deed('revoke an own token', [grant.thing], async () => {
      const facts = told(h, await h.app.revoke(grant.token))
      const sure = facts.outcome === 'done' && h.calmClocksSince(grant.since)
      return sure ? { ...facts, ended: [grant.thing] } : facts
    }),
  )
  h.dead.push(grant)
}
