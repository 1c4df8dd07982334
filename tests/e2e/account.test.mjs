// People and their own account, in a browser without JavaScript; then the same forms by somebody who means
// harm: from other sites, with markup in every field, in the name of another.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { LOOKS, launch, open, press } from './harness/chromium.mjs'
import { startCluster, until } from './harness/cluster.mjs'
import { Person, formsOf } from './harness/person.mjs'

const PASSWORD = 'orbital mechanics'
const ROOMS = ['', '/profile', '/email', '/keys', '/keys/new', '/password', '/second-factor', '/second-factor/add', '/sessions', '/apps', '/data', '/delete']
const EVIL = `"><img src=x onerror="document.title='evil'"><script>document.title='evil'</script>'{{@password}}`

let cluster, browser, app

before(async () => {
  cluster = await startCluster()
  app = new App(cluster, cluster.addClient(`Star ${EVIL}`, ['--confidential', '--redirect-uri', CALLBACK,
    '--scope', 'openid offline_access']))
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await cluster.stop()
})

let people = 0
const newPerson = () => {
  const name = `person${++people}`
  cluster.addPerson(name, PASSWORD)
  return new Person(cluster.issuer, name, PASSWORD)
}
const signedIn = async (person = newPerson()) => {
  await person.signIn(await person.visit('/sign-in'))
  return person
}
const again = (person) => signedIn(new Person(cluster.issuer, person.username, person.password))
const isSignedIn = async (person) => /id="logout"/.test((await person.visit('/account')).html)
const active = async ({ access_token }) => (await app.introspect(access_token)).body.active
const gone = (what, ask) => until(what, async () => !(await ask()), 3000)
const form = async (person, path, has) =>
  formsOf((await person.visit(`/account${path}`)).html).find(({ action, buttons, fields }) =>
    action === `/account${path}` && has({ fields, buttons }))

