// tachi_clients - Tachi's apps over its API: made, looked at, changed, ended; each refusal in its words.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { PASSWORD, scene } from './harness/scene.mjs'
import { Api, CLIENT, done, keyed, refused, sessionOf } from './harness/tachi.mjs'

const NO_SESSION = 'You are not authenticated (for a session-level request, atleast).'
let guest, alan, grace, people

const at = scene(async () => {
  guest = new Api(at.cluster.issuer)
  at.cluster.addPerson('grace', PASSWORD)
  at.cluster.addPerson('root', PASSWORD, ['--group', 'admin'])
  people = {}
  for (const name of ['alan', 'grace', 'root']) {
    people[name] = new Person(at.cluster.issuer, name, PASSWORD)
    await people[name].signIn(await people[name].visit('/sign-in'))
  }
  alan = sessionOf(people.alan)
  grace = sessionOf(people.grace)
})

const make = async (changes = {}, by = alan) => {
  const body = done(
    await by.post('/api/v1/clients/create', { ...CLIENT, ...changes }),
    'Created a new API client.',
  )
  at.secret(body.clientSecret)
  return body
}

const create = (changes, by = alan) => by.post('/api/v1/clients/create', { ...CLIENT, ...changes })

test('a new client has the shape that its programs know', async () => {
  const client = await make({
    webhookUri: 'https://app.example/hook',
    apiKeyTemplate: '{\n\t"key": "%%TACHI_KEY%%"\n}',
    apiKeyFilename: 'config.json',
  })
  assert.match(client.clientID, /^CI[0-9a-f]{40}$/)
  assert.match(client.clientSecret, /^CS[0-9a-f]{40}$/)
  assert.equal(typeof client.author, 'number')
  const { clientID, clientSecret, author, ...rest } = client
  assert.deepEqual(rest, {
    name: 'Score bot',
    requestedPermissions: ['submit_score', 'manage_rivals'],
    redirectUri: 'https://app.example/callback',
    webhookUri: 'https://app.example/hook',
    apiKeyTemplate: '{\n\t"key": "%%TACHI_KEY%%"\n}',
    apiKeyFilename: 'config.json',
  })
})

test('permissions are kept once', async () => {
  const client = await make({ permissions: ['submit_score', 'submit_score'] })
  assert.deepEqual(client.requestedPermissions, ['submit_score'])
})

test('anybody may look at a client, but not at its secret', async () => {
  const client = await make()
  const seen = done(await guest.get(`/api/v1/clients/${client.clientID}`), 'Retrieved client Score bot.')
  const { clientSecret, ...rest } = client
  assert.deepEqual(seen, rest)
  refused(await guest.get('/api/v1/clients/CI0'), 404, 'This client does not exist.')
  refused(
    await guest.get(`/api/v1/clients/${at.app.client.client_id}`),
    404,
    'This client does not exist.',
  )
})

test('a list has ones own, with their secrets', async () => {
  const mine = await make({ name: 'Of Grace' }, grace)
  const list = done(await grace.get('/api/v1/clients'), 'Returned 1 clients.')
  assert.deepEqual(list, [mine])
  refused(await guest.get('/api/v1/clients'), 401, NO_SESSION)
})

test('a key is not enough', async () => {
  const { token } = (
    await alan.post('/api/v1/users/me/api-tokens/create', { permissions: ['submit_score'] })
  ).body
  at.secret(token)
  const key = keyed(at.cluster.issuer, token)
  const { clientID } = await make()
  refused(await key.get('/api/v1/clients'), 401, NO_SESSION)
  refused(await key.post('/api/v1/clients/create', CLIENT), 401, 'You are not authenticated.')
  refused(await key.patch(`/api/v1/clients/${clientID}`, { name: 'Mine' }), 401, NO_SESSION)
  refused(await key.delete(`/api/v1/clients/${clientID}`), 401, NO_SESSION)
})

// -- create --

test('every key has to be there, before anybody asks who it is', async () => {
  for (const [key, words] of [
    ['name', 'Expected a string with length between 3 and 80.'],
    ['redirectUri', 'Expected ?string or null.'],
    ['webhookUri', 'Expected ?string or null.'],
    ['apiKeyTemplate', 'Expected a string.'],
    ['apiKeyFilename', 'Expected ?string or null.'],
    ['permissions', 'Value was not an array.'],
  ]) {
    const { [key]: _, ...rest } = CLIENT
    refused(
      await guest.post('/api/v1/clients/create', rest),
      400,
      `[${key}] ${words} (Received nothing (undefined))`,
    )
  }
  refused(await guest.post('/api/v1/clients/create', CLIENT), 401, 'You are not authenticated.')
})

