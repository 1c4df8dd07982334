// The second factor, over the wire and on its pages: a code beside the password, from an app that is
// none of ours.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { Authenticator, addAuthenticator, codeForm, early } from './harness/authenticator.mjs'
import { LOOKS, accessible, fits, launch, open, press } from './harness/chromium.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person, formsOf } from './harness/person.mjs'
import { addTailchatApp } from './harness/tailchat.mjs'

const PASSWORD = 'orbital mechanics'
const PAGE = '/account/second-factor'

let cluster, app
let people = 0

before(async () => {
  cluster = await startCluster()
  app = new App(cluster, cluster.addClient('Star Charts', ['--confidential', '--redirect-uri', CALLBACK,
    '--scope', 'openid profile']))
})
after(async () => {
  await cluster.stop()
})

const another = (person) => new Person(cluster.issuer, person.username, PASSWORD)
const typePassword = async (person, to = '/sign-in') => person.signIn(await person.visit(to))
const isSignedIn = async (person) => /id="logout"/.test((await person.visit('/account')).html)
const newPerson = async () => {
  const name = `person${++people}`
  cluster.addPerson(name, PASSWORD)
  const person = new Person(cluster.issuer, name, PASSWORD)
  await typePassword(person)
  return person
}
const enrolled = async () => {
  const person = await newPerson()
  return { person, ...(await addAuthenticator(person)) }
}
const factor = (person) => cluster.ctl(['user', 'get', '--username', person.username]).second_factor_at

describe('adding it', () => {
  it('takes a code from the app, and the QR code says what the text says', async () => {
    const person = await newPerson()
    assert.match((await person.visit(PAGE)).html, /id="add"/)
    const page = await person.visit(`${PAGE}/add`)
    assert.match(page.headers.get('cache-control'), /no-store/)
    assert.match(page.html, /<svg class="qr"[^>]*viewBox="-4 -4 \d+ \d+"/)
    const uri = new URL(page.html.match(/href="(otpauth:[^"]+)"/)[1].replaceAll('&amp;', '&'))
    const secret = page.html.match(/id="secret">([A-Z2-7 ]+)</)[1].replaceAll(' ', '')
    assert.equal(uri.searchParams.get('secret'), secret)
    assert.equal(secret.length, 32)
    const phone = new Authenticator(secret)
    const wrong = await person.submit(codeForm(page, `${PAGE}/add`), { code: phone.wrong() })
    assert.equal(wrong.status, 403)
    assert.match(wrong.html, new RegExp(secret.match(/.{4}/g).join(' ')))
    assert.equal(factor(person), undefined)
    assert.equal((await person.submit(codeForm(wrong, `${PAGE}/add`), { code: ` ${phone.at()} ` })).status, 200)
    assert.ok(factor(person))
    assert.match((await person.visit(PAGE)).html, /id="left">[^<]*10/)
  })
})

describe('signing in', () => {
  it('a password alone leads to the page for the code, and is no session', async () => {
    const { person, phone } = await enrolled()
    const here = another(person)
    const page = await typePassword(here)
    assert.match(page.html, /autocomplete="one-time-code"/)
    assert.equal(await isSignedIn(here), false)
    const half = here.cookies.get('ostiary-half')
    const thief = another(person)
    thief.cookies.set('ostiary-session', half)
    assert.equal(await isSignedIn(thief), false)
    const wrong = await here.submit(codeForm(page), { code: phone.wrong() })
    assert.equal(wrong.status, 403)
    const code = phone.at()
    await here.submit(codeForm(wrong), { code })
    assert.equal(await isSignedIn(here), true)
    assert.equal(here.cookies.has('ostiary-half'), false)
    const replay = another(person)
    const again = await replay.submit(codeForm(await typePassword(replay)), { code })
    assert.equal(again.status, 403)
  })

  it('for an app, which is told by what means; back to it with a recovery code', async () => {
    const { person, phone, recovery } = await enrolled()
    const flow = async (here, code) => {
      const page = await typePassword(here, app.authorizeUrl({ scope: 'openid' }).href)
      assert.match(page.html, /Star Charts/)
      let next = await here.submit(codeForm(page), { code })
      if (!next.location) next = await here.decide(next, 'allow')
      const { body } = await app.redeem(new URL(next.location).searchParams.get('code'))
      return JSON.parse(Buffer.from(body.id_token.split('.')[1], 'base64url'))
    }
    const claims = await flow(another(person), phone.at())
    assert.deepEqual([claims.acr, claims.amr], ['2', ['pwd', 'otp', 'mfa']])
    assert.deepEqual((await flow(another(person), recovery[0].toLowerCase())).amr, ['pwd', 'mfa'])
  })

  it('half of it is worth nothing in another browser, nor without one', async () => {
    const { person, phone } = await enrolled()
    const here = another(person)
    const page = await typePassword(here)
    const thief = another(person)
    await thief.visit('/sign-in')
    thief.cookies.set('ostiary-half', here.cookies.get('ostiary-half'))
    const refused = await thief.submit(codeForm(page), { code: phone.at() })
    assert.equal(refused.status, 410)
    assert.ok(formsOf(refused.html).some(({ fields }) => 'password' in fields))
    const stranger = another(person)
    assert.match((await stranger.visit('/sign-in/code')).html, /id="password"/)
    await here.submit(codeForm(page), { code: phone.at() })
    assert.equal(await isSignedIn(here), true)
  })

  it('guessing codes is slowed', async () => {
    const { person, phone } = await enrolled()
    const here = another(person)
    const form = codeForm(await typePassword(here))
    const statuses = []
    for (let i = 0; i < 8; i++) statuses.push((await here.submit(form, { code: phone.wrong() })).status)
    assert.deepEqual(statuses, [403, 403, 403, 403, 403, 403, 429, 429])
  })
})

