// troubles - what can befall the host, a row each, and the plan of a soak.
//
// A plan is drawn from the seed alone, before anything runs: the same seed, number of kills and
// minutes give the same plan.  What the processes make of it in their threads cannot be replayed.

import { Chance } from './chance.mjs'

const RACK = ['usersvc', 'authsvc', 'tokensvc', 'gateway']
const HOUR = 3_600_000

// lasts: ms, at least and at most.  draw() gives details; slots: whom it befalls.  felt: as trouble.c counts it.
export const TROUBLES = {
  'kill -9': {
    draw: (chance, slots) => ({ slots: [chance.pick(slots)] }),
    begin: (host, { slots }) => slots.forEach((name) => host.kill(name)),
  },
  'kill -9 of a whole service': {
    draw: (chance, slots) => {
      const service = chance.pick(RACK)
      return { service, slots: slots.filter((name) => name.startsWith(service)) }
    },
    begin: (host, { service, slots }) => {
      slots.forEach((name) => host.kill(name))
      host.listen(service)
    },
  },
  pause: {
    lasts: [200, 3000],
    draw: (chance, slots) => ({ slots: [chance.pick(slots)] }),
    begin: (host, { slots }) => slots.forEach((name) => host.signal(name, 'SIGSTOP')),
    end: (host, { slots }) => slots.forEach((name) => host.signal(name, 'SIGCONT')),
  },
  'full disk': {
    felt: 'full',
    lasts: [300, 2500],
    draw: (chance, slots) => ({ slots }),
    begin: (host, { slots }) => host.steer(slots, 'full', 1),
    end: (host, { slots }) => host.steer(slots, 'full', 0),
  },
  'slow disk': {
    felt: 'slow',
    lasts: [300, 2500],
    draw: (chance, slots) => ({ slots, ms: chance.between(1, 30) }),
    begin: (host, { slots, ms }) => host.steer(slots, 'slow_ms', ms),
    end: (host, { slots }) => host.steer(slots, 'slow_ms', 0),
  },
  // The clock of the whole host.
  'clock step': {
    felt: 'clock',
    lasts: [500, 5000],
    draw: (chance, slots) => ({ slots, ms: chance.pick([-1, 1]) * chance.between(1000, 2 * HOUR) }),
    begin: (host, { slots, ms }) => host.steer(slots, 'clock_ms', ms),
    end: (host, { slots }) => host.steer(slots, 'clock_ms', 0),
  },
  // As on several hosts: one process has another time than the rest.
  'clocks differ': {
    felt: 'clock',
    lasts: [500, 5000],
    draw: (chance, slots) => ({
      slots: [chance.pick(slots)],
      ms: chance.pick([-1, 1]) * chance.pick([200, 1000, 4000, 30_000, HOUR]),
    }),
    begin: (host, { slots, ms }) => host.steer(slots, 'clock_ms', ms),
    end: (host, { slots }) => host.steer(slots, 'clock_ms', 0),
  },
}

const WEATHER = Object.keys(TROUBLES).filter((what) => TROUBLES[what].lasts)
const WHOLE_SERVICE = 0.05 // of the strokes that kill
const FOUND_DEAD = 0.05 // of those to be killed, at most: somebody else was there first
const LULL = [300, 2500]

function drawKills(seed, slots, kills, length) {
  const chance = new Chance(seed, 'kills')
  const plan = []
  for (let n = 0; n < kills * (1 + FOUND_DEAD);) {
    const what = chance.happens(WHOLE_SERVICE) ? 'kill -9 of a whole service' : 'kill -9'
    const row = { at: chance.between(0, length), what, ...TROUBLES[what].draw(chance, slots) }
    n += row.slots.length
    plan.push(row)
  }
  return plan
}

// One after the other with lulls between, all kinds in turn, in ever another order.
function drawWeather(seed, slots, length) {
  const chance = new Chance(seed, 'weather')
  const plan = []
  for (let at = 0, round = []; ;) {
    if (round.length === 0) round = chance.shuffle(WEATHER)
    const what = round.pop()
    at += chance.between(...LULL)
    const lasts = chance.between(...TROUBLES[what].lasts)
    if (at + lasts > length) return plan
    plan.push({ at, what, lasts, ...TROUBLES[what].draw(chance, slots) })
    at += lasts
  }
}

// [{ at, what, slots, lasts… }] in the order of time; `kills` processes are to die, and a few more.
export function drawPlan({ seed, slots, kills, length }) {
  const plan = [...drawKills(seed, slots, kills, length), ...drawWeather(seed, slots, length)]
  return plan.sort((a, b) => a.at - b.at)
}
