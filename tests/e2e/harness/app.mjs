// app - the least an app does by hand, for tests that need a wrong request no library would send.

import { createHash, randomBytes } from 'node:crypto'

export const CALLBACK = 'https://app.example/callback'

export function pkce() {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export class App {
  // cluster: or a Front, whose gateways are then asked.
  constructor(cluster, client, redirectUri = CALLBACK) {
    Object.assign(this, { issuer: cluster.issuer, fetch: cluster.fetch ?? fetch, client, redirectUri })
  }

  // The same app by another way.
  by(front) {
    return new App(front, this.client, this.redirectUri)
  }

  // Address of an authorization request; `changes` replace parameters, undefined leaves one out.
  authorizeUrl(changes = {}) {
    this.proof = pkce()
    const parameters = {
      response_type: 'code',
      client_id: this.client.client_id,
      redirect_uri: this.redirectUri,
      scope: 'openid profile email',
      state: 'state-of-the-app',
      code_challenge: this.proof.challenge,
      code_challenge_method: 'S256',
      ...changes,
    }
    const url = new URL('/oauth2/authorize', this.issuer)
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.append(name, value)
    }
    return url
  }

  basic(secret = this.client.client_secret) {
    const pair = `${encodeURIComponent(this.client.client_id)}:${encodeURIComponent(secret)}`
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
  }

  // POST to one of the token endpoints: { status, headers, body }.
  async post(path, form, headers = this.client.confidential ? this.basic() : {}) {
    const identified = this.client.confidential ? {} : { client_id: this.client.client_id }
    const body = new URLSearchParams({ ...identified, ...form })
    return this.send(path, { body, headers })
  }

  async send(path, { body, headers = {}, method = 'POST' }) {
    const response = await this.fetch(new URL(path, this.issuer), { method, body, headers })
    const text = await response.text()
    let parsed = text
    try {
      parsed = JSON.parse(text)
    } catch {
      /* an empty body or a page */
    }
    return { status: response.status, headers: response.headers, body: parsed }
  }

  redeem(code, changes = {}, headers) {
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.proof.verifier,
      ...changes,
    }
    for (const name of Object.keys(form)) if (form[name] === undefined) delete form[name]
    return this.post('/oauth2/token', form, headers)
  }

  refresh(refreshToken, changes = {}) {
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken, ...changes }
    return this.post('/oauth2/token', form)
  }

  introspect(token) {
    return this.post('/oauth2/introspect', { token })
  }

  revoke(token) {
    return this.post('/oauth2/revoke', { token })
  }

  // A person says yes: a fresh code.
  async code(person, changes) {
    const location = await person.authorize(this.authorizeUrl(changes))
    const code = location.searchParams.get('code')
    if (!code) throw new Error(`no code: ${location}`)
    return code
  }

  async tokens(person, changes) {
    const { status, body } = await this.redeem(await this.code(person, changes))
    if (status !== 200) throw new Error(`no tokens: ${status} ${JSON.stringify(body)}`)
    return body
  }
}
