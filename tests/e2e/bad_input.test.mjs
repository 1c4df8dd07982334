// What apps and strangers send wrongly: each gets a clear answer, and nothing is half done.

import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK, pkce } from './harness/app.mjs'
import { SERVICES, startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'

const PASSWORD = 'open sesame, please'
let cluster, person, app, other, open

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('alan', PASSWORD)
  person = new Person(cluster.issuer, 'alan', PASSWORD)
  const options = ['--confidential', '--redirect-uri', CALLBACK]
  app = new App(cluster, cluster.addClient('app', options))
  other = new App(cluster, cluster.addClient('other app', options))
  open = new App(cluster, cluster.addClient('open app', ['--public', '--redirect-uri', CALLBACK]))
})

after(async () => {
  const pids = SERVICES.map((name) => cluster.processes.get(name)?.pid)
  assert.ok(pids.every((pid) => pid), 'every process lived through it')
  const logs = cluster.logs()
  for (const secret of [PASSWORD, app.client.client_secret, ...seen]) {
    assert.ok(!logs.includes(secret), `a secret is in a log: ${secret.slice(0, 6)}…`)
  }
  const endings = await cluster.stop()
  for (const [name, how] of Object.entries(endings)) {
    assert.deepEqual(how, { code: 0, signal: null }, `${name} ends cleanly`)
  }
})

const seen = [] // secrets that passed through, to look for in the logs
const secret = (value) => (seen.push(value), value)

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
      const { status, html, headers, location } = await person.visit(app.authorizeUrl(changes))
      assert.equal(location, undefined)
      assert.equal(status, 400)
      assert.match(headers.get('content-type'), /^text\/html/)
      assert.match(headers.get('content-security-policy'), /default-src 'none'/)
      assert.ok(!html.includes('<script>alert'))
    })
  }

  for (const name of ['client_id', 'redirect_uri']) {
    it(`${name} twice: a page`, async () => {
      const url = app.authorizeUrl()
      url.searchParams.append(name, url.searchParams.get(name))
      const { status, html } = await person.visit(url)
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
    ['response_mode fragment', { response_mode: 'fragment' }, 'invalid_request'],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0..' }, 'request_not_supported'],
    ['a request by reference', { request_uri: 'https://app.example/r' }, 'request_uri_not_supported'],
    ['a registration', { registration: '{}' }, 'registration_not_supported'],
  ]
  for (const [what, changes, error] of ERRORS) {
    it(`${what}: ${error}, at the app`, async () => {
      const { location } = await person.visit(app.authorizeUrl(changes))
      const at = new URL(location)
      assert.equal(at.origin + at.pathname, CALLBACK)
      assert.equal(at.searchParams.get('error'), error)
      assert.equal(at.searchParams.get('state'), 'state-of-the-app')
      assert.equal(at.searchParams.get('iss'), cluster.issuer)
      assert.equal(at.searchParams.get('code'), null)
    })
  }

  it('prompt=none without a session: login_required', async () => {
    const stranger = new Person(cluster.issuer)
    const { location } = await stranger.visit(app.authorizeUrl({ prompt: 'none' }))
    assert.equal(new URL(location).searchParams.get('error'), 'login_required')
  })

  it('state twice: invalid_request, and no state is made up', async () => {
    const url = app.authorizeUrl()
    url.searchParams.append('state', 'another')
    const at = new URL((await person.visit(url)).location)
    assert.equal(at.searchParams.get('error'), 'invalid_request')
    assert.equal(at.searchParams.get('state'), null)
  })

  it('unknown parameters are ignored (RFC 6749 3.1)', async () => {
    const location = await person.authorize(app.authorizeUrl({ unheard_of: 'x' }))
    assert.ok(location.searchParams.get('code'))
  })

  it('a person who says no: access_denied', async () => {
    const url = app.authorizeUrl({ prompt: 'consent' })
    const { location } = await person.decide(await person.visit(url), 'deny')
    const at = new URL(location)
    assert.equal(at.searchParams.get('error'), 'access_denied')
    assert.equal(at.searchParams.get('state'), 'state-of-the-app')
    assert.equal(at.searchParams.get('iss'), cluster.issuer)
  })
})

