// API keys on their pages: made for a program, tried out with it, shown again, and revoked; in a browser
// without JavaScript.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LOOKS, launch, open, press } from './harness/chromium.mjs'
import { startCluster, until } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'

const PASSWORD = 'orbital mechanics'

let cluster, browser

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('katherine', PASSWORD)
  cluster.addPerson('eve', PASSWORD)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await cluster.stop()
})

// What a program of Tachi's finds out with its key.
const status = async (key) => {
  const answer = await fetch(new URL('/api/v1/status', cluster.issuer), { headers: { authorization: `Bearer ${key}` } })
  return { status: answer.status, body: (await answer.json()).body }
}

describe('a person with a program', () => {
  let page, key
  const says = async (pattern) => assert.match(await page.textContent('main'), pattern)

  before(async () => {
    page = await open(browser, LOOKS[0], { locale: 'en-GB' })
    await page.goto(`${cluster.issuer}/account/keys`)
    await page.fill('#username', 'katherine')
    await page.fill('#password', PASSWORD)
    await press(page, '#login')
  })
  after(() => page.context().close())

  it('makes a key for it, which allows what was ticked', async () => {
    await says(/You have no keys/)
    await press(page, '#new')
    await press(page, '.tabs a[href$="kind=tachi"]')
    await page.fill('#name', 'the machine in the hall')
    await page.check('[value=submit_score]')
    await page.selectOption('#lifetime', 'year')
    await press(page, '#make')
    await says(/the machine in the hall/)
    key = await page.textContent('#key')
    assert.match(key, /^[0-9a-f]{40}$/)
    assert.deepEqual((await status(key)).body.permissions, ['submit_score'])
  })

  it('sees it in the list, without its value, and has it shown again', async () => {
    await press(page, '#back')
    await says(/the machine in the hall/)
    await says(/submit scores/)
    assert.ok(!(await page.content()).includes(key))
    await press(page, '[name=show]')
    assert.equal(await page.textContent('#key'), key)
    assert.ok(!page.url().includes(key))
  })

  it('makes one that is shown once', async () => {
    await page.goto(`${cluster.issuer}/account/keys/new`)
    await page.fill('#name', 'backup')
    await page.check('[value=profile]')
    await press(page, '#make')
    assert.match(await page.textContent('#key'), /^oak_[\w-]{43}$/)
    await says(/it is not shown again/)
    await press(page, '#back')
    assert.equal(await page.locator('.things > li').count(), 2)
    assert.equal(await page.locator('[name=show]').count(), 1)
  })

  it('keeps it from others, who can neither see nor end it', async () => {
    const id = await page.getAttribute('[name=show]', 'value')
    const eve = new Person(cluster.issuer, 'eve', PASSWORD)
    await eve.signIn(await eve.visit('/sign-in'))
    for (const what of ['show', 'revoke']) {
      const answer = await eve.visit('/account/keys', { method: 'POST', body: new URLSearchParams({ [what]: id }) })
      assert.ok(!answer.html.includes(key))
    }
    assert.equal((await status(key)).status, 200)
  })

  it('revokes it, after being asked, and the program is refused', async () => {
    await page.goto(`${cluster.issuer}/account/keys`)
    const row = page.locator('.things > li', { hasText: 'the machine in the hall' })
    assert.equal(await row.locator('[name=revoke]').isVisible(), false)
    await row.locator('summary').click()
    const arrived = page.waitForNavigation()
    await row.locator('[name=revoke]').click()
    await arrived
    await says(/has been revoked/)
    assert.equal(await page.locator('.things > li').count(), 1)
    await until('it is refused', async () => (await status(key)).status === 401, 3000)
  })

  it('no log has a key', () => {
    assert.ok(!cluster.logs().includes(key))
  })
})
