// What people and developers can set is shown on pages that others see; what a link says is shown to
// whoever follows it.  A real browser with JavaScript looks at all of it: no script runs, no markup
// appears, nobody is led away, no header is made.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK, pkce } from './harness/app.mjs'
import { LOOKS, launch, open } from './harness/chromium.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person, formsOf } from './harness/person.mjs'
import { ROUTES, addressOf } from './harness/routes.mjs'

const PASSWORD = 'orbital mechanics'
const DO = "document.title='evil';alert(1)"
// Out of an attribute, out of an element, out of a template, out of a style, into an address.
const MARKUP = [
  `"><img src=x onerror="${DO}">`,
  `'><svg onload=${DO}>`,
  `</title></textarea></script><script>${DO}</script>`,
  `{{#app}}{{@password}}{{/app}}{{username}}`,
  `" autofocus onfocus="${DO}" x="`,
  `&lt;script&gt;${DO}&lt;/script&gt;&#x3c;img&#62;`,
  `javascript:${DO}`,
  `\u202eevil\u2066<b>`,
]
const PARAMETERS = ['state', 'login_hint', 'ui_locales', 'context', 'client_id', 'clientID', 'redirect_uri', 'scope', 'nonce', 'prompt', 'max_age',
  'response_mode', 'response_type', 'code_challenge', 'to', 'back', 'after', 'saved', 'token', 'handle', 'error', 'error_description', 'email', 'username',
  'code', 'message', 'uid', 'page', 'q']
const AWAY = ['https://evil.example', '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '/%09/evil.example', '/\t/evil.example',
  'https:evil.example', 'https:/evil.example', 'javascript:alert(1)', 'data:text/html,x', '/account/../../evil.example', '/account//evil.example', '@evil.example',
  '/@evil.example', ' //evil.example', '/account@evil.example', '/account\r\nLocation: https://evil.example', '.evil.example', '/.evil.example', '%2f%2fevil.example',
  '/sign-in?to=//evil.example', 'http://localhost.evil.example/account', '/account#//evil.example']

let cluster, browser, eve, app, apps

before(async () => {
  cluster = await startCluster()
  browser = await launch()
  const { id } = cluster.addPerson('eve', PASSWORD, ['--name', MARKUP[0]])
  eve = new Person(cluster.issuer, 'eve', PASSWORD)
  await eve.signIn(await eve.visit('/sign-in'))
  apps = MARKUP.map((name, i) => new App(cluster, cluster.addClient(name, ['--confidential', '--redirect-uri', `${CALLBACK}?${encodeURIComponent(name)}`,
    '--client-uri', `https://app.example/?${encodeURIComponent(MARKUP[i])}`, '--description', name, '--scope', 'openid profile offline_access', '--owner', id]),
    `${CALLBACK}?${encodeURIComponent(name)}`))
  app = apps[0]
})
after(async () => {
  await browser?.close()
  await cluster.stop()
})

