// People and the apps that they make: made, used, given new secrets, tried, watched and deleted, in a
// browser without JavaScript; and by somebody whose they are not.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import * as oidc from 'openid-client'
import { App, CALLBACK, pkce } from './harness/app.mjs'
import { LOOKS, launch, open, press } from './harness/chromium.mjs'
import { startCluster, until } from './harness/cluster.mjs'
import { Person } from './harness/person.mjs'

const PASSWORD = 'orbital mechanics'

let cluster, browser, page, maker, visitor

const person = (name, more = []) => {
  cluster.addPerson(name, PASSWORD, more)
  return new Person(cluster.issuer, name, PASSWORD)
}

before(async () => {
  cluster = await startCluster()
  maker = person('maker', ['--name', 'A Maker'])
  visitor = person('visitor', ['--name', 'A Visitor', '--email-verified'])
  browser = await launch()
  page = await open(browser, LOOKS[0], { locale: 'en-GB' })
})
after(async () => {
  await browser?.close()
  await cluster.stop()
})

const go = (path) => page.goto(`${cluster.issuer}${path}`)
const says = async (pattern) => assert.match(await page.textContent('main'), pattern)
const signIn = async (username) => {
  await page.fill('#username', username)
  await page.fill('#password', PASSWORD)
  await press(page, '#login')
}

