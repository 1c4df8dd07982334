// Processes are killed without warning: what was acknowledged is there afterwards, and people go on.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { SERVICES, startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'

let cluster, person, app

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('edsger', 'goto considered harmful')
  person = new Person(cluster.issuer, 'edsger', 'goto considered harmful')
  app = new App(cluster, cluster.addClient('app', ['--confidential', '--redirect-uri', CALLBACK]))
})
after(async () => {
  await cluster.stop()
})

const killAndStart = async (name) => {
  await cluster.end(name, 'SIGKILL')
  cluster.start(name)
  await cluster.ready()
}

describe('kill -9', () => {
  for (const name of SERVICES) {
    it(`of ${name}: sessions, consents, keys, families and codes are still there`, async () => {
      const code = await app.code(person)
      const earlier = app.proof
      const tokens = await app.tokens(person)
      app.proof = earlier
      await killAndStart(name)
      assert.equal((await app.redeem(code)).status, 200, 'a code from before')
      assert.equal((await app.introspect(tokens.access_token)).body.active, true)
      const refreshed = await app.refresh(tokens.refresh_token)
      assert.equal(refreshed.status, 200)
      const { location } = await person.visit(app.authorizeUrl({ prompt: 'none' }))
      assert.ok(new URL(location).searchParams.get('code'), 'still signed in, still consented')
    })
  }

  it('in the middle of a sign-in: the page that was shown still works', async () => {
    const somebody = new Person(cluster.issuer, 'edsger', 'goto considered harmful')
    const page = await somebody.visit(app.authorizeUrl())
    await killAndStart('authsvc')
    const next = await somebody.signIn(page)
    assert.ok(next.location, next.html)
  })

  it('what was revoked stays revoked', async () => {
    const tokens = await app.tokens(person)
    assert.equal((await app.revoke(tokens.refresh_token)).status, 200)
    await killAndStart('tokensvc')
    assert.deepEqual((await app.introspect(tokens.access_token)).body, { active: false })
    assert.equal((await app.refresh(tokens.refresh_token)).body.error, 'invalid_grant')
  })

  it('while a service is away callers hear 503 and when to come back', async () => {
    await cluster.end('tokensvc', 'SIGKILL')
    const answer = await app.refresh('x')
    assert.equal(answer.status, 503)
    assert.equal(answer.body.error, 'temporarily_unavailable')
    assert.ok(Number(answer.headers.get('retry-after')) > 0)
    cluster.start('tokensvc')
    await cluster.ready()
  })
})

describe('what an administrator ends', () => {
  it('a person who is disabled loses everything within a second', async () => {
    cluster.addPerson('mallory', 'nobody trusts me anyway')
    const mallory = new Person(cluster.issuer, 'mallory', 'nobody trusts me anyway')
    const tokens = await app.tokens(mallory)
    cluster.ctl(['user', 'disable', '--username', 'mallory'])
    await new Promise((done) => setTimeout(done, 1000))
    assert.deepEqual((await app.introspect(tokens.access_token)).body, { active: false })
    assert.equal((await app.refresh(tokens.refresh_token)).body.error, 'invalid_grant')
    const page = await mallory.visit(app.authorizeUrl())
    assert.match(page.html, /name="password"/, 'signed out')
    assert.equal((await mallory.signIn(page)).status, 403)
  })

  it('a client that is disabled is refused within a second', async () => {
    const gone = new App(cluster, cluster.addClient('gone', ['--confidential', '--redirect-uri', CALLBACK]))
    const tokens = await gone.tokens(person)
    cluster.ctl(['client', 'disable', '--client-id', gone.client.client_id])
    await new Promise((done) => setTimeout(done, 1000))
    assert.equal((await gone.refresh(tokens.refresh_token)).body.error, 'invalid_client')
    assert.equal((await person.visit(gone.authorizeUrl())).status, 400)
    const headers = { authorization: `Bearer ${tokens.access_token}` }
    assert.equal((await gone.send('/oauth2/userinfo', { method: 'GET', headers })).status, 401)
  })

  it('a person who signs out ends the tokens that hang on the session', async () => {
    const visitor = new Person(cluster.issuer, 'edsger', 'goto considered harmful')
    const tokens = await app.tokens(visitor)
    await visitor.visit('/sign-out', { method: 'POST', body: new URLSearchParams() })
    await new Promise((done) => setTimeout(done, 1000))
    assert.equal((await app.refresh(tokens.refresh_token)).body.error, 'invalid_grant')
  })
})
