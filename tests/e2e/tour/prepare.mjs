// prepare - an installation in which every page has something to show: people with full, empty and odd
// accounts, apps of every dialect, mails of every kind.

import { App } from '../harness/app.mjs'
import { addAuthenticator } from '../harness/authenticator.mjs'
import { startCluster, until } from '../harness/cluster.mjs'
import { restartCourier, startSink } from '../harness/mail.mjs'
import { Person, formsOf } from '../harness/person.mjs'
import { png } from '../harness/png.mjs'
import { CLIENT, sessionOf } from '../harness/tachi.mjs'

export const PASSWORD = 'orbital mechanics'
export const LONG = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)
const CALLBACK = 'https://stars.example/callback'
const TACHI = 'submit_score customise_profile customise_score customise_session delete_score manage_rivals manage_targets manage_challenges'
const COLLECTIVE = 'email incognito account expenses orders transactions virtualCards updates conversations webhooks host'
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'

const NAMES = { katherine: 'Katherine Johnson', dorothy: LONG, layla: 'ليلى الأخيلية 🌟', mary: 'Mary Jackson', newcomer: undefined }

async function signIn(cluster, username, headers = {}) {
  const person = new Person(cluster.issuer, username, PASSWORD)
  const body = new URLSearchParams({ username, password: PASSWORD })
  await person.request('/sign-in', { method: 'POST', body, headers })
  return person
}

async function people(cluster) {
  const all = {}
  for (const [name, full] of Object.entries(NAMES)) {
    const { id } = cluster.addPerson(name, PASSWORD, full ? ['--name', full] : [])
    all[name] = Object.assign(await signIn(cluster, name), { id })
  }
  await signIn(cluster, 'katherine', { 'user-agent': PHONE })
  return all
}

async function picture(person, path, colour) {
  const body = new FormData()
  body.append('picture', new Blob([png(300, 300, colour)]), 'me.png')
  await person.request(path, { method: 'POST', body })
}

async function tachiClients(person) {
  const make = async (changes) => {
    const client = { ...CLIENT, redirectUri: CALLBACK, permissions: TACHI.split(' '), ...changes }
    return (await sessionOf(person).post('/api/v1/clients/create', client)).body
  }
  return {
    asks: await make({ name: 'Arcade' }),
    file: await make({ name: 'Arcade cabinet', apiKeyTemplate: '%%TACHI_KEY%%', apiKeyFilename: 'arcade.ini' }),
    text: await make({ name: 'Arcade for the desk', apiKeyTemplate: '[arcade]\nkey = %%TACHI_KEY%%\n' }),
  }
}

async function apps(cluster, { katherine, dorothy }) {
  const add = (name, ...more) =>
    new App(cluster, cluster.addClient(name, ['--confidential', '--redirect-uri', CALLBACK, ...more]), CALLBACK)
  const scope = ['--scope', 'openid profile email offline_access charts.read']
  const dialect = (name, scopes) => ['--dialects', name, '--scope', scopes, '--owner', katherine.id]
  const all = {
    charts: add('Star Charts', ...scope, '--owner', katherine.id, '--client-uri', 'https://stars.example/about'),
    official: add('Staff Wiki', ...scope),
    wordy: add(LONG, ...scope, '--owner', dorothy.id),
    chinese: add('观星指南与天文摄影爱好者俱乐部', ...scope),
    tailchat: add('Chat Bridge', ...dialect('tailchat', 'openid profile offline_access')),
    collective: add('Linked Roles', ...dialect('opencollective', COLLECTIVE)),
    tachi: await tachiClients(katherine),
    wide: add('观星指南与天文摄影爱好者俱乐部', '--dialects', 'standard tailchat tachi opencollective', '--owner', dorothy.id,
      '--scope', `openid profile email offline_access ${TACHI} ${COLLECTIVE.replace('email ', '')}`,
      ...Array.from({ length: 15 }, (_, i) => ['--redirect-uri', `https://${'observatory.'.repeat(i % 5)}stars.example/sign-in/callback/${i}`]).flat()),
  }
  for (let i = 0; i < 30; i++) add(i % 3 ? `Telescope ${i}` : LONG.slice(0, 40 + i), '--owner', dorothy.id)
  await picture(katherine, `/apps/${all.charts.client.client_id}/icon`, [30, 60, 140])
  return all
}

async function key(person, kind, fields) {
  const forms = formsOf((await person.visit(`/account/keys/new?kind=${kind}`)).html)
  const form = forms.find(({ action }) => action === '/account/keys/new')
  await person.visit(form.action, { method: 'POST', body: new URLSearchParams({ kind, ...fields }) })
}

async function fill(at) {
  const { katherine, dorothy } = at.people
  const { charts, official, wordy } = at.apps
  const profile = { name: NAMES.katherine, nickname: 'Kay', website: 'https://kay.example' }
  await katherine.visit('/account/profile', { method: 'POST', body: new URLSearchParams(profile) })
  await picture(katherine, '/account/avatar', [160, 70, 40])
  await addAuthenticator(at.people.mary)
  await charts.tokens(katherine, { scope: 'openid profile' })
  await official.tokens(katherine, { scope: 'openid email offline_access' })
  await wordy.tokens(dorothy, { scope: 'openid charts.read' })
  await charts.post('/oauth2/token', { grant_type: 'authorization_code', code: 'none' })
  await key(katherine, 'standard', { name: 'backup script on the old laptop', scope: 'email', lifetime: 'year' })
  await key(katherine, 'tachi', { name: 'the machine in the hall', scope: 'submit_score', lifetime: 'ever' })
}

// One mail of each kind that has a link: looking at it changes nothing.
async function askForMails({ cluster, sink, people }) {
  const ask = async (person, path, values) => {
    const form = formsOf((await person.visit(path)).html).find(({ action }) => action === path)
    await person.submit(form, values)
  }
  const link = async (address, path) => `${path}?token=${await sink.token(address, path)}`
  const stranger = new Person(cluster.issuer)
  await ask(stranger, '/sign-up', { email: 'new@example.org' })
  await ask(stranger, '/sign-up', { email: 'newcomer@example.org' })
  await ask(stranger, '/password/forgot', { username: 'katherine' })
  await ask(people.katherine, '/account/email', { email: 'kj@example.net', password: PASSWORD })
  const links = {
    signUp: await link('new@example.org', '/sign-up/confirm'),
    reset: await link('katherine@example.org', '/password/reset'),
    email: await link('kj@example.net', '/account/email/confirm'),
  }
  await until('who has an account is told so', () => sink.to('newcomer@example.org').length > 0)
  return links
}

// { cluster, sink, people, apps, links, stop }
export async function prepare() {
  const sink = await startSink()
  const cluster = await startCluster()
  const at = { cluster, sink, stop: async () => (await cluster.stop(), await sink.stop()) }
  await restartCourier(cluster, sink.env)
  at.people = await people(cluster)
  at.apps = await apps(cluster, at.people)
  await fill(at)
  at.links = await askForMails(at)
  return at
}
