// tachi_pages - the pages of Tachi's flows in a browser: in every language, on a phone and a desk, by
// day and by night, axe-core finds nothing wrong with them and nothing stands out to the side.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LOOKS, accessible, callback, fits, launch, open, press } from './harness/chromium.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { PASSWORD } from './harness/scene.mjs'
import { CLIENT, done, sessionOf } from './harness/tachi.mjs'

const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh-Hans', 'ja']
const [PHONE] = LOOKS
const ALL = 'submit_score customise_profile customise_score customise_session delete_score manage_rivals manage_targets manage_challenges'

let cluster, browser, landing, clients

before(async () => {
  cluster = await startCluster()
  landing = await callback()
  cluster.addPerson('alan', PASSWORD)
  const person = new Person(cluster.issuer, 'alan', PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  const make = async (changes) =>
    done(
      await sessionOf(person).post('/api/v1/clients/create', {
        ...CLIENT, redirectUri: landing.uri, permissions: ALL.split(' '), ...changes,
      }),
      'Created a new API client.',
    )
  clients = {
    asks: await make(),
    file: await make({ apiKeyTemplate: '%%TACHI_KEY%%', apiKeyFilename: `${'very'.repeat(20)}.ini` }),
    text: await make({ apiKeyTemplate: `[${'wide'.repeat(60)}]\nkey = %%TACHI_KEY%%\n` }),
  }
  browser = await launch()
})

after(async () => {
  await browser?.close()
  landing?.close()
  await cluster.stop()
})

for (const lang of LANGUAGES) {
  for (const look of lang === 'en' ? LOOKS : [PHONE]) {
    describe(`in ${lang}, ${look.name}`, () => {
      let page
      const good = async (name) => {
        assert.equal(await page.getAttribute('html', 'lang'), lang)
        await fits(page, `tachi-${name}-${lang}-${look.name}`, look)
        await accessible(page, name)
      }

      before(async () => {
        page = await open(browser, look, { locale: lang, javaScriptEnabled: true })
      })
      after(() => page.context().close())

      it('signing in where one is, the question, and a no', async () => {
        await page.goto(`${cluster.issuer}/oauth/request-auth?clientID=${clients.asks.clientID}`)
        await page.fill('#username', 'alan')
        await page.fill('#password', PASSWORD)
        await press(page, '#login')
        assert.equal(await page.locator('ul.permissions > li').count(), 8)
        assert.doesNotMatch(await page.textContent('ul.permissions'), /_/, 'every permission has words')
        await good('question')
        await press(page, '#deny')
        await good('no')
      })

      it('a file to download', async () => {
        await page.goto(`${cluster.issuer}/client-file-flow/${clients.file.clientID}`)
        if (await page.locator('#allow').count()) await press(page, '#allow')
        await good('file')
        const [download] = await Promise.all([page.waitForEvent('download'), page.click('#take')])
        assert.match(download.suggestedFilename(), /^(very)+\.ini$/)
      })

      it('a text to copy', async () => {
        await page.goto(`${cluster.issuer}/client-file-flow/${clients.text.clientID}`)
        if (await page.locator('#allow').count()) await press(page, '#allow')
        await press(page, '#take')
        assert.match(await page.textContent('#key'), /key = [0-9a-f]{40}/)
        await good('text')
      })
    })
  }
}

it('a yes leads to the app', async () => {
  const page = await open(browser, PHONE)
  await page.goto(`${cluster.issuer}/oauth/request-auth?clientID=${clients.asks.clientID}&context=7`)
  await page.fill('#username', 'alan')
  await page.fill('#password', PASSWORD)
  await press(page, '#login')
  await page.click('#allow')
  await page.waitForURL(`${landing.uri}?**`)
  assert.equal(new URL(page.url()).searchParams.get('context'), '7')
  await page.context().close()
})