// A page with JavaScript and somebody's cookies, and what a look at it finds.
async function eyes(person) {
  const page = await open(browser, LOOKS[1], { javaScriptEnabled: true })
  const jar = [...person.cookies].map(([name, value]) => ({ name, value, url: cluster.issuer }))
  await page.context().addCookies(jar)
  page.on('dialog', async (dialog) => {
    page.ran = dialog.message()
    await dialog.dismiss()
  })
  page.context().on('page', () => (page.ran = 'another window'))
  page.look = async (path, what = path) => {
    await page.goto(new URL(path, cluster.issuer).href)
    assert.equal(page.ran, undefined, what)
    assert.notEqual(await page.title(), 'evil', what)
    const found = await page.evaluate(() => {
      const ours = (url) => !url || new URL(url, location.href).origin === location.origin
      const drawn = (e) => e.matches('svg.bars, svg.qr') && !e.querySelector(':not(rect, path)')
      return [...document.querySelectorAll('*')].flatMap((e) => [
        ...[...e.attributes].filter(({ name }) => /^on|^style$|^srcdoc$/.test(name)).map(({ name }) => `${e.tagName} ${name}`),
        ...(['SCRIPT', 'SVG', 'IFRAME', 'OBJECT', 'EMBED', 'B', 'BASE'].includes(e.tagName.toUpperCase()) && !e.src?.includes('/assets/') && !drawn(e) ? [e.outerHTML] : []),
        ...(e.tagName === 'IMG' && !/^\/(assets|avatars|app-icons)\//.test(e.getAttribute('src')) ? [e.outerHTML] : []),
        ...(e.tagName === 'FORM' && !ours(e.action) ? [`form to ${e.action}`] : []),
        ...(e.tagName === 'A' && !/^(https?|otpauth):$/.test(e.protocol) ? [`link to ${e.href}`] : []),
        ...(e.tagName === 'META' && e.httpEquiv ? [e.outerHTML] : []),
      ])
    })
    assert.deepEqual(found, [], what)
    return page
  }
  return page
}

const pages = ROUTES.filter(({ method, manner, path }) => method === 'GET' && /PAGE|STEP/.test(manner) && !/^\/(assets|favicon|robots)/.test(path))

describe('a browser with JavaScript', () => {
  let page
  before(async () => (page = await eyes(eve)))
  after(() => page.context().close())

  for (const [i, markup] of MARKUP.entries()) {
    it(`sees text where people may write: ${markup.slice(0, 24)}`, async () => {
      const profile = formsOf((await eve.visit('/account/profile')).html).find(({ action }) => action === '/account/profile')
      const { status } = await eve.submit(profile, { name: markup.slice(0, 128), nickname: markup.slice(0, 60), website: `https://x.example/?${encodeURIComponent(markup)}` })
      assert.equal(status, 200)
      await new Person(cluster.issuer).request('/sign-in', { method: 'POST', body: new URLSearchParams({ username: 'eve', password: PASSWORD }),
        headers: { 'user-agent': markup.replace(/[^\x20-\x7e]/g, '?') } })
      await eve.authorize(apps[i].authorizeUrl({ scope: 'openid' }))
      const seen = i < 3 ? pages : pages.filter(({ path }) => /^\/(account|apps)/.test(path))
      for (const route of seen) await page.look(addressOf(route, apps[i].client.client_id), `${route.path} ${markup}`)
    })

    it(`sees text where developers may write: ${markup.slice(0, 24)}`, async () => {
      await page.look(apps[i].authorizeUrl({ scope: 'openid profile offline_access', prompt: 'consent', state: markup, nonce: markup }))
      assert.ok((await page.textContent('h1')).includes(markup.replace(/\s+/g, ' ').slice(0, 12)), 'the name stands there as it is')
      const stranger = await eyes(new Person(cluster.issuer))
      await stranger.look(apps[i].authorizeUrl({ scope: 'openid', login_hint: markup, state: markup }))
      assert.equal(await stranger.inputValue('#username'), markup)
      await stranger.context().close()
    })
  }

  // Every field of the console's forms, kept and refused.
  for (const [i, markup] of MARKUP.entries()) {
    it(`sees text where owners say what their app is: ${markup.slice(0, 24)}`, async () => {
      const at = `/apps/${apps[i].client.client_id}`
      const post = async (path, fields) => (await eve.request(`${at}${path}`, { method: 'POST', body: new URLSearchParams(fields) }))
      const raw = (html) => /[<"]/.test(markup) && html.includes(markup)
      const main = { client_name: markup.slice(0, 60), description: markup, client_uri: '', dialect: 'standard', capability: 'oauth', redirect_uri: apps[i].redirectUri }
      const both = new URLSearchParams([...Object.entries(main), ['dialect', 'tachi']])
      assert.equal((await post('/settings', both)).status, 303)
      for (const uri of [markup, `https://x.example/#${markup}`]) {
        const refused = await post('/settings', { ...main, client_uri: uri, redirect_uri: uri })
        assert.equal(refused.status, 400)
        assert.ok(!raw(await refused.text()), uri)
      }
      const file = { webhook_uri: '', api_key_template: `${markup}\n%%TACHI_KEY%%`, api_key_filename: markup.slice(0, 100) }
      assert.equal((await post('/dialect/tachi', file)).status, 303)
      await page.look(`${at}/dialect/tachi`)
      assert.equal(await page.inputValue('#api_key_template'), file.api_key_template)
      assert.equal(await page.inputValue('#api_key_filename'), file.api_key_filename)
      const refused = await post('/dialect/tachi', { ...file, webhook_uri: markup })
      assert.equal(refused.status, 400)
      assert.ok(!raw(await refused.text()))
      for (const rest of ['', '/settings', '/try', '/secret', '/icon', '/delete', '/dialect/standard']) await page.look(`${at}${rest}`)
    })
  }

  for (const route of pages) {
    it(`sees text where a link may speak: ${route.path}`, async () => {
      for (const markup of MARKUP.slice(0, 2)) {
        const query = new URLSearchParams(PARAMETERS.map((name) => [name, markup]))
        await page.look(`${addressOf(route, markup)}?${query}`)
      }
    })
  }

  it('sees text where nothing is', async () => {
    for (const markup of MARKUP) {
      await page.look(`/${encodeURIComponent(markup)}`)
      await page.look(`/nowhere?${encodeURIComponent(markup)}=${encodeURIComponent(markup)}`)
    }
  })

  it('posts answers to the app and nowhere else, with state as text', async () => {
    for (const state of MARKUP) {
      const { html, headers } = await eve.visit(app.authorizeUrl({ scope: 'openid', response_mode: 'form_post', state }))
      const [form] = formsOf(html)
      assert.equal(form.action, app.redirectUri)
      assert.equal(form.fields.state, state)
      assert.doesNotMatch(headers.get('content-security-policy'), /unsafe|\*/)
      assert.equal(html.match(/<script/g).length, 1)
    }
  })
})

describe('nobody is led away', () => {
  const ours = (response, what) => {
    const location = response.headers.get('location')
    if (!location) return
    assert.doesNotMatch(location, /[\r\n\t\\]/, what)
    assert.equal(new URL(location, `${cluster.issuer}/x/`).origin, cluster.issuer, `${what} to ${location}`)
    assert.doesNotMatch(location, /^\/\//, what)
  }

  it('after signing in', async () => {
    for (const to of AWAY) {
      const person = new Person(cluster.issuer, 'eve', PASSWORD)
      const page = await person.request(`/sign-in?to=${encodeURIComponent(to)}`)
      ours(page, to)
      const [form] = formsOf(await page.text()).filter(({ action }) => action === '/sign-in')
      ours(await person.request('/sign-in', { method: 'POST', body: new URLSearchParams({ ...form.fields, username: 'eve', password: PASSWORD, to }) }), to)
      ours(await eve.request(`/sign-in?to=${encodeURIComponent(to)}`), to)
    }
  })

  it('by the menu of languages, by signing out, by a handle', async () => {
    for (const to of AWAY) {
      const stranger = new Person(cluster.issuer)
      ours(await stranger.request('/language', { method: 'POST', body: new URLSearchParams({ language: 'fr', back: to }) }), to)
      ours(await stranger.request('/sign-out', { method: 'POST', body: new URLSearchParams({ handle: to, to, post_logout_redirect_uri: to }) }), to)
      ours(await stranger.request(`/interaction?handle=${encodeURIComponent(to)}`), to)
      ours(await stranger.request('/consent', { method: 'POST', body: new URLSearchParams({ handle: to, ticket: to, decision: 'deny' }) }), to)
    }
  })

  it('by any page that takes an address', async () => {
    for (const route of pages) {
      for (const to of AWAY) {
        const query = new URLSearchParams(['to', 'back', 'next', 'return_to', 'redirect', 'redirect_uri', 'url', 'continue'].map((name) => [name, to]))
        ours(await eve.request(`${addressOf(route, to)}?${query}`), `${route.path} ${to}`)
      }
    }
  })

  it('by an authorization request whose address is not the app\'s own', async () => {
    const own = app.redirectUri
    const others = [...AWAY, `${own}/`, `${own}&x`, own.toUpperCase(), own.replace('https', 'http'), own.replace('app.example', 'app.example.evil.example'),
      own.replace('app.example', 'evil.example@app.example'), own.replace('app.example', 'app.example@evil.example'), own.replace('/callback', '/callback/../x'),
      own.replace('app.example', 'app.example:443'), `${own}#x`, `${own}%0d%0a`, ` ${own}`, `${own} `, CALLBACK]
    for (const redirect_uri of others) {
      for (const changes of [{}, { prompt: 'none' }, { response_type: 'x' }, { scope: '\u0001' }]) {
        const response = await eve.request(app.authorizeUrl({ redirect_uri, ...changes }))
        assert.equal(response.headers.get('location'), null, redirect_uri)
        assert.ok(response.status >= 400, redirect_uri)
      }
    }
  })
})

describe('a header', () => {
  const EVIL_LINE = '\r\nX-Evil: 1\r\nSet-Cookie: evil=1\r\n\r\n<script>'

  it('is not made by what stands in an address', async () => {
    const clean = (response, what) => {
      assert.equal(response.headers.get('x-evil'), null, what)
      assert.ok(!response.headers.getSetCookie().some((line) => line.startsWith('evil=')), what)
    }
    for (const route of ROUTES.filter(({ method }) => method === 'GET')) {
      const query = new URLSearchParams(PARAMETERS.map((name) => [name, EVIL_LINE]))
      clean(await eve.request(`${addressOf(route, EVIL_LINE)}?${query}`), route.path)
    }
    const proof = pkce()
    for (const name of ['state', 'nonce', 'login_hint', 'ui_locales', 'redirect_uri', 'scope']) {
      clean(await eve.request(app.authorizeUrl({ code_challenge: proof.challenge, [name]: EVIL_LINE })), name)
    }
    for (const name of ['back', 'language']) {
      clean(await eve.request('/language', { method: 'POST', body: new URLSearchParams({ language: 'fr', back: '/', [name]: EVIL_LINE }) }), name)
    }
  })

  it('of the answer to an app carries any state whole', async () => {
    for (const state of ['ünïcødé', 'a b+c%20d&x=y#z', '"<>\'`{}|\\^', `${MARKUP[0]}`]) {
      const location = await eve.authorize(app.authorizeUrl({ scope: 'openid', state }))
      assert.equal(location.searchParams.get('state'), state)
      assert.equal(location.host, 'app.example')
    }
  })
})
