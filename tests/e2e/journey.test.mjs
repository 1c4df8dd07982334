// A person's whole life here, by pages and mails alone, in a browser without JavaScript: an account, a
// forgotten password, another address, an app that is sent away, and the end of it. Then the same pages for
// those who guess, scan mails or come too late.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App } from './harness/app.mjs'
import { LOOKS, callback, launch, open, press } from './harness/chromium.mjs'
import { startCluster, until } from './harness/cluster.mjs'
import { restartCourier, startSink } from './harness/mail.mjs'
import { Person, formsOf } from './harness/person.mjs'

const FIRST = 'the first of many'
const SECOND = 'better than the first'

let cluster, sink, browser, landing, app

before(async () => {
  sink = await startSink()
  cluster = await startCluster()
  await restartCourier(cluster, sink.env)
  landing = await callback()
  app = new App(cluster, cluster.addClient('Star Charts', ['--confidential', '--redirect-uri', landing.uri,
    '--scope', 'openid profile email offline_access']), landing.uri)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  landing?.close()
  await cluster.stop()
  await sink.stop()
})

const link = async (address, path) => `${cluster.issuer}${path}?token=${await sink.token(address, path)}`
const active = async ({ access_token }) => (await app.introspect(access_token)).body.active
const dies = (tokens) => until('its token is dead', async () => !(await active(tokens)), 3000)

describe('somebody lives here', () => {
  let page, tokens
  const says = async (pattern) => assert.match(await page.textContent('main'), pattern)
  const fill = async (fields) => {
    for (const [id, value] of Object.entries(fields)) await page.fill(`#${id}`, value)
  }
  const letIn = async () => {
    await page.click('#allow')
    await page.waitForURL(`${landing.uri}?**`)
    const { status, body } = await app.redeem(new URL(page.url()).searchParams.get('code'))
    assert.equal(status, 200)
    return body
  }

  before(async () => {
    page = await open(browser, LOOKS[0], { locale: 'en-GB' })
  })
  after(() => page.context().close())

  it('comes from an app without an account, and asks for one', async () => {
    await page.goto(app.authorizeUrl({ scope: 'openid offline_access', prompt: 'consent' }).href)
    await press(page, '#sign-up')
    await fill({ email: 'jackson@example.org' })
    await press(page, '#send')
    await says(/on its way to jackson@example\.org/)
  })

  it('follows the mail, chooses a name that is taken, then another, and is back with the app', async () => {
    cluster.addPerson('mary', 'somebody else')
    await page.goto(await link('jackson@example.org', '/sign-up/confirm'))
    await says(/jackson@example\.org/)
    await fill({ username: 'Mary', new_password: FIRST, repeated: FIRST })
    await press(page, '#create')
    await says(/This user name is taken already/)
    assert.equal(await page.inputValue('#username'), 'Mary')
    await fill({ username: 'mary.jackson', name: 'Mary Jackson', new_password: FIRST, repeated: FIRST })
    await press(page, '#create')
    await says(/Star Charts/)
    await says(/Mary Jackson/)
    tokens = await letIn()
    assert.equal(await active(tokens), true)
  })

  it('forgets the password while the app waits, and chooses another', async () => {
    await page.context().clearCookies()
    await page.goto(app.authorizeUrl({ scope: 'openid' }).href)
    await press(page, '#forgot')
    await fill({ username: 'mary.jackson' })
    await press(page, '#send')
    await says(/If mary\.jackson has an account/)
    const address = await link('jackson@example.org', '/password/reset')
    await page.goto(address)
    await says(/mary\.jackson/)
    await fill({ new_password: SECOND, repeated: 'something else' })
    await press(page, '#save')
    await says(/are not the same/)
    await fill({ new_password: SECOND, repeated: SECOND })
    await press(page, '#save')
    await says(/has been changed/)
    await dies(tokens)
    await press(page, '#sign-in')
    await says(/Star Charts/) // which waits
    await fill({ username: 'jackson@example.org', password: SECOND })
    await page.click('#login')
    await page.waitForURL(`${landing.uri}?**`) // the consent outlived the password
    await page.goto(address)
    await says(/no longer works/)
  })

  it('moves to another address, once that one is proved', async () => {
    await page.goto(`${cluster.issuer}/account/email`)
    await fill({ email: 'm.jackson@example.net', password: 'wrong' })
    await press(page, '#send')
    await says(/password is not right/)
    assert.equal(await page.inputValue('#email'), 'm.jackson@example.net')
    await fill({ password: SECOND })
    await press(page, '#send')
    await says(/on its way to m\.jackson@example\.net/)
    await page.goto(await link('m.jackson@example.net', '/account/email/confirm'))
    await says(/m\.jackson@example\.net/)
    await page.goto(`${cluster.issuer}/account`)
    await says(/jackson@example\.org/) // looking at the link has changed nothing
    await page.goto(await link('m.jackson@example.net', '/account/email/confirm'))
    await press(page, '#confirm')
    await says(/Saved\.[^]*m\.jackson@example\.net/)
    await until('the old address is told', () => sink.to('jackson@example.org').some(({ subject }) => /changed|address/i.test(subject)))
  })

  it('sees the sessions, sends the app away, and its token is dead', async () => {
    await page.goto(`${cluster.issuer}/account/sessions`)
    await says(/this browser/)
    await page.goto(app.authorizeUrl({ scope: 'openid', prompt: 'consent' }).href)
    tokens = await letIn()
    await page.goto(`${cluster.issuer}/account/apps`)
    await says(/Star Charts/)
    await press(page, '.things button')
    await says(/You have not let any app in/)
    await dies(tokens)
  })

  it('changes the password, and hears of it in case it was somebody else', async () => {
    await page.goto(`${cluster.issuer}/account/password`)
    await fill({ password: SECOND, new_password: FIRST, repeated: FIRST })
    await press(page, '#save')
    await says(/Saved\./)
    await until('a mail tells of it', () => sink.to('m.jackson@example.net').some(({ subject }) => /password .* changed/.test(subject)))
  })

  it('deletes the account, hears of it, and the address is free again', async () => {
    await page.goto(`${cluster.issuer}/account/delete`)
    await fill({ password: FIRST })
    await press(page, '#delete')
    await says(/has been deleted/)
    await until('a mail tells of it', () => sink.to('m.jackson@example.net').some(({ subject }) => /account .* deleted/.test(subject)))
    await page.goto(`${cluster.issuer}/sign-up`)
    await fill({ email: 'm.jackson@example.net' })
    await press(page, '#send')
    await page.goto(await link('m.jackson@example.net', '/sign-up/confirm'))
    await says(/m\.jackson@example\.net/)
  })
})

