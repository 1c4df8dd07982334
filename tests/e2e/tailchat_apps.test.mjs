// Tailchat's API: a program signs a person in, makes apps for them and changes them; an app's bot
// signs in.  Every row of its tables, in JSON and as forms.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { CALLBACK } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { Api, CLIENT } from './harness/tachi.mjs'
import { read, TailchatApp } from './harness/tailchat.mjs'

const PASSWORD = 'correct horse battery'
let cluster, ada, bob

const send = async (action, body, { token, form, method = 'POST', headers = {} } = {}) => {
  const json = form ? undefined : { 'content-type': 'application/json' }
  const sent = method === 'GET' ? undefined : form ? new URLSearchParams(body) : JSON.stringify(body ?? {})
  const url = new URL(`/api/${action}`, cluster.issuer)
  if (method === 'GET') url.search = new URLSearchParams(body)
  return read(await fetch(url, {
    method,
    body: sent,
    headers: { ...(method !== 'GET' && json), ...(token && { 'x-token': token }), ...headers },
  }))
}
const claimsOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'))
const good = ({ status, body, text }) => {
  assert.equal(status, 200, text)
  assert.equal(body.code, 200)
  return body.data
}
const app = (action, body, more) => send(`openapi/app/${action}`, body, { token: ada.token, ...more })
const create = async (name = 'Notes') => good(await app('create', { appName: name, appDesc: 'keeps them', appIcon: '' }))
const proof = ({ appId, appSecret }) => createHash('md5').update(appId + appSecret).digest('hex')

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('ada', PASSWORD, ['--nickname', 'Countess'])
  cluster.addPerson('bob', PASSWORD)
  ada = good(await send('user/login', { username: 'ada', password: PASSWORD }))
  bob = good(await send('user/login', { email: 'bob@example.org', password: PASSWORD }))
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

