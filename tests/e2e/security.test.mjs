// What went wrong in other servers, by class, tried on the real processes: where answers go, codes,
// PKCE, refresh tokens, sessions.  Wrong requests one by one are in bad_*.test.mjs, lost processes in
// crash.test.mjs; here somebody means it.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { App, CALLBACK, pkce } from './harness/app.mjs'
import { SERVICES, sleep } from './harness/cluster.mjs'
import { Person, formsOf } from './harness/person.mjs'
import { PASSWORD, refused, scene } from './harness/scene.mjs'

const at = scene()
const EVIL = 'https://evil.example'

const bearer = (token) => ({ authorization: `Bearer ${token}` })
const userinfo = (token) => at.app.send('/oauth2/userinfo', { method: 'GET', headers: bearer(token) })
const newcomer = () => new Person(at.cluster.issuer, 'alan', PASSWORD)
const addApp = (name, options, redirectUri = CALLBACK) =>
  new App(at.cluster, at.cluster.addClient(name, options), redirectUri)

async function isActive(token) {
  return (await at.app.introspect(token)).body.active
}

// An answer that went to the app with an error, or a page; never a code, never another place.
function noCode({ location, status }, where = CALLBACK) {
  if (!location) return assert.ok(status >= 400, `a page with status ${status}`)
  assert.ok(location.startsWith(`${where}?`), location)
  assert.equal(new URL(location).searchParams.get('code'), null)
}

describe('class 1: where answers go', () => {
  const REFUSED = [
    'https://*.example/cb', 'https://app.example/cb#x', 'https://u@app.example/cb',
    'https://app.example\\@evil.example/', 'http://app.example/cb', 'javascript:alert(1)//a.b', 'data:text/html,x',
    'https:///cb', 'https://app.example/a b', 'HTTPS://app.example/cb', 'https://äpp.example/cb', 'app:/cb', '/cb', '//app.example/cb',
  ]
  for (const uri of REFUSED) {
    it(`${uri} cannot be registered`, () => {
      assert.throws(() => at.cluster.addClient('wrong', ['--public', '--redirect-uri', uri]), /redirect_uris/)
    })
  }

  it('a star that is registered means a star', async () => {
    const app = await addApp('star', ['--public', '--redirect-uri', 'https://app.example/*'], 'https://app.example/other')
    noCode(await at.person.visit(app.authorizeUrl()))
  })

  it('the port of a loopback address is free for public clients, and nothing else of it', async () => {
    const uri = 'http://127.0.0.1/cb'
    const native = await addApp('native', ['--public', '--redirect-uri', uri])
    const served = await addApp('served', ['--confidential', '--redirect-uri', uri])
    const asks = async (app, redirect_uri) => (await at.person.visit(app.authorizeUrl({ redirect_uri }))).status
    assert.equal(await asks(native, 'http://127.0.0.1:49152/cb'), 200)
    for (const other of ['http://127.0.0.1:49152/cb?x', 'http://127.0.0.1:49152/CB', 'http://localhost:49152/cb',
      'http://127.0.0.1:0/cb', 'http://127.0.0.1:99999/cb', 'http://127.0.0.1:1@evil.example/cb', 'http://127.0.0.1.evil.example/cb']) {
      assert.equal(await asks(native, other), 400, other)
    }
    assert.equal(await asks(served, 'http://127.0.0.1:49152/cb'), 400)
  })

  for (const handle of [EVIL, '//evil.example', '/\\evil.example', '\r\nLocation: https://evil.example', 'javascript:alert(1)']) {
    it(`after signing in or out nobody is led to ${JSON.stringify(handle)}`, async () => {
      for (const path of ['/sign-in', '/sign-out']) {
        const body = new URLSearchParams({ username: 'alan', password: PASSWORD, handle })
        const answer = await newcomer().request(path, { method: 'POST', body })
        const location = answer.headers.get('location')
        if (location) assert.match(location, /^\/(interaction\?handle=[A-Za-z0-9%._~-]+)?$/)
        else assert.equal(answer.status, 400)
      }
    })
  }

  it('an error goes to the same address as a code would, or to none', async () => {
    for (const changes of [{ response_type: 'token' }, { scope: 'nothing' }, { prompt: 'none' }]) {
      noCode(await newcomer().visit(at.app.authorizeUrl(changes)))
      noCode(await newcomer().visit(at.app.authorizeUrl({ ...changes, redirect_uri: `${CALLBACK}.evil.example` })))
    }
  })
})

