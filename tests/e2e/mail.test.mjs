// Mail through a real server, under TLS: what people do by mail, and what happens when somebody dies or
// says no.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { App, CALLBACK } from './harness/app.mjs'
import { startCluster, until } from './harness/cluster.mjs'
import { asGateway, restartCourier, startSink, USER } from './harness/mail.mjs'
import { Person } from './harness/person.mjs'

let cluster, sink, call, app

before(async () => {
  sink = await startSink()
  cluster = await startCluster()
  call = asGateway(cluster)
  app = new App(cluster, cluster.addClient('app', ['--confidential', '--redirect-uri', CALLBACK]))
})
after(async () => {
  await cluster.stop()
  await sink.stop()
})

const deliveries = (state) => cluster.ctl(['delivery', 'list', '--state', state]).deliveries ?? []
const mailTry = (to, more = []) => cluster.ctl(['mail', 'try', '--to', to, ...more])
const signIn = async (username, password) => {
  const person = new Person(cluster.issuer, username, password)
  return { person, page: await person.signIn(await person.visit('/sign-in')) }
}
const isSignedIn = async (person) => /action="\/sign-out"/.test((await person.visit('/')).html)

describe('without a mail server, on this machine', () => {
  it('mails are files that a developer can read', async () => {
    mailTry('dev@example.org')
    const folder = join(cluster.dir, 'mail')
    await until('a file', () => readdirSync(folder).some((name) => name.endsWith('.eml')))
    const [name] = readdirSync(folder).filter((name) => name.endsWith('.eml'))
    const text = readFileSync(join(folder, name), 'utf8')
    assert.match(text, /^To: <dev@example\.org>\r$/m)
    assert.match(text, new RegExp(`^${cluster.issuer}/\r$`, 'm'))
  })
})

describe('with a mail server', () => {
  before(() => restartCourier(cluster, sink.env))

  it('mails come under TLS, with our name and password, in the language of the reader', async () => {
    mailTry('ada@example.org', ['--locale', 'ja'])
    await until('the mail', () => sink.to('ada@example.org').length)
    const [mail] = sink.to('ada@example.org')
    assert.equal(mail.secure, true)
    assert.equal(mail.user, USER)
    assert.match(mail.subject, /からのテストメール$/)
    assert.match(mail.html, /<html lang="ja">/)
    assert.equal(mail.from, 'no-reply@localhost')
    await until('it is noted as done', () => deliveries('waiting').length === 0)
  })

  it('somebody signs up and signs in', async () => {
    call('usersvc.sign_up', { email: 'grace@example.org', locale: 'en' })
    const token = await sink.token('grace@example.org', '/sign-up/confirm')
    assert.ok(sink.to('grace@example.org')[0].text.includes(`${cluster.issuer}/sign-up/confirm?token=`))
    call('usersvc.sign_up_finish', { token, username: 'grace', password: 'a nanosecond of wire' })
    const { person } = await signIn('grace@example.org', 'a nanosecond of wire')
    assert.ok(await isSignedIn(person))
    assert.throws(() => call('usersvc.sign_up_finish', { token, username: 'eve', password: 'another one' }), /EXPIRED/)
  })

  it('a forgotten password is replaced, and everybody else is signed out', async () => {
    const { person: other } = await signIn('grace', 'a nanosecond of wire')
    const tokens = await app.tokens(other)
    call('usersvc.password_forgot', { username: 'grace@example.org' })
    const token = await sink.token('grace@example.org', '/password/reset')
    call('usersvc.password_reset', { token, password: 'it is easier to ask forgiveness' })
    const began = Date.now()
    await until('the other browser is signed out', async () => !(await isSignedIn(other)))
    await until('its tokens are dead', async () => (await app.introspect(tokens.access_token)).body.active === false)
    assert.ok(Date.now() - began < 3000)
    const { person } = await signIn('grace', 'it is easier to ask forgiveness')
    assert.ok(await isSignedIn(person))
    await until('the notice', () => sink.to('grace@example.org').some(({ text }) => text.includes('/password/forgot')))
  })

  it('nobody learns who has an account', () => {
    for (const method of ['usersvc.password_forgot', 'usersvc.sign_up']) {
      const field = method.endsWith('sign_up') ? 'email' : 'username'
      assert.deepEqual(call(method, { [field]: 'nobody@example.org' }), call(method, { [field]: 'grace@example.org' }))
    }
  })

  it('a mailbox that the server refuses is given up and seen', async () => {
    sink.refuse('gone@example.org', 550)
    const { id } = mailTry('gone@example.org')
    await until('it is given up', () => deliveries('given_up').some((delivery) => delivery.id === id))
    sink.refuse('gone@example.org', undefined)
    assert.match(cluster.ctl(['ping']).courier.note, /1 given up/)
    cluster.ctl(['delivery', 'retry', '--id', id])
    await until('it comes after all', () => sink.to('gone@example.org').length)
    await until('nothing is given up any more', () => deliveries('given_up').length === 0)
  })
})

describe('when somebody dies', () => {
  const people = Array.from({ length: 8 }, (_, i) => `p${i}@example.net`)
  const arrived = () => people.filter((address) => sink.to(address).length)

  it('what was acknowledged is mailed all the same, and queued once', async () => {
    for (const [i, email] of people.entries()) {
      call('usersvc.sign_up', { email })
      if (i % 4 === 1) {
        await cluster.end('usersvc', 'SIGKILL')
        cluster.start('usersvc')
        await until('usersvc is back', () => cluster.ctlRaw(['user', 'list']).status === 0)
      }
      if (i % 4 === 3) {
        await cluster.end('courier', 'SIGKILL')
        await restartCourier(cluster, sink.env)
      }
    }
    // A try that was under way is taken up again 40 seconds after it began.
    await until('every mail', () => arrived().length === people.length, 90_000)
    for (const address of people) assert.equal(new Set(sink.to(address).map(({ id }) => id)).size, 1, address)
  })

  it('a mail whose answer got lost comes again as the same one', async () => {
    sink.hold()
    const { id } = mailTry('twice@example.org')
    await until('it is under way', () => sink.to('twice@example.org').length)
    await cluster.end('courier', 'SIGKILL')
    sink.release()
    await restartCourier(cluster, sink.env)
    await until('it comes again', () => sink.to('twice@example.org').length === 2, 90_000)
    for (const mail of sink.to('twice@example.org')) assert.equal(mail.id, `<${id}@localhost>`)
  })
})

describe('a mail server that is not the right one', () => {
  it('gets nothing, and the mail waits with the reason', async () => {
    await restartCourier(cluster, { ...sink.env, OSTIARY_COURIER_SMTP_CA_FILE: '' })
    const { id } = mailTry('trusting@example.org')
    const waiting = () => deliveries('waiting').find((delivery) => delivery.id === id)
    await until('a try', () => waiting()?.error)
    assert.match(waiting().error, /certificate/)
    assert.equal(sink.to('trusting@example.org').length, 0)
  })

  it('is asked again once the settings are right', async () => {
    await restartCourier(cluster, sink.env)
    await until('the mail', () => sink.to('trusting@example.org').length, 60_000)
  })
})

it('no log has a link, a password or an address', () => {
  const logs = cluster.logs()
  for (const mail of sink.mails) {
    assert.ok(!logs.includes(mail.to), `${mail.to} is in a log`)
    for (const [, token] of mail.text.matchAll(/token=([\w-]{43})/g)) assert.ok(!logs.includes(token))
  }
  assert.ok(!logs.includes('a password of the mail server'))
})
