// tachi_file - files that apps make for people: asked for on our page, with the one key that the app
// has of the person.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formsOf, Person } from './harness/person.mjs'
import { PASSWORD, scene } from './harness/scene.mjs'
import { CLIENT, done, keyed, sessionOf } from './harness/tachi.mjs'

let alan
const at = scene(async () => {
  alan = await signedIn('alan')
})

async function signedIn(name) {
  const person = new Person(at.cluster.issuer, name, PASSWORD)
  await person.signIn(await person.visit('/sign-in'))
  return person
}

const make = async (changes) =>
  done(
    await sessionOf(alan).post('/api/v1/clients/create', { ...CLIENT, redirectUri: null, ...changes }),
    'Created a new API client.',
  )

const flow = (client) => `/client-file-flow/${client.clientID}`

// Presses the one button of the page that offers the file.
async function take(person, page) {
  const form = formsOf(page.html).find(({ action }) => action.endsWith('/file'))
  assert.ok(form, page.html)
  const body = new URLSearchParams(form.fields)
  return person.request(form.action, { method: 'POST', body })
}

test('a file with the key in its first place is downloaded', async () => {
  const client = await make({
    apiKeyTemplate: '[server]\nkey = %%TACHI_KEY%%\n# %%TACHI_KEY%% stays\n',
    apiKeyFilename: 'score bot.ini',
  })
  const person = new Person(at.cluster.issuer, 'alan', PASSWORD)
  let page = await person.visit(flow(client))
  page = await person.signIn(page) // nobody was there: the same page asks
  assert.match(page.html, /Let <em>Score bot<\/em> in\?/)
  page = await person.decide(page, 'allow')
  assert.equal(page.location, undefined, 'nothing goes to an app')
  assert.match(page.html, /Download score bot\.ini/)
  const answer = await take(person, page)
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="score bot.ini"')
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  const text = await answer.text()
  const [, key] = text.match(/^\[server\]\nkey = ([0-9a-f]{40})\n# %%TACHI_KEY%% stays\n$/)
  at.secret(key)
  const me = await keyed(at.cluster.issuer, key).get('/api/v1/users/me')
  assert.equal(me.body.username, 'alan')

  const again = await take(alan, await alan.visit(flow(client))) // consent was given: it is offered at once
  assert.equal(await again.text(), text, 'the same key')
})

test('without a name it is shown, without a template it is the key', async () => {
  const client = await make()
  const page = await alan.decide(await alan.visit(flow(client)), 'allow')
  assert.match(page.html, /Show it/)
  const html = await (await take(alan, page)).text()
  const [, key] = html.match(/id="key">([0-9a-f]{40})<\/code>/)
  at.secret(key)
  assert.equal((await keyed(at.cluster.issuer, key).get('/api/v1/users/me')).status, 200)
})

test('what an app wrote is text and no page', async () => {
  const client = await make({ apiKeyTemplate: '<script>alert("%%TACHI_KEY%%")</script>' })
  const page = await alan.decide(await alan.visit(flow(client)), 'allow')
  const html = await (await take(alan, page)).text()
  assert.ok(!html.includes('<script>alert'))
  at.secret(html.match(/alert\(&quot;([0-9a-f]{40})/)?.[1] ?? html.match(/([0-9a-f]{40})/)[1])
})

test('the name of a file is no path', async () => {
  const client = await make({ apiKeyTemplate: '%%TACHI_KEY%%', apiKeyFilename: '../../.bashrc"; x=é' })
  const page = await alan.decide(await alan.visit(flow(client)), 'allow')
  const answer = await take(alan, page)
  assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="___.._.bashrc__ x___"')
  at.secret(await answer.text())
})

test('whoever says no gets nothing, and whoever did not say yes is asked', async () => {
  const client = await make()
  const page = await alan.decide(await alan.visit(flow(client)), 'deny')
  assert.match(page.html, /You said no/)
  const answer = await alan.request(`${flow(client)}/file`, { method: 'POST', body: new URLSearchParams() })
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('location'), flow(client))
  const nobody = new Person(at.cluster.issuer, 'alan', PASSWORD)
  const sent = await nobody.request(`${flow(client)}/file`)
  assert.equal(sent.headers.get('location'), flow(client))
})

test('no code comes of it', async () => {
  const client = await make()
  const form = formsOf((await alan.visit(flow(client))).html).find(({ buttons }) => buttons.length === 2)
  const body = new URLSearchParams({ ...form.fields, decision: 'allow' })
  const answer = await alan.request(form.action, { method: 'POST', body })
  assert.equal(answer.headers.get('location'), `${at.cluster.issuer}${flow(client)}/file`)
})

test('an app that is not there, or not here, is not known', async () => {
  for (const id of ['CI0', at.app.client.client_id]) {
    const page = await alan.visit(`/client-file-flow/${id}`)
    assert.equal(page.status, 400)
    assert.match(page.html, /This app is not known here/)
  }
})
