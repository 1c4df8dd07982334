// stops - every page that people see.
//
// A stop is [name, who, where, what is done there]: who is the name of a person of prepare.mjs, or
// undefined; where is an address or what makes one.

import { LONG, PASSWORD } from './prepare.mjs'
import { press } from '../harness/chromium.mjs'

// Fields by id, then a button.
const send = (fields, button) => async (page) => {
  for (const [id, value] of Object.entries(fields)) await page.fill(`#${id}`, value)
  await press(page, button)
}
const ALL = 'openid profile email offline_access charts.read'
const asks = (app, changes = {}) => (at) => at.apps[app].authorizeUrl({ scope: ALL, prompt: 'consent', ...changes }).href
const dialect = (path, app, parameters) => (at) => {
  const query = { client_id: at.apps[app].client.client_id, redirect_uri: 'https://stars.example/callback', response_type: 'code', state: 'x', ...parameters }
  return `${path}?${new URLSearchParams(query)}`
}
const tachi = (path, client) => (at) => path + at.apps.tachi[client].clientID
const allow = async (page) => {
  if (await page.locator('#allow').count()) await press(page, '#allow')
}
const app = (rest, which = 'charts') => (at) => `/apps/${(at.apps[which] ?? at.apps.tachi[which]).client?.client_id ?? at.apps.tachi[which].clientID}${rest}`
const tried = (name) => async (page) => {
  await page.check(`[name="dialect"][value="${name}"]`)
  await press(page, '#begin')
  await allow(page)
}
const open = (selector) => async (page) => {
  for (const details of await page.locator(selector).all()) await details.click()
}

