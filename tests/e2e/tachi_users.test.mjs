// tachi_users - API keys, who somebody is and how the server is, over Tachi's API.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Person } from './harness/person.mjs'
import { PASSWORD, scene } from './harness/scene.mjs'
import { Api, CLIENT, done, keyed, refused, sessionOf } from './harness/tachi.mjs'

let guest, person, alan, me, grace

const at = scene(async () => {
  guest = new Api(at.cluster.issuer)
  at.cluster.addPerson('grace', PASSWORD)
  const signIn = async (name) => {
    const who = new Person(at.cluster.issuer, name, PASSWORD)
    await who.signIn(await who.visit('/sign-in'))
    return who
  }
  person = await signIn('alan')
  alan = sessionOf(person)
  grace = sessionOf(await signIn('grace'))
  me = (await alan.get('/api/v1/users/me')).body
})

const UNKNOWN_KEY = 'The provided API token does not correspond with any key in the database.'
const keys = (id = me.id) => `/api/v1/users/${id}/api-tokens`

async function makeKey(body = { permissions: ['submit_score'] }, by = alan) {
  const made = done(await by.post(`${keys()}/create`, body), 'Successfully created new API Token.')
  at.secret(made.token)
  return made
}

test('a person is told who they are', async () => {
  assert.equal(typeof me.id, 'number')
  assert.equal(me.username, 'alan')
  assert.equal(me.usernameLowercase, 'alan')
  assert.equal(me.authLevel, 1)
  assert.deepEqual(me.badges, [])
  assert.ok(Math.abs(me.joinDate - Date.now()) < 600_000)
  for (const name of [me.id, 'ALAN', 'me']) {
    assert.equal((await alan.get(`/api/v1/users/${name}`)).body.id, me.id)
  }
  const { token } = await makeKey()
  assert.equal((await keyed(at.cluster.issuer, token).get('/api/v1/users/me')).body.id, me.id)
})

test('who is not there has no me, and nobody is told of others', async () => {
  refused(
    await guest.get('/api/v1/users/me'),
    401,
    "Cannot use 'me' userID with no authentication.",
  )
  for (const user of [me.id, 'alan', 'nobody']) {
    refused(
      await guest.get(`/api/v1/users/${user}`),
      401,
      'You are not authorised to perform this action.',
    )
    refused(await grace.get(`/api/v1/users/${user}`), 404, `The user ${user} does not exist.`)
  }
})

test('status says who asks and what they may do', async () => {
  const nobody = done(await guest.get('/api/v1/status?echo=hello'), 'Status check successful.')
  assert.equal((await guest.get('/api/v1/status/')).status, 200, 'a slash at the end means nothing')
  assert.equal(nobody.whoami, null)
  assert.deepEqual(nobody.permissions, [])
  assert.equal(nobody.echo, 'hello')
  assert.ok(nobody.startTime <= nobody.serverTime)
  assert.match(nobody.version, /^\d+\.\d+\.\d+$/)
  const whole = (await alan.get('/api/v1/status')).body
  assert.equal(whole.whoami, me.id)
  assert.equal(whole.permissions.length, 8)
  const { token } = await makeKey({ permissions: ['delete_score'] })
  const narrow = (await keyed(at.cluster.issuer, token).post('/api/v1/status', { echo: 'x' })).body
  assert.deepEqual([narrow.whoami, narrow.permissions, narrow.echo], [me.id, ['delete_score'], 'x'])
})

test('a key is made, listed with its value, used and ended', async () => {
  const made = await makeKey({ permissions: ['submit_score', 'manage_targets'], identifier: 'My script' })
  assert.deepEqual(made, {
    userID: me.id,
    token: made.token,
    identifier: 'My script',
    permissions: { submit_score: true, manage_targets: true },
    fromAPIClient: null,
  })
  assert.match(made.token, /^[0-9a-f]{40}$/)
  const list = (await alan.get(keys())).body
  assert.deepEqual(list.find(({ token }) => token === made.token), made)
  const body = done(await alan.delete(`${keys('me')}/${made.token}`), 'Removed Token.')
  assert.deepEqual(body, {})
  refused(await keyed(at.cluster.issuer, made.token).get('/api/v1/users/me'), 401, UNKNOWN_KEY)
  refused(await alan.delete(`${keys()}/${made.token}`), 404, 'This key does not exist.')
  refused(await alan.delete(`${keys()}/${'0'.repeat(200)}`), 404, 'This key does not exist.')
})

