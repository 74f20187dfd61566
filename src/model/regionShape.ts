import * as z from 'zod'
import { didYouMean, patternShape } from '../schema/issueMessages'
import { semanticChecks } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { dayShape, idShape, lazy, lineShape, localizedTextShape, notEmpty } from '../schema/primitives'
import { electronicShape, evidenceKindShape, identityProviderShape, placeShape } from '../schema/vocabulary'
import { valueNamesIn } from '../templates'
import { checkCites } from './citations'
import { guideValueNames } from './guideValues'
import { checkInheritance } from './inheritance'
import type { Region } from './region'

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
      commitment: z.boolean().optional(),
      degreeDocument: evidenceKindShape().optional(),
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
    before: idShape().optional(),
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
    inherits: placeShape().optional(),
    directMail: z.strictObject({ from: dayShape() }).optional(),
    items: z.array(itemShape()).max(500),
    sources: z.array(lineShape()).max(50).optional(),
  }),
)

/**
 * The schema of a region, with checks across its fields.
 * @param statePaths the dotted paths of the machine's states, which `when` can name
 * @param eventTypes the event types, which `possible` can name
 * @param given regions that are not bundled, which `inherits` can name, too
 */
export const regionShapeFor = (
  statePaths: readonly string[],
  eventTypes: readonly string[],
  given: readonly Region[] = [],
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
          for (const [i, { title }] of items.entries()) {
            for (const lang of ['zh', 'en'] as const) {
              for (const name of valueNamesIn(title[lang])) {
                if (guideValueNames().includes(name)) continue
                const { zh, en } = didYouMean(name, guideValueNames())
                addIssue(
                  ['items', i, 'title', lang],
                  `没有数值“${name}”${zh}`,
                  `there is no value "${name}"${en}`,
                )
              }
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
        (region, addIssue) => {
          checkInheritance(region, given, addIssue)
        },
      ),
    ),
  )
