// Whoever sat down where the owner of an app is still signed in: its secret is for who signed in a
// moment ago.  Asking for it leads to another sign-in and back, on a clock that moves.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { startClock } from './harness/clock.mjs'
import { Person, formsOf } from './harness/person.mjs'

const PASSWORD = 'orbital mechanics'
const MINUTE = 60_000

let cluster, maker, at, secret

const post = (path, fields = {}) => maker.request(path, { method: 'POST', body: new URLSearchParams(fields) })
const secretOf = (html) => html.match(/id="client_secret"[^>]* value="([^"]+)"/)?.[1]

before(async () => {
  cluster = await startClock()
  cluster.addPerson('maker', PASSWORD)
  maker = new Person(cluster.issuer, 'maker', PASSWORD)
  await maker.signIn(await maker.visit('/sign-in'))
  const made = await post('/apps/new', { client_name: 'Chat', dialect: 'tailchat', capability: 'oauth', scope: 'openid' })
  secret = secretOf(await made.text())
})
after(() => cluster.stop())

// To the sign-in, through it, and back.
async function again(response) {
  assert.equal(response.status, 303)
  const there = response.headers.get('location')
  assert.equal(there, `/sign-in?again=1&to=${encodeURIComponent(at)}`)
  const form = formsOf(await (await maker.request(there)).text()).find(({ action }) => action === '/sign-in')
  const back = await post('/sign-in', { ...form.fields, username: 'maker', password: PASSWORD })
  assert.equal(back.headers.get('location'), at)
}

it('at first it is shown at once', async () => {
  const list = await (await maker.request('/apps')).text()
  at = `${list.match(/href="(\/apps\/tc_[0-9a-f]+)"/)[1]}/secret`
  assert.equal(secretOf(await (await post(at)).text()), secret)
})

it('later after another sign-in, which leads back', async () => {
  cluster.ahead(6 * MINUTE)
  await again(await post(at))
  assert.equal(secretOf(await (await maker.request(at)).text()), undefined)
  assert.equal(secretOf(await (await post(at)).text()), secret)
})

it('and so is a new one', async () => {
  cluster.ahead(12 * MINUTE)
  await again(await post(at.replace(/secret$/, 'rotate'), { overlap: '3600' }))
  assert.equal(secretOf(await (await post(at)).text()), secret, 'it was not replaced')
  assert.notEqual(secretOf(await (await post(at.replace(/secret$/, 'rotate'), { overlap: '3600' })).text()), secret)
  assert.match(await (await maker.request(at)).text(), /id="still"/)
})
