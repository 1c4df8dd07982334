// deeds - what a household does, and how often; run(household, chance).
//
// Whoever draws a deed for which something is missing gets that first: no code, so one is asked for;
// nobody is signed in, so somebody signs in.

import * as account from './deeds_account.mjs'
import * as admin from './deeds_admin.mjs'
import * as code from './deeds_code.mjs'
import * as family from './deeds_family.mjs'
import * as grant from './deeds_grant.mjs'

export const DEEDS = [
  { weight: 12, run: account.askForCode },
  { weight: 12, run: code.redeem },
  { weight: 4, run: code.redeemAtOnce },
  { weight: 2, run: code.redeemAgain },
  { weight: 16, run: family.refresh },
  { weight: 5, run: family.refreshAtOnce },
  { weight: 2, run: family.steal },
  { weight: 12, run: family.lookAtAccess },
  { weight: 6, run: family.lookAtRefresh },
  { weight: 8, run: family.lookAtDead },
  { weight: 4, run: family.userinfo },
  { weight: 3, run: family.revoke },
  { weight: 2, run: family.revokeAndRefresh },
  { weight: 4, run: grant.credentials },
  { weight: 3, run: grant.lookAtGrant },
  { weight: 2, run: grant.revokeGrant },

  { weight: 1, run: account.signIn },
  { weight: 0.5, run: account.signOut },

  { weight: 1, run: admin.renamePerson },
  { weight: 1, run: admin.renameApp },
  { weight: 1, run: admin.lookAtNames },
  { weight: 0.5, run: admin.rotateSecret },
  { weight: 0.2, run: admin.newPassword },
  { weight: 0.3, run: admin.withdraw },
  { weight: 0.3, run: admin.shutPerson },
  { weight: 0.3, run: admin.shutApp },
  { weight: 0.3, run: admin.guestComes },
  { weight: 0.3, run: admin.guestGoes },
]
