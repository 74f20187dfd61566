import type { ObjectContext } from '@restatedev/restate-sdk'
import { exams, notices } from '../../../src'
import { type EngineClock, recordDecision, sendToObject } from '../../../src/restate/sendHandler'
import { leadTo, openLive } from '../../../src/testing/liveRegistration'

/** What a registration keeps, sends and answers, event by event. */
export type Ghost = {
  kept: [name: string, value: unknown][]
  sent: { handler: string; input: unknown; delay: number; key: string }[]
  answer: unknown
}

/** The registration that is overheard; ids of the same length stand in for it. */
export const model = 'model-0000000'

const exam = exams['social-worker']
const notice = notices['gd-2024-social-worker']
if (exam === undefined || notice === undefined) throw new Error('nothing to register for')

const first = openLive({
  registrationId: model,
  candidateId: `of ${model}`,
  exam,
  notice,
  candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
  at: notice.windows.registration.opens,
})

/** From the form to the certificate. */
export const whole = leadTo(first, 'certified')

/** From the form to the payment. */
export const life = leadTo(first, 'registered')

/** Overhears a registration. */
export async function overhear(): Promise<Ghost[]> {
  const state = new Map<string, unknown>()
  let ghost: Ghost = { kept: [], sent: [], answer: undefined }
  const client = (_: unknown, key: string) =>
    new Proxy(
      {},
      {
        get: (_, handler: string) => (input: unknown, opts?: { getOpts(): { delay?: number } }) =>
          ghost.sent.push({ handler, input, delay: opts?.getOpts().delay ?? 0, key }),
      },
    )
  const ctx = {
    key: model,
    get: async (name: string) => state.get(name) ?? null,
    set(name: string, value: unknown) {
      state.set(name, value)
      ghost.kept.push([name, value])
    },
    objectSendClient: client,
  } as unknown as ObjectContext
  const now = () => Date.parse('2010-01-01T00:00:00+08:00')
  const clock: EngineClock = { now, journaled: async () => now(), delivers: true }
  const ghosts: Ghost[] = []
  const say = (answer: unknown) => {
    ghosts.push({ ...ghost, answer })
    ghost = { kept: [], sent: [], answer: undefined }
  }
  recordDecision(ctx, clock, null, first.decision, {
    type: 'open',
    event: { ...first.input, exam: '', notice: '' },
  })
  say(first.decision)
  for (const event of life.events) say(await sendToObject(ctx, clock, event))
  return ghosts
}
