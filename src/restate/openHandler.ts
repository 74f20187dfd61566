import type { ObjectContext } from '@restatedev/restate-sdk'
import { inputShape, type OpenInput, type OpeningWithTerms } from '../model/opening'
import { termsOf } from '../model/terms'
import { digestOf } from '../persistence/digest'
import { personalNumberIssues } from '../persistence/personalNumber'
import { anyInstant, asStored, refusedOpening } from '../persistence/refusals'
import { personalMeta } from '../persistence/splitPersonalData'
import { storableIssues } from '../persistence/storable'
import { aheadOf, openerIssues } from '../persistence/timedEvent'
import type { OpenedBy, StoredDecision } from '../persistence/types'
import { type Issue, read } from '../schema/issues'
import { formatInstant } from '../time'
import { reservedEnd } from './deliverHandler'
import {
  type CandidateHandlers,
  candidateObject,
  type ObjectOpenInput,
  type OpeningDecision,
} from './objects'
import { type ObjectSettings, recordDecision } from './sendHandler'

/**
 * An opening in the log. It has the ids of the exam and the notice, and the terms that they gave, because the full objects
 * are long and the embedder has them. The history is that of the decision, with what other registrations carried over.
 */
export type LoggedOpening = OpeningWithTerms & { exam: string; notice: string; by?: OpenedBy }

/** The digest of the accepted opening, and its decision. */
type Opened = { digest: string; answer: OpeningDecision }

const stateName = 'opening'

/** Adds the id and an instant, because the schema requires both. */
function completed(input: ObjectOpenInput, key: string): unknown {
  if (typeof input !== 'object' || input === null) return input
  const { by: _, at, ...rest } = input
  return { registrationId: key, ...rest, at: at === undefined ? anyInstant : at }
}

/** The issues of the ids: the registration's id must be the object's key, the candidate's id must be a valid key. */
function idIssues({ registrationId, candidateId }: OpenInput, key: string): Issue[] {
  const unlike = { path: 'registrationId', zh: '须与对象的键相同', en: 'must be the key of the object' }
  // The facts of a registration are delivered by an object with this key.
  const reserved = { path: 'registrationId', zh: '不得以 /facts 结尾', en: 'must not end in /facts' }
  return [
    ...(registrationId === key ? [] : [unlike]),
    ...(key.endsWith(reservedEnd) ? [reserved] : []),
    ...storableIssues([['candidateId', candidateId]]),
    ...(personalNumberIssues('registrationId', registrationId) ?? []),
    ...(personalNumberIssues('candidateId', candidateId) ?? []),
  ]
}

/** Opens a registration. The candidate's object decides, so that openings are decided one after the other. */
export async function openObject(
  ctx: ObjectContext,
  settings: ObjectSettings,
  given: ObjectOpenInput,
): Promise<StoredDecision> {
  const { data, issues = data && idIssues(data, ctx.key) } = read(inputShape(), completed(given, ctx.key))
  if (data === undefined || issues === undefined || issues.length > 0)
    return refusedOpening('input.malformed', issues)
  const { by } = given
  const openerProblems = openerIssues(given.at, by)
  if (openerProblems !== undefined) return refusedOpening('input.malformed', openerProblems)
  const timed = given.at !== undefined
  const { at, meta, ...rest } = data
  const digest = digestOf(timed ? { ...rest, at } : rest)
  const opened = await ctx.get<Opened>(stateName)
  if (opened !== null)
    return opened.digest === digest
      ? asStored(opened.answer, 1, true)
      : refusedOpening('registration.id-in-use')
  const now = await settings.journaled(ctx)
  const ahead = aheadOf(given.at, { now, maxAhead: settings.maxAhead })
  if (ahead !== undefined) return refusedOpening(ahead)
  const input: OpenInput = { ...rest, at: timed ? at : formatInstant(now) }
  const { decision, history } = await ctx
    .objectClient<CandidateHandlers>(candidateObject, data.candidateId)
    .register(input)
  if (!decision.accepted || decision.snapshot === null) return asStored(decision, undefined)
  ctx.set<Opened>(stateName, { digest, answer: decision })
  const { exam, notice, ...opening } = input
  const event: LoggedOpening = {
    ...opening,
    history,
    exam: exam.code,
    notice: notice.id,
    terms: termsOf(exam, notice, input.kind),
    ...(by && { by }),
  }
  recordDecision(ctx, settings, null, decision, { type: 'open', event, personal: personalMeta(meta) })
  return asStored(decision, 1)
}
