// What programs ask Open Collective's OAuth without a page: codes, tokens looked at, sign-ins.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CALLBACK, pkce } from './harness/app.mjs'
import { JSON_TYPE, PASSWORD, app, authorize, bearer, claims, close, cluster, codeOf, headerOf, open, other, parsed, person, redeem, refused, signIn, token, url } from './harness/opencollective.mjs'

before(() => open())
after(close)

describe('the call that asks for a code', () => {
  let jwt
  const right = () => ({ client_id: app.client_id, response_type: 'code', scope: 'email', state: 'xyz' })
  const call = (changes = {}, options = {}) => authorize({ ...right(), ...changes }, { headers: bearer(jwt), ...options })

  before(async () => {
    jwt = (await signIn({ email: 'alan@example.org', password: PASSWORD })).body.token
    await codeOf(app, { scope: 'account,email' })
  })

  it('answers with the address to go to', async () => {
    const { status, body } = await call()
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body), ['redirect_uri'])
    assert.match(body.redirect_uri, /^https:\/\/app\.example\/callback\?code=[0-9a-f]{64}&state=xyz$/)
    assert.equal((await redeem(app, new URL(body.redirect_uri).searchParams.get('code'))).status, 200)
  })

  it('takes its parameters from a form or JSON, too, on both layers', async () => {
    const form = new URLSearchParams(right())
    const json = JSON.stringify(right())
    for (const path of ['/oauth/authorize', '/api/oauth/authorize']) {
      assert.equal((await authorize({}, { headers: bearer(jwt), body: form, path })).status, 200)
      assert.equal((await authorize({}, { headers: { ...bearer(jwt), ...JSON_TYPE }, body: json, path })).status, 200)
    }
  })

  it('takes the cookie of a page of ours, and of no other', async () => {
    assert.equal((await authorize(right(), { who: person })).status, 200)
    const strange = await authorize(right(), { who: person, headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })
    assert.equal(strange.status, 401)
  })

  it('tells of a no, whatever query the address has', async () => {
    const said = 'error=access_denied&error_description=Access%20denied%3A%20user%20denied%20access%20to%20application&state=xyz'
    const { status, body } = await call({ allowed: 'false' })
    assert.equal(status, 200)
    assert.equal(body.redirect_uri, `${CALLBACK}?${said}`)
    const asking = { headers: { ...bearer(jwt), ...JSON_TYPE }, body: JSON.stringify({ ...right(), allowed: false }) }
    assert.equal((await authorize({}, asking)).body.redirect_uri, `${CALLBACK}?${said}`)
  })

  it('gives nothing that the person was not asked for on a page', async () => {
    const answer = await call({ scope: 'email host' })
    assert.equal(answer.status, 403)
    assert.equal(answer.body.error, 'consent_required')
  })

  it('refuses who is not signed in, with an empty body', async () => {
    const altered = `${jwt.slice(0, -2)}${jwt.endsWith('AA') ? 'BB' : 'AA'}`
    for (const headers of [{}, bearer('nonsense'), bearer(altered), { authorization: 'Basic eDp5' }]) {
      const answer = await authorize(right(), { headers })
      assert.equal(answer.status, 401)
      assert.equal(answer.text, '')
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="service"')
    }
  })

  it('does not take an access token for a session', async () => {
    const { body } = await redeem(app, await codeOf(app))
    assert.equal((await authorize(right(), { headers: bearer(body.access_token) })).status, 401)
  })

  it('refuses, row by row', async () => {
    const rows = [
      [{ client_id: undefined }, 'invalid_request', 'Missing parameter: `client_id`'],
      [{ client_id: 'naïve' }, 'invalid_request', 'Invalid parameter: `client_id`'],
      [{ client_id: '0123456789abcdef0123' }, 'invalid_client', 'Invalid client'],
      [{ redirect_uri: 'callback' }, 'invalid_request', 'Invalid request: `redirect_uri` is not a valid URI'],
      [{ redirect_uri: `${CALLBACK}/` }, 'invalid_client', 'Invalid client: `redirect_uri` does not match client value'],
      [{ response_type: undefined }, 'invalid_request', 'Missing parameter: `response_type`'],
      [{ response_type: 'token' }, 'unsupported_response_type', 'Unsupported response type: `response_type` is not supported'],
      [{ scope: '' }, 'invalid_scope', 'Invalid parameter: `scope`'],
      [{ scope: 'e\\mail' }, 'invalid_scope', 'Invalid parameter: `scope`'],
      [{ state: 'naïve' }, 'invalid_request', 'Invalid parameter: `state`'],
      [
        { code_challenge: pkce().challenge, code_challenge_method: 'plain' },
        'invalid_request',
        'Invalid request: `code_challenge_method` "plain" is not allowed; use "S256"',
      ],
      [
        { code_challenge: pkce().challenge, code_challenge_method: 'S512' },
        'invalid_request',
        "Invalid request: transform algorithm 'S512' not supported",
      ],
    ]
    for (const [changes, error, description] of rows) refused(await call(changes), 400, error, description)
  })

  it('looks at things in their order', async () => {
    const nobody = { headers: {} }
    refused(await call({ client_id: undefined, redirect_uri: 'x' }, nobody), 400, 'invalid_request', 'Missing parameter: `client_id`')
    refused(await call({ client_id: 'x', redirect_uri: 'x' }, nobody), 400, 'invalid_request', 'Invalid request: `redirect_uri` is not a valid URI')
    refused(await call({ client_id: 'x', redirect_uri: 'x:y' }, nobody), 400, 'invalid_client', 'Invalid client')
    refused(await call({ redirect_uri: 'x:y' }, nobody), 400, 'invalid_client', 'Invalid client: `redirect_uri` does not match client value')
    assert.equal((await call({ state: 'naïve', allowed: 'false' }, nobody)).status, 401)
    refused(await call({ state: 'naïve', allowed: 'false' }), 400, 'invalid_request', 'Invalid parameter: `state`')
    assert.equal((await call({ allowed: 'false', scope: '', response_type: 'x' })).status, 200)
    refused(await call({ scope: '', response_type: 'x' }), 400, 'invalid_scope', 'Invalid parameter: `scope`')
    refused(
      await call({ response_type: 'x', code_challenge: 'x', code_challenge_method: 'plain' }),
      400,
      'unsupported_response_type',
      'Unsupported response type: `response_type` is not supported',
    )
  })

  it('leaves out a state that was not there, and knows S256 without its name', async () => {
    const { verifier, challenge } = pkce()
    const { body } = await call({ state: undefined, code_challenge: challenge })
    assert.deepEqual([...new URL(body.redirect_uri).searchParams.keys()], ['code'])
    const code = new URL(body.redirect_uri).searchParams.get('code')
    assert.equal((await redeem(app, code, { code_verifier: verifier })).status, 200)
  })
})

