// tachi - programs written for Tachi, request by request: the official bot, a desktop client on the
// loopback interface, and each way in which the authorization and its token endpoint say no.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { freePort } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { PASSWORD, scene } from './harness/scene.mjs'
import { Api, CLIENT, done, keyed, refused, sessionOf, tachi } from './harness/tachi.mjs'

let guest, alan, client

const at = scene(async () => {
  guest = new Api(at.cluster.issuer)
  alan = await signedIn('alan')
  client = await make()
  at.secret(client.clientSecret)
})

async function signedIn(username) {
  const person = new Person(at.cluster.issuer, username, PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  return person
}

const make = async (changes = {}, owner = alan) =>
  done(
    await sessionOf(owner).post('/api/v1/clients/create', { ...CLIENT, ...changes }),
    'Created a new API client.',
  )

const requestAuth = (id, more = '') => `/oauth/request-auth?clientID=${id}${more}`

// The person says yes: a code.
async function code(of = client, person = alan) {
  const back = await person.authorize(requestAuth(of.clientID))
  return at.secret(back.searchParams.get('code'))
}

const exchange = (changes = {}, options, of = client) =>
  guest.post(
    '/api/v1/oauth/token',
    {
      client_id: of.clientID,
      client_secret: of.clientSecret,
      grant_type: 'authorization_code',
      redirect_uri: of.redirectUri,
      ...changes,
    },
    options,
  )

// -- whole flows --

test('the official bot links an account and asks who it is', async () => {
  const context = '309146892123111111'
  const person = new Person(at.cluster.issuer, 'alan', PASSWORD)
  const back = await person.authorize(requestAuth(client.clientID, `&context=${context}`))
  assert.equal(back.origin + back.pathname, 'https://app.example/callback')
  assert.deepEqual([...back.searchParams.keys()], ['code', 'context'])
  assert.equal(back.searchParams.get('context'), context)
  assert.match(back.searchParams.get('code'), /^[0-9a-f]{40}$/)

  const answer = await exchange(
    { code: back.searchParams.get('code') },
    { headers: { authorization: '' } },
  )
  const body = done(answer, 'Successfully authenticated.')
  at.secret(body.token)
  assert.match(body.token, /^[0-9a-f]{40}$/)
  assert.equal(body.identifier, 'Score bot Token')
  assert.deepEqual(body.permissions, { submit_score: true, manage_rivals: true })
  assert.equal(body.fromAPIClient, client.clientID)
  assert.deepEqual(Object.keys(body).sort(), ['fromAPIClient', 'identifier', 'permissions', 'token', 'userID'])

  const me = done(await keyed(at.cluster.issuer, body.token).get('/api/v1/users/me'), 'Found user alan.')
  assert.equal(me.id, body.userID)
  assert.equal(me.username, 'alan')
})

test('a desktop client listens on the loopback interface', async () => {
  const port = await freePort()
  const desktop = await make({ redirectUri: `http://localhost:${port}/callback` })
  const arrived = new Promise((seen) => {
    const server = createServer((request, response) => {
      response.end('you may close this window')
      server.close()
      seen(new URL(request.url, desktop.redirectUri))
    }).listen(port, '127.0.0.1')
  })
  const back = await alan.authorize(requestAuth(desktop.clientID))
  await fetch(back)
  const body = done(
    await exchange({ code: (await arrived).searchParams.get('code') }, {}, desktop),
    'Successfully authenticated.',
  )
  const me = await keyed(at.cluster.issuer, body.token).get('/api/v1/users/me')
  assert.equal(me.body.id, body.userID)
})

test('a query of the redirect URI is kept, and context comes back as it was', async () => {
  const odd = await make({ redirectUri: 'https://app.example/callback?from=tachi&x=1' })
  const back = await alan.authorize(
    requestAuth(odd.clientID, `&context=${encodeURIComponent('a b&c=d/é')}`),
  )
  assert.deepEqual(
    [...back.searchParams].map(([name, value]) => (name === 'code' ? name : [name, value])),
    [['from', 'tachi'], ['x', '1'], 'code', ['context', 'a b&c=d/é']],
  )
})

test('whoever says no is told so, and the app hears nothing', async () => {
  const fresh = await make()
  const page = await alan.visit(requestAuth(fresh.clientID, '&context=7'))
  const answer = await alan.decide(page, 'deny')
  assert.equal(answer.location, undefined)
  assert.equal(answer.status, 200)
  assert.match(answer.html, /You said no/)
})

test('a code is good once, and its second use ends what the first one yielded', async () => {
  const used = await code()
  const { token } = done(await exchange({ code: used }), 'Successfully authenticated.')
  refused(await exchange({ code: used }), 404, 'This code does not exist.')
  refused(
    await keyed(at.cluster.issuer, token).get('/api/v1/users/me'),
    401,
    'The provided API token does not correspond with any key in the database.',
  )
})

test('each exchange yields a key of its own', async () => {
  const first = done(await exchange({ code: await code() }), 'Successfully authenticated.')
  const second = done(await exchange({ code: await code() }), 'Successfully authenticated.')
  assert.notEqual(first.token, second.token)
  for (const { token } of [first, second]) {
    assert.equal((await keyed(at.cluster.issuer, token).get('/api/v1/users/me')).status, 200)
  }
})

// -- the page --

test('a page says what is wrong with a request, and nobody is sent anywhere', async () => {
  const closed = await make({ redirectUri: null })
  for (const [path, words] of [
    ['/oauth/request-auth', /client_id is missing/],
    [requestAuth('CI' + '0'.repeat(40)), /This app is not known here/],
    [requestAuth(at.app.client.client_id), /This app is not known here/], // not switched on for Tachi
    [requestAuth(closed.clientID), /redirect_uri is missing/],
  ]) {
    const page = await alan.visit(path)
    assert.equal(page.location, undefined, path)
    assert.equal(page.status, 400, path)
    assert.match(page.html, words)
  }
})

test('the page names what the app may do in words', async () => {
  const fresh = await make({ permissions: ['submit_score', 'delete_score'] })
  const { html } = await alan.visit(requestAuth(fresh.clientID))
  assert.match(html, /submit scores for you/)
  assert.match(html, /delete your scores/)
})

// -- the token endpoint: checks in their order --

const whole = () => ({
  client_id: client.clientID,
  client_secret: client.clientSecret,
  grant_type: 'authorization_code',
  redirect_uri: client.redirectUri,
  code: '0'.repeat(40),
})

for (const key of ['client_id', 'client_secret', 'redirect_uri', 'code']) {
  test(`${key} is a string`, async () => {
    const { [key]: _, ...rest } = whole()
    refused(
      await guest.post('/api/v1/oauth/token', rest),
      400,
      `[${key}] Expected string. (Received nothing (undefined))`,
    )
    refused(
      await guest.post('/api/v1/oauth/token', { ...whole(), [key]: 5 }),
      400,
      `[${key}] Expected string. (Received 5)`,
    )
  })
}

test('grant_type is authorization_code', async () => {
  refused(
    await exchange({ grant_type: 'refresh_token', code: 'x' }),
    400,
    '[grant_type] Invalid Input, but no error message is available. (Received refresh_token)',
  )
})

test('nothing else may come along', async () => {
  refused(
    await exchange({ code: 'x', state: '1' }),
    400,
    '[null] Unexpected properties inside object: state.',
  )
})

test('a form is read as an empty object, and broken JSON is no request', async () => {
  const form = await tachi(at.cluster.issuer, 'POST', '/api/v1/oauth/token', {
    body: new URLSearchParams(whole()),
  })
  refused(form, 400, '[client_id] Expected string. (Received nothing (undefined))')
  const broken = await tachi(at.cluster.issuer, 'POST', '/api/v1/oauth/token', {
    headers: { 'content-type': 'application/json' },
    body: '{"client_id":',
  })
  assert.equal(broken.status, 400)
  assert.equal(broken.success, false)
})

test('a body of megabytes is not read', async () => {
  const answer = await exchange({ code: 'x'.repeat(1 << 20) })
  assert.equal(answer.status, 413)
  assert.equal(answer.success, false)
})

test('the client exists', async () => {
  refused(
    await exchange({ client_id: 'CI' + '0'.repeat(40), client_secret: 'x', code: 'x', redirect_uri: 'y' }),
    404,
    'This client does not exist.',
  )
  refused(await exchange({ client_id: '', code: 'x' }), 404, 'This client does not exist.')
})

test('then the secret is right', async () => {
  refused(await exchange({ client_secret: 'CS0', code: 'x', redirect_uri: 'y' }), 403, 'Invalid secret.')
  refused(await exchange({ client_secret: '', code: 'x' }), 403, 'Invalid secret.')
})

test('then the redirect URI is the registered one, which uses up the code', async () => {
  const wrong =
    'This redirect_uri does not match with your registered client redirect_uri https://app.example/callback.'
  refused(await exchange({ code: 'x', redirect_uri: 'https://app.example/callback/' }), 400, wrong)
  const burnt = await code()
  refused(await exchange({ code: burnt, redirect_uri: 'https://elsewhere.example/' }), 400, wrong)
  refused(await exchange({ code: burnt }), 404, 'This code does not exist.')
})

test('then there is such a code, and it is for this client', async () => {
  refused(await exchange({ code: '0'.repeat(40) }), 404, 'This code does not exist.')
  refused(await exchange({ code: '' }), 404, 'This code does not exist.')
  const other = await make()
  refused(await exchange({ code: await code() }, {}, other), 404, 'This code does not exist.')
})

test('Basic authentication is not taken, nor a key that is none', async () => {
  const basic = Buffer.from(`${client.clientID}:${client.clientSecret}`).toString('base64')
  for (const path of ['/api/v1/oauth/token', '/api/v1/status']) {
    refused(
      await guest.post(path, whole(), { headers: { authorization: `Basic ${basic}` } }),
      400,
      'Invalid Authorization Type - Expected Bearer.',
    )
    refused(
      await guest.post(path, whole(), { headers: { authorization: 'Bearer nothing' } }),
      401,
      'The provided API token does not correspond with any key in the database.',
    )
  }
})

test('an address that does not exist says so in the envelope', async () => {
  refused(await guest.get('/api/v1/oauth/nothing'), 404, 'Endpoint Not Found.')
  refused(await guest.get('/api/v1/oauth/token'), 404, 'Endpoint Not Found.')
})

test('pages of other sites may ask, without cookies', async () => {
  const response = await fetch(new URL('/api/v1/oauth/token', at.cluster.issuer), {
    method: 'OPTIONS',
    headers: { origin: 'https://other.example', 'access-control-request-method': 'POST' },
  })
  assert.ok(response.ok)
  assert.equal(response.headers.get('access-control-allow-origin'), '*')
  assert.match(response.headers.get('access-control-allow-headers'), /X-User-Intent/)
  assert.equal(response.headers.get('access-control-allow-credentials'), null)
})

// -- codes without the page --

test('create-code wants a session', async () => {
  refused(await guest.post('/api/v1/oauth/create-code'), 401, 'You are not authenticated.')
  const { token } = (await exchange({ code: await code() })).body
  refused(
    await keyed(at.cluster.issuer, token).post('/api/v1/oauth/create-code'),
    401,
    'You are not authenticated.',
  )
})

test('a bare code yields a key to an app that was let in before', async () => {
  await code()
  const made = done(await sessionOf(alan).post('/api/v1/oauth/create-code'), 'Successfully created code.')
  assert.deepEqual(Object.keys(made), ['code', 'userID', 'createdOn'])
  assert.match(made.code, /^[0-9a-f]{40}$/)
  assert.ok(Math.abs(made.createdOn - Date.now()) < 60_000)
  const { userID } = done(await exchange({ code: made.code }), 'Successfully authenticated.')
  assert.equal(userID, made.userID)
})

test('to an app that was never let in there is no such code', async () => {
  const stranger = await make()
  const made = done(await sessionOf(alan).post('/api/v1/oauth/create-code'), 'Successfully created code.')
  refused(await exchange({ code: made.code }, {}, stranger), 404, 'This code does not exist.')
})

test('a code for an app without our page needs consent that was given on it', async () => {
  const fresh = await make()
  const ask = () => sessionOf(alan).post('/api/v1/oauth/create-code', { clientID: fresh.clientID })
  assert.equal((await ask()).status, 403)
  await code(fresh)
  const made = done(await ask(), 'Successfully created code.')
  refused(await exchange({ code: made.code }), 404, 'This code does not exist.')
  const again = done(await ask(), 'Successfully created code.')
  done(await exchange({ code: again.code }, {}, fresh), 'Successfully authenticated.')
})

test('a page of another site cannot have a code made', async () => {
  const answer = await sessionOf(alan).post('/api/v1/oauth/create-code', undefined, {
    headers: { origin: 'https://other.example' },
  })
  assert.equal(answer.status, 403)
  assert.equal(answer.success, false)
})
