// tachi - a person with a session at Tachi's API, and the least its programs do by hand.

import assert from 'node:assert/strict'

// What an answer was: { status, headers, body, success, description }.
export async function tachi(issuer, method, path, { json, headers = {}, body, fetch: ask = fetch } = {}) {
  const type = json === undefined ? {} : { 'content-type': 'application/json' }
  const response = await ask(new URL(path, issuer), {
    method,
    headers: { ...type, ...headers },
    body: json === undefined ? body : JSON.stringify(json),
    redirect: 'manual',
  })
  const text = await response.text()
  let said
  try {
    said = JSON.parse(text)
  } catch {
    assert.fail(`${method} ${path}: ${response.status} is no JSON: ${text}`)
  }
  assert.match(response.headers.get('content-type'), /^application\/json/)
  assert.equal(typeof said.success, 'boolean', text)
  assert.equal(typeof said.description, 'string', text)
  return { ...said, status: response.status, headers: response.headers, said }
}

// A client of the API: what it says goes out with these headers.
export class Api {
  constructor(issuer, headers = {}) {
    Object.assign(this, { issuer, headers })
  }

  ask(method, path, options = {}) {
    return tachi(this.issuer, method, path, {
      ...options,
      headers: { ...this.headers, ...options.headers },
    })
  }

  get = (path, options) => this.ask('GET', path, options)
  post = (path, json, options) => this.ask('POST', path, { json, ...options })
  patch = (path, json) => this.ask('PATCH', path, { json })
  delete = (path) => this.ask('DELETE', path)
}

// With the cookies of a person who signed in on a page: as their browser, or as a script without
// Origin.
export function sessionOf(person) {
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return new Api(person.issuer, { cookie })
}

export const keyed = (issuer, key) => new Api(issuer, { authorization: `Bearer ${key}` })

export function refused(answer, status, description) {
  assert.deepEqual(
    { status: answer.status, success: answer.success, description: answer.description },
    { status, success: false, description },
  )
  assert.ok(!('body' in answer))
}

export function done(answer, description) {
  assert.equal(answer.status, 200, JSON.stringify(answer))
  assert.equal(answer.success, true)
  assert.equal(answer.description, description)
  return answer.body
}

export const CLIENT = {
  name: 'Score bot',
  redirectUri: 'https://app.example/callback',
  webhookUri: null,
  apiKeyTemplate: null,
  apiKeyFilename: null,
  permissions: ['submit_score', 'manage_rivals'],
}