describe('a person makes an app', () => {
  let client, app

  const tokens = (secret) => configured(secret).then(({ config }) => config)
  const configured = async (secret = client.client_secret) => ({
    config: await oidc.discovery(new URL(cluster.issuer), client.client_id, {},
      oidc.ClientSecretBasic(secret), { execute: [oidc.allowInsecureRequests] }),
  })

  // The whole way with a library: the tokens and whom they are of.
  async function withLibrary(someone, secret) {
    const config = await tokens(secret)
    const verifier = oidc.randomPKCECodeVerifier()
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: 's',
    })
    const back = await someone.authorize(url)
    const got = await oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: 's' })
    return { got, who: await oidc.fetchUserInfo(config, got.access_token, got.claims().sub) }
  }

  it('who signs in first, and finds none', async () => {
    await go('/apps')
    await signIn('maker')
    assert.equal(new URL(page.url()).pathname, '/apps')
    await says(/You have made no app yet\./)
    await go('/account')
    await press(page, 'a[href="/apps"]')
    await press(page, '#new-app')
  })

  it('each wrong line has its own error beside it, and what was typed stays', async () => {
    await page.fill('#client_name', 'Star Charts')
    await page.fill('#description', 'Maps of the sky')
    await page.fill('#redirect-1', CALLBACK)
    await page.fill('#redirect-2', 'http://stars.example/callback')
    await page.fill('#redirect-3', 'https://stars.example/callback#here')
    await page.fill('#client_uri', 'ftp://stars.example')
    await press(page, '#save')
    await says(/This cannot be saved yet: see below\./)
    assert.match(await page.textContent('#redirect-2-fault'), /use https/)
    assert.match(await page.textContent('#redirect-3-fault'), /fragment/)
    assert.match(await page.textContent('#client_uri-fault'), /not an https address/)
    assert.equal(await page.locator('#redirect-1-fault').count(), 0)
    assert.equal(await page.getAttribute('#redirect-2', 'aria-describedby'), 'redirect-2-fault')
    assert.equal(await page.inputValue('#client_name'), 'Star Charts')
    assert.equal(await page.inputValue('#redirect-2'), 'http://stars.example/callback')
  })

  it('id and secret are shown once', async () => {
    await page.fill('#redirect-2', 'https://stars.example/callback')
    await page.fill('#redirect-3', '')
    await page.fill('#client_uri', 'https://stars.example/')
    await press(page, '#save')
    client = {
      client_id: await page.inputValue('#client_id'),
      client_secret: await page.inputValue('#client_secret'),
      confidential: true,
    }
    app = new App(cluster, client)
    await says(/cannot be shown again/)
    await press(page, '#go-on')
    assert.equal(new URL(page.url()).pathname, `/apps/${client.client_id}`)
    await says(/Nothing has gone wrong lately\./)
    assert.ok(!(await page.content()).includes(client.client_secret))
    await press(page, '#secret')
    await says(/kept nowhere/)
    assert.equal(await page.locator('#reveal').count(), 0)
  })

  it('another person lets it in, by openid-client', async () => {
    const { who } = await withLibrary(visitor)
    assert.equal(who.preferred_username, 'visitor')
    await until('the use is seen', async () => {
      await go(`/apps/${client.client_id}`)
      return /Last used/.test(await page.textContent('main'))
    })
    const figures = await page.locator('.figures dd').allTextContents()
    assert.deepEqual(figures, ['1', '1', '1'])
  })

  it('a mistake is seen with its reason', async () => {
    const wrong = await visitor.visit(app.authorizeUrl({ redirect_uri: `${CALLBACK}/` }))
    assert.equal(wrong.status, 400)
    await visitor.visit(app.authorizeUrl({ redirect_uri: `${CALLBACK}/` }))
    await visitor.visit(app.authorizeUrl({ redirect_uri: CALLBACK.replace('https', 'http') }))
    await visitor.visit(app.authorizeUrl({ code_challenge: undefined, code_challenge_method: undefined }))
    const code = await app.code(visitor)
    assert.equal((await app.redeem(code, {}, app.basic('wrong'.repeat(8)))).status, 401)
    assert.equal((await app.redeem(code, { code_verifier: pkce().verifier })).status, 400)
    assert.equal((await app.redeem(code)).status, 400)
    const expected = [/slash at its end/, /http or https/, /code_challenge is missing/, /secret was wrong/,
      /code_verifier does not go with/, /redeemed a second time/]
    await until('the mistakes are seen', async () => {
      await go(`/apps/${client.client_id}`)
      const text = await page.textContent('#errors')
      return expected.every((pattern) => pattern.test(text))
    })
    const slash = page.locator('#errors li', { hasText: 'slash' })
    assert.match(await slash.textContent(), /2 times on that day/)
    assert.equal(await slash.locator('code').textContent(), CALLBACK)
    assert.ok(!(await page.content()).includes('wrongwrong'))
  })

  it('a try shows the claims, and leaves nothing alive', async () => {
    await press(page, '#try')
    await press(page, '#begin')
    await page.waitForURL(/interaction/)
    await says(/Star Charts/)
    await press(page, '#allow')
    assert.equal(new URL(page.url()).pathname, '/apps/try/callback')
    await says(/The tokens of this trial have ended/)
    assert.match(await page.textContent('#id-claims'), new RegExp(client.client_id))
    assert.match(await page.textContent('#userinfo'), /maker/)
    assert.match(await page.textContent('#access-claims'), /openid/)
    await page.reload() // the answer is good once
    await says(/Go back to the app and begin again/)
    await go(`/apps/${client.client_id}`)
    assert.equal(await page.locator('.figures dd').first().textContent(), '1') // the visitor's
  })

  it('nobody else can try it, nor begin a try by an address', async () => {
    const callback = `${cluster.issuer}/apps/try/callback`
    const direct = await maker.visit(app.authorizeUrl({ redirect_uri: callback, trial: 'true' }))
    assert.equal(direct.status, 400)
    assert.equal((await visitor.visit(`/apps/${client.client_id}/try`)).status, 404)
    assert.equal((await visitor.visit(`/apps/${client.client_id}/try`, { method: 'POST', body: new URLSearchParams() })).status, 404)
    assert.equal((await visitor.visit(`${callback}?code=x&state=${client.client_id}.x&iss=${cluster.issuer}`)).status, 410)
  })

  it('a new secret works beside the old one, and by force alone', async () => {
    const works = async (secret) => (await app.post('/oauth2/introspect', { token: 'x' }, app.basic(secret))).status === 200
    await go(`/apps/${client.client_id}/secret`)
    await page.selectOption('#overlap', '3600')
    await press(page, '#rotate')
    const second = await page.inputValue('#client_secret')
    await says(/The old one works until/)
    await until('both work', async () => (await works(client.client_secret)) && (await works(second)))
    await go(`/apps/${client.client_id}/secret`)
    assert.match(await page.textContent('#still'), /works until/)
    await press(page, '#settle')
    await says(/The old secret no longer works/)
    assert.equal(await page.locator('#settle').count(), 0)
    await until('the old one ends', async () => !(await works(client.client_secret)) && (await works(second)))
    client.client_secret = second
    const { got } = await withLibrary(visitor, second)
    assert.equal((await app.introspect(got.access_token)).body.active, true)
    await page.check('#sure')
    await press(page, '#force')
    const third = await page.inputValue('#client_secret')
    await until('the old one ends', async () => !(await works(second)))
    assert.ok(await works(third))
    client.client_secret = third
    assert.equal((await app.introspect(got.access_token)).body.active, false)
  })

  it('settings are changed', async () => {
    await go(`/apps/${client.client_id}/settings`)
    assert.equal(await page.inputValue('#redirect-2'), 'https://stars.example/callback')
    await page.fill('#client_name', 'Charts of Stars')
    await page.fill('#redirect-1', 'javascript:alert(1)')
    await press(page, '#save')
    assert.ok(await page.textContent('#redirect-1-fault'))
    await page.fill('#redirect-1', CALLBACK)
    await page.check('[name="dialect"][value="tachi"]')
    await page.click('.dialect:has([value="tachi"]) summary')
    await page.check('[name="scope"][value="submit_score"]')
    await press(page, '#save')
    await says(/Saved\./)
    await says(/Charts of Stars/)
  })

  it('what a dialect wants is set where it is switched on, and tried', async () => {
    await press(page, '#dialect-tachi')
    await says(/\/api\/v1\/oauth\/token/)
    const link = await page.getAttribute('#links a', 'href')
    assert.equal(link, `${cluster.issuer}/oauth/request-auth?clientID=${client.client_id}`)
    await page.fill('#webhook_uri', 'http://stars.example/hook')
    await page.fill('#api_key_template', '[charts]\nkey = none\n')
    await page.fill('#api_key_filename', 'x'.repeat(129))
    await press(page, '#save')
    for (const field of ['webhook_uri', 'api_key_template', 'api_key_filename'])
      assert.equal(await page.locator(`#${field}-fault`).count(), 1, field)
    assert.equal(await page.inputValue('#api_key_template'), '[charts]\nkey = none\n')
    await page.fill('#webhook_uri', 'https://user@stars.example/hook')
    await page.fill('#api_key_template', '[charts]\nkey = %%TACHI_KEY%%\n')
    await page.fill('#api_key_filename', 'charts.ini')
    await press(page, '#save')
    assert.match(await page.textContent('#webhook_uri-fault'), /without user name/)
    assert.equal(await page.locator('#api_key_template-fault').count(), 0)
    await page.fill('#webhook_uri', 'https://stars.example/hook')
    await press(page, '#save')
    await says(/Saved\./)
    const told = (await (await maker.request(`/api/v1/clients/${client.client_id}`)).json()).body
    assert.equal(told.webhookUri, 'https://stars.example/hook')
    assert.equal(told.apiKeyTemplate, '[charts]\nkey = %%TACHI_KEY%%\n')
    assert.equal(told.apiKeyFilename, 'charts.ini')
    await says(/No messages are sent yet/) // the app was made where secrets are not kept
    await press(page, '#mute a')
    await press(page, '#rotate')
    client.client_secret = await page.inputValue('#client_secret')
    await go(`/apps/${client.client_id}/dialect/tachi`)
    await press(page, '#try-webhook')
    await says(/test message is on its way/)
    await until('the administrator sees it', () =>
      cluster.ctl(['delivery', 'list']).deliveries?.some(({ what, to }) => what === 'webhook' && to === 'https://stars.example/hook'))
    await page.fill('#webhook_uri', '')
    await press(page, '#save')
    assert.equal(await page.locator('#try-webhook').count(), 0)
  })

  it('what all apps have is set as far as an owner may', async () => {
    await go(`/apps/${client.client_id}/dialect/standard`)
    assert.deepEqual(await page.locator('#refresh_lifetime option').allTextContents(), ['1 day', '7 days', '14 days', '30 days', '90 days'])
    await page.check('[name="access_token_format"][value="opaque"]')
    await page.check('[name="id_token_signed_response_alg"][value="RS256"]')
    await page.selectOption('#access_token_lifetime', '60')
    await page.selectOption('#refresh_lifetime', '86400')
    await press(page, '#save')
    assert.match(await page.textContent('#refresh_idle_lifetime-fault'), /no longer than/)
    await page.selectOption('#refresh_idle_lifetime', '3600')
    await press(page, '#save')
    await says(/Saved\./)
    const tokens = await app.tokens(visitor, { scope: 'openid' })
    assert.equal(tokens.expires_in, 60)
    assert.ok(!tokens.access_token.includes('.'))
    assert.equal(JSON.parse(Buffer.from(tokens.id_token.split('.')[0], 'base64url')).alg, 'RS256')
  })

  it('a try goes as clients of the dialect go; its key is never shown, and ends', async () => {
    await go(`/apps/${client.client_id}/dialect/tachi`)
    await press(page, '#try')
    assert.ok(await page.isChecked('[value="tachi"]'))
    await press(page, '#begin')
    if (await page.locator('#allow').count()) await press(page, '#allow')
    await says(/The tokens of this trial have ended/)
    const members = await page.locator('#members dt').allTextContents()
    assert.deepEqual(members, ['userID', 'token', 'identifier', 'permissions', 'fromAPIClient'])
    await go('/account/keys')
    assert.ok(!(await page.textContent('main')).includes('Charts of Stars'))
  })

  it('a secret that a dialect keeps is shown after signing in once more', async () => {
    await go('/apps/new')
    await page.fill('#client_name', 'Chat')
    await page.check('[name="dialect"][value="tailchat"]')
    await press(page, '#save')
    const secret = await page.inputValue('#client_secret')
    const id = await page.inputValue('#client_id')
    await go(`/apps/${id}/secret`)
    await press(page, '#reveal')
    assert.equal(await page.inputValue('#client_secret'), secret)
    assert.equal((await visitor.visit(`/apps/${id}/secret`)).status, 404)
  })

  it('the app is deleted', async () => {
    await go(`/apps/${client.client_id}/delete`)
    await press(page, '#delete')
    assert.equal(new URL(page.url()).pathname, '/apps')
    assert.ok(!(await page.textContent('main')).includes(client.client_id))
    await until('it is refused', async () => (await visitor.visit(app.authorizeUrl())).status === 400)
  })
})

describe('what others may not', () => {
  it('forms of other sites change nothing', async () => {
    const response = await maker.request('/apps/new', {
      method: 'POST', headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ client_name: 'x' }),
    })
    assert.equal(response.status, 403)
  })

  it('an administrator sees here what is their own, and no more', async () => {
    cluster.addPerson('chief', PASSWORD, ['--group', 'admin'])
    const chief = new Person(cluster.issuer, 'chief', PASSWORD)
    await chief.signIn(await chief.visit('/sign-in'))
    await go('/apps')
    const address = await page.getAttribute('.apps a', 'href')
    assert.equal((await chief.visit(address)).status, 404)
    assert.equal((await chief.visit(`${address}/delete`, { method: 'POST', body: new URLSearchParams() })).status, 404)
    assert.equal((await maker.signIn(await maker.visit(`/sign-in?to=${address}`))).status, 200)
  })
})
