// Every page that people see, in every language: axe-core finds nothing wrong with it, it fits a phone
// and a desk by day and by night, is light, and speaks the language it says it does.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App } from './harness/app.mjs'
import { LOOKS, accessible, callback, fits, launch, open, press } from './harness/chromium.mjs'
import { startCluster } from './harness/cluster.mjs'
import { restartCourier, startSink } from './harness/mail.mjs'
import { Person, formsOf } from './harness/person.mjs'

const PASSWORD = 'orbital mechanics'
const LONG = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)
const SCOPE = 'openid profile email offline_access charts.read'
const CALLBACK = 'https://app.example/callback'
// What the browser asks for, what the page says it is, its word for signing in.
const LANGUAGES = [
  ['en-GB', 'en', 'Sign in'],
  ['de-AT', 'de', 'Anmelden'],
  ['es-MX', 'es', 'Iniciar sesión'],
  ['fr-CA', 'fr', 'Se connecter'],
  ['zh-CN', 'zh-Hans', '登录'],
  ['ja-JP', 'ja', 'ログイン'],
]
const ROOMS = ['profile', 'email', 'password', 'second-factor', 'second-factor/add', 'sessions', 'apps', 'keys', 'data', 'delete']
const [PHONE, , , DESK] = LOOKS
// One look at the other languages will do, unless somebody wants pictures.
const looksAt = (lang) => (process.env.OSTIARY_SHOTS ? LOOKS : lang === 'en' ? [PHONE, DESK] : [PHONE])

let cluster, sink, browser, landing, app, wordy, links

const addApp = (name) =>
  new App(cluster, cluster.addClient(name, [
    '--confidential', '--redirect-uri', CALLBACK, '--redirect-uri', landing.uri, '--scope', SCOPE, '--client-uri', 'https://app.example/about',
  ]), CALLBACK)