describe('what is told to whom', () => {
  const ask = async (path, field, value) => {
    const person = new Person(cluster.issuer)
    const form = formsOf((await person.visit(path)).html).find(({ action }) => action === path)
    const { status, html } = await person.submit(form, { [field]: value })
    return { status, html: html.replaceAll(value, '…') }
  }

  it('nobody learns who has an account', async () => {
    cluster.addPerson('christine', 'wind tunnels')
    assert.deepEqual(await ask('/sign-up', 'email', 'christine@example.org'), await ask('/sign-up', 'email', 'nobody@example.org'))
    assert.deepEqual(await ask('/password/forgot', 'username', 'christine'), await ask('/password/forgot', 'username', 'no.such.person'))
    await until('who has one is told so by mail', () => sink.to('christine@example.org').some(({ text }) => text.includes('/sign-in')))
    assert.equal(sink.to('christine@example.org').some((mail) => mail.token('/sign-up/confirm')), false)
  })

  it('a link that was only looked at is as good as before, however often', async () => {
    const scanner = new Person(cluster.issuer)
    await ask('/sign-up', 'email', 'dorothy@example.org')
    const address = await link('dorothy@example.org', '/sign-up/confirm')
    for (let i = 0; i < 5; i++) assert.equal((await scanner.visit(address)).status, 200)
    await scanner.request(address, { method: 'HEAD' })
    const person = new Person(cluster.issuer, 'dorothy', FIRST)
    const [form] = formsOf((await person.visit(address)).html)
    const home = await person.submit(form, { username: 'dorothy', new_password: FIRST, repeated: FIRST })
    assert.match(home.html, /id="logout"/) // no app waits: the account
    assert.equal((await scanner.visit(address)).status, 410)
    assert.equal((await scanner.submit(form, { username: 'eve', new_password: FIRST, repeated: FIRST })).status, 410)
  })

  it('a link of nobody, or a piece of one, is none', async () => {
    const person = new Person(cluster.issuer)
    for (const path of ['/sign-up/confirm', '/password/reset']) {
      for (const query of ['', '?token=', '?token=short', `?token=${'A'.repeat(43)}`, '?token=a&token=b']) {
        const { status, html } = await person.visit(path + query)
        assert.equal(status, 410, path + query)
        assert.match(html, /no longer works/)
      }
    }
  })

  it('the link for another address is good for the person who asked alone', async () => {
    const [asker, other] = ['annie', 'kathryn'].map((name) => {
      cluster.addPerson(name, FIRST)
      return new Person(cluster.issuer, name, FIRST)
    })
    for (const person of [asker, other]) await person.signIn(await person.visit('/sign-in'))
    const form = formsOf((await asker.visit('/account/email')).html).find(({ action }) => action === '/account/email')
    assert.equal((await asker.submit(form, { email: 'annie@example.net', password: FIRST })).status, 200)
    const address = await link('annie@example.net', '/account/email/confirm')
    assert.equal((await other.visit(address)).status, 410)
    const token = new URL(address).searchParams.get('token')
    const take = (person) => person.visit('/account/email/confirm', { method: 'POST', body: new URLSearchParams({ token }) })
    assert.equal((await take(other)).status, 410)
    const stranger = await new Person(cluster.issuer).request(address)
    assert.match(stranger.headers.get('location'), /^\/sign-in\?to=%2Faccount%2Femail%2Fconfirm%3Ftoken%3D/)
    assert.match((await take(asker)).html, /annie@example\.net/)
  })

  it('who asks for too many mails is told to wait', async () => {
    const answers = []
    for (let i = 0; i < 12; i++) answers.push((await ask('/password/forgot', 'username', 'christine')).status)
    assert.equal(answers.at(-1), 429)
  })

  it('no log has an address, a password or a link', () => {
    const logs = cluster.logs()
    for (const secret of [FIRST, SECOND, '@example.org', '@example.net']) assert.ok(!logs.includes(secret), secret)
    for (const { text } of sink.mails) {
      for (const [, token] of text.matchAll(/token=([\w-]{43})/g)) assert.ok(!logs.includes(token))
    }
  })
})

it('where sign-up is closed the page says so, and nothing leads there', async () => {
  const closed = await startCluster({ env: { OSTIARY_USERSVC_SIGN_UP: 'false' } })
  try {
    const person = new Person(closed.issuer)
    const { status, html } = await person.visit('/sign-up')
    assert.equal(status, 403)
    assert.match(html, /Nobody can create an account here/)
    assert.doesNotMatch(html, /name="email"/)
    for (const page of ['/', '/sign-in']) assert.doesNotMatch((await person.visit(page)).html, /\/sign-up/)
    const body = new URLSearchParams({ email: 'ada@example.org' })
    assert.equal((await person.visit('/sign-up', { method: 'POST', body })).status, 403)
  } finally {
    await closed.stop()
  }
})
