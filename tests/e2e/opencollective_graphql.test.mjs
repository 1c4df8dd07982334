// Open Collective's API in GraphQL: who asks, personal tokens, and what a request may look like.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildClientSchema, getIntrospectionQuery, parse, printSchema, validate, validateSchema } from 'graphql'
import { gql } from 'graphql-request'
import { CREATE, NO_TOKENS, PASSWORD, TOKEN, json, makeToken, refused, startApi } from './harness/graphql.mjs'

const PATHS = ['/graphql/v2', '/api/graphql/v2', '/graphql', '/api/graphql']

let api, cluster, ada, eve, client, raw

before(async () => {
  api = await startApi()
  ;({ cluster, ada, eve, client, raw } = api)
})
after(() => api.stop())

describe('who asks', () => {
  const WHO = '{ me { id slug name email imageUrl(height: 90) type legacyId } }'

  it('is nobody without a token, and that is no error', async () => {
    for (const path of PATHS) {
      assert.deepEqual(await client({}, path).request(WHO), { me: null })
      const { status, body, headers } = await raw(`${path}?query=${encodeURIComponent(WHO)}`, { method: 'GET' })
      assert.equal(status, 200)
      assert.deepEqual(body, { data: { me: null } })
      assert.match(headers.get('content-type'), /^application\/json/)
      assert.equal(headers.get('access-control-allow-origin'), '*')
    }
  })

  it('is nobody with a token that is none', async () => {
    for (const authorization of ['Bearer nonsense', 'Bearer a.b.c', 'Basic YTpi', `Bearer ${'x'.repeat(64)}`]) {
      assert.deepEqual(await client({ authorization }).request(WHO), { me: null })
    }
  })

  it('is whoever signed in', async () => {
    const { me, loggedInAccount } = await ada.request(
      '{ me { id slug name email type legacyId createdAt isAdmin __typename } loggedInAccount { slug } }')
    assert.equal(me.slug, 'ada')
    assert.equal(me.name, 'Ada Lovelace')
    assert.equal(me.email, 'ada@example.org')
    assert.equal(me.type, 'INDIVIDUAL')
    assert.equal(me.__typename, 'Individual')
    assert.equal(me.isAdmin, true)
    assert.match(me.id, /^[0-9a-f]{24}$/)
    assert.ok(Number.isInteger(me.legacyId))
    assert.ok(Math.abs(Date.parse(me.createdAt) - Date.now()) < 60_000)
    assert.deepEqual(loggedInAccount, { slug: 'ada' })
  })

  it('has an account that is found by slug, id and number', async () => {
    const { me } = await ada.request('{ me { id legacyId } }')
    const found = await ada.request(
      gql`query ($id: String, $nr: Int) {
        a: account(slug: "ADA") { slug ... on Individual { email } ... on Organization { legalName } }
        b: individual(id: $id) { slug email }
        c: account(reference: { legacyId: $nr }) { slug }
        none: account(slug: "eve", throwIfMissing: false) { slug }
      }`, { id: me.id, nr: me.legacyId })
    assert.deepEqual(found, {
      a: { slug: 'ada', email: 'ada@example.org' },
      b: { slug: 'ada', email: 'ada@example.org' },
      c: { slug: 'ada' },
      none: null,
    })
    assert.deepEqual(await refused(ada.request('{ account(slug: "eve") { slug } }')),
      { message: 'Account Not Found', code: 'NotFound', path: 'account', data: { account: null }, status: 200 })
    assert.equal((await refused(ada.request('{ individual { slug } }'))).message, 'Please provide an id or a slug')
    assert.equal((await refused(client().request('{ account(slug: "ada") { slug } }'))).code, 'NotFound')
  })
})