test('a name has three to eighty letters, and a long one is shown in part', async () => {
  const fault = '[name] Expected a string with length between 3 and 80.'
  for (const [name, received] of [
    ['ab', 'ab'],
    ['a'.repeat(99), 'a'.repeat(99)],
    ['é'.repeat(100), `${'é'.repeat(97)}...`],
    [null, 'null'],
    [7, '7'],
  ]) {
    refused(await create({ name }), 400, `${fault} (Received ${received})`)
  }
  for (const name of ['', [], {}]) refused(await create({ name }), 400, fault)
})

test('permissions are known and at least one', async () => {
  refused(await create({ permissions: [] }), 400, 'Invalid permissions -- Need to require atleast one.')
  const known =
    'submit_score, customise_profile, customise_score, customise_session, delete_score, manage_rivals, manage_targets, manage_challenges'
  for (const [foreign, received] of [['rule_the_world', 'rule_the_world'], [5, '5'], [null, 'null']]) {
    refused(
      await create({ permissions: ['submit_score', foreign] }),
      400,
      `[permissions[1]] Expected any of ${known}. (Received ${received})`,
    )
  }
})

test('where answers go is an address that will do', async () => {
  for (const redirectUri of ['not a URL', '', 'javascript:alert(1)', 'ftp://app.example/', 'http://app.example/cb']) {
    refused(await create({ redirectUri }), 400, 'Invalid Redirect URL.')
  }
  for (const webhookUri of ['not a URL', '', 'http://app.example/hook']) {
    refused(await create({ webhookUri }), 400, 'Invalid Webhook URL.')
  }
})

test('a scheme of the app’s own begins with tachi-', async () => {
  const { redirectUri } = await make({ redirectUri: 'tachi-desktop1:callback' })
  assert.equal(redirectUri, 'tachi-desktop1:callback')
  refused(await create({ redirectUri: 'tachi:callback' }), 400, 'Invalid Redirect URL.')
})

test('a template has a place for the key', async () => {
  refused(
    await create({ apiKeyTemplate: 'key=' }),
    400,
    '[apiKeyTemplate] Must contain %%TACHI_KEY%% as part of the template. (Received key=)',
  )
  const { clientID } = await make()
  refused(
    await alan.patch(`/api/v1/clients/${clientID}`, { apiKeyTemplate: 'key=' }),
    400,
    '[apiKeyTemplate] Must contain a %%TACHI_KEY%% placeholder. (Received key=)',
  )
})

test('what is not known is refused', async () => {
  refused(await create({ scope: 'x' }), 400, '[null] Unexpected properties inside object: scope.')
})

