import { newContext } from '../model/context'
import { account, verifying } from './account'
import { anywhere } from './always'
import { certified } from './certified'
import { declaring } from './declaring'
import { ended } from './ended'
import { filling } from './filling'
import { paying } from './paying'
import { qualifying } from './qualifying'
import { registrationSetup } from './setup'
import { marking, notPassed, registered } from './sitting'

/**
 * The life of a registration (报名): one candidate, one exam, one exam year, from account to certificate and beyond.
 *
 * Its configuration is plain data. Guards are the ids of rules, delays the names of deadlines, actions the types of
 * facts (and `remember`, which moves `context.at`). A requirement is an arrow of its own that leads nowhere and emits
 * `event.refused`.
 */
export const registrationMachine = registrationSetup.createMachine({
  id: 'registration',
  description: 'A registration for a professional qualification exam, from account to certificate.',
  /** XState makes it from the input of `open`. */
  context: ({ input }) => newContext(input),
  initial: 'account',
  on: anywhere,
  states: {
    account,
    verifying,
    filling,
    declaring,
    paying,
    registered,
    marking,
    notPassed,
    qualifying,
    certified,
    ended,
  },
})
