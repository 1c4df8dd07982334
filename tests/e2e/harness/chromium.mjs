// chromium - a real browser, and what is asked of every page that it shows.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const SHOTS = process.env.OSTIARY_SHOTS // folder for pictures; default: none are kept
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// Widths of a phone and of a desk, by day and by night.
export const LOOKS = [390, 1280].flatMap((width) =>
  ['light', 'dark'].map((colorScheme) => ({ name: `${width}-${colorScheme}`, width, colorScheme })),
)

export function launch() {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true })
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

// Where an app would be called back, on this machine: { uri, close }.
export async function callback(answer = (request, response) => response.end('back at the app')) {
  const server = createServer(answer)
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return { uri: `http://127.0.0.1:${server.address().port}/callback`, port: server.address().port, close: () => server.close() }
}

// A page in a context of its own: `page.complaints` are the lines of its console.
export async function open(browser, look, more = {}) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 800 },
    colorScheme: look.colorScheme,
    javaScriptEnabled: false,
    ...more,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.complaints = []
  page.on('console', (message) => page.complaints.push(message.text()))
  return page
}

// Presses a button or follows a link, and waits for the page that comes of it.
export async function press(page, selector) {
  const arrived = page.waitForNavigation()
  await page.click(selector)
  await arrived
}

// Nothing stands out to the side, and the policy of the page allows all that is on it.
export async function fits(page, name, look) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(width <= look.width, `${name} is ${width} wide`)
  assert.deepEqual(page.complaints.filter((text) => /Content Security|violates/.test(text)), [])
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}

// What axe-core and the browser itself find wrong: nothing.  Needs a context with JavaScript.
export async function accessible(page, name) {
  await page.evaluate(axe)
  const { violations, moved } = await page.evaluate(async () => ({
    violations: (await globalThis.axe.run()).violations,
    moved: performance.getEntriesByType('layout-shift').length,
  }))
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html}`)
  assert.deepEqual(told, [], name)
  assert.equal(moved, 0, `${name} moves while it loads`)
}
