// Every row of the error tables of /open/auth, /open/token and /open/me.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CALLBACK, pkce } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { addTailchatApp, NONE, read, TailchatApp } from './harness/tailchat.mjs'

const PASSWORD = 'correct horse battery'
let cluster, app, other, standard, bot, unfinished

const person = () => new Person(cluster.issuer, 'ada', PASSWORD)

before(async () => {
  cluster = await startCluster()
  const ada = cluster.addPerson('ada', PASSWORD)
  app = addTailchatApp(cluster, 'Demo')
  other = addTailchatApp(cluster, 'Other')
  standard = new TailchatApp(cluster.issuer, cluster.addClient('Standard', ['--confidential', '--redirect-uri', CALLBACK]))
  bot = addTailchatApp(cluster, 'Bot', ['--capabilities', 'bot'])
  const options = ['--confidential', '--dialects', 'tailchat', '--owner', ada.id, '--scope', 'openid profile']
  unfinished = new TailchatApp(cluster.issuer, cluster.addClient('Unfinished', options))
})
after(async () => {
  await cluster.stop()
})

describe('/open/auth, shown to the person', () => {
  const UNREGISTERED = "redirect_uri did not match any of the client's registered redirect_uris"
  const PAGES = [
    ['no client_id', () => [app, { client_id: NONE }], 'invalid_request', "missing required parameter 'client_id'"],
    ['an unknown app', () => [app, { client_id: 'tc_649aa2179e97b8b3b2d1004f' }], 'invalid_client', 'client is invalid'],
    ['an app that is not switched on', () => [standard, {}], 'invalid_client', 'client is invalid'],
    ['an app without the capability oauth', () => [bot, {}], 'invalid_client', 'client is invalid'],
    ['an app without an address', () => [unfinished, {}], 'invalid_redirect_uri', 'redirect_uris must contain members'],
    ['no redirect_uri', () => [app, { redirect_uri: NONE }], 'invalid_request', "missing required parameter 'redirect_uri'"],
    ['a trailing slash', () => [app, { redirect_uri: `${CALLBACK}/` }], 'invalid_redirect_uri', UNREGISTERED],
    ['a query added', () => [app, { redirect_uri: `${CALLBACK}?x=1` }], 'invalid_redirect_uri', UNREGISTERED],
    ['another host', () => [app, { redirect_uri: 'https://evil.example/callback' }], 'invalid_redirect_uri', UNREGISTERED],
  ]
  for (const [what, asked, error, text] of PAGES) {
    it(`${what}: a page with ${error}`, async () => {
      const [client, changes] = asked()
      const answer = await read(await person().request(client.authorizeUrl(changes), { headers: { accept: '*/*' } }))
      assert.equal(answer.status, 400)
      assert.match(answer.headers.get('content-type'), /^text\/html/)
      assert.equal(answer.headers.get('location'), null)
      const lines = [...answer.text.matchAll(/<pre><strong>(\w+)<\/strong>: (.*)<\/pre>/g)]
      const said = Object.fromEntries(lines.map(([, name, value]) => [name, value.replaceAll('&#39;', "'").replaceAll('&#x27;', "'")]))
      assert.deepEqual(said, { error, error_description: text, state: '45535116436', iss: cluster.issuer })
    })
  }

  it('no app can have an empty line among its addresses', () => {
    assert.throws(() => cluster.addClient('Bad', ['--confidential', '--dialects', 'tailchat', '--redirect-uri', '']))
  })

  it('takes no POST', async () => {
    const answer = await app.post('/open/auth', new URLSearchParams(app.authorizeUrl().searchParams))
    assert.equal(answer.status, 404)
  })
})

