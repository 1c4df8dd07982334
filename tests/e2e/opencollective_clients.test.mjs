// Clients of Open Collective's as they are written elsewhere, request by request: nothing but the
// base address is another one.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import * as oidc from 'openid-client'
import { CALLBACK, pkce } from './harness/app.mjs'
import { JSON_TYPE, PASSWORD, app, ask, bearer, close, cluster, inBody, lone, open, person, signIn } from './harness/opencollective.mjs'
import { png } from './harness/png.mjs'

const WHO = { id: /^[0-9a-f]{24}$/, slug: /^alan$/, name: /^alan$/ }

let base

before(async () => {
  await open()
  base = cluster.issuer
  await person.signIn(await person.visit('/sign-in'))
  const form = new FormData()
  form.append('picture', new Blob([png(300, 300, [200, 30, 40])], { type: 'image/png' }), 'me.png')
  assert.equal((await person.request('/account/avatar', { method: 'POST', body: form })).status, 303)
})
after(close)

const json = async (response) => {
  assert.equal(response.status, 200)
  return response.json()
}
const graphql = async (path, token, query) =>
  json(await fetch(`${base}${path}`, { method: 'POST', headers: { ...JSON_TYPE, ...bearer(token) }, body: JSON.stringify({ query }) }))
const known = (me) => {
  for (const [name, shape] of Object.entries(WHO)) assert.match(me[name], shape)
}

it('a site with next-auth: HTTP Basic, and who it is by GET', async () => {
  const server = { issuer: 'https://opencollective.com', authorization_endpoint: `${base}/oauth/authorize`, token_endpoint: `${base}/oauth/token` }
  const config = new oidc.Configuration(server, app.client_id, {}, oidc.ClientSecretBasic(app.client_secret))
  oidc.allowInsecureRequests(config)
  const asked = oidc.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'email account', state: 'next' })
  const tokens = await oidc.authorizationCodeGrant(config, await person.authorize(asked), { expectedState: 'next' })
  assert.equal(tokens.scope, 'account email')
  const query = '{me{id name email imageUrl(height:90) type}}'
  const { data } = await json(await fetch(`${base}/graphql?query=${query}`, { headers: bearer(tokens.access_token) }))
  const { id, imageUrl, ...rest } = data.me
  assert.match(id, WHO.id)
  assert.deepEqual(rest, { name: 'alan', email: 'alan@example.org', type: 'INDIVIDUAL' })
  assert.equal((await fetch(imageUrl)).headers.get('content-type'), 'image/png')
  const again = await oidc.refreshTokenGrant(config, tokens.refresh_token)
  assert.equal((await graphql('/graphql/v2', again.access_token, '{ loggedInAccount { slug } }')).data.loggedInAccount.slug, 'alan')
})

it('linked roles of Discord, and workers: the secret in the body, scope account', async () => {
  const location = await person.authorize(ask(app, { scope: 'account', state: '5f2c' }))
  assert.equal(location.searchParams.get('state'), '5f2c')
  const body = new URLSearchParams({ grant_type: 'authorization_code', code: location.searchParams.get('code'), redirect_uri: CALLBACK, ...inBody(app) })
  const tokens = await json(await fetch(`${base}/oauth/token`, { method: 'POST', body }))
  const { data } = await graphql('/api/graphql/v2', tokens.access_token, '{ me { id slug name } }')
  known(data.me)
})

it('an app on a telephone: a scheme of its own, and PKCE in place of the secret where its owner allows it', async () => {
  const uri = 'com.opencollective.dev:/callback'
  const session = (await signIn({ email: 'alan@example.org', password: PASSWORD })).body.token
  const made = await graphql('/graphql/v2', session, `mutation { createApplication(application: { name: "Telephone", redirectUri: "${uri}" }) { clientId clientSecret redirectUri } }`)
  const { clientId, clientSecret, redirectUri } = made.data.createApplication
  assert.equal(redirectUri, uri)
  const { verifier, challenge } = pkce()
  const location = await person.authorize(ask({ client_id: clientId }, { redirect_uri: uri, scope: 'email', code_challenge: challenge, code_challenge_method: 'S256' }))
  assert.match(location.href, /^com\.opencollective\.dev:\/callback\?code=[0-9a-f]{64}&state=xyz$/)
  const right = { grant_type: 'authorization_code', redirect_uri: uri, code: location.searchParams.get('code'), code_verifier: verifier, client_id: clientId }
  const tokens = await json(await fetch(`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams({ ...right, client_secret: clientSecret }) }))
  known((await graphql('/graphql/v2', tokens.access_token, '{ me { id slug name } }')).data.me)

  const alone = await person.authorize(ask(lone, { code_challenge: challenge, code_challenge_method: 'S256' }))
  const bare = { ...right, redirect_uri: CALLBACK, code: alone.searchParams.get('code'), client_id: lone.client_id }
  await json(await fetch(`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams(bare) }))
})
