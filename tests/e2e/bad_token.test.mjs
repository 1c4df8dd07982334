// Wrong requests with codes, tokens and secrets: each gets the error that the RFCs name, and nothing
// is half done.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CALLBACK, pkce } from './harness/app.mjs'
import { refused, scene } from './harness/scene.mjs'

const at = scene()

describe('codes', () => {
  it('a wrong verifier consumes the code', async () => {
    const code = at.secret(await at.app.code(at.person))
    refused(await at.app.redeem(code, { code_verifier: pkce().verifier }))
    refused(await at.app.redeem(code))
  })

  const WRONG = [
    ['no verifier', { code_verifier: undefined }],
    ['a short verifier', { code_verifier: 'abc' }],
    ['another redirect_uri', { redirect_uri: `${CALLBACK}/` }],
    ['no redirect_uri', { redirect_uri: undefined }],
  ]
  for (const [what, changes] of WRONG) {
    it(`${what}: invalid_grant, and the code is gone`, async () => {
      const code = await at.app.code(at.person)
      refused(await at.app.redeem(code, changes))
      refused(await at.app.redeem(code))
    })
  }

  it('a replay ends everything that the code gave', async () => {
    const code = await at.app.code(at.person)
    const { body: tokens } = await at.app.redeem(code)
    at.secret(tokens.access_token)
    at.secret(tokens.refresh_token)
    at.secret(tokens.id_token)
    assert.equal((await at.app.introspect(tokens.access_token)).body.active, true)
    refused(await at.app.redeem(code))
    assert.deepEqual((await at.app.introspect(tokens.access_token)).body, { active: false })
    refused(await at.app.refresh(tokens.refresh_token))
  })

  it('a code of another client is refused, consumed, and ends nothing', async () => {
    const code = await at.app.code(at.person)
    at.other.proof = at.app.proof
    refused(await at.other.redeem(code))
    refused(await at.app.redeem(code))
  })

  it('fifty at once: one wins at most, and then nobody has anything', async () => {
    const code = await at.app.code(at.person)
    const answers = await Promise.all(Array.from({ length: 50 }, () => at.app.redeem(code)))
    const won = answers.filter(({ status }) => status === 200)
    assert.ok(won.length <= 1, `${won.length} won`)
    answers.filter(({ status }) => status !== 200).forEach((answer) => refused(answer))
    for (const { body } of won) refused(await at.app.refresh(body.refresh_token))
  })
})

describe('refresh tokens', () => {
  it('fifty at once get the same successor', async () => {
    const { refresh_token } = await at.app.tokens(at.person)
    const answers = await Promise.all(Array.from({ length: 50 }, () => at.app.refresh(refresh_token)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ body }) => body.refresh_token)).size, 1)
  })

  it('of another client: refused, and nothing ends', async () => {
    const { refresh_token } = await at.app.tokens(at.person)
    refused(await at.other.refresh(refresh_token))
    assert.equal((await at.app.refresh(refresh_token)).status, 200)
  })

  it('altered anywhere: refused, and nothing ends', async () => {
    const { refresh_token } = await at.app.tokens(at.person)
    for (let i = 0; i < refresh_token.length; i += 7) {
      const letter = refresh_token[i] === 'A' ? 'B' : 'A'
      refused(await at.app.refresh(refresh_token.slice(0, i) + letter + refresh_token.slice(i + 1)))
    }
    assert.equal((await at.app.refresh(refresh_token)).status, 200)
  })

  it('more scope than was granted: invalid_scope', async () => {
    const { refresh_token } = await at.app.tokens(at.person, { scope: 'openid' })
    refused(await at.app.refresh(refresh_token, { scope: 'openid email' }), 'invalid_scope')
  })
})

