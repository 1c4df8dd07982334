// soak - load on a whole installation while its processes are killed, paused, and lied to.
//
//   node soak.mjs [--seed N] [--kills K] [--minutes M] [--keep]
//
// Replicas of every service run on one data folder over ipc, as ./dev up runs them.  Households
// (household.mjs) use them; troubles (troubles.mjs) befall them; when all is over and well again the
// households look at everything once more.  Then the journals are judged (invariants.mjs).  The seed
// decides the plan of troubles and what each household draws, and so replays; how threads, processes
// and answers interleave does not.
//
// OSTIARY_BIN: the programs.  Exit status: 0 if every invariant held, 1 if not, 2 for bad use.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { freePort, sleep } from '../e2e/harness/cluster.mjs'
import { Asker } from './asker.mjs'
import { Ctl } from './ctl.mjs'
import { DATABASES, historyOf } from './history.mjs'
import { Household } from './household.mjs'
import { judge } from './invariants.mjs'
import { Journal, now, readJournals } from './journal.mjs'
import { Keeper } from './keeper.mjs'
import { summary } from './summary.mjs'
import { TROUBLES, drawPlan } from './troubles.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const REPLICAS = { courier: 1, usersvc: 2, authsvc: 2, tokensvc: 3, gateway: 2 }
const HOUSEHOLDS = 8
const PACE = [0, 80] // ms between two deeds
const TICK_MS = 10
const ALARMS = /ssertion|Sanitizer|runtime error:|ahead of the database|malformed|smashing|not a database/

class Soak {
  #clockWrong = 0 // how many troubles make a clock wrong now
  #clockRight = 0 // since when none does

  constructor({ seed, kills, minutes, bin }) {
    Object.assign(this, { seed, kills, minutes, bin })
    this.dir = mkdtempSync(join(process.env.OSTIARY_TMP ?? tmpdir(), 'ostiary-soak-'))
    this.journals = join(this.dir, 'journals')
    mkdirSync(this.journals)
    mkdirSync(join(this.dir, 'log'))
    this.journal = new Journal(this.journals, 'host')
  }

  async prepare() {
    const port = await freePort()
    this.issuer = `http://localhost:${port}`
    const data = join(this.dir, 'data')
    const ctl = new Ctl({ bin: this.bin, data, journal: new Journal(this.journals, 'beginning') })
    await ctl.must(['init', '--issuer', this.issuer, '--port', String(port)])
    const library = resolve(this.bin, '../tests/lib/trouble.so')
    const { bin, dir, journal, issuer } = this
    this.keeper = new Keeper({ bin, dir, journal, issuer, port, library, replicas: REPLICAS })
    process.once('exit', () => this.keeper.abandon()) // whatever ends us
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))
    await this.keeper.start()
    this.households = Array.from({ length: HOUSEHOLDS }, (_, i) => this.#household(i, port, data))
    for (const household of this.households) await household.moveIn()
  }

  #household(i, port, data) {
    const name = `household-${i + 1}`
    const journal = new Journal(this.journals, name)
    const gateways = this.keeper.gateways()
    const asker = new Asker({ journal, gateways, port, issuer: this.issuer, first: i })
    const ctl = new Ctl({ bin: this.bin, data, journal })
    const calmClocksSince = (t) => this.#clockWrong === 0 && this.#clockRight < t
    return new Household({
      name,
      seed: this.seed,
      number: i,
      asker,
      ctl,
      journal,
      calmClocksSince,
      pace: PACE,
    })
  }

  // How late this process itself is: what it measures in such a moment is not the services' doing.
  #watchLag() {
    let last = now()
    return setInterval(() => {
      const late = now() - last - TICK_MS
      last = now()
      if (late > TICK_MS) this.journal.note({ lag: Math.round(late) })
    }, TICK_MS)
  }

  async #befall({ at, ...row }, begin) {
    const { begin: on, end: off } = TROUBLES[row.what]
    const clock = row.what.startsWith('clock')
    await sleep(begin + at - now())
    const trouble = this.journal.begin('trouble', row)
    this.#clockWrong += clock
    on(this.keeper, row)
    if (!off) return
    await sleep(row.lasts)
    off(this.keeper, row)
    this.#clockWrong -= clock
    this.#clockRight = now()
    this.journal.note({ over: trouble })
  }

  async run() {
    const length = this.minutes * 60_000
    const plan = drawPlan({ seed: this.seed, slots: this.keeper.names(), kills: this.kills, length })
    const lag = this.#watchLag()
    let over = false
    const living = this.households.map((household) => household.live(() => over))
    await Promise.race([this.#storm(plan, length), Promise.all(living)]) // a household that fails ends it
    over = true
    await Promise.all(living)
    await this.keeper.allReady()
    await Promise.all(this.households.map((household) => household.lastLook()))
    clearInterval(lag)
  }

  async #storm(plan, length) {
    const begin = now()
    await Promise.all([sleep(length), ...plan.map((row) => this.#befall(row, begin))])
    await this.keeper.allReady()
  }

  async finish() {
    this.households?.forEach(({ asker }) => asker.close())
    await this.keeper?.stop()
    this.journal.note({ databases: await this.#databases(), alarms: this.#alarms() })
  }

  async #databases() {
    const { DatabaseSync } = await import('node:sqlite')
    const check = (name) => {
      const db = new DatabaseSync(join(this.dir, 'data/default', `${name}.db`))
      const said = db
        .prepare('PRAGMA integrity_check')
        .all()
        .map((row) => row.integrity_check)
      db.close()
      return said.join('; ')
    }
    return Object.fromEntries(DATABASES.map((name) => [name, check(name)]))
  }

  #alarms() {
    const folder = join(this.dir, 'log')
    return readdirSync(folder).flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => ALARMS.test(line))
        .map((line) => `${file}: ${line}`),
    )
  }
}

// { good, text, dir }
export async function soak({
  seed,
  kills = 1000,
  minutes = 10,
  bin = process.env.OSTIARY_BIN ?? join(root, 'build/bin'),
}) {
  const it = new Soak({ seed, kills, minutes, bin: resolve(bin) })
  try {
    await it.prepare()
    await it.run()
  } finally {
    await it.finish()
  }
  const history = historyOf(readJournals(it.journals))
  const verdicts = judge(history)
  const good = Object.values(verdicts).every(({ violations }) => violations.length === 0)
  return { good, dir: it.dir, text: summary({ seed, history, verdicts }) }
}

function options() {
  const number = { type: 'string' }
  const { values } = parseArgs({
    options: { seed: number, kills: number, minutes: number, keep: { type: 'boolean' } },
  })
  const { keep = false, seed = Date.now() % 1_000_000, kills = 1000, minutes = 10 } = values
  const numbers = { seed: Number(seed), kills: Number(kills), minutes: Number(minutes) }
  if (!Object.values(numbers).every((n) => n >= 0))
    throw new Error('--seed, --kills and --minutes take numbers')
  return { ...numbers, keep }
}

async function main() {
  const { keep, ...asked } = options()
  console.log(`seed ${asked.seed}`)
  const { good, text, dir } = await soak(asked)
  console.log(text)
  if (good && !keep) rmSync(dir, { recursive: true })
  else console.log(`journals, logs and data: ${dir}`)
  process.exitCode = good ? 0 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main().catch((error) => {
    console.error(error.code?.startsWith('ERR_PARSE') ? error.message : error)
    process.exit(2) // whoever still lives
  })
}
