// Open Collective's clients: what they ask, and what they read in the answers.

import assert from 'node:assert/strict'
import { CALLBACK } from './app.mjs'
import { startCluster } from './cluster.mjs'
import { Person } from './person.mjs'

export const PASSWORD = 'open sesame, please'
export const SCOPES = 'email incognito account expenses orders transactions virtualCards updates conversations webhooks host'
export const JSON_TYPE = { 'content-type': 'application/json' }

export let cluster, person, app, other, lone

export const add = (name, ...more) =>
  cluster.addClient(name, ['--confidential', '--redirect-uri', CALLBACK, '--dialects', 'opencollective', '--scope', SCOPES, ...more])

// start: what starts a cluster.
export async function open(start = startCluster) {
  cluster = await start()
  cluster.addPerson('alan', PASSWORD)
  person = new Person(cluster.issuer, 'alan', PASSWORD)
  app = add('Linked roles')
  other = add('Another app')
  lone = add('App on a telephone', '--auth-method', 'client_secret_basic client_secret_post pkce')
}
export const close = () => cluster.stop()

export const url = (path, parameters = {}) => {
  const to = new URL(path, cluster.issuer)
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) to.searchParams.append(name, value)
  return to
}

export const parsed = async (response) => {
  const text = await response.text()
  const out = { status: response.status, headers: response.headers, text }
  try {
    out.body = JSON.parse(text)
  } catch {
    /* no JSON */
  }
  return out
}

export const ask = (of, changes = {}) =>
  url('/oauth/authorize', {
    client_id: of.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'account,email',
    state: 'xyz',
    ...changes,
  })

export const codeOf = async (of, changes, who = person) => {
  const location = await who.authorize(ask(of, changes))
  const code = location.searchParams.get('code')
  assert.match(code ?? `none in ${location}`, /^[0-9a-f]{64}$/)
  return code
}

export const basic = (of, secret = of.client_secret) => ({
  authorization: `Basic ${Buffer.from(`${of.client_id}:${secret}`).toString('base64')}`,
})
export const inBody = (of) => ({ client_id: of.client_id, client_secret: of.client_secret })

export async function token(form, { headers = {}, path = '/oauth/token' } = {}) {
  const body = new URLSearchParams(Object.entries(form).filter(([, value]) => value !== undefined))
  return parsed(await fetch(url(path), { method: 'POST', body, headers }))
}

export const redeem = (of, code, changes = {}, options) =>
  token({ grant_type: 'authorization_code', redirect_uri: CALLBACK, code, ...inBody(of), ...changes }, options)

export const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'))
export const headerOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url'))

export const authorize = async (parameters, { headers = {}, body, path = '/oauth/authorize', who } = {}) => {
  const options = { method: 'POST', body, headers, redirect: 'manual' }
  return parsed(await (who ? who.request(url(path, parameters), options) : fetch(url(path, parameters), options)))
}

export const refused = (answer, status, error, description) => {
  assert.deepEqual(answer.body, { error, error_description: description }, answer.text)
  assert.equal(answer.status, status)
}

export const signIn = async (user, path = '/users/signin', more = {}) =>
  parsed(await fetch(url(path), { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ user, ...more }) }))

export const bearer = (jwt) => ({ authorization: `Bearer ${jwt}` })
