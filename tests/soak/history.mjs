// history - the journals of a soak, read and joined: deeds, calls, things, and what befell the host.

export const DATABASES = ['courier', 'usersvc', 'authsvc', 'tokensvc']

// The two lines of each number become one: at, until.
function join(who, rows, kind) {
  const begun = new Map()
  const joined = []
  for (const { t, ...row } of rows) {
    const n = row[kind]
    if (n === undefined) continue
    if (!begun.has(n)) begun.set(n, { who, ...row, at: t })
    else joined.push({ ...begun.get(n), ...row, until: t })
  }
  return joined
}

// { made, mortal, ended, mayEnd: [times] } of each "client thing".
function thingsOf(deeds) {
  const things = new Map()
  const at = (who, thing) => {
    const name = `${who} ${thing}`
    if (!things.has(name)) things.set(name, { mayEnd: [] })
    return things.get(name)
  }
  for (const { who, at: begun, until, ends, makes, mortal, ended, sees } of deeds) {
    for (const thing of Object.keys(sees)) at(who, thing)
    for (const thing of makes) Object.assign(at(who, thing), { made: until, mortal: mortal?.[thing] })
    for (const thing of ends) at(who, thing).mayEnd.push(begun)
    for (const thing of ended) at(who, thing).ended = Math.min(until, at(who, thing).ended ?? Infinity)
  }
  endWithWhole(things)
  return things
}

// What ends "family 3" ends "family 3.access 8".
function endWithWhole(things) {
  for (const [name, thing] of things) {
    const whole = name.includes('.') && things.get(name.slice(0, name.indexOf('.')))
    if (!whole) continue
    thing.mayEnd = [...thing.mayEnd, ...whole.mayEnd]
    if (whole.ended !== undefined) thing.ended = Math.min(whole.ended, thing.ended ?? Infinity)
  }
}

const HOLDING = ['pause', 'full disk', 'slow disk']
const CLOCKS = ['clock step', 'clocks differ']

const overlap = (windows, from, to) =>
  windows.reduce((sum, w) => sum + Math.max(0, Math.min(w.until, to) - Math.max(w.at, from)), 0)
const meets = (windows, from, to) => windows.some(({ at, until }) => at <= to && until >= from)

class Host {
  constructor(rows) {
    this.troubles = join(
      'host',
      rows.map(({ over, ...row }) => (over ? { ...row, trouble: over } : row)),
      'trouble',
    )
    this.lags = rows.filter(({ lag }) => lag).map(({ t, lag }) => ({ at: t - lag, until: t }))
    this.exits = rows
      .filter(({ exited }) => exited)
      .map(({ exited, t, ...row }) => ({ slot: exited, at: t, ...row }))
    this.ends = rows.filter(({ ended }) => ended).map(({ ended, ...row }) => ({ slot: ended, ...row }))
    this.databases = Object.assign({}, ...rows.map(({ databases }) => databases ?? {}))
    this.felt = rows.flatMap(({ felt }) => felt ?? [])
    this.alarms = rows.flatMap(({ alarms }) => alarms ?? [])
    this.absences = rows.flatMap((row, i) => (row.killed ? [absence(rows, i)] : []))
    this.returns = this.absences
      .filter(({ ready }) => ready)
      .map((gone) => ({ ...gone, after: this.#held(gone, HOLDING) }))
    this.outages = outages(rows).map((gone) => ({
      ...gone,
      after: this.#held(gone, [...HOLDING, ...CLOCKS]),
    }))
  }

  // When the last trouble was over that may have held up this start.
  #held({ from, ready }, kinds) {
    const holding = this.#windows(kinds)
    return Math.max(
      0,
      ...holding
        .filter(({ at, until }) => at <= ready && until >= from)
        .map(({ until }) => Math.min(until, ready)),
    )
  }

  #windows(kinds, slot) {
    return this.troubles.filter(({ what, slots }) => kinds.includes(what) && (!slot || slots.includes(slot)))
  }

  troubled(kinds, from, to) {
    return meets(this.#windows(kinds), from, to)
  }

  clockWrong(from, to) {
    return this.troubled(CLOCKS, from, to)
  }

  paused(slot, from, to) {
    return overlap(this.#windows(['pause'], slot), from, to)
  }

  lag(from, to) {
    return overlap(this.lags, from, to)
  }

  // Was this process killed, or not there yet again, at some time between?
  away(slot, from, to) {
    return this.absences.some(
      (gone) => gone.slot === slot && gone.from <= to && (gone.until ?? Infinity) >= from,
    )
  }
}

// From a kill until the process is ready again, or is killed once more before that.
function absence(rows, i) {
  const { t: from, killed: slot } = rows[i]
  const next = rows.slice(i + 1).find((row) => row.ready === slot || row.killed === slot)
  return { slot, from, until: next?.t, ready: next?.ready && next.t }
}

// From the kill of all replicas of a service until one is heard of.
function outages(rows) {
  return rows.flatMap(({ t: ready, answered }, i) => {
    const kill = answered && rows.slice(0, i).findLast((row) => row.service === answered)
    return kill ? [{ slot: `all of ${answered}`, service: answered, from: kill.t, ready }] : []
  })
}

// journals: as readJournals() gives them.
export function historyOf({ host, ...clients }) {
  const each = (kind) => Object.entries(clients).flatMap(([who, rows]) => join(who, rows, kind))
  const deeds = each('deed').map((deed) => ({ ends: [], sees: {}, makes: [], ended: [], ...deed }))
  return { deeds, calls: each('call'), things: thingsOf(deeds), host: new Host(host) }
}
