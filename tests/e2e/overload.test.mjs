// Floods of every kind: meanwhile the token endpoint answers each request of a program that opens a new
// connection for it, and whoever is turned away is told so properly.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { SERVICES, sleep, startCluster } from './harness/cluster.mjs'
import { ask } from './harness/front.mjs'
import { Load, programs } from './harness/load.mjs'
import { Person } from './harness/person.mjs'
import { siege } from './harness/siege.mjs'

const PASSWORD = 'the gates of Dis'
const SLOW = 500
const IDLE = 2000
const FLOOD = 64
const DURING_MS = 2000
const PATIENCE_MS = 5000 // of a program; where nothing is done about it, it waits for ten times as long

describe('the token endpoint goes on answering', () => {
  let cluster, app, person, program

  before(async () => {
    cluster = await startCluster()
    const add = (name, ...options) => new App(cluster, cluster.addClient(name, ['--confidential', ...options]))
    app = add('app', '--redirect-uri', CALLBACK)
    program = add('program', '--grant', 'client_credentials', '--scope', 'reports')
    program.fetch = once
    cluster.addPerson('virgil', PASSWORD)
    person = new Person(cluster.issuer, 'virgil', PASSWORD)
  })
  after(async () => {
    assert.deepEqual(SERVICES.filter((name) => cluster.processes.get(name).exitCode !== null), [])
    for (const [name, how] of Object.entries(await cluster.stop())) {
      assert.deepEqual(how, { code: 0, signal: null }, `${name} ends cleanly`)
    }
  })

  // A request on a connection of its own.
  const once = (url, options) => ask({ agent: false, address: '127.0.0.1', port: cluster.port, ...options, url })

  // The program asks from when `during` begins until it ends.
  async function goesOn(t, during) {
    const load = new Load(...programs(program, 4))
    await load.run(during)
    t.diagnostic(`${load.done} tokens meanwhile, the slowest after ${Math.round(load.slowest)} ms`)
    assert.deepEqual(load.failures, [])
    assert.ok(load.slowest < PATIENCE_MS, `${load.slowest} ms`)
  }

  // Answers of a flood: status codes and how often; those that say to come again must say when.
  function tally(seen, response) {
    seen[response.status] = (seen[response.status] ?? 0) + 1
    if ([429, 503].includes(response.status)) assert.ok(Number(response.headers.get('retry-after')) > 0)
  }

  async function flood(t, allowed, request) {
    const seen = {}
    let going = true
    const loop = async () => {
      while (going) tally(seen, await request())
    }
    await goesOn(t, async () => {
      const loops = Array.from({ length: FLOOD }, loop)
      await sleep(DURING_MS)
      going = false
      await Promise.all(loops)
    })
    t.diagnostic(`the others were answered ${JSON.stringify(seen)}`)
    for (const status of Object.keys(seen)) assert.ok(allowed.includes(Number(status)), JSON.stringify(seen))
    return seen
  }

  const form = (path, fields, headers = {}) => () =>
    once(new URL(path, cluster.issuer), { method: 'POST', body: new URLSearchParams(fields()), headers })

  it('in a storm of sign-ins', async (t) => {
    const headers = { origin: cluster.issuer, 'sec-fetch-site': 'same-origin' }
    const seen = await flood(t, [303, 403, 429, 503], form('/sign-in', () => ({ username: 'virgil', password: PASSWORD }), headers))
    assert.ok(seen[303] > 0, 'nobody got in')
  })

  it('in a flood of unknown tokens', async (t) => {
    const { access_token, refresh_token } = await app.tokens(person)
    const text = (n) => randomBytes(n).toString('base64url')
    // Like ours, but for the last part of them.
    const forged = (token) => token.slice(0, token.lastIndexOf('.') + 1) + text(64)
    const replaced = (token) => token.slice(0, -20) + text(15)
    const unknown = () => [text(32), forged(access_token), replaced(refresh_token)][Math.floor(Math.random() * 3)]
    const requests = [
      form('/oauth2/introspect', () => ({ token: unknown() }), app.basic()),
      form('/oauth2/token', () => ({ grant_type: 'refresh_token', refresh_token: unknown() }), app.basic()),
      () => once(new URL('/oauth2/userinfo', cluster.issuer), { headers: { authorization: `Bearer ${unknown()}` } }),
    ]
    let turn = 0
    await flood(t, [200, 400, 401, 503], () => requests[turn++ % requests.length]())
  })

  async function besieged(t, n, words, more, { answer = /^(HTTP\/1.1 408 |$)/, during = DURING_MS } = {}) {
    const others = siege({ port: cluster.port, n, words, more })
    let heard
    await goesOn(t, async () => {
      await sleep(during)
      heard = await others.end()
    })
    t.diagnostic(`the others heard ${JSON.stringify(Object.fromEntries(heard))}`)
    for (const line of heard.keys()) assert.match(line, answer)
  }

  const post = () => `POST /oauth2/token HTTP/1.1\r\nHost: localhost:${cluster.port}\r\n`
  const form_ = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n'

  it(`while ${SLOW} connections dribble their bodies`, (t) => besieged(t, SLOW, post() + form_, 'a'))

  it(`while ${SLOW} connections dribble their heads`, (t) => besieged(t, SLOW, post(), 'a'))

  it(`while ${SLOW} connections of somebody who is signed in go on with a picture that is too large`, async (t) => {
    const uploader = new Person(cluster.issuer, 'virgil', PASSWORD)
    await uploader.signIn(await uploader.visit('/sign-in'))
    const cookie = [...uploader.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const words = `POST /account/avatar HTTP/1.1\r\nHost: localhost:${cluster.port}\r\nOrigin: ${cluster.issuer}\r\nCookie: ${cookie}\r\n`
    await besieged(t, SLOW, `${words}Content-Type: multipart/form-data; boundary=X\r\nContent-Length: 40000000\r\n\r\n--X\r\n`, 'a',
      { answer: /^(HTTP\/1.1 4\d\d |$)/, during: PATIENCE_MS + 2000 }) // they are heard out for longer than others
  })

  it(`while ${IDLE} connections say nothing`, (t) => besieged(t, IDLE))
})
