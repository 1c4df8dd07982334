// graphql - Open Collective's API in GraphQL, by a client library that is not ours and by hand.

import assert from 'node:assert/strict'
import { ClientError, GraphQLClient, gql } from 'graphql-request'
import { startCluster } from './cluster.mjs'

export const PASSWORD = 'correct horse battery'
export const NO_TOKENS =
  'OAuth and personal tokens cannot be used to manage tokens. Please use the web interface.'

// An installation with ada and eve: { cluster, ada, eve, client, raw, stop }.
export async function startApi() {
  const cluster = await startCluster({ env: { OSTIARY_RATES_OPENCOLLECTIVE: '0' } }) // tests are in a hurry
  for (const [name, full] of [['ada', 'Ada Lovelace'], ['eve', 'Eve']]) {
    cluster.addPerson(name, PASSWORD, ['--name', full, '--email-verified'])
  }
  const api = { cluster, stop: () => cluster.stop() }

  // Somebody who shows these headers.
  api.client = (headers = {}, path = '/api/graphql/v2') => new GraphQLClient(`${cluster.issuer}${path}`, { headers })

  // One request by hand: { status, body, headers }.
  api.raw = async (path, { method = 'POST', headers = {}, body } = {}) => {
    const response = await fetch(`${cluster.issuer}${path}`, { method, headers, body })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) }
  }

  const signIn = async (name) => {
    const user = { email: `${name}@example.org`, password: PASSWORD }
    const { status, body } = await api.raw('/users/signin', json({ user }))
    assert.equal(status, 200)
    return api.client({ authorization: `Bearer ${body.token}` })
  }
  api.ada = await signIn('ada')
  api.eve = await signIn('eve')
  return api
}

export const json = (value, headers = {}) => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof value === 'string' ? value : JSON.stringify(value),
})

// The first error of a request that the library fails with.
export async function refused(promise) {
  const error = await promise.then(() => assert.fail('it was answered'), (e) => e)
  assert.ok(error instanceof ClientError, String(error))
  const [{ message, path, extensions }] = error.response.errors
  assert.match(extensions.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const { data, status } = error.response
  return { message, code: extensions.code, path: path?.join('.'), data, status }
}

export const APP = gql`fragment App on Application {
  id publicId type name description clientId clientSecret redirectUri apiKey preAuthorize2FA
  account { slug }
}`
export const CREATE = gql`mutation ($application: ApplicationCreateInput!) {
  createApplication(application: $application) { ...App createdAt updatedAt }
} ${APP}`
export const makeApp = async (who, application) => (await who.request(CREATE, { application })).createApplication

export const TOKEN = gql`mutation ($token: PersonalTokenCreateInput!) {
  createPersonalToken(personalToken: $token) { id name token scope expiresAt createdAt account { slug } }
}`
export const makeToken = async (who, token) => (await who.request(TOKEN, { token })).createPersonalToken
