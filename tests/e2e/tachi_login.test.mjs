// tachi_login - signing in over Tachi's API: a session of a program, by a cookie of its own.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formsOf, Person } from './harness/person.mjs'
import { PASSWORD, scene } from './harness/scene.mjs'
import { Api, CLIENT, done, refused, sessionOf } from './harness/tachi.mjs'

let guest
const at = scene(async () => {
  guest = new Api(at.cluster.issuer)
})

const login = (body, options) => guest.post('/api/v1/auth/login', body, options)
const good = { username: 'alan', '!password': PASSWORD, captcha: 'none is asked for' }

async function programOf(answer) {
  const [cookie] = answer.headers.getSetCookie()
  const value = cookie.split(';')[0]
  at.secret(value.split('=')[1])
  return new Api(at.cluster.issuer, { cookie: value })
}

test('a program signs in, is somebody, and signs out', async () => {
  const answer = await login(good)
  const { userID } = done(answer, `Successfully logged in as alan (#${answer.body.userID})`)
  assert.equal(typeof userID, 'number')
  const [cookie, ...more] = answer.headers.getSetCookie()
  assert.deepEqual(more, [])
  assert.match(cookie, /^Ostiary_SESSION=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
  const program = await programOf(answer)
  assert.equal((await program.get('/api/v1/users/me')).body.id, userID)
  const client = done(await program.post('/api/v1/clients/create', CLIENT), 'Created a new API client.')
  assert.deepEqual((await program.get('/api/v1/clients')).body, [client])
  done(await program.post('/api/v1/auth/logout'), 'Logged Out.')
  refused(await program.get('/api/v1/clients'), 401, 'You are not authenticated (for a session-level request, atleast).')
  refused(await program.post('/api/v1/auth/logout'), 409, 'You are not logged in.')
})

test('the captcha may be missing, but nothing else', async () => {
  assert.equal((await login({ username: 'alan', '!password': PASSWORD })).status, 200)
  refused(await login({ '!password': PASSWORD }), 400, '[username] Expected string. (Received nothing (undefined))')
  refused(await login({ username: 'alan' }), 400, '[!password] Expected string. (Received nothing (undefined))')
  refused(await login({ ...good, '!password': 12345678 }), 400, '[!password] Expected string. (Received ****)')
  refused(await login({ ...good, remember: true }), 400, '[null] Unexpected properties inside object: remember.')
})

test('nobody learns whether it was the name or the password', async () => {
  refused(await login({ ...good, username: 'nobody' }), 403, 'Incorrect username or password.')
  refused(await login({ ...good, '!password': 'not it, surely' }), 403, 'Incorrect username or password.')
})

test('the session of a program is none of a browser, nor the other way round', async () => {
  const program = await programOf(await login(good))
  const value = program.headers.cookie.split('=')[1]
  const browser = new Person(at.cluster.issuer, 'alan', PASSWORD)
  browser.cookies.set('ostiary-session', value)
  const page = await browser.visit('/account')
  assert.ok(formsOf(page.html).some(({ fields }) => 'password' in fields), 'it has to sign in')

  const person = new Person(at.cluster.issuer, 'alan', PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  const swapped = new Api(at.cluster.issuer, {
    cookie: `Ostiary_SESSION=${person.cookies.get('ostiary-session')}`,
  })
  refused(await swapped.post('/api/v1/oauth/create-code'), 401, 'You are not authenticated.')
  assert.equal((await sessionOf(person).get('/api/v1/status')).body.permissions.length, 8)
})

test('a bare code of a program is as good as one of a browser', async () => {
  const program = await programOf(await login(good))
  const client = done(await program.post('/api/v1/clients/create', CLIENT), 'Created a new API client.')
  const person = new Person(at.cluster.issuer, 'alan', PASSWORD)
  await person.authorize(`/oauth/request-auth?clientID=${client.clientID}`)
  const { code } = done(await program.post('/api/v1/oauth/create-code'), 'Successfully created code.')
  const answer = await guest.post('/api/v1/oauth/token', {
    client_id: client.clientID,
    client_secret: client.clientSecret,
    grant_type: 'authorization_code',
    redirect_uri: client.redirectUri,
    code,
  })
  done(answer, 'Successfully authenticated.')
})

test('another site can neither sign anybody in nor out', async () => {
  const foreign = { headers: { origin: 'https://other.example' } }
  assert.equal((await login(good, foreign)).status, 403)
  const program = await programOf(await login(good))
  assert.equal((await program.post('/api/v1/auth/logout', undefined, foreign)).status, 403)
  assert.equal((await program.get('/api/v1/users/me')).status, 200)
})

test('who guesses has to wait', async () => {
  at.cluster.addPerson('target', PASSWORD)
  let answer
  for (let i = 0; i < 40 && answer?.status !== 429; i++) {
    answer = await login({ username: 'target', '!password': `guess number ${i}` })
  }
  assert.equal(answer.status, 429)
  assert.equal(answer.success, false)
  const { message, headers, said } = answer
  assert.equal(said.status, 429)
  assert.equal(message, "You're being rate limited.")
  assert.match(headers.get('retry-after'), /^\d+$/)
})