describe('a personal token', () => {
  let token

  it('is made, and is who made it', async () => {
    const expiresAt = new Date(Date.now() + 3600_000).toISOString()
    token = await makeToken(ada, { name: 'backup', scope: ['email', 'account'], expiresAt })
    assert.match(token.token, /^[0-9a-f]{40}$/)
    assert.deepEqual(token.scope, ['email', 'account'])
    assert.ok(Math.abs(Date.parse(token.expiresAt) - Date.parse(expiresAt)) < 5000)
    assert.deepEqual(token.account, { slug: 'ada' })
    const { me } = await client({ 'Personal-Token': token.token }).request('{ me { slug email } }')
    assert.deepEqual(me, { slug: 'ada', email: 'ada@example.org' })
  })

  it('is taken wherever clients put it', async () => {
    const me = { data: { me: { slug: 'ada' } } }
    const ask = json({ query: '{me{slug}}' })
    for (const [path, headers] of [
      ['/graphql/v2', { 'Api-Key': token.token }],
      [`/graphql/v2?personalToken=${token.token}`],
      [`/api/graphql/v2?apiKey=${token.token}`],
      [`/graphql/v2/${token.token}`],
      [`/api/graphql/v2/${token.token}`],
    ]) {
      const { status, body } = await raw(path, { ...ask, headers: { ...ask.headers, ...headers } })
      assert.equal(status, 200, path)
      assert.deepEqual(body, me)
    }
    for (const path of [
      `/graphql/v2/${token.token}?query={me{slug}}`,
      `/graphql?query=%7Bme%0A%7Bslug%7D%7D&personalToken=${token.token}`,
    ]) {
      assert.deepEqual((await raw(path, { method: 'GET' })).body, me)
    }
  })

  it('must be good where one is shown', async () => {
    const { status, body } = await raw('/graphql/v2', json({ query: '{me{slug}}' }, { 'Personal-Token': 'f'.repeat(40) }))
    assert.equal(status, 401)
    assert.deepEqual(body, {
      error: { code: 401, type: 'unauthorized', message: `Invalid Personal Token (Api Key): ${'f'.repeat(40)}` },
    })
  })

  it('tells no address without the scope', async () => {
    const bare = await makeToken(ada, { name: 'bare', scope: [] })
    const { me } = await client({ 'Personal-Token': bare.token }).request('{ me { slug email } }')
    assert.deepEqual(me, { slug: 'ada', email: null })
  })

  it('manages neither tokens nor apps', async () => {
    const bounded = client({ 'Personal-Token': token.token })
    const all = await makeToken(ada, { name: 'everything', scope: ['account', 'applications'] })
    const program = client({ 'Personal-Token': all.token })
    const needs = (scope) => `The Personal Token is not allowed for operations in scope "${scope}".`
    for (const [asked, said] of [
      ['mutation { createApplication(application: { name: "a" }) { id } }', needs('applications')],
      ['mutation { updateApplication(application: { id: "a", name: "a" }) { id } }', needs('applications')],
      ['mutation { deleteApplication(application: { id: "a" }) { id } }', needs('applications')],
      ['mutation { createPersonalToken(personalToken: { name: "a" }) { id } }', NO_TOKENS],
      [`mutation { updatePersonalToken(personalToken: { id: "${token.id}", name: "a" }) { id } }`, needs('applications')],
      [`mutation { deletePersonalToken(personalToken: { id: "${token.id}" }) { id } }`, needs('applications')],
      [`{ personalToken(id: "${token.id}") { token } }`, needs('applications')],
      ['mutation { revokeOAuthAuthorization(oAuthAuthorization: { id: "a" }) { id } }', NO_TOKENS],
      ['{ me { oAuthAuthorizations { totalCount } } }', NO_TOKENS],
    ]) {
      const error = await refused(bounded.request(asked))
      assert.deepEqual([error.message, error.code], [said, 'Forbidden'], asked)
      const other = await refused(program.request(asked))
      assert.deepEqual([other.message, other.code], [NO_TOKENS, 'Forbidden'], asked)
    }
    for (const list of ['personalTokens', 'oAuthApplications']) {
      const asked = `{ me { ${list} { totalCount } } }`
      assert.deepEqual(await bounded.request(asked), { me: { [list]: null } }, 'as without the scope')
      assert.equal((await refused(program.request(asked))).message, NO_TOKENS)
    }
    await ada.request(`mutation { deletePersonalToken(personalToken: { id: "${all.id}" }) { id } }`)
  })

  it('is seen again by its owner, alone and in a list', async () => {
    const { personalToken } = await ada.request(`{ personalToken(id: "${token.id}") { name token lastUsedAt } }`)
    assert.equal(personalToken.name, 'backup')
    assert.equal(personalToken.token, token.token)
    assert.ok(personalToken.lastUsedAt)
    const { individual } = await ada.request('{ individual(slug: "ada") { personalTokens(limit: 1) { totalCount nodes { name } } } }')
    assert.deepEqual(individual.personalTokens, { totalCount: 2, nodes: [{ name: 'bare' }] })
    for (const asked of [
      `query { personalToken(id: "${token.id}") { name } }`,
      `mutation { updatePersonalToken(personalToken: { id: "${token.id}", name: "a" }) { id } }`,
      `mutation { deletePersonalToken(personalToken: { id: "${token.id}" }) { id } }`,
    ]) {
      const error = await refused(eve.request(asked))
      assert.deepEqual([error.message, error.code], ['Personal token Not Found', 'NotFound'])
    }
  })

  it('is changed in place', async () => {
    const { updatePersonalToken } = await ada.request(
      gql`mutation { updatePersonalToken(personalToken: { id: "${token.id}", name: "phone", scope: [account], expiresAt: null, preAuthorize2FA: true }) { publicId name scope expiresAt token preAuthorize2FA createdAt updatedAt } }`)
    const { createdAt, updatedAt, ...rest } = updatePersonalToken
    assert.deepEqual(rest, { publicId: token.id, name: 'phone', scope: ['account'], expiresAt: null, token: token.token, preAuthorize2FA: true })
    assert.equal(createdAt, token.createdAt)
    assert.ok(Date.parse(updatedAt) > Date.parse(createdAt))
    const { me } = await client({ 'Personal-Token': token.token }).request('{ me { slug email } }')
    assert.deepEqual(me, { slug: 'ada', email: null })
  })

  it('is refused with what is wrong', async () => {
    for (const [asked, said] of [
      [{ scope: ['email'] }, /^name is missing$/],
      [{ name: 'n'.repeat(129) }, /^name is longer than 128 bytes$/],
      [{ name: 'a', expiresAt: '2020-01-01' }, /^expiresAt must be a minute to ten years ahead$/],
    ]) {
      const error = await refused(makeToken(ada, asked))
      assert.equal(error.code, 'BadRequest')
      assert.match(error.message, said)
    }
    assert.equal((await refused(makeToken(ada, { name: 'a', scope: ['everything'] }))).status, 400)
    assert.equal((await refused(makeToken(ada, { name: 'a', expiresAt: 'tomorrow' }))).status, 400)
    const anonymous = await refused(makeToken(client(), { name: 'a' }))
    assert.deepEqual([anonymous.message, anonymous.code], ['You need to be logged in to manage applications.', 'Unauthorized'])
  })

  it('is one of fifteen at most', async () => {
    for (let n = 0; n < 15; n++) await makeToken(eve, { name: `token ${n}` })
    const error = await refused(makeToken(eve, { name: 'one more' }))
    assert.deepEqual([error.message, error.code],
      ['You have reached the maximum number of personal token for this user', 'RateLimitExceeded'])
  })

  it('ends', async () => {
    const { deletePersonalToken } = await ada.request(
      `mutation { deletePersonalToken(personalToken: { id: "${token.id}" }) { id name token } }`)
    assert.deepEqual(deletePersonalToken, { id: token.id, name: 'phone', token: null })
    const { status } = await raw('/graphql/v2', json({ query: '{me{slug}}' }, { 'Personal-Token': token.token }))
    assert.equal(status, 401)
  })
})

