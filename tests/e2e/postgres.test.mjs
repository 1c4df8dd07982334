// The server with everybody's data goes away under load and comes back: what was acknowledged is
// there, and nobody is told anything worse than to come again.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { sleep, startCluster, until } from './harness/cluster.mjs'
import { Load } from './harness/load.mjs'
import { Person } from './harness/person.mjs'
import { onServer, serverDown, serverUp, sql } from './harness/store.mjs'

const PASSWORD = 'a relation is a set of tuples'
const FAMILIES = 8
const BACK_WITHIN_MS = 1000
const STORES = ['authsvc', 'courier', 'tokensvc', 'usersvc']

describe('on PostgreSQL', { skip: !onServer && 'without OSTIARY_TEST_STORE=postgres' }, () => {
  let cluster, person, app

  before(async () => {
    cluster = await startCluster({ replicas: { tokensvc: 2, authsvc: 2 } })
    cluster.addPerson('codd', PASSWORD)
    person = new Person(cluster.issuer, 'codd', PASSWORD)
    app = new App(cluster, cluster.addClient('app', ['--confidential', '--redirect-uri', CALLBACK]))
  })
  after(async () => {
    await cluster.stop()
  })

  it('each service has a schema of its own, and no file', () => {
    const schemas = sql(cluster.database.name, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'default\\_%' ORDER BY 1")
    assert.deepEqual(schemas.split('\n'), STORES.map((name) => `default_${name}`))
    assert.deepEqual(readdirSync(cluster.dir, { recursive: true }).filter((file) => file.endsWith('.db')), [])
  })

  it('a server that goes away under load and comes back takes nothing along', async () => {
    const families = []
    for (let n = 0; n < FAMILIES; n++) families.push({ token: (await app.tokens(person)).refresh_token })
    const answers = { good: 0, later: 0 }
    // Rotates; whoever hears 503 asks with the same token again, as RFC 9700 wants it.
    const rotate = (family) => async () => {
      const { status, headers, body } = await app.refresh(family.token)
      if (status === 503) {
        assert.ok(Number(headers.get('retry-after')) > 0)
        assert.equal(body.error, 'temporarily_unavailable')
        return void answers.later++
      }
      assert.equal(status, 200, JSON.stringify(body))
      Object.assign(family, { token: body.refresh_token, access: body.access_token })
      answers.good++
    }
    const load = new Load(...families.map(rotate))
    await load.run(async () => {
      await until('a load', () => answers.good >= 100)
      serverDown()
      await until('callers hear that it is away', () => answers.later >= 20)
      serverUp()
      const before = answers.good
      await until('it is back', () => answers.good >= before + FAMILIES, BACK_WITHIN_MS)
      await sleep(300)
    })
    assert.deepEqual(load.failures, [])
    for (const { token, access } of families) {
      assert.equal((await app.introspect(access)).body.active, true)
      assert.equal((await app.refresh(token)).status, 200, 'the newest that was given')
    }
  })

  it('whoever signs in is still signed in, and new people are let in', async () => {
    const { location } = await person.visit(app.authorizeUrl({ prompt: 'none' }))
    assert.ok(new URL(location).searchParams.get('code'))
    cluster.addPerson('date', PASSWORD)
    await app.tokens(new Person(cluster.issuer, 'date', PASSWORD))
  })

  it('a process that finds no server says so and ends', async () => {
    serverDown()
    try {
      const { code } = await cluster.start('usersvc.7').ended
      assert.notEqual(code, 0)
      assert.match(cluster.log('usersvc.7'), /store: schema default_usersvc: connection to server/)
    } finally {
      cluster.processes.delete('usersvc.7')
      serverUp()
    }
  })
})
