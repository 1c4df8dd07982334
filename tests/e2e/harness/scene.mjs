// scene - one installation with a person and three apps, for a file full of wrong requests.
//
// When the file is through, every process must have lived through it, no secret may stand in a log,
// and every process must end cleanly.

import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { App, CALLBACK } from './app.mjs'
import { SERVICES, startCluster } from './cluster.mjs'
import { Person } from './person.mjs'

export const PASSWORD = 'open sesame, please'

// { cluster, person, app, other, open } once the tests run; secret(value) notes one to look for.
// prepare: what else has to be done before.
export function scene(prepare = async () => {}) {
  const at = { secrets: [PASSWORD] }
  at.secret = (value) => (at.secrets.push(value), value)

  before(async () => {
    at.cluster = await startCluster()
    at.cluster.addPerson('alan', PASSWORD)
    at.person = new Person(at.cluster.issuer, 'alan', PASSWORD)
    const add = (name, kind) =>
      new App(at.cluster, at.cluster.addClient(name, [kind, '--redirect-uri', CALLBACK]))
    at.app = add('app', '--confidential')
    at.other = add('other app', '--confidential')
    at.open = add('open app', '--public')
    at.secret(at.app.client.client_secret)
    await prepare()
  })

  after(async () => {
    const alive = SERVICES.filter((name) => at.cluster.processes.get(name).exitCode === null)
    assert.deepEqual(alive, SERVICES, 'every process lived through it')
    const logs = at.cluster.logs()
    for (const value of at.secrets) {
      assert.ok(!logs.includes(value), `a secret is in a log: ${value.slice(0, 6)}…`)
    }
    for (const [name, how] of Object.entries(await at.cluster.stop())) {
      assert.deepEqual(how, { code: 0, signal: null }, `${name} ends cleanly`)
    }
  })
  return at
}

// An answer of a token endpoint that refuses.
export function refused({ status, body }, error = 'invalid_grant', expected = 400) {
  assert.equal(body.error, error, JSON.stringify(body))
  assert.equal(status, expected)
}
