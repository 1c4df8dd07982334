// deeds_admin - what an administrator does to a household's person and app, by ostiaryctl.
//
// A value that is written ("name 7") is a thing: writing the next one ends it.

const GUESTS = 3

// A write whose outcome will be known: what it ends, and what it makes.  apart: as insist() has it.
function write(h, does, { args, input, ends, makes = [], apart = false, facts = () => ({}) }) {
  return h.insist(
    () =>
      h.deed(does, ends, async () => {
        const said = await h.ctl.ask(args, input)
        if (!said.done) return { outcome: said.refused ? 'refused' : 'unknown', refused: said.refused }
        return { outcome: 'done', makes, ended: ends, ...facts(said.body) }
      }),
    { apart, settle: true },
  )
}

// --- names

export async function renamePerson(h) {
  const name = h.thing('name')
  const args = ['user', 'update', '--username', h.person.username, '--name', name]
  await write(h, 'rename the person', { args, ends: [h.names.person], makes: [name] })
  h.names.person = name
}

export async function renameApp(h) {
  const name = h.thing('name')
  const args = ['client', 'update', '--client-id', h.app.client.client_id, '--name', name]
  await write(h, 'rename the app', { args, ends: [h.names.app], makes: [name] })
  h.names.app = name
}

function lookAtName(h, does, args, name, read) {
  return h.deed(does, [], async () => {
    const said = await h.ctl.ask(args)
    return said.done
      ? { outcome: 'done', sees: { [name]: read(said.body) === name } }
      : { outcome: 'unknown' }
  })
}

export async function lookAtNames(h) {
  const { username } = h.person
  await lookAtName(
    h,
    'look at the person',
    ['user', 'get', '--username', username],
    h.names.person,
    ({ name }) => name,
  )
  const args = ['client', 'get', '--client-id', h.app.client.client_id]
  await lookAtName(h, 'look at the app', args, h.names.app, ({ client_name }) => client_name)
}

// --- secrets

export async function rotateSecret(h, chance) {
  if (!h.confidential) return
  const force = chance.happens(0.3)
  const secret = h.thing('secret')
  const args = [
    'client',
    'rotate-secret',
    '--client-id',
    h.app.client.client_id,
    ...(force ? ['--force'] : []),
  ]
  const ends = [h.secret, ...(force ? [...h.everything(), ...h.grants.map(({ thing }) => thing)] : [])]
  await write(h, 'rotate the secret', {
    args,
    ends,
    makes: [secret],
    apart: true, // a second one makes the first one's secret worthless, and the other way round
    facts: (body) => {
      h.oldSecret = { thing: h.secret, value: h.app.client.client_secret }
      h.app.client.client_secret = body.client_secret
      return {}
    },
  })
  h.secret = secret
  if (force) everythingEnds(h)
}

export async function newPassword(h) {
  const password = h.thing('password')
  const sessions = h.browsers.map(({ thing }) => thing)
  const args = ['user', 'password', '--username', h.person.username, '--password-stdin']
  const ends = [h.password, ...sessions, ...h.everything()]
  await write(h, 'set a password', { args, input: `to go on with ${password}\n`, ends, makes: [password] })
  h.oldPassword = { thing: h.password, value: h.person.password }
  Object.assign(h, { password, browsers: [] })
  h.person.password = `to go on with ${password}`
  h.buryAll()
}

function everythingEnds(h) {
  h.buryAll()
  h.dead.push(...h.grants)
  h.grants = []
}

// --- endings

export async function withdraw(h) {
  const args = ['grant', 'end', '--username', h.person.username, '--client-id', h.app.client.client_id]
  const ends = [...h.everything(), ...(h.consent ? [h.consent] : [])]
  await write(h, 'withdraw consent', { args, ends })
  h.consent = undefined
  h.buryAll()
}

// Shut, looked at for a moment from outside, opened again; what had ended stays ended.
async function shut(h, whose, command, ends) {
  const what = command[0] === 'user' ? 'account' : 'app'
  const args = (word) => [command[0], word, ...command.slice(1)]
  await write(h, `shut the ${what}`, { args: args('disable'), ends: [h.standing[whose], ...ends] })
  const standing = h.thing(whose)
  await write(h, `open the ${what}`, { args: args('enable'), ends: [], makes: [standing] })
  h.standing[whose] = standing
}

export async function shutPerson(h) {
  const sessions = h.browsers.map(({ thing }) => thing)
  await shut(h, 'person', ['user', '--username', h.person.username], [...sessions, ...h.everything()])
  h.browsers = []
  h.buryAll()
}

export async function shutApp(h) {
  const grants = h.grants.map(({ thing }) => thing)
  await shut(h, 'app', ['client', '--client-id', h.app.client.client_id], [...grants, ...h.everything()])
  everythingEnds(h)
}

// --- other people

export async function guestComes(h) {
  const thing = h.thing('guest')
  const username = `${h.name}-${thing.replace(' ', '-')}`
  const args = [
    'user',
    'add',
    '--username',
    username,
    '--email',
    `${username}@example.org`,
    '--password-stdin',
  ]
  const facts = await write(h, 'a guest comes', {
    args,
    input: `the password of ${thing}\n`,
    ends: [],
    makes: [thing],
  })
  // An earlier attempt without an answer has done it.
  if (facts.refused === 'EXISTS')
    await h.deed('find the guest there', [], async () => ({ outcome: 'done', makes: [thing] }))
  h.guests.push({ thing, username, stays: true })
  if (h.guests.filter(({ stays }) => stays).length > GUESTS) await guestGoes(h)
}

export async function guestGoes(h) {
  const guest = h.guests.find(({ stays }) => stays)
  if (!guest) return
  await write(h, 'a guest goes', {
    args: ['user', 'delete', '--username', guest.username],
    ends: [guest.thing],
  })
  guest.stays = false
}

export function lookAtGuest(h, { thing, username }) {
  return h.deed('look for a guest', [], async () => {
    const said = await h.ctl.ask(['user', 'get', '--username', username])
    if (said.done) return { outcome: 'done', sees: { [thing]: true } }
    return said.refused === 'NOT_FOUND'
      ? { outcome: 'done', sees: { [thing]: false } }
      : { outcome: 'unknown' }
  })
}
