// load - everything an installation is asked for, side by side and without pause, and each answer is
// judged.  Every kind of job runs in a loop of its own.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { App, CALLBACK } from '../e2e/harness/app.mjs'
import { sleep, until } from '../e2e/harness/cluster.mjs'
import { Person } from '../e2e/harness/person.mjs'

const PAUSE_MS = 10
const PASSWORD = 'one by one, forth and back'
const PEOPLE = ['signer', 'reader', 'walker', 'chain1', 'chain2']
const run = promisify(execFile)

function ok({ status, body }) {
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

export class Load {
  done = {}
  failures = []

  constructor(cluster, front) {
    Object.assign(this, { cluster, front })
    for (const name of PEOPLE) cluster.addPerson(name, PASSWORD)
    cluster.addPerson('bystander', PASSWORD)
    const app = ['--confidential', '--redirect-uri', CALLBACK]
    this.client = cluster.addClient('app', app)
    const program = ['--confidential', '--grant', 'client_credentials', '--scope', 'reports']
    this.program = new App(front, cluster.addClient('program', program))
  }

  app() {
    return new App(this.front, this.client)
  }

  person(name) {
    return Object.assign(new Person(this.front.issuer, name, PASSWORD), { fetch: this.front.fetch })
  }

  ctl(...args) {
    return run(join(process.env.OSTIARY_BIN, 'ostiaryctl'), ['--data', this.cluster.dir, ...args])
  }

  // Signs in everybody who is signed in while it lasts, and begins.
  async begin() {
    const jobs = {
      programs: this.programs(),
      'sign-ins': this.signIns(this.person('signer')),
      codes: await this.codes(this.person('walker')),
      reading: await this.reading(this.person('reader')),
      chain1: await this.chain(this.person('chain1')),
      chain2: await this.chain(this.person('chain2')),
      administration: this.administration(),
    }
    this.going = true
    this.loops = Object.entries(jobs).map(([name, job]) => this.#repeat(name, job))
  }

  // Waits until each job was done that many times more.
  everyJob(times) {
    const goals = Object.entries(this.done).map(([name, n]) => [name, n + times])
    return until('every job goes on', () => this.failures.length > 0 || goals.every(([name, n]) => this.done[name] >= n))
  }

  async end() {
    this.going = false
    await Promise.all(this.loops ?? [])
  }

  async #repeat(name, job) {
    this.done[name] = 0
    while (this.going) {
      try {
        await job()
        this.done[name]++
      } catch (error) {
        this.failures.push(`${new Date().toISOString()} ${name}: ${error.message} ${error.stderr ?? error.cause ?? ''}`)
      }
      await sleep(PAUSE_MS)
    }
  }

  programs() {
    return async () => {
      const { access_token } = ok(await this.program.post('/oauth2/token', { grant_type: 'client_credentials' }))
      assert.equal(ok(await this.program.introspect(access_token)).active, true)
    }
  }

  // A browser of its own each time: a password is checked, a code redeemed.
  signIns({ username }) {
    return async () => void (await this.app().tokens(this.person(username)))
  }

  // On a session that lasts.
  async codes(person) {
    const app = this.app()
    await app.tokens(person)
    return async () => {
      const code = await app.code(person, { prompt: 'none' })
      const { access_token } = ok(await app.redeem(code))
      assert.equal(ok(await this.userinfo(app, access_token)).email, `${person.username}@example.org`)
    }
  }

  // One token, looked at again and again, and revoked in the end.
  async reading(person) {
    const app = this.app()
    let tokens = await app.tokens(person)
    let looks = 0
    return async () => {
      if (++looks % 20 === 0) {
        assert.equal((await app.revoke(tokens.refresh_token)).status, 200)
        assert.equal((await app.refresh(tokens.refresh_token)).body.error, 'invalid_grant')
        tokens = await app.tokens(person)
      }
      assert.equal(ok(await app.introspect(tokens.access_token)).active, true)
      assert.equal(ok(await this.userinfo(app, tokens.access_token)).preferred_username, person.username)
    }
  }

  // One family from the first token to the last.
  async chain(person) {
    const app = this.app()
    let { refresh_token } = await app.tokens(person)
    return async () => {
      const next = ok(await app.refresh(refresh_token))
      assert.notEqual(next.refresh_token, refresh_token, 'it is rotated')
      refresh_token = next.refresh_token
    }
  }

  administration() {
    let n = 0
    return async () => {
      await this.ctl('client', 'add', '--name', `client ${++n}`, '--public', '--redirect-uri', CALLBACK)
      await this.ctl('user', 'disable', '--username', 'bystander')
      await this.ctl('user', 'enable', '--username', 'bystander')
      await this.ctl('mail', 'try', '--to', 'somebody@example.org')
    }
  }

  userinfo(app, token) {
    return app.send('/oauth2/userinfo', { method: 'GET', headers: { authorization: `Bearer ${token}` } })
  }
}
