import type { ObjectContext } from '@restatedev/restate-sdk'
import { buildRefusal } from '../engine/refusal'
import { inputShape, type OpenInput } from '../model/context'
import { digestOf } from '../persistence/digest'
import { storable } from '../persistence/storable'
import type { RuleId } from '../rules'
import { type Issue, read } from '../schema/issues'
import { formatInstant } from '../time'
import { type CandidateHandlers, candidateObject, type ObjectOpenInput, type StoredDecision } from './objects'
import { type EngineClock, recordDecision } from './sendHandler'

/** The opening that came first, and what was answered. */
type Opened = { digest: string; answer: StoredDecision }

const refused = (rule: RuleId, issues?: Issue[]): StoredDecision => ({
  accepted: false,
  refusal: buildRefusal(rule, undefined, issues),
  snapshot: null,
  facts: [],
  fired: [],
})

/** The schema asks for an id and an instant; the engine has both. */
const filled = (input: ObjectOpenInput, key: string): unknown =>
  typeof input === 'object' && input !== null
    ? { registrationId: key, at: '2000-01-01T00:00:00+08:00', ...input }
    : input

/** What is wrong with the ids of an opening: the object's key is the registration's id, and a candidate has an object. */
function idIssues({ registrationId, candidateId }: OpenInput, key: string): Issue[] {
  const issues: Issue[] = []
  if (registrationId !== key) {
    issues.push({ path: 'registrationId', zh: '须与对象的键相同', en: 'must be the key of the object' })
  }
  if (!storable(candidateId)) {
    issues.push({
      path: 'candidateId',
      zh: '含有无法保存的字符',
      en: 'holds a character that cannot be stored',
    })
  }
  return issues
}

/** Opens a registration; the candidate's object decides, so that one is opened after the other. */
export async function openObject(
  ctx: ObjectContext,
  clock: EngineClock,
  given: ObjectOpenInput,
): Promise<StoredDecision> {
  const { data, issues = data && idIssues(data, ctx.key) } = read(inputShape(), filled(given, ctx.key))
  if (data === undefined || issues === undefined || issues.length > 0)
    return refused('input.malformed', issues)
  const stamp = given.at !== undefined
  const { at, ...rest } = data
  const digest = digestOf(stamp ? data : rest)
  const opened = await ctx.get<Opened>('opening')
  if (opened !== null) return opened.digest === digest ? opened.answer : refused('registration.exists')
  const input: OpenInput = { ...rest, at: stamp ? at : formatInstant(await clock.journaled(ctx)) }
  const answer = await ctx.objectClient<CandidateHandlers>(candidateObject, data.candidateId).register(input)
  if (!answer.accepted) return answer
  ctx.set<Opened>('opening', { digest, answer })
  // The exam and the notice by their names: they are long, and the portal has them.
  const event = { ...input, exam: input.exam.code, notice: input.notice.id }
  recordDecision(ctx, clock, null, answer, { type: 'open', event })
  return answer
}
