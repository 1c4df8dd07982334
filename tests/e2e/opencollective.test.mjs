// Open Collective's OAuth as its clients know it: each client request by request, and every row of
// the tables of errors.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { CALLBACK, pkce } from './harness/app.mjs'
import { until } from './harness/cluster.mjs'
import { JSON_TYPE, PASSWORD, add, app, ask, authorize, basic, bearer, claims, close, cluster, codeOf, headerOf, inBody, lone, open, other, parsed, person, redeem, refused, signIn, token, url } from './harness/opencollective.mjs'
import { Person } from './harness/person.mjs'

before(() => open())
after(close)

describe('a client with its secret in the body', () => {
  it('gets a code from the page, and tokens for it', async () => {
    const location = await person.authorize(ask(app))
    assert.equal(location.href.slice(0, CALLBACK.length), CALLBACK)
    assert.deepEqual([...location.searchParams.keys()], ['code', 'state'])
    assert.equal(location.searchParams.get('state'), 'xyz')

    const { status, headers, body } = await redeem(app, location.searchParams.get('code'))
    assert.equal(status, 200)
    assert.match(headers.get('content-type'), /^application\/json/)
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('pragma'), 'no-cache')
    assert.deepEqual(Object.keys(body), ['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope'])
    assert.equal(body.token_type, 'Bearer')
    assert.equal(body.expires_in, 7776000)
    assert.equal(body.scope, 'account email')
    assert.match(body.refresh_token, /^oauth_refresh__[0-9a-f]{49}$/)

    const { alg, typ, kid } = headerOf(body.access_token)
    assert.deepEqual({ alg, typ }, { alg: 'HS256', typ: 'JWT' })
    assert.match(kid, /^HS256-/)
    const inside = claims(body.access_token)
    assert.deepEqual(Object.keys(inside), ['scope', 'access_token', 'email', 'iat', 'exp', 'sub'])
    assert.equal(inside.scope, 'oauth')
    assert.match(inside.access_token, /^oauth__[0-9a-f]{57}$/)
    assert.equal(inside.email, 'alan@example.org')
    assert.match(inside.sub, /^[1-9][0-9]*$/)
    assert.equal(inside.exp - inside.iat, 7776000)
  })

  it('is served under /api as well', async () => {
    const { status, body } = await redeem(app, await codeOf(app), {}, { path: '/api/oauth/token' })
    assert.equal(status, 200)
    assert.equal(body.token_type, 'Bearer')
  })

  it('may show a header that means nothing, if its secret is right', async () => {
    const code = await codeOf(app)
    assert.equal((await redeem(app, code, {}, { headers: bearer(code) })).status, 200)
  })
})

describe('a client that authenticates as next-auth does', () => {
  it('gets tokens with HTTP Basic', async () => {
    const code = await codeOf(app)
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK }
    const { status, body } = await token(form, { headers: basic(app) })
    assert.equal(status, 200)
    assert.equal(body.token_type, 'Bearer')
  })
})

describe('a client with PKCE', () => {
  it('proves it beside its secret', async () => {
    const { verifier, challenge } = pkce()
    const code = await codeOf(app, { code_challenge: challenge, code_challenge_method: 'S256' })
    assert.equal((await redeem(app, code, { code_verifier: verifier })).status, 200)
  })

  it('names no method, which is S256', async () => {
    const { verifier, challenge } = pkce()
    const code = await codeOf(app, { code_challenge: challenge })
    assert.equal((await redeem(app, code, { code_verifier: verifier })).status, 200)
  })

  it('comes without a secret where that is switched on', async () => {
    const { verifier, challenge } = pkce()
    const code = await codeOf(lone, { code_challenge: challenge, code_challenge_method: 'S256' })
    assert.equal((await redeem(lone, code, { code_verifier: verifier, client_secret: undefined })).status, 200)
  })

  it('does not where it is not', async () => {
    const { verifier, challenge } = pkce()
    const code = await codeOf(app, { code_challenge: challenge, code_challenge_method: 'S256' })
    const answer = await redeem(app, code, { code_verifier: verifier, client_secret: undefined })
    refused(answer, 400, 'invalid_client', 'Invalid client: cannot retrieve client credentials')
  })

  it('and no challenge gets nothing for a verifier alone', async () => {
    const code = await codeOf(lone)
    const answer = await redeem(lone, code, { code_verifier: pkce().verifier, client_secret: undefined })
    refused(answer, 400, 'invalid_grant', 'Invalid grant: code verifier is invalid')
  })
})

