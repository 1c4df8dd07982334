// Wrong requests at the authorization endpoint: an app that cannot be trusted gets a page, one that
// can gets its error, and nobody gets a code.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CALLBACK } from './harness/app.mjs'
import { Person } from './harness/person.mjs'
import { PASSWORD, scene } from './harness/scene.mjs'

const at = scene()

describe('the authorization endpoint, before the client and its address are known to be good', () => {
  const PAGES = [
    ['no client_id', { client_id: undefined }],
    ['an unknown client', { client_id: 'c_nobody_at_all' }],
    ['a client_id with markup', { client_id: '<script>alert(1)</script>' }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['another path', { redirect_uri: 'https://app.example/other' }],
    ['a path appended', { redirect_uri: `${CALLBACK}/more` }],
    ['a trailing slash', { redirect_uri: `${CALLBACK}/` }],
    ['a query added', { redirect_uri: `${CALLBACK}?x=1` }],
    ['a fragment', { redirect_uri: `${CALLBACK}#x` }],
    ['another scheme', { redirect_uri: 'http://app.example/callback' }],
    ['another case', { redirect_uri: 'https://APP.example/callback' }],
    ['a port', { redirect_uri: 'https://app.example:443/callback' }],
    ['a subdomain', { redirect_uri: 'https://evil.app.example/callback' }],
    ['a higher domain', { redirect_uri: 'https://app.example.evil.example/callback' }],
    ['user info', { redirect_uri: 'https://app.example@evil.example/callback' }],
    ['a backslash', { redirect_uri: 'https://evil.example\\@app.example/callback' }],
    ['dots', { redirect_uri: 'https://app.example/x/../callback' }],
    ['encoded dots', { redirect_uri: 'https://app.example/%2e%2e/callback' }],
    ['localhost', { redirect_uri: 'http://localhost/callback' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
    ['data', { redirect_uri: 'data:text/html,hello' }],
    ['white space around it', { redirect_uri: ` ${CALLBACK}` }],
    ['a control character in a parameter', { scope: 'openid\tprofile' }],
    ['a NUL in a parameter', { state: 'a\0b' }],
    ['a parameter beyond all bounds', { state: 'x'.repeat(3000) }],
  ]
  for (const [what, changes] of PAGES) {
    it(`${what}: a page, never a redirect`, async () => {
      const { status, html, headers, location } = await at.person.visit(at.app.authorizeUrl(changes))
      assert.equal(location, undefined)
      assert.equal(status, 400)
      assert.match(headers.get('content-type'), /^text\/html/)
      assert.match(headers.get('content-security-policy'), /default-src 'none'/)
      assert.ok(!html.includes('<script>alert'))
    })
  }

  for (const name of ['client_id', 'redirect_uri']) {
    it(`${name} twice: a page`, async () => {
      const url = at.app.authorizeUrl()
      url.searchParams.append(name, url.searchParams.get(name))
      const { status, html } = await at.person.visit(url)
      assert.equal(status, 400)
      assert.match(html, new RegExp(name))
    })
  }
})

describe('the authorization endpoint, once they are', () => {
  const ERRORS = [
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['response_type token', { response_type: 'token' }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge without method, which means plain', { code_challenge_method: undefined }, 'invalid_request'],
    ['a challenge of another length', { code_challenge: 'abc' }, 'invalid_request'],
    ['an unknown scope', { scope: 'openid everything' }, 'invalid_scope'],
    ['an unknown prompt', { prompt: 'shout' }, 'invalid_request'],
    ['prompt none and more', { prompt: 'none login' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: 'soon' }, 'invalid_request'],
    ['an unknown response_mode', { response_mode: 'query.jwt' }, 'invalid_request'],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0..' }, 'request_not_supported'],
    ['a request by reference', { request_uri: 'https://app.example/r' }, 'request_uri_not_supported'],
    ['a registration', { registration: '{}' }, 'registration_not_supported'],
  ]
  for (const [what, changes, error] of ERRORS) {
    it(`${what}: ${error}, at the app`, async () => {
      const { location } = await at.person.visit(at.app.authorizeUrl(changes))
      const back = new URL(location)
      assert.equal(back.origin + back.pathname, CALLBACK)
      assert.equal(back.searchParams.get('error'), error)
      assert.equal(back.searchParams.get('state'), 'state-of-the-app')
      assert.equal(back.searchParams.get('iss'), at.cluster.issuer)
      assert.equal(back.searchParams.get('code'), null)
    })
  }

  it('prompt=none without a session: login_required', async () => {
    const stranger = new Person(at.cluster.issuer)
    const { location } = await stranger.visit(at.app.authorizeUrl({ prompt: 'none' }))
    assert.equal(new URL(location).searchParams.get('error'), 'login_required')
  })

  it('state twice: invalid_request, and no state is made up', async () => {
    const url = at.app.authorizeUrl()
    url.searchParams.append('state', 'another')
    const back = new URL((await at.person.visit(url)).location)
    assert.equal(back.searchParams.get('error'), 'invalid_request')
    assert.equal(back.searchParams.get('state'), null)
  })

  it('unknown parameters are ignored (RFC 6749 3.1)', async () => {
    const location = await at.person.authorize(at.app.authorizeUrl({ unheard_of: 'x' }))
    assert.ok(location.searchParams.get('code'))
  })

  it('a person who says no: access_denied', async () => {
    const url = at.app.authorizeUrl({ prompt: 'consent' })
    const { location } = await at.person.decide(await at.person.visit(url), 'deny')
    const back = new URL(location)
    assert.equal(back.searchParams.get('error'), 'access_denied')
    assert.equal(back.searchParams.get('state'), 'state-of-the-app')
    assert.equal(back.searchParams.get('iss'), at.cluster.issuer)
  })
})

describe('a transaction belongs to the browser that began it', () => {
  it('another browser cannot go on with it', async () => {
    const victim = new Person(at.cluster.issuer, 'alan', PASSWORD)
    const thief = new Person(at.cluster.issuer, 'alan', PASSWORD)
    const begun = await victim.request(at.app.authorizeUrl())
    const handle = begun.headers.get('location')
    const { status, location } = await thief.visit(handle)
    assert.equal(location, undefined)
    assert.equal(status, 410)
  })

  it('a wrong password leaves nobody signed in and keeps the user name', async () => {
    const somebody = new Person(at.cluster.issuer, 'alan', PASSWORD)
    const page = await somebody.visit(at.app.authorizeUrl())
    const again = await somebody.signIn(page, { password: 'wrong' })
    assert.equal(again.status, 403)
    assert.match(again.html, /value="alan"/)
    assert.equal(somebody.cookies.has('ostiary-session'), false)
    const on = await somebody.signIn(again)
    assert.ok(on.location || on.status === 200)
    assert.equal(somebody.cookies.has('ostiary-session'), true)
  })
})
