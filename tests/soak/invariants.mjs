// invariants - what must hold whatever befell the host, judged from the journals alone (journal.mjs).
//
// Each row looks at the story that history.mjs makes of the journals and returns { judged, excused,
// violations }.  Excused is what is not judged because the trouble itself may explain it; it is
// counted, so that nobody takes it for proven.

import { DATABASES } from './history.mjs'
import { TROUBLES } from './troubles.mjs'

const WITHIN_MS = 1000 // what has ended is ended everywhere
const BACK_MS = 1000 // a process that was killed is ready again
const LATE_MS = 100 // past its deadline

const seconds = (ms) => (ms / 1000).toFixed(3)

function tally() {
  const result = { judged: 0, excused: 0, violations: [] }
  result.add = (good, text) => {
    result.judged++
    if (!good) result.violations.push(text())
  }
  return result
}

const sight = ({ who, does, deed, at }, thing) => `${who} ${does} (deed ${deed}, ${seconds(at)} s): ${thing}`

function nothingLost({ deeds, things, host }) {
  const result = tally()
  for (const deed of deeds) {
    for (const [name, alive] of Object.entries(deed.sees)) {
      const thing = things.get(`${deed.who} ${name}`)
      if (!thing || thing.made === undefined || thing.made > deed.at) continue
      const mayHaveEnded = thing.mayEnd.some((at) => at <= deed.until)
      if (mayHaveEnded) continue
      if (!alive && thing.mortal !== undefined && mayHaveExpired(host, thing, deed)) result.excused++
      else
        result.add(
          alive,
          () => `${sight(deed, name)} is gone; it was acknowledged at ${seconds(thing.made)} s`,
        )
    }
  }
  return result
}

function mayHaveExpired(host, thing, deed) {
  return deed.until - thing.made > thing.mortal || host.clockWrong(thing.made - 10_000, deed.until)
}

function nothingRevived({ deeds, things }) {
  const result = tally()
  for (const deed of deeds) {
    for (const [name, alive] of Object.entries(deed.sees)) {
      const ended = things.get(`${deed.who} ${name}`)?.ended
      if (ended === undefined || deed.at < ended + WITHIN_MS) continue
      result.add(
        !alive,
        () => `${sight(deed, name)} is alive; its end was acknowledged at ${seconds(ended)} s`,
      )
    }
  }
  return result
}

// A code yields tokens once; a refresh token, however often it is shown, has one successor.
function nothingTwice({ deeds }) {
  const result = tally()
  const gains = new Map()
  for (const { who, does, spent, gained } of deeds) {
    if (spent) gains.set(`${who} ${does} ${spent}`, [...(gains.get(`${who} ${does} ${spent}`) ?? []), gained])
  }
  for (const [what, all] of gains) {
    const isCode = what.includes('redeem')
    result.add(
      isCode ? all.length === 1 : new Set(all).size === 1,
      () => `${what} gave ${all.length} times: ${all.join(' ')}`,
    )
  }
  return result
}

// A gateway that was paused could not answer meanwhile, and the soak itself notices late when it is
// kept from running: both are added to what a request may take.  Those that needed it are excused.
function inTime({ calls, host }) {
  const result = tally()
  for (const call of calls) {
    const took = call.until - call.at
    const most = call.limit + LATE_MS
    const kept = host.paused(call.via, call.at, call.until) + host.lag(call.at, call.until)
    const answered = call.cut !== 'too late'
    if (answered && took > most && took <= most + kept) result.excused++
    else
      result.add(
        answered && took <= most,
        () =>
          `${call.who} ${call.what} (call ${call.call}, ${seconds(call.at)} s): ` +
          `${Math.round(took)} ms by ${call.via}, ${Math.round(most + kept)} allowed`,
      )
  }
  return result
}

const KNOWN_ERRORS = new Set([
  'temporarily_unavailable',
  'server_error',
  'invalid_grant',
  'invalid_client',
  'invalid_token',
  'login_required',
  'consent_required',
  'interaction_required',
  'unauthorized_client',
])

