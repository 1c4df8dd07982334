// doctored - journals in which an invariant is broken, beside journals in which the same happened for a
// reason.  A check that cannot fail is worthless.

import { DATABASES } from './history.mjs'
import { INVARIANTS } from './invariants.mjs'

const FELT = { clock: 9, full: 9, slow: 9 }
const SOUND = { t: 90_000, databases: Object.fromEntries(DATABASES.map((name) => [name, 'ok'])) }

// --- lines, as the journals have them; times in ms

const deed = (n, from, until, { does = 'something', ends, ...facts }) => [
  { t: from, deed: n, does, ...(ends && { ends }) },
  { t: until, deed: n, outcome: 'done', ...facts },
]
const call = (from, until, { what = 'POST /oauth2/token', via = 'gateway.0', limit = 5000, ...answer }) => [
  { t: from, call: 1, what, via, limit },
  { t: until, call: 1, type: 'application/json', ...answer },
]
const trouble = (from, until, what, slots = []) => [
  { t: from, trouble: 1, what, slots },
  { t: until, over: 1 },
]

const born = deed(1, 1000, 1010, { makes: ['family'] })
const bornMortal = (ms) => deed(1, 1000, 1010, { makes: ['family'], mortal: { family: ms } })
const bornWithPart = deed(1, 1000, 1010, { makes: ['family', 'family.part'] })
const mayEnd = (from) => deed(2, from, 9000, { ends: ['family'] })
const ended = deed(2, 2000, 2010, { ends: ['family'], ended: ['family'] })
const seen = (alive, from = 5000, thing = 'family') => deed(3, from, from + 10, { sees: { [thing]: alive } })
const twice = (does, ...pairs) =>
  pairs.map(([spent, gained], n) => deed(n + 1, n, 9, { does, spent, gained }))

const answered = (answer) => [call(1000, 1009, answer)]
const UNAVAILABLE = { status: 503, error: 'temporarily_unavailable', retry: '1' }
const FAULT = { status: 500, error: 'server_error' }

const killed = (t, slot = 'gateway.0') => ({ t, killed: slot })
const ready = (t, slot = 'gateway.0') => ({ t, ready: slot })
const allKilled = { t: 1000, trouble: 1, service: 'usersvc' }
const exited = (how) => ({
  t: 1000,
  exited: 'tokensvc.0',
  foreseen: false,
  code: null,
  signal: null,
  up: true,
  ...how,
})

const clockStep = trouble(2000, 3000, 'clock step')
const pauseOf = (slot) => trouble(2000, 3000, 'pause', [slot])
const fullDisk = trouble(900, 3000, 'full disk')
const slowDisk = trouble(900, 3000, 'slow disk')
const late = (ms) => ({ t: 3000, lag: ms })

// --- cases: [what happened, lines of a client, lines of the host]

const holds = 'held'
const breaks = 'broken'

