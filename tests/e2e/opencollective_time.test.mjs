// What Open Collective's clients hear when the time of something is over: on one clock, which moves
// forward from test to test.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { startClock } from './harness/clock.mjs'
import { JSON_TYPE, PASSWORD, app, bearer, close, cluster, codeOf, inBody, open, parsed, redeem, refused, signIn, token, url } from './harness/opencollective.mjs'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let code, personal, session, tokens

const ask = async (headers, query = '{ me { slug } }') =>
  parsed(await fetch(url('/graphql/v2'), { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ query }) }))
const refresh = () => token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...inBody(app) })
const expired = (answer, type, message) => {
  assert.equal(answer.status, 401)
  assert.deepEqual(answer.body, { error: { code: 401, type, message } })
}

before(async () => {
  await open(startClock)
  tokens = (await redeem(app, await codeOf(app))).body
  session = (await signIn({ email: 'alan@example.org', password: PASSWORD })).body.token
  const until = new Date(Date.now() + HOUR).toISOString()
  const made = await ask(bearer(session), `mutation { createPersonalToken(personalToken: { name: "x", expiresAt: "${until}" }) { token } }`)
  personal = { 'Personal-Token': made.body.data.createPersonalToken.token }
  code = await codeOf(app)
})
after(close)

it('a code is good for five minutes', async () => {
  cluster.ahead(4.9 * MINUTE)
  const fresh = await redeem(app, await codeOf(app))
  assert.equal(fresh.status, 200)
  tokens = fresh.body
  cluster.ahead(5.1 * MINUTE)
  refused(await redeem(app, code), 400, 'invalid_grant', 'Invalid grant: authorization code has expired')
  refused(await redeem(app, code), 400, 'invalid_grant', 'Invalid authorization code')
})

it('a personal token until its date', async () => {
  assert.deepEqual((await ask(personal)).body.data, { me: { slug: 'alan' } })
  cluster.ahead(2 * HOUR)
  expired(await ask(personal), 'unauthorized', 'Expired Personal Token (Api Key)')
})

it('the JWT of a session for thirty days', async () => {
  cluster.ahead(29 * DAY)
  assert.deepEqual((await ask(bearer(session))).body.data, { me: { slug: 'alan' } })
  cluster.ahead(31 * DAY)
  expired(await ask(bearer(session)), 'jwt_expired', 'jwt expired')
})

it('an access token for ninety days, and a refresh token for longer', async () => {
  const jwt = bearer(tokens.access_token)
  cluster.ahead(89 * DAY)
  assert.deepEqual((await ask(jwt)).body.data, { me: { slug: 'alan' } })
  cluster.ahead(91 * DAY)
  expired(await ask(jwt), 'jwt_expired', 'jwt expired')
  tokens = (await refresh()).body
  assert.deepEqual((await ask(bearer(tokens.access_token))).body.data, { me: { slug: 'alan' } })
})

it('a refresh token for a year without use, however long it was used before', async () => {
  cluster.ahead((91 + 364) * DAY)
  tokens = (await refresh()).body
  assert.match(tokens.refresh_token, /^oauth_refresh__/)
  cluster.ahead((91 + 364 + 365) * DAY + 10 * MINUTE)
  refused(await refresh(), 400, 'invalid_grant', 'Invalid grant: refresh token has expired')
})
