import { type RegistrationEvent, runJourney, statePaths } from '../../src'
import { journeys } from '../../src/journeys'

/** The examples of the document: events, answers and refusals of a journey. */

const { steps } = runJourney(journeys['lives/1-a-whole-life'])

const shown = ['agreement.accept', 'application.save', 'commitment.sign', 'payment.settle']

const bodyOf = ({ at: _, by: __, ...body }: RegistrationEvent): object => body

/** The first accepted step with an event of the type. */
const stepOf = (type: string) => steps.find(({ event, decision }) => event.type === type && decision.accepted)

const named = (entries: readonly (readonly [string, unknown])[]) => ({
  examples: Object.fromEntries(entries.map(([name, value]) => [name, { value }])),
})

/** The examples of bodies, by operation. */
export const bodyExamples: Readonly<Record<string, object>> = {
  openRegistration: named([
    ['candidate', { exam: 'social-worker', notice: 'gd-2024-social-worker' }],
    [
      'portal',
      { registrationId: 'R1', candidateId: 'C1', exam: 'social-worker', notice: 'gd-2024-social-worker' },
    ],
  ]),
  sendEvent: named(
    shown.flatMap((type) => {
      const step = stepOf(type)
      return step === undefined ? [] : [[type, bodyOf(step.event as RegistrationEvent)] as const]
    }),
  ),
  leaseFacts: named([['mail', { consumer: 'mail', limit: 10, seconds: 60, wait: 20 }]]),
  settleFacts: named([['mail', { consumer: 'mail', done: [{ id: 'R1/3/0', lease: 'GcEyN1Vt0nLk' }] }]]),
}

/** The examples of answers, by operation. */
export const answerExamples: Readonly<Record<string, object>> = {
  sendEvent: named(
    shown.flatMap((type) => {
      const step = stepOf(type)
      if (step === undefined || step.decision.snapshot === null) return []
      const { facts, fired, snapshot } = step.decision
      const state = statePaths(snapshot.value).join(' ')
      return [[type, { state, revision: steps.indexOf(step) + 2, facts, fired, repeated: false }] as const]
    }),
  ),
}
