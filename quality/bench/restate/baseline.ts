import type { ObjectContext } from '@restatedev/restate-sdk'
import { exams, notices } from '../../../src'
import { nationalRegistrations } from '../../../src/registrations/registrations'
import { type ObjectSettings, recordDecision, sendToObject } from '../../../src/restate/sendHandler'
import { leadTo, openLive } from '../../../src/testing/liveRegistration'
import { TestClock } from '../../../src/testing/testClock'

/** The stored values, the calls and the answer of a registration for one event. */
export type BaselineStep = {
  stored: [name: string, value: unknown][]
  calls: { handler: string; input: unknown; delay: number; key: string }[]
  answer: unknown
}

/** The id of the recorded registration; the ids that replace it have the same length. */
export const recordedId = 'model-0000000'

const first = openLive({
  registrationId: recordedId,
  candidateId: `of ${recordedId}`,
  exam: exams['social-worker'],
  notice: notices['gd-2024-social-worker'],
  candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
  at: notices['gd-2024-social-worker'].windows.registration.opens,
})

export const formToCertificate = leadTo(first, 'certified')

export const formToPayment = leadTo(first, 'registered')

/** Records each step of a registration from the form to the payment, on a context that keeps everything in memory. */
export async function recordBaseline(): Promise<BaselineStep[]> {
  const state = new Map<string, unknown>()
  let step: BaselineStep = { stored: [], calls: [], answer: undefined }
  const client = (_: unknown, key: string) =>
    new Proxy(
      {},
      {
        get: (_, handler: string) => (input: unknown, opts?: { getOpts(): { delay?: number } }) =>
          step.calls.push({ handler, input, delay: opts?.getOpts().delay ?? 0, key }),
      },
    )
  const ctx = {
    key: recordedId,
    get: async (name: string) => state.get(name) ?? null,
    set(name: string, value: unknown) {
      state.set(name, value)
      step.stored.push([name, value])
    },
    objectSendClient: client,
  } as unknown as ObjectContext
  const clock = new TestClock()
  const settings: ObjectSettings = {
    now: clock.now,
    journaled: async () => clock.now(recordedId),
    maxAhead: 60_000,
    delivers: true,
    registrations: nationalRegistrations(),
  }
  const steps: BaselineStep[] = []
  const finish = (answer: unknown) => {
    steps.push({ ...step, answer })
    step = { stored: [], calls: [], answer: undefined }
  }
  recordDecision(ctx, settings, null, first.decision, {
    type: 'open',
    event: { ...first.input, exam: '', notice: '' },
  })
  finish(first.decision)
  for (const event of formToPayment.events)
    finish(await sendToObject(ctx, settings, clock.event(recordedId, event)))
  return steps
}
