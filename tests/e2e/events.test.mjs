// What happened is written down by the process that made it happen, and stays written down.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { SERVICES, startCluster, until } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'

const bin = process.env.OSTIARY_BIN ?? join(import.meta.dirname, '../../build/bin')
const PASSWORD = 'a compiler is a translator'
let cluster, person, app, follower

// The lines of ostiaryctl events, parsed.
function events(...args) {
  const run = cluster.ctlRaw(['events', ...args])
  assert.equal(run.status, 0, run.stderr)
  return run.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line))
}

const verify = (...args) => cluster.ctl(['events', 'verify', ...args])

// ostiaryctl events --follow, with the lines it has printed so far.
function follow(...args) {
  const child = spawn(join(bin, 'ostiaryctl'), ['--data', cluster.dir, 'events', '--follow', ...args])
  child.text = ''
  child.said = ''
  child.stdout.on('data', (data) => (child.text += data))
  child.stderr.on('data', (data) => (child.said += data))
  child.events = () => child.text.split('\n').slice(0, -1).map((line) => JSON.parse(line))
  child.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
  return child
}

const familyOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).fam

// Numbers without holes, one after the other, in each stream.
function checkNumbers(list) {
  const last = {}
  for (const { service, number } of list) {
    assert.equal(number, (last[service] ?? 0) + 1, `${service} ${number}`)
    last[service] = number
  }
}

before(async () => {
  cluster = await startCluster()
  follower = follow()
  cluster.addPerson('hopper', PASSWORD)
  person = new Person(cluster.issuer, 'hopper', PASSWORD)
  app = new App(cluster, cluster.addClient('app', ['--confidential', '--redirect-uri', CALLBACK]))
})
after(async () => {
  follower.kill('SIGKILL')
  await cluster.stop()
})

describe('what happened', () => {
  it('stands in the streams in the order in which it happened', async () => {
    const tokens = await app.tokens(person)
    await app.refresh(tokens.refresh_token)
    await app.revoke(tokens.refresh_token)
    cluster.ctl(['user', 'disable', '--username', 'hopper'])
    cluster.ctl(['user', 'enable', '--username', 'hopper'])
    const kinds = events().map(({ kind }) => kind)
    assert.deepEqual(
      kinds.filter((kind) => kind !== 'key_added'),
      [
        'person_added',
        'client_added',
        'session_begun',
        'consent_given',
        'family_begun',
        'family_ended',
        'person_disabled',
        'person_enabled',
      ],
    )
    checkNumbers(events())
  })

  it('names who did it, whom it concerns and what changed', () => {
    const [begun] = events('--service', 'tokensvc').filter(({ kind }) => kind === 'family_begun')
    const [added] = events('--service', 'usersvc')
    assert.equal(begun.by, 'gateway')
    assert.equal(begun.person, added.subject)
    assert.equal(begun.client_id, app.client.client_id)
    assert.equal(begun.after.scope, 'openid profile email')
    assert.equal(added.by, 'admin')
    const [disabled] = events('--service', 'usersvc', '--after', '1')
    assert.deepEqual(disabled.after, { disabled: true, generation: 2 })
  })

  it('has nothing in the clear that is secret or personal', () => {
    const text = JSON.stringify(events())
    for (const value of ['hopper', PASSWORD, app.client.client_secret]) {
      assert.ok(!text.includes(value), value)
    }
  })
})

describe('what is personal', () => {
  it('can be opened while the account is there, and never after', () => {
    const opened = cluster.ctl(['events', 'open', '--number', '1'])
    assert.equal(JSON.parse(opened.json).after.username, 'hopper')
    const { id } = cluster.addPerson('erased', PASSWORD)
    const [added] = events('--service', 'usersvc').filter(({ subject }) => subject === id)
    cluster.ctl(['events', 'open', '--number', String(added.number)])
    cluster.ctl(['user', 'delete', '--id', id])
    const run = cluster.ctlRaw(['events', 'open', '--number', String(added.number)])
    assert.equal(run.status, 1)
    assert.match(run.stderr, /the account was erased/)
    verify('--service', 'usersvc')
  })
})

describe('--follow', () => {
  it('prints what comes, within half a second', async () => {
    const seen = () => follower.events().some(({ kind }) => kind === 'key_rotated')
    const began = Date.now()
    cluster.ctl(['key', 'rotate', '--alg', 'ES256'])
    await until('the event is printed', seen, 5000)
    assert.ok(Date.now() - began < 2000, `${Date.now() - began} ms`)
    checkNumbers(follower.events())
  })

  it('outlives the end of a service, and says so once', async () => {
    await cluster.end('usersvc', 'SIGKILL')
    await until('it is noticed', () => /usersvc/.test(follower.said), 10_000)
    cluster.ctl(['client', 'add', '--name', 'meanwhile', '--redirect-uri', CALLBACK])
    const added = () => follower.events().filter(({ kind }) => kind === 'client_added').length
    await until('the others are still followed', () => added() === 2, 10_000)
    cluster.start('usersvc')
    await cluster.ready()
    cluster.addPerson('alonzo', PASSWORD)
    const people = () => follower.events().filter(({ kind }) => kind === 'person_added').length
    await until('it is followed again', () => people() === 3, 10_000)
    assert.equal(follower.said.match(/usersvc/g).length, 1, follower.said)
    checkNumbers(follower.events())
  })

  for (const signal of ['SIGINT', 'SIGTERM']) {
    it(`ends cleanly on ${signal}`, async () => {
      const child = follow('--service', 'authsvc')
      await until('it follows', () => child.events().length > 0, 10_000)
      child.kill(signal)
      assert.deepEqual(await child.ended, { code: 0, signal: null })
      assert.equal(child.said, '')
    })
  }
})

describe('kill -9', () => {
  for (const name of ['usersvc', 'authsvc', 'tokensvc']) {
    it(`of ${name} under load: each change that was acknowledged has its event, and the chain holds`, async () => {
      const noted = verify('--service', name)[name]
      const given = []
      let enough = false
      const load = (async () => {
        while (!enough) {
          const visitor = new Person(cluster.issuer, 'alonzo', PASSWORD)
          try {
            given.push(await app.tokens(visitor))
          } catch {
            /* while it is away */
          }
        }
      })()
      await until('there is some load', () => given.length > 2)
      await cluster.end(name, 'SIGKILL')
      cluster.start(name)
      await cluster.ready()
      const before = given.length
      await until('and some more', () => given.length > before + 2)
      enough = true
      await load
      const begun = new Set(events('--service', 'tokensvc').map(({ subject }) => subject))
      for (const { access_token: token } of given) assert.ok(begun.has(familyOf(token)))
      verify('--service', name, '--head', `${noted.head}:${noted.hash}`)
      verify()
      checkNumbers(events())
    })
  }
})

it('every process ends cleanly', async () => {
  follower.kill('SIGTERM')
  assert.deepEqual(await follower.ended, { code: 0, signal: null })
  const endings = await cluster.stop()
  for (const name of SERVICES) assert.deepEqual(endings[name], { code: 0, signal: null }, name)
})