describe('/open/auth, told to the app', () => {
  const REQUEST = 'invalid_request'
  const REDIRECTS = [
    ['no response_type', { response_type: NONE }, REQUEST, "missing required parameter 'response_type'"],
    ['response_type=token', { response_type: 'token' }, 'unsupported_response_type', 'unsupported response_type requested', '#'],
    ['response_type=id_token', { response_type: 'id_token' }, 'unauthorized_client', 'requested response_type is not allowed for this client', '#'],
    ['response_type=code id_token', { response_type: 'code id_token' }, 'unauthorized_client', 'requested response_type is not allowed for this client', '#'],
    ['response_type=id_token code', { response_type: 'id_token code' }, 'unauthorized_client', 'requested response_type is not allowed for this client', '#'],
    ['response_type=none', { response_type: 'none' }, 'unauthorized_client', 'requested response_type is not allowed for this client'],
    ['an unknown response_type', { response_type: 'pizza' }, 'unsupported_response_type', 'unsupported response_type requested'],
    ['prompt=none, nobody signed in', { prompt: 'none' }, 'login_required', 'End-User authentication is required'],
    ['an unknown prompt', { prompt: 'shout' }, REQUEST, 'unsupported prompt value requested'],
    ['a challenge without method', { code_challenge: pkce().challenge }, REQUEST, 'plain code_challenge_method fallback disabled, code_challenge_method must be provided'],
    ['a method without challenge', { code_challenge_method: 'S256' }, REQUEST, 'code_challenge must be provided with code_challenge_method'],
    ['plain', { code_challenge: pkce().challenge, code_challenge_method: 'plain' }, REQUEST, 'not supported value of code_challenge_method'],
    ['request', { request: 'eyJhbGciOiJub25lIn0..' }, 'request_not_supported', 'request parameter provided but not supported'],
    ['request_uri', { request_uri: 'https://app.example/r' }, 'invalid_request_uri', 'provided request_uri is not allowed'],
    ['registration', { registration: '{}' }, 'registration_not_supported', 'registration parameter provided but not supported'],
    ['resource', { resource: 'https://api.example/' }, 'invalid_target', 'resource indicator is missing, or unknown'],
    ['a bad response_mode', { response_mode: 'smoke' }, 'unsupported_response_mode', 'unsupported response_mode requested'],
  ]
  for (const [what, changes, error, text, start = '?'] of REDIRECTS) {
    it(`${what}: ${error}`, async () => {
      const answer = await person().request(app.authorizeUrl(changes))
      assert.equal(answer.status, 303)
      const iss = encodeURIComponent(cluster.issuer)
      const said = encodeURIComponent(text).replaceAll("'", '%27')
      const expected = `${CALLBACK}${start}error=${error}&error_description=${said}&state=45535116436&iss=${iss}`
      assert.equal(answer.headers.get('location'), expected)
      assert.ok(!expected.includes('+'))
    })
  }

  it('prompt=none, signed in but never asked: consent_required', async () => {
    const who = person()
    await who.authorize(other.authorizeUrl())
    const fresh = addTailchatApp(cluster, 'Fresh')
    const back = new URL((await who.request(fresh.authorizeUrl({ prompt: 'none' }))).headers.get('location'))
    assert.equal(back.searchParams.get('error'), 'consent_required')
  })

  it('state twice: no state goes back', async () => {
    const url = app.authorizeUrl()
    url.searchParams.append('state', 'other')
    const back = new URL((await person().request(url)).headers.get('location'))
    assert.deepEqual([...back.searchParams.keys()], ['error', 'error_description', 'iss'])
    assert.equal(back.searchParams.get('error'), REQUEST)
    assert.equal(back.searchParams.get('error_description'), "'state' parameter must not be provided twice")
  })

  for (const scope of [NONE, 'dance']) {
    it(`nothing to grant (scope ${String(scope)}): access_denied without a description`, async () => {
      const who = person()
      await who.authorize(app.authorizeUrl())
      const back = new URL((await who.request(app.authorizeUrl({ scope }))).headers.get('location'))
      assert.deepEqual([...back.searchParams.keys()], ['error', 'state', 'iss'])
      assert.equal(back.searchParams.get('error'), 'access_denied')
    })
  }
})

