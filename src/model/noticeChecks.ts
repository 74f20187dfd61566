import type { LocalizedText } from '../language'
import { didYouMean } from '../schema/issueMessages'
import type { AddIssue } from '../schema/issues'
import { parseInstant } from '../time'
import { registrationSpan, type Sessions, type Windows } from './windows'

/** The fields of a notice that the checks compare. */
type NoticeFields = {
  windows: Windows
  sessions: Sessions
  region: string
  places: string[]
  scoreReview: object
  postCheck: object
  publicNotice: object
  directMail?: object | 'none' | undefined
  illustrative?: string[] | undefined
  sources?: (string | { paths: string[] })[] | undefined
}

/** Checks across the fields of a notice, each of which can throw on a wrong shape. */
type Check = (notice: NoticeFields, addIssue: AddIssue) => void

const firstStart = ({ sessions }: NoticeFields): number =>
  Math.min(...sessions.map(({ starts }) => parseInstant(starts)))

const reviewAfterRegistration: Check = ({ windows }, addIssue) => {
  const [, registrationCloses] = registrationSpan(windows.registration)
  if (parseInstant(windows.proofReview.closes) < registrationCloses) {
    addIssue(
      ['windows', 'proofReview', 'closes'],
      '审核截止不得早于报名截止，否则按时上传者无法得到审核',
      'the review must not close before registration, or proof uploaded in time could not be reviewed',
    )
  }
}

const uploadBeforeReview: Check = ({ windows: { registration, proofUpload, proofReview } }, addIssue) => {
  if (proofUpload === undefined) return
  const closes = parseInstant(proofUpload.closes)
  if (closes <= registrationSpan(registration)[0])
    addIssue(
      ['windows', 'proofUpload', 'closes'],
      '上传截止须晚于报名开始',
      'the upload of proof must close after registration opens',
    )
  if (closes > parseInstant(proofReview.closes))
    addIssue(
      ['windows', 'proofUpload', 'closes'],
      '上传截止不得晚于审核截止，否则按时上传者无法得到审核',
      'the upload must close no later than the review, or proof uploaded in time could not be reviewed',
    )
}

const reviewBeforePayment: Check = ({ windows }, addIssue) => {
  if (parseInstant(windows.proofReview.closes) > parseInstant(windows.payment.closes)) {
    addIssue(
      ['windows', 'proofReview', 'closes'],
      '审核截止不得晚于缴费截止，否则审核通过者无法缴费',
      'the review must close no later than payment, or approved candidates could not pay',
    )
  }
}

const registrationBeforeExam: Check = (notice, addIssue) => {
  const [, closes] = registrationSpan(notice.windows.registration)
  for (const [i, { starts }] of notice.sessions.entries()) {
    if (parseInstant(starts) < closes)
      addIssue(
        ['sessions', i, 'starts'],
        '考试不得早于报名截止',
        'a session must not start before registration closes',
      )
  }
}

const paymentBeforeExam: Check = (notice, addIssue) => {
  if (parseInstant(notice.windows.payment.closes) > firstStart(notice))
    addIssue(
      ['windows', 'payment', 'closes'],
      '缴费截止不得晚于首场考试开始',
      'payment must close no later than the first session starts',
    )
}

const admitCardBeforeExam: Check = (notice, addIssue) => {
  const { registration, admitCard } = notice.windows
  if (parseInstant(admitCard.opens) < registrationSpan(registration)[0])
    addIssue(
      ['windows', 'admitCard', 'opens'],
      '准考证打印不得早于报名开始',
      'admit cards must not open before registration',
    )
  // Some notices let candidates print until the exam ends.
  if (parseInstant(admitCard.opens) >= firstStart(notice))
    addIssue(
      ['windows', 'admitCard', 'opens'],
      '准考证打印须在首场考试开始前开放',
      'admit cards must open before the first session starts',
    )
}

const spansAfterExam: Check = (notice, addIssue) => {
  const lastEnds = Math.max(...notice.sessions.map(({ ends }) => parseInstant(ends)))
  for (const name of ['scoreReview', 'postCheck', 'publicNotice', 'directMail'] as const) {
    const span = notice[name]
    if (typeof span === 'object' && 'closes' in span && parseInstant(String(span.closes)) <= lastEnds)
      addIssue([name, 'closes'], '须在最后一场考试结束之后', 'it must close after the last session has ended')
  }
}

const placesOfRegion: Check = ({ places, region }, addIssue) => {
  for (const [i, place] of places.entries()) {
    if (place.slice(0, 2) !== region.slice(0, 2))
      addIssue(['places', i], '报名地不在本地区', 'the place lies outside the region')
    if (places.indexOf(place) < i)
      addIssue(['places', i], `报名地“${place}”重复`, `the place "${place}" occurs twice`)
  }
}

const isList = (value: unknown): value is { code?: unknown; subject?: unknown }[] => Array.isArray(value)

/** The values below a value: of an object by key, of a list by the code or the subject of its entries. */
function partsOf(value: unknown): [key: string, part: unknown][] {
  if (isList(value)) return value.map((entry) => [String(entry?.code ?? entry?.subject), entry])
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** The message for a path that names nothing in a value; `undefined` if it names something. `*` means every part. */
function unknownPath(value: unknown, [name, ...rest]: readonly string[]): LocalizedText | undefined {
  if (name === undefined) return undefined
  const parts = partsOf(value)
  const named = parts.filter(([key]) => name === '*' || name === key)
  if (named.length > 0) {
    const wrong = named.map(([, part]) => unknownPath(part, rest))
    return wrong.includes(undefined) ? undefined : wrong[0]
  }
  return didYouMean(
    name,
    parts.map(([key]) => key),
  )
}

/**
 * Checks that the paths of sources name something in a notice.
 * @param fields the paths of fields of a notice: a path can name one that this notice leaves out
 */
export const pathsExist =
  (fields: readonly string[]): Check =>
  (notice, addIssue) => {
    const check = (named: string, path: (string | number)[]) => {
      const isLeftOut = fields.some(
        (field) => `${named}.`.startsWith(`${field}.`) && unknownPath(notice, field.split('.')) !== undefined,
      )
      const wrong = isLeftOut ? undefined : unknownPath(notice, named.split('.'))
      if (wrong)
        addIssue(
          path,
          `通知没有“${named}”这项内容${wrong.zh}`,
          `the notice has nothing called "${named}"${wrong.en}`,
        )
    }
    for (const [i, named] of (notice.illustrative ?? []).entries()) check(named, ['illustrative', i])
    for (const [i, source] of (notice.sources ?? []).entries()) {
      if (typeof source === 'string') continue
      for (const [j, named] of source.paths.entries()) check(named, ['sources', i, 'paths', j])
    }
  }

export const noticeChecks: readonly Check[] = [
  reviewAfterRegistration,
  uploadBeforeReview,
  reviewBeforePayment,
  registrationBeforeExam,
  paymentBeforeExam,
  admitCardBeforeExam,
  spansAfterExam,
  placesOfRegion,
]