const refused = ({ status, body }, error = 'invalid_grant', expected = 400) => {
  assert.equal(body.error, error, JSON.stringify(body))
  assert.equal(status, expected)
}

describe('codes', () => {
  it('a wrong verifier consumes the code', async () => {
    const code = secret(await app.code(person))
    refused(await app.redeem(code, { code_verifier: pkce().verifier }))
    refused(await app.redeem(code))
  })

  const WRONG = [
    ['no verifier', { code_verifier: undefined }],
    ['a short verifier', { code_verifier: 'abc' }],
    ['another redirect_uri', { redirect_uri: `${CALLBACK}/` }],
    ['no redirect_uri', { redirect_uri: undefined }],
  ]
  for (const [what, changes] of WRONG) {
    it(`${what}: invalid_grant, and the code is gone`, async () => {
      const code = await app.code(person)
      refused(await app.redeem(code, changes))
      refused(await app.redeem(code))
    })
  }

  it('a replay ends everything that the code gave', async () => {
    const code = await app.code(person)
    const { body: tokens } = await app.redeem(code)
    secret(tokens.access_token)
    secret(tokens.refresh_token)
    secret(tokens.id_token)
    assert.equal((await app.introspect(tokens.access_token)).body.active, true)
    refused(await app.redeem(code))
    assert.deepEqual((await app.introspect(tokens.access_token)).body, { active: false })
    refused(await app.refresh(tokens.refresh_token))
  })

  it('a code of another client is refused, consumed, and ends nothing', async () => {
    const code = await app.code(person)
    other.proof = app.proof
    refused(await other.redeem(code))
    refused(await app.redeem(code))
  })

  it('fifty at once: one wins at most, and then nobody has anything', async () => {
    const code = await app.code(person)
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.redeem(code)))
    const won = answers.filter(({ status }) => status === 200)
    assert.ok(won.length <= 1, `${won.length} won`)
    answers.filter(({ status }) => status !== 200).forEach((answer) => refused(answer))
    for (const { body } of won) refused(await app.refresh(body.refresh_token))
  })
})

describe('refresh tokens', () => {
  it('fifty at once get the same successor', async () => {
    const { refresh_token } = await app.tokens(person)
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.refresh(refresh_token)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ body }) => body.refresh_token)).size, 1)
  })

  it('of another client: refused, and nothing ends', async () => {
    const { refresh_token } = await app.tokens(person)
    refused(await other.refresh(refresh_token))
    assert.equal((await app.refresh(refresh_token)).status, 200)
  })

  it('altered anywhere: refused, and nothing ends', async () => {
    const { refresh_token } = await app.tokens(person)
    for (let i = 0; i < refresh_token.length; i += 7) {
      const letter = refresh_token[i] === 'A' ? 'B' : 'A'
      refused(await app.refresh(refresh_token.slice(0, i) + letter + refresh_token.slice(i + 1)))
    }
    assert.equal((await app.refresh(refresh_token)).status, 200)
  })

  it('more scope than was granted: invalid_scope', async () => {
    const { refresh_token } = await app.tokens(person, { scope: 'openid' })
    refused(await app.refresh(refresh_token, { scope: 'openid email' }), 'invalid_scope')
  })
})

describe('client authentication', () => {
  it('a wrong secret in the header: 401 with a challenge', async () => {
    const answer = await app.post('/oauth2/token', { grant_type: 'client_credentials' }, app.basic('x'.repeat(43)))
    refused(answer, 'invalid_client', 401)
    assert.match(answer.headers.get('www-authenticate'), /^Basic /)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  })

  const grant = { grant_type: 'refresh_token', refresh_token: 'x' }
  const WRONG = [
    ['no client at all', {}, {}, 'invalid_client', 401],
    ['an unknown client', { client_id: 'c_nobody', client_secret: 'x' }, {}, 'invalid_client', 401],
    ['no secret', () => ({ client_id: app.client.client_id }), {}, 'invalid_client', 401],
    ['a wrong secret in the body', () => ({ client_id: app.client.client_id, client_secret: 'no' }), {}, 'invalid_client', 401],
    ['a secret of a public client', () => ({ client_id: open.client.client_id, client_secret: 'x' }), {}, 'invalid_client', 401],
    ['two ways at once', () => ({ client_secret: app.client.client_secret }), () => app.basic(), 'invalid_request', 400],
    ['a header that is not Basic', {}, { authorization: 'Digest x' }, 'invalid_client', 401],
    ['a Basic header that is not base64', {}, { authorization: 'Basic ***' }, 'invalid_client', 401],
    ['a Basic header without a colon', {}, { authorization: `Basic ${btoa('abc')}` }, 'invalid_client', 401],
  ]
  const value = (v) => (typeof v === 'function' ? v() : v)
  for (const [what, form, headers, error, status] of WRONG) {
    it(`${what}: ${error}`, async () => {
      const body = new URLSearchParams({ ...grant, ...value(form) })
      refused(await app.send('/oauth2/token', { body, headers: value(headers) }), error, status)
    })
  }

  it('introspection is not for public clients', async () => {
    refused(await open.introspect('x'), 'invalid_client', 401)
  })
})