describe('class 2: codes', () => {
  it('have 256 bits, never the same, and live in the query alone', async () => {
    const urls = [await at.person.authorize(at.app.authorizeUrl()), await at.person.authorize(at.app.authorizeUrl())]
    const codes = urls.map((url) => url.searchParams.get('code'))
    codes.forEach((code) => assert.equal(Buffer.from(code, 'base64url').length, 32))
    assert.notEqual(codes[0], codes[1])
    urls.forEach((url) => assert.equal(url.hash, ''))
    assert.deepEqual([...urls[0].searchParams.keys()].sort(), ['code', 'iss', 'state'])
  })

  it('nothing else that is used once passes for one', async () => {
    const person = newcomer()
    const step = await person.request(at.app.authorizeUrl())
    const handle = new URL(step.headers.get('location'), at.cluster.issuer).searchParams.get('handle')
    const { refresh_token, access_token } = await at.app.tokens(at.person)
    const others = [handle, ...person.cookies.values(), at.person.cookies.get('ostiary-session'), refresh_token]
    for (const other of others) refused(await at.app.redeem(other))
    refused(await at.app.redeem(access_token), 'invalid_request')
    for (const other of [handle, await at.app.code(at.person)]) {
      refused(await at.app.refresh(other))
      assert.equal((await userinfo(other)).status, 401)
    }
  })

  it('of one app, slipped to another in its own browser, give nothing', async () => {
    const code = await at.open.code(at.person)
    at.other.proof = at.open.proof
    refused(await at.other.redeem(code))
    refused(await at.open.redeem(code))
  })
})

describe('class 3: PKCE', () => {
  const WRONG = [
    ['the challenge itself', (app) => app.proof.challenge],
    ['42 characters', () => 'a'.repeat(42)],
    ['129 characters', () => 'a'.repeat(129)],
    ['other characters', () => `${'a'.repeat(42)}+`],
    ['an empty one', () => ''],
    ['one more character', (app) => `${app.proof.verifier}a`],
  ]
  for (const [what, verifier] of WRONG) {
    it(`${what} is no verifier, and there is no second guess`, async () => {
      const code = await at.open.code(at.person)
      refused(await at.open.redeem(code, { code_verifier: verifier(at.open) }))
      refused(await at.open.redeem(code))
    })
  }

  for (const name of ['app', 'open']) {
    it(`there is no way around it for the ${name}`, async () => {
      for (const changes of [{ code_challenge: undefined }, { code_challenge: '' }, { code_challenge_method: 'S512' },
        { code_challenge_method: 's256' }, { code_challenge: pkce().verifier, code_challenge_method: 'plain' }]) {
        const { location } = await at.person.visit(at[name].authorizeUrl(changes))
        assert.equal(new URL(location).searchParams.get('error'), 'invalid_request')
      }
    })
  }
})

describe('class 4: refresh tokens', () => {
  it('of a public app end with everything when an old one comes back', async () => {
    const app = await addApp('impatient', ['--public', '--redirect-uri', CALLBACK, '--refresh-grace', '0'])
    const first = await app.tokens(at.person)
    const { body: second } = await app.refresh(first.refresh_token)
    assert.notEqual(second.refresh_token, first.refresh_token)
    refused(await app.refresh(first.refresh_token))
    refused(await app.refresh(second.refresh_token))
    assert.equal((await userinfo(second.access_token)).status, 401)
  })

  it('are narrowed for one access token only', async () => {
    const { refresh_token } = await at.app.tokens(at.person)
    const { body: less } = await at.app.refresh(refresh_token, { scope: 'openid' })
    assert.equal(less.scope, 'openid')
    assert.equal((await at.app.refresh(less.refresh_token)).body.scope, 'openid profile email')
  })

  it('are never an access token, nor active to a resource server', async () => {
    const server = await addApp('server', ['--confidential', '--grant', 'client_credentials', '--scope', 'notes', '--permission', 'introspect'])
    const { access_token, refresh_token } = await at.app.tokens(at.person)
    assert.equal((await userinfo(refresh_token)).status, 401)
    assert.equal((await server.introspect(access_token)).body.active, true)
    assert.deepEqual((await server.introspect(refresh_token)).body, { active: false })
  })

  for (const kind of ['access_token', 'refresh_token']) {
    it(`revoking the ${kind} ends both, for its own client only`, async () => {
      const tokens = await at.app.tokens(at.person)
      assert.equal((await at.other.revoke(tokens[kind])).status, 200)
      refused(await at.app.post('/oauth2/revoke', { token: tokens[kind] }, at.app.basic('wrong')), 'invalid_client', 401)
      assert.equal(await isActive(tokens.access_token), true)
      assert.equal((await at.app.revoke(tokens[kind])).status, 200)
      assert.equal(await isActive(tokens.access_token), false)
      refused(await at.app.refresh(tokens.refresh_token))
    })
  }
})