describe('in a browser without JavaScript', () => {
  let page, person
  const go = (room) => page.goto(`${cluster.issuer}/account${room}`)
  const says = async (pattern) => assert.match(await page.textContent('main'), pattern)

  before(async () => {
    person = newPerson()
    page = await open(browser, LOOKS[0], { acceptDownloads: true, locale: 'en-GB' })
  })
  after(() => page.context().close())

  it('somebody who is not signed in is asked to, and then gets where they were going', async () => {
    await go('/profile')
    await page.fill('#username', person.username)
    await page.fill('#password', PASSWORD)
    await press(page, '#login')
    assert.equal(new URL(page.url()).pathname, '/account/profile')
  })

  it('the profile is changed', async () => {
    await page.fill('#nickname', 'Kay')
    await page.fill('#website', 'https://kay.example')
    await press(page, '#save')
    await says(/Saved\./)
    assert.equal(await page.inputValue('#nickname'), 'Kay')
    await page.fill('#nickname', '')
    await press(page, '#save')
    assert.equal(await page.inputValue('#nickname'), '')
    assert.equal(await page.inputValue('#website'), 'https://kay.example')
  })

  it('sessions are seen and ended, one or all', async () => {
    const there = await again(person)
    const elsewhere = await again(person)
    await go('/sessions')
    await says(/this browser/)
    assert.equal(await page.locator('.things > li').count(), 3)
    await press(page, '.things > li:nth-child(2) button')
    assert.equal(await page.locator('.things > li').count(), 2)
    await press(page, '#others')
    assert.equal(await page.locator('.things > li').count(), 1)
    assert.equal(await isSignedIn(there), false)
    assert.equal(await isSignedIn(elsewhere), false)
  })

  it('an app is seen with what it may, and sent away', async () => {
    const tokens = await app.tokens(await again(person), { scope: 'openid offline_access' })
    await go('/apps')
    await says(/Star "><img/)
    await says(/keep this access while you are away/)
    await press(page, '.things button')
    await says(/You have not let any app in\./)
    await gone('its tokens', () => active(tokens))
    assert.equal((await app.refresh(tokens.refresh_token)).body.error, 'invalid_grant')
  })

  it('the data come as a file', async () => {
    await go('/data')
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')])
    const data = JSON.parse(await readFile(await download.path(), 'utf8'))
    assert.equal(data.profile.username, person.username)
    assert.equal(data.profile.website, 'https://kay.example')
    assert.equal(data.signed_in.sessions.some(({ current }) => current), true)
    assert.equal(data.complete, true)
    assert.ok(!JSON.stringify(data).includes('argon2'))
  })

  it('a new password signs out everybody else', async () => {
    const there = await again(person)
    const tokens = await app.tokens(there, { scope: 'openid' })
    await go('/password')
    await page.fill('#password', PASSWORD)
    await page.fill('#new_password', 'a better one')
    await page.fill('#repeated', 'a better one')
    await press(page, '#save')
    await says(/Saved\./)
    assert.equal(await isSignedIn(there), false)
    await gone('its tokens', () => active(tokens))
    person.password = 'a better one'
    assert.equal(await isSignedIn(await again(person)), true)
  })

  it('the account is deleted', async () => {
    await go('/delete')
    await page.fill('#password', person.password)
    await press(page, '#delete')
    await says(/Your account has been deleted/)
    await go('')
    assert.equal(new URL(page.url()).pathname, '/sign-in')
    assert.equal(cluster.ctlRaw(['user', 'get', '--username', person.username]).status, 1)
  })
})

describe('somebody who means harm', () => {
  it('gets nothing by forms from elsewhere, whatever the form', async () => {
    const victim = await signedIn()
    const before = (await victim.visit('/account/profile')).html
    for (const room of ROOMS) {
      const { html } = await victim.visit(`/account${room}`)
      for (const { action, fields, buttons } of formsOf(html)) {
        const values = { ...fields, password: PASSWORD, new_password: 'stolen by eve', repeated: 'stolen by eve', nickname: 'eve' }
        const pressed = Object.fromEntries(buttons.filter(({ name }) => name).map(({ name, value }) => [name, value]))
        for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${cluster.issuer}.evil.example` },
          { origin: '', 'sec-fetch-site': 'cross-site' }]) {
          const answer = await victim.request(action, { method: 'POST', body: new URLSearchParams({ ...values, ...pressed }), headers })
          assert.equal(answer.status, 403, `${action} from ${JSON.stringify(headers)}`)
        }
      }
    }
    assert.equal(await isSignedIn(victim), true)
    assert.equal((await victim.visit('/account/profile')).html, before)
  })

  it('puts markup into every field of theirs, and it stays text', async () => {
    const eve = await signedIn()
    const filled = { name: EVIL.slice(0, 128), nickname: EVIL.slice(0, 64), website: `https://a.example/?${encodeURIComponent(EVIL)}` }
    assert.equal((await eve.submit(await form(eve, '/profile', () => true), filled)).status, 200)
    const login = { username: eve.username, password: PASSWORD }
    await new Person(cluster.issuer).request('/sign-in', { method: 'POST', body: new URLSearchParams(login), headers: { 'user-agent': EVIL } })
    await eve.authorize(app.authorizeUrl({ scope: 'openid' }))

    const page = await open(browser, LOOKS[0], { javaScriptEnabled: true })
    await page.context().addCookies([...eve.cookies].map(([name, value]) => ({ name, value, url: cluster.issuer })))
    for (const path of [...ROOMS.map((room) => `/account${room}`), app.authorizeUrl({ scope: 'openid', prompt: 'consent' }).href,
      `/account?saved=${encodeURIComponent(EVIL)}`, `/account/apps?after=${encodeURIComponent(EVIL.slice(0, 40))}`,
      app.authorizeUrl({ redirect_uri: EVIL, state: EVIL, client_id: EVIL }).href, `/nowhere?${encodeURIComponent(EVIL)}`]) {
      await page.goto(new URL(path, cluster.issuer).href)
      assert.notEqual(await page.title(), 'evil', path)
      assert.equal(await page.locator('img:not([src^="/assets/"]), script').count(), 0, path)
    }
    await page.goto(`${cluster.issuer}/account/profile`)
    assert.equal(await page.inputValue('#name'), filled.name) // and no template in a template
    await page.context().close()
  })

  it('ends nothing of somebody else', async () => {
    const victim = await signedIn()
    const tokens = await app.tokens(victim, { scope: 'openid' })
    const eve = await signedIn()
    const there = await again(victim)
    const other = await form(there, '/sessions', ({ buttons }) => buttons[0].name === 'sid')
    const sid = other.buttons[0].value
    await eve.visit('/account/sessions', { method: 'POST', body: new URLSearchParams({ sid }) })
    await eve.visit('/account/apps', { method: 'POST', body: new URLSearchParams({ client_id: app.client.client_id }) })
    assert.equal(await isSignedIn(victim), true)
    assert.equal(await active(tokens), true)
  })

  it('guesses no password with a browser that was left open', async () => {
    const eve = await signedIn()
    const guess = { password: 'wrong', new_password: 'long enough', repeated: 'long enough' }
    const statuses = []
    for (let i = 0; i < 4; i++) {
      for (const room of ['/password', '/delete']) {
        const answer = await eve.visit(`/account${room}`, { method: 'POST', body: new URLSearchParams(guess) })
        statuses.push(answer.status)
      }
    }
    assert.deepEqual(statuses.slice(0, 6), Array(6).fill(403))
    assert.deepEqual(statuses.slice(6), [429, 429])
  })
})

it('no log has a password', () => {
  const logs = cluster.logs()
  for (const secret of [PASSWORD, 'a better one', 'stolen by eve']) assert.ok(!logs.includes(secret))
})
