// tachi_webhooks - what an app hears of its authorizations: posted by the courier over HTTPS, with the
// app's secret, once for each thing that happened.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startCluster, until } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { PASSWORD } from './harness/scene.mjs'
import { CLIENT, done, refused, sessionOf } from './harness/tachi.mjs'

const dir = mkdtempSync(join(process.env.OSTIARY_TMP ?? tmpdir(), 'ostiary-hook-'))
const heard = []
const SLOW_MS = 400
let cluster, server, hook, alan, me

function certificate() {
  const files = { key: join(dir, 'key.pem'), cert: join(dir, 'cert.pem') }
  const run = spawnSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', files.key, '-out', files.cert],
    { encoding: 'utf8' },
  )
  assert.equal(run.status, 0, run.stderr)
  return files
}

before(async () => {
  const files = certificate()
  const options = { key: readFileSync(files.key), cert: readFileSync(files.cert) }
  server = createServer(options, (request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', () => {
      const { authorization, 'content-type': media, 'webhook-id': id } = request.headers
      heard.push({ method: request.method, path: request.url, authorization, media, id, ...JSON.parse(text) })
      setTimeout(() => response.end('thank you'), request.url === '/slow' ? SLOW_MS : 0)
    })
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  hook = `https://localhost:${server.address().port}/hook`
  cluster = await startCluster({
    env: { OSTIARY_COURIER_WEBHOOK_ALLOW: '127.0.0.1', OSTIARY_COURIER_WEBHOOK_CA_FILE: files.cert },
  })
  for (const name of ['alan', 'grace', 'ada']) cluster.addPerson(name, PASSWORD)
  alan = await signedIn('alan')
  me = (await sessionOf(alan).get('/api/v1/users/me')).body
})

after(async () => {
  await cluster?.stop()
  server.close()
  rmSync(dir, { recursive: true, force: true })
})

async function signedIn(name) {
  const person = new Person(cluster.issuer, name, PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  return person
}

const make = async (changes) =>
  done(
    await sessionOf(alan).post('/api/v1/clients/create', { ...CLIENT, webhookUri: hook, ...changes }),
    'Created a new API client.',
  )

const letIn = (person, client) => person.authorize(`/oauth/request-auth?clientID=${client.clientID}`)
const of = (client) => heard.filter(({ content }) => content.clientID === client.clientID)

// The next thing that this app hears.
async function next(client, n) {
  await until(`message ${n} to ${client.clientID}`, () => of(client).length >= n)
  return of(client)[n - 1]
}

test('an app hears that it was let in, and that this ended', async () => {
  const client = await make()
  await letIn(alan, client)
  const first = await next(client, 1)
  assert.deepEqual(first, {
    method: 'POST',
    path: '/hook',
    authorization: `Bearer ${client.clientSecret}`,
    media: 'application/json',
    id: first.id,
    type: 'authorization-granted/v1',
    content: { clientID: client.clientID, userID: me.id },
  })
  await letIn(alan, client) // allowed before: nothing new
  const page = await alan.visit('/account/apps')
  assert.match(page.html, /Score bot/)
  const answer = await alan.visit('/account/apps', {
    method: 'POST',
    body: new URLSearchParams({ client_id: client.clientID }),
  })
  assert.equal(answer.status, 200)
  const second = await next(client, 2)
  assert.equal(second.type, 'authorization-withdrawn/v1')
  assert.deepEqual(second.content, { clientID: client.clientID, userID: me.id })
  assert.notEqual(second.id, first.id)
})

test('it hears that a key was ended by whose it is', async () => {
  const client = await make()
  await letIn(alan, client)
  await next(client, 1)
  const keys = `/api/v1/users/${me.id}/api-tokens`
  const made = done(
    await sessionOf(alan).post(`${keys}/create`, { clientID: client.clientID }),
    'Successfully created new API Token.',
  )
  done(await sessionOf(alan).delete(`${keys}/${made.token}`), 'Removed Token.')
  const { type, content } = await next(client, 2)
  assert.equal(type, 'api-key-revoked/v1')
  assert.deepEqual(content, { clientID: client.clientID, userID: me.id })
})

test('it hears that a person was shut out, or is gone', async () => {
  const client = await make()
  for (const [name, command, type] of [
    ['grace', 'disable', 'user-disabled/v1'],
    ['ada', 'delete', 'user-deleted/v1'],
  ]) {
    const person = await signedIn(name)
    const { id } = (await sessionOf(person).get('/api/v1/users/me')).body
    await letIn(person, client)
    const n = of(client).length
    await until('it heard of the person', () =>
      of(client).some(({ content }) => content.userID === id),
    )
    cluster.ctl(['user', command, '--username', name])
    await until(`${type}`, () => of(client).some((message) => message.type === type))
    const message = of(client).find((each) => each.type === type)
    assert.deepEqual(message.content, { clientID: client.clientID, userID: id })
    assert.ok(of(client).length > n)
  }
})

test('its owner may try it, and a new secret is the one that comes along', async () => {
  const client = await make()
  const path = `/api/v1/clients/${client.clientID}`
  done(await sessionOf(alan).post(`${path}/try-webhook`), 'Sent status/v1.')
  const first = await next(client, 1)
  assert.equal(first.type, 'status/v1')
  assert.deepEqual(first.content, { clientID: client.clientID })
  assert.equal(first.authorization, `Bearer ${client.clientSecret}`)
  const { clientSecret } = (await sessionOf(alan).post(`${path}/reset-secret`)).body
  done(await sessionOf(alan).post(`${path}/try-webhook`), 'Sent status/v1.')
  assert.equal((await next(client, 2)).authorization, `Bearer ${clientSecret}`)
  done(await sessionOf(alan).patch(path, { webhookUri: null }), 'Updated client.')
  refused(await sessionOf(alan).post(`${path}/try-webhook`), 400, 'This client has no webhookUri.')
})

test('who did not ask to be told hears nothing', async () => {
  const quiet = await make({ webhookUri: null })
  const loud = await make()
  await letIn(alan, quiet)
  await letIn(alan, loud)
  await next(loud, 1)
  assert.deepEqual(of(quiet), [])
})

// It is the last one: the server is the same as that of the others.
test('a server that is slow is given time, so that others are not made to wait', async () => {
  const client = await make({ webhookUri: hook.replace('/hook', '/slow') })
  const told = () => sessionOf(alan).post(`/api/v1/clients/${client.clientID}/try-webhook`, {})
  await Promise.all([told(), told()])
  await next(client, 1)
  const first = Date.now()
  await next(client, 2)
  assert.ok(Date.now() - first > 8 * SLOW_MS, `${Date.now() - first} ms`)
})
