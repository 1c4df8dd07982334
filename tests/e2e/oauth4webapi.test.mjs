// The main job with oauth4webapi, which checks more of the answers than most clients do.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import * as oauth from 'oauth4webapi'
import { CALLBACK } from './harness/app.mjs'
import { startCluster } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'

const insecure = { [oauth.allowInsecureRequests]: true }
let cluster, person

before(async () => {
  cluster = await startCluster()
  cluster.addPerson('grace', 'nanoseconds are wire', ['--name', 'Grace Hopper'])
  person = new Person(cluster.issuer, 'grace', 'nanoseconds are wire')
})
after(async () => {
  await cluster.stop()
})

const KINDS = [
  { kind: 'confidential', option: '--confidential', auth: (client) => oauth.ClientSecretBasic(client.client_secret) },
  { kind: 'public', option: '--public', auth: () => oauth.None() },
]

for (const { kind, option, auth } of KINDS) {
  describe(`oauth4webapi, ${kind} client`, () => {
    let server, client, authentication, tokens

    before(async () => {
      const added = cluster.addClient(kind, [option, '--redirect-uri', CALLBACK])
      client = { client_id: added.client_id, id_token_signed_response_alg: 'ES256' }
      authentication = auth(added)
    })

    for (const algorithm of ['oidc', 'oauth2']) {
      it(`finds the metadata by ${algorithm} rules`, async () => {
        const issuer = new URL(cluster.issuer)
        const response = await oauth.discoveryRequest(issuer, { algorithm, ...insecure })
        server = await oauth.processDiscoveryResponse(issuer, response)
        assert.deepEqual(server.code_challenge_methods_supported, ['S256'])
        assert.equal(server.authorization_response_iss_parameter_supported, true)
      })
    }

    it('redeems a code and validates the signature of the ID token', async () => {
      const verifier = oauth.generateRandomCodeVerifier()
      const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
      const url = new URL(server.authorization_endpoint)
      url.search = new URLSearchParams({
        client_id: client.client_id,
        redirect_uri: CALLBACK,
        response_type: 'code',
        scope: 'openid email',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        max_age: '3600',
      })
      const parameters = oauth.validateAuthResponse(server, client, await person.authorize(url), state)
      const response = await oauth.authorizationCodeGrantRequest(
        server, client, authentication, parameters, CALLBACK, verifier, insecure,
      )
      tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
        expectedNonce: nonce,
        maxAge: 3600,
        requireIdToken: true,
      })
      await oauth.validateApplicationLevelSignature(server, response, insecure)
    })

    it('reads userinfo', async () => {
      const response = await oauth.userInfoRequest(server, client, tokens.access_token, insecure)
      const { sub } = oauth.getValidatedIdTokenClaims(tokens)
      const claims = await oauth.processUserInfoResponse(server, client, sub, response)
      assert.equal(claims.email, 'grace@example.org')
      assert.equal(claims.email_verified, false)
      assert.equal(claims.name, undefined, 'profile was not asked for')
    })

    it('refreshes', async () => {
      const response = await oauth.refreshTokenGrantRequest(
        server, client, authentication, tokens.refresh_token, insecure,
      )
      tokens = await oauth.processRefreshTokenResponse(server, client, response)
      assert.equal(tokens.scope, 'openid email')
    })

    it('revokes, and the access token is refused with a challenge', async () => {
      const response = await oauth.revocationRequest(
        server, client, authentication, tokens.refresh_token, insecure,
      )
      await oauth.processRevocationResponse(response)
      const refused = await oauth.userInfoRequest(server, client, tokens.access_token, insecure)
      assert.equal(refused.status, 401)
      assert.match(refused.headers.get('www-authenticate'), /^Bearer .*error="invalid_token"/)
    })
  })
}

describe('oauth4webapi, introspection', () => {
  it('answers a resource server that has the permission', async () => {
    const added = cluster.addClient('api', ['--confidential', '--redirect-uri', CALLBACK])
    const resource = cluster.addClient('resource server', [
      '--confidential', '--grant', 'client_credentials', '--scope', 'reports', '--permission', 'introspect',
    ])
    const issuer = new URL(cluster.issuer)
    const server = await oauth.processDiscoveryResponse(
      issuer, await oauth.discoveryRequest(issuer, insecure),
    )
    const app = { client_id: added.client_id }
    const response = await oauth.clientCredentialsGrantRequest(
      server, { client_id: resource.client_id }, oauth.ClientSecretPost(resource.client_secret),
      new URLSearchParams(), insecure,
    )
    const { access_token } = await oauth.processClientCredentialsResponse(
      server, { client_id: resource.client_id }, response,
    )
    const ask = async (client, secret) => {
      const answer = await oauth.introspectionRequest(
        server, client, oauth.ClientSecretBasic(secret), access_token, insecure,
      )
      return oauth.processIntrospectionResponse(server, client, answer)
    }
    assert.equal((await ask({ client_id: resource.client_id }, resource.client_secret)).active, true)
    assert.deepEqual(await ask(app, added.client_secret), { active: false }, "not this client's business")
  })
})
