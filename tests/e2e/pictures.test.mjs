// Pictures of people: sent by a browser as browsers send them, seen by apps; and what is sent by those
// who mean harm.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { LOOKS, accessible, fits, launch, open, press } from './harness/chromium.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'
import { SIGNATURE, chunk, chunksOf, header, png } from './harness/png.mjs'

const PASSWORD = 'orbital mechanics'
const HTML = '<script>document.title="evil"</script>'
const RED = [200, 30, 40]

let cluster, app, browser, people = 0

before(async () => {
  cluster = await startCluster()
  app = new App(cluster, cluster.addClient('Gallery', ['--confidential', '--redirect-uri', CALLBACK,
    '--scope', 'openid profile']))
})
after(async () => {
  await browser?.close()
  await cluster.stop()
})

async function newPerson() {
  const name = `painter${++people}`
  cluster.addPerson(name, PASSWORD)
  const person = new Person(cluster.issuer, name, PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  return person
}

const formWith = (bytes, name = 'me.png', type = 'image/png') => {
  const form = new FormData()
  form.append('picture', new Blob([bytes], { type }), name)
  return form
}
const send = (person, bytes, ...more) =>
  person.request('/account/avatar', { method: 'POST', body: formWith(bytes, ...more) })
const addressOf = async (person) =>
  (await person.visit('/account/avatar')).html.match(/src="(\/avatars\/[0-9a-f]{32}\.png)"/)?.[1]
async function refuses(person, bytes, status, says) {
  const response = await send(person, bytes)
  assert.equal(response.status, status)
  assert.match(await response.text(), says)
  assert.equal(await addressOf(person), undefined)
}

describe('in a browser without JavaScript', () => {
  let page, person
  const canvas = async (type) => {
    const scripted = await open(browser, LOOKS[1], { javaScriptEnabled: true })
    const url = await scripted.evaluate((type) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
      const ink = canvas.getContext('2d')
      ink.fillStyle = '#c81e28'
      ink.fillRect(0, 0, 640, 480)
      return canvas.toDataURL(type)
    }, type)
    await scripted.context().close()
    assert.ok(url.startsWith(`data:${type};base64,`))
    return Buffer.from(url.split(',')[1], 'base64')
  }
  const upload = async (buffer, mimeType) => {
    await page.goto(`${cluster.issuer}/account/avatar`)
    await page.setInputFiles('#picture', { name: 'holiday <b>.png', mimeType, buffer })
    await press(page, '#save')
  }
  const shown = () => page.locator('#portrait').evaluate((img) => [img.naturalWidth, img.naturalHeight])

  before(async () => {
    browser = await launch()
    person = await newPerson()
    page = await open(browser, LOOKS[0], { locale: 'en-GB' })
    await page.goto(`${cluster.issuer}/sign-in`)
    await page.fill('#username', person.username)
    await page.fill('#password', PASSWORD)
    await press(page, '#login')
  })
  after(() => page?.context().close())

  it('a letter stands for somebody without a picture', async () => {
    await page.goto(`${cluster.issuer}/account/avatar`)
    assert.equal(await page.textContent('#portrait'), 'P')
  })

  for (const type of ['image/png', 'image/jpeg', 'image/webp']) {
    it(`what is uploaded is shown: ${type}`, async () => {
      await upload(await canvas(type), type)
      assert.match(await page.textContent('main'), /Saved\./)
      assert.deepEqual(await shown(), [256, 256])
      assert.deepEqual(page.complaints, [])
    })
  }

  it('what is no picture is told, and the picture stays', async () => {
    await upload(Buffer.from(HTML), 'image/png')
    assert.match(await page.textContent('#message'), /not a picture/)
    assert.deepEqual(await shown(), [256, 256])
  })

  it('a photograph that is too large is told, though the browser has not sent it all', async () => {
    await upload(Buffer.alloc(11 << 20, 'x'), 'image/jpeg')
    assert.match(await page.textContent('#message'), /larger than 10 MB/)
  })

  for (const look of LOOKS) {
    it(`the page fits and is accessible: ${look.name}`, async () => {
      const scripted = await open(browser, look, { javaScriptEnabled: true, locale: 'en-GB',
        storageState: await page.context().storageState() })
      await scripted.goto(`${cluster.issuer}/account/avatar`)
      await fits(scripted, `avatar-${look.name}`, look)
      await accessible(scripted, 'avatar')
      await scripted.context().close()
    })
  }

  it('it is removed', async () => {
    await page.goto(`${cluster.issuer}/account/avatar`)
    await press(page, '#remove')
    assert.equal(await page.textContent('#portrait'), 'P')
  })
})