describe('apps', () => {
  it('are made with their secret, and nothing switched on', async () => {
    const made = await create()
    assert.match(made.appId, /^tc_[0-9a-f]{24}$/)
    assert.equal(made._id, made.appId.slice(3))
    assert.equal(made.owner, ada._id)
    assert.match(made.appSecret, /^[A-Za-z0-9_-]{32}$/)
    assert.deepEqual([made.appName, made.appDesc, made.appIcon], ['Notes', 'keeps them', ''])
    assert.deepEqual(made.capability, [])
    assert.equal(made.__v, 0)
  })

  it('all: those of who asks, with secrets, the same by any method', async () => {
    const made = await create('Listed')
    const mine = good(await app('all', {}))
    assert.equal(mine.find(({ appId }) => appId === made.appId).appSecret, made.appSecret)
    assert.deepEqual(good(await app('all', {}, { method: 'GET' })), mine)
    assert.deepEqual(good(await app('all', {}, { token: bob.token })), [])
  })

  it('get: anybody who is signed in, without the secret; null when there is none', async () => {
    const made = await create('Seen')
    const seen = good(await app('get', { appId: made.appId }, { token: bob.token }))
    assert.equal(seen.appName, 'Seen')
    assert.equal(seen.owner, ada._id)
    assert.equal('appSecret' in seen, false)
    const none = await app('get', { appId: 'tc_649aa2179e97b8b3b2d1004f' })
    assert.deepEqual(none.body, { code: 200, data: null })
  })

  const MISSING = [
    ['get', {}, ['appId']],
    ['create', { appName: 'x' }, ['appDesc', 'appIcon']],
    ['delete', {}, ['appId']],
    ['setAppInfo', { appId: 'x' }, ['fieldName', 'fieldValue']],
    ['setAppCapability', { appId: 'x' }, ['capability']],
    ['setAppCapability', {}, ['appId', 'capability']],
    ['setAppOAuthInfo', {}, ['appId', 'fieldName', 'fieldValue']],
    ['setAppBotInfo', { appId: 'x', fieldName: 'callbackUrl' }, ['fieldValue']],
    ['authToken', {}, ['appId', 'token']],
  ]
  for (const [action, body, fields] of MISSING) {
    it(`${action} without ${fields.join(', ')}: 422 that names them`, async () => {
      for (const form of [false, true]) {
        const answer = await app(action, body, { form })
        assert.equal(answer.status, 422)
        assert.equal(answer.body.type, 'VALIDATION_ERROR')
        assert.deepEqual(answer.body.data.map(({ field }) => field), fields)
      }
    })
  }

  // [action, body, [type, field]...]
  const WRONG = [
    ['create', { appName: 7, appDesc: null, appIcon: [] }, ['string', 'appName'], ['required', 'appDesc'], ['string', 'appIcon']],
    ['setAppCapability', { capability: 'bot' }, ['required', 'appId'], ['array', 'capability']],
    ['setAppCapability', { appId: 'x', capability: ['bot', 7, null] }, ['string', 'capability[1]'], ['string', 'capability[2]']],
    ['setAppOAuthInfo', { appId: 'x', fieldName: 'redirectUrls', fieldValue: null }, ['required', 'fieldValue']],
    ['authToken', { appId: 'x', token: 'y', capability: 'bot' }, ['array', 'capability']],
  ]
  for (const [action, body, ...faults] of WRONG) {
    it(`${action} with ${JSON.stringify(body)}: 422 that says what each had to be`, async () => {
      const answer = await app(action, body)
      assert.equal(answer.status, 422)
      assert.deepEqual(answer.body.data.map(({ type, field }) => [type, field]), faults)
    })
  }

  it('a text that came twice, or in brackets, is none', async () => {
    for (const query of ['appId=a&appId=b', 'appId[]=a', 'appId[x]=a']) {
      const { status, body } = await send(`openapi/app/get?${query}`, {}, { token: ada.token })
      assert.equal(status, 422, query)
      assert.deepEqual(body.data, [{ type: 'string', message: "The 'appId' field must be a string.", field: 'appId' }])
    }
  })

  it('what is in the address goes before the body', async () => {
    const [one, other] = [await create('One'), await create('Other')]
    const answer = await send(`openapi/app/get?appId=${one.appId}`, { appId: other.appId }, { token: ada.token })
    assert.equal(good(answer).appName, 'One')
  })

  it('a slash at the end means nothing', async () => {
    assert.equal(good(await send('openapi/app/all/', {}, { token: ada.token })).length > 0, true)
  })

  it('an empty name: 442 EntityError', async () => {
    const { status, body } = await app('create', { appName: '', appDesc: '', appIcon: '' })
    assert.equal(status, 442)
    assert.deepEqual(body, { name: 'EntityError', message: 'Form error', code: 442 })
  })

  it('delete: its owner; others are told so; what is not there is a TypeError', async () => {
    const { appId } = await create('Gone')
    const foreign = await app('delete', { appId }, { token: bob.token })
    assert.equal(foreign.status, 403)
    assert.equal(foreign.body.name, 'NoPermissionError')
    assert.equal(good(await app('delete', { appId })), true)
    const again = await app('delete', { appId })
    assert.equal(again.status, 500)
    assert.equal(again.body.name, 'TypeError')
    assert.equal(again.body.code, 500)
  })

  it('setAppInfo: name, description, icon, and nothing else', async () => {
    const { appId, appSecret } = await create('Old')
    const set = (fieldName, fieldValue, more) => app('setAppInfo', { appId, fieldName, fieldValue }, more)
    assert.equal(good(await set('appName', 'New')).appName, 'New')
    assert.equal(good(await set('appDesc', '')).appDesc, '')
    const iconed = good(await set('appIcon', '{BACKEND}/static/icon.png'))
    assert.equal(iconed.appIcon, `${cluster.issuer}/static/icon.png`)
    assert.equal(iconed.appSecret, appSecret)
    assert.equal((await set('appSecret', 'mine')).status, 442)
    assert.equal((await set('appName', '')).status, 442)
    assert.equal((await set('appIcon', 'javascript:alert(1)')).status, 442)
    assert.deepEqual((await set('appName', 'Stolen', { token: bob.token })).body, { code: 200, data: null })
    assert.equal(good(await app('get', { appId })).appName, 'New')
  })

  it('setAppCapability: each once, unknown ones dropped', async () => {
    const { appId } = await create('Able')
    const set = (capability, more) => app('setAppCapability', { appId, capability }, more)
    assert.equal(good(await set(['oauth', 'bot', 'oauth', 'fly'])), true)
    assert.deepEqual(good(await app('get', { appId })).capability.sort(), ['bot', 'oauth'])
    assert.equal(good(await set([])), true)
    assert.deepEqual(good(await app('get', { appId })).capability, [])
    const foreign = await set(['oauth'], { token: bob.token })
    assert.equal(foreign.status, 500)
    assert.deepEqual(foreign.body, { name: 'Error', message: 'Not found openapp', code: 500 })
    const form = [['appId', appId], ['capability[]', 'webpage']]
    assert.equal(good(await app('setAppCapability', form, { form: true })), true)
    assert.deepEqual(good(await app('get', { appId })).capability, ['webpage'])
  })

  it('setAppOAuthInfo: a list of addresses', async () => {
    const { appId } = await create('Addressed')
    const set = (fieldValue, more = {}, fieldName = 'redirectUrls') =>
      app('setAppOAuthInfo', { appId, fieldName, fieldValue }, more)
    assert.deepEqual((await set([CALLBACK])).body, { code: 200 })
    assert.deepEqual(good(await app('get', { appId })).oauth, { redirectUrls: [CALLBACK] })
    for (const [answer, message] of [
      [await set(CALLBACK), '`redirectUrls` should be an array'],
      [await set([CALLBACK], {}, 'clientId'), 'Not allowed fields'],
    ]) {
      assert.equal(answer.status, 500)
      assert.equal(answer.body.message, message)
    }
    assert.deepEqual((await set(['https://evil.example/'], { token: bob.token })).body, { code: 200 })
    for (const bad of [[''], [CALLBACK, ''], ['not an address'], ['https://app.example/#x'], ['http://app.example/']]) {
      assert.equal((await set(bad)).status, 442, JSON.stringify(bad))
    }
    assert.deepEqual(good(await app('get', { appId })).oauth, { redirectUrls: [CALLBACK] })
    assert.deepEqual((await set([])).body, { code: 200 })
    assert.equal(good(await app('get', { appId })).oauth, undefined)
  })

  it('that are not of this platform are not there, whoever owns them', async () => {
    const api = new Api(cluster.issuer)
    const login = await api.post('/api/v1/auth/login', { username: 'ada', '!password': PASSWORD })
    const cookie = login.headers.get('set-cookie').split(';')[0]
    const tachi = await api.post('/api/v1/clients/create', CLIENT, { headers: { cookie } })
    const { clientID: appId, clientSecret } = tachi.body
    const none = { code: 200, data: null }
    assert.deepEqual((await app('setAppInfo', { appId, fieldName: 'appDesc', fieldValue: 'taken' })).body, none)
    await app('setAppOAuthInfo', { appId, fieldName: 'redirectUrls', fieldValue: ['https://evil.example/'] })
    await app('setAppBotInfo', { appId, fieldName: 'callbackUrl', fieldValue: 'https://evil.example/' })
    assert.equal((await app('setAppCapability', { appId, capability: [] })).status, 500)
    assert.equal((await app('delete', { appId })).status, 500)
    const { body } = await api.get('/api/v1/clients', { headers: { cookie } })
    const { redirectUri, webhookUri } = CLIENT
    assert.deepEqual(body.map((own) => [own.clientID, own.clientSecret, own.redirectUri, own.webhookUri]),
      [[appId, clientSecret, redirectUri, webhookUri]])
    const look = await app('setAppInfo', { appId, fieldName: 'appName', fieldValue: 'Score bot' })
    assert.ok(!look.text.includes(clientSecret))
  })

  it('setAppBotInfo: an address that its owner sees', async () => {
    const { appId } = await create('Called')
    const set = (fieldValue, more = {}, fieldName = 'callbackUrl') =>
      app('setAppBotInfo', { appId, fieldName, fieldValue }, more)
    assert.deepEqual((await set('https://bot.example/inbox')).body, { code: 200 })
    const mine = good(await app('all', {})).find((own) => own.appId === appId)
    assert.deepEqual(mine.bot, { callbackUrl: 'https://bot.example/inbox' })
    for (const [answer, message] of [
      [await set(7), '`callbackUrl` should be a string'],
      [await set('https://x.example/', {}, 'token'), 'Not allowed fields'],
    ]) {
      assert.equal(answer.status, 500)
      assert.equal(answer.body.message, message)
    }
    assert.deepEqual((await set('https://evil.example/', { token: bob.token })).body, { code: 200 })
  })

  it('an app made here takes people through /open', async () => {
    const made = await create('Whole')
    const callback = 'http://localhost:8080/cb'
    good(await app('setAppCapability', { appId: made.appId, capability: ['oauth'] }))
    await app('setAppOAuthInfo', { appId: made.appId, fieldName: 'redirectUrls', fieldValue: [callback] })
    const client = { client_id: made.appId, client_secret: made.appSecret }
    const whole = new TailchatApp(cluster.issuer, client, callback)
    const tokens = await whole.tokens(new Person(cluster.issuer, 'bob', PASSWORD))
    assert.equal((await whole.me(tokens.access_token)).body.sub, bob._id)
    good(await app('delete', { appId: made.appId }))
    const end = Date.now() + 5000
    let answer = await whole.me(tokens.access_token)
    while (answer.status === 200 && Date.now() < end) answer = await whole.me(tokens.access_token)
    assert.equal(answer.status, 401)
  })
})

