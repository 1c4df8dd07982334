// Tailchat's API: a program makes apps for a person and changes them; an app's bot signs in.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { CALLBACK } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { Api, CLIENT } from './harness/tachi.mjs'
import { good, TailchatApi, TailchatApp } from './harness/tailchat.mjs'

const PASSWORD = 'correct horse battery'
let cluster, ada, bob

const send = (...call) => new TailchatApi(cluster.issuer).send(...call)
const claimsOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'))
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