describe('the token endpoint', () => {
  it('an unknown grant: unsupported_grant_type', async () => {
    refused(await app.post('/oauth2/token', { grant_type: 'password' }), 'unsupported_grant_type')
  })

  it('a grant that the client may not use: unauthorized_client', async () => {
    refused(await app.post('/oauth2/token', { grant_type: 'client_credentials' }), 'unauthorized_client')
  })

  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const BODIES = [
    ['nothing', '', form, 400, /grant_type/],
    ['a parameter twice', 'grant_type=refresh_token&grant_type=refresh_token', form, 400, /grant_type is repeated/],
    ['bad UTF-8', 'grant_type=%ff%fe', form, 400, /grant_type/],
    ['a NUL', 'grant_type=refresh%00_token', form, 400, /grant_type/],
    ['a broken escape', 'grant_type=%zz', form, 400, /grant_type/],
    ['a parameter that is too long', `grant_type=${'x'.repeat(200)}`, form, 400, /grant_type is longer/],
    ['JSON', '{"grant_type":"refresh_token"}', { 'content-type': 'application/json' }, 415, /x-www-form-urlencoded/],
    ['no content type', Buffer.from('grant_type=x'), {}, 415, /x-www-form-urlencoded/],
    ['too much', `grant_type=${'x'.repeat(100_000)}`, form, 413, /more than 65536 bytes/],
  ]
  for (const [what, body, headers, status, text] of BODIES) {
    it(`${what}: ${status}`, async () => {
      const answer = await app.send('/oauth2/token', { body, headers: { ...app.basic(), ...headers } })
      refused(answer, 'invalid_request', status)
      assert.match(answer.body.error_description, text)
    })
  }

  it('GET: 405 with the methods that are allowed', async () => {
    const answer = await app.send('/oauth2/token?grant_type=refresh_token', { method: 'GET' })
    assert.equal(answer.status, 405)
    assert.match(answer.headers.get('allow'), /POST/)
  })
})

describe('userinfo', () => {
  it('no token: a challenge without an error code (RFC 6750 3.1)', async () => {
    const answer = await app.send('/oauth2/userinfo', { method: 'GET' })
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate'), /^Bearer/)
    assert.doesNotMatch(answer.headers.get('www-authenticate'), /error=/)
  })

  it('a token in the query is not looked at', async () => {
    const { access_token } = await app.tokens(person)
    const answer = await app.send(`/oauth2/userinfo?access_token=${access_token}`, { method: 'GET' })
    assert.equal(answer.status, 401)
  })

  it('a token without openid: insufficient_scope', async () => {
    const { access_token } = await app.tokens(person, { scope: 'profile' })
    const headers = { authorization: `Bearer ${access_token}` }
    refused(await app.send('/oauth2/userinfo', { method: 'GET', headers }), 'insufficient_scope', 403)
  })

  it('a signature that is not ours, or no signature at all', async () => {
    const { access_token } = await app.tokens(person)
    const [head, body, signature] = access_token.split('.')
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
    const forged = [
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      `${head}.${body}`,
      'x'.repeat(9000),
      'not a token',
    ]
    for (const token of forged) {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await app.send('/oauth2/userinfo', { method: 'GET', headers })
      assert.ok([400, 401].includes(answer.status), `${token.slice(0, 20)}: ${answer.status}`)
    }
  })

  it('an ID token is not an access token', async () => {
    const { id_token } = await app.tokens(person)
    const headers = { authorization: `Bearer ${id_token}` }
    refused(await app.send('/oauth2/userinfo', { method: 'GET', headers }), 'invalid_token', 401)
  })
})

