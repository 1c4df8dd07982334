// last_look - when all is well again: a household looks at everything it knows of.

import * as account from './deeds_account.mjs'
import * as admin from './deeds_admin.mjs'
import * as code from './deeds_code.mjs'
import * as families from './deeds_family.mjs'
import * as grant from './deeds_grant.mjs'
import { Chance } from './chance.mjs'

// A deed that picks one of a list, with each of the list.
async function each(h, list, act) {
  const all = h[list]
  for (const one of [...all]) {
    h[list] = [one]
    await act(h, new Chance('any'))
  }
  h[list] = all
}

async function oldSecret(h) {
  const { thing, value } = h.oldSecret
  await h.deed('show an old secret', [], async () => {
    const form = { grant_type: 'client_credentials', scope: 'things' }
    const { status } = await h.app.post('/oauth2/token', form, h.app.basic(value))
    return { outcome: 'done', sees: { [thing]: status === 200 } }
  })
}

export async function lastLook(h) {
  await admin.lookAtNames(h)
  for (const guest of h.guests) await admin.lookAtGuest(h, guest)
  await grant.credentials(h)
  if (h.oldSecret) await oldSecret(h)
  for (const family of [...h.families]) {
    family.stillUntil = 0
    await families.lookAtFamily(h, family)
  }
  await each(h, 'dead', families.lookAtDead)
  await each(h, 'grants', grant.lookAtGrant)
  for (const browser of [...h.browsers]) await account.askInBrowser(h, browser)
  for (const fresh of h.codes.splice(0)) await code.redeemCode(h, fresh)
  await account.signIn(h)
  if (h.oldPassword) await account.signInWith(h, h.oldPassword.value, h.oldPassword.thing)
}