describe('a picture', () => {
  let person, address

  before(async () => {
    person = await newPerson()
    assert.equal((await send(person, png(300, 300, RED))).status, 303)
    address = await addressOf(person)
  })

  it('may have as many megabytes as telephones give it', async () => {
    const heavy = await newPerson()
    assert.equal((await send(heavy, png(300, 300, [30, 40, 200], { tail: Buffer.alloc(9 << 20, 'x') }))).status, 303)
    assert.ok(await addressOf(heavy))
  })

  it('is told to apps by its absolute address', async () => {
    const { access_token } = await app.tokens(person, { scope: 'openid profile' })
    const response = await fetch(`${cluster.issuer}/oauth2/userinfo`, { headers: { authorization: `Bearer ${access_token}` } })
    assert.equal((await response.json()).picture, cluster.issuer + address)
  })

  it('is served as an image and nothing else, to anybody, for ever', async () => {
    const response = await fetch(cluster.issuer + address)
    assert.equal(response.status, 200)
    const headers = Object.fromEntries(response.headers)
    assert.equal(headers['content-type'], 'image/png')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.match(headers['content-security-policy'], /^default-src 'none';.* sandbox$/)
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(headers['set-cookie'], undefined)
    assert.equal(headers['content-disposition'], undefined)
    assert.deepEqual(chunksOf(Buffer.from(await response.arrayBuffer())), ['IHDR', 'IDAT', 'IEND'])
  })

  it('has an address that nothing else leads to', async () => {
    const name = address.match(/[0-9a-f]{32}/)[0]
    for (const [path, status] of [
      [`/avatars/${'0'.repeat(32)}.png`, 404], [`/app-icons/${name}.png`, 404],
      [`/avatars/${name}`, 400], [`/avatars/${name}.html`, 400], [`/avatars/${name.toUpperCase()}.png`, 400],
      [`/avatars/${name}.png%00.html`, 400], [`/avatars/..%2f..%2fkeys`, 400], [`/avatars/${name}.png/x`, 404],
      ['/avatars/', 404], ['/avatars', 404], [`/avatars/%2e%2e/${name}.png`, 404],
    ]) {
      const response = await fetch(cluster.issuer + path)
      assert.equal(response.status, status, path)
      assert.doesNotMatch(response.headers.get('content-type'), /image/)
    }
  })

  it('goes with the account', async () => {
    cluster.ctl(['user', 'delete', '--username', person.username])
    assert.equal((await fetch(cluster.issuer + address)).status, 404)
  })
})

