import * as z from 'zod'
import type { LocalizedText } from './language'
import { checkCites } from './model/citations'
import { nearestName, unknownField } from './schema/issueMessages'
import { semanticChecks } from './schema/issues'
import { named } from './schema/jsonSchema'
import { lazy, localizedTextShape } from './schema/primitives'
import { roles } from './schema/vocabulary'

/** The format of a journey. */

/** The expectation of a step; without `refused` the event must be accepted. */
const expectationShape = lazy(() =>
  z.strictObject({
    /** Dotted paths of states that must all be active. */
    state: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    /** Types of facts that must be emitted, or objects whose fields an emitted fact must have. */
    facts: z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).optional(),
    /** The rule that must refuse the event. */
    refused: z.string().optional(),
    /** Types of facts that must not be emitted. */
    absent: z.array(z.string()).optional(),
  }),
)
export type Expectation = z.infer<ReturnType<typeof expectationShape>>

const stepSenderShape = lazy(() =>
  z.union([z.enum(roles), z.strictObject({ role: z.string(), id: z.string() })]),
)

const stepFields = lazy(() =>
  // Every other key is a field of the event.
  z.looseObject({
    at: z.string(),
    by: stepSenderShape(),
    type: z.string(),
    expect: expectationShape().optional(),
  }),
)

const ownFields = lazy(() => Object.keys(stepFields().shape))

/** The keys of a step that misspell one of its own fields, which no field of an event resembles. */
export const misspeltKeys = (step: object): string[] =>
  Object.keys(step).filter((key) => !ownFields().includes(key) && nearestName(key, ownFields()) !== undefined)

const stepShape = lazy(() =>
  stepFields().superRefine(
    ...semanticChecks<object>((step, addIssue) => {
      for (const key of misspeltKeys(step)) {
        const { zh, en } = unknownField(key, ownFields())
        addIssue([key], zh, en)
      }
    }),
  ),
)
/** One step of a journey: an event with its fields, and the expectation of its decision. */
export type JourneyStep = z.infer<ReturnType<typeof stepShape>>

export const titleShape = lazy(() => z.union([z.string().min(1), localizedTextShape()]))

/** The title of a journey, in one language or in both. */
export type JourneyTitle = z.infer<ReturnType<typeof titleShape>>

/**
 * Returns the title in a language; a title in only one language is returned unchanged.
 * @example
 * ```ts
 * import { titleIn } from 'baokao'
 *
 * titleIn({ zh: '完整的一生', en: 'A whole life' }, 'en') // 'A whole life'
 * ```
 */
export const titleIn = (title: JourneyTitle, lang: keyof LocalizedText): string =>
  typeof title === 'string' ? title : title[lang]

const specShape = lazy(() => z.union([z.string().min(1), z.record(z.string(), z.unknown())]))

/** Unknown keys are issues; those of a step are fields of its event, which `decide` checks, unless they are misspelt. */
const journeyFields = lazy(() =>
  z.strictObject({
    title: titleShape(),
    /** Sections of the official text that the journey shows, or `policy`; with provisions also what they cite. */
    cites: z.array(z.string()),
    /** The exam and its notice: objects, or names of bundled ones. */
    exam: specShape(),
    notice: specShape(),
    /** The kind of registration, for an exam with several kinds. */
    kind: z.string().optional(),
    history: z.record(z.string(), z.unknown()).optional(),
    candidate: z.record(z.string(), z.unknown()).optional(),
    /** The instant at which the registration is opened. */
    open: z.string(),
    steps: z.array(stepShape()),
  }),
)

/**
 * The schema of a journey under provisions.
 * @param local the passages of local law that the journey can cite
 */
export const localJourneyShape = (local: readonly string[]) =>
  journeyFields().superRefine(
    ...semanticChecks<{ cites: string[] }>(({ cites }, addIssue) =>
      checkCites(cites, ['cites'], addIssue, local),
    ),
  )

export const journeyShape = lazy(() =>
  named('Journey', { zh: '报考过程', en: 'Journey' }, localJourneyShape([])),
)

/** A candidate's path as data: an exam and its notice, the opening, and the events in order with their expectations. */
export type Journey = z.infer<ReturnType<typeof journeyShape>>