describe('/open/token', () => {
  const FORM_ONLY = 'only application/x-www-form-urlencoded content-type bodies are supported on POST /token'
  const credentials = () => ({ client_id: app.client.client_id, client_secret: app.client.client_secret })
  const grant = { grant_type: 'authorization_code', code: 'x'.repeat(43), redirect_uri: CALLBACK }

  // [what, form, headers, status, error, text]
  const ROWS = [
    ['no client id anywhere', () => grant, {}, 400, 'invalid_request', 'no client authentication mechanism provided'],
    ['an unknown client', () => ({ ...credentials(), ...grant, client_id: 'tc_649aa2179e97b8b3b2d1004f' }), {}, 401, 'invalid_client', 'client authentication failed'],
    ['a client without the capability', () => ({ ...grant, client_id: bot.client.client_id, client_secret: bot.client.client_secret }), {}, 401, 'invalid_client', 'client authentication failed'],
    ['a client that is not switched on', () => ({ ...grant, client_id: standard.client.client_id, client_secret: standard.client.client_secret }), {}, 401, 'invalid_client', 'client authentication failed'],
    ['a wrong secret', () => ({ ...credentials(), ...grant, client_secret: 'wrong' }), {}, 401, 'invalid_client', 'client authentication failed'],
    ['client_id without secret', () => ({ ...grant, client_id: app.client.client_id }), {}, 401, 'invalid_client', 'client authentication failed'],
    ['an Authorization header that is not Basic', () => grant, () => ({ authorization: 'Bearer x' }), 400, 'invalid_request', 'invalid authorization header value format'],
    ['Basic and a secret in the body', () => ({ ...grant, client_secret: app.client.client_secret }), () => app.basic(), 400, 'invalid_request', 'client authentication must only be provided using one mechanism'],
    ['another client_id in the body', () => ({ ...grant, client_id: other.client.client_id }), () => app.basic(), 400, 'invalid_request', 'mismatch in body and authorization client ids'],
    ['an app without addresses', () => ({ ...grant, client_id: unfinished.client.client_id, client_secret: unfinished.client.client_secret }), {}, 400, 'invalid_redirect_uri', 'redirect_uris must contain members'],
    ['no grant_type', () => credentials(), {}, 400, 'invalid_request', "missing required parameter 'grant_type'"],
    ['no code', () => ({ ...credentials(), ...grant, code: '' }), {}, 400, 'invalid_request', "missing required parameter 'code'"],
    ['neither', () => ({ ...credentials(), grant_type: 'authorization_code' }), {}, 400, 'invalid_request', "missing required parameters 'code' and 'redirect_uri'"],
    ['a Basic header without a colon', () => grant, () => ({ authorization: `Basic ${btoa('name')}` }), 400, 'invalid_request', 'invalid authorization header value format'],
    ['a Basic header that is no base64', () => grant, () => ({ authorization: 'Basic !!' }), 400, 'invalid_request', 'invalid authorization header value format'],
    ['no redirect_uri', () => ({ ...credentials(), ...grant, redirect_uri: '' }), {}, 400, 'invalid_request', "missing required parameter 'redirect_uri'"],
    ['no refresh_token', () => ({ ...credentials(), grant_type: 'refresh_token' }), {}, 400, 'invalid_request', "missing required parameter 'refresh_token'"],
    ['password', () => ({ ...credentials(), grant_type: 'password' }), {}, 400, 'unsupported_grant_type', 'unsupported grant_type requested'],
    ['client_credentials', () => ({ ...credentials(), grant_type: 'client_credentials' }), {}, 400, 'unsupported_grant_type', 'unsupported grant_type requested'],
    ['a bad code', () => ({ ...credentials(), ...grant }), {}, 400, 'invalid_grant', 'grant request is invalid'],
    ['a bad refresh token', () => ({ ...credentials(), grant_type: 'refresh_token', refresh_token: 'nothing' }), {}, 400, 'invalid_grant', 'grant request is invalid'],
    ['an Origin header', () => ({ ...credentials(), ...grant }), () => ({ origin: 'https://page.example' }), 400, 'invalid_request', () => `origin https://page.example not allowed for client: ${app.client.client_id}`],
  ]
  for (const [what, form, headers, status, error, text] of ROWS) {
    it(`${what}: ${status} ${error}`, async () => {
      const sent = typeof headers === 'function' ? headers() : headers
      const answer = await app.post('/open/token', new URLSearchParams(form()), sent)
      assert.equal(answer.status, status, answer.text)
      assert.deepEqual(answer.body, { error, error_description: typeof text === 'function' ? text() : text })
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      if (!sent.authorization) assert.equal(answer.headers.get('www-authenticate'), null)
    })
  }

  for (const [what, secret] of [['wrong', 'wrong'], ['right, of an unknown client', undefined]]) {
    it(`a secret by Basic that is ${what}: 401 with a challenge`, async () => {
      const client = secret ? app : new TailchatApp(cluster.issuer, { client_id: 'tc_0', client_secret: 'x' })
      const answer = await app.post('/open/token', new URLSearchParams(grant), client.basic(secret))
      assert.equal(answer.status, 401)
      assert.equal(answer.headers.get('www-authenticate'),
        `Basic realm="${cluster.issuer}", error="invalid_client", error_description="client authentication failed"`)
    })
  }

  for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x']) {
    it(`a body of ${type}: 400`, async () => {
      const answer = await app.post('/open/token', app.tokenForm().toString(), { 'content-type': type })
      assert.equal(answer.status, 400)
      assert.deepEqual(answer.body, { error: 'invalid_request', error_description: FORM_ONLY })
    })
  }

  const DEAD = [
    ['a code of another client', async () => ({ code: await other.code(person()) })],
    ['another redirect_uri', async () => ({ code: await app.code(person()), redirect_uri: `${CALLBACK}/` })],
    ['a wrong verifier', async () => ({ code: await app.code(person(), { code_challenge: pkce().challenge, code_challenge_method: 'S256' }), code_verifier: pkce().verifier })],
    ['no verifier for a challenge', async () => ({ code: await app.code(person(), { code_challenge: pkce().challenge, code_challenge_method: 'S256' }) })],
    ['a verifier without a challenge', async () => ({ code: await app.code(person()), code_verifier: pkce().verifier })],
    ['a code that was used', async () => {
      const code = await app.code(person())
      await app.redeem(code)
      return { code }
    }],
    ['a refresh token of another client', async () => {
      const { refresh_token } = await other.tokens(person(), { scope: 'openid offline_access', prompt: 'consent' })
      return { grant_type: 'refresh_token', refresh_token, redirect_uri: NONE }
    }],
  ]
  for (const [what, changes] of DEAD) {
    it(`${what}: always the same invalid_grant`, async () => {
      const answer = await app.post('/open/token', app.tokenForm(await changes()))
      assert.equal(answer.status, 400)
      assert.deepEqual(answer.body, { error: 'invalid_grant', error_description: 'grant request is invalid' })
    })
  }

  it('a field twice: 400', async () => {
    const form = app.tokenForm({ code: 'a' })
    form.append('code', 'b')
    const answer = await app.post('/open/token', form)
    assert.equal(answer.status, 400)
    assert.equal(answer.body.error_description, "'code' parameter must not be provided twice")
  })

  it('a refresh token for more than it is for: invalid_scope', async () => {
    const { refresh_token } = await app.tokens(person(), { scope: 'openid offline_access', prompt: 'consent' })
    const answer = await app.refresh(refresh_token, { scope: 'openid profile' })
    assert.equal(answer.status, 400)
    assert.deepEqual(answer.body, { error: 'invalid_scope', error_description: 'refresh token missing requested scope' })
  })

  it('a form that calls itself ISO-8859-1, as some libraries do of every form, is one', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded; charset=ISO-8859-1' }
    assert.equal((await app.post('/open/token', app.tokenForm({ code: 'x' }).toString(), type)).body.error, 'invalid_grant')
  })

  it('client_id in the query is not read', async () => {
    const answer = await app.post(`/open/token?client_id=${app.client.client_id}`, new URLSearchParams(grant))
    assert.equal(answer.body.error_description, 'no client authentication mechanism provided')
  })

  it('a preflight is answered, 204', async () => {
    const headers = { origin: 'https://page.example', 'access-control-request-method': 'POST' }
    const answer = await fetch(new URL('/open/token', cluster.issuer), { method: 'OPTIONS', headers })
    assert.equal(answer.status, 204)
  })

  it('who prefers HTML gets the error as a page, of the same status', async () => {
    const bad = new URLSearchParams({ ...credentials(), ...grant, client_secret: 'wrong' })
    const page = await app.post('/open/token', bad, { accept: 'text/html' })
    assert.equal(page.status, 401)
    assert.match(page.headers.get('content-type'), /^text\/html/)
    assert.match(page.text, /<strong>error<\/strong>: invalid_client</)
    const json = await app.post('/open/token', bad, { accept: 'application/json, text/html;q=0.5' })
    assert.equal(json.body.error, 'invalid_client')
  })
})

