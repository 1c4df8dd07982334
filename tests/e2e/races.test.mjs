// Fifty at once, spread over replicas: what docs/GRANTS.md says about codes and refresh tokens holds in
// every run.  OSTIARY_RACES is how many runs (./dev races --runs N).

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Front } from './harness/front.mjs'
import { good } from './harness/load.mjs'
import { Person } from './harness/person.mjs'
import { refused } from './harness/scene.mjs'

const REPLICAS = { usersvc: 2, authsvc: 2, tokensvc: 3, gateway: 2 }
const PASSWORD = 'first come, first served'
const AT_ONCE = 50
const RUNS = Number(process.env.OSTIARY_RACES ?? 10)

const fiftyTimes = (ask) => Promise.all(Array.from({ length: AT_ONCE }, ask))

describe(`${AT_ONCE} at once, ${RUNS} times`, () => {
  let cluster, front, app, person
  const seen = { redemptions: 0, refreshes: 0, won: 0 }

  before(async () => {
    cluster = await startCluster({ replicas: REPLICAS })
    cluster.addPerson('tony', PASSWORD)
    front = new Front(cluster)
    app = new App(front, cluster.addClient('app', ['--confidential', '--redirect-uri', CALLBACK]))
    person = Object.assign(new Person(cluster.issuer, 'tony', PASSWORD), { fetch: front.fetch })
    await app.tokens(person) // signed in and consented
  })
  after(async () => {
    front?.close()
    for (const [name, how] of Object.entries(await cluster.stop())) {
      assert.deepEqual(how, { code: 0, signal: null }, `${name} ends cleanly`)
    }
  })

  // Of those who redeem one code one wins at most, and since the others tried it too, nothing is left
  // of what was won.
  async function redeem() {
    const code = await app.code(person)
    const answers = await fiftyTimes(() => app.redeem(code))
    const won = answers.filter(({ status }) => status === 200)
    assert.ok(won.length <= 1, `${won.length} got tokens for one code`)
    answers.filter((answer) => !won.includes(answer)).forEach((answer) => refused(answer))
    for (const { body } of won) {
      assert.deepEqual((await app.introspect(body.access_token)).body, { active: false })
      refused(await app.refresh(body.refresh_token))
    }
    seen.redemptions += answers.length
    seen.won += won.length
  }

  // All who refresh with one token get the same successor, and the family has one head.
  async function refresh() {
    const first = await app.tokens(person)
    const answers = await fiftyTimes(() => app.refresh(first.refresh_token))
    const tokens = answers.map((answer) => good(answer, 'refresh'))
    const successors = new Set(tokens.map(({ refresh_token }) => refresh_token))
    assert.equal(successors.size, 1, 'successors')
    assert.ok(!successors.has(first.refresh_token))
    assert.equal(new Set(tokens.map(({ access_token }) => access_token)).size, AT_ONCE, 'access tokens')
    const [head] = successors
    const next = good(await app.refresh(head), 'refresh').refresh_token
    for (const earlier of [first.refresh_token, head]) {
      assert.equal(good(await app.refresh(earlier), 'refresh').refresh_token, next)
    }
    seen.refreshes += answers.length
  }

  it('one code: one winner at most, and a replay ends what was won', async () => {
    for (let run = 0; run < RUNS; run++) await redeem()
  })

  it('one refresh token: one successor for all', async () => {
    for (let run = 0; run < RUNS; run++) await refresh()
  })

  it('every replica took part', (t) => {
    t.diagnostic(`${seen.redemptions} redemptions of ${RUNS} codes, ${seen.won} of which had a winner`)
    t.diagnostic(`${seen.refreshes} refreshes of ${RUNS} refresh tokens`)
    for (const service of ['tokensvc', 'authsvc']) {
      const counts = cluster.replicas(service).map((name) => cluster.ping(name).served)
      t.diagnostic(`requests that each ${service} served: ${counts.join(', ')}`)
      const even = counts.reduce((sum, n) => sum + n, 0) / counts.length
      assert.ok(Math.min(...counts) > even / 4, `${service}: ${counts}`)
    }
  })
})
