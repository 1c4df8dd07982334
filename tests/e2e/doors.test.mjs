// Every door that a proof of somebody opens, and every way in which what stands behind the proof can
// end: soon each door is shut that has to be, and no other.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { startCluster, until } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { Api, CLIENT } from './harness/tachi.mjs'
import { TailchatApp } from './harness/tailchat.mjs'

const PASSWORD = 'a door is a wall that opens'
const WITHIN_MS = 3000 // that it is one where it matters is for ended.test.mjs, with replicas
const SCOPES = { standard: 'openid profile', tailchat: 'openid profile offline_access', tachi: CLIENT.permissions.join(' '), opencollective: 'account email' }

let cluster, number = 0
before(async () => (cluster = await startCluster()))
after(() => cluster.stop())

const bearer = (token) => ({ authorization: `Bearer ${token}` })
async function ask(path, { json, form, headers = {}, method = json || form ? 'POST' : 'GET' } = {}) {
  const body = json ? JSON.stringify(json) : form && new URLSearchParams(form)
  const type = json ? { 'content-type': 'application/json' } : {}
  const answer = await fetch(new URL(path, cluster.issuer), { method, body, headers: { ...type, ...headers }, redirect: 'manual' })
  const text = await answer.text()
  try {
    return { status: answer.status, headers: answer.headers, body: JSON.parse(text) }
  } catch {
    return { status: answer.status, headers: answer.headers, text }
  }
}
const claimsOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'))
const good = (answer) => (assert.equal(answer.status, 200, JSON.stringify(answer)), answer.body)

// -- proofs: of one person and one app of each dialect, as { door: does it open? } -------------------------

const TOKENS = { standard: '/oauth2/token', tailchat: '/open/token', tachi: '/api/v1/oauth/token', opencollective: '/oauth/token' }

function redeem(client, dialect, form) {
  const all = { client_id: client.client_id, client_secret: client.client_secret, redirect_uri: CALLBACK, grant_type: 'authorization_code', ...form }
  return ask(TOKENS[dialect], dialect === 'tachi' ? { json: all } : { form: all })
}

const asking = {
  standard: (client) => ({ app: new App(cluster, client), url: (app) => app.authorizeUrl({ scope: SCOPES.standard }) }),
  tailchat: (client) => ({ app: new TailchatApp(cluster.issuer, client), url: (app) => app.authorizeUrl({ scope: SCOPES.tailchat, prompt: 'consent' }) }),
  tachi: (client) => ({ url: () => `/oauth/request-auth?clientID=${client.client_id}` }),
  opencollective: (client) => ({ url: () => `/oauth/authorize?client_id=${client.client_id}&response_type=code&scope=${SCOPES.opencollective.replace(' ', ',')}` }),
}

// Redeems a code of the person's: what it asks with is kept, so that another code waits.
async function code(person, client, dialect) {
  const { app, url } = asking[dialect](client)
  const back = await person.authorize(url(app))
  const form = { code: back.searchParams.get('code') }
  if (dialect === 'standard') form.code_verifier = app.proof.verifier
  return () => redeem(client, dialect, form)
}

const opens = async (answer) => (await answer).status === 200
const account = async (headers) => (await ask('/graphql/v2?query=%7Bme%7Bslug%7D%7D', { headers })).body.data?.me != null

