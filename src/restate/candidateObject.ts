import {
  handlers,
  type ObjectContext,
  type ObjectOptions,
  type ObjectSharedContext,
  object,
  type VirtualObjectDefinition,
} from '@restatedev/restate-sdk'
import { open } from '../engine/decide'
import { buildRefusal } from '../engine/refusal'
import { type CarryOver, carryOverAfter, historyFor, noCarryOver } from '../model/carryOver'
import type { OpenInput } from '../model/context'
import { isEnded } from '../persistence/standing'
import type { CandidateHistory } from '../schema/vocabulary'
import { engineOptions } from './engineOptions'
import {
  type CandidateHandlers,
  candidateObject,
  type RegistrationChange,
  type RegistrationHandlers,
  registrationObject,
  type StoredDecision,
} from './objects'

/** A registration among the candidate's. */
type Member = {
  legacy: CarryOver
  /** What the caller knew when it was opened. */
  known?: CandidateHistory
  sitting: string
  ended: boolean
}

type Members = Record<string, Member>

const members = async (ctx: ObjectContext | ObjectSharedContext): Promise<Members> =>
  (await ctx.get<Members>('members')) ?? {}

function historyOf(
  all: Members,
  id: string,
  { legacy, known }: Pick<Member, 'legacy' | 'known'>,
): CandidateHistory {
  const others = Object.entries(all).filter(([other]) => other !== id)
  return historyFor(
    legacy,
    others.map(([, member]) => member.legacy),
    known,
  )
}

/** Whether another one for the same exam, year and sitting is live. */
const rivals = (all: Members, id: string, { legacy, sitting }: Member): boolean =>
  Object.entries(all).some(
    ([other, member]) =>
      other !== id &&
      !member.ended &&
      member.sitting === sitting &&
      member.legacy.exam === legacy.exam &&
      member.legacy.examYear === legacy.examYear,
  )

const exists: StoredDecision = {
  accepted: false,
  refusal: buildRefusal('registration.exists', undefined),
  snapshot: null,
  facts: [],
  fired: [],
}

async function register(ctx: ObjectContext, input: OpenInput): Promise<StoredDecision> {
  const { registrationId: id, exam, notice, history: known } = input
  const all = await members(ctx)
  const legacy = noCarryOver(exam.code, notice.examYear)
  const decision = open({ ...input, history: historyOf(all, id, { legacy, ...(known && { known }) }) })
  if (decision.snapshot === null) return decision
  const member: Member = {
    legacy: carryOverAfter(legacy, decision.facts),
    ...(known && { known }),
    sitting: notice.sitting ?? '',
    ended: isEnded(decision.snapshot),
  }
  if (!member.ended && rivals(all, id, member)) return exists
  ctx.set('members', { ...all, [id]: member })
  return decision
}

/** A registration waits for this answer, so that nothing here may wait for a registration. */
async function registrationChanged(
  ctx: ObjectContext,
  { registrationId: id, at, facts, ended }: RegistrationChange,
): Promise<boolean> {
  const all = await members(ctx)
  const before = all[id]
  if (before === undefined) return true
  const member = { ...before, legacy: carryOverAfter(before.legacy, facts), ended }
  if (before.ended && !ended && rivals(all, id, member)) return false
  const after = { ...all, [id]: member }
  ctx.set('members', after)
  for (const [other, one] of Object.entries(all)) {
    const history = historyOf(after, other, one)
    if (other === id || JSON.stringify(history) === JSON.stringify(historyOf(all, other, one))) continue
    ctx.objectSendClient<RegistrationHandlers>(registrationObject, other).applyHistory({ history, at })
  }
  return true
}

async function erase(ctx: ObjectSharedContext): Promise<number> {
  let erased = 0
  for (const id of Object.keys(await members(ctx))) {
    erased += await ctx.objectClient<RegistrationHandlers>(registrationObject, id).erase()
  }
  return erased
}

const { exclusive, shared } = handlers.object

/**
 * The virtual object that serialises the openings of a candidate and keeps what each registration leaves behind for the
 * others. Bind it beside `registration`.
 * @param options of the engine: how long it keeps answers, how it tries again
 */
export const candidate = (
  options: ObjectOptions = {},
): VirtualObjectDefinition<'candidate', CandidateHandlers> =>
  object({
    ...candidateObject,
    handlers: {
      enter: exclusive({ ingressPrivate: true }, register),
      hear: exclusive({ ingressPrivate: true }, registrationChanged),
      registrations: shared(async (ctx: ObjectSharedContext) => Object.keys(await members(ctx))),
      erase: shared(erase),
    },
    options: { ...engineOptions, ...options },
  })
