// Several replicas of each service: all are found and share the work, one more is used soon, and one
// that ends, with or without warning, is not missed.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { SERVICES, sleep, startCluster, until } from './harness/cluster.mjs'
import { Front } from './harness/front.mjs'
import { good, Load, programs, signIns } from './harness/load.mjs'
import { Person } from './harness/person.mjs'

const PASSWORD = 'many hands make light work'
const PEOPLE = ['grace', 'ada', 'jean', 'betty']
const REPLICAS = { courier: 2, usersvc: 3, authsvc: 3, tokensvc: 3, gateway: 2 }
const CALLED = ['usersvc', 'authsvc', 'tokensvc']
const FOUND_WITHIN_MS = 3000
const AT_ONCE_MS = 2500 // who waits for what does not come waits for 3 s or more
const EVEN = 0.1

const clean = { code: 0, signal: null }
const endsCleanly = async (cluster) => {
  for (const [name, how] of Object.entries(await cluster.stop())) assert.deepEqual(how, clean, name)
}

describe('replicas', () => {
  let cluster, front, app, keeper, program

  before(async () => {
    cluster = await startCluster({ replicas: REPLICAS })
    front = new Front(cluster)
    PEOPLE.forEach((name) => cluster.addPerson(name, PASSWORD))
    const add = (name, ...options) => new App(front, cluster.addClient(name, ['--confidential', ...options]))
    app = add('app', '--redirect-uri', CALLBACK)
    keeper = add('keeper', '--redirect-uri', CALLBACK)
    program = add('program', '--grant', 'client_credentials', '--scope', 'reports')
  })
  after(async () => {
    front?.close()
    await endsCleanly(cluster)
  })

  const browser = (name) => Object.assign(new Person(cluster.issuer, name, PASSWORD), { fetch: front.fetch })
  const everything = () =>
    new Load(...programs(program), ...signIns(app, PEOPLE.map((name) => () => browser(name))), ...repeatable)
  // Jobs of calls that may be sent twice: what they call is marked IDEMPOTENT in the contract.  What
  // lasts is of an app of its own: of many authorizations for one app the oldest end.
  let repeatable

  before(async () => {
    const person = browser('grace')
    const own = await keeper.tokens(person)
    let { refresh_token } = await keeper.tokens(person)
    repeatable = [
      async () => (refresh_token = good(await keeper.refresh(refresh_token), 'refresh').refresh_token),
      async () => assert.equal(good(await keeper.introspect(own.access_token), 'introspect').active, true),
      async () => {
        const headers = { authorization: `Bearer ${own.access_token}` }
        good(await keeper.send('/oauth2/userinfo', { method: 'GET', headers }), 'userinfo')
      },
      async () => assert.match((await person.visit('/')).html, /grace/),
      () => app.by(app).tokens(person),
    ]
  })

  // Has every gateway found every replica of this service?
  async function found(service) {
    const instances = cluster.replicas(service).map((name) => cluster.instance(name))
    const all = () => cluster.replicas('gateway').every((gateway) =>
      instances.every((instance) => cluster.log(gateway).includes(`${instance}.sock is there`)))
    await new Load(...programs(program), ...repeatable).run(() => until(`${service} is found`, all))
  }

  it('share the work evenly', async () => {
    for (const service of CALLED) await found(service)
    const person = browser('ada')
    const { access_token } = await app.tokens(person)
    const names = CALLED.flatMap((service) => cluster.replicas(service))
    const served = () => names.map((name) => cluster.ping(name).served)
    const before = served()
    await Promise.all(Array.from({ length: 6 }, async () => {
      for (let i = 0; i < 100; i++) {
        good(await app.introspect(access_token), 'introspect') // tokensvc
        await person.visit('/') // authsvc and usersvc
      }
    }))
    const after = served()
    for (const service of CALLED) {
      const counts = after.map((n, i) => n - before[i]).filter((_, i) => names[i].startsWith(service))
      const even = counts.reduce((sum, n) => sum + n, 0) / counts.length
      assert.ok(even >= 200, `${service}: ${counts} is no load`)
      for (const n of counts) assert.ok(Math.abs(n - even) <= EVEN * even, `${service}: ${counts}`)
    }
  })

  for (const service of CALLED) {
    it(`one more of ${service} is used within three seconds`, async () => {
      const name = `${service}.3`
      await new Load(...programs(program), ...repeatable).run(async () => {
        cluster.start(name)
        await until(`${name} is ready`, () => cluster.log(name).includes(' ready, version'))
        await until(`${name} is used`, () => cluster.ping(name).served > 0, FOUND_WITHIN_MS)
      })
    })
  }

  for (const service of CALLED) {
    it(`one of ${service} that is killed costs no call that may be repeated`, async () => {
      const load = new Load(...programs(program), ...repeatable)
      await load.run(async () => {
        await sleep(300)
        await cluster.end(`${service}.3`, 'SIGKILL')
        await sleep(700)
      })
      assert.deepEqual(load.failures, [], `of ${load.done} rounds`)
      assert.ok(load.slowest < AT_ONCE_MS, `somebody waited ${load.slowest} ms`)
    })
  }

  it('one of authsvc that is killed makes a sign-in fail at most with 503', async () => {
    const load = new Load(...signIns(app, PEOPLE.map((name) => () => browser(name))))
    await load.run(async () => {
      await sleep(300)
      await cluster.end('authsvc.2', 'SIGKILL')
      await sleep(500)
    })
    for (const failure of load.failures) assert.match(failure, /503 !== 200/)
    assert.ok(load.slowest < AT_ONCE_MS, `somebody waited ${load.slowest} ms`)
    cluster.start('authsvc.2')
    await until('it is back', () => cluster.instance('authsvc.2'))
  })

  for (const service of SERVICES) {
    it(`one of ${service} that is stopped under load costs no request`, async () => {
      const load = everything()
      const name = `${service}.${REPLICAS[service] - 1}`
      await load.run(async () => {
        await sleep(500)
        const began = Date.now()
        assert.deepEqual(await cluster.end(name), clean)
        assert.ok(Date.now() - began < AT_ONCE_MS, 'it waited for whoever asks for its health')
        await sleep(500)
      })
      assert.deepEqual(load.failures, [], `of ${load.done} rounds`)
      assert.ok(load.done > 100, `${load.done} rounds are no load`)
    })
  }
})

describe('a folder that nobody has used', () => {
  const STARTS = Number(process.env.OSTIARY_FRESH_STARTS ?? 2)
  const MANY = { usersvc: 4, authsvc: 4, tokensvc: 10 }

  it(`many replicas open it at once and agree on one set of keys (${STARTS} times)`, async () => {
    for (let n = 0; n < STARTS; n++) {
      const cluster = await startCluster({ replicas: MANY })
      const keys = (name) => cluster.ctl(['key', 'list'], '', cluster.view(name))
      const sets = new Set(cluster.replicas('tokensvc').map((name) => JSON.stringify(keys(name))))
      assert.equal(sets.size, 1, [...sets].join('\n'))
      for (const name of cluster.processes.keys()) await cluster.end(name, 'SIGKILL')
      await cluster.stop()
    }
  })
})
