// A rolling upgrade: processes of this release and of the next one (next.mjs), whose protocol and
// schema know more, run side by side.  Under load every process is replaced, one at a time, and then
// back again.  No request may fail.
//
// OSTIARY_BIN is where programs are started from: a folder of links to those of either release, as an
// installation that is brought up to date in place.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { SERVICES, startCluster, until } from '../e2e/harness/cluster.mjs'
import { Front } from '../e2e/harness/front.mjs'
import { Load } from './load.mjs'
import { NEXT_VERSION, NEXT_WRITES } from './next.mjs'

const { OSTIARY_BIN: PROGRAMS, OSTIARY_OLD_BIN: OLD, OSTIARY_NEXT_BIN: NEXT } = process.env
const STORES = ['courier', 'usersvc', 'authsvc', 'tokensvc']
const BOTH_ASK = ['usersvc', 'authsvc', 'tokensvc'] // the courier is asked by ostiaryctl alone
const BOTH_ANSWER = ['authsvc', 'tokensvc', 'gateway']
const TWO_OF_EACH = { courier: 2, usersvc: 2, authsvc: 2, tokensvc: 2, gateway: 2 }
const ENDS_WITHIN_MS = 20_000
const ROUNDS = 3

// A gateway goes first and one last; whoever is called is replaced before and after its callers.
const FORTH = ['gateway', 'usersvc', 'tokensvc', 'authsvc', 'courier', 'authsvc', 'usersvc', 'tokensvc', 'courier', 'gateway']
const BACK = ['courier', 'tokensvc', 'authsvc', 'gateway', 'tokensvc', 'usersvc', 'gateway', 'courier', 'usersvc', 'authsvc']

function install(release) {
  rmSync(PROGRAMS, { recursive: true, force: true })
  mkdirSync(PROGRAMS, { recursive: true })
  symlinkSync(join(OLD, 'ostiaryctl'), join(PROGRAMS, 'ostiaryctl'))
  for (const name of SERVICES) symlinkSync(join(release, `ostiary-${name}`), join(PROGRAMS, `ostiary-${name}`))
}

const isReady = (cluster, name) => until(`${name} is ready`, () => / ready, version/.test(cluster.log(name)))

describe('under load', () => {
  let cluster, front, load
  let started = 1

  before(async () => {
    install(OLD)
    cluster = await startCluster({ replicas: TWO_OF_EACH })
    front = frontOfAll()
    await until('the gateways are in turn', () => inTurn().length === TWO_OF_EACH.gateway)
    load = new Load(cluster, front)
    await load.begin()
  })

  after(async () => {
    await load?.end()
    front?.close()
    await cluster?.stop()
  })

  // In front of every gateway that there ever will be; those that do not answer are not in turn.
  function frontOfAll() {
    const names = [...FORTH, ...BACK].map((_, i) => `gateway.${started + 1 + i}`)
    for (const name of names) cluster.addresses.set(name, `127.0.0.${cluster.addresses.size + 1}`)
    return new Front(cluster, [...cluster.replicas('gateway'), ...names])
  }

  const inTurn = () => front.gateways.filter(({ healthy }) => healthy).map(({ name }) => name)

  async function launch(service) {
    const name = `${service}.${++started}`
    cluster.start(name)
    await isReady(cluster, name)
    if (service === 'gateway') await until(`${name} is in turn`, () => inTurn().includes(name))
  }

  // The one that has run longest.
  async function retire(service) {
    const [name] = cluster.replicas(service)
    const began = Date.now()
    assert.deepEqual(await cluster.end(name), { code: 0, signal: null }, `${name} ends cleanly`)
    assert.ok(Date.now() - began < ENDS_WITHIN_MS, `${name} took ${Date.now() - began} ms to end`)
  }

  // Between two steps every job gets on, so that each mixture of releases does some of everything.
  async function replace(services, release) {
    install(release)
    for (const service of services) {
      await launch(service)
      await retire(service)
      await load.everyJob(ROUNDS)
      assert.deepEqual(load.failures, [], `after ${service}`)
    }
  }

  function logsOf(service) {
    const folder = join(cluster.dir, 'log')
    const files = readdirSync(folder).filter((file) => file.startsWith(`${service}.`))
    return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
  }

  it('every process is replaced by the next release, one at a time, and no request fails', async () => {
    await replace(FORTH, NEXT)
    const versions = Object.values(cluster.ctl(['ping'])).map(({ version }) => version)
    assert.deepEqual(versions, STORES.map(() => NEXT_VERSION))
  })

  it('and back again on the schema of the next release', async () => {
    await replace(BACK, OLD)
    await load.end()
    assert.deepEqual(load.failures, [])
    console.log(`# done under load: ${JSON.stringify(load.done)}`)
  })

  it('the next release was asked and answered by both', () => {
    for (const release of ['the next', 'an older']) {
      for (const service of BOTH_ASK) assert.ok(logsOf(service).includes(`asked by ${release} release`), service)
      for (const service of BOTH_ANSWER) assert.ok(logsOf(service).includes(`answered by ${release} release`), service)
    }
  })

  it('the event streams have what both wrote, unbroken', () => {
    for (const { events } of Object.values(cluster.ctl(['events', 'verify']))) assert.ok(events > 0)
  })

  it('what the next release wrote is in tables and columns of its own', async () => {
    front.close()
    await Promise.all([...cluster.processes.keys()].map((name) => cluster.end(name)))
    for (const service of STORES) {
      const file = readFileSync(join(cluster.dir, 'default', `${service}.db`), 'latin1')
      assert.ok(file.includes(`next_seen ${NEXT_WRITES}`), `${service}: the table`)
      assert.ok(file.replaceAll(`next_seen ${NEXT_WRITES}`, '').includes(NEXT_WRITES), `${service}: the column`)
    }
  })
})

describe('a schema that admits no older release', () => {
  let cluster

  before(async () => {
    install(OLD)
    cluster = await startCluster()
  })
  after(() => cluster?.stop())

  for (const service of STORES) {
    it(`${service} says so and does not start`, async () => {
      await cluster.end(service)
      install(NEXT)
      cluster.start(`${service}.next`, { OSTIARY_NEXT_ALONE: '1' })
      await isReady(cluster, `${service}.next`)
      install(OLD)
      const { code } = await cluster.start(`${service}.older`).ended
      cluster.processes.delete(`${service}.older`)
      assert.equal(code, 1)
      assert.match(cluster.log(`${service}.older`), /admits programs that know schema \d+; this one knows \d+: a newer release is needed/)
    })
  }
})
