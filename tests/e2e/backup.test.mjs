// A backup is made while everything goes on, and put back while nothing runs: what was ended since
// stays ended, and whoever is killed in the midst of either leaves something that works.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { SERVICES, sleep, startCluster } from './harness/cluster.mjs'
import { Load, good, programs, signIns } from './harness/load.mjs'
import { Person } from './harness/person.mjs'
import { onServer } from './harness/store.mjs'

const PASSWORD = 'belt and braces'
const STORES = ['courier', 'tokensvc', 'authsvc', 'usersvc'] // in the order in which they are copied
const ctl = join(process.env.OSTIARY_BIN ?? join(import.meta.dirname, '../../build/bin'), 'ostiaryctl')

let cluster, rooms, app, program
let number = 0

const person = (name = 'ada') => new Person(cluster.issuer, name, PASSWORD)
const room = () => join(rooms, `backup-${++number}`)
const backUp = (to = room()) => (cluster.ctl(['backup', '--to', to]), to)
const restore = (from, ...more) => cluster.ctlRaw(['restore', '--from', from, ...more])

async function stopAll() {
  await Promise.all(SERVICES.map((name) => cluster.end(name)))
}

async function startAll() {
  for (const name of SERVICES) cluster.start(name)
  await cluster.ready()
}

async function putBack(from) {
  await stopAll()
  const { status, stderr, stdout } = restore(from)
  assert.equal(status, 0, stderr)
  await startAll()
  return { answer: JSON.parse(stdout), notice: stderr }
}

