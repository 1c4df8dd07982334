// Tailchat's published clients against /open/*: the simple demo and the one with discovery, a
// scripted browser, forms beside JSON, and what codes and tokens are worth.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { CALLBACK, pkce } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { addTailchatApp, NONE, read } from './harness/tailchat.mjs'

const PASSWORD = 'correct horse battery'
let cluster, app

const person = () => new Person(cluster.issuer, 'ada', PASSWORD)
const claimsOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'))
const get = async (path, headers) => read(await fetch(new URL(path, cluster.issuer), { headers }))

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('ada', PASSWORD, ['--nickname', 'Countess'])
  cluster.addPerson('bob', PASSWORD)
  app = addTailchatApp(cluster, 'Demo')
})
after(async () => {
  await cluster.stop()
})

describe('the simple demo', () => {
  let location, tokens

  it('leads a person to its callback, with code, state and iss in this order', async () => {
    location = await person().authorize(app.authorizeUrl())
    assert.deepEqual([...location.searchParams.keys()], ['code', 'state', 'iss'])
    assert.match(location.searchParams.get('code'), /^[A-Za-z0-9_-]{43}$/)
    assert.equal(location.searchParams.get('state'), '45535116436')
    assert.equal(location.searchParams.get('iss'), cluster.issuer)
  })

  it('posts a form to /open/token', async () => {
    const { status, headers, body } = await app.redeem(location.searchParams.get('code'))
    assert.equal(status, 200)
    assert.match(headers.get('content-type'), /^application\/json/)
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.deepEqual(Object.keys(body), ['access_token', 'expires_in', 'id_token', 'scope', 'token_type'])
    assert.match(body.access_token, /^[A-Za-z0-9_-]{43}$/)
    assert.equal(body.expires_in, 3600)
    assert.equal(body.scope, 'openid profile')
    assert.equal(body.token_type, 'Bearer')
    tokens = body
  })

  it('posts the token alone to /open/me', async () => {
    const { status, body } = await app.me(tokens.access_token)
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body), ['sub', 'nickname', 'discriminator'])
    assert.match(body.sub, /^[0-9a-f]{24}$/)
    assert.equal(body.nickname, 'Countess')
    assert.match(body.discriminator, /^(?!0000)\d{4}$/)
    assert.equal(body.sub, claimsOf(tokens.id_token).sub)
  })

  it('without state gets none back', async () => {
    const back = await person().authorize(app.authorizeUrl({ state: NONE }))
    assert.deepEqual([...back.searchParams.keys()], ['code', 'iss'])
  })
})

