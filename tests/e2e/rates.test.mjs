// rates - programs that ask faster than the originals would let them, through a proxy.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startCluster } from './harness/cluster.mjs'
import { Api, done, refused } from './harness/tachi.mjs'

let cluster

before(async () => {
  cluster = await startCluster({
    env: {
      OSTIARY_GATEWAY_TRUSTED_PROXIES: '127.0.0.1',
      OSTIARY_RATES_TACHI: '3',
      OSTIARY_RATES_OPENCOLLECTIVE_ANONYMOUS: '2',
      OSTIARY_RATES_OPENCOLLECTIVE: '2',
    },
  })
})
after(() => cluster.stop())

const from = (address) => ({ 'x-forwarded-for': address })

test("a program of Tachi's hears how many requests it has left, and when it may ask again", async () => {
  const bot = new Api(cluster.issuer, from('203.0.113.7'))
  for (const left of ['2', '1', '0']) {
    const answer = await bot.get('/api/v1/status')
    done(answer, 'Status check successful.')
    assert.equal(answer.headers.get('x-ratelimit-limit'), '3')
    assert.equal(answer.headers.get('x-ratelimit-remaining'), left)
  }
  const late = await bot.post('/api/v1/oauth/token', {})
  refused(late, 429, 'You have exceeded 3 requests per 60 seconds. Please wait.')
  assert.deepEqual([late.said.status, late.said.message], [429, "You're being rate limited."])
  const wait = Number(late.headers.get('retry-after'))
  assert.ok(wait >= 1 && wait <= 60, `${wait} s`)
  assert.equal(late.headers.get('access-control-allow-origin'), '*')

  done(await new Api(cluster.issuer, from('203.0.113.8')).get('/api/v1/status'), 'Status check successful.')
  done(await new Api(cluster.issuer).get('/api/v1/status'), 'Status check successful.')
})

test("Open Collective's API counts whom nobody knows by their address", async () => {
  const me = () => fetch(`${cluster.issuer}/graphql/v2?query={me{id}}`, { headers: from('2001:db8::7') })
  assert.equal((await me()).status, 200)
  assert.equal((await me()).status, 200)
  const late = await me()
  assert.equal(late.status, 429)
  assert.deepEqual(await late.json(), {
    error: { message: 'Rate limit exceeded. Create a Personal Token to get higher limits.' },
  })
})

test("Open Collective's API counts people and personal tokens wherever they are, each for themselves", async () => {
  const password = 'open sesame, please'
  const json = { 'content-type': 'application/json' }
  cluster.addPerson('ada', password)
  const user = { email: 'ada@example.org', password }
  const signIn = await fetch(`${cluster.issuer}/users/signin`, { method: 'POST', headers: json, body: JSON.stringify({ user }) })
  const session = { authorization: `Bearer ${(await signIn.json()).token}` }
  let address = 0
  const ask = async (who, query) => {
    const headers = { ...json, ...who, ...from(`203.0.113.${++address}`) }
    const answer = await fetch(`${cluster.issuer}/graphql/v2`, { method: 'POST', headers, body: JSON.stringify({ query }) })
    return { status: answer.status, body: await answer.json(), left: answer.headers.get('x-ratelimit-remaining'), wait: answer.headers.get('retry-after') }
  }
  const made = await ask(session, 'mutation { createPersonalToken(personalToken: { name: "x" }) { token } }')
  assert.equal(made.left, '1')
  const personal = { 'personal-token': made.body.data.createPersonalToken.token }
  for (const [who, asked, how] of [
    [session, 1, 'Create a Personal Token'],
    [personal, 0, 'Contact-us'],
  ]) {
    for (let n = asked; n < 2; n++) assert.equal((await ask(who, '{ me { slug } }')).body.data.me.slug, 'ada')
    const late = await ask(who, '{ me { slug } }')
    assert.equal(late.status, 429)
    assert.deepEqual(late.body, { error: { message: `Rate limit exceeded. ${how} to get higher limits.` } })
    assert.ok(Number(late.wait) >= 1)
  }
})