describe('the page', () => {
  const shows = async (address, status, what) => {
    const page = await person.visit(address)
    assert.ok(!page.location, `it leads to ${page.location}`)
    assert.equal(page.status, status)
    assert.match(page.html, what)
  }

  it('asks who does not know the app yet, and then no more', async () => {
    const someone = new Person(cluster.issuer, 'ada', PASSWORD)
    cluster.addPerson('ada', PASSWORD)
    const signingIn = await someone.visit(ask(app))
    assert.match(signingIn.html, /Linked roles/)
    const asking = await someone.signIn(signingIn)
    assert.match(asking.html, /Linked roles/)
    assert.match((await someone.decide(asking, 'allow')).location, /code=/)
    assert.match((await someone.visit(ask(app))).location, /code=/, 'without a click')
    assert.match((await someone.visit(ask(app, { scope: 'email' }))).location, /code=/, 'nor for less')
    assert.ok(!(await someone.visit(ask(app, { scope: 'email host' }))).location, 'but for more')

    const folder = join(cluster.dir, 'mail') // without a mail server mails are files
    const mails = () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.eml'))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .filter((mail) => /^To: <ada@example\.org>\r$/m.test(mail))
    await until('the mail that tells of it', () => mails().length)
    assert.equal(mails().length, 1)
    assert.match(mails()[0], /Linked roles/)
    assert.match(mails()[0], /What it may do: manage your account and those that you administer; see your e-mail address\./)
  })

  it('tells the app of a no', async () => {
    const someone = new Person(cluster.issuer, 'alan', PASSWORD)
    const asking = await someone.signIn(await someone.visit(ask(other, { scope: 'email,orders' })))
    const { location } = await someone.decide(asking, 'deny')
    assert.equal(
      location,
      `${CALLBACK}?error=access_denied&error_description=Access%20denied%3A%20user%20denied%20access%20to%20application&state=xyz`,
    )
  })

  it('takes commas and blanks, drops what it does not know, and sorts', async () => {
    for (const scope of ['email,account', 'email account', 'account, email,root,nonsense', ',email, account,']) {
      const { body } = await redeem(app, await codeOf(app, { scope }))
      assert.equal(body.scope, 'account email', scope)
    }
  })

  it('lets scope and redirect_uri be left out', async () => {
    const code = await codeOf(app, { scope: undefined, redirect_uri: undefined })
    const { status, body } = await redeem(app, code)
    assert.equal(status, 200)
    assert.equal(body.scope, '')
  })

  it('gives back no state where there was none', async () => {
    const location = await person.authorize(ask(app, { state: undefined }))
    assert.deepEqual([...location.searchParams.keys()], ['code'])
  })

  it('names what is missing', async () => {
    await shows(url('/oauth/authorize'), 400, /Missing parameters: client_id, response_type/)
    await shows(ask(app, { client_id: undefined }), 400, /Missing parameters: client_id\b(?!,)/)
    await shows(ask(app, { response_type: undefined }), 400, /Missing parameters: response_type/)
  })

  it('shows every other error, and redirects for none', async () => {
    await shows(ask(app, { response_type: 'token' }), 400, /response_type is not code/i)
    await shows(ask(app, { client_id: '0123456789abcdef0123' }), 400, /Application Not Found/)
    await shows(ask(app, { redirect_uri: `${CALLBACK}/` }), 400, /./)
    await shows(ask(app, { code_challenge: pkce().challenge, code_challenge_method: 'plain' }), 400, /S256/)
    await shows(`${ask(app)}&state=again`, 400, /twice/)
    await shows(ask(app, { state: 'naïve' }), 400, /Invalid parameter: `state`/)
  })

  it('is not there on the API', async () => {
    assert.equal((await fetch(url('/api/oauth/authorize', { client_id: app.client_id }))).status, 404)
  })
})

