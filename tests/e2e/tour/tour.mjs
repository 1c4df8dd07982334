// tour - pictures of every page in every look, to be looked at: node tour.mjs FOLDER [NAME...]
//
// FOLDER/en/390-light/consent.png and so on; FOLDER/index.html shows them side by side.  English in
// all four looks, the other languages on a phone by day.  With NAMEs only what begins so: consent,
// ja/, en/1280-dark/account.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LOOKS, launch, open } from '../harness/chromium.mjs'
import { prepare } from './prepare.mjs'
import { STOPS } from './stops.mjs'

const LOCALES = { en: 'en-GB', de: 'de-DE', es: 'es-ES', fr: 'fr-FR', zh: 'zh-CN', ja: 'ja-JP' }
const [folder, ...names] = process.argv.slice(2)
const wanted = (folder, name) =>
  names.length === 0 || names.some((begin) => name.startsWith(begin) || `${folder}/${name}`.startsWith(begin))
const taken = []

async function shoot(page, ...path) {
  const file = `${join(...path)}.png`
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  await page.screenshot({ path: join(folder, file), fullPage: true })
  taken.push(file)
}

const cookiesOf = (person) =>
  [...person.cookies].map(([name, value]) => ({ name, value, url: person.issuer }))

// One page for all that somebody sees in a row: opening one costs more than what is on it.
async function walk(browser, at, lang, look, who) {
  const stops = STOPS.filter((stop) => stop[1] === who && wanted(`${lang}/${look.name}`, stop[0]))
  if (stops.length === 0) return
  const page = await open(browser, look, { locale: LOCALES[lang] })
  if (who) await page.context().addCookies(cookiesOf(at.people[who]))
  for (const [name, , where, act] of stops) {
    try {
      await page.goto(new URL(typeof where === 'function' ? where(at) : where, at.cluster.issuer).href)
      await act?.(page)
      const wide = await page.evaluate('document.documentElement.scrollWidth')
      if (wide > look.width) console.log(`${name}, ${lang}, ${look.name}: ${wide} wide`)
      await shoot(page, lang, look.name, name)
    } catch (error) {
      console.log(`${name}, ${lang}, ${look.name}: ${error.message.split('\n')[0]}`)
    }
  }
  await page.context().close()
}

const kindOf = (mail) => mail.text.match(/https?:\/\/[^/\s]+(\/[^?\s]*)/)[1].replaceAll('/', '-').slice(1) || 'home'

// Each kind of mail once: as HTML, and as text for who reads that.
async function mails(browser, at, look) {
  const seen = new Set()
  for (const mail of at.sink.mails) {
    if (seen.has(kindOf(mail))) continue
    seen.add(kindOf(mail))
    if (!wanted(`mail/${look.name}`, kindOf(mail))) continue
    const page = await open(browser, look)
    await page.setContent(mail.html)
    await shoot(page, 'mail', look.name, kindOf(mail))
    await page.context().close()
    writeFileSync(join(folder, 'mail', `${kindOf(mail)}.txt`), `${mail.subject}\n\n${mail.text}`)
  }
}

function index() {
  const figures = taken.sort().map((file) => `<figure><figcaption>${file}</figcaption><a href="${file}"><img src="${file}" alt="" loading="lazy"></a></figure>`)
  const style = 'body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif;background:#888}figure{margin:0}img{max-height:40rem}'
  writeFileSync(join(folder, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Tour</title><style>${style}</style>${figures.join('\n')}`)
}

const at = await prepare()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => at.stop().then(() => process.exit(1)))
const browser = await launch()
try {
  for (const lang of Object.keys(LOCALES)) {
    for (const look of lang === 'en' ? LOOKS : LOOKS.slice(0, 1)) {
      for (const who of new Set(STOPS.map((stop) => stop[1]))) await walk(browser, at, lang, look, who)
    }
  }
  for (const look of LOOKS) await mails(browser, at, look)
  index()
  console.log(`${taken.length} pictures: ${join(folder, 'index.html')}`)
} finally {
  await browser.close()
  await at.stop()
}
