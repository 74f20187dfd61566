import type { Application, ApplicationChange } from '../model/application'
import { hasForfeited } from '../model/commitment'
import type { Context } from '../model/context'
import { applicationPart, correctedApplication } from '../model/correction'
import { isBarred } from '../model/integrity'
import { levelOf, specialtiesOf } from '../model/levels'
import { creditCounts } from '../model/marks'
import { type Millis, within } from '../time'
import { aboutApproval, changesApplication } from './correcting'
import {
  about,
  anyOf,
  atInstant,
  branch,
  everywhere,
  type Guard,
  type GuardArgs,
  type RuleParams,
  type Rules,
  refusal,
} from './rule'

/** Creates a guard on an application: a saved one, or the result of a correction request or its approval. */
function aboutApplication(test: (context: Context, application: Application, at: Millis) => boolean): Guard {
  const testChange = (context: Context, change: ApplicationChange | undefined, at: Millis) => {
    const application = correctedApplication(context, change)
    return application !== undefined && test(context, application, at)
  }
  return anyOf(
    about('application.save', ({ context, event, at }) => test(context, event.application, at)),
    about('correction.request', ({ context, event, at }) =>
      testChange(context, applicationPart(event.changes), at),
    ),
    // An approval has no changes; they are in the pending correction of the context.
    aboutApproval((context, correction, at) => testChange(context, correction.application, at)),
  )
}

/** Computes the values of a message from the application that `aboutApplication` judges. */
function paramsOfApplication(compute: (context: Context, application: Application) => RuleParams) {
  return (args: GuardArgs): RuleParams => {
    let params: RuleParams = {}
    aboutApplication((context, application) => {
      params = compute(context, application)
      return false
    })(args)
    return params
  }
}

const missingSubjects = (context: Context, application: Application): string[] =>
  (levelOf(context, application)?.subjects ?? []).filter((subject) => !application.subjects.includes(subject))

const creditedSubjects = (context: Context, application: Application): string[] =>
  application.subjects.filter((subject) =>
    context.credits.some(
      (credit) => credit.subject === subject && creditCounts(context, application, credit),
    ),
  )

function isOffered({ terms }: Context, application: Application): boolean {
  const level = terms.levels.find(({ code }) => code === application.level)
  if (level === undefined || !terms.places.includes(application.place)) return false
  const { subjects, specialty } = application
  if (specialty === undefined ? level.specialty : !specialtiesOf(terms, level).includes(specialty))
    return false
  return (
    subjects.length > 0 &&
    new Set(subjects).size === subjects.length &&
    subjects.every((subject) => level.subjects.includes(subject))
  )
}

const outsideRegistration = atInstant(({ terms: { registration, pauses = [] } }, at) => {
  return !within(registration, at) || pauses.some((pause) => within(pause, at))
})

export const fillingRules = {
  'application.locked': refusal({
    cites: ['6.4.6'],
    standsAgainst: everywhere,
  }),
  'application.window': refusal({
    cites: ['6.1'],
    until: ['registration.pauses', 'registration.closes'],
    from: ['registration.opens'],
    // Applies to the approval of a correction only if the application itself changes (§6.13.1).
    standsAgainst: (args) =>
      outsideRegistration(args) && (args.event.type !== 'correction.approve' || changesApplication(args)),
  }),
  'application.offered': refusal({
    cites: ['6.4.3'],
    standsAgainst: aboutApplication((context, application) => !isOffered(context, application)),
  }),
  'application.all-subjects': refusal({
    cites: ['9.1'],
    standsAgainst: aboutApplication(
      (context, application) =>
        levelOf(context, application)?.years === 1 && missingSubjects(context, application).length > 0,
    ),
    params: paramsOfApplication((context, application) => ({
      subjects: missingSubjects(context, application),
    })),
  }),
  'application.already-credited': refusal({
    cites: ['policy'],
    standsAgainst: aboutApplication(
      (context, application) => creditedSubjects(context, application).length > 0,
    ),
    params: paramsOfApplication((context, application) => ({
      subjects: creditedSubjects(context, application),
    })),
  }),
  'commitment.offered': refusal({
    cites: ['policy'],
    standsAgainst: about(
      'route.choose',
      ({ context, event }) => event.route === 'commitment' && !context.terms.commitment,
    ),
  }),
  'commitment.eligible': refusal({
    cites: ['5', '6.4.5'],
    standsAgainst: anyOf(
      about(
        'route.choose',
        ({ context, event, at }) => event.route === 'commitment' && isBarred(context, at),
      ),
      (args) => args.event.type === 'commitment.sign' && atInstant(isBarred)(args),
    ),
  }),
  'commitment.no-return': refusal({
    cites: ['5.1.4', '6.4.5'],
    standsAgainst: anyOf(
      about('route.choose', ({ context, event }) => event.route === 'commitment' && hasForfeited(context)),
      ({ context, event }) => event.type === 'commitment.sign' && hasForfeited(context),
    ),
  }),
} satisfies Rules<'application' | 'commitment'>

export const fillingBranches = {
  routeChosen: branch({
    cites: ['6.4.5'],
    holds: ({ context }) => context.route !== undefined,
  }),
  choosesProof: branch({
    cites: ['6.4.5'],
    holds: about('route.choose', ({ event }) => event.route === 'proof'),
  }),
  proofRoute: branch({
    cites: ['6.4.7'],
    holds: ({ context }) => context.route === 'proof',
  }),
}
