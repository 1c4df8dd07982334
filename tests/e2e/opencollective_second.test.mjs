// A second factor as Open Collective's clients meet it: half a sign-in, and changes that take a code.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { addAuthenticator } from './harness/authenticator.mjs'
import { JSON_TYPE, PASSWORD, app, authorize, bearer, claims, close, open, parsed, person, signIn, url } from './harness/opencollective.mjs'

const USER = { email: 'alan@example.org', password: PASSWORD }

let before_it, phone, recovery

const post = async (path, body, headers) =>
  parsed(await fetch(url(path), { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) }))
const second = (half, body, path = '/users/two-factor-auth') => post(path, body, bearer(half))
const ask = async (query, token = before_it, header) =>
  (await post('/graphql/v2', { query }, { ...bearer(token), ...(header && { 'x-two-factor-authentication': header }) })).body
const said = (answer, status, type, message) => {
  assert.deepEqual(answer.body, { error: { code: status, type, message } })
  assert.equal(answer.status, status)
}
const required = ({ errors: [{ message, extensions }] }) => {
  assert.equal(message, 'Two-factor authentication required')
  const { id, ...rest } = extensions
  assert.deepEqual(rest, { code: '2FA_REQUIRED', supportedMethods: ['totp', 'recovery_code'], authenticationOptions: {} })
}

before(async () => {
  await open()
  before_it = (await signIn(USER)).body.token
  assert.deepEqual(await ask('{ me { hasTwoFactorAuth } }'), { data: { me: { hasTwoFactorAuth: false } } })
  await person.signIn(await person.visit('/sign-in'))
  ;({ phone, recovery } = await addAuthenticator(person))
})
after(close)

it('the password gives half a sign-in, which is good for nothing but the code', async () => {
  const { status, body } = await signIn(USER)
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body), ['token'])
  const inside = claims(body.token)
  assert.equal(inside.scope, 'twofactorauth')
  assert.deepEqual(inside.supported2FAMethods, ['totp', 'recovery_code'])
  assert.equal(inside.email, USER.email)
  assert.equal(inside.exp - inside.iat, 300)
  assert.deepEqual(await ask('{ me { slug } }', body.token), { data: { me: null } })
  const asked = { client_id: app.client_id, response_type: 'code' }
  assert.equal((await authorize(asked, { headers: bearer(body.token) })).status, 401)
})

it('and with a code a session, once', async () => {
  const half = (await signIn(USER)).body.token
  const failed = 'Two-factor authentication code failed. Please try again'
  said(await second(half, {}), 400, 'bad_request', 'This endpoint requires you to provide a 2FA code or a recovery code')
  said(await second(half, { twoFactorAuthenticatorCode: phone.wrong() }), 401, 'unauthorized', failed)
  said(await second('nonsense', { twoFactorAuthenticatorCode: phone.at() }), 401, 'jwt_expired', 'jwt expired')
  said(await post('/users/two-factor-auth', {}), 401, 'unauthorized', 'User is not authenticated')
  const code = { twoFactorAuthenticatorCode: phone.at(), twoFactorAuthenticationType: 'totp' }
  const { status, body } = await second(half, code, '/api/users/two-factor-auth')
  assert.equal(status, 200)
  assert.equal(claims(body.token).scope, 'session')
  assert.deepEqual(await ask('{ me { slug hasTwoFactorAuth } }', body.token), { data: { me: { slug: 'alan', hasTwoFactorAuth: true } } })
  said(await second(half, { twoFactorAuthenticationRecoveryCode: recovery[0] }), 401, 'jwt_expired', 'jwt expired')
  said(await second((await signIn(USER)).body.token, code), 401, 'unauthorized', failed)
  said(await second(body.token, code), 400, 'bad_request', 'Cannot use this token on this route (scope: session, expected: twofactorauth)')
  const { data } = await ask('mutation { createPersonalToken(personalToken: { name: "at once" }) { name } }', body.token)
  assert.deepEqual(data, { createPersonalToken: { name: 'at once' } }, 'which counts for a while')
})

it('a recovery code does as well', async () => {
  const half = (await signIn(USER)).body.token
  assert.equal((await second(half, { twoFactorAuthenticationRecoveryCode: recovery[0] })).status, 200)
})

it('changes take a code, which counts for a while or not at all', async () => {
  const make = 'mutation { createApplication(application: { name: "Notes", redirectUri: "https://a.example" }) { id } }'
  required(await ask(make))
  const wrong = await ask(make, before_it, `totp ${phone.wrong()}`)
  assert.equal(wrong.errors[0].extensions.code, 'INVALID_2FA_CODE')
  assert.equal(wrong.errors[0].message, 'Two-factor authentication code is invalid')
  const { id } = (await ask(make, before_it, `recovery_code ${recovery[1]}`)).data.createApplication
  assert.ok((await ask(make)).data.createApplication.id)
  const move = `mutation { updateApplication(application: { id: "${id}", redirectUri: "https://b.example" }) { redirectUri } }`
  required(await ask(move))
  assert.deepEqual(await ask(move, before_it, `totp ${phone.at(1)}`), { data: { updateApplication: { redirectUri: 'https://b.example/' } } })
})
