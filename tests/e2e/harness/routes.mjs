// routes - every row of the gateway's table of routes, as its source has it.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const GATEWAY = join(dirname(fileURLToPath(import.meta.url)), '../../../gateway')
const ROW = /^ROUTE\((\w+),\s*"([^"]+)",\s*(\w+),\s*(\w+),\s*([^)]*)\)|^#include "([^"]+)"/gm

function read(file) {
  return [...readFileSync(join(GATEWAY, file), 'utf8').matchAll(ROW)].flatMap(
    ([, method, path, handler, manner, flags, include]) =>
      include ? read(include) : [{ method, path, handler, manner, flags: flags.split(/\s*\|\s*/).map((flag) => flag.trim()) }],
  )
}

export const ROUTES = read('routes.def')

// An address for a row: value stands where any segment may.
export const addressOf = ({ path }, value = 'x') => path.replace(/:\w+/g, encodeURIComponent(value))

// The method to ask with.
export const methodOf = ({ method }) => (method === 'ANY' ? 'POST' : method)
