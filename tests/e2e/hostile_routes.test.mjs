// Every address there is, by the table of routes itself, so that one that is added is tried too: what
// another site may make a browser do, what answers say about themselves, what a path may look like.

import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { ROUTES, addressOf, methodOf } from './harness/routes.mjs'

const PASSWORD = 'orbital mechanics'
const ABROAD = [
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { origin: '', 'sec-fetch-site': 'cross-site' },
  { origin: '', 'sec-fetch-site': 'same-site' },
  { origin: 'http://localhost' },
]
// What a form or a script of another site may send without asking.
const BODIES = [
  ['application/x-www-form-urlencoded', 'decision=allow&password=x&language=de'],
  ['text/plain', '{"clientID":"x","permissions":["customise_profile"]}'],
  ['application/json', '{"clientID":"x"}'],
  ['multipart/form-data; boundary=XX', '--XX\r\nContent-Disposition: form-data; name="picture"; filename="a"\r\n\r\nx\r\n--XX--\r\n'],
]
const changes = ({ method }) => method !== 'GET'
const guarded = ({ flags }) => flags.includes('COOKIE')

// Changed by the cookie alone, on purpose: where another site's form may lead a browser.
const LEADS_ON = ['POST /oauth2/authorize']

// Where a dialect has one status for whatever goes wrong.
const REFUSED = { TAILCHAT_STEP: 500 }

let cluster, victim

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('vera', PASSWORD)
  victim = new Person(cluster.issuer, 'vera', PASSWORD)
  await victim.signIn(await victim.visit('/sign-in'))
})
after(() => cluster.stop())

// As it is written: fetch would tidy up the path.  An empty header is left out.
function raw(path, { method = 'GET', headers = {}, body = '' } = {}) {
  const sent = Object.entries({ host: new URL(cluster.issuer).host, ...headers }).filter(([, value]) => value !== '')
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port: cluster.port, method, path, agent: false,
      headers: { ...Object.fromEntries(sent), 'content-length': Buffer.byteLength(body) } }, (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }))
    })
    asked.on('error', fail)
    asked.end(body)
  })
}