describe('requests', () => {
  const post = (value, headers) => raw('/graphql/v2', json(value, headers))

  it('choose one of several operations', async () => {
    const query = 'query A { me { slug } } query B { me { id } }'
    assert.deepEqual((await post({ query, operationName: 'A' })).body, { data: { me: null } })
    const none = await post({ query })
    assert.equal(none.status, 400)
    assert.match(none.body.errors[0].message, /operationName is missing/)
  })

  it('that are no documents are answered with what is wrong, and where', async () => {
    const { status, body } = await post({ query: '{ me {\n  nothing } }' })
    assert.equal(status, 400)
    const [{ message, locations, extensions }] = body.errors
    assert.equal(message, 'there is no field "nothing" in the type Individual')
    assert.deepEqual(locations, [{ line: 2, column: 3 }])
    assert.equal(extensions.code, 'GRAPHQL_VALIDATION_FAILED')
    assert.equal((await post({ query: '{' })).body.errors[0].extensions.code, 'GRAPHQL_PARSE_FAILED')
    assert.equal((await post({})).body.errors[0].message, 'query is missing')
  })

  it('that are no JSON are refused', async () => {
    for (const [body, type, expected] of [
      ['{', 'application/json', 400],
      ['[]', 'application/json', 400],
      ['query={me{id}}', 'application/x-www-form-urlencoded', 415],
    ]) {
      const answer = await raw('/graphql/v2', { headers: { 'content-type': type }, body })
      assert.equal(answer.status, expected, body)
      assert.equal(answer.body.error.code, expected)
    }
  })

  it('by GET may have line ends, and do not change anything', async () => {
    const ask = (parameters) => raw(`/graphql/v2?${new URLSearchParams(parameters)}`, { method: 'GET' })
    const query = 'query Q($slug: String!) {\n\taccount(slug: $slug, throwIfMissing: false) { slug }\r\n}'
    const variables = JSON.stringify({ slug: 'nobody' })
    assert.deepEqual((await ask({ query, variables, operationName: 'Q' })).body, { data: { account: null } })
    assert.equal((await ask({ query, variables: '{' })).status, 400)
    assert.equal((await ask({ query: '{me{id}}\0' })).status, 400)
    const change = await ask({ query: 'mutation { createApplication(application: { name: "a" }) { id } }' })
    assert.equal(change.status, 405)
    assert.equal(change.headers.get('allow'), 'POST')
  })

  it('may come from pages of other sites, without cookies', async () => {
    const response = await fetch(`${cluster.issuer}/graphql/v2`, {
      method: 'OPTIONS',
      headers: { origin: 'https://else.example', 'access-control-request-method': 'POST' },
    })
    assert.equal(response.status, 204)
    assert.match(response.headers.get('access-control-allow-headers'), /Personal-Token/i)
    assert.equal(response.headers.get('access-control-allow-credentials'), null)
  })

  it('may ask for the whole schema, which tools can read', async () => {
    const schema = buildClientSchema(await client().request(getIntrospectionQuery()))
    const printed = printSchema(schema)
    assert.match(printed, /type Individual implements Account \{/)
    assert.match(printed, /createApplication\(/)
    assert.match(printed, /input ApplicationCreateInput \{/)
    const faults = [...validateSchema(schema), ...validate(schema, parse(CREATE)), ...validate(schema, parse(TOKEN))]
    assert.deepEqual(faults.map(String), [])
  })

  it('cannot ask for too much', async () => {
    const many = Array.from({ length: 65 }, (_, n) => `a${n}: me { slug }`).join(' ')
    assert.match((await post({ query: `{ ${many} }` })).body.errors[0].message, /more than 64 fields have an alias/)
    const apps = Array.from({ length: 61 }, (_, n) => `a${n}: application(id: "x${n}") { id }`).join(' ')
    const { status, body } = await post({ query: `{ ${apps} }` })
    assert.equal(status, 200)
    assert.ok(body.errors.length > 0)
  })

  it('leave no secret in a log', () => {
    assert.ok(!cluster.logs().includes(PASSWORD))
    assert.doesNotMatch(cluster.logs(), /Personal Token \(Api Key\): [0-9a-f]{40}/)
  })
})