describe('the token endpoint refuses', () => {
  const RIGHT = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code: '0'.repeat(64) }

  it('another type of body, and none', async () => {
    const description = 'Invalid request: content must be application/x-www-form-urlencoded'
    const json = { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ ...RIGHT, ...inBody(app) }) }
    refused(await parsed(await fetch(url('/oauth/token'), json)), 400, 'invalid_request', description)
    refused(await parsed(await fetch(url('/oauth/token'), { method: 'POST' })), 400, 'invalid_request', description)
  })

  it('parameters with characters that none has', async () => {
    const refresh = { grant_type: 'refresh_token', refresh_token: 'naïve' }
    for (const [parameter, form] of [
      ['client_id', { ...RIGHT, ...inBody(app), client_id: 'naïve' }],
      ['client_secret', { ...RIGHT, ...inBody(app), client_secret: 'naïve' }],
      ['grant_type', { ...RIGHT, ...inBody(app), grant_type: 'naïve' }],
      ['code', { ...RIGHT, ...inBody(app), code: 'naïve' }],
      ['refresh_token', { ...refresh, ...inBody(app) }],
    ]) {
      refused(await token(form), 400, 'invalid_request', `Invalid parameter: \`${parameter}\``)
    }
    const { body } = await redeem(app, await codeOf(app))
    const scope = await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token, scope: 'e\\mail', ...inBody(app) })
    refused(scope, 400, 'invalid_scope', 'Invalid parameter: `scope`')
  })

  it('who shows no credentials', async () => {
    const description = 'Invalid client: cannot retrieve client credentials'
    refused(await token(RIGHT), 400, 'invalid_client', description)
    refused(await token({}), 400, 'invalid_client', description)
    refused(await token({ ...RIGHT, client_id: app.client_id }), 400, 'invalid_client', description)
    refused(await token(RIGHT, { headers: bearer('x') }), 400, 'invalid_client', description)
  })

  it('a client that is not there', async () => {
    const unknown = { client_id: '0123456789abcdef0123', client_secret: 'x'.repeat(40) }
    refused(await token({ ...RIGHT, ...unknown }), 400, 'invalid_client', 'Invalid client')
  })

  it('a wrong secret, and with a header says which', async () => {
    const answer = await token({ ...RIGHT, ...inBody(app), client_secret: 'wrong' })
    refused(answer, 400, 'invalid_client', 'Invalid client credentials')
    assert.equal(answer.headers.get('www-authenticate'), null)
    for (const headers of [basic(app, 'wrong'), bearer('whatever')]) {
      const form = headers.authorization.startsWith('Basic') ? RIGHT : { ...RIGHT, ...inBody(app), client_secret: 'wrong' }
      const with_header = await token(form, { headers })
      refused(with_header, 401, 'invalid_client', 'Invalid client credentials')
      assert.equal(with_header.headers.get('www-authenticate'), 'Basic realm="Service"')
    }
  })

  it('a grant that is missing, unknown or not allowed, once the client is known', async () => {
    const with_grant = (grant_type, who = inBody(app)) => token({ ...RIGHT, grant_type, ...who })
    refused(await with_grant(undefined), 400, 'invalid_request', 'Missing parameter: `grant_type`')
    refused(await with_grant('telepathy'), 400, 'unsupported_grant_type', 'Unsupported grant type: `grant_type` is invalid')
    for (const grant of ['client_credentials', 'password']) {
      refused(await with_grant(grant), 400, 'unauthorized_client', 'Unauthorized client: `grant_type` is invalid')
    }
    const wrong = { client_id: app.client_id, client_secret: 'wrong' }
    refused(await with_grant(undefined, wrong), 400, 'invalid_client', 'Invalid client credentials')
  })

  it('a code that is missing, unknown, used or another client’s', async () => {
    refused(await redeem(app, undefined), 400, 'invalid_request', 'Missing parameter: `code`')
    refused(await redeem(app, 'f'.repeat(64)), 400, 'invalid_grant', 'Invalid authorization code')
    const code = await codeOf(app)
    refused(await redeem(other, code), 400, 'invalid_grant', 'Invalid grant: authorization code is invalid')
    refused(await redeem(app, code), 400, 'invalid_grant', 'Invalid authorization code')
  })

  it('a code twice, and ends what it gave', async () => {
    const code = await codeOf(app)
    const { body } = await redeem(app, code)
    refused(await redeem(app, code), 400, 'invalid_grant', 'Invalid authorization code')
    const refresh = await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token, ...inBody(app) })
    refused(refresh, 400, 'invalid_grant', 'Invalid refresh token')
  })

  it('a redirect_uri that is missing, none or another one, and the code is used up', async () => {
    for (const [redirect_uri, description] of [
      [undefined, 'Invalid request: `redirect_uri` is not a valid URI'],
      ['/callback', 'Invalid request: `redirect_uri` is not a valid URI'],
      [`${CALLBACK}?x`, 'Invalid request: `redirect_uri` is invalid'],
    ]) {
      const code = await codeOf(app)
      refused(await redeem(app, code, { redirect_uri }), 400, 'invalid_request', description)
      refused(await redeem(app, code), 400, 'invalid_grant', 'Invalid authorization code')
    }
  })

  it('a verifier that is missing, malformed, wrong or unexpected', async () => {
    const { challenge } = pkce()
    const with_challenge = () => codeOf(app, { code_challenge: challenge, code_challenge_method: 'S256' })
    refused(await redeem(app, await with_challenge()), 400, 'invalid_grant', 'Missing parameter: `code_verifier`')
    const tries = [
      ['short', 'invalid_request', 'Invalid parameter: `code_verifier`'],
      [pkce().verifier, 'invalid_grant', 'Invalid grant: code verifier is invalid'],
    ]
    for (const [code_verifier, error, description] of tries) {
      refused(await redeem(app, await with_challenge(), { code_verifier }), 400, error, description)
    }
    const answer = await redeem(app, await codeOf(app), { code_verifier: pkce().verifier })
    refused(answer, 400, 'invalid_grant', 'Invalid grant: code verifier is invalid')
  })
})

