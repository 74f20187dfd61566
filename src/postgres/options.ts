import * as z from 'zod'
import { factTypes } from '../facts'
import { compiled, read } from '../schema/issues'
import { instantShape, lazy } from '../schema/primitives'
import { roles } from '../schema/vocabulary'
import { taskIds } from '../tasks'
import { maxTimeout } from '../time'
import { countKeys } from './count'
import {
  adoptionNoteShape,
  adoptShape,
  archiveShape,
  archivingShape,
  countShape,
  functionShape,
  keyShape,
  limitShape,
  maxInteger,
  nameShape,
  objectShape,
  pruneShape,
  resealShape,
  revisionShape,
  shadowShape,
  signalShape,
  timerShape,
  verifyShape,
} from './optionShapes'

/** The schemas of the options of all calls of a store. */

/** What is added to the time limit of a handler, so that its lease outlasts it. */
export const leaseMargin = 10_000

const leaseFields = () => ({
  consumer: nameShape(),
  tries: countShape(1000),
  anyOrder: z.array(z.enum(factTypes)).optional(),
})

const filterFields = () => ({
  ids: z.array(z.string()).optional(),
  candidateId: z.string().optional(),
  exam: z.string().optional(),
  examYear: z.int().min(0).max(maxInteger).optional(),
  notice: z.string().optional(),
  places: z.array(z.string()).max(1000).optional(),
  within: z.array(z.string()).max(1000).optional(),
  level: z.string().optional(),
  state: z.string().optional(),
  dueBefore: instantShape().optional(),
  waitsFor: z.enum(roles).optional(),
  task: z.enum(taskIds).optional(),
})

/** The fields of what sends many events. */
const bulkFields = () => ({
  batch: countShape(10_000),
  inFlight: countShape(1000),
  dryRun: z.boolean().optional(),
  onProgress: functionShape().optional(),
  onDecision: functionShape().optional(),
})

const replayShape = lazy(() => z.strictObject({ archive: archiveShape().optional() }))

