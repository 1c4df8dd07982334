// The pages of one's own apps as pages.test.mjs looks at all others: axe-core finds nothing wrong, they fit
// a phone and a desk by day and by night, in every language.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { LOOKS, accessible, fits, launch, open, press } from './harness/chromium.mjs'
import { startCluster, until } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'

const PASSWORD = 'orbital mechanics'
const LONG = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)
const LANGUAGES = [['en-GB', 'en'], ['de-AT', 'de'], ['es-MX', 'es'], ['fr-CA', 'fr'], ['zh-CN', 'zh-Hans'], ['ja-JP', 'ja']]
const [PHONE, , , DESK] = LOOKS
const looksAt = (lang) => (lang !== 'en' ? [PHONE] : process.env.OSTIARY_SHOTS ? LOOKS : [PHONE, DESK])

let cluster, browser, visitor

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('maker', PASSWORD, ['--name', 'A Maker'])
  cluster.addPerson('visitor', PASSWORD)
  visitor = new Person(cluster.issuer, 'visitor', PASSWORD)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await cluster.stop()
})

const make = async (page, name) => {
  await page.goto(`${cluster.issuer}/apps/new`)
  await page.fill('#client_name', name)
  await page.fill('#description', 'Maps of the sky, for people who look up.')
  await page.fill('#redirect-1', CALLBACK)
  await page.check('[name="dialect"][value="tachi"]')
  await press(page, '#save')
  return { client_id: await page.inputValue('#client_id'), client_secret: await page.inputValue('#client_secret'), confidential: true }
}

const use = async (client) => {
  const app = new App(cluster, client)
  await app.tokens(visitor)
  await visitor.visit(app.authorizeUrl({ redirect_uri: `${CALLBACK}/` }))
  await visitor.visit(app.authorizeUrl({ code_challenge: undefined }))
  await app.redeem('none')
}

for (const [locale, lang] of LANGUAGES) {
  for (const look of looksAt(lang)) {
    describe(`in ${lang}, ${look.name}`, () => {
      let page, client
      const good = async (name) => {
        assert.equal(await page.getAttribute('html', 'lang'), lang)
        await fits(page, `console-${name}-${lang}-${look.name}`, look)
        await accessible(page, name)
      }
      const at = async (rest, name) => {
        await page.goto(`${cluster.issuer}/apps${rest}`)
        await good(name)
      }

      before(async () => {
        page = await open(browser, look, { locale, javaScriptEnabled: true })
        await page.goto(`${cluster.issuer}/sign-in?to=/apps`)
        await page.fill('#username', 'maker')
        await page.fill('#password', PASSWORD)
        await press(page, '#login')
      })
      after(async () => {
        await page.goto(`${cluster.issuer}/apps/${client.client_id}/delete`)
        await press(page, '#delete')
        await page.context().close()
      })

      it('none yet, and the form', async () => {
        await at('', 'none')
        await at('/new', 'new')
        await page.fill('#client_name', LONG)
        await page.fill('#redirect-1', 'http://stars.example/callback')
        await page.fill('#redirect-2', `https://stars.example/${LONG}#x`)
        await press(page, '#save')
        await good('wrong')
      })

      it('an app that was made, used and misused', async () => {
        client = await make(page, lang === 'fr' ? LONG : 'Star Charts')
        await good('made')
        await use(client)
        await until('its use', async () => {
          await page.goto(`${cluster.issuer}/apps/${client.client_id}`)
          return (await page.locator('#errors li').count()) === 3 && (await page.locator('.days').count()) === 1
        })
        await good('app')
        await at('', 'list')
      })

      it('its rooms', async () => {
        for (const room of ['settings', 'dialect/standard', 'secret', 'try', 'delete', 'dialect/tachi'])
          await at(`/${client.client_id}/${room}`, room.replace('/', '-'))
        await page.fill('#webhook_uri', 'http://stars.example/')
        await page.fill('#api_key_template', LONG)
        await press(page, '#save')
        await good('dialect-wrong')
        await page.goto(`${cluster.issuer}/apps/${client.client_id}/secret`)
        await press(page, '#rotate')
        await good('rotated')
      })

      it('a trial', async () => {
        await page.goto(`${cluster.issuer}/apps/${client.client_id}/try`)
        await press(page, '#begin')
        await page.waitForURL(/interaction/)
        await press(page, '#allow')
        await good('tried')
        await page.goto(`${cluster.issuer}/apps/${client.client_id}/try`)
        await press(page, '#begin')
        await page.waitForURL(/callback/)
      })
    })
  }
}
