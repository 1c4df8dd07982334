// Tailchat's API: a program signs a person in, in JSON and by forms, and is whom it says it is.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { CALLBACK } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { good, read, TailchatApi, TailchatApp } from './harness/tailchat.mjs'

const PASSWORD = 'correct horse battery'
let cluster, ada

const send = (...call) => new TailchatApi(cluster.issuer).send(...call)
const claimsOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'))
const app = (action, body, more) => send(`openapi/app/${action}`, body, { token: ada.token, ...more })

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('ada', PASSWORD, ['--nickname', 'Countess'])
  ada = good(await send('user/login', { username: 'ada', password: PASSWORD }))
})
after(async () => {
  for (const [name, how] of Object.entries(await cluster.stop())) {
    assert.deepEqual(how, { code: 0, signal: null }, `${name} ends cleanly`)
  }
})

describe('/api/user/login', () => {
  it('gives the person, and a JWT of thirty days', () => {
    assert.match(ada._id, /^[0-9a-f]{24}$/)
    assert.deepEqual([ada.username, ada.email, ada.nickname], ['ada', 'ada@example.org', 'Countess'])
    assert.match(ada.discriminator, /^\d{4}$/)
    assert.equal(new Date(ada.createdAt).toISOString(), ada.createdAt)
    const claims = claimsOf(ada.token)
    assert.equal(JSON.parse(Buffer.from(ada.token.split('.')[0], 'base64url')).alg, 'HS256')
    assert.equal(claims._id, ada._id)
    assert.equal(claims.nickname, 'Countess')
    assert.equal(claims.email, 'ada@example.org')
    assert.equal(claims.exp - claims.iat, 30 * 86400)
  })

  it('takes a form, and parameters in the address', async () => {
    const form = { email: 'ada@example.org', password: PASSWORD }
    assert.equal(good(await send('user/login', form, { form: true }))._id, ada._id)
    assert.equal(good(await send('user/login', form, { method: 'GET' }))._id, ada._id)
  })

  const WRONG = [
    ['a wrong password', { username: 'ada', password: 'wrong' }, 422, 'password'],
    ['nobody', { username: 'nobody', password: PASSWORD }, 422, 'password'],
    ['an unknown address', { email: 'nobody@example.org', password: PASSWORD }, 422, 'password'],
    ['neither name nor address', { password: PASSWORD }, 422, 'email'],
  ]
  for (const [what, body, status, field] of WRONG) {
    it(`${what}: ${status} EntityError about ${field}`, async () => {
      const answer = await send('user/login', body)
      assert.equal(answer.status, status)
      assert.equal(answer.body.name, 'EntityError')
      assert.equal(answer.body.code, status)
      assert.equal(answer.body.data[0].field, field)
    })
  }

  it('an address that is none, a name that is no text: 422 that says so', async () => {
    for (const [body, type, field] of [
      [{ email: 'ada', password: PASSWORD }, 'email', 'email'],
      [{ username: 7, password: PASSWORD }, 'string', 'username'],
      [{ username: null, password: 7 }, 'string', 'password'],
    ]) {
      const answer = await send('user/login', body)
      assert.equal(answer.status, 422)
      assert.deepEqual(answer.body.data.map((fault) => [fault.type, fault.field]), [[type, field]])
    }
  })

  it('no password: 422 ValidationError', async () => {
    const { status, body } = await send('user/login', { username: 'ada' })
    assert.equal(status, 422)
    assert.deepEqual(body, {
      name: 'ValidationError',
      message: 'Parameters validation error!',
      code: 422,
      type: 'VALIDATION_ERROR',
      data: [{ type: 'required', message: "The 'password' field is required.", field: 'password' }],
    })
  })

  it('the session is neither cookie nor access token, nor are they it', async () => {
    const bearer = { authorization: `Bearer ${ada.token}` }
    for (const path of ['/open/me', '/oauth2/userinfo']) {
      assert.equal((await fetch(new URL(path, cluster.issuer), { headers: bearer })).status, 401, path)
    }
    const client = cluster.addClient('Demo', ['--confidential', '--dialects', 'tailchat', '--redirect-uri', CALLBACK])
    const person = new Person(cluster.issuer, 'ada', PASSWORD)
    const tokens = await new TailchatApp(cluster.issuer, client).tokens(person)
    for (const token of [tokens.access_token, tokens.id_token, person.cookies.get('ostiary-session')]) {
      const answer = await app('all', {}, { token })
      assert.equal(answer.status, 401)
      assert.equal(answer.body.type, 'INVALID_TOKEN')
    }
    const visitor = new Person(cluster.issuer)
    visitor.cookies.set('ostiary-session', claimsOf(ada.token).jti)
    assert.match((await visitor.visit('/')).html, /Nobody is signed in/)
  })
})