test('nobody but administrators has more than fifteen', async () => {
  at.cluster.addPerson('many', PASSWORD)
  const person = new Person(at.cluster.issuer, 'many', PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  const many = sessionOf(person)
  for (let i = 0; i < 15; i++) await make({}, many)
  refused(
    await create({}, many),
    400,
    'You have created too many API clients. The current cap is 15.',
  )
  for (let i = 0; i < 16; i++) await make({}, sessionOf(people.root))
})

// -- update --

test('a change is seen, and null clears', async () => {
  const client = await make({ webhookUri: 'https://app.example/hook' })
  const path = `/api/v1/clients/${client.clientID}`
  const now = done(
    await alan.patch(path, { name: 'Another', redirectUri: 'https://app.example/other', webhookUri: null }),
    'Updated client.',
  )
  const expected = { ...client, name: 'Another', redirectUri: 'https://app.example/other', webhookUri: null }
  assert.deepEqual(now, expected)
  done(await alan.patch(path, { redirectUri: null, apiKeyFilename: 'key.ini' }), 'Updated client.')
  const { redirectUri, apiKeyFilename } = (await guest.get(path)).body
  assert.deepEqual({ redirectUri, apiKeyFilename }, { redirectUri: null, apiKeyFilename: 'key.ini' })
})

test('a change is refused in this order: no client, nobody there, not theirs, not well formed', async () => {
  const { clientID } = await make()
  const path = `/api/v1/clients/${clientID}`
  refused(await guest.patch('/api/v1/clients/CI0', { name: 'x' }), 404, 'This client does not exist.')
  refused(await guest.patch(path, { name: 'x' }), 401, NO_SESSION)
  refused(await grace.patch(path, { name: 'x' }), 403, 'You are not authorized to perform this action.')
  refused(
    await alan.patch(path, { permissions: ['delete_score'] }),
    400,
    '[null] Unexpected properties inside object: permissions.',
  )
  refused(await alan.patch(path, { redirectUri: '' }), 400, '[redirectUri] Invalid URL.')
  refused(await alan.patch(path, { webhookUri: '' }), 400, '[webhookUri] Invalid URL.')
  refused(await alan.patch(path, { webhookUri: 'http://x.example/' }), 400, '[webhookUri] Invalid URL. (Received http://x.example/)')
  refused(await alan.patch(path, { webhookUri: 5 }), 400, '[webhookUri] Expected a string. (Received 5)')
  refused(await alan.patch(path, {}), 400, 'No changes to make.')
})

// -- secret and end --

test('a new secret is bare, the old one is worth nothing, and keys go on', async () => {
  const client = await make()
  const back = await people.alan.authorize(`/oauth/request-auth?clientID=${client.clientID}`)
  const redeem = (code, client_secret) =>
    guest.post('/api/v1/oauth/token', {
      client_id: client.clientID,
      client_secret,
      grant_type: 'authorization_code',
      redirect_uri: client.redirectUri,
      code,
    })
  const { token } = (await redeem(back.searchParams.get('code'), client.clientSecret)).body
  const path = `/api/v1/clients/${client.clientID}/reset-secret`
  const { clientSecret, ...rest } = done(await alan.post(path), 'Reset secret.')
  assert.match(clientSecret, /^[0-9a-f]{40}$/)
  assert.deepEqual({ ...rest, clientSecret: client.clientSecret }, client)
  await until('the old secret is refused everywhere', async () => {
    return (await redeem('x', client.clientSecret)).status === 403
  }, 1500)
  refused(await redeem('x', client.clientSecret), 403, 'Invalid secret.')
  refused(await redeem('x', clientSecret), 404, 'This code does not exist.')
  assert.equal((await keyed(at.cluster.issuer, token).get('/api/v1/users/me')).status, 200)
})

test('a client that is deleted is gone, and so are its keys', async () => {
  const client = await make()
  const path = `/api/v1/clients/${client.clientID}`
  const back = await people.alan.authorize(`/oauth/request-auth?clientID=${client.clientID}`)
  const { token } = (
    await guest.post('/api/v1/oauth/token', {
      client_id: client.clientID,
      client_secret: client.clientSecret,
      grant_type: 'authorization_code',
      redirect_uri: client.redirectUri,
      code: back.searchParams.get('code'),
    })
  ).body
  const body = done(await alan.delete(path), `Deleted Score bot (${client.clientID}).`)
  assert.deepEqual(body, {})
  refused(await guest.get(path), 404, 'This client does not exist.')
  const end = Date.now() + 1500
  let answer
  do answer = await keyed(at.cluster.issuer, token).get('/api/v1/users/me')
  while (answer.status === 200 && Date.now() < end)
  refused(
    answer,
    401,
    'The provided API token does not correspond with any key in the database.',
  )
})

for (const [method, path] of [
  ['post', '/reset-secret'],
  ['delete', ''],
]) {
  test(`${method} ${path} is for the owner`, async () => {
    const { clientID } = await make()
    const address = (id) => `/api/v1/clients/${id}${path}`
    refused(await guest[method](address('CI0')), 404, 'This client does not exist.')
    refused(await guest[method](address(clientID)), 401, NO_SESSION)
    refused(await grace[method](address(clientID)), 403, 'You are not authorized to perform this action.')
  })
}

test('the addresses of the first generation lead to the same', async () => {
  const made = done(
    await alan.post('/api/v1/oauth/clients/create', {
      name: 'Old times',
      redirectUri: 'https://app.example/callback',
      permissions: ['submit_score'],
    }),
    'Created a new API client.',
  )
  const path = `/api/v1/oauth/clients/${made.clientID}`
  assert.equal((await guest.get(path)).body.name, 'Old times')
  assert.equal(done(await alan.patch(path, { name: 'Old as well' }), 'Updated client.').name, 'Old as well')
  done(await alan.post(`${path}/reset-secret`), 'Reset secret.')
  assert.ok(done(await alan.get('/api/v1/oauth/clients'), (await alan.get('/api/v1/clients')).description).length)
  done(await alan.delete(path), `Deleted Old as well (${made.clientID}).`)
})

test('a page of another site changes nothing', async () => {
  const { clientID } = await make()
  const foreign = { headers: { origin: 'https://other.example' } }
  for (const answer of [
    await alan.ask('DELETE', `/api/v1/clients/${clientID}`, foreign),
    await alan.ask('PATCH', `/api/v1/clients/${clientID}`, { json: { name: 'Mallory' }, ...foreign }),
    await alan.ask('POST', '/api/v1/clients/create', { json: CLIENT, ...foreign }),
  ]) {
    assert.equal(answer.status, 403)
  }
  assert.equal((await guest.get(`/api/v1/clients/${clientID}`)).body.name, 'Score bot')
})