describe('cross-origin', () => {
  const READABLE = ['/.well-known/openid-configuration', '/oauth2/jwks', '/oauth2/userinfo', '/oauth2/token', '/oauth2/revoke']
  for (const path of READABLE) {
    it(`${path} may be read by pages of other sites, without credentials`, async () => {
      const headers = {
        origin: 'https://spa.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      }
      const answer = await app.send(path, { method: 'OPTIONS', headers })
      assert.ok([200, 204].includes(answer.status))
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      assert.equal(answer.headers.get('access-control-allow-credentials'), null)
    })
  }

  for (const path of ['/oauth2/authorize', '/sign-in', '/consent', '/sign-out', '/interaction', '/']) {
    it(`${path} may not`, async () => {
      const answer = await app.send(path, { method: 'GET', headers: { origin: 'https://evil.example' } })
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
    })
  }

  for (const path of ['/sign-in', '/consent', '/sign-out']) {
    it(`a form of another site may not be sent to ${path}`, async () => {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
      ]) {
        const body = new URLSearchParams({ username: 'alan', password: PASSWORD })
        const answer = await app.send(path, { body, headers })
        assert.equal(answer.status, 403)
        assert.equal(answer.headers.get('set-cookie'), null)
      }
    })
  }
})

describe('a transaction belongs to the browser that began it', () => {
  it('another browser cannot go on with it', async () => {
    const victim = new Person(cluster.issuer, 'alan', PASSWORD)
    const thief = new Person(cluster.issuer, 'alan', PASSWORD)
    const begun = await victim.request(app.authorizeUrl())
    const handle = begun.headers.get('location')
    const { status, location } = await thief.visit(handle)
    assert.equal(location, undefined)
    assert.equal(status, 410)
  })

  it('a wrong password leaves nobody signed in and keeps the user name', async () => {
    const somebody = new Person(cluster.issuer, 'alan', PASSWORD)
    const page = await somebody.visit(app.authorizeUrl())
    const again = await somebody.signIn(page, { password: 'wrong' })
    assert.equal(again.status, 403)
    assert.match(again.html, /value="alan"/)
    assert.equal(somebody.cookies.has('ostiary-session'), false)
    const on = await somebody.signIn(again)
    assert.ok(on.location || on.status === 200)
    assert.equal(somebody.cookies.has('ostiary-session'), true)
  })
})

// Bytes as they are, past every client library.
function raw(text) {
  return new Promise((done, fail) => {
    const socket = connect(cluster.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setTimeout(15_000, () => socket.destroy(new Error('no answer')))
    socket.on('data', (data) => (answer += data.toString('latin1')))
    socket.on('close', () => done(answer))
    socket.on('error', fail)
  })
}

describe('HTTP itself', () => {
  const host = () => `Host: localhost:${cluster.port}\r\n`
  const status = (answer) => Number(answer.match(/^HTTP\/1\.1 (\d+)/)?.[1])

  it('Content-Length twice is refused and the connection closed', async () => {
    const text = `POST /oauth2/token HTTP/1.1\r\n${host()}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`
    assert.equal(status(await raw(text)), 400)
  })

  it('Content-Length with Transfer-Encoding is refused and the connection closed', async () => {
    const text = `POST /oauth2/token HTTP/1.1\r\n${host()}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`
    assert.equal(status(await raw(text)), 400)
  })

  it('garbage is refused', async () => {
    const answer = await raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')
    assert.ok(answer === '' || status(answer) === 400)
  })

  it('another host is misdirected', async () => {
    const answer = await raw('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
    assert.equal(status(answer), 421)
  })

  it('a body that never comes is cut off', async () => {
    const text = `POST /oauth2/token HTTP/1.1\r\n${host()}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ngrant`
    assert.equal(status(await raw(text)), 408)
  })
})
