// The main job with openid-client: discovery, sign-in and consent, tokens, userinfo, refresh,
// introspection, revocation - for each kind of client.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { CALLBACK } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'

let cluster, person

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('ada', 'correct horse battery', ['--name', 'Ada Lovelace', '--email-verified'])
  person = new Person(cluster.issuer, 'ada', 'correct horse battery')
})
after(async () => {
  await cluster.stop()
})

const KINDS = [
  { kind: 'confidential, secret in the header', options: ['--confidential'], auth: oidc.ClientSecretBasic },
  { kind: 'confidential, secret in the body', options: ['--confidential'], auth: oidc.ClientSecretPost },
  { kind: 'confidential, ID token RS256', options: ['--confidential', '--id-token-signed-response-alg', 'RS256'], auth: oidc.ClientSecretBasic },
  { kind: 'public', options: ['--public'], auth: oidc.None },
]

async function configure({ kind, options, auth }) {
  const client = cluster.addClient(kind, [...options, '--redirect-uri', CALLBACK])
  const metadata = { id_token_signed_response_alg: client.id_token_signed_response_alg }
  const config = await oidc.discovery(
    new URL(cluster.issuer),
    client.client_id,
    metadata,
    auth(client.client_secret),
    { execute: [oidc.allowInsecureRequests] },
  )
  return { client, config }
}

for (const kind of KINDS) {
  describe(`openid-client, ${kind.kind}`, () => {
    let config, client, tokens

    it('discovers the server', async () => {
      ;({ config, client } = await configure(kind))
      assert.equal(config.serverMetadata().issuer, cluster.issuer)
      assert.ok(config.serverMetadata().supportsPKCE())
    })

    it('takes a person through sign-in and consent to tokens', async () => {
      const verifier = oidc.randomPKCECodeVerifier()
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: CALLBACK,
        scope: 'openid profile email',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      const location = await person.authorize(url)
      tokens = await oidc.authorizationCodeGrant(config, location, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      assert.equal(tokens.token_type, 'bearer')
      assert.ok(tokens.refresh_token)
      assert.equal(tokens.claims().nonce, nonce)
      assert.equal(tokens.claims().aud, client.client_id)
    })

    it('signs tokens that jose verifies', async () => {
      const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri))
      const id = await jwtVerify(tokens.id_token, keys, {
        issuer: cluster.issuer,
        audience: client.client_id,
        algorithms: [client.id_token_signed_response_alg],
      })
      const access = await jwtVerify(tokens.access_token, keys, {
        issuer: cluster.issuer,
        audience: cluster.issuer,
        typ: 'at+jwt',
      })
      assert.equal(access.payload.sub, id.payload.sub)
      assert.equal(access.payload.client_id, client.client_id)
      assert.equal(access.payload.scope, 'openid profile email')
    })

    it('tells who the person is', async () => {
      const claims = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)
      assert.equal(claims.name, 'Ada Lovelace')
      assert.equal(claims.preferred_username, 'ada')
      assert.equal(claims.email, 'ada@example.org')
      assert.equal(claims.email_verified, true)
    })

    it('refreshes, and the successor replaces the token', async () => {
      const before = tokens
      tokens = await oidc.refreshTokenGrant(config, before.refresh_token)
      assert.notEqual(tokens.refresh_token, before.refresh_token)
      assert.notEqual(tokens.access_token, before.access_token)
      assert.equal(tokens.claims().sub, before.claims().sub)
      assert.equal(tokens.claims().nonce, undefined)
    })

    it('narrows the scope of an access token when asked to', async () => {
      const narrow = await oidc.refreshTokenGrant(config, tokens.refresh_token, { scope: 'openid' })
      assert.equal(narrow.scope, 'openid')
      tokens = await oidc.refreshTokenGrant(config, narrow.refresh_token)
      assert.equal(tokens.scope, 'openid profile email')
    })

    it('introspects, revokes, and the token is dead', async (t) => {
      if (client.confidential) {
        const live = await oidc.tokenIntrospection(config, tokens.access_token)
        assert.equal(live.active, true)
        assert.equal(live.username, 'ada')
      } else {
        t.diagnostic('a public client may not introspect; revocation is seen at userinfo')
      }
      await oidc.tokenRevocation(config, tokens.refresh_token)
      if (client.confidential) {
        assert.deepEqual(await oidc.tokenIntrospection(config, tokens.access_token), { active: false })
        assert.deepEqual(await oidc.tokenIntrospection(config, tokens.refresh_token), { active: false })
      }
      await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub), {
        status: 401,
      })
      await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), {
        error: 'invalid_grant',
      })
    })
  })
}

describe('openid-client, client credentials', () => {
  it('gives an app a token of its own, which can be revoked', async () => {
    const kind = {
      kind: 'machine',
      options: ['--confidential', '--grant', 'client_credentials', '--scope', 'reports'],
      auth: oidc.ClientSecretBasic,
    }
    const { client, config } = await configure(kind)
    const tokens = await oidc.clientCredentialsGrant(config, { scope: 'reports' })
    assert.equal(tokens.refresh_token, undefined)
    const live = await oidc.tokenIntrospection(config, tokens.access_token)
    assert.equal(live.active, true)
    assert.equal(live.sub, client.client_id)
    await oidc.tokenRevocation(config, tokens.access_token)
    assert.deepEqual(await oidc.tokenIntrospection(config, tokens.access_token), { active: false })
  })
})