describe('class 5: sessions', () => {
  it('a session that somebody else chose is never taken over', async () => {
    const person = newcomer()
    const chosen = randomBytes(32).toString('base64url')
    person.cookies.set('ostiary-session', chosen)
    await person.signIn(await person.visit('/sign-in'))
    assert.notEqual(person.cookies.get('ostiary-session'), chosen)
    const thief = newcomer()
    thief.cookies.set('ostiary-session', chosen)
    assert.match((await thief.visit('/')).html, /Nobody is signed in/)
  })

  it('each sign-in brings a new cookie and ends the one before; signing out ends it here, not only there', async () => {
    const person = newcomer()
    await person.signIn(await person.visit('/sign-in'))
    const first = person.cookies.get('ostiary-session')
    const page = await person.visit(at.app.authorizeUrl({ prompt: 'login' }))
    await person.signIn(page)
    const second = person.cookies.get('ostiary-session')
    assert.notEqual(second, first)
    const copy = (value) => Object.assign(newcomer(), { cookies: new Map([['ostiary-session', value]]) })
    assert.match((await copy(first).visit('/')).html, /Nobody is signed in/)
    assert.match((await copy(second).visit('/')).html, /Signed in as/)
    await person.visit('/sign-out', { method: 'POST', body: new URLSearchParams() })
    assert.match((await copy(second).visit('/')).html, /Nobody is signed in/)
  })

  it('cookies are out of reach of scripts and of other sites', async () => {
    const answer = await newcomer().request('/sign-in', { method: 'POST', body: new URLSearchParams({ username: 'alan', password: PASSWORD }) })
    const cookies = answer.headers.getSetCookie()
    assert.equal(cookies.length, 2)
    for (const line of cookies) {
      assert.match(line, /; HttpOnly/)
      assert.match(line, /; SameSite=Lax/)
      assert.match(line, /; Path=\//)
      assert.doesNotMatch(line, /Domain/i)
    }
  })

  it('prompt=login cannot be got around by going on', async () => {
    const person = newcomer()
    await person.authorize(at.app.authorizeUrl())
    const page = await person.visit(at.app.authorizeUrl({ prompt: 'login' }))
    const { handle } = formsOf(page.html).find(({ fields }) => 'password' in fields).fields
    assert.match((await person.visit(`/interaction?handle=${handle}`)).html, /name="password"/)
    const answer = await person.submit({ action: '/consent', method: 'post', fields: { handle, ticket: 'x'.repeat(43) } }, { decision: 'allow' })
    assert.match(answer.html, /name="password"/)
  })

  it('nobody says yes in the name of another: not with their handle, not with their ticket', async () => {
    const victim = newcomer()
    const page = await victim.signIn(await victim.visit(at.app.authorizeUrl({ prompt: 'consent' })))
    const { fields } = formsOf(page.html).find(({ action }) => action === '/consent')
    const thief = newcomer()
    const own = await thief.signIn(await thief.visit(at.app.authorizeUrl({ prompt: 'consent' })))
    const mine = formsOf(own.html).find(({ action }) => action === '/consent').fields
    const mixtures = [fields, { handle: mine.handle, ticket: fields.ticket }, { handle: fields.handle, ticket: mine.ticket }]
    for (const mixture of mixtures) {
      assert.equal((await thief.submit({ action: '/consent', method: 'post', fields: mixture }, { decision: 'allow' })).status, 410)
    }
    assert.ok((await victim.decide(page, 'allow')).location)
    assert.equal((await victim.decide(page, 'allow')).status, 410, 'and once only')
  })
})

describe('class 7: guessing', () => {
  const wrong = async (person, page, expected) => {
    const again = await person.signIn(page, { password: 'wrong' })
    assert.equal(again.status, expected)
    return again
  }

  it('after a few wrong passwords the page asks to wait, and then it works', async () => {
    at.cluster.addPerson('grace', PASSWORD)
    const grace = new Person(at.cluster.issuer, 'grace', PASSWORD)
    let page = await grace.visit(at.app.authorizeUrl())
    for (let i = 0; i < 6; i++) page = await wrong(grace, page, 403)
    page = await grace.signIn(page) // right, but too early
    assert.equal(page.status, 429)
    const wait = Number(page.headers.get('retry-after'))
    assert.ok(wait >= 1 && wait <= 2, `${wait}`)
    assert.match(page.html, new RegExp(`Too many attempts; please wait ${wait} seconds?\\.`))
    assert.match(page.html, /value="grace"/)
    assert.equal(grace.cookies.has('ostiary-session'), false)
    await sleep(wait * 1000)
    const on = await grace.signIn(page)
    assert.ok(on.location || on.status === 200, on.html)
    assert.equal(grace.cookies.has('ostiary-session'), true)
  })

  it('a name that nobody has is treated no better and no worse', async () => {
    const nobody = new Person(at.cluster.issuer, 'nobody', PASSWORD)
    let page = await nobody.visit(at.app.authorizeUrl())
    for (let i = 0; i < 6; i++) page = await wrong(nobody, page, 403)
    page = await wrong(nobody, page, 429)
    assert.match(page.html, /value="nobody"/)
  })
})

// A sanitizer keeps a shadow of the whole address space.
const watched = (pid) => /^VmSize:\t *\d{9,} kB$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))

