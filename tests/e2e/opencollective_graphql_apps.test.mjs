// Open Collective's API in GraphQL: apps, and those who let them in; each rule, and how each error reads.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gql } from 'graphql-request'
import { sleep } from './harness/cluster.mjs'
import { APP, NO_TOKENS, PASSWORD, makeApp, refused, startApi } from './harness/graphql.mjs'
import { Person } from './harness/person.mjs'

let api, cluster, ada, eve, client, raw

before(async () => {
  api = await startApi()
  ;({ cluster, ada, eve, client, raw } = api)
})
after(() => api.stop())

describe('an app', () => {
  let app

  it('is made with the shapes that clients know', async () => {
    app = await makeApp(ada, { name: 'Notes', description: 'Writes\u00e9', redirectUri: 'https://Notes.example:443' })
    assert.match(app.clientId, /^[0-9a-f]{20}$/)
    assert.match(app.clientSecret, /^[0-9a-f]{40}$/)
    assert.equal(app.id, app.clientId)
    assert.equal(app.publicId, app.id)
    assert.equal(app.redirectUri, 'https://notes.example/')
    assert.equal(app.type, 'OAUTH')
    assert.equal(app.apiKey, null)
    assert.equal(app.preAuthorize2FA, false)
    assert.deepEqual(app.account, { slug: 'ada' })
  })

  it('is seen by its owner with its secret', async () => {
    const { application } = await ada.request(
      gql`query ($id: String!) { application(clientId: $id) { ...App oAuthAuthorization { id } } } ${APP}`, { id: app.clientId })
    assert.equal(application.clientSecret, app.clientSecret)
    assert.equal(application.description, 'Writes\u00e9')
    assert.equal(application.oAuthAuthorization, null)
  })

  it('is changed, and what is null stays', async () => {
    const { updateApplication } = await ada.request(
      gql`mutation { updateApplication(application: { id: "${app.id}", name: "Notes 2", description: null, redirectUri: "com.example.notes:/callback" }) { ...App } } ${APP}`)
    assert.equal(updateApplication.name, 'Notes 2')
    assert.equal(updateApplication.description, 'Writes\u00e9')
    assert.equal(updateApplication.redirectUri, 'com.example.notes:/callback')
    assert.equal(updateApplication.clientSecret, app.clientSecret)
  })

  it('is listed, the newest first', async () => {
    const second = await makeApp(ada, { name: 'Second', redirectUri: 'https://second.example/cb' })
    const LIST = gql`query ($limit: Int!, $offset: Int!) {
      account(slug: "ada") { oAuthApplications(limit: $limit, offset: $offset) { totalCount limit offset nodes { id name } } }
    }`
    const list = async (limit, offset) => (await ada.request(LIST, { limit, offset })).account.oAuthApplications
    assert.deepEqual(await list(12, 0), {
      totalCount: 2, limit: 12, offset: 0,
      nodes: [{ id: second.id, name: 'Second' }, { id: app.id, name: 'Notes 2' }],
    })
    assert.deepEqual((await list(1, 1)).nodes, [{ id: app.id, name: 'Notes 2' }])
    assert.deepEqual((await list(5, 2)).nodes, [])
    assert.equal((await refused(ada.request(LIST, { limit: -1, offset: 0 }))).code, 'BadRequest')
  })

  it('is refused with what is wrong', async () => {
    for (const [application, said] of [
      [{ redirectUri: 'https://a.example/' }, /^name is missing$/],
      [{ name: '' }, /^name is missing$/],
      [{ name: 'n'.repeat(129) }, /^name is longer than 128 bytes$/],
      [{ name: 'a', description: 'd'.repeat(1025) }, /^description is longer/],
      [{ name: 'a', redirectUri: 'http://a.example/' }, /^redirect_uris: number 1/],
      [{ name: 'a', redirectUri: 'javascript:alert(1)' }, /^redirect_uris: number 1/],
      [{ name: 'a', type: 'API_KEY' }, /personal token/],
      [{ name: 'a', account: {} }, /^Please provide an id or a slug$/],
    ]) {
      const error = await refused(makeApp(ada, application))
      assert.equal(error.code, 'BadRequest', JSON.stringify(application))
      assert.match(error.message, said)
      assert.deepEqual(error.data, { createApplication: null })
    }
    const foreign = await refused(makeApp(ada, { name: 'a', account: { slug: 'eve' } }))
    assert.deepEqual([foreign.message, foreign.code], ['Account Not Found', 'NotFound'])
    const url = await refused(makeApp(ada, { name: 'a', redirectUri: 'no url' }))
    assert.equal(url.code, 'BAD_USER_INPUT')
    assert.equal(url.status, 400)
  })

  it('is found by nobody when it is not there', async () => {
    for (const reference of ['id: "0123456789abcdef0123"', 'clientId: "nothing"', 'legacyId: 5', 'id: ""']) {
      for (const asked of [
        `query { application(${reference}) { id } }`,
        `mutation { updateApplication(application: { ${reference}, name: "a" }) { id } }`,
        `mutation { deleteApplication(application: { ${reference} }) { id } }`,
      ]) {
        const error = await refused(ada.request(asked))
        assert.deepEqual([error.message, error.code], ['Application Not Found', 'NotFound'], asked)
      }
    }
    assert.equal((await refused(ada.request('{ application { id } }'))).message, 'Please provide an id')
  })

  it('is managed by those who are signed in alone', async () => {
    for (const asked of [
      'mutation { createApplication(application: { name: "a" }) { id } }',
      `mutation { updateApplication(application: { id: "${app.id}", name: "a" }) { id } }`,
      `mutation { deleteApplication(application: { id: "${app.id}" }) { id } }`,
    ]) {
      const error = await refused(client().request(asked))
      assert.deepEqual([error.message, error.code], ['You need to be logged in to manage applications.', 'Unauthorized'])
    }
  })

  it('is one of fifteen at most', async () => {
    for (let n = 0; n < 15; n++) await makeApp(eve, { name: `app ${n}` })
    const error = await refused(makeApp(eve, { name: 'one more' }))
    assert.deepEqual([error.message, error.code],
      ['You have reached the maximum number of applications for this user', 'RateLimitExceeded'])
  })

  it('is deleted, and gone', async () => {
    const { deleteApplication } = await ada.request(
      gql`mutation { deleteApplication(application: { clientId: "${app.id}" }) { ...App } } ${APP}`)
    assert.equal(deleteApplication.name, 'Notes 2')
    assert.equal(deleteApplication.clientSecret, null)
    assert.equal((await refused(ada.request(`{ application(id: "${app.id}") { id } }`))).code, 'NotFound')
  })
})