describe('an app that is brought from elsewhere', () => {
  const appId = 'tc_649aa2179e97b8b3b2d1004f', appSecret = '4Pt4lccOaztJROs-VhmQf8XBU89-z8rr'

  it('goes on with the id and the secret that it has, and its bot too', async () => {
    const owner = cluster.ctl(['user', 'get', '--username', 'ada']).id
    const options = ['--confidential', '--dialects', 'tailchat', '--capabilities', 'oauth', '--capabilities', 'bot', '--owner', owner]
    const args = ['client', 'add', '--name', 'Veteran', '--client-id', appId, '--client-secret-stdin', '--redirect-uri', CALLBACK, ...options]
    cluster.ctl(args, `${appSecret}\n`)
    const veteran = new TailchatApp(cluster.issuer, { client_id: appId, client_secret: appSecret })
    const tokens = await veteran.tokens(new Person(cluster.issuer, 'bob', PASSWORD))
    assert.equal((await veteran.me(tokens.access_token)).body.sub, bob._id)
    good(await send('openapi/bot/login', { appId, token: proof({ appId, appSecret }) }))
    assert.equal(good(await app('all', {})).find((own) => own.appId === appId).appSecret, appSecret)
    assert.throws(() => cluster.ctl(args, `${appSecret}\n`), /there is a client with the id/)
  })
})

