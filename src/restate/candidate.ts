import {
  handlers,
  type ObjectContext,
  type ObjectOptions,
  type ObjectSharedContext,
  object,
  type VirtualObjectDefinition,
} from '@restatedev/restate-sdk'
import type { OpenInput } from '../context'
import { open, refusal } from '../decide'
import { historyFor, type Legacy, legacyAfter, noLegacy } from '../history'
import { isEnded } from '../keeping/standing'
import type { History } from '../words'
import { lasting } from './lasting'
import {
  type Answer,
  type CandidateHandlers,
  type News,
  type RegistrationHandlers,
  theCandidate,
  theRegistration,
} from './objects'

/** A registration among the candidate's. */
type Member = {
  legacy: Legacy
  /** What the caller knew when it was opened. */
  known?: History
  sitting: string
  ended: boolean
}

type Members = Record<string, Member>

const members = async (ctx: ObjectContext | ObjectSharedContext): Promise<Members> =>
  (await ctx.get<Members>('members')) ?? {}

function historyOf(all: Members, id: string, { legacy, known }: Pick<Member, 'legacy' | 'known'>): History {
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

const exists: Answer = {
  accepted: false,
  refusal: refusal('registration.exists', undefined),
  snapshot: null,
  facts: [],
  fired: [],
}

async function enter(ctx: ObjectContext, input: OpenInput): Promise<Answer> {
  const { registrationId: id, exam, notice, history: known } = input
  const all = await members(ctx)
  const legacy = noLegacy(exam.code, notice.examYear)
  const decision = open({ ...input, history: historyOf(all, id, { legacy, ...(known && { known }) }) })
  if (decision.snapshot === null) return decision
  const member: Member = {
    legacy: legacyAfter(legacy, decision.facts),
    ...(known && { known }),
    sitting: notice.sitting ?? '',
    ended: isEnded(decision.snapshot),
  }
  if (!member.ended && rivals(all, id, member)) return exists
  ctx.set('members', { ...all, [id]: member })
  return decision
}

/** A registration waits for this answer, so that nothing here may wait for a registration. */
async function hear(ctx: ObjectContext, { registrationId: id, at, facts, ended }: News): Promise<boolean> {
  const all = await members(ctx)
  const before = all[id]
  if (before === undefined) return true
  const member = { ...before, legacy: legacyAfter(before.legacy, facts), ended }
  if (before.ended && !ended && rivals(all, id, member)) return false
  const after = { ...all, [id]: member }
  ctx.set('members', after)
  for (const [other, one] of Object.entries(all)) {
    const history = historyOf(after, other, one)
    if (other === id || JSON.stringify(history) === JSON.stringify(historyOf(all, other, one))) continue
    ctx.objectSendClient<RegistrationHandlers>(theRegistration, other).bring({ history, at })
  }
  return true
}

async function erase(ctx: ObjectSharedContext): Promise<number> {
  let erased = 0
  for (const id of Object.keys(await members(ctx))) {
    erased += await ctx.objectClient<RegistrationHandlers>(theRegistration, id).erase()
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
    ...theCandidate,
    handlers: {
      enter: exclusive({ ingressPrivate: true }, enter),
      hear: exclusive({ ingressPrivate: true }, hear),
      registrations: shared(async (ctx: ObjectSharedContext) => Object.keys(await members(ctx))),
      erase: shared(erase),
    },
    options: { ...lasting, ...options },
  })