describe('the call that looks at a token', () => {
  const authenticate = async (headers, path = '/oauth/authenticate') => parsed(await fetch(url(path), { method: 'POST', headers }))

  it('wants the token that is inside', async () => {
    const { body } = await redeem(app, await codeOf(app))
    for (const path of ['/oauth/authenticate', '/api/oauth/authenticate']) {
      assert.equal((await authenticate(bearer(claims(body.access_token).access_token), path)).status, 404)
      refused(await authenticate(bearer(body.access_token), path), 401, 'invalid_token', 'Invalid token')
      refused(await authenticate(bearer('nonsense'), path), 401, 'invalid_token', 'Invalid token')
    }
  })

  it('says nothing to who shows nothing', async () => {
    const answer = await authenticate({})
    assert.equal(answer.status, 401)
    assert.equal(answer.text, '')
  })
})

describe('signing in as a program', () => {
  it('gives a session for address and password', async () => {
    for (const path of ['/users/signin', '/api/users/signin']) {
      const { status, body } = await signIn({ email: 'alan@example.org', password: PASSWORD }, path)
      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body), ['token'])
      assert.equal(headerOf(body.token).alg, 'HS256')
    }
  })

  it('asks for a password that is missing', async () => {
    const { status, body } = await signIn({ email: 'alan@example.org' })
    assert.equal(status, 403)
    assert.deepEqual(body, { errorCode: 'PASSWORD_REQUIRED', message: 'Password requested to complete sign in.' })
  })

  it('refuses a wrong one, and the same way who is not there', async () => {
    for (const user of [
      { email: 'alan@example.org', password: 'wrong, and long enough' },
      { email: 'nobody@example.org', password: PASSWORD },
    ]) {
      for (const createProfile of [undefined, false]) {
        const { status, body } = await signIn(user, '/users/signin', { createProfile })
        assert.equal(status, 401)
        assert.deepEqual(body, { error: { errorCode: 'PASSWORD_INVALID', message: 'Invalid password' } })
      }
    }
  })

  it('sends a link, whoever asks', async () => {
    for (const email of ['alan@example.org', 'nobody@example.org']) {
      for (const how of [{ sendLink: true }, { resetPassword: true }]) {
        const { status, body } = await signIn({ email }, '/users/signin', how)
        assert.equal(status, 200)
        assert.deepEqual(body, { success: true })
      }
    }
  })

  it('refuses who tries too often', async () => {
    cluster.addPerson('guessed', PASSWORD)
    let answer
    for (let i = 0; i < 30; i++) {
      answer = await signIn({ email: 'guessed@example.org', password: `guess number ${i}` })
      if (answer.status !== 401) break
    }
    assert.equal(answer.status, 403)
    assert.deepEqual(answer.body, { error: { message: 'Rate limit exceeded' } })
  })
})