// One mail of each kind; looking at its link changes nothing, so that it does for every language.
async function askForMails() {
  const person = new Person(cluster.issuer, 'katherine', PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  const ask = async (path, values) => {
    const form = formsOf((await person.visit(path)).html).find(({ action }) => action === path)
    assert.equal((await person.submit(form, values)).status, 200)
  }
  await ask('/sign-up', { email: 'new@example.org' })
  await ask('/password/forgot', { username: 'katherine' })
  await ask('/account/email', { email: 'kj@example.net', password: PASSWORD })
  const link = async (address, path) => `${cluster.issuer}${path}?token=${await sink.token(address, path)}`
  return {
    signUp: await link('new@example.org', '/sign-up/confirm'),
    reset: await link('katherine@example.org', '/password/reset'),
    email: await link('kj@example.net', '/account/email/confirm'),
  }
}

before(async () => {
  sink = await startSink()
  cluster = await startCluster()
  await restartCourier(cluster, sink.env)
  landing = await callback()
  cluster.addPerson('katherine', PASSWORD, ['--name', 'Katherine Johnson'])
  cluster.addPerson('dorothy', PASSWORD, ['--name', LONG])
  app = addApp('Star Charts')
  wordy = addApp(LONG)
  links = await askForMails()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  landing?.close()
  await cluster.stop()
  await sink.stop()
})

const signIn = async (page, username = 'katherine', password = PASSWORD) => {
  await page.fill('#username', username)
  await page.fill('#password', password)
  await press(page, '#login')
}

const letIn = async (page, client) => {
  await page.goto(client.authorizeUrl({ scope: SCOPE, redirect_uri: landing.uri, prompt: 'consent' }).href)
  await page.click('#allow')
  await page.waitForURL(`${landing.uri}?**`)
}

for (const [locale, lang, word] of LANGUAGES) {
  for (const look of looksAt(lang)) {
    describe(`in ${lang}, ${look.name}`, () => {
      let page
      const good = async (name) => {
        assert.equal(await page.getAttribute('html', 'lang'), lang)
        await fits(page, `${name}-${lang}-${look.name}`, look)
        await accessible(page, name)
      }

      before(async () => {
        page = await open(browser, look, { locale, javaScriptEnabled: true })
      })
      after(() => page.context().close())

      it('the front page when nobody is signed in', async () => {
        await page.goto(cluster.issuer)
        await good('nobody')
        await press(page, '#sign-in')
        assert.equal(await page.textContent('h1'), word)
      })

      it('opening an account', async () => {
        await page.goto(app.authorizeUrl().href)
        await press(page, '#sign-up')
        await good('sign-up')
        if (look === PHONE || lang === 'en') {
          await page.fill('#email', `new.${lang}@example.org`)
          await press(page, '#send')
          await good('sign-up-sent')
        }
        await page.goto(links.signUp)
        await good('sign-up-confirm')
        await page.fill('#username', 'new')
        await page.fill('#new_password', PASSWORD)
        await page.fill('#repeated', 'another one')
        await press(page, '#create')
        await good('sign-up-wrong')
      })

      it('a forgotten password', async () => {
        await page.goto(app.authorizeUrl().href)
        await press(page, '#forgot')
        await good('forgot')
        await page.goto(links.reset)
        await good('reset')
        await page.goto(`${cluster.issuer}/password/reset?changed=1`)
        await good('renewed')
        await page.goto(`${cluster.issuer}/password/reset?token=void`)
        await good('link-void')
      })

      it('signing in, and a wrong password', async () => {
        await page.goto(app.authorizeUrl({ scope: SCOPE, prompt: 'login consent' }).href)
        assert.match(await page.textContent('main'), /Star Charts/)
        await good('sign-in')
        await signIn(page, 'katherine', 'wrong')
        assert.ok(await page.textContent('#message'))
        await good('wrong-password')
      })

      it('consent', async () => {
        await signIn(page)
        assert.match(await page.textContent('main'), /Katherine Johnson/)
        await good('consent')
      })

      it('the account', async () => {
        await letIn(page, app)
        await page.goto(cluster.issuer)
        await good('account')
        for (const room of ROOMS) {
          await page.goto(`${cluster.issuer}/account/${room}`)
          await good(room.replace('/', '-'))
        }
        await page.goto(links.email)
        await good('email-confirm')
      })

      it('keys for programs', async () => {
        for (const kind of ['standard', 'tachi', 'opencollective']) {
          await page.goto(`${cluster.issuer}/account/keys/new?kind=${kind}`)
          await good(`key-new-${kind}`)
        }
        if (look === PHONE || lang === 'en') {
          await page.fill('#name', 'home')
          await page.check('[value=email]')
          await press(page, '#make')
          await good('key')
        }
        await page.goto(`${cluster.issuer}/account/keys`)
        await page.click('summary')
        await good('keys-some')
        await page.goto(`${cluster.issuer}/sign-in?again=1&to=/account/keys`)
        await good('sign-in-again')
      })

      it('what is wrong with a form, and what was saved', async () => {
        await page.goto(`${cluster.issuer}/account/profile`)
        await page.fill('#website', 'http://not.secure.example')
        await press(page, '#save')
        await good('profile-wrong')
        await page.fill('#website', '')
        await press(page, '#save')
        await good('profile-saved')
        await page.goto(`${cluster.issuer}/account/delete`)
        await page.fill('#password', 'wrong')
        await press(page, '#delete')
        await good('delete-wrong')
      })

      it('errors', async () => {
        await page.goto(app.authorizeUrl({ redirect_uri: 'https://evil.example/' }).href)
        assert.equal(await page.textContent('#reason'), 'redirect_uri is not one that the app has registered.')
        await good('error')
        await page.goto(`${cluster.issuer}/no-such-page`)
        await good('not-found')
      })
    })
  }
}

for (const look of LOOKS) {
  it(`long names stay inside, ${look.name}`, async () => {
    const page = await open(browser, look)
    await page.goto(wordy.authorizeUrl({ scope: SCOPE, prompt: 'consent' }).href)
    await fits(page, `long-sign-in-${look.name}`, look)
    await signIn(page, 'dorothy')
    await fits(page, `long-consent-${look.name}`, look)
    await letIn(page, wordy)
    for (const room of ['', '/profile', '/apps']) {
      await page.goto(`${cluster.issuer}/account${room}`)
      await fits(page, `long-account${room.replace('/', '-')}-${look.name}`, look)
    }
    await page.context().close()
  })
}

it('the whole sign-in page weighs less than 30 KB', async () => {
  const page = await open(browser, PHONE)
  const answers = []
  page.on('response', (answer) => answers.push(answer.body().then(({ length }) => length, () => 0))) // a redirect has none
  await page.goto(app.authorizeUrl().href, { waitUntil: 'networkidle' })
  const weights = await Promise.all(answers)
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  assert.ok(all > 2000 && all < 30 * 1024, `${all} bytes`)
  await page.context().close()
})

it('the keyboard goes through the sign-in page in its order', async () => {
  const page = await open(browser, DESK)
  await page.goto(app.authorizeUrl({ prompt: 'consent' }).href)
  await page.waitForSelector('#username:focus')
  await page.keyboard.type('katherine')
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('#allow')
  await page.context().close()
})

describe('the menu of languages', () => {
  const heading = (page) => page.textContent('h1')

  it('works without JavaScript, leads back, and is remembered', async () => {
    const page = await open(browser, PHONE, { locale: 'en-GB' })
    await page.goto(app.authorizeUrl({ prompt: 'consent' }).href)
    const address = page.url()
    await press(page, '.languages [lang=ja]')
    assert.equal(page.url(), address)
    assert.equal(await heading(page), 'ログイン')
    await signIn(page)
    assert.equal(await page.getAttribute('html', 'lang'), 'ja')
    await page.goto(cluster.issuer)
    assert.equal(await page.getAttribute('html', 'lang'), 'ja')
    await page.context().close()
  })

  it('counts for more than what the app asked for before', async () => {
    const page = await open(browser, DESK, { locale: 'en-GB' })
    await page.goto(app.authorizeUrl({ ui_locales: 'nl fr-CA' }).href)
    assert.equal(await heading(page), 'Se connecter')
    await signIn(page, 'katherine', 'wrong')
    assert.equal(await heading(page), 'Se connecter')
    await press(page, '.languages [lang=de]')
    assert.equal(await heading(page), 'Anmelden')
    await page.context().close()
  })
})

it('another account can be used without beginning again', async () => {
  const page = await open(browser, PHONE)
  await page.goto(app.authorizeUrl({ prompt: 'consent' }).href)
  await signIn(page)
  await press(page, '#another')
  assert.match(await page.textContent('main'), /Star Charts/)
  await signIn(page, 'dorothy')
  assert.match(await page.textContent('main'), new RegExp(LONG))
  assert.equal(await page.locator('#allow').count(), 1)
  await page.context().close()
})