// ostiaryctl, killed after so many ms unless it has ended before: its status.
async function killed(args, ms) {
  const child = spawn(ctl, ['--data', cluster.dir, ...args], { stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', (status) => done(status)))
  await Promise.race([ended, sleep(ms)])
  child.kill('SIGKILL')
  return ended
}

// How long it takes when nobody kills it.
async function timed(args) {
  const began = performance.now()
  assert.equal(await killed(args, 30_000), 0)
  return performance.now() - began
}

describe('backup and restore', { skip: onServer && 'a server makes copies itself' }, () => {
  before(async () => {
    cluster = await startCluster()
    rooms = mkdtempSync(join(dirname(cluster.dir), 'ostiary-backup-'))
    for (const name of ['ada', 'bob', 'eve']) cluster.addPerson(name, PASSWORD)
    app = new App(cluster, cluster.addClient('app', ['--confidential', '--redirect-uri', CALLBACK]))
    program = new App(cluster, cluster.addClient('program', ['--confidential', '--grant', 'client_credentials', '--scope', 'reports']))
  })

  after(async () => {
    const endings = await cluster.stop()
    rmSync(rooms, { recursive: true, force: true })
    for (const [name, how] of Object.entries(endings)) assert.deepEqual(how, { code: 0, signal: null }, name)
  })

  describe('backup', () => {
    it('costs no request, and copies what was acknowledged before', async () => {
      const tokens = await app.tokens(person())
      const chain = { token: tokens.refresh_token }
      const rotate = async () => void (chain.token = good(await app.refresh(chain.token), 'refresh').refresh_token)
      const load = new Load(rotate, ...programs(program, 3), ...signIns(app, ['bob', 'eve'].map((name) => () => person(name))))
      await load.run(async () => {
        for (let i = 0; i < 3; i++) {
          assert.equal(await killed(['backup', '--to', room()], 30_000), 0)
          await sleep(200)
        }
      })
      assert.deepEqual(load.failures, [])
      assert.ok(load.done > 50, `${load.done} requests are no load`)
    })

    it('puts all of it into one folder that others cannot read', () => {
      const to = backUp()
      const names = [...STORES.map((name) => `${name}.db`), 'backup.json']
      assert.deepEqual(readdirSync(to).sort(), names.sort())
      for (const name of names) assert.equal(statSync(join(to, name)).mode & 0o777, 0o600, name)
      assert.equal(statSync(to).mode & 0o777, 0o700)
      const { batch, copies } = JSON.parse(readFileSync(join(to, 'backup.json')))
      assert.match(batch, /^\d{8}T\d{6}Z-[0-9a-f]{8}$/)
      assert.deepEqual(copies.map(({ service }) => service), STORES)
      assert.deepEqual(readdirSync(join(cluster.dir, 'default/backup')), [], 'nothing is left beside the data')
      const keys = readFileSync(join(cluster.dir, 'keys/tokensvc/kek'))
      for (const name of names) assert.ok(!readFileSync(join(to, name)).includes(keys), 'no key is in it')
    })

    it('never overwrites a backup', () => {
      const to = backUp()
      const { status, stderr } = cluster.ctlRaw(['backup', '--to', to])
      assert.equal(status, 1)
      assert.match(stderr, /EXISTS: .* has a backup already/)
    })

    it('without a folder leaves the copies with the services', () => {
      const { copies } = cluster.ctl(['backup', '--service', 'authsvc'])
      assert.equal(copies.length, 1)
      assert.match(copies[0].path, /default\/backup\/authsvc-[\w-]+\.db$/)
      assert.ok(existsSync(join(cluster.dir, copies[0].path)))
      rmSync(join(cluster.dir, copies[0].path))
    })

    it('killed at any moment it can be made again', async () => {
      const whole = await timed(['backup', '--to', room()])
      const to = room()
      for (let i = 1; i <= 8; i++) {
        await killed(['backup', '--to', to], (whole * i) / 9)
        if (existsSync(join(to, 'backup.json'))) break
        assert.match(restore(to).stderr, /only a backup that was finished has it|cannot be read|NOT_FOUND/)
      }
      if (!existsSync(join(to, 'backup.json'))) backUp(to)
      assert.equal(JSON.parse(readFileSync(join(to, 'backup.json'))).copies.length, STORES.length)
      assert.ok(await cluster.healthy())
    })

    it('survives a service that is killed meanwhile', async () => {
      const to = room()
      const ended = killed(['backup', '--to', to], 30_000)
      await cluster.end('authsvc', 'SIGKILL')
      cluster.start('authsvc')
      const status = await ended
      await cluster.ready()
      if (status !== 0) backUp(to)
      assert.equal(JSON.parse(readFileSync(join(to, 'backup.json'))).copies.length, STORES.length)
    })
  })

  describe('restore', () => {
    it('is refused while anything runs', async () => {
      const from = backUp()
      for (const name of STORES) {
        const { status, stderr } = restore(from, '--service', name)
        assert.equal(status, 1)
        assert.match(stderr, new RegExp(`BUSY: default/${name}.db is in use: what uses it has to be stopped`))
      }
      assert.ok(await cluster.healthy())
    })

    it('ends what was ended since, and all that might have been', async () => {
      const visitor = person('eve')
      const kept = await app.tokens(person('bob'))
      const revoked = await app.tokens(visitor)
      const own = good(await program.post('/oauth2/token', { grant_type: 'client_credentials' }), 'token').access_token
      const from = backUp()
      await app.revoke(revoked.refresh_token)
      await program.revoke(own)
      await visitor.visit('/sign-out', { method: 'POST', body: new URLSearchParams() })
      cluster.ctl(['grant', 'end', '--username', 'bob', '--client-id', app.client.client_id])
      const later = await app.tokens(person('ada'))
      cluster.addPerson('late', PASSWORD)

      const { answer, notice } = await putBack(from)
      assert.match(notice, /they end all sessions, codes, consents and tokens/)
      for (const name of STORES) assert.ok(existsSync(join(cluster.dir, answer.kept[name])), name)
      for (const tokens of [kept, revoked, later]) {
        assert.deepEqual((await app.introspect(tokens.access_token)).body, { active: false })
        assert.equal((await app.refresh(tokens.refresh_token)).body.error, 'invalid_grant')
      }
      assert.deepEqual((await program.introspect(own)).body, { active: false })
      assert.match((await visitor.visit(app.authorizeUrl())).html, /name="password"/, 'signed out')
      const asked = person('bob')
      const page = await asked.signIn(await asked.visit(app.authorizeUrl()))
      assert.match(page.html, /value="allow"/, 'asked again')
      assert.equal(cluster.ctlRaw(['user', 'get', '--username', 'late']).status, 1)
    })

    it('then everything goes on, and the streams say what happened', async () => {
      const tokens = await app.tokens(person())
      good(await app.refresh(tokens.refresh_token), 'refresh')
      good(await program.post('/oauth2/token', { grant_type: 'client_credentials' }), 'token')
      for (const { events } of Object.values(cluster.ctl(['events', 'verify']))) assert.ok(events > 0)
      const said = cluster.ctlRaw(['events']).stdout
      for (const kind of ['tokens_put_back', 'clients_put_back', 'people_put_back']) assert.ok(said.includes(`"${kind}"`), kind)
    })

    it('refuses what is damaged, incomplete or mixed, and changes nothing', async () => {
      const from = backUp(), other = backUp()
      const { refresh_token } = await app.tokens(person())
      await stopAll()
      const mixed = room()
      cpSync(from, mixed, { recursive: true })
      copyFileSync(join(other, 'usersvc.db'), join(mixed, 'usersvc.db'))
      assert.match(restore(mixed).stderr, /usersvc\.db is not the file that was written: its SHA-256 is another/)

      const cut = room()
      cpSync(from, cut, { recursive: true })
      rmSync(join(cut, 'courier.db'))
      assert.match(restore(cut).stderr, /courier\.db cannot be read/)

      assert.match(restore(rooms).stderr, /backup\.json cannot be read: only a backup that was finished has it/)
      assert.equal(restore(from, '--service', 'gateway').status, 2)
      await startAll()
      good(await app.refresh(refresh_token), 'refresh')
    })

    it('killed at any moment it leaves the old or the new, and can be made again', async () => {
      const from = backUp()
      await stopAll()
      const whole = await timed(['restore', '--from', from])
      for (let i = 1; i <= 4; i++) {
        await killed(['restore', '--from', from], (whole * i) / 5)
        await startAll()
        await app.tokens(person())
        await stopAll()
      }
      assert.equal(restore(from).status, 0)
      await startAll()
      await app.tokens(person('bob'))
      const left = readdirSync(join(cluster.dir, 'default')).filter((name) => /staged|part/.test(name))
      assert.deepEqual(left, [])
    })

    it('by a plain copy does the same: the mark is in it', async () => {
      const from = backUp()
      const { refresh_token } = await app.tokens(person())
      await stopAll()
      for (const name of STORES) {
        const database = join(cluster.dir, 'default', `${name}.db`)
        copyFileSync(join(from, `${name}.db`), database)
        chmodSync(database, 0o600)
      }
      await startAll()
      assert.equal((await app.refresh(refresh_token)).body.error, 'invalid_grant')
      await app.tokens(person())
    })
  })
})
