// What Open Collective's API says of tokens that were good until something happened to their person.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { until } from './harness/cluster.mjs'
import { JSON_TYPE, PASSWORD, app, bearer, close, cluster, codeOf, open, parsed, redeem, signIn, url } from './harness/opencollective.mjs'
import { Person } from './harness/person.mjs'

before(() => open())
after(close)

const ask = async (headers, query = '{ me { slug } }') =>
  parsed(await fetch(url('/graphql/v2'), { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ query }) }))

// A person with each kind of token there is.
async function holder(name) {
  cluster.addPerson(name, PASSWORD)
  const session = (await signIn({ email: `${name}@example.org`, password: PASSWORD })).body.token
  const made = await ask(bearer(session), 'mutation { createPersonalToken(personalToken: { name: "x" }) { token } }')
  const { body } = await redeem(app, await codeOf(app, {}, new Person(cluster.issuer, name, PASSWORD)))
  const all = {
    session: bearer(session),
    oauth: bearer(body.access_token),
    personal: { 'Personal-Token': made.body.data.createPersonalToken.token },
  }
  for (const headers of Object.values(all)) assert.equal((await ask(headers)).body.data.me.slug, name)
  return all
}

const hears = async (headers, message) => {
  let last
  await until(`it hears "${message}"`, async () => {
    last = await ask(headers)
    return last.status === 401
  }, 5000)
  assert.deepEqual(last.body, { error: { code: 401, type: 'unauthorized', message } })
}
const goesOn = async (headers, slug) => assert.equal((await ask(headers)).body.data.me.slug, slug)

it('another address ends what names the old one', async () => {
  const { session, oauth, personal } = await holder('grace')
  cluster.ctl(['user', 'update', '--username', 'grace', '--email', 'grace@elsewhere.example'])
  await hears(oauth, 'This token has expired')
  await hears(session, 'This token has expired')
  await goesOn(personal, 'grace')
})

it('another password ends what was given for the old one', async () => {
  const { session, oauth, personal } = await holder('barbara')
  cluster.ctl(['user', 'password', '--username', 'barbara', '--password-stdin'], 'another password, please\n')
  await hears(oauth, 'This token is expired')
  await hears(session, 'This token is expired')
  await goesOn(personal, 'barbara')
})

it('a person who is disabled has nothing', async () => {
  const { session, oauth, personal } = await holder('edsger')
  cluster.ctl(['user', 'disable', '--username', 'edsger'])
  for (const headers of [oauth, personal]) await hears(headers, 'Your account has been limited. Please contact support to reactivate it.')
})