describe('the demo with discovery', () => {
  let config, metadata

  it('finds endpoints below /open and the issuer without it', async () => {
    const answer = await get('/open/.well-known/openid-configuration')
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    metadata = answer.body
    const at = (path) => `${cluster.issuer}${path}`
    assert.deepEqual(metadata, {
      issuer: cluster.issuer,
      authorization_endpoint: at('/open/auth'),
      token_endpoint: at('/open/token'),
      userinfo_endpoint: at('/open/me'),
      jwks_uri: at('/open/jwks'),
      claims_supported: ['sub', 'nickname', 'discriminator', 'avatar', 'sid', 'auth_time', 'iss'],
      scopes_supported: ['openid', 'offline_access', 'profile'],
      response_types_supported: ['code'],
      response_modes_supported: ['form_post', 'fragment', 'query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      subject_types_supported: ['public'],
      claim_types_supported: ['normal'],
      authorization_response_iss_parameter_supported: true,
      claims_parameter_supported: false,
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
    })
  })

  it('has no dead links, and one set of keys with the standard', async () => {
    for (const name of ['authorization_endpoint', 'userinfo_endpoint', 'jwks_uri']) {
      assert.notEqual((await fetch(metadata[name], { redirect: 'manual' })).status, 404, name)
    }
    const own = await get('/open/jwks')
    assert.equal(own.headers.get('content-type'), 'application/jwk-set+json; charset=utf-8')
    assert.equal(own.headers.get('access-control-allow-origin'), '*')
    assert.deepEqual(own.body, (await get('/oauth2/jwks')).body)
    assert.ok(own.body.keys.some(({ kty, alg }) => kty === 'RSA' && alg === 'RS256'))
  })

  for (const [how, auth] of [['Basic', oidc.ClientSecretBasic], ['the body', oidc.ClientSecretPost]]) {
    it(`goes the whole way with openid-client, its secret in ${how}`, async () => {
      const { client_id, client_secret } = app.client
      config = new oidc.Configuration(metadata, client_id, {}, auth(client_secret))
      oidc.allowInsecureRequests(config)
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: CALLBACK,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      const tokens = await oidc.authorizationCodeGrant(config, await person().authorize(url), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)
      assert.equal(claims.nickname, 'Countess')
    })
  }

  it('discovers us with openid-client itself', async () => {
    const found = await oidc.discovery(
      new URL('/open/.well-known/openid-configuration', cluster.issuer),
      app.client.client_id,
      app.client.client_secret,
      undefined,
      { execute: [oidc.allowInsecureRequests] },
    )
    assert.equal(found.serverMetadata().token_endpoint, metadata.token_endpoint)
  })

  it('gets ID tokens of RS256, whatever the client has registered', async () => {
    const tokens = await app.tokens(person(), { nonce: 'n-0S6' })
    const keys = createLocalJWKSet((await get('/open/jwks')).body)
    const { payload, protectedHeader } = await jwtVerify(tokens.id_token, keys, {
      issuer: cluster.issuer,
      audience: app.client.client_id,
      algorithms: ['RS256'],
    })
    assert.equal(app.client.id_token_signed_response_alg, 'ES256')
    assert.equal(protectedHeader.typ, 'JWT')
    assert.equal(payload.nonce, 'n-0S6')
    assert.equal(payload.exp - payload.iat, 3600)
    assert.equal(payload.nickname, undefined)
  })
})

describe('a scripted browser', () => {
  const login = (who, uid, form) =>
    who.request(`/open/interaction/${uid}/login`, { method: 'POST', body: new URLSearchParams(form) })

  const begin = async (who, changes) => {
    const asked = await who.request(app.authorizeUrl(changes))
    assert.equal(asked.status, 303)
    assert.match(asked.headers.get('location'), /^\/open\/interaction\/[\w-]+$/)
    assert.equal(asked.headers.get('cache-control'), 'no-store')
    return asked.headers.get('location').split('/').pop()
  }

  const ada = { email: 'ada@example.org', password: PASSWORD }

  it('signs in and consents without reading a page', async () => {
    const who = new Person(cluster.issuer)
    const uid = await begin(who, { prompt: 'consent' })
    assert.equal((await who.request(`/open/interaction/${uid}`)).status, 200)
    const signedIn = await login(who, uid, ada)
    assert.equal(signedIn.status, 303)
    assert.equal(signedIn.headers.get('location'), `${cluster.issuer}/open/auth/${uid}`)
    const resumed = await who.request(`/open/auth/${uid}`)
    assert.equal(resumed.status, 303)
    assert.equal(resumed.headers.get('location'), `/open/interaction/${uid}`)
    const page = await who.request(resumed.headers.get('location'))
    assert.match(await page.text(), /id="deny"/)
    const done = await who.request(`/open/interaction/${uid}/confirm`, { method: 'POST' })
    assert.equal(done.status, 303)
    const back = new URL(done.headers.get('location'))
    const { status } = await app.redeem(back.searchParams.get('code'))
    assert.equal(status, 200)
  })

  it('cannot consent to what was never shown, nor from another site', async () => {
    const who = person()
    const uid = await begin(who, { prompt: 'consent' })
    await login(who, uid, ada)
    const path = `/open/interaction/${uid}/confirm`
    const unseen = await read(await who.request(path, { method: 'POST' }))
    assert.equal(unseen.status, 500)
    assert.match(unseen.text, /the page that asks was not seen/)
    await who.request(`/open/interaction/${uid}`)
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site', origin: undefined }]) {
      const foreign = await read(await who.request(path, { method: 'POST', headers }))
      assert.equal(foreign.status, 500)
      assert.equal(foreign.headers.get('location'), null)
    }
    const thief = person()
    await thief.authorize(app.authorizeUrl())
    assert.equal((await thief.request(path, { method: 'POST' })).status, 500)
    assert.equal((await who.request(path, { method: 'POST' })).status, 303)
    assert.equal((await who.request(path, { method: 'POST' })).status, 500, 'once')
  })

  const BAD = [
    ['a wrong password', { ...ada, password: 'wrong' }],
    ['nobody', { ...ada, email: 'nobody@example.org' }],
    ['a user name in place of an address', { ...ada, email: 'ada' }],
    ['no password', { email: ada.email }],
  ]
  for (const [what, form] of BAD) {
    it(`${what}: 500, and its text`, async () => {
      const who = new Person(cluster.issuer)
      const answer = await read(await login(who, await begin(who), form))
      assert.equal(answer.status, 500)
      assert.match(answer.headers.get('content-type'), /^text\/html/)
      assert.match(answer.text, /<pre>EntityError: the user name or the password is not right<\/pre>/)
      assert.equal(who.cookies.has('ostiary-session'), false)
    })
  }

  it('a step that is not the next: 500', async () => {
    const who = new Person(cluster.issuer)
    const uid = await begin(who)
    const early = await who.request(`/open/interaction/${uid}/confirm`, { method: 'POST' })
    assert.equal(early.status, 500)
    await login(who, uid, ada)
    if ((await who.request(`/open/interaction/${uid}`)).status === 200) {
      assert.equal((await login(who, uid, ada)).status, 500)
    }
  })

  it('without its cookie: SessionNotFound, and an expired request', async () => {
    const uid = await begin(new Person(cluster.issuer))
    const page = await get(`/open/interaction/${uid}`)
    assert.equal(page.status, 500)
    assert.match(page.text, /<pre>SessionNotFound: invalid_request<\/pre>/)
    for (const other of [`/open/auth/${uid}`, '/open/auth/nothing', `/open/auth/${'x'.repeat(200)}`]) {
      const resume = await get(other)
      assert.equal(resume.status, 400)
      assert.match(resume.text, /<strong>error<\/strong>: invalid_request</)
      assert.match(resume.text, /<strong>error_description<\/strong>: authorization request has expired</)
    }
  })

  it('says no by our page: access_denied without a description', async () => {
    const who = person()
    let page = await who.visit(app.authorizeUrl({ prompt: 'consent' }))
    page = await who.signIn(page)
    const { location } = await who.decide(page, 'deny')
    const back = new URL(location)
    assert.deepEqual([...back.searchParams.keys()], ['error', 'state', 'iss'])
    assert.equal(back.searchParams.get('error'), 'access_denied')
  })

  it('goes straight back when nothing has to be asked', async () => {
    const who = person()
    await who.authorize(app.authorizeUrl())
    const again = await who.request(app.authorizeUrl())
    assert.equal(again.status, 303)
    assert.ok(again.headers.get('location').startsWith(`${CALLBACK}?code=`))
  })

  it('gets a form where it asks for one, and the fragment', async () => {
    const who = person()
    await who.authorize(app.authorizeUrl())
    const posted = await read(await who.request(app.authorizeUrl({ response_mode: 'form_post' })))
    assert.equal(posted.status, 200)
    const names = [...posted.text.matchAll(/type="hidden" name="(code|state|iss)"/g)].map(([, name]) => name)
    assert.deepEqual(names, ['code', 'state', 'iss'])
    const fragment = await who.request(app.authorizeUrl({ response_mode: 'fragment' }))
    assert.match(fragment.headers.get('location'), /#code=/)
  })
})

describe('codes and tokens', () => {
  it('of a scope blanks, repeated words and unknown ones are passed over', async () => {
    const { scope } = await app.tokens(person(), { scope: ' openid  profile openid é e-mail ' })
    assert.equal(scope, 'openid profile')
  })

  it('a code is good once, and its second use ends what it brought', async () => {
    const code = await app.code(person())
    const first = await app.redeem(code)
    assert.equal(first.status, 200)
    const second = await app.redeem(code)
    assert.equal(second.status, 400)
    assert.deepEqual(second.body, { error: 'invalid_grant', error_description: 'grant request is invalid' })
    assert.equal((await app.me(first.body.access_token)).status, 401)
  })

  it('JSON in place of a form gives the same', async () => {
    const code = await app.code(person())
    const fields = Object.fromEntries(app.tokenForm({ code }))
    const tokens = await app.json('/open/token', fields)
    assert.equal(tokens.status, 200)
    assert.deepEqual(Object.keys(tokens.body), ['access_token', 'expires_in', 'id_token', 'scope', 'token_type'])
    const byForm = await app.me(tokens.body.access_token)
    const byJson = await app.json('/open/me', { access_token: tokens.body.access_token })
    assert.equal(byJson.status, 200)
    assert.deepEqual(byJson.body, byForm.body)
  })

  it('refuses the same in JSON as in a form', async () => {
    const wrong = [
      {},
      { client_id: app.client.client_id, client_secret: 'wrong', grant_type: 'authorization_code' },
      { client_id: app.client.client_id, client_secret: app.client.client_secret },
      { client_id: app.client.client_id, client_secret: app.client.client_secret, grant_type: 'password' },
    ]
    for (const fields of wrong) {
      const form = await app.post('/open/token', new URLSearchParams(fields))
      const json = await app.json('/open/token', fields)
      assert.equal(json.status, form.status)
      assert.deepEqual(json.body, form.body)
    }
    assert.deepEqual((await app.json('/open/me', {})).body, (await app.post('/open/me', new URLSearchParams())).body)
  })

  it('access while away: only with prompt=consent, and the refresh token stays', async () => {
    const plain = await app.tokens(person(), { scope: 'openid offline_access' })
    assert.equal(plain.refresh_token, undefined)
    assert.equal(plain.scope, 'openid')
    const given = await app.tokens(person(), { scope: 'openid offline_access', prompt: 'consent' })
    assert.deepEqual(Object.keys(given), ['access_token', 'expires_in', 'id_token', 'refresh_token', 'scope', 'token_type'])
    for (let n = 0; n < 6; n++) {
      const { status, body } = await app.refresh(given.refresh_token)
      assert.equal(status, 200)
      assert.equal(body.refresh_token, given.refresh_token)
    }
    const narrow = await app.refresh(given.refresh_token, { scope: 'openid' })
    assert.equal(narrow.body.scope, 'openid')
  })

  it('a verifier is needed where a challenge was sent', async () => {
    const { verifier, challenge } = pkce()
    const changes = { code_challenge: challenge, code_challenge_method: 'S256' }
    const good = await app.redeem(await app.code(person(), changes), { code_verifier: verifier })
    assert.equal(good.status, 200)
  })

  it('tokens of the dialect are none of the standard, nor the reverse', async () => {
    const tokens = await app.tokens(person())
    const standard = await fetch(new URL('/oauth2/userinfo', cluster.issuer), {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    assert.equal(standard.status, 401)
    const code = await app.code(person())
    const elsewhere = await app.post('/oauth2/token', app.tokenForm({ code }))
    assert.notEqual(elsewhere.status, 200)
  })
})
