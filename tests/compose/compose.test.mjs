// docker-compose up, on a real engine: what the image and docker-compose.yml promise.

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { App, CALLBACK } from '../e2e/harness/app.mjs'
import { Person } from '../e2e/harness/person.mjs'
import { Containers, docker, inside, inspect, logOf, received } from './containers.mjs'
import { Load, programs, signIns } from '../e2e/harness/load.mjs'

const SERVICES = ['courier', 'usersvc', 'authsvc', 'tokensvc', 'gateway']
const KEEP_DATA = ['courier', 'usersvc', 'authsvc', 'tokensvc']
const CALLED = ['usersvc', 'authsvc', 'tokensvc'] // by requests; the courier works unasked
const PEOPLE = ['grace', 'ada', 'jean']
const PASSWORD = 'one image, many hats'
const ROUNDS = 6 // of load, until each replica was seen to serve
const FOUND_WITHIN_MS = 3000
const GRACE_MS = 20_000

const at = new Containers()
const all = () => at.allIds(SERVICES)
const sleep = (ms) => new Promise((done) => setTimeout(done, ms))
let person, app, program

describe('docker-compose up', () => {
  before(async () => {
    await at.compose(['up', '-d'])
    await at.healthy(SERVICES)
  })

  it('makes the keys first, by a container that ends', async () => {
    const { State, HostConfig } = await inspect((await at.ids('init'))[0])
    assert.deepEqual([State.Status, State.ExitCode], ['exited', 0])
    assert.equal(HostConfig.NetworkMode, 'none')
    assert.deepEqual(HostConfig.CapAdd, ['CHOWN'])
  })

  it('is administered by docker-compose run ctl', async () => {
    for (const name of PEOPLE) await at.addPerson(name, PASSWORD)
    const add = async (name, ...options) => new App(at, await at.addClient(name, ['--confidential', ...options]))
    app = await add('app', '--redirect-uri', CALLBACK)
    program = await add('program', '--grant', 'client_credentials', '--scope', 'reports')
    assert.deepEqual(Object.keys(await at.ctl(['ping'])).sort(), [...KEEP_DATA].sort())
  })

  it('gives tokens to programs', async () => {
    const { status, body } = await program.post('/oauth2/token', { grant_type: 'client_credentials' })
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal((await program.introspect(body.access_token)).body.active, true)
  })

  it('signs people in', async () => {
    person = new Person(at.issuer, 'grace', PASSWORD)
    const tokens = await app.tokens(person)
    const headers = { authorization: `Bearer ${tokens.access_token}` }
    const { body } = await app.send('/oauth2/userinfo', { method: 'GET', headers })
    assert.equal(body.email, 'grace@example.org')
    assert.equal((await app.refresh(tokens.refresh_token)).status, 200)
  })
})

describe('what a container may', () => {
  const each = (check) => async () => {
    for (const id of await all()) await check(id, await inspect(id))
  }

  it('each program has a user of its own, and none is root', async () => {
    const users = new Set(['0'])
    for (const name of SERVICES) users.add((await inside((await at.ids(name))[0], 'id', '-u')).trim())
    assert.equal(users.size, SERVICES.length + 1, [...users].join(' '))
  })

  it('no capability is kept, and none can be gained', each(async (id, { HostConfig, Name }) => {
    const status = await inside(id, 'cat', '/proc/1/status')
    const capabilities = [...status.matchAll(/^Cap\w+:\s*(\w+)$/gm)]
    assert.equal(capabilities.length, 5)
    for (const [line, bits] of capabilities) assert.match(bits, /^0+$/, `${Name} ${line}`)
    assert.match(status, /^NoNewPrivs:\s*1$/m)
    assert.ok(!HostConfig.Privileged)
  }))

  it('nothing but its data and what lies in memory can be written', each(async (id, { HostConfig, Mounts, Name }) => {
    assert.ok(HostConfig.ReadonlyRootfs, Name)
    const touch = (path) => inside(id, 'sh', '-c', `touch ${path} 2>&1 || echo refused`)
    assert.match(await touch('/new'), /Read-only file system[\s\S]*refused/, Name)
    assert.equal(await touch('/tmp/new'), '', Name)
    const writable = Mounts.filter(({ Type, RW }) => RW && Type === 'volume').map(({ Destination }) => Destination)
    assert.deepEqual(writable, Name.includes('gateway') ? [] : ['/data/default'], Name)
  }))

  it('private keys are in one container each, and apart from the data', async () => {
    for (const name of SERVICES) {
      const [id] = await at.ids(name)
      const files = await inside(id, 'find', '/data/keys', '-type', 'f', '!', '-path', '/data/keys/public/*')
      for (const file of files.trim().split('\n')) {
        assert.ok(file.startsWith(`/data/keys/${name}/`), `${name} sees ${file}`)
      }
    }
    for (const name of KEEP_DATA) {
      const data = await inside((await at.ids(name))[0], 'find', '/data/default', '-type', 'f')
      const own = (file) => file.startsWith(`/data/default/${name}.db`) || (name === 'courier' && /^\/data\/default\/mail\/[\w.-]+$/.test(file))
      for (const file of data.trim().split('\n')) assert.ok(own(file), file)
    }
  })

  it('only the gateway is published', each((id, { HostConfig, Name }) => {
    const published = Object.keys(HostConfig.PortBindings ?? {})
    assert.deepEqual(published, Name.includes('gateway') ? ['8080/tcp'] : [], Name)
  }))
})

