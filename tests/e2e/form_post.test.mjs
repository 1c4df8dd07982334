// response_mode=form_post in a real browser: with JavaScript the answer is posted by itself, without
// it by a button.  The form leads to the app's origin, and the policy of the page lets it.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { chromium } from 'playwright-core'
import { App } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'

let cluster, browser, callback, redirectUri, app
const posted = []

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('katherine', 'orbital mechanics')
  callback = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => { body += chunk })
    request.on('end', () => {
      posted.push({ method: request.method, url: request.url, form: new URLSearchParams(body) })
      response.end('back at the app')
    })
  })
  await new Promise((done) => callback.listen(0, '127.0.0.1', done))
  redirectUri = `http://127.0.0.1:${callback.address().port}/callback`
  app = new App(cluster, cluster.addClient('Star Charts', ['--confidential', '--redirect-uri', redirectUri]), redirectUri)
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
})
after(async () => {
  await browser?.close()
  callback?.close()
  await cluster.stop()
})

for (const javaScriptEnabled of [true, false]) {
  describe(`form_post, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    let page
    const complaints = []

    const arrive = async () => {
      if (!javaScriptEnabled) await page.click('#continue')
      await page.waitForURL(redirectUri)
      const { method, url, form } = posted.findLast(({ url }) => url.startsWith('/callback'))
      assert.equal(method, 'POST')
      assert.equal(url, '/callback')
      assert.equal(form.get('iss'), cluster.issuer)
      assert.equal(form.get('state'), 'state-of-the-app')
      return form
    }

    before(async () => {
      page = await (await browser.newContext({ javaScriptEnabled })).newPage()
      page.setDefaultTimeout(10_000)
      page.on('console', (message) => complaints.push(message.text()))
    })
    after(() => page.context().close())

    it('brings a code after consent', async () => {
      await page.goto(app.authorizeUrl({ response_mode: 'form_post', prompt: 'consent' }).href)
      await page.fill('#username', 'katherine')
      await page.fill('#password', 'orbital mechanics')
      await page.click('#login')
      await page.click('#allow')
      const form = await arrive()
      assert.equal((await app.redeem(form.get('code'))).status, 200)
    })

    it('brings a code without a question', async () => {
      await page.goto(app.authorizeUrl({ response_mode: 'form_post' }).href)
      assert.ok((await arrive()).get('code'))
    })

    it('brings a refusal', async () => {
      await page.goto(app.authorizeUrl({ response_mode: 'form_post', scope: 'everything' }).href)
      const form = await arrive()
      assert.equal(form.get('error'), 'invalid_scope')
      assert.equal(form.get('code'), null)
      assert.deepEqual(complaints.filter((text) => /Content Security|violates/.test(text)), [])
    })
  })
}
