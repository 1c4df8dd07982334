// What is ended is refused everywhere a second after the end was acknowledged: every replica is asked,
// also when one of them was asleep meanwhile, or those who could tell of it are.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { sleep, startCluster, until } from './harness/cluster.mjs'
import { straightTo } from './harness/front.mjs'
import { Person } from './harness/person.mjs'

const PASSWORD = 'all good things come to an end'
const EVERYWHERE_WITHIN_MS = 1000
const COLUMNS = 3 // a gateway, and the one tokensvc and the one authsvc that it can reach
const REPLICAS = { usersvc: 2, authsvc: COLUMNS, tokensvc: COLUMNS }

// What ends, and what is heard from then on: of the token, of its family, of a code not yet redeemed, of
// the client's own credentials, and of the session.
const ENDINGS = {
  'a person is disabled': {
    end: ({ name }) => ['user', 'disable', '--username', name],
    heard: { introspect: 'inactive', userinfo: 'invalid_token', refresh: 'invalid_grant', code: 'invalid_grant', session: 'login_required' },
  },
  'a client is disabled': {
    end: ({ client_id }) => ['client', 'disable', '--client-id', client_id],
    heard: { introspect: 'invalid_client', userinfo: 'invalid_token', refresh: 'invalid_client', code: 'invalid_client', own: 'invalid_client', session: '400' },
  },
  'a consent is withdrawn': {
    end: ({ name, client_id }) => ['grant', 'end', '--username', name, '--client-id', client_id],
    heard: { introspect: 'inactive', userinfo: 'invalid_token', refresh: 'invalid_grant', code: 'invalid_grant', session: 'consent_required' },
  },
  'a secret is rotated': {
    end: ({ client_id }) => ['client', 'rotate-secret', '--client-id', client_id, '--force'],
    heard: { introspect: 'invalid_client', userinfo: 'invalid_token', refresh: 'invalid_client', code: 'invalid_client', own: 'invalid_client' },
  },
}

// Who is asleep while it happens, and who else falls asleep then.  `wakes` are awake again when they are
// asked; the others sleep on, so that questions to them are in vain, and wake afterwards.  One of tokensvc
// that wakes when all the others sleep has heard nothing of what happened, and can ask nobody.
const TROUBLES = {
  'while all run': {},
  'while a tokensvc is paused': { asleep: ['tokensvc.1'], wakes: 'tokensvc.1' },
  'while an authsvc is paused': { asleep: ['authsvc.1'] },
  'while a usersvc is paused': { asleep: ['usersvc.1'] },
  'while a tokensvc is cut off': { asleep: ['tokensvc.1'], then: ['usersvc', 'authsvc'], wakes: 'tokensvc.1' },
}

