import * as z from 'zod'
import { keyIssues, storable } from '../persistence/storable'
import { instantShape } from '../schema/primitives'
import { roles } from '../schema/vocabulary'
import { maxTimeout } from '../time'

/** Schemas of single options. */

export const functionShape = () =>
  z.custom<never>((value) => typeof value === 'function', {
    params: { zh: '须为函数', en: 'must be a function' },
  })
export const objectShape = () =>
  z.custom<never>((value) => typeof value === 'object' && value !== null, {
    params: { zh: '须为对象', en: 'must be an object' },
  })
export const signalShape = () =>
  z.custom<never>((value) => typeof (value as AbortSignal | null)?.aborted === 'boolean', {
    params: { zh: '须为 AbortSignal', en: 'must be an AbortSignal' },
  })
/** The largest `int` of the database. */
export const maxInteger = 2 ** 31 - 1
export const revisionShape = () => z.int().min(0).max(maxInteger).optional()
export const countShape = (most = 1_000_000) => z.int().min(1).max(most).optional()
export const limitShape = () => z.int().min(0).max(1_000_000).optional()
/** The name of a consumer. */
export const nameShape = () =>
  z
    .string()
    .min(1)
    .max(60)
    .refine(storable, {
      params: { zh: '含有无法保存的字符', en: 'holds a character that cannot be stored' },
    })
    .optional()
export const timerShape = (most = maxTimeout) => z.number().min(1).max(most).optional()
/** An idempotency key. */
export const keyShape = () =>
  z.custom<never>((value) => keyIssues(value) === undefined, {
    params: {
      zh: '须为 1 到 200 个字符的文本，且不得含有身份证件号码或手机号码',
      en: 'must be a text of 1 to 200 characters that holds no number of a person',
    },
  })

/** A part of an archive; what else it has is looked at when it is replayed. */
const archivePartShape = () =>
  z.looseObject({
    version: z.literal(1),
    registrationId: z.string(),
    after: z.int().min(0),
    revision: z.int().min(1),
    log: z.array(
      z.looseObject({ revision: z.int().min(1), accepted: z.boolean(), fired: z.array(z.unknown()) }),
    ),
  })

/** An archive: one part or several. */
export const archiveShape = () => z.union([archivePartShape(), z.array(archivePartShape())])

export const pruneShape = () => z.strictObject({ before: instantShape(), signal: signalShape().optional() })
export const archivingShape = () =>
  z.strictObject({
    before: instantShape(),
    limit: countShape(Number.MAX_SAFE_INTEGER),
    signal: signalShape().optional(),
    write: functionShape(),
  })

export const adoptShape = () =>
  z.strictObject({
    by: z.strictObject({ role: z.enum(roles), id: z.string().min(1).max(200) }),
    dryRun: z.boolean().optional(),
    inFlight: countShape(1000),
    deliverRefunds: z.boolean().optional(),
    onProgress: functionShape().optional(),
    onAdopted: functionShape().optional(),
  })
/** An erasure does not reach the note, so that it has names of events and fields, and no text. */
export const adoptionNoteShape = () =>
  z.strictObject({
    line: z.int().min(1).optional(),
    filled: z
      .array(z.string().regex(/^[A-Za-z][A-Za-z.]{0,59}$/))
      .max(100)
      .optional(),
  })

export const shadowShape = () =>
  z.strictObject({
    registrations: objectShape().optional(),
    snapshots: objectShape().optional(),
    states: z.record(z.string(), z.string()).optional(),
    examples: countShape(1000),
    onDifference: functionShape().optional(),
  })

export const verifyShape = () =>
  z.strictObject({
    archive: archiveShape().optional(),
    heads: z.record(z.string(), z.strictObject({ revision: z.int().min(1), link: z.string() })).optional(),
    onProgress: functionShape().optional(),
    signal: signalShape().optional(),
  })

export const resealShape = () =>
  z.strictObject({
    isCurrent: functionShape().optional(),
    onProgress: functionShape().optional(),
    signal: signalShape().optional(),
  })