describe('programs', () => {
  const signIn = (path, body) =>
    fetch(new URL(path, cluster.issuer), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('are refused where the wire cannot ask for a code, and only with the right password', async () => {
    const { person } = await enrolled()
    const tachi = (password) => signIn('/api/v1/auth/login', { username: person.username, '!password': password, captcha: null })
    const wrong = await tachi('a guess')
    assert.equal((await wrong.json()).description, 'Incorrect username or password.')
    const right = await tachi(PASSWORD)
    assert.equal(right.status, 403)
    assert.match((await right.json()).description, /second factor/)
    const tailchat = await signIn('/api/user/login', { username: person.username, password: PASSWORD })
    assert.equal(tailchat.status, 403)
    assert.equal(tailchat.headers.get('set-cookie'), null)
    assert.deepEqual(await tailchat.json(), {
      name: 'NoPermissionError',
      message: 'this account has a second factor; please sign in with a browser',
      code: 403,
    })
  })

  it("Tailchat's page for signing in leads a browser to ours, and refuses programs", async () => {
    const { person, phone } = await enrolled()
    const charts = addTailchatApp(cluster, `Charts of ${person.username}`)
    const here = another(person)
    const begun = await here.request(charts.authorizeUrl().href)
    const path = `${new URL(begun.headers.get('location'), cluster.issuer).pathname}/login`
    const body = () => new URLSearchParams({ email: `${person.username}@example.org`, password: PASSWORD })
    const program = await here.request(path, { method: 'POST', body: body(), headers: { accept: '*/*' } })
    assert.equal(program.status, 500) // as for all that goes wrong there
    assert.match(await program.text(), /EntityError: this account has a second factor/)
    const page = await here.visit(path, { method: 'POST', body: body(), headers: { accept: 'text/html' } })
    const consent = await here.submit(codeForm(page), { code: phone.at() })
    assert.match((await here.decide(consent, 'allow')).location, /[?&]code=/)
  })
})

describe('getting rid of it', () => {
  it('takes a code and a fresh sign-in', async () => {
    const { person, phone } = await enrolled()
    const refused = await person.submit(codeForm(await person.visit(PAGE), `${PAGE}/remove`), { code: phone.wrong() })
    assert.equal(refused.status, 403)
    assert.match((await person.submit(codeForm(refused, `${PAGE}/remove`), { code: phone.at() })).html, /id="add"/)
    const here = another(person)
    await typePassword(here)
    assert.equal(await isSignedIn(here), true)
  })

  it('an administrator can, for who has lost the phone and the paper', async () => {
    const { person } = await enrolled()
    assert.equal(cluster.ctl(['user', 'remove-factor', '--username', person.username]).second_factor_at, undefined)
    const here = another(person)
    await typePassword(here)
    assert.equal(await isSignedIn(here), true)
  })

  it('other recovery codes void those there were', async () => {
    const { person, recovery } = await enrolled()
    const done = await person.submit(codeForm(await person.visit(PAGE), `${PAGE}/codes`), { code: recovery[0] })
    const fresh = [...done.html.matchAll(/<li><code>([A-Z2-7-]+)<\/code>/g)].map(([, code]) => code)
    const here = another(person)
    const page = await typePassword(here)
    assert.equal((await here.submit(codeForm(page), { code: recovery[1] })).status, 403)
    await here.submit(codeForm(page), { code: fresh[1] })
    assert.equal(await isSignedIn(here), true)
  })
})

describe('in a browser', () => {
  let browser
  before(async () => {
    browser = await launch()
  })
  after(() => browser?.close())

  const looks = process.env.OSTIARY_SHOTS ? LOOKS : [LOOKS[0], LOOKS[3]]
  for (const [i, look] of looks.entries()) {
    it(`every page of it: ${look.name}`, async () => {
      const person = await newPerson()
      const page = await open(browser, look, { locale: ['en-GB', 'de-DE', 'fr-FR', 'ja-JP'][i], javaScriptEnabled: true })
      const good = async (name) => {
        await fits(page, `factor-${name}-${look.name}`, look)
        await accessible(page, name)
      }
      const typeIn = async () => {
        await page.fill('#username', person.username)
        await page.fill('#password', PASSWORD)
        await press(page, '#login')
      }

      await page.goto(`${cluster.issuer}${PAGE}`)
      await typeIn()
      await good('off')
      await press(page, '#add')
      await good('add')
      await early()
      const phone = new Authenticator(await page.textContent('#secret'))
      await page.fill('#code', phone.wrong())
      await press(page, '#confirm')
      await good('add-wrong')
      await page.fill('#code', phone.at(-1))
      await press(page, '#confirm')
      await good('codes')
      const recovery = await page.$$eval('#codes code', (all) => all.map((code) => code.textContent))
      await press(page, '#kept')
      await page.click('#renew-codes')
      await page.click('#remove-factor')
      await good('on')
      await page.goto(`${cluster.issuer}/account`)
      await good('account')
      await press(page, '#logout')
      await page.goto(`${cluster.issuer}/sign-in?to=${PAGE}`)
      await typeIn()
      await good('code')
      await page.fill('#code', phone.wrong())
      await press(page, '#verify')
      await page.click('#lost')
      await good('code-wrong')
      await page.fill('#recovery', recovery[0])
      await press(page, '#recover')
      assert.equal(new URL(page.url()).pathname, PAGE)
      await page.click('#remove-factor')
      await page.fill('#remove-code', phone.wrong())
      await press(page, '#remove')
      await good('remove-wrong')
      await page.fill('#remove-code', phone.at())
      await press(page, '#remove')
      await good('removed')
      await page.context().close()
    })
  }
})