describe('/open/me', () => {
  let token, bare
  const realm = () => `Bearer realm="${cluster.issuer}"`

  before(async () => {
    token = (await app.tokens(person())).access_token
    bare = (await app.tokens(person(), { scope: 'profile' })).access_token
  })

  const ask = async (path, { headers, form } = {}) =>
    read(await fetch(new URL(path, cluster.issuer), form
      ? { method: 'POST', headers, body: new URLSearchParams(form) }
      : { headers }))

  it('takes the token from each of the three places', async () => {
    const bearer = { authorization: `Bearer ${token}` }
    const answers = [
      await ask('/open/me', { headers: bearer }),
      await ask('/open/me', { headers: bearer, form: {} }),
      await ask('/open/me', { headers: { authorization: '' }, form: { access_token: token } }),
      await ask('/open/me', { form: { access_token: token } }),
      await ask(`/open/me?access_token=${token}`),
      await app.json('/open/me', { access_token: token }),
    ]
    for (const { status, body } of answers) {
      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body), ['sub', 'nickname', 'discriminator'])
    }
  })

  it('a scope narrows the claims', async () => {
    const { body } = await ask('/open/me', { form: { access_token: token, scope: 'openid' } })
    assert.deepEqual(Object.keys(body), ['sub'])
  })

  const MISSING = 'no access token provided'
  const ONE = 'access token must only be provided using one mechanism'
  const ROWS = [
    ['no token', () => ask('/open/me'), 400, 'invalid_request', MISSING, ''],
    ['no token in a form', () => ask('/open/me', { form: {} }), 400, 'invalid_request', MISSING, ''],
    ['header and form', () => ask('/open/me', { headers: { authorization: `Bearer ${token}` }, form: { access_token: token } }), 400, 'invalid_request', ONE],
    ['header and query', () => ask(`/open/me?access_token=${token}`, { headers: { authorization: `Bearer ${token}` } }), 400, 'invalid_request', ONE],
    ['form and query', () => ask(`/open/me?access_token=${token}`, { form: { access_token: token } }), 400, 'invalid_request', ONE],
    ['a query with two', () => ask('/open/me?access_token=x&access_token=y'), 400, 'invalid_request', "'access_token' parameter must not be provided twice"],
    ['a header with a scheme alone', () => ask('/open/me', { headers: { authorization: 'Bearer' } }), 400, 'invalid_request', 'invalid authorization header value format'],
    ['a header with two tokens', () => ask('/open/me', { headers: { authorization: 'Bearer a b' } }), 400, 'invalid_request', 'invalid authorization header value format'],
    ['another scheme', () => ask('/open/me', { headers: { authorization: `Token ${token}` } }), 400, 'invalid_request', 'authorization header scheme must be `Bearer`'],
    ['an unknown token', () => ask('/open/me', { form: { access_token: 'x'.repeat(43) } }), 401, 'invalid_token', 'invalid token provided'],
    ['a token without openid', () => ask('/open/me', { form: { access_token: bare } }), 403, 'insufficient_scope', 'access token missing openid scope', undefined, 'openid'],
    ['a scope that was not granted', () => ask('/open/me', { form: { access_token: token, scope: 'openid email' } }), 403, 'insufficient_scope', 'access token missing requested scope', undefined, 'openid email'],
    ['a body of another type', () => app.post('/open/me', 'access_token=x', { 'content-type': 'text/plain' }), 400, 'invalid_request', 'only application/x-www-form-urlencoded content-type bodies are supported on POST /me'],
  ]
  for (const [what, asked, status, error, text, challenge, scope] of ROWS) {
    it(`${what}: ${status} ${error}`, async () => {
      const answer = await asked()
      assert.equal(answer.status, status, answer.text)
      assert.deepEqual(answer.body, { error, error_description: text, ...(scope && { scope }) })
      const more = `, error="${error}", error_description="${text}"${scope ? `, scope="${scope}"` : ''}`
      assert.equal(answer.headers.get('www-authenticate'), realm() + (challenge ?? more))
    })
  }

  it('a token whose app or consent has gone: 401', async () => {
    const gone = addTailchatApp(cluster, 'Gone')
    const { access_token } = await gone.tokens(person())
    assert.equal((await gone.me(access_token)).status, 200)
    cluster.ctl(['client', 'delete', '--client-id', gone.client.client_id])
    const end = Date.now() + 5000
    let answer = await gone.me(access_token)
    while (answer.status === 200 && Date.now() < end) answer = await gone.me(access_token)
    assert.equal(answer.status, 401)
  })
})

describe('whatever else is below /open/', () => {
  const NOTHING = { name: 'NotFoundError', message: 'Not found', code: 404, type: 'NOT_FOUND' }
  const PATHS = ['session/end', 'token/introspection', 'token/revocation', 'auth/', 'nothing', 'interaction']
  for (const path of PATHS) {
    it(`/open/${path}: 404 in JSON`, async () => {
      for (const method of ['GET', 'POST']) {
        const answer = await read(await fetch(new URL(`/open/${path}`, cluster.issuer), { method, headers: { accept: 'text/html' } }))
        assert.equal(answer.status, 404)
        assert.deepEqual(answer.body, NOTHING)
      }
    })
  }
})