describe('whose a session is', () => {
  it('whoami: what was heard of who asks', async () => {
    const { userAgent, language, user, token, userId } = good(
      await send('user/whoami', {}, { token: ada.token, headers: { 'user-agent': 'bot/1' } }),
    )
    assert.deepEqual([userAgent, language, token, userId], ['bot/1', 'en-US', ada.token, ada._id])
    assert.deepEqual(user, { _id: ada._id, nickname: 'Countess', email: 'ada@example.org' })
    assert.equal((await send('user/whoami')).body.type, 'NO_TOKEN')
  })

  it('resolveToken: the person and the token, for whoever has it', async () => {
    assert.deepEqual(good(await send('user/resolveToken', { token: ada.token })), ada)
    const bad = await send('user/resolveToken', { token: `${ada.token}x` })
    assert.equal(bad.status, 500)
    assert.deepEqual(bad.body, { name: 'JsonWebTokenError', message: 'invalid token', code: 500 })
  })

  it('checkTokenValid: true or false', async () => {
    assert.equal(good(await send('user/checkTokenValid', { token: ada.token })), true)
    assert.equal(good(await send('user/checkTokenValid', { token: 'x' })), false)
    assert.equal((await send('user/checkTokenValid', {})).status, 422)
  })
})

describe('who asks', () => {
  it('without X-Token: 401 NO_TOKEN', async () => {
    const { status, body } = await send('openapi/app/all')
    assert.equal(status, 401)
    assert.deepEqual(body, {
      name: 'UnAuthorizedError',
      message: 'Unauthorized',
      code: 401,
      type: 'NO_TOKEN',
      data: { error: 'No Token' },
    })
  })

  it('with a JWT altered in any part: 401 INVALID_TOKEN', async () => {
    const parts = ada.token.split('.')
    for (let i = 0; i < 3; i++) {
      const altered = parts.map((part, n) => (n === i ? part.replace(/.$/, (c) => (c === 'A' ? 'g' : 'A')) : part)).join('.')
      const { status, body } = await app('all', {}, { token: altered })
      assert.equal(status, 401)
      assert.equal(body.type, 'INVALID_TOKEN')
      assert.match(body.data.error, /^Invalid Token/)
    }
  })

  it('what is no action: 404 SERVICE_NOT_FOUND', async () => {
    const others = ['chat/message/sendMessage', 'group/getUserGroups', 'friend/getAllFriends', 'config/client']
    for (const path of ['openapi/app/everything', 'openapi/nothing', 'user/whoever', ...others]) {
      const { status, body } = await send(path, {}, { token: ada.token })
      assert.equal(status, 404)
      assert.equal(body.type, 'SERVICE_NOT_FOUND')
      assert.equal(body.message, `Service '${path.replaceAll('/', '.')}' is not found.`)
      assert.deepEqual(body.data, { action: path.replaceAll('/', '.') })
    }
  })

  it('broken JSON: 400 entity.parse.failed', async () => {
    const answer = await read(await fetch(new URL('/api/openapi/app/all', cluster.issuer), {
      method: 'POST',
      body: '{"appId":',
      headers: { 'content-type': 'application/json', 'x-token': ada.token },
    }))
    assert.equal(answer.status, 400)
    assert.equal(answer.body.type, 'entity.parse.failed')
  })

  it('JSON in chunks, with a byte order mark, or none at all is read; packed it is not', async () => {
    const ask = async (body, headers) => read(await fetch(new URL('/api/user/checkTokenValid', cluster.issuer), {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json', ...headers },
    }))
    const json = JSON.stringify({ token: ada.token })
    assert.equal(good(await ask(new Blob([json]).stream())), true)
    assert.equal(good(await ask(`\uFEFF${json}`)), true)
    assert.equal((await ask(new Blob([]).stream())).status, 422)
    const packed = await ask(gzipSync(json), { 'content-encoding': 'gzip' })
    assert.equal(packed.status, 415)
    assert.equal(packed.body.type, 'encoding.unsupported')
  })

  it('other sites may ask: the token is no cookie', async () => {
    const asked = { origin: 'https://page.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-token' }
    const preflight = await fetch(new URL('/api/openapi/app/all', cluster.issuer), { method: 'OPTIONS', headers: asked })
    assert.equal(preflight.status, 204)
    assert.match(preflight.headers.get('access-control-allow-headers'), /X-Token/)
    assert.match(preflight.headers.get('access-control-allow-methods'), /GET, HEAD, POST, PUT, PATCH, DELETE/)
    const answer = await app('all', {}, { headers: { origin: 'https://page.example' } })
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    assert.ok(answer.headers.get('x-node-id'))
  })
})
