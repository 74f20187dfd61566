import * as z from 'zod'
import { pathsAround, type StateValue, statePaths } from '../machine/states'
import { type Context, contextShape } from '../model/context'
import { compiled, type Issue, read } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { lazy, omitUndefined } from '../schema/primitives'
import { hasRequired, requiredContext } from './requiredContext'
import type { ActiveStates, StateTree } from './stateTree'

/**
 * A registration as it is stored: plain JSON that a round trip does not change. It contains no name, number, address or
 * other personal data.
 */
export type Snapshot = {
  version: 1
  /** The provisions that decided it, each with its version: `sh.social-security@2`. Absent without provisions. */
  law?: readonly string[]
  value: StateValue
  context: Context
}

/** The schema of a state value of the machine. */
export const stateValueShape = lazy(
  () =>
    z
      .union([z.string(), z.record(z.string(), z.unknown())])
      .refine((value) => statePaths(value as StateValue).length > 0, {
        params: { zh: '没有这样的状态', en: 'the machine has no such state' },
      }) as unknown as z.ZodType<StateValue>,
)

/** What the states of a value and those around them require of the context. */
function requiredOf(value: StateValue) {
  return requiredContext([...new Set(statePaths(value).flatMap(pathsAround))])
}

/** The largest number of provisions. */
export const maxProvisions = 50

/** The length of the longest id of a provision with its version. */
export const maxLawIdLength = 200

const lawShape = lazy(() => z.array(z.string().min(1).max(maxLawIdLength)).min(1).max(maxProvisions))

/**
 * The schema of a snapshot: its version, a state value of the machine, and a context that meets the state's
 * requirements.
 */
export const snapshotShape = lazy(() =>
  named(
    'Snapshot',
    { zh: '快照', en: 'Snapshot' },
    z
      .object({
        version: z.literal(1),
        law: lawShape().optional(),
        value: stateValueShape(),
        context: contextShape(),
      })
      .superRefine(({ value, context }, ctx) => {
        if (hasRequired(requiredOf(value), context)) return
        const params = { zh: '缺少该状态所需的内容', en: 'it lacks what its state needs' }
        ctx.addIssue({ code: 'custom', path: ['context'], message: params.en, params })
      }) as unknown as z.ZodType<Snapshot>,
  ),
)

const newerShape = lazy(() => z.object({ version: z.int().min(2) }))

/** The issues of an invalid snapshot; for a newer one only its version, because its other fields follow another format. */
export function snapshotIssues(input: unknown): Issue[] | undefined {
  if (read(newerShape(), input).issues) return read(snapshotShape(), input).issues
  return [
    {
      path: 'version',
      zh: '由更新版本的程序库写入，请升级程序库',
      en: 'a newer version of the library wrote it; update the library',
    },
  ]
}

type Unread = Partial<Record<keyof Snapshot, unknown>>

const isLaw = (law: unknown): boolean => law === undefined || compiled(lawShape()).validate(law)

/**
 * Returns the active states of any input.
 * @returns `undefined` if the input is not a valid snapshot: `snapshotSchema` gives the reasons
 */
export function activeIn(tree: StateTree, input: unknown): ActiveStates | undefined {
  try {
    const { version, law, value, context } = input as Unread
    const active = tree.active(value)
    const valid =
      version === 1 &&
      active !== undefined &&
      isLaw(law) &&
      compiled(contextShape()).validate(context) &&
      hasRequired(active.required, context as Context)
    return valid ? active : undefined
  } catch {
    return undefined
  }
}

/** Whether an input is a valid snapshot, whichever provisions decided it. */
export function isSnapshot(input: unknown): input is Snapshot {
  try {
    const { version, law, value, context } = input as Unread
    return (
      version === 1 &&
      isLaw(law) &&
      compiled(stateValueShape()).validate(value) &&
      compiled(contextShape()).validate(context) &&
      hasRequired(requiredOf(value as StateValue), context as Context)
    )
  } catch {
    return false
  }
}

/** Omits cleared keys, so that a JSON round trip does not change the snapshot. */
function withoutCleared(context: Context): Context {
  for (const key in context) if (context[key as keyof Context] === undefined) return omitUndefined(context)
  return context
}

/** Returns the part of XState's state that is stored, with the provisions that decided it. */
export function toSnapshot(
  { value, context }: { value: StateValue; context: Context },
  law: readonly string[],
): Snapshot {
  return { version: 1, ...(law.length > 0 && { law }), value, context: withoutCleared(context) }
}