describe('deploy/front.yml and --scale', () => {
  const scale = { tokensvc: 3, usersvc: 2, authsvc: 2, courier: 2, gateway: 2 }
  let earlier, load

  before(async () => {
    earlier = await app.tokens(person)
    at.use('docker-compose.yml', 'deploy/front.yml')
    await at.compose(['up', '-d', ...Object.entries(scale).flatMap(([name, n]) => ['--scale', `${name}=${n}`])])
    await at.healthy(SERVICES)
    load = new Load(...programs(program), ...signIns(app, PEOPLE.map((name) => () => new Person(at.issuer, name, PASSWORD))))
  })

  it('starts as many as were asked for; who was signed in still is', async () => {
    for (const [name, n] of Object.entries(scale)) assert.equal((await at.ids(name)).length, n, name)
    assert.equal((await app.refresh(earlier.refresh_token)).status, 200)
    const { location } = await person.visit(app.authorizeUrl({ prompt: 'none' }))
    assert.ok(new URL(location).searchParams.get('code'), location)
  })

  it('every gateway finds every replica within three seconds', async () => {
    const readyAt = (log) => log.findLast(({ text }) => / ready, version/.test(text)).at
    for (const gateway of await at.ids('gateway')) {
      const log = await logOf(gateway)
      for (const id of await at.allIds(CALLED)) {
        const { NetworkSettings, Name } = await inspect(id)
        const [{ IPAddress }] = Object.values(NetworkSettings.Networks)
        const there = log.find(({ text }) => text.includes(`//${IPAddress}:`) && /is there/.test(text))
        assert.ok(there, `${Name} was not found`)
        const took = there.at - Math.max(readyAt(await logOf(id)), readyAt(log))
        assert.ok(took <= FOUND_WITHIN_MS, `${Name} was found after ${took} ms`)
      }
    }
  })

  it('every replica serves', async () => {
    const ids = await at.allIds([...CALLED, 'gateway'])
    // Bytes a second that each container hears meanwhile.
    const heard = async (meanwhile) => {
      const before = await Promise.all(ids.map(received))
      const began = Date.now()
      await meanwhile()
      const seconds = (Date.now() - began) / 1000
      return (await Promise.all(ids.map(received))).map((bytes, i) => (bytes - before[i]) / seconds)
    }
    // Replicas ask each other for news all the time; what they serve comes on top of that.
    const idle = await heard(() => sleep(3000))
    const served = new Set()
    let busy
    for (let round = 0; round < ROUNDS && served.size < ids.length; round++) {
      busy = await heard(() => load.run(() => sleep(4000)))
      for (const i of ids.keys()) if (busy[i] > 1.2 * idle[i]) served.add(i)
    }
    assert.deepEqual(load.failures, [])
    for (const [i, id] of ids.entries()) {
      assert.ok(served.has(i), `${(await inspect(id)).Name}: ${idle[i]} B/s idle, ${busy[i]} B/s busy`)
    }
  })

  for (const name of SERVICES) {
    it(`a replica of ${name} that is stopped under load costs no request`, async () => {
      const id = (await at.ids(name)).at(-1)
      let took
      await load.run(async () => {
        await sleep(500)
        const began = Date.now()
        await docker('stop', '--time', '20', id)
        took = Date.now() - began
        await sleep(1000)
      })
      assert.deepEqual(load.failures, [], `of ${load.done} requests`)
      assert.ok(load.done > 100, `${load.done} requests are no load`)
      assert.ok(took < GRACE_MS, `${took} ms`)
      assert.equal((await inspect(id)).State.ExitCode, 0)
    })
  }

  it('replicas that come back cost no request either', async () => {
    const stopped = (await Promise.all(SERVICES.map((name) => at.ids(name)))).map((ids) => ids.at(-1))
    await load.run(async () => {
      await docker('start', ...stopped)
      await sleep(3000)
    })
    assert.deepEqual(load.failures, [], `of ${load.done} requests`)
  })
})

describe('docker-compose stop', () => {
  it('ends everything within the grace period, with exit status 0', async () => {
    await at.compose(['stop'])
    for (const id of await at.allIds([...SERVICES, 'front'])) {
      const { State, Name } = await inspect(id)
      assert.deepEqual([State.Status, State.ExitCode, State.OOMKilled], ['exited', 0, false], Name)
    }
  })

  it('and up again finds everything as it was', async () => {
    await at.compose(['up', '-d'])
    await at.healthy(SERVICES)
    const { location } = await person.visit(app.authorizeUrl({ prompt: 'none' }))
    assert.ok(new URL(location).searchParams.get('code'), location)
  })
})

describe('a backup', () => {
  const fetch = 'cat /data/default/backup/*.db | base64 && rm /data/default/backup/*.db'
  const store = 'umask 077; cd /data/default; base64 -d > new && rm -f "$0.db-wal" "$0.db-shm" && mv new "$0.db"'

  it('is fetched from the volumes, and put back into them: what was revoked stays so', async () => {
    const tokens = await app.tokens(new Person(at.issuer, 'ada', PASSWORD))
    const { copies } = await at.ctl(['backup'])
    assert.deepEqual(copies.map(({ service }) => service).sort(), [...KEEP_DATA].sort())
    const data = new Map()
    for (const name of KEEP_DATA) data.set(name, await inside((await at.ids(name))[0], 'sh', '-c', fetch))
    assert.equal((await app.revoke(tokens.refresh_token)).status, 200)
    await at.compose(['stop'])
    for (const [name, copy] of data) {
      await at.compose(['run', '--rm', '-T', '--no-deps', '--entrypoint', 'sh', name, '-c', store, name], copy)
    }
    await at.compose(['up', '-d'])
    await at.healthy(SERVICES)
    assert.equal((await app.refresh(tokens.refresh_token)).body.error, 'invalid_grant')
    await app.tokens(new Person(at.issuer, 'ada', PASSWORD))
  })
})