// What is wrong with an answer; undefined: nothing.
function fault({ status, type, error, whole, retry }, diskFull) {
  if (status < 400) return error && !KNOWN_ERRORS.has(error) ? `redirects with ${error}` : undefined
  if (type === 'text/html' && !whole) return 'half a page'
  if (type === 'application/json' && !KNOWN_ERRORS.has(error)) return `the error ${error}`
  if (type !== 'text/html' && type !== 'application/json') return `a body of type ${type}`
  if ((status === 503 || status === 429) && !(Number(retry) > 0)) return 'no Retry-After'
  if (status >= 500 && status !== 503 && !(status === 500 && diskFull)) return 'no such status is expected'
  return undefined
}

function properAnswers({ calls, host }) {
  const result = tally()
  for (const call of calls.filter(({ via, cut }) => via !== 'ostiaryctl' && cut !== 'too late')) {
    const where = () => `${call.who} ${call.what} (call ${call.call}, ${seconds(call.at)} s) by ${call.via}: `
    if (call.cut) {
      result.add(
        host.away(call.via, call.at, call.until),
        () => `${where()}${call.cut}, and nobody had killed the gateway`,
      )
      continue
    }
    const wrong = fault(call, host.troubled(['full disk'], call.at - 1000, call.until))
    result.add(!wrong, () => `${where()}${call.status}, ${wrong}`)
  }
  return result
}

// Disks and pauses hold up a start; from their end the process has its second anew.  Those that needed
// it, or a moment in which the soak itself was kept from running, are excused.
function backSoon({ host }) {
  const result = tally()
  for (const { slot, from, until } of host.absences) {
    result.add(until !== undefined, () => `${slot}, killed at ${seconds(from)} s, did not come back`)
  }
  for (const { slot, from, ready, after } of [...host.returns, ...host.outages]) {
    const since = Math.max(from, after)
    const kept = host.lag(since, ready)
    if (ready - from > BACK_MS && ready - since - kept <= BACK_MS) result.excused++
    else
      result.add(
        ready - from <= BACK_MS,
        () => `${slot}, killed at ${seconds(from)} s, was back after ${Math.round(ready - from)} ms`,
      )
  }
  return result
}

// A service that finds the disk full may refuse to start, and says so by its status.
function noOtherEnds({ host }) {
  const result = tally()
  for (const { slot, at, foreseen, code, signal, up } of host.exits) {
    const couldNotStart = !up && code === 1 && host.troubled(['full disk', 'slow disk'], at - 5000, at)
    if (couldNotStart) result.excused++
    else
      result.add(
        foreseen,
        () => `${slot} ended by itself at ${seconds(at)} s: status ${code}, signal ${signal}`,
      )
  }
  for (const { slot, code, signal } of host.ends) {
    result.add(
      code === 0,
      () => `${slot} did not end cleanly when it was told to: status ${code}, signal ${signal}`,
    )
  }
  return result
}

function soundDatabases({ host }) {
  const result = tally()
  for (const name of DATABASES) {
    result.add(
      host.databases[name] === 'ok',
      () => `${name}: ${host.databases[name] ?? 'it was not looked at'}`,
    )
  }
  return result
}

// Lines that no trouble explains.
function quietLogs({ host }) {
  const result = tally()
  result.add(host.alarms.length === 0, () => host.alarms.slice(0, 5).join('\n  '))
  return result
}

// A trouble that nobody met proves nothing.
function everyTroubleFelt({ host }) {
  const result = tally()
  for (const what of new Set(host.troubles.map((trouble) => trouble.what))) {
    const word = TROUBLES[what].felt
    if (word)
      result.add(
        host.felt.some((felt) => felt[word] > 0),
        () => `${what}: no process met it`,
      )
  }
  return result
}

export const INVARIANTS = {
  'no acknowledged write is lost': nothingLost,
  'nothing is spent twice': nothingTwice,
  'nothing that has ended lives on': nothingRevived,
  'no request goes past its deadline': inTime,
  'every answer is a proper one': properAnswers,
  'whatever was killed is back within a second': backSoon,
  'no process ends by itself': noOtherEnds,
  'no log sounds an alarm': quietLogs,
  'every database is sound': soundDatabases,
  'every trouble was felt': everyTroubleFelt,
}

// { name: { judged, excused, violations } }
export const judge = (history) =>
  Object.fromEntries(Object.entries(INVARIANTS).map(([name, look]) => [name, look(history)]))
