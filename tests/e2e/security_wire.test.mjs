// What went wrong in other servers, by class, below the flows of security.test.mjs: signatures, pages,
// headers, sizes.

import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { Person } from './harness/person.mjs'
import { PASSWORD, refused, scene } from './harness/scene.mjs'

const at = scene()
const EVIL = 'https://evil.example'

const bearer = (token) => ({ authorization: `Bearer ${token}` })
const userinfo = (token) => at.app.send('/oauth2/userinfo', { method: 'GET', headers: bearer(token) })
const newcomer = () => new Person(at.cluster.issuer, 'alan', PASSWORD)
const addApp = (name, options) => new App(at.cluster, at.cluster.addClient(name, options))
const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url'))
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('class 8: tokens and JOSE', () => {
  // Forgeries of one good token: [what, the token].
  async function forgeries() {
    const { access_token } = await at.app.tokens(at.person)
    const [head, body, signature] = access_token.split('.')
    const header = decoded(head)
    const jwk = (await at.app.send('/oauth2/jwks', { method: 'GET' })).body.keys.find(({ kid }) => kid === header.kid)
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const with_ = (changes) => `${encoded({ ...header, ...changes })}.${body}`
    const hmac = (text, key) => `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
    const es256 = (text) => `${text}.${sign('sha256', Buffer.from(text), { key: own.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
    const later = encoded({ ...decoded(body), exp: decoded(body).exp + 100 })
    return [
      ['alg none', `${with_({ alg: 'none' })}.`],
      ['alg NoNe, signature kept', `${with_({ alg: 'NoNe' })}.${signature}`],
      ['HMAC under the public key', hmac(with_({ alg: 'HS256' }), pem)],
      ['HMAC under the JWK', hmac(with_({ alg: 'HS256' }), JSON.stringify(jwk))],
      ['a key of their own', es256(with_({}))],
      ['a key of their own inside', es256(with_({ jwk: own.publicKey.export({ format: 'jwk' }) }))],
      ['a key of their own elsewhere', es256(with_({ jku: `${EVIL}/jwks`, x5u: EVIL }))],
      ['a kid that is a path', es256(with_({ kid: '../../dev/null' }))],
      ['a kid that is SQL', es256(with_({ kid: "' OR 1=1 --" }))],
      ['a key of another kind', `${with_({ alg: 'RS256' })}.${signature}`],
      ['a signature of zeros', `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`],
      ['another payload', `${head}.${later}.${signature}`],
      ['critical extensions', `${with_({ crit: ['exp'] })}.${signature}`],
      ['compression', `${with_({ zip: 'DEF' })}.${signature}`],
      ['padding', `${head}.${body}.${signature}==`],
      ['a header without end', `${Buffer.from('{"a":'.repeat(900)).toString('base64url')}.${body}.${signature}`],
      ['five parts', `${head}.${body}.${signature}.x.y`],
    ]
  }

  it('no forgery of an access token is taken', async () => {
    for (const [what, token] of await forgeries()) {
      assert.equal((await userinfo(token)).status, 401, what)
      assert.deepEqual((await at.app.introspect(token)).body, { active: false }, what)
      assert.equal((await at.app.revoke(token)).status, 200, what)
    }
  })

  it('tokens say what they are and for whom', async () => {
    const { access_token, id_token } = await at.app.tokens(at.person, { nonce: 'n-0S6_WzA2Mj' })
    const [head, body] = access_token.split('.').map((part, i) => i < 2 && decoded(part))
    assert.equal(head.typ, 'at+jwt')
    assert.equal(body.aud, at.cluster.issuer)
    assert.equal(body.client_id, at.app.client.client_id)
    assert.ok(body.exp - body.iat <= 3600)
    const claims = decoded(id_token.split('.')[1])
    assert.equal(claims.aud, at.app.client.client_id)
    assert.equal(claims.nonce, 'n-0S6_WzA2Mj')
    assert.notEqual(claims.sub, at.app.client.client_id)
    for (const personal of ['email', 'name', 'username', 'person']) assert.equal(body[personal], undefined)
  })

  it('the keys are public halves alone', async () => {
    const { keys } = (await at.app.send('/oauth2/jwks', { method: 'GET' })).body
    for (const key of keys) {
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) assert.equal(key[secret], undefined)
      if (key.kty === 'RSA') assert.ok(Buffer.from(key.n, 'base64url').length >= 256)
    }
  })

  it('a token of a client is nobody: no userinfo, no refresh', async () => {
    const robot = await addApp('robot', ['--confidential', '--grant', 'client_credentials', '--scope', 'openid notes'])
    const { body } = await robot.post('/oauth2/token', { grant_type: 'client_credentials' })
    assert.equal(body.scope, 'notes')
    assert.equal(body.refresh_token, undefined)
    assert.equal((await userinfo(body.access_token)).status, 403)
    refused(await robot.post('/oauth2/token', { grant_type: 'client_credentials', scope: 'openid' }), 'invalid_scope')
  })
})

describe('class 10: pages', () => {
  const MARKUP = `"><img src=x onerror=alert(1)>'`

  it('names are text, wherever they stand', async () => {
    at.cluster.addPerson('bobby', PASSWORD, ['--name', MARKUP])
    const app = await addApp(MARKUP, ['--confidential', '--redirect-uri', CALLBACK])
    const bobby = new Person(at.cluster.issuer, 'bobby', PASSWORD)
    const pages = [await bobby.visit(app.authorizeUrl({ login_hint: MARKUP, state: MARKUP }))]
    pages.push(await bobby.signIn(pages[0]), await bobby.visit('/'))
    for (const { html, headers } of pages) {
      assert.ok(html.includes('&lt;img src=x'), html)
      assert.ok(!html.includes('<img src=x'), html)
      const policy = headers.get('content-security-policy')
      assert.match(policy, /default-src 'none'/)
      assert.match(policy, /frame-ancestors 'none'/)
      assert.match(policy, /base-uri 'none'/)
      assert.doesNotMatch(policy, /unsafe|script-src|\*/)
      assert.equal(headers.get('x-frame-options'), 'DENY')
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('referrer-policy'), 'same-origin')
      assert.equal(headers.get('cache-control'), 'no-store')
    }
  })

  it('what was wrong is text too, on pages and in JSON', async () => {
    for (const changes of [{ client_id: MARKUP }, { redirect_uri: MARKUP }, { max_age: 'x'.repeat(30) }]) {
      assert.ok(!(await at.person.visit(at.app.authorizeUrl(changes))).html.includes('<img src=x'))
    }
    const answer = await at.app.post('/oauth2/token', { grant_type: MARKUP })
    assert.match(answer.headers.get('content-type'), /^application\/json/)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.ok(!JSON.stringify(answer.body).includes('<img'))
  })

  it('state comes back as it was, and makes no header of its own', async () => {
    const state = `a&b=c#d?e=%0d%0a+/ "<>é`
    const location = await at.person.authorize(at.app.authorizeUrl({ state }))
    assert.equal(location.searchParams.get('state'), state)
    assert.equal(location.searchParams.get('b'), null)
    assert.equal(location.hash, '')
  })
})

// Bytes as they are; the status lines of the answers.
function statuses(text) {
  return new Promise((done, fail) => {
    const socket = connect(at.cluster.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('data', (data) => (answer += data.toString('latin1')))
    socket.on('close', () => done([...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status))))
    socket.on('error', fail)
  })
}

describe('class 12: proxies and headers', () => {
  const host = () => `Host: localhost:${at.cluster.port}\r\n`

  it('nobody is believed about host, protocol, address or path', async () => {
    const lies = {
      'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.1', forwarded: 'host=evil.example',
      'x-original-url': '/health', 'x-rewrite-url': '/health', 'x-http-method-override': 'GET',
    }
    const honest = await at.app.send('/.well-known/openid-configuration', { method: 'GET' })
    const lied = await at.app.send('/.well-known/openid-configuration', { method: 'GET', headers: lies })
    assert.deepEqual(lied.body, honest.body)
    const step = await newcomer().request(at.app.authorizeUrl(), { headers: lies })
    assert.match(step.headers.get('location'), /^\/interaction/)
    assert.ok(!at.cluster.log('gateway').includes('source=10.0.0.1'))
  })

  for (const path of ['/x/../health', '//health', '/health/', '/health;a=b', '/%68ealth', '/HEALTH', '/health%00', '/./health', '/oauth2/token;.css']) {
    it(`${path} is nothing`, async () => {
      assert.deepEqual(await statuses(`GET ${path} HTTP/1.1\r\n${host()}Connection: close\r\n\r\n`), [404])
    })
  }

  it('a Host that is nearly ours is not ours', async () => {
    const port = at.cluster.port
    for (const name of [`localhost:${port}.evil.example`, `localhost.evil.example:${port}`, `u@localhost:${port}`, `localhost:${port}, evil`, 'localhost', '']) {
      const [status] = await statuses(`GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`)
      assert.ok([400, 421].includes(status), `${name}: ${status}`)
    }
  })
})

describe('class 13: availability', () => {
  it('forms that fill what is allowed are answered', async () => {
    const paths = ['/sign-in', '/sign-out', '/consent', '/oauth2/authorize', '/oauth2/token', '/oauth2/introspect', '/oauth2/revoke', '/oauth2/userinfo']
    for (const path of paths) {
      for (const field of ['username', 'handle', 'state', 'token', 'not_a_field']) {
        for (const piece of ['"', '%3C', 'é']) {
          const body = `${field}=${piece.repeat(Math.floor(65_000 / Buffer.byteLength(piece)))}`
          const headers = { 'content-type': 'application/x-www-form-urlencoded' }
          const { status } = await fetch(new URL(path, at.cluster.issuer), { method: 'POST', body, headers, redirect: 'manual' })
          assert.ok(status < 500, `${path} ${field} ${piece}: ${status}`)
        }
      }
    }
  })

  it('more parameters, longer passwords and larger heads than anybody needs are refused', async () => {
    const many = new URLSearchParams(Array.from({ length: 65 }, (_, i) => [`p${i}`, '1']))
    refused(await at.app.send('/oauth2/token', { body: many }), 'invalid_request')
    const long = new URLSearchParams({ username: 'alan', password: 'x'.repeat(1025) })
    assert.equal((await newcomer().request('/sign-in', { method: 'POST', body: long })).status, 403) // it is nobody's
    const head = `GET /?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost:${at.cluster.port}\r\n\r\n`
    assert.deepEqual((await statuses(head)).filter((status) => status < 400), [])
  })

  it('a hundred connections that say nothing keep nobody out', async () => {
    const silent = Array.from({ length: 100 }, () => connect(at.cluster.port, '127.0.0.1').on('error', () => {}))
    assert.equal((await at.app.send('/oauth2/jwks', { method: 'GET' })).status, 200)
    silent.forEach((socket) => socket.destroy())
  })
})