const cases = {
  'no acknowledged write is lost': [
    [holds, 'what was made is seen', [born, seen(true)]],
    [breaks, 'what was made is gone', [born, seen(false)]],
    [holds, 'nobody was told that it was made', [deed(1, 1000, 1010, {}), seen(false)]],
    [holds, 'it was made only later', [deed(1, 4000, 6000, { makes: ['family'] }), seen(false)]],
    [holds, 'its end was begun before', [born, mayEnd(4990), seen(false)]],
    [breaks, 'its end was begun after', [born, mayEnd(5020), seen(false)]],
    [
      holds,
      'the whole that it is part of may have ended',
      [bornWithPart, mayEnd(2000), seen(false, 5000, 'family.part')],
    ],
    [breaks, 'a part is gone', [bornWithPart, seen(false, 5000, 'family.part')]],
    [holds, 'another thing was made', [deed(1, 1000, 1010, { makes: ['family 2'] }), seen(false)]],
    [breaks, 'a mortal thing is gone before its time', [bornMortal(60_000), seen(false)]],
    [holds, 'a mortal thing is gone after its time', [bornMortal(3000), seen(false)]],
    [holds, 'a mortal thing is gone by a wrong clock', [bornMortal(60_000), seen(false)], clockStep],
    [breaks, 'an immortal thing is gone by a wrong clock', [born, seen(false)], clockStep],
  ],
  'nothing that has ended lives on': [
    [breaks, 'alive a second after its end', [born, ended, seen(true, 3011)]],
    [holds, 'alive within that second', [born, ended, seen(true, 3000)]],
    [holds, 'dead after it', [born, ended, seen(false, 3011)]],
    [holds, 'its end was not acknowledged', [born, mayEnd(2000), seen(true)]],
    [
      breaks,
      'a part lives after the whole has ended',
      [bornWithPart, ended, seen(true, 5000, 'family.part')],
    ],
  ],
  'nothing is spent twice': [
    [breaks, 'a code gives tokens twice', twice('redeem a code', ['c', 't1'], ['c', 't2'])],
    [breaks, 'a code gives the same tokens twice', twice('redeem a code', ['c', 't'], ['c', 't'])],
    [holds, 'two codes give tokens', twice('redeem a code', ['c1', 't1'], ['c2', 't2'])],
    [breaks, 'a refresh token has two successors', twice('refresh', ['r', 't1'], ['r', 't2'])],
    [holds, 'a refresh token has one successor twice', twice('refresh', ['r', 't'], ['r', 't'])],
  ],
  'no request goes past its deadline': [
    [holds, 'in time, just', [call(1000, 6100, { status: 200 })]],
    [breaks, 'too late', [call(1000, 6101, { status: 200 })]],
    [breaks, 'an error, too late', [call(1000, 6101, UNAVAILABLE)]],
    [breaks, 'never', [call(1000, 2000, { cut: 'too late' })]],
    [holds, 'the gateway was paused meanwhile', [call(1000, 7000, { status: 200 })], pauseOf('gateway.0')],
    [breaks, 'another was', [call(1000, 7000, { status: 200 })], pauseOf('gateway.1')],
    [holds, 'the witness itself was late', [call(1000, 7000, { status: 200 })], [late(1000)]],
    [breaks, 'it was late by less', [call(1000, 7000, { status: 200 })], [late(800)]],
    [breaks, 'a command, too late', [call(1000, 7200, { via: 'ostiaryctl', limit: 6000, status: 3 })]],
  ],
  'every answer is a proper one': [
    [holds, 'unavailable, and when to come again', answered(UNAVAILABLE)],
    [breaks, 'unavailable, and no word of when', answered({ ...UNAVAILABLE, retry: undefined })],
    [breaks, 'a fault without a reason', answered(FAULT)],
    [holds, 'a fault while the disk is full', answered(FAULT), fullDisk],
    [breaks, 'a fault while it is slow', answered(FAULT), slowDisk],
    [breaks, 'an error that OAuth does not know', answered({ status: 400, error: 'oops' })],
    [breaks, 'an error without a body', answered({ status: 400, type: null })],
    [breaks, 'half a page', answered({ status: 403, type: 'text/html', whole: false })],
    [breaks, 'the status of a proxy', answered({ status: 502, error: 'server_error' })],
    [breaks, 'a redirect with an unknown error', answered({ status: 303, type: null, error: 'oops' })],
    [holds, 'cut off by a kill', answered({ cut: 'ECONNRESET' }), [killed(1005), ready(1300)]],
    [holds, 'refused while it is not back', answered({ cut: 'ECONNREFUSED' }), [killed(800), ready(1300)]],
    [breaks, 'cut off when it is back', answered({ cut: 'ECONNRESET' }), [killed(800), ready(999)]],
    [
      breaks,
      'cut off by the kill of another',
      answered({ cut: 'ECONNRESET' }),
      [killed(1005, 'gateway.1'), ready(1300, 'gateway.1')],
    ],
  ],
  'whatever was killed is back within a second': [
    [holds, 'back soon', [], [killed(1000), ready(2000)]],
    [breaks, 'back late', [], [killed(1000), ready(2001)]],
    [breaks, 'never back', [], [killed(1000)]],
    [holds, 'killed again before it was back', [], [killed(1000), killed(1900), ready(2800)]],
    [holds, 'held up by a disk', [], [killed(1000), slowDisk, ready(4000)]],
    [breaks, 'late after that', [], [killed(1000), slowDisk, ready(4001)]],
    [holds, 'a whole service answers soon', [], [allKilled, { t: 2000, answered: 'usersvc' }]],
    [breaks, 'a whole service answers late', [], [allKilled, { t: 2001, answered: 'usersvc' }]],
  ],
  'no process ends by itself': [
    [holds, 'ended by us', [], [exited({ foreseen: true, signal: 'SIGKILL' })]],
    [breaks, 'ended by itself', [], [exited({ signal: 'SIGABRT' })]],
    [holds, 'could not start on a full disk', [], [fullDisk, exited({ code: 1, up: false })]],
    [breaks, 'could not start on a good one', [], [exited({ code: 1, up: false })]],
    [breaks, 'gave up on a full disk', [], [fullDisk, exited({ code: 1, up: true })]],
    [breaks, 'crashed at its start on a full disk', [], [fullDisk, exited({ signal: 'SIGSEGV', up: false })]],
    [
      breaks,
      'did not end cleanly when told to',
      [],
      [{ t: 1000, ended: 'tokensvc.0', code: 1, signal: null }],
    ],
  ],
  'no log sounds an alarm': [
    [holds, 'silence', []],
    [breaks, 'an alarm', [], [{ t: 1000, alarms: ['the token is ahead of the database'] }]],
  ],
  'every database is sound': [
    [holds, 'sound', []],
    [breaks, 'a page is missing', [], [{ t: 99_000, databases: { usersvc: 'Page 7 is never used' } }]],
  ],
  'every trouble was felt': [
    [holds, 'somebody met it', [], fullDisk],
    [breaks, 'nobody did', [], [fullDisk, { t: 99_000, felt: { ...FELT, full: 0 } }]],
  ],
}

// Processes felt what befell them, unless the case says what they felt.
const feltOf = (rows) => (rows.some(({ felt }) => felt) ? rows : [...rows, { t: 99_000, felt: FELT }])

// [{ invariant, name, broken, client, host }]
export const DOCTORED = Object.keys(INVARIANTS).flatMap((invariant) =>
  (cases[invariant] ?? []).map(([verdict, what, client, host = []]) => ({
    invariant,
    name: `${invariant}, ${verdict}: ${what}`,
    broken: verdict === breaks,
    client: client.flat(),
    host: [SOUND, ...feltOf(host.flat())],
  })),
)
