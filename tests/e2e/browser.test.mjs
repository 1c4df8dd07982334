// The same person in a real browser: headless Chromium, JavaScript off, on a phone and on a desk, by
// day and by night.  Each page is kept as a picture in OSTIARY_SHOTS (default: thrown away).

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App } from './harness/app.mjs'
import { LOOKS, callback, fits, launch, open, press } from './harness/chromium.mjs'
import { startCluster } from './harness/cluster.mjs'

let cluster, browser, landing, redirectUri

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('katherine', 'orbital mechanics', ['--name', 'Katherine Johnson'])
  // An app that leads on to another origin, as many do after they took the code.
  landing = await callback(({ url }, response) => {
    const onward = `http://localhost:${landing.port}/landed`
    if (url.includes('state=onward')) response.writeHead(303, { location: onward }).end()
    else response.end('back at the app')
  })
  redirectUri = landing.uri
  browser = await launch()
})
after(async () => {
  await browser?.close()
  landing?.close()
  await cluster.stop()
})

for (const look of LOOKS) {
  describe(`in Chromium, ${look.name}`, () => {
    let page, app
    const shot = (name) => fits(page, `${name}-${look.name}`, look)

    before(async () => {
      app = new App(cluster, cluster.addClient('Star Charts', [
        '--confidential', '--redirect-uri', redirectUri, '--scope', 'openid profile email offline_access charts.read',
      ]), redirectUri)
      page = await open(browser, look)
    })
    after(() => page.context().close())

    it('shows who asks, and refuses a wrong password', async () => {
      await page.goto(app.authorizeUrl({ scope: 'openid profile email offline_access charts.read' }).href)
      await shot('sign-in')
      assert.match(await page.textContent('body'), /Star Charts/)
      await page.fill('#username', 'katherine')
      await page.fill('#password', 'wrong')
      await press(page, '#login')
      await shot('wrong-password')
      assert.equal(await page.inputValue('#username'), 'katherine')
      assert.equal(await page.inputValue('#password'), '')
    })

    it('signs in, asks for consent, and goes back to the app with a code', async () => {
      await page.fill('#password', 'orbital mechanics')
      await press(page, '#login')
      await shot('consent')
      const text = await page.textContent('body')
      assert.match(text, /Star Charts/)
      assert.match(text, /Katherine Johnson/)
      assert.match(text, /this\s+device/)
      assert.match(text, /charts\.read/)
      await page.click('#allow')
      await page.waitForURL(`${redirectUri}?**`)
      const { searchParams } = new URL(page.url())
      assert.equal(searchParams.get('iss'), cluster.issuer)
      assert.equal((await app.redeem(searchParams.get('code'))).status, 200)
    })

    it('does not ask again for what was allowed, and says no for a person who says no', async () => {
      await page.goto(app.authorizeUrl({ scope: 'openid profile' }).href)
      assert.ok(new URL(page.url()).searchParams.get('code'), 'straight back')
      await page.goto(app.authorizeUrl({ scope: 'openid', prompt: 'consent' }).href)
      await page.click('#deny')
      await page.waitForURL(`${redirectUri}?**`)
      assert.equal(new URL(page.url()).searchParams.get('error'), 'access_denied')
    })

    it('may be led on by the app to another of its addresses', async () => {
      await page.goto(app.authorizeUrl({ scope: 'openid', prompt: 'consent', state: 'onward' }).href)
      await page.click('#allow')
      await page.waitForURL('**/landed')
    })

    it('shows errors and the front page', async () => {
      await page.goto(app.authorizeUrl({ redirect_uri: 'https://evil.example/' }).href)
      await shot('error')
      await page.goto(cluster.issuer)
      await shot('home')
      assert.match(await page.textContent('body'), /Katherine Johnson/)
      await press(page, '#logout')
      await shot('signed-out')
      assert.doesNotMatch(await page.textContent('body'), /Katherine Johnson/)
      await page.goto(`${cluster.issuer}/no-such-page`)
      await shot('not-found')
    })
  })
}