test('a script in a page of another site asks whose key it has', async () => {
  const { token } = await makeKey()
  const origin = 'https://game.example'
  const preflight = await fetch(new URL('/api/v1/users/me', at.cluster.issuer), {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
  })
  assert.ok(preflight.ok)
  assert.match(preflight.headers.get('access-control-allow-headers'), /Authorization/)
  for (const [key, status] of [[token, 200], ['0'.repeat(40), 401]]) {
    const answer = await keyed(at.cluster.issuer, key).get('/api/v1/users/me', { headers: { origin } })
    assert.equal(answer.status, status)
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  }
})

test('without a name it is a custom one', async () => {
  assert.equal((await makeKey()).identifier, 'Custom Token')
  assert.equal((await makeKey({ permissions: ['submit_score'], identifier: 'x' })).identifier, 'x')
})

test('a key is made in one way or the other', async () => {
  const create = (body) => alan.post(`${keys()}/create`, body)
  refused(
    await create({ permissions: ['submit_score'], clientID: 'CI0' }),
    400,
    'Cannot use ClientID creation and permissions creation at the same time!',
  )
  refused(await create({}), 400, 'Invalid request, must specify either clientID or permissions.')
  refused(await create({ clientID: 'CI0' }), 404, 'This client does not exist.')
  for (const [body, fault] of [
    [{ permissions: null }, '[permissions] Value was not an array. (Received null)'],
    [{ identifier: 5 }, '[identifier] Expected *string or no value. (Received 5)'],
    [{ clientID: null }, '[clientID] Expected *string or no value. (Received null)'],
  ]) {
    refused(await create(body), 400, fault)
  }
})

test('a client has one key of a person, once it was let in on our page', async () => {
  const client = (await alan.post('/api/v1/clients/create', CLIENT)).body
  at.secret(client.clientSecret)
  const create = () => alan.post(`${keys()}/create`, { clientID: client.clientID })
  assert.equal((await create()).status, 403)
  await person.authorize(`/oauth/request-auth?clientID=${client.clientID}`)
  const made = done(await create(), 'Successfully created new API Token.')
  at.secret(made.token)
  assert.equal(made.identifier, 'Score bot')
  assert.equal(made.fromAPIClient, client.clientID)
  assert.deepEqual(done(await create(), 'Returned existing key'), made)
})

test('keys are for their person, at a session', async () => {
  const { token } = await makeKey()
  const key = keyed(at.cluster.issuer, token)
  for (const [method, path] of [
    ['get', ''],
    ['post', '/create'],
    ['delete', `/${token}`],
  ]) {
    refused(
      await guest[method](keys() + path),
      401,
      'This endpoint requires session-level authentication.',
    )
    refused(
      await guest[method](keys('me') + path),
      401,
      "Cannot use 'me' userID with no authentication.",
    )
    for (const api of [key, grace]) {
      refused(
        await api[method](keys() + path),
        403,
        'This request cannot be performed by an API key, and requires authentication.',
      )
    }
  }
})

test('a key of somebody who is shut out is worth nothing', async () => {
  at.cluster.addPerson('brief', PASSWORD)
  const who = new Person(at.cluster.issuer, 'brief', PASSWORD)
  await who.signIn(await who.visit('/sign-in'))
  const { token } = await makeKeyOf(sessionOf(who))
  at.cluster.ctl(['user', 'disable', '--username', 'brief'])
  const end = Date.now() + 1500
  let answer
  do answer = await keyed(at.cluster.issuer, token).get('/api/v1/users/me')
  while (answer.status === 200 && Date.now() < end)
  refused(answer, 403, 'You are banned from Ostiary')
})

async function makeKeyOf(api) {
  const made = (await api.post('/api/v1/users/me/api-tokens/create', { permissions: [] })).body
  at.secret(made.token)
  return made
}
