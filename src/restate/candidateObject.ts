import {
  handlers,
  type ObjectContext,
  type ObjectOptions,
  type ObjectSharedContext,
  object,
  type VirtualObjectDefinition,
} from '@restatedev/restate-sdk'
import type { Snapshot } from '../engine/snapshot'
import { carryOverAfter, noCarryOver } from '../model/carryOver'
import type { OpenInput } from '../model/opening'
import { isEnded } from '../persistence/derived'
import { type CandidateRegistration, changedHistory, hasRival, historyOf } from '../persistence/propagation'
import { refuseWith } from '../persistence/refusals'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import type { CandidateHistory } from '../schema/vocabulary'
import { engineOptions } from './engineOptions'
import {
  type CandidateHandlers,
  candidateObject,
  type OpeningDecision,
  type RegistrationChange,
  type RegistrationHandlers,
  registrationObject,
} from './objects'

/** The stored data of each registration of the candidate. */
type OwnRegistration = CandidateRegistration & { sitting: string; kind: string; ended: boolean }

type OwnRegistrations = Record<string, OwnRegistration>

const stateName = 'registrations'

const readAll = async (ctx: ObjectContext | ObjectSharedContext): Promise<OwnRegistrations> =>
  (await ctx.get<OwnRegistrations>(stateName)) ?? {}

const historyIn = (
  all: OwnRegistrations,
  id: string,
  { carryOver, known }: CandidateRegistration,
): CandidateHistory => historyOf(Object.entries(all), id, carryOver, known)

const rivalOf = ({ carryOver: { exam, examYear }, sitting, kind, ended }: OwnRegistration) => ({
  exam,
  examYear,
  sitting,
  kind,
  ended,
})

const hasRivalIn = (all: OwnRegistrations, id: string, own: OwnRegistration): boolean =>
  hasRival(
    rivalOf(own),
    Object.entries(all).flatMap(([other, registration]) => (other === id ? [] : [rivalOf(registration)])),
  )

async function register(
  { open }: Registrations,
  ctx: ObjectContext,
  input: OpenInput,
): Promise<{ decision: OpeningDecision; history: CandidateHistory }> {
  const { registrationId: id, exam, notice, kind = '', history: known } = input
  const all = await readAll(ctx)
  const before = { carryOver: noCarryOver(exam.code, notice.examYear), ...(known && { known }) }
  const history = historyIn(all, id, before)
  const decision = open({ ...input, history })
  if (decision.snapshot === null) return { decision, history }
  const registration: OwnRegistration = {
    ...before,
    carryOver: carryOverAfter(before.carryOver, decision.facts),
    sitting: notice.sitting ?? '',
    kind,
    ended: isEnded(decision.snapshot),
  }
  if (!registration.ended && hasRivalIn(all, id, registration)) {
    const exists = refuseWith<Snapshot | null>(
      nationalRegistrations(),
      'registration.exists',
      undefined,
      null,
    )
    return { decision: exists, history }
  }
  ctx.set(stateName, { ...all, [id]: registration })
  return { decision, history }
}

/** Must not wait for a registration, because a registration waits for the result. */
async function registrationChanged(
  ctx: ObjectContext,
  { registrationId: id, at, facts, ended }: RegistrationChange,
): Promise<boolean> {
  const all = await readAll(ctx)
  const before = all[id]
  if (before === undefined) return true
  const changed = { ...before, carryOver: carryOverAfter(before.carryOver, facts), ended }
  if (before.ended && !ended && hasRivalIn(all, id, changed)) return false
  const after = { ...all, [id]: changed }
  ctx.set(stateName, after)
  for (const [other, registration] of Object.entries(all)) {
    if (other === id) continue
    const history = changedHistory(historyIn(all, other, registration), historyIn(after, other, registration))
    if (history === undefined) continue
    ctx.objectSendClient<RegistrationHandlers>(registrationObject, other).applyHistory({ history, at })
  }
  return true
}

const { exclusive, shared } = handlers.object

/** The options of `candidate`. */
export type CandidateOptions = {
  /** What decides, from `createRegistrations`; by default the national text. `registration` must get the same. */
  registrations?: Registrations<string>
  /** Options of the engine, such as how long it keeps results and how it retries. */
  options?: ObjectOptions
}

/**
 * Creates the virtual object of a candidate. It opens the candidate's registrations one after the other, and stores the
 * carry-over of each. Bind it together with `registration`. The server refuses all calls of it from outside.
 */
export function candidate({
  registrations = nationalRegistrations(),
  options,
}: CandidateOptions = {}): VirtualObjectDefinition<'candidate', CandidateHandlers> {
  return object({
    ...candidateObject,
    handlers: {
      register: exclusive((ctx: ObjectContext, input: OpenInput) =>
        register(registrations as Registrations, ctx, input),
      ),
      registrationChanged: exclusive(registrationChanged),
      registrations: shared(async (ctx: ObjectSharedContext) => Object.keys(await readAll(ctx))),
    },
    options: { ...engineOptions, ...options, ingressPrivate: true },
  })
}