export const STOPS = [
  ['door-home', undefined, '/'],
  ['door-sign-in', undefined, '/sign-in'],
  ['door-sign-in-app', undefined, asks('charts')],
  ['door-sign-in-long', undefined, asks('wordy')],
  ['door-sign-in-wrong', undefined, asks('charts'), send({ username: 'nobody', password: 'wrong' }, '#login')],
  ['door-code', undefined, asks('charts'), send({ username: 'mary', password: PASSWORD }, '#login')],
  ['door-code-wrong', undefined, asks('charts'), async (page) => {
    await send({ username: 'mary', password: PASSWORD }, '#login')(page)
    await send({ code: '12' }, '#verify')(page)
  }],
  ['door-sign-up', undefined, '/sign-up'],
  ['door-sign-up-wrong', undefined, '/sign-up', send({ email: 'ada@local' }, '#send')],
  ['door-mail-sent', undefined, '/sign-up', send({ email: 'somebody@example.org' }, '#send')],
  ['door-sign-up-confirm', undefined, (at) => at.links.signUp],
  ['door-sign-up-taken', undefined, (at) => at.links.signUp,
    send({ username: 'katherine', new_password: PASSWORD, repeated: PASSWORD }, '#create')],
  ['door-forgot', undefined, '/password/forgot'],
  ['door-forgot-sent', undefined, '/password/forgot', send({ username: 'somebody' }, '#send')],
  ['door-reset', undefined, (at) => at.links.reset],
  ['door-reset-differs', undefined, (at) => at.links.reset, send({ new_password: PASSWORD, repeated: 'another one' }, '#save')],
  ['door-renewed', undefined, '/password/reset?changed=1'],
  ['door-link-void', undefined, '/password/reset?token=void'],

  ['consent', 'katherine', asks('charts')],
  ['consent-official', 'katherine', asks('official')],
  ['consent-nothing', 'newcomer', asks('official', { scope: '' })],
  ['consent-long', 'dorothy', asks('wordy')],
  ['consent-chinese', 'layla', asks('chinese')],
  ['consent-tailchat', 'katherine', dialect('/open/auth', 'tailchat', { scope: 'openid profile', prompt: 'consent' })],
  ['consent-collective', 'katherine', dialect('/oauth/authorize', 'collective', { scope: 'email,account,expenses,orders,transactions,virtualCards,updates,conversations,webhooks,host' })],
  ['consent-tachi', 'newcomer', tachi('/oauth/request-auth?clientID=', 'asks')],
  ['tachi-refused', 'newcomer', '/oauth/request-auth/refused'],
  ['tachi-file', 'katherine', tachi('/client-file-flow/', 'file'), allow],
  ['tachi-text', 'katherine', tachi('/client-file-flow/', 'text'), async (page) => (await allow(page), await press(page, '#take'))],

  ['error-unknown-app', undefined, asks('charts', { client_id: 'nobody' })],
  ['error-redirect', undefined, asks('charts', { redirect_uri: 'https://evil.example/' })],
  ['error-not-found', undefined, '/no-such-page'],
  ['error-expired', undefined, '/interaction?handle=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['error-tailchat', undefined, dialect('/open/auth', 'tailchat', { redirect_uri: 'https://evil.example/' })],
  ['error-collective', 'katherine', dialect('/oauth/authorize', 'collective', { redirect_uri: 'https://evil.example/' })],
  ['error-tachi', 'katherine', '/oauth/request-auth?clientID=nobody'],

  ['account', 'katherine', '/account'],
  ['account-bare', 'newcomer', '/account'],
  ['account-long', 'dorothy', '/account'],
  ['account-odd', 'layla', '/account'],
  ['account-profile', 'katherine', '/account/profile?saved=1'],
  ['account-profile-wrong', 'katherine', '/account/profile', send({ website: 'http://kay.example' }, '#save')],
  ['account-avatar', 'katherine', '/account/avatar'],
  ['account-avatar-none', 'layla', '/account/avatar'],
  ['account-email', 'katherine', '/account/email'],
  ['account-email-confirm', 'katherine', (at) => at.links.email],
  ['account-password', 'katherine', '/account/password'],
  ['account-password-wrong', 'katherine', '/account/password',
    send({ password: PASSWORD, new_password: 'long enough', repeated: 'another one' }, '#save')],
  ['account-factor', 'mary', '/account/second-factor', open('summary')],
  ['account-factor-none', 'katherine', '/account/second-factor'],
  ['account-factor-add', 'katherine', '/account/second-factor/add'],
  ['account-sessions', 'katherine', '/account/sessions'],
  ['account-sessions-one', 'layla', '/account/sessions'],
  ['account-apps', 'katherine', '/account/apps?saved=1'],
  ['account-apps-none', 'newcomer', '/account/apps'],
  ['account-apps-long', 'dorothy', '/account/apps'],
  ['account-keys', 'katherine', '/account/keys', open('summary')],
  ['account-keys-none', 'newcomer', '/account/keys'],
  ['account-key-new', 'katherine', '/account/keys/new'],
  ['account-key-new-tachi', 'katherine', '/account/keys/new?kind=tachi'],
  ['account-key-new-collective', 'katherine', '/account/keys/new?kind=opencollective'],
  ['account-key', 'layla', '/account/keys/new', send({ name: 'home' }, '#make')],
  ['account-again', 'katherine', '/sign-in?again=1&to=/account/keys'],
  ['account-data', 'katherine', '/account/data'],
  ['account-delete', 'katherine', '/account/delete'],

  ['apps-none', 'newcomer', '/apps'],
  ['apps-new', 'newcomer', '/apps/new'],
  ['apps-new-wrong', 'newcomer', '/apps/new', send({ client_name: LONG, 'redirect-1': 'http://stars.example/' }, '#save')],
  ['apps-list', 'katherine', '/apps'],
  ['apps-one', 'katherine', app('')],
  ['apps-settings', 'katherine', app('/settings')],
  ['apps-icon', 'katherine', app('/icon')],
  ['apps-secret', 'katherine', app('/secret')],
  ['apps-secret-new', 'katherine', app('/secret', 'collective'), (page) => press(page, '#rotate')],
  ['apps-secret-two', 'katherine', app('/secret', 'collective')],
  ['apps-standard', 'katherine', app('/dialect/standard')],
  ['apps-tailchat', 'katherine', app('/dialect/tailchat', 'tailchat')],
  ['apps-tachi', 'katherine', app('/dialect/tachi?saved=1', 'file')],
  ['apps-tachi-wrong', 'katherine', app('/dialect/tachi', 'file'),
    send({ webhook_uri: 'http://stars.example/hook', api_key_template: '[arcade]\nkey =', api_key_filename: LONG.repeat(2) }, '#save')],
  ['apps-collective', 'katherine', app('/dialect/opencollective', 'collective')],
  ['apps-crowd', 'dorothy', '/apps'],
  ['apps-wide', 'dorothy', app('', 'wide')],
  ['apps-wide-settings', 'dorothy', app('/settings', 'wide')],
  ['apps-try', 'katherine', app('/try')],
  ['apps-try-many', 'dorothy', app('/try?dialect=tachi', 'wide')],
  ['apps-tried', 'dorothy', app('/try', 'wide'), tried('standard')],
  ['apps-tried-tachi', 'dorothy', app('/try', 'wide'), tried('tachi')],
  ['apps-delete', 'katherine', app('/delete')],
]
