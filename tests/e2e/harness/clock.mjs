// clock - an installation whose wall clocks a test moves forward, by what the soak loads into
// processes (tests/soak/trouble.c).
//
// Their clocks go together; that of the test and of ostiaryctl stays, so whoever needs the latter
// does so before.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Steering } from '../../soak/steering.mjs'
import { startCluster } from './cluster.mjs'

const root = resolve(import.meta.dirname, '../../..')
const library = resolve(process.env.OSTIARY_BIN ?? join(root, 'build/bin'), '../tests/lib/trouble.so')

// As startCluster, and { ahead(ms) }: so far ahead of the time at which it began.
export async function startClock({ env = {}, ...options } = {}) {
  const folder = mkdtempSync(join(process.env.OSTIARY_TMP ?? tmpdir(), 'ostiary-clock-'))
  const steering = new Steering(join(folder, 'clock'))
  const own = { LD_PRELOAD: library, OSTIARY_TROUBLE: steering.path, OSTIARY_TROUBLE_DATA: `${folder}/` }
  const cluster = await startCluster({ ...options, env: { ...env, ...own } })
  const stop = cluster.stop.bind(cluster)

  cluster.ahead = (ms) => steering.set('clock_ms', ms)
  cluster.stop = async () => {
    const how = await stop()
    steering.close()
    rmSync(folder, { recursive: true, force: true })
    return how
  }
  return cluster
}