describe('client authentication', () => {
  it('a wrong secret in the header: 401 with a challenge', async () => {
    const answer = await at.app.post('/oauth2/token', { grant_type: 'client_credentials' }, at.app.basic('x'.repeat(43)))
    refused(answer, 'invalid_client', 401)
    assert.match(answer.headers.get('www-authenticate'), /^Basic /)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  })

  const grant = { grant_type: 'refresh_token', refresh_token: 'x' }
  const WRONG = [
    ['no client at all', {}, {}, 'invalid_client', 401],
    ['an unknown client', { client_id: 'c_nobody', client_secret: 'x' }, {}, 'invalid_client', 401],
    ['no secret', () => ({ client_id: at.app.client.client_id }), {}, 'invalid_client', 401],
    ['a wrong secret in the body', () => ({ client_id: at.app.client.client_id, client_secret: 'no' }), {}, 'invalid_client', 401],
    ['a secret of a public client', () => ({ client_id: at.open.client.client_id, client_secret: 'x' }), {}, 'invalid_client', 401],
    ['two ways at once', () => ({ client_secret: at.app.client.client_secret }), () => at.app.basic(), 'invalid_request', 400],
    ['a header that is not Basic', {}, { authorization: 'Digest x' }, 'invalid_client', 401],
    ['a Basic header that is not base64', {}, { authorization: 'Basic ***' }, 'invalid_client', 401],
    ['a Basic header without a colon', {}, { authorization: `Basic ${btoa('abc')}` }, 'invalid_client', 401],
  ]
  const value = (v) => (typeof v === 'function' ? v() : v)
  for (const [what, form, headers, error, status] of WRONG) {
    it(`${what}: ${error}`, async () => {
      const body = new URLSearchParams({ ...grant, ...value(form) })
      refused(await at.app.send('/oauth2/token', { body, headers: value(headers) }), error, status)
    })
  }

  it('introspection is not for public clients', async () => {
    refused(await at.open.introspect('x'), 'invalid_client', 401)
  })
})

describe('the token endpoint', () => {
  it('an unknown grant: unsupported_grant_type', async () => {
    refused(await at.app.post('/oauth2/token', { grant_type: 'password' }), 'unsupported_grant_type')
  })

  it('a grant that the client may not use: unauthorized_client', async () => {
    refused(await at.app.post('/oauth2/token', { grant_type: 'client_credentials' }), 'unauthorized_client')
  })

  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const BODIES = [
    ['nothing', '', form, 400, /grant_type/],
    ['a parameter twice', 'grant_type=refresh_token&grant_type=refresh_token', form, 400, /grant_type is repeated/],
    ['bad UTF-8', 'grant_type=%ff%fe', form, 400, /grant_type/],
    ['a NUL', 'grant_type=refresh%00_token', form, 400, /grant_type/],
    ['a broken escape', 'grant_type=%zz', form, 400, /grant_type/],
    ['a parameter that is too long', `grant_type=${'x'.repeat(200)}`, form, 400, /grant_type is longer/],
    ['JSON', '{"grant_type":"refresh_token"}', { 'content-type': 'application/json' }, 415, /x-www-form-urlencoded/],
    ['no content type', Buffer.from('grant_type=x'), {}, 415, /x-www-form-urlencoded/],
    ['too much', `grant_type=${'x'.repeat(100_000)}`, form, 413, /more than 65536 bytes/],
  ]
  for (const [what, body, headers, status, text] of BODIES) {
    it(`${what}: ${status}`, async () => {
      const answer = await at.app.send('/oauth2/token', { body, headers: { ...at.app.basic(), ...headers } })
      refused(answer, 'invalid_request', status)
      assert.match(answer.body.error_description, text)
    })
  }

  it('GET: 405 with the methods that are allowed', async () => {
    const answer = await at.app.send('/oauth2/token?grant_type=refresh_token', { method: 'GET' })
    assert.equal(answer.status, 405)
    assert.match(answer.headers.get('allow'), /POST/)
  })
})

describe('userinfo', () => {
  it('no token: a challenge without an error code (RFC 6750 3.1)', async () => {
    const answer = await at.app.send('/oauth2/userinfo', { method: 'GET' })
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate'), /^Bearer/)
    assert.doesNotMatch(answer.headers.get('www-authenticate'), /error=/)
  })

  it('a token in the query is not looked at', async () => {
    const { access_token } = await at.app.tokens(at.person)
    const answer = await at.app.send(`/oauth2/userinfo?access_token=${access_token}`, { method: 'GET' })
    assert.equal(answer.status, 401)
  })

  it('a token without openid: insufficient_scope', async () => {
    const { access_token } = await at.app.tokens(at.person, { scope: 'profile' })
    const headers = { authorization: `Bearer ${access_token}` }
    refused(await at.app.send('/oauth2/userinfo', { method: 'GET', headers }), 'insufficient_scope', 403)
  })

  it('a signature that is not ours, or no signature at all', async () => {
    const { access_token } = await at.app.tokens(at.person)
    const [head, body, signature] = access_token.split('.')
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
    const forged = [
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      `${head}.${body}`,
      'x'.repeat(9000),
      'not a token',
    ]
    for (const token of forged) {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await at.app.send('/oauth2/userinfo', { method: 'GET', headers })
      assert.ok([400, 401].includes(answer.status), `${token.slice(0, 20)}: ${answer.status}`)
    }
  })

  it('an ID token is not an access token', async () => {
    const { id_token } = await at.app.tokens(at.person)
    const headers = { authorization: `Bearer ${id_token}` }
    refused(await at.app.send('/oauth2/userinfo', { method: 'GET', headers }), 'invalid_token', 401)
  })
})