const optionsOf = {
  createStore: lazy(() =>
    z.strictObject({
      registrations: objectShape().optional(),
      now: functionShape().optional(),
      prepare: z.boolean().optional(),
      schema: z
        .string()
        .regex(/^(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,39}$/)
        .optional(),
      maxAhead: z.number().min(0).max(maxTimeout).optional(),
      chain: z.boolean().optional(),
      sealPersonal: functionShape().optional(),
      openPersonal: functionShape().optional(),
      listen: z.boolean().optional(),
      onStuck: functionShape().optional(),
      onActivity: functionShape().optional(),
    }),
  ),
  open: lazy(() =>
    z.strictObject({
      tx: z.unknown().optional(),
      by: z.strictObject({ role: z.enum(roles), id: z.string().min(1).max(200) }).optional(),
      may: functionShape().optional(),
    }),
  ),
  // An invalid key is refused as a part of the event.
  send: lazy(() =>
    z.strictObject({
      key: z.unknown().optional(),
      tx: z.unknown().optional(),
      may: functionShape().optional(),
      ifRevision: revisionShape(),
    }),
  ),
  sendAll: lazy(() => z.strictObject(bulkFields())),
  sendToNotice: lazy(() =>
    z.strictObject({ ...bulkFields(), key: keyShape().optional(), signal: signalShape().optional() }),
  ),
  shadow: lazy(shadowShape),
  adopt: lazy(adoptShape),
  'note of adopt': lazy(adoptionNoteShape),
  // Other fields are the caller's own. An invalid id, event or key is refused with a decision.
  'item of sendAll': lazy(() =>
    z.looseObject({
      retryRefused: z.boolean().optional(),
      may: functionShape().optional(),
      ifRevision: revisionShape(),
    }),
  ),
  get: lazy(() => z.strictObject({ tx: z.unknown().optional(), now: z.boolean().optional() })),
  find: lazy(() =>
    z.discriminatedUnion('orderBy', [
      z.strictObject({
        ...filterFields(),
        orderBy: z.literal('id').optional(),
        after: z.string().optional(),
        limit: limitShape(),
      }),
      z.strictObject({
        ...filterFields(),
        orderBy: z.literal('waiting'),
        // The registration that was found may be given whole.
        after: z.object({ registrationId: z.string(), waitingSince: instantShape() }).optional(),
        limit: limitShape(),
      }),
    ]),
  ),
  count: lazy(() => z.strictObject({ ...filterFields(), by: z.array(z.enum(countKeys)) })),
  refusals: lazy(() => z.strictObject({ since: instantShape(), by: z.literal('rule') })),
  log: lazy(() => z.strictObject({ after: revisionShape(), limit: limitShape() })),
  replay: replayShape,
  verify: lazy(verifyShape),
  repair: replayShape,
  erase: lazy(() => z.strictObject({ ended: z.boolean().optional() })),
  exportCandidate: lazy(() => z.strictObject({ after: z.string().optional(), limit: limitShape() })),
  reseal: lazy(resealShape),
  prune: lazy(pruneShape),
  archive: lazy(archivingShape),
  fireDeadlines: lazy(() =>
    z.strictObject({
      until: instantShape().optional(),
      limit: countShape(Number.MAX_SAFE_INTEGER),
      signal: signalShape().optional(),
    }),
  ),
  deliver: lazy(() =>
    z.strictObject({
      batch: countShape(10_000),
      limit: countShape(Number.MAX_SAFE_INTEGER),
      maxMs: timerShape(),
      timeout: timerShape(Math.floor((maxTimeout - leaseMargin) / 2)),
      backoff: functionShape().optional(),
      onFailure: functionShape().optional(),
      signal: signalShape().optional(),
      ...leaseFields(),
    }),
  ),
  deadLetters: lazy(() =>
    z.strictObject({
      consumer: nameShape(),
      type: z.enum(factTypes).optional(),
      since: instantShape().optional(),
      // The dead letter may be given whole.
      after: z.object({ deadAt: instantShape(), position: z.int() }).optional(),
      limit: limitShape(),
    }),
  ),
  retryDeadLetters: lazy(() =>
    z
      .strictObject({
        ids: z.array(z.string()).optional(),
        consumer: nameShape(),
        type: z.enum(factTypes).optional(),
        since: instantShape().optional(),
      })
      .refine(({ ids, type, since }) => (ids === undefined) !== (type === undefined && since === undefined), {
        params: { zh: '须给出 ids，或 type、since', en: 'needs ids, or type and since' },
      }),
  ),
  lease: lazy(() =>
    z.strictObject({
      ...leaseFields(),
      limit: countShape(10_000),
      factsOfEach: countShape(100),
      leaseMs: timerShape(),
    }),
  ),
  settle: lazy(() =>
    z.strictObject({
      ...leaseFields(),
      backoff: functionShape().optional(),
      // A leased fact may be given back whole.
      results: z.array(
        z
          .looseObject({
            id: z.string(),
            lease: z.string(),
            error: z.string().optional(),
            attempt: countShape(32_000),
            undeliverable: z.boolean().optional(),
            release: z.boolean().optional(),
          })
          .refine(({ error, attempt }) => error === undefined || attempt !== undefined, {
            params: {
              zh: '有 error 的须给出 attempt',
              en: 'needs the attempt of the leased fact beside an error',
            },
          }),
      ),
    }),
  ),
  waitForFacts: lazy(() => z.strictObject({ maxMs: timerShape(), signal: signalShape().optional() })),
  addConsumer: lazy(() =>
    z.strictObject({
      name: nameShape().unwrap(),
      types: z.array(z.enum(factTypes)).min(1).optional(),
      from: z.enum(['start', 'now']).optional(),
    }),
  ),
} as const

/**
 * Checks the options of a call.
 * @throws `RangeError` that names every option that is wrong or unknown
 */
export function checkOptions(call: keyof typeof optionsOf, given: unknown): void {
  if (given === undefined) return
  // Everything is optional, so that a `Map` or a `Date` would pass as an object without fields.
  if (Object.prototype.toString.call(given) !== '[object Object]')
    throw new RangeError(`${call}: must be an object with fields`)
  const shape: z.ZodType = optionsOf[call]()
  if (compiled(shape).safeParse(given).success) return
  const { issues = [] } = read(shape, given, { titled: false })
  throw new RangeError(`${call}: ${issues.map(({ path, en }) => `${path} ${en}`.trim()).join('; ')}`)
}