describe('bots', () => {
  let made

  before(async () => {
    made = await create('Robot')
    good(await app('setAppCapability', { appId: made.appId, capability: ['bot'] }))
  })

  it('sign in with what their secret yields, without X-Token', async () => {
    const bot = good(await send('openapi/bot/login', { appId: made.appId, token: proof(made) }))
    assert.deepEqual(Object.keys(bot), ['jwt', 'userId', 'email', 'nickname', 'avatar'])
    assert.equal(bot.nickname, 'Robot')
    assert.match(bot.userId, /^[0-9a-f]{24}$/)
    assert.equal(claimsOf(bot.jwt)._id, bot.userId)
    const again = good(await send('openapi/bot/login', { appId: made.appId, token: proof(made) }, { form: true }))
    assert.equal(again.userId, bot.userId)
    const apps = await app('all', {}, { token: bot.jwt })
    assert.equal(apps.status, 403, 'a bot has no apps')
  })

  it('ask who they are, as those of the published client do', async () => {
    const bot = good(await send('openapi/bot/login', { appId: made.appId, token: proof(made) }))
    const { user, userId, token } = good(await send('user/whoami', {}, { token: bot.jwt }))
    assert.deepEqual([userId, token], [bot.userId, bot.jwt])
    assert.equal(user.nickname, bot.nickname)
  })

  it('fail in one way, whatever is wrong', async () => {
    const off = await create('Off')
    for (const body of [
      { appId: made.appId, token: 'x'.repeat(32) },
      { appId: off.appId, token: proof(off) },
      { appId: 'tc_649aa2179e97b8b3b2d1004f', token: proof(made) },
      { appId: made.appId, token: '' },
    ]) {
      const answer = await send('openapi/bot/login', body)
      assert.equal(answer.status, 500)
      assert.deepEqual(answer.body, { name: 'Error', message: 'Auth failed.', code: 500 })
    }
  })

  it('authToken: true, false, or what is missing', async () => {
    const ask = (body) => app('authToken', { appId: made.appId, token: proof(made), ...body })
    assert.equal(good(await ask({})), true)
    assert.equal(good(await ask({ capability: ['bot'] })), true)
    assert.equal(good(await ask({ token: 'x'.repeat(32) })), false)
    const still = await create('Still')
    assert.equal(good(await ask({ appId: still.appId, token: proof(still) })), true, 'whatever it may do')
    const unable = await ask({ capability: ['oauth'] })
    assert.equal(unable.status, 500)
    assert.equal(unable.body.message, 'Open app not enabled capability:oauth')
    const unknown = await ask({ appId: 'tc_0' })
    assert.equal(unknown.status, 500)
    assert.equal(unknown.body.message, 'Not found open app:tc_0')
  })

  it('addBotUser: there are no groups, and it says so', async () => {
    const add = (appId) => send('openapi/integration/addBotUser', { appId, groupId: 'g' }, { token: ada.token })
    assert.equal((await add(made.appId)).body.type, 'SERVICE_NOT_FOUND')
    assert.equal((await add('tc_0')).body.name, 'DataNotFoundError')
    const off = await create('No bot')
    assert.equal((await add(off.appId)).status, 500)
  })
})