async function somebody() {
  const name = `somebody${number++}`
  const { id } = cluster.addPerson(name, PASSWORD)
  const person = new Person(cluster.issuer, name, PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  const clients = {}, doors = {}, held = {}

  for (const dialect of Object.keys(SCOPES)) {
    const client = cluster.addClient(`${name}-${dialect}`, ['--confidential', '--dialects', dialect, '--redirect-uri', CALLBACK, '--scope', SCOPES[dialect]])
    clients[dialect] = client
    const tokens = good(await (await code(person, client, dialect))())
    for (const [kind, token] of Object.entries(tokens.body ?? tokens)) {
      if (/token$/.test(kind)) held[`${dialect} ${kind}`] = token
    }
    const waiting = await code(person, client, dialect)
    doors[`${dialect} code`] = async () => opens(waiting())
    const refresh = (form) => opens(redeem(client, dialect, { grant_type: 'refresh_token', redirect_uri: '', ...form }))
    Object.assign(doors, {
      standard: () => ({
        'standard token': () => opens(ask('/oauth2/userinfo', { headers: bearer(tokens.access_token) })),
        'standard introspection': async () => (await new App(cluster, client).introspect(tokens.access_token)).body.active === true,
      }),
      tailchat: () => ({
        'tailchat token': () => opens(ask('/open/me', { headers: bearer(tokens.access_token) })),
        'tailchat refresh': () => refresh({ refresh_token: tokens.refresh_token }),
      }),
      tachi: () => ({ 'tachi key of an app': () => opens(ask('/api/v1/users/me', { headers: bearer(tokens.body.token) })) }),
      opencollective: () => ({ 'opencollective token': () => account(bearer(tokens.access_token)) }),
    }[dialect]())
  }

  const cookie = [...person.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  const email = `${name}@example.org`
  const tailchat = good(await ask('/api/user/login', { json: { username: name, password: PASSWORD } })).data.token
  const login = await ask('/api/v1/auth/login', { json: { username: name, '!password': PASSWORD } })
  const program = login.headers.get('set-cookie').split(';')[0]
  const session = good(await ask('/users/signin', { json: { user: { email, password: PASSWORD } } })).token
  const key = good(await ask('/api/v1/users/me/api-tokens/create', { json: { permissions: ['submit_score'] }, headers: { cookie } })).body.token
  const made = good(await ask('/graphql', { headers: bearer(session), json: { query: 'mutation{createPersonalToken(personalToken:{name:"t",scope:[email]}){token}}' } }))
  const { appId, appSecret } = good(await ask('/api/openapi/app/create', { json: { appName: 'bot', appDesc: '', appIcon: '' }, headers: { 'x-token': tailchat } })).data
  good(await ask('/api/openapi/app/setAppCapability', { json: { appId, capability: ['bot'] }, headers: { 'x-token': tailchat } }))
  const proof = createHash('md5').update(appId + appSecret).digest('hex')
  const botLogin = () => ask('/api/openapi/bot/login', { json: { appId, token: proof } })
  const bot = good(await botLogin()).data.jwt

  Object.assign(doors, {
    'browser': async () => (await ask('/account', { headers: { cookie } })).status === 200,
    'tailchat session': () => opens(ask('/api/openapi/app/all', { headers: { 'x-token': tailchat } })),
    'tachi session': () => opens(ask('/api/v1/users/me', { headers: { cookie: program } })),
    'opencollective session': () => account(bearer(session)),
    'tachi key': () => opens(ask('/api/v1/users/me', { headers: bearer(key) })),
    'personal token': () => account({ 'personal-token': made.data.createPersonalToken.token }),
    'bot session': async () => (await ask('/api/openapi/app/get', { json: { appId }, headers: { 'x-token': bot } })).status === 200,
    'bot sign-in': () => opens(botLogin()),
  })
  const proofs = { ...held, cookie: person.cookies.get('ostiary-session'), tailchat, 'tailchat handle': claimsOf(tailchat).jti,
    tachi: program.split('=')[1], opencollective: session, 'opencollective handle': claimsOf(session).sessionId,
    'tachi key': key, 'personal token': made.data.createPersonalToken.token, bot, 'bot proof': proof }
  return { name, id, clients, doors, proofs, appId, cookie, tailchat }
}

// -- endings ---------------------------------------------------------------------------------------------

const KEYS = ['tachi key', 'personal token']
const BOT = ['bot session', 'bot sign-in']
const SESSIONS = ['browser', 'tailchat session', 'tachi session', 'opencollective session']
const all = (who) => Object.keys(who.doors)
const without = (who, ...left) => all(who).filter((door) => !left.flat().includes(door))
const granted = (who) => without(who, KEYS, BOT, SESSIONS)
const each = (who, args) => Object.values(who.clients).forEach(({ client_id }) => cluster.ctl(args(client_id)))
const elsewhere = { standard: 'tailchat', tailchat: 'standard', tachi: 'standard', opencollective: 'standard' }

// What ends, and the doors that are shut then.
const ENDINGS = {
  'the person is disabled': {
    end: ({ name }) => cluster.ctl(['user', 'disable', '--username', name]),
    shut: (who) => without(who, BOT),
  },
  'the person is erased': {
    end: ({ name }) => cluster.ctl(['user', 'delete', '--username', name]),
    shut: all, // with their apps, bots too
  },
  'the password is another one': {
    end: ({ name }) => cluster.ctl(['user', 'password', '--username', name, '--password-stdin'], 'another password\n'),
    shut: (who) => without(who, BOT, KEYS, 'tachi key of an app'),
  },
  'the person signs out': {
    end: (who) => ask('/sign-out', { form: {}, headers: { cookie: who.cookie } }),
    shut: () => ['browser', 'standard token', 'standard introspection', 'standard code', 'tachi code'],
  },
  'the apps are disabled': {
    end: (who) => each(who, (id) => ['client', 'disable', '--client-id', id]),
    shut: granted,
  },
  'the apps are forgotten': {
    end: (who) => each(who, (id) => ['client', 'delete', '--client-id', id]),
    shut: granted,
  },
  'consent is withdrawn': {
    end: (who) => each(who, (id) => ['grant', 'end', '--username', who.name, '--client-id', id]),
    shut: granted,
  },
  'the apps are switched off in their dialects': {
    end: (who) => Object.entries(who.clients).forEach(([dialect, { client_id }]) =>
      cluster.ctl(['client', 'update', '--client-id', client_id, '--dialects', elsewhere[dialect]])),
    shut: granted,
  },
  'the secrets of the apps are renewed by force': {
    end: (who) => each(who, (id) => ['client', 'rotate-secret', '--client-id', id, '--force']),
    shut: granted,
  },
  'the app of the bot is disabled': {
    end: ({ appId }) => cluster.ctl(['client', 'disable', '--client-id', appId]),
    shut: () => BOT,
  },
  'the app has no bot any more': {
    end: (who) => ask('/api/openapi/app/setAppCapability', { json: { appId: who.appId, capability: [] }, headers: { 'x-token': who.tailchat } }),
    shut: () => BOT,
  },
}

describe('soon the right doors are shut', () => {
  for (const [what, { end, shut }] of Object.entries(ENDINGS)) {
    it(`when ${what}`, async () => {
      const who = await somebody()
      const reusable = all(who).filter((door) => !/ code$/.test(door)) // a code is tried once
      for (const door of reusable) assert.equal(await who.doors[door](), true, `${door} opens before`)
      await end(who)
      const expected = shut(who).sort(), found = async (doors) => {
        const open = await Promise.all(doors.map(async (door) => [door, await who.doors[door]()]))
        return open.filter(([, opened]) => !opened).map(([door]) => door)
      }
      const inTime = expected.filter((door) => reusable.includes(door))
      await until(`${inTime} are shut`, async () => (await found(inTime)).length === inTime.length, WITHIN_MS)
      assert.deepEqual((await found(all(who))).sort(), expected)
    })
  }
})

// -- proofs at the doors of others ---------------------------------------------------------------------------

// Where somebody may try what they have, and which of it is right there.
const TRIES = {
  'userinfo': { opens: ['standard access_token'], ask: (proof) => opens(ask('/oauth2/userinfo', { headers: bearer(proof) })) },
  'introspection': {
    opens: ['standard access_token', 'standard refresh_token'],
    ask: async (proof, { clients }) => (await Promise.all(Object.values(clients).map((client) => new App(cluster, client).introspect(proof)))).some(({ body }) => body.active),
  },
  'Tailchat userinfo': { opens: ['tailchat access_token'], ask: (proof) => opens(ask('/open/me', { form: { access_token: proof } })) },
  'Tailchat X-Token': { opens: ['tailchat', 'bot'], ask: (proof, { appId }) => opens(ask('/api/openapi/app/get', { json: { appId }, headers: { 'x-token': proof } })) },
  'Tailchat bot': { opens: ['bot proof'], ask: (proof, { appId }) => opens(ask('/api/openapi/bot/login', { json: { appId, token: proof } })) },
  'Tachi key': { opens: ['tachi token', 'tachi key'], ask: (proof) => opens(ask('/api/v1/users/me', { headers: bearer(proof) })) },
  'Tachi cookie': { opens: ['tachi'], ask: (proof) => opens(ask('/api/v1/users/me', { headers: { cookie: `Ostiary_SESSION=${proof}` } })) },
  'Open Collective bearer': { opens: ['opencollective access_token', 'opencollective'], ask: (proof) => account(bearer(proof)) },
  'Open Collective key': { opens: ['personal token'], ask: (proof) => account({ 'personal-token': proof }) },
  'Open Collective key in the path': {
    opens: ['personal token'],
    ask: async (proof) => (await ask(`/graphql/v2/${encodeURIComponent(proof)}?query=%7Bme%7Bslug%7D%7D`)).body?.data?.me != null,
  },
  'browser': { opens: ['cookie'], ask: async (proof) => (await ask('/account', { headers: { cookie: `ostiary-session=${proof}` } })).status === 200 },
}
for (const dialect of ['standard', 'tailchat', 'opencollective']) {
  TRIES[`refreshing in ${dialect}`] = {
    opens: [`${dialect} refresh_token`],
    ask: async (proof, { clients }) => (await Promise.all(Object.values(clients).map((client) =>
      redeem(client, dialect, { grant_type: 'refresh_token', redirect_uri: '', refresh_token: proof })))).some(({ status }) => status === 200),
  }
}

describe('what opens one door opens no other', () => {
  let who
  before(async () => {
    who = await somebody()
    who.proofs['opencollective inner'] = claimsOf(who.proofs['opencollective access_token']).access_token
  })

  for (const [door, { ask: enter, opens: right }] of Object.entries(TRIES)) {
    it(`${door}: ${right.join(', ')}`, async () => {
      // What is right is tried last: a refresh token ends what it replaces.
      const wrong = Object.keys(who.proofs).filter((proof) => !right.includes(proof))
      const open = []
      for (const proof of [...wrong, ...right]) {
        assert.ok(who.proofs[proof], proof)
        if (await enter(who.proofs[proof], who)) open.push(proof)
      }
      assert.deepEqual(open, right)
    })
  }
})