describe('the picture of an app', () => {
  let owner, shop, page
  const sendIcon = (person, bytes) => person.request(`/apps/${shop.client.client_id}/icon`, { method: 'POST', body: formWith(bytes) })
  const asked = async () => (await (await newPerson()).visit(shop.authorizeUrl({ scope: 'openid' }))).html

  before(async () => {
    const { id } = cluster.addPerson('shopkeeper', PASSWORD)
    owner = new Person(cluster.issuer, 'shopkeeper', PASSWORD)
    await owner.signIn(await owner.visit('/sign-in'))
    shop = new App(cluster, cluster.addClient('Shop', ['--confidential', '--redirect-uri', CALLBACK, '--owner', id]))
    page = `/apps/${shop.client.client_id}/icon`
  })

  it('is given by its owner, and shown to whom the app asks', async () => {
    assert.doesNotMatch(await asked(), /app-icons/)
    const answer = await sendIcon(owner, png(300, 200, RED))
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.get('location'), `${page}?saved=1`)
    const address = (await owner.visit(page)).html.match(/src="(\/app-icons\/[0-9a-f]{32}\.png)"/)[1]
    assert.ok((await asked()).includes(`src="${address}"`))
    const response = await fetch(cluster.issuer + address)
    assert.equal(response.headers.get('content-type'), 'image/png')
  })

  it('is nobody else\'s to change', async () => {
    const eve = await newPerson()
    assert.equal((await eve.visit(page)).status, 404)
    assert.equal((await sendIcon(eve, png(8, 8, RED))).status, 404)
    assert.equal((await eve.request(`${page}/remove`, { method: 'POST', body: new URLSearchParams() })).status, 404)
    assert.match(await asked(), /app-icons/)
  })

  it('is told what is wrong with it', async () => {
    const answer = await sendIcon(owner, Buffer.from(HTML))
    assert.equal(answer.status, 415)
    assert.match(await answer.text(), /not a picture/)
  })

  it('leads who is not signed in to this very page', async () => {
    const answer = await new Person(cluster.issuer).request(page)
    assert.equal(answer.headers.get('location'), `/sign-in?to=${encodeURIComponent(page)}`)
  })

  it('keeps its place in another language', async () => {
    const { html } = await owner.visit(page)
    assert.ok(html.includes(`name="back" value="${page}"`), html)
  })

  it('is taken away', async () => {
    assert.equal((await owner.request(`${page}/remove`, { method: 'POST', body: new URLSearchParams() })).status, 303)
    assert.doesNotMatch(await asked(), /app-icons/)
  })
})

describe('somebody who means harm', () => {
  let person
  before(async () => (person = await newPerson()))

  for (const [what, bytes, status, says] of [
    ['a page', Buffer.from(HTML), 415, /not a picture/],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 415, /not a picture/],
    ['a GIF that is a script', Buffer.from('GIF89a=1;alert(1)'), 415, /not a picture/],
    ['nothing', Buffer.alloc(0), 400, /choose a picture/],
    ['a PNG that ends early', png(64, 64, RED).subarray(0, 80), 400, /damaged/],
    ['a header of 65535 by 65535', Buffer.concat([SIGNATURE, header(65535, 65535), chunk('IDAT'), chunk('IEND')]),
      413, /too many pixels/],
  ]) {
    it(`${what} is refused`, () => refuses(person, bytes, status, says))
  }

  it('what hides in a picture is not kept', async () => {
    const bytes = png(64, 64, RED, { more: [chunk('tEXt', Buffer.from(`Comment\0${HTML}`))], tail: Buffer.from(HTML) })
    assert.equal((await send(person, bytes, 'me.html', 'text/html')).status, 303)
    const kept = await fetch(cluster.issuer + await addressOf(person))
    assert.doesNotMatch(Buffer.from(await kept.arrayBuffer()).toString('latin1'), /script/)
  })

  it('a form of another site is not obeyed', async () => {
    const response = await person.request('/account/avatar', { method: 'POST', body: formWith(png(8, 8, RED)),
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })
    assert.equal(response.status, 403)
  })

  it('who is not signed in is asked to', async () => {
    const stranger = new Person(cluster.issuer, 'nobody', PASSWORD)
    const response = await send(stranger, png(8, 8, RED))
    assert.equal(response.status, 303)
    assert.match(response.headers.get('location'), /^\/sign-in\?to=%2Faccount%2Favatar$/)
  })

  it('a body of another kind is refused', async () => {
    const response = await person.request('/account/avatar', { method: 'POST', body: new URLSearchParams({ picture: 'x' }) })
    assert.equal(response.status, 415)
  })

  it('everybody else is served meanwhile, and the next picture is painted', async () => {
    const bomb = png(4096, 4096, RED)
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(person, bomb)))
    assert.ok(answers.every(({ status }) => status === 303 || status === 503))
    assert.ok(answers.some(({ status }) => status === 303))
    assert.equal((await send(person, png(64, 64, RED))).status, 303)
  })
})