describe('a refresh token', () => {
  const refresh = (of, refresh_token, more = {}) => token({ grant_type: 'refresh_token', refresh_token, ...inBody(of), ...more })
  const tokens = async () => (await redeem(app, await codeOf(app))).body

  it('gives new tokens and ends the old access token', async () => {
    const first = await tokens()
    const { status, body } = await refresh(app, first.refresh_token)
    assert.equal(status, 200)
    assert.match(body.refresh_token, /^oauth_refresh__[0-9a-f]{49}$/)
    assert.notEqual(body.refresh_token, first.refresh_token)
    assert.equal(body.expires_in, 7776000)
    const authenticate = (jwt) =>
      fetch(url('/oauth/authenticate'), { method: 'POST', headers: bearer(claims(jwt).access_token) })
    assert.equal((await authenticate(first.access_token)).status, 401)
    assert.equal((await authenticate(body.access_token)).status, 404)
  })

  it('may ask for less, and not for more', async () => {
    const { refresh_token } = await tokens()
    const { body } = await refresh(app, refresh_token, { scope: 'email' })
    assert.equal(body.scope, 'email')
    const more = await refresh(app, body.refresh_token, { scope: 'email host' })
    refused(more, 400, 'invalid_scope', 'Invalid scope: Unable to add extra scopes')
    assert.equal((await refresh(app, body.refresh_token)).body.scope, 'account email', 'it was not used up')
  })

  it('that is missing, unknown or another client’s is refused', async () => {
    const { refresh_token } = await tokens()
    refused(await refresh(app, undefined), 400, 'invalid_request', 'Missing parameter: `refresh_token`')
    refused(await refresh(app, 'nonsense'), 400, 'invalid_grant', 'Invalid refresh token')
    refused(await refresh(app, `oauth_refresh__${'0'.repeat(49)}`), 400, 'invalid_grant', 'Invalid refresh token')
    const stolen = await refresh(other, refresh_token)
    refused(stolen, 400, 'invalid_grant', 'Invalid grant: refresh token was issued to another client')
    assert.equal((await refresh(app, refresh_token)).status, 200, 'and nothing came of it')
  })

  it('ends when the person allows the app again', async () => {
    const first = await tokens()
    await tokens()
    refused(await refresh(app, first.refresh_token), 400, 'invalid_grant', 'Invalid refresh token')
  })

  it('needs the secret, whatever stood for it when it was given', async () => {
    const { verifier, challenge } = pkce()
    const code = await codeOf(lone, { code_challenge: challenge, code_challenge_method: 'S256' })
    const { body } = await redeem(lone, code, { code_verifier: verifier, client_secret: undefined })
    const answer = await refresh(lone, body.refresh_token, { client_secret: undefined, code_verifier: verifier })
    refused(answer, 400, 'invalid_client', 'Invalid client: cannot retrieve client credentials')
    assert.equal((await refresh(lone, body.refresh_token)).status, 200)
  })

  it('stays when the person signs out', async () => {
    const someone = new Person(cluster.issuer, 'alan', PASSWORD)
    const { body } = await redeem(app, await codeOf(app, {}, someone))
    await someone.visit('/sign-out', { method: 'POST' })
    assert.equal((await refresh(app, body.refresh_token)).status, 200)
  })
})