describe('an app that people let in', () => {
  const CALLBACK = 'https://app.example/callback'
  let app, seen

  // Through the pages, then with Basic, as next-auth does it.
  async function letIn(scope, who = 'eve') {
    const person = new Person(cluster.issuer, who, PASSWORD)
    const url = new URL('/oauth/authorize', cluster.issuer)
    for (const [name, value] of Object.entries({ client_id: app.clientId, response_type: 'code', scope, state: 's' })) {
      url.searchParams.set(name, value)
    }
    const code = (await person.authorize(url)).searchParams.get('code')
    const response = await fetch(`${cluster.issuer}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK }),
    })
    assert.equal(response.status, 200)
    return (await response.json()).access_token
  }
  const bearer = (token) => client({ authorization: `Bearer ${token}` }, '/graphql')
  const WHO = '{ me { id name email imageUrl(height: 90) type slug } }'

  before(async () => {
    app = await makeApp(ada, { name: 'Linked roles', description: 'Links', redirectUri: CALLBACK })
  })

  it('is seen by anybody, without its secret', async () => {
    for (const who of [client(), eve]) {
      const { application } = await who.request(
        gql`query ($id: String!) { application(clientId: $id) { ...App createdAt account { slug name id isAdmin ... on Individual { email personalTokens { totalCount } } oAuthApplications { totalCount } } oAuthAuthorization { id } } } ${APP}`,
        { id: app.clientId })
      assert.equal(application.name, 'Linked roles')
      assert.equal(application.description, 'Links')
      assert.equal(application.redirectUri, CALLBACK)
      assert.equal(application.clientSecret, null)
      assert.equal(application.oAuthAuthorization, null)
      assert.equal(application.createdAt, (await ada.request(`{ application(id: "${app.id}") { createdAt } }`)).application.createdAt)
      const { id, ...account } = application.account
      assert.match(id, /^[0-9a-f]{24}$/)
      assert.deepEqual(account, { slug: 'ada', name: 'ada', isAdmin: false, email: null, personalTokens: null, oAuthApplications: null })
    }
  })

  it('is changed by nobody but its owner', async () => {
    for (const asked of [
      `mutation { updateApplication(application: { id: "${app.id}", name: "mine" }) { id } }`,
      `mutation { deleteApplication(application: { clientId: "${app.id}" }) { id } }`,
    ]) {
      const error = await refused(eve.request(asked))
      assert.deepEqual([error.message, error.code], ['Authenticated user is not the application owner.', 'Forbidden'])
    }
  })

  it('reads who a person is, and the address with the scope alone', async () => {
    const without = (await bearer(await letIn('account')).request(WHO)).me
    assert.deepEqual([without.slug, without.name, without.email], ['eve', 'Eve', null])
    seen = await letIn('account,email')
    const { me } = await bearer(seen).request(WHO)
    assert.deepEqual([me.slug, me.email, me.type], ['eve', 'eve@example.org', 'INDIVIDUAL'])
    const get = await raw(`/graphql?query=${encodeURIComponent(WHO)}`, { method: 'GET', headers: { authorization: `Bearer ${seen}` } })
    assert.deepEqual(get.body.data.me, me)
  })

  it('manages neither apps nor tokens', async () => {
    const needs = (scope) => `The User Token is not allowed for operations in scope "${scope}".`
    for (const [asked, said] of [
      ['mutation { createApplication(application: { name: "a" }) { id } }', needs('applications')],
      ['mutation { updateApplication(application: { id: "a", name: "a" }) { id } }', needs('applications')],
      ['mutation { deleteApplication(application: { id: "a" }) { id } }', needs('applications')],
      ['mutation { createPersonalToken(personalToken: { name: "a" }) { id } }', NO_TOKENS],
      ['mutation { revokeOAuthAuthorization(oAuthAuthorization: { id: "a" }) { id } }', NO_TOKENS],
      ['{ loggedInAccount { oAuthAuthorizations { totalCount } } }', NO_TOKENS],
      [`{ application(id: "${app.id}") { oAuthAuthorization { id } } }`, NO_TOKENS],
    ]) {
      const error = await refused(bearer(seen).request(asked))
      assert.deepEqual([error.message, error.code], [said, 'Forbidden'], asked)
    }
    const others = await bearer(seen).request(`{ application(id: "${app.id}") { clientSecret apiKey } me { personalTokens { totalCount } oAuthApplications { totalCount } } }`)
    assert.deepEqual(others, {
      application: { clientSecret: null, apiKey: null }, me: { personalTokens: null, oAuthApplications: null },
    })
  })

  it('is told why it does not see what its owner does', async () => {
    const own = await letIn('email', 'ada')
    for (const field of ['clientSecret', 'apiKey']) {
      const error = await refused(bearer(own).request(`{ application(id: "${app.id}") { ${field} } }`))
      assert.deepEqual([error.message, error.code], [NO_TOKENS, 'Forbidden'])
    }
    const { application } = await bearer(own).request(`{ application(id: "${app.id}") { oAuthAuthorization { id } } }`)
    assert.deepEqual(application, { oAuthAuthorization: null }, 'as without the scope account')
    const revoke = await refused(bearer(own).request('mutation { revokeOAuthAuthorization(oAuthAuthorization: { id: "a" }) { id } }'))
    assert.equal(revoke.message, 'The User Token is not allowed for operations in scope "account".')
    await ada.request(`mutation { revokeOAuthAuthorization(oAuthAuthorization: { id: "${app.id}" }) { id } }`)
  })

  const LIST = gql`{ loggedInAccount { oAuthAuthorizations(limit: 10, offset: 0) { totalCount nodes {
    id createdAt updatedAt expiresAt lastUsedAt scope preAuthorize2FA account { slug } application { id name clientSecret account { slug } }
  } } } }`
  const list = async (who) => (await who.request(LIST)).loggedInAccount.oAuthAuthorizations

  it('is listed by those who let it in', async () => {
    assert.deepEqual(await list(ada), { totalCount: 0, nodes: [] })
    const { totalCount, nodes } = await list(eve)
    assert.equal(totalCount, 1)
    const [{ createdAt, updatedAt, expiresAt, lastUsedAt, ...rest }] = nodes
    assert.deepEqual(rest, {
      id: app.id, scope: ['account', 'email'], preAuthorize2FA: false, account: { slug: 'eve' },
      application: { id: app.id, name: 'Linked roles', clientSecret: null, account: { slug: 'ada' } },
    })
    assert.ok(Date.parse(createdAt) <= Date.parse(updatedAt))
    const { exp, iat } = JSON.parse(Buffer.from(seen.split('.')[1], 'base64url'))
    assert.equal(Date.parse(expiresAt), exp * 1000)
    assert.ok(Date.parse(lastUsedAt) >= iat * 1000 && Date.parse(lastUsedAt) <= Date.now())
    const { application } = await eve.request(`{ application(id: "${app.id}") { oAuthAuthorization { id scope } } }`)
    assert.deepEqual(application.oAuthAuthorization, { id: app.id, scope: ['account', 'email'] })
  })

  it('is turned out by those who let it in, and by nobody else', async () => {
    const revoke = (who, id) => who.request(
      gql`mutation ($id: String) { revokeOAuthAuthorization(oAuthAuthorization: { id: $id }) { id application { name } } }`, { id })
    const error = await refused(revoke(ada, app.id))
    assert.deepEqual([error.message, error.code], ['OAuth Authorization Not Found', 'NotFound'])
    assert.equal((await refused(revoke(eve))).message, 'Please provide an id')
    const nobody = await refused(revoke(client(), app.id))
    assert.deepEqual([nobody.message, nobody.code], ['You need to be logged in to manage account.', 'Unauthorized'])
    assert.deepEqual(await revoke(eve, app.id), {
      revokeOAuthAuthorization: { id: app.id, application: { name: 'Linked roles' } },
    })
    assert.equal((await list(eve)).totalCount, 0)
    assert.equal((await refused(revoke(eve, app.id))).code, 'NotFound')
    assert.deepEqual(await bearer(seen).request('{ me { slug } }'), { me: null })
  })

  it('has tokens that stop working when it is deleted', async () => {
    const token = await letIn('email')
    assert.equal((await bearer(token).request('{ me { slug } }')).me.slug, 'eve')
    await ada.request(`mutation { deleteApplication(application: { id: "${app.id}" }) { id } }`)
    for (let tries = 0; tries < 60; tries++) {
      if ((await bearer(token).request('{ me { slug } }')).me === null) return
      await sleep(50)
    }
    assert.fail('the token still works')
  })
})
