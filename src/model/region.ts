import * as z from 'zod'
import guangdong from '../../data/regions/440000.json'
import guangzhou from '../../data/regions/440100.json'
import type { LocalizedText } from '../language'
import { didYouMean, patternShape } from '../schema/issueMessages'
import { semanticChecks } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { dayShape, idShape, lazy, lineShape, localizedTextShape, notEmpty } from '../schema/primitives'
import { electronicShape, identityProviderShape, placeShape } from '../schema/vocabulary'
import { checkCites } from './citations'
import type { Bundle } from './exam'
import type { Province } from './province'

/** The kind of an item: a site, a telephone number, a document to bring or upload, or a note. */
export type GuideKind = 'link' | 'hotline' | 'document' | 'note'

/** A condition on a registration. Every given property must match; the others are ignored. */
export type Applicability = {
  /** Codes of exams; one must match. */
  exams?: string[] | undefined
  /** The platform that verifies identities for the exam (§6.4.1(1)). */
  provider?: 'portal' | 'provincial' | 'association' | undefined
  /** The issuer of the electronic certificate, if there is one (§13.2). */
  electronic?: 'national' | 'provincial' | 'association' | 'none' | 'unknown' | undefined
  /** Whether the paper certificate can be mailed directly to the candidate (§13.1). */
  directMail?: boolean | undefined
  /** How a lost certificate is replaced (§14). */
  reissue?: 'no' | 'paper' | 'proofLetter' | 'association' | undefined
  /** The route that the candidate chose (§6.4.5). */
  route?: 'commitment' | 'proof' | undefined
  /** The origin of the candidate's degree (§6.4.1(3)(5)). */
  origin?: 'domestic' | 'overseas' | undefined
  /** The result of the degree's online check (§6.4.1(4)). */
  degree?: 'passed' | 'failed' | 'onSite' | undefined
  /** An event type that must be possible now, for advice to do something. */
  possible?: string | undefined
  /** A window of the notice that has closed. */
  closed?: 'registration' | 'payment' | 'admitCard' | undefined
  /** Whether a refund is owed to the candidate (§6.11). */
  owed?: boolean | undefined
}

/** One item of the guide: a site, a hotline, a document to bring or upload, or a note. */
export type GuideItem = {
  /** Unique within the region. */
  id: string
  /** A link has a `url`, a hotline a `phone`. */
  kind: GuideKind
  /** A sentence that an applicant understands. */
  title: LocalizedText
  /** A URL with `http:` or `https:`. */
  url?: string | undefined
  /** One telephone number: digits, spaces and hyphens. */
  phone?: string | undefined
  /** The opening hours of the hotline. */
  hours?: LocalizedText | undefined
  email?: string | undefined
  /** Sections of the official text; `policy` if the source is in the region's `sources` instead. */
  cites: string[]
  /** Dotted paths of the states that show the item, or `all`. */
  when: string[]
  /** The item is shown only if this applies. A property that is not known yet does not match. */
  only?: Applicability | undefined
  /** The item is hidden if all of this applies. */
  except?: Applicability | undefined
}

/** The guide of a city or province: sites, hotlines, documents and notes for its candidates. */
export type Region = Province & {
  /** The area code, as in a notice's `places` or `region`: `440100` is Guangzhou. */
  code: string
  name: LocalizedText
  /** In display order. */
  items: GuideItem[]
  sources?: string[] | undefined
}

const applicabilityShape = lazy(() =>
  z
    .strictObject({
      exams: z.array(idShape()).min(1).max(50).optional(),
      provider: identityProviderShape().optional(),
      electronic: electronicShape().optional(),
      directMail: z.boolean().optional(),
      reissue: z.enum(['no', 'paper', 'proofLetter', 'association']).optional(),
      route: z.enum(['commitment', 'proof']).optional(),
      origin: z.enum(['domestic', 'overseas']).optional(),
      degree: z.enum(['passed', 'failed', 'onSite']).optional(),
      possible: idShape().optional(),
      closed: z.enum(['registration', 'payment', 'admitCard']).optional(),
      owed: z.boolean().optional(),
    })
    .refine(...notEmpty),
)

const itemShape = lazy(() =>
  z.strictObject({
    id: idShape(),
    kind: z.enum(['link', 'hotline', 'document', 'note']),
    title: localizedTextShape(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(400)
      .optional(),
    phone: patternShape(/^\d[\d -]{2,38}$/, '须为电话号码', 'must be a telephone number').optional(),
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
    code: placeShape(),
    name: localizedTextShape(),
    directMail: z.strictObject({ from: dayShape() }).optional(),
    items: z.array(itemShape()).max(500),
    sources: z.array(lineShape()).max(50).optional(),
  }),
)

/**
 * The schema of a region, with checks across its fields.
 * @param statePaths the dotted paths of the machine's states, which `when` can name
 * @param eventTypes the event types, which `possible` can name
 */
export const regionShapeFor = (
  statePaths: readonly string[],
  eventTypes: readonly string[],
): z.ZodType<Region> =>
  named(
    'Region',
    { zh: '地区', en: 'Region' },
    regionFields().superRefine(
      ...semanticChecks<Region>(
        ({ items }, addIssue) => {
          const states = new Set(['all', ...statePaths])
          for (const [i, { when }] of items.entries()) {
            for (const [j, state] of when.entries()) {
              if (typeof state !== 'string' || states.has(state)) continue
              const { zh, en } = didYouMean(state, [...states])
              addIssue(
                ['items', i, 'when', j],
                `没有状态“${state}”${zh}`,
                `there is no state "${state}"${en}`,
              )
            }
          }
        },
        ({ items }, addIssue) => {
          for (const [i, item] of items.entries()) {
            for (const side of ['only', 'except'] as const) {
              const type = item[side]?.possible
              if (typeof type !== 'string' || eventTypes.includes(type)) continue
              addIssue(['items', i, side, 'possible'], `没有事项“${type}”`, `there is no event "${type}"`)
            }
          }
        },
        ({ items }, addIssue) => {
          for (const [i, { cites }] of items.entries()) checkCites(cites, ['items', i, 'cites'], addIssue)
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
            if (seen.has(id)) addIssue(['items', i, 'id'], `编号“${id}”重复`, `the id "${id}" occurs twice`)
            seen.add(id)
          }
        },
      ),
    ),
  )

// Without a spread, which bundlers keep even if nobody imports the regions.
/** The bundled regions, by area code. */
export const regions = { '440000': guangdong, '440100': guangzhou } as Bundle<'440000' | '440100', Region>