const cookie = () => [...victim.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
const standing = async () => {
  const pages = await Promise.all(['/account/profile', '/account/apps', '/account/avatar'].map((path) => victim.visit(path)))
  return pages.map(({ html }) => html).join('')
}

describe('a page of another site', () => {
  let before_
  before(async () => (before_ = await standing()))
  after(async () => assert.equal(await standing(), before_, 'all is as it was'))

  for (const route of ROUTES.filter(changes)) {
    const name = `${route.method} ${route.path}`
    if (guarded(route)) {
      it(`is refused at ${name}`, async () => {
        for (const headers of ABROAD) {
          for (const [type, body] of BODIES) {
            const answer = await raw(addressOf(route), { method: methodOf(route), body, headers: { ...headers, 'content-type': type, cookie: cookie() } })
            assert.equal(answer.status, REFUSED[route.manner] ?? 403, JSON.stringify([headers, type]))
            assert.equal(answer.headers['set-cookie'], undefined)
            assert.equal(answer.headers['access-control-allow-origin'], undefined)
          }
        }
      })
    } else if (!LEADS_ON.includes(name)) {
      it(`gains nothing by a person's cookies at ${name}`, async () => {
        for (const [type, body] of BODIES) {
          const ask = (more) => raw(addressOf(route), { method: methodOf(route), body, headers: { ...ABROAD[0], 'content-type': type, ...more } })
          const [without, with_] = [await ask({}), await ask({ cookie: cookie() })]
          assert.deepEqual([with_.status, with_.headers.location, with_.headers['set-cookie']], [without.status, without.headers.location, undefined], type)
          assert.equal(with_.headers['access-control-allow-credentials'], undefined)
        }
      })
    }
  }

  it('is read by nobody with cookies, whatever it asks for', async () => {
    for (const route of ROUTES.filter(({ method }) => method === 'GET')) {
      const { headers } = await raw(addressOf(route), { headers: { ...ABROAD[0], cookie: cookie() } })
      assert.equal(headers['access-control-allow-credentials'], undefined, route.path)
      assert.equal(headers['access-control-allow-origin'], route.flags.includes('CORS') ? '*' : undefined, route.path)
    }
  })
})

describe('every answer', () => {
  const FOR_ALL = /^\/(assets|avatars|app-icons)\/|^\/(favicon\.ico|robots\.txt)$|^\/[a-z0-9/]*(\.well-known|jwks)/

  for (const route of [...ROUTES, { method: 'GET', path: '/nowhere' }, { method: 'DELETE', path: '/' }]) {
    it(`says how it may be used: ${route.method} ${route.path}`, async () => {
      for (const accept of ['text/html', 'application/json']) {
        const { headers, text } = await raw(addressOf(route), { method: methodOf(route), headers: { accept, cookie: changes(route) ? '' : cookie() } })
        const html = /^text\/html/.test(headers['content-type'] ?? '')
        assert.equal(headers['x-content-type-options'], 'nosniff')
        assert.equal(headers['x-frame-options'], 'DENY')
        assert.equal(headers['referrer-policy'], 'same-origin')
        assert.equal(headers.server, undefined)
        const policy = headers['content-security-policy']
        assert.match(policy, /^default-src 'none'; frame-ancestors 'none'/)
        assert.doesNotMatch(policy, /unsafe|\*|data:|blob:/)
        if (html) assert.match(policy, /base-uri 'none'.*form-action 'self'/)
        if (!html) assert.doesNotMatch(policy, /script-src|style-src/)
        if (!FOR_ALL.test(route.path)) assert.equal(headers['cache-control'], 'no-store')
        if (text) assert.match(headers['content-type'], /^(text\/(html|plain|css|javascript); charset=utf-8|application\/(jwk-set\+)?json(; charset=utf-8)?|image\/(png|svg\+xml))$/i)
        assert.doesNotMatch(text, /<script(?! src="\/assets\/)|\son\w+=|style="|javascript:/i)
      }
    })
  }
})

describe('a path', () => {
  const tricks = (path) => [
    `${path}/`, `/${path}`, `${path}//`, `/.${path}`, `/x/..${path}`, `${path}/.`, `${path};x=y`, `${path}%00`, `${path}%20`,
    `${path}%2f`, `${path}.html`, `${path}#x`, `${path}\\`, path.toUpperCase(), path.replace(/\/(\w)/, (_, c) => `/%${c.charCodeAt(0).toString(16)}`),
    path.replace(/(\w)$/, (c) => `%${c.charCodeAt(0).toString(16)}`), path.replace('/', '\\'), `/assets/..${path}`, `/assets/%2e%2e${path}`,
  ]

  it('of the account has one spelling', async () => {
    const { status } = await raw('/account/profile', { headers: { cookie: cookie() } })
    assert.equal(status, 200)
    for (const path of tricks('/account/profile')) {
      const answer = await raw(path, { headers: { cookie: cookie() } })
      assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`)
      assert.doesNotMatch(answer.text, /id="nickname"/)
    }
  })

  it('leads to no file', async () => {
    for (const path of ['/../../../../etc/passwd', '/assets/../../keys/gateway/kek', '/assets/..%2f..%2fetc%2fpasswd', '/assets/%2e%2e/%2e%2e/etc/passwd',
      '/assets/....//etc/passwd', '//etc/passwd', '/etc/passwd', '/ostiary.conf', '/data/ostiary.conf', '/.git/config', '/assets/page.css/../../x',
      '/avatars/..%2f..%2fostiary.conf', '/assets/page.css%00', '/assets/', '/assets', '/%2e/', '/..', '/*', '/%']) {
      const { status, text } = await raw(path)
      assert.ok([400, 404].includes(status), `${path}: ${status}`)
      assert.doesNotMatch(text, /root:|issuer =/)
    }
  })

  it('is not another one because a header says so', async () => {
    for (const name of ['x-original-url', 'x-rewrite-url', 'x-http-method-override', 'x-method-override', 'x-forwarded-path', 'x-forwarded-uri']) {
      const { status, text } = await raw('/robots.txt', { headers: { [name]: name.includes('method') ? 'DELETE' : '/account', cookie: cookie() } })
      assert.equal(status, 200)
      assert.match(text, /^User-agent/)
    }
  })

  it('makes no host of its own', async () => {
    const { port } = cluster
    for (const headers of [{ 'x-forwarded-host': 'evil.example' }, { forwarded: 'host=evil.example' }, { 'x-forwarded-proto': 'https' },
      { 'x-host': 'evil.example' }, { 'x-forwarded-server': 'evil.example' }]) {
      const { text } = await raw('/.well-known/openid-configuration', { headers })
      assert.ok(!text.includes('evil') && !text.includes('https://localhost'), JSON.stringify(headers))
    }
    for (const host of ['evil.example', `evil.example:${port}`, `localhost:${port}.evil.example`, `localhost:${port + 1}`, `localhost:${port}@evil.example`,
      `evil.example#@localhost:${port}`]) {
      assert.ok([400, 421].includes((await raw('/sign-in', { headers: { host } })).status), host)
    }
  })
})

describe('cookies', () => {
  it('are for the browser alone', async () => {
    const lines = []
    const stranger = new Person(cluster.issuer, 'vera', PASSWORD)
    const begun = await stranger.request('/sign-in')
    lines.push(...begun.headers.getSetCookie())
    const body = new URLSearchParams({ username: 'vera', password: PASSWORD })
    const signedIn = await stranger.request('/sign-in', { method: 'POST', body })
    lines.push(...signedIn.headers.getSetCookie())
    lines.push(...(await stranger.request('/language', { method: 'POST', body: new URLSearchParams({ language: 'de' }) })).headers.getSetCookie())
    lines.push(...(await stranger.request('/sign-out', { method: 'POST', body: new URLSearchParams() })).headers.getSetCookie())
    assert.ok(lines.length >= 3, lines.join('\n'))
    for (const line of lines) {
      assert.match(line, /; *HttpOnly/i, line)
      assert.match(line, /; *SameSite=Lax/i, line)
      assert.match(line, /; *Path=\/(;|$)/i, line)
      assert.doesNotMatch(line, /domain=/i, line)
    }
  })

  it('of another making are worth nothing', async () => {
    const name = [...victim.cookies.keys()].find((key) => /session/.test(key))
    const value = victim.cookies.get(name)
    for (const wrong of [`${value}x`, value.slice(1), value.toLowerCase(), `${value}; ${name}=${'A'.repeat(43)}`, 'A'.repeat(43), '', '../../x', '%00', "' OR 1=1 --"]) {
      if (wrong === value) continue
      const { status } = await raw('/account', { headers: { cookie: `${name}=${wrong}` } })
      assert.ok([303, 400].includes(status), `${wrong}: ${status}`)
    }
  })
})