describe('what is ended is refused everywhere within a second', () => {
  let cluster, columns
  let number = 0

  before(async () => {
    cluster = await startCluster({ replicas: REPLICAS })
    const of = (service, n) => (n ? `${service}.${n}` : service)
    columns = Array.from({ length: COLUMNS }, (_, n) => ({ gateway: `gateway.${n + 1}`, authsvc: of('authsvc', n), tokensvc: of('tokensvc', n) }))
    for (const column of columns) {
      cluster.start(column.gateway, {}, cluster.view(column.tokensvc, column.authsvc))
      column.at = straightTo(cluster, column.gateway)
      const healthy = async () => (await column.at.fetch(new URL('/health', cluster.issuer)).catch(() => ({}))).status === 200
      await until(`${column.gateway} answers`, healthy)
    }
  })
  after(async () => {
    for (const [name, how] of Object.entries(await cluster.stop())) {
      assert.deepEqual(how, { code: 0, signal: null }, `${name} ends cleanly`)
    }
  })

  // Somebody with a session, tokens, and a code for each column; an app of their own.
  async function somebody() {
    const name = `somebody${number++}`
    cluster.addPerson(name, PASSWORD)
    const options = ['--confidential', '--redirect-uri', CALLBACK, '--grant', 'authorization_code refresh_token client_credentials']
    const app = new App(cluster, cluster.addClient(name, [...options, '--scope', 'openid profile email reports']))
    const person = new Person(cluster.issuer, name, PASSWORD)
    const tokens = await app.tokens(person)
    const codes = []
    for (const column of columns) {
      const own = app.by(cluster)
      codes.push({ column, own, code: await own.code(person) })
    }
    return { name, client_id: app.client.client_id, app, person, tokens, codes }
  }

  const word = ({ status, body }) => body?.error ?? (status === 200 ? 'fine' : String(status))

  // Everything that one column says of somebody, by one word each.  asleep: who cannot be asked.
  async function ask(column, { app, person, tokens, codes }, asleep) {
    const here = app.by(column.at)
    const browser = Object.assign(new Person(cluster.issuer), { cookies: new Map(person.cookies), fetch: column.at.fetch })
    const { own, code } = codes.find((one) => one.column === column)
    const redeemer = Object.assign(app.by(column.at), { proof: own.proof })
    const headers = { authorization: `Bearer ${tokens.access_token}` }
    const questions = {
      introspect: () => here.introspect(tokens.access_token),
      userinfo: () => here.send('/oauth2/userinfo', { method: 'GET', headers }),
      refresh: () => here.refresh(tokens.refresh_token),
      code: () => redeemer.redeem(code),
      own: () => here.post('/oauth2/token', { grant_type: 'client_credentials' }),
      session: async () => {
        const page = await browser.visit(app.authorizeUrl({ prompt: 'none' }))
        return { status: page.status ?? 200, body: { error: page.location && new URL(page.location).searchParams.get('error') } }
      },
    }
    if (asleep.includes(column.authsvc)) delete questions.session // this gateway knows nobody else to ask
    const heard = {}
    await Promise.all(Object.entries(questions).map(async ([what, question]) => {
      const answer = await question()
      heard[what] = answer.body?.active === false ? 'inactive' : word(answer)
    }))
    return heard
  }

  const askAll = (people, asleep = []) =>
    Promise.all(people.flatMap((one) => columns.map(async (column) => ({ one, column, heard: await ask(column, one, asleep) }))))

  // Every column remembers that all is well.
  async function prime(people) {
    for (const one of people) {
      for (const column of columns) {
        const here = one.app.by(column.at)
        assert.equal((await here.introspect(one.tokens.access_token)).body.active, true)
        assert.equal((await here.refresh(one.tokens.refresh_token)).status, 200)
      }
    }
  }

  // What has to ask somebody who sleeps is tried again, as an administrator would.
  const acknowledged = (args) => until(`${args.join(' ')} is acknowledged`, () => cluster.ctlRaw(args).status === 0)

  // While somebody sleeps it may also be that they would have had to be asked.
  function check(answers, asleep = []) {
    for (const { one, column, heard } of answers) {
      for (const [what, expected] of Object.entries(one.ending.heard)) {
        if (asleep.length > 0 && ['temporarily_unavailable', '503', undefined].includes(heard[what])) continue
        assert.equal(heard[what], expected, `${one.what}, asked of ${column.tokensvc}: ${what}`)
      }
    }
  }

  for (const [when, { asleep = [], then = [], wakes }] of Object.entries(TROUBLES)) {
    it(`${when}: ${Object.keys(ENDINGS).join(', ')}`, async () => {
      const people = []
      for (const [what, ending] of Object.entries(ENDINGS)) people.push({ ...(await somebody()), what, ending })
      await prime(people)
      const sleepers = new Set(asleep)
      const fall = (name) => (sleepers.add(name), cluster.pause(name))
      const wake = (name) => (sleepers.delete(name), cluster.resume(name))
      asleep.forEach(fall)
      try {
        for (const one of people) await acknowledged(one.ending.end(one))
        then.flatMap((service) => cluster.replicas(service)).forEach(fall)
        if (wakes && then.length > 0) wake(wakes)
        await sleep(EVERYWHERE_WITHIN_MS)
        if (wakes && sleepers.has(wakes)) wake(wakes)
        const still = [...sleepers]
        check(await askAll(people, still), still)
        if (still.length === 0) return
      } finally {
        for (const name of [...sleepers]) wake(name)
      }
      check(await askAll(people))
    })
  }
})
