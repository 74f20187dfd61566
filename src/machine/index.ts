import { newContext } from '../model/opening'
import { lazyObject } from '../schema/primitives'
import { account, accountAnywhere, verifying } from './account'
import { amendingAnywhere } from './amending'
import { certified } from './certified'
import { correctingAnywhere } from './correcting'
import { decidingAnywhere } from './deciding'
import { declaring, declaringAnywhere } from './declaring'
import { ended } from './ended'
import { filling, fillingAnywhere } from './filling'
import { marking, markingAnywhere, notPassed } from './marking'
import { paying, payingAnywhere } from './paying'
import { qualifying } from './qualifying'
import { registrationSetup } from './setup'
import { registered, sittingAnywhere } from './sitting'
import { refuseOtherwise } from './transitions'
import { rootTransitions, withTimers } from './withTimers'

const createRegistrationMachine = () =>
  registrationSetup().createMachine({
    id: 'registration',
    description: 'A registration for a professional qualification exam, from account to certificate.',
    /** Created from the input of `open`. */
    context: ({ input }) => newContext(input),
    initial: 'account',
    on: rootTransitions(
      refuseOtherwise({
        ...accountAnywhere,
        ...fillingAnywhere,
        ...declaringAnywhere,
        ...payingAnywhere,
        ...sittingAnywhere,
        ...markingAnywhere,
        ...correctingAnywhere,
        ...decidingAnywhere,
        ...amendingAnywhere,
      }),
    ),
    states: withTimers({
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
    }),
  })

type Machine = ReturnType<typeof createRegistrationMachine>

/** The type of the machine. It is an interface, so that a declaration file can name it. */
export interface RegistrationMachine extends Machine {}

/**
 * The machine of a registration (报名): one candidate, one exam, one exam year, from account to certificate and beyond.
 *
 * Its configuration is plain data. Guards are the ids of rules, delays the names of deadlines, actions the types of
 * facts (and `remember`, which moves the clock and stores the context changes of the event). A requirement is a
 * transition without a target that emits `event.refused`.
 *
 * It is built on first use: for its hundreds of transitions XState needs a quarter of the time that this library adds to
 * an import.
 */
export const registrationMachine: RegistrationMachine = /* @__PURE__ */ lazyObject(createRegistrationMachine)