// Not in a build that a sanitizer watches: it does so by means that are refused in the sandbox.
describe('class 14: a process that was taken over', () => {
  for (const name of SERVICES) {
    it(`${name} could start nothing and gain no rights`, (t) => {
      const { pid } = at.cluster.processes.get(name)
      if (watched(pid)) return t.skip('a sanitizer watches this build')
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      assert.match(status, /^NoNewPrivs:\t1$/m)
      assert.match(status, /^Seccomp:\t2$/m)
    })

    it(`${name} leaves no copy of its memory behind when it falls`, () => {
      const limits = readFileSync(`/proc/${at.cluster.processes.get(name).pid}/limits`, 'utf8')
      assert.match(limits, /^Max core file size +([01]) +\1 /m)
    })
  }
})

describe('RFC 9700 and what testers ask for', () => {
  it('answers with tokens, and refusals, are kept by nobody', async () => {
    const code = await at.app.code(at.person)
    for (const answer of [await at.app.redeem(code), await at.app.redeem(code), await at.app.introspect('x'), await at.app.revoke('x'), await userinfo('x')]) {
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      assert.equal(answer.headers.get('pragma'), 'no-cache')
    }
  })

  it('redirects after a form are 303, also from another site', async () => {
    const body = new URLSearchParams(at.app.authorizeUrl().searchParams)
    const answer = await newcomer().request('/oauth2/authorize', { method: 'POST', body, headers: { origin: EVIL, 'sec-fetch-site': 'cross-site' } })
    assert.equal(answer.status, 303)
    assert.match(answer.headers.get('location'), /^\/oauth2\/authorize\?/)
    assert.deepEqual(answer.headers.getSetCookie(), [])
  })

  it('credentials in the address of the token endpoint are not looked at', async () => {
    const { client_id, client_secret } = at.app.client
    const query = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id, client_secret })
    const answer = await at.app.send(`/oauth2/token?${query}`, { body: new URLSearchParams({ grant_type: 'refresh_token' }) })
    refused(answer, 'invalid_client', 401)
  })

  it('unknown parameters are ignored, known ones come once', async () => {
    const { access_token } = await at.app.tokens(at.person)
    assert.equal((await at.app.post('/oauth2/introspect', { token: access_token, unheard_of: 'x' })).body.active, true)
    for (const path of ['/oauth2/introspect', '/oauth2/revoke']) {
      const body = new URLSearchParams([['token', access_token], ['token', 'x']])
      refused(await at.app.send(path, { body, headers: at.app.basic() }), 'invalid_request')
    }
    assert.equal(await isActive(access_token), true)
  })

  it('a secret and a session have 256 bits', () => {
    assert.equal(Buffer.from(at.app.client.client_secret, 'base64url').length, 32)
    assert.equal(Buffer.from(at.person.cookies.get('ostiary-session'), 'base64url').length, 32)
  })

  it('a native app is never waved through, however often it asks (RFC 8252 8.6)', async () => {
    const app = await addApp('native too', ['--public', '--redirect-uri', 'com.example.app:/cb'], 'com.example.app:/cb')
    for (let i = 0; i < 2; i++) {
      const page = await at.person.visit(app.authorizeUrl())
      assert.match(page.html, /id="allow"/)
      assert.match((await at.person.decide(page, 'allow')).location, /^com\.example\.app:\/cb\?code=/)
    }
    const { location } = await at.person.visit(app.authorizeUrl({ prompt: 'none' }))
    assert.equal(new URL(location).searchParams.get('error'), 'consent_required')
  })
})
