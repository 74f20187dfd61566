import { z } from 'zod'
import guangzhou from '../../data/regions/440100.json'
import type { LocalizedText } from '../language'
import { semanticChecks } from '../schema/issues'
import { idShape, lineShape, lazy, localizedTextShape } from '../schema/primitives'
import { identityProviderShape } from '../schema/vocabulary'
import { section } from './citations'
import type { Bundle } from './exam'

/** What an item is: a site to open, a number to call, something to bring or upload, or a word to the wise. */
export type GuideKind = 'link' | 'hotline' | 'document' | 'note'

/** To whom something applies; what is not named does not matter. */
export type Applicability = {
  /** Codes of exams, of which any will do. */
  exams?: string[] | undefined
  /** Where the exam has an identity proved (§6.4.1(1)). */
  provider?: 'portal' | 'provincial' | undefined
  /** Whether the exam gives an electronic certificate, and who issues it (§13.2). */
  electronic?: 'national' | 'provincial' | 'none' | undefined
  /** Whether the paper certificate can come straight from the printer (§13.1). */
  directMail?: boolean | undefined
  /** What is done about a lost certificate (§14). */
  reissue?: 'no' | 'paper' | 'proofLetter' | 'association' | undefined
  /** What the candidate chose (§6.4.5). */
  route?: 'commitment' | 'proof' | undefined
  /** Where the candidate's degree is from (§6.4.1(3)(5)). */
  origin?: 'domestic' | 'overseas' | undefined
  /** What the online check said of it (§6.4.1(4)). */
  degree?: 'passed' | 'failed' | 'onSite' | undefined
}

/** One thing that people are told: a site, a hotline, a document to bring or upload, or a note. */
export type GuideItem = {
  /** Unique within the region. */
  id: string
  /** A link has a `url`, a hotline a `phone`. */
  kind: GuideKind
  /** What it is about, in a sentence that an applicant understands. */
  title: LocalizedText
  /** An address that begins with http:// or https://. */
  url?: string | undefined
  /** Digits, blanks and hyphens; one number. */
  phone?: string | undefined
  /** When somebody answers. */
  hours?: LocalizedText | undefined
  /** Where else to write. */
  email?: string | undefined
  /** The § of the official text; `policy` where it rests on something else, named in the region's `sources`. */
  cites: string[]
  /** Dotted paths of the states that it belongs to, or `all`. */
  when: string[]
  /** Told only to those to whom this applies; what is not known yet does not apply. */
  only?: Applicability | undefined
  /** Not told to those to whom all of this applies. */
  except?: Applicability | undefined
}

/** What a city tells its candidates. */
export type Region = {
  /** The area code of the city, as in a notice's `places`: `440100` is Guangzhou. */
  code: string
  /** What the city is called. */
  name: LocalizedText
  /** What people are told, in the order in which they are told it. */
  items: GuideItem[]
  /** Where it is from. */
  sources?: string[] | undefined
}

const applicabilityShape = lazy(() =>
  z
    .strictObject({
      exams: z.array(idShape()).min(1).max(50).optional(),
      provider: identityProviderShape().optional(),
      electronic: z.enum(['national', 'provincial', 'none']).optional(),
      directMail: z.boolean().optional(),
      reissue: z.enum(['no', 'paper', 'proofLetter', 'association']).optional(),
      route: z.enum(['commitment', 'proof']).optional(),
      origin: z.enum(['domestic', 'overseas']).optional(),
      degree: z.enum(['passed', 'failed', 'onSite']).optional(),
    })
    .refine((applies) => Object.values(applies).some((value) => value !== undefined), {
      params: { zh: '条件不能为空', en: 'a condition must name something' },
    }),
)

// A misspelt condition would tell everybody what concerns a few, so unknown keys are mistakes.
const itemShape = lazy(() =>
  z.strictObject({
    id: idShape(),
    kind: z.enum(['link', 'hotline', 'document', 'note']),
    title: localizedTextShape(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(400)
      .optional(),
    phone: z
      .string()
      .regex(/^\d[\d -]{2,38}$/)
      .optional(),
    hours: localizedTextShape().optional(),
    email: z.email().max(100).optional(),
    cites: z.array(z.string().max(64)).min(1).max(20),
    when: z.array(z.string().max(64)).min(1).max(50),
    only: applicabilityShape().optional(),
    except: applicabilityShape().optional(),
  }),
)

const regionFields = lazy(() =>
  z.strictObject({
    code: z.string().regex(/^\d{4}00$/),
    name: localizedTextShape(),
    items: z.array(itemShape()).max(500),
    sources: z.array(lineShape()).max(50).optional(),
  }),
)

/**
 * The schema of a region whose items make sense.
 * @param statePaths the dotted paths of the machine's states, which `when` may name
 */
export const regionShapeFor = (statePaths: readonly string[]): z.ZodType<Region> =>
  regionFields().superRefine(
    ...semanticChecks<Region>(
      ({ items }, addIssue) => {
        const states = new Set(['all', ...statePaths])
        for (const [i, { when }] of items.entries()) {
          for (const [j, state] of when.entries()) {
            if (typeof state !== 'string' || states.has(state)) continue
            addIssue(['items', i, 'when', j], `没有状态“${state}”`, `there is no state "${state}"`)
          }
        }
      },
      ({ items }, addIssue) => {
        for (const [i, { cites }] of items.entries()) {
          for (const [j, cite] of cites.entries()) {
            if (typeof cite !== 'string' || cite === 'policy' || section(cite)) continue
            addIssue(['items', i, 'cites', j], `原文没有第“${cite}”节`, `the text has no § "${cite}"`)
          }
        }
      },
      ({ items }, addIssue) => {
        for (const [i, { kind, url, phone }] of items.entries()) {
          if (kind === 'link' && url === undefined)
            addIssue(['items', i, 'url'], '网站须有网址', 'a link must have a url')
          if (kind === 'hotline' && phone === undefined)
            addIssue(['items', i, 'phone'], '电话须有号码', 'a hotline must have a phone number')
        }
      },
      ({ items }, addIssue) => {
        const seen = new Set<string>()
        for (const [i, { id }] of items.entries()) {
          if (seen.has(id)) addIssue(['items', i, 'id'], `编号“${id}”重复`, `the id "${id}" stands twice`)
          seen.add(id)
        }
      },
    ),
  )

/** The bundled regions, by area code. */
export const regions = { '440100': guangzhou } as Bundle<'440100', Region>
