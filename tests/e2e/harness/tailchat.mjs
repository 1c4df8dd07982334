// tailchat - clients of Tailchat's open platform as its published demos are, request by request.

import assert from 'node:assert/strict'
import { CALLBACK } from './app.mjs'

export const NONE = Symbol('leave this parameter out')

const parameters = (given) =>
  new URLSearchParams(Object.entries(given).filter(([, value]) => value !== NONE))

// An answer: { status, headers, text, body }, body its JSON if it is any.
export async function read(response) {
  const text = await response.text()
  let body
  try {
    body = JSON.parse(text)
  } catch {
    /* a page, or nothing */
  }
  return { status: response.status, headers: response.headers, text, body }
}

export class TailchatApp {
  constructor(issuer, client, redirectUri = CALLBACK) {
    Object.assign(this, { issuer, client, redirectUri })
  }

  authorizeUrl(changes = {}) {
    const url = new URL('/open/auth', this.issuer)
    url.search = parameters({
      client_id: this.client.client_id,
      redirect_uri: this.redirectUri,
      scope: 'openid profile',
      response_type: 'code',
      state: '45535116436',
      ...changes,
    })
    return url
  }

  // As the demos post: a form, the secret in it.
  tokenForm(changes = {}) {
    return parameters({
      client_id: this.client.client_id,
      client_secret: this.client.client_secret,
      redirect_uri: this.redirectUri,
      grant_type: 'authorization_code',
      ...changes,
    })
  }

  async post(path, body, headers = {}) {
    return read(await fetch(new URL(path, this.issuer), { method: 'POST', body, headers }))
  }

  redeem(code, changes = {}, headers = {}) {
    return this.post('/open/token', this.tokenForm({ code, ...changes }), headers)
  }

  refresh(token, changes = {}) {
    const form = { grant_type: 'refresh_token', refresh_token: token, redirect_uri: NONE, ...changes }
    return this.post('/open/token', this.tokenForm(form))
  }

  json(path, body, headers = {}) {
    return this.post(path, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
  }

  me(token) {
    return this.post('/open/me', new URLSearchParams({ access_token: token }))
  }

  basic(secret = this.client.client_secret) {
    const pair = `${encodeURIComponent(this.client.client_id)}:${encodeURIComponent(secret)}`
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
  }

  // A person says yes: a fresh code.
  async code(person, changes) {
    const location = await person.authorize(this.authorizeUrl(changes))
    const code = location.searchParams.get('code')
    if (!code) throw new Error(`no code: ${location}`)
    return code
  }

  async tokens(person, changes) {
    const { status, body, text } = await this.redeem(await this.code(person, changes))
    if (status !== 200) throw new Error(`no tokens: ${status} ${text}`)
    return body
  }
}

// A client that is switched on for the dialect, as an administrator adds it.
export function addTailchatApp(cluster, name, more = []) {
  const options = ['--confidential', '--dialects', 'tailchat', '--scope', 'openid profile offline_access']
  const client = cluster.addClient(name, [...options, '--redirect-uri', CALLBACK, ...more])
  return new TailchatApp(cluster.issuer, client)
}

// Its API, called by a program.
export class TailchatApi {
  constructor(issuer) {
    this.issuer = issuer
  }

  async send(action, body, { token, form, method = 'POST', headers = {} } = {}) {
    const json = form ? undefined : { 'content-type': 'application/json' }
    const sent = method === 'GET' ? undefined : form ? new URLSearchParams(body) : JSON.stringify(body ?? {})
    const url = new URL(`/api/${action}`, this.issuer)
    if (method === 'GET') url.search = new URLSearchParams(body)
    return read(await fetch(url, {
      method,
      body: sent,
      headers: { ...(method !== 'GET' && json), ...(token && { 'x-token': token }), ...headers },
    }))
  }
}

// What its envelope holds, if all went well.
export function good({ status, body, text }) {
  assert.equal(status, 200, text)
  assert.equal(body.code, 200)
  return body.data
}
