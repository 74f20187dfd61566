import * as z from 'zod'
import { semanticChecks } from '../schema/issues'
import { assertPresent, idShape, instantShape, lazy } from '../schema/primitives'
import { parseInstant, type TimeWindow } from '../time'

const windowShape = lazy(() =>
  z.strictObject({ opens: instantShape(), closes: instantShape() }).superRefine(
    ...semanticChecks<{ opens: string; closes: string }>((window, addIssue) => {
      if (parseInstant(window.opens) >= parseInstant(window.closes))
        addIssue(['closes'], '截止须晚于开始', 'a window must close after it opens')
    }),
  ),
)

/** Registration can open again (补报名): then a list of windows, in order and apart. */
const windowListShape = lazy(() =>
  z
    .array(windowShape())
    .max(10)
    .superRefine(
      ...semanticChecks<{ opens: string; closes: string }[]>((windows, addIssue) => {
        if (windows.length < 2)
          addIssue(
            [],
            '只有一个时段的，直接写该时段，不写成列表',
            'must be a window, not a list, if there is only one',
          )
        for (const [i, { opens }] of windows.entries()) {
          const before = windows[i - 1]
          if (before !== undefined && parseInstant(opens) <= parseInstant(before.closes))
            addIssue(
              [i, 'opens'],
              '须晚于前一时段的截止',
              'must be later than the close of the window before',
            )
        }
      }),
    ),
)

/** The schema of the windows of a notice. */
export const windowsShape = lazy(() =>
  z.strictObject({
    registration: z.union([windowShape(), windowListShape()]),
    /** When the upload of proof closes; by default with registration. */
    proofUpload: z.strictObject({ closes: instantShape() }).optional(),
    proofReview: z.strictObject({ closes: instantShape() }),
    payment: windowShape(),
    admitCard: windowShape(),
  }),
)

/** The schema of the sessions of an exam. */
export const sessionsShape = lazy(() =>
  z
    .array(
      z
        .strictObject({
          subject: idShape(),
          starts: instantShape(),
          ends: instantShape(),
          /** The levels and specialties that sit then; by default all. */
          levels: z.array(idShape()).min(1).max(30).optional(),
          specialties: z.array(idShape()).min(1).max(50).optional(),
        })
        .superRefine(
          ...semanticChecks<{ subject: string; starts: string; ends: string }>((session, addIssue) => {
            if (parseInstant(session.starts) >= parseInstant(session.ends))
              addIssue(['ends'], '结束须晚于开始', 'a session must end after it starts')
          }),
        ),
    )
    .min(1)
    .max(200),
)

/** The sessions of a notice. */
export type Sessions = z.infer<ReturnType<typeof sessionsShape>>

/** The windows of a notice. */
export type Windows = z.infer<ReturnType<typeof windowsShape>>

type RegistrationWindows = Windows['registration']

/** Returns the windows of registration, in order. */
export const registrationWindows = (registration: RegistrationWindows): { opens: string; closes: string }[] =>
  [registration].flat()

/** Returns when registration first opens and when it closes for good, in milliseconds. */
export function registrationSpan(registration: RegistrationWindows): TimeWindow {
  const windows = registrationWindows(registration)
  return [parseInstant(assertPresent(windows[0]).opens), parseInstant(assertPresent(windows.at(-1)).closes)]
}

/**
 * Returns when registration first opens and when it closes for good, even if it opens several times (补报名).
 * @param notice a notice, with its windows
 * @returns instants as the notice writes them, in ISO 8601 with an offset
 * @example
 * ```ts
 * import { notices, registrationPeriod } from 'baokao'
 *
 * registrationPeriod(notices['gd-2024-social-worker']).closes // '2024-04-17T17:00:00+08:00'
 * ```
 */
export function registrationPeriod({ windows }: { windows: { registration: RegistrationWindows } }): {
  opens: string
  closes: string
} {
  const listed = registrationWindows(windows.registration)
  return { opens: assertPresent(listed[0]).opens, closes: assertPresent(listed.at(-1)).closes }
}
