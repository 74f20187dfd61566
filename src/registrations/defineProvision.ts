import type { LocalizedText } from '../language'
import { freeze } from '../schema/primitives'
import type { Provision, ProvisionId } from './provision'
import { mistakesOf } from './provisionMistakes'

/**
 * Defines a rule of local law, for `createRegistrations`. It can refuse events that the national text accepts, and
 * nothing else: it cannot accept what a rule refuses, change the registration, or emit facts.
 *
 * @throws TypeError that lists every mistake: an id that is not `prefix.name` or has the prefix of a national area, a
 * missing text, a state that does not exist
 * @example
 * ```ts
 * import { createRegistrations, defineProvision } from 'baokao'
 *
 * const socialSecurity = defineProvision({
 *   id: 'sh.social-security',
 *   cites: [{ document: '某市报名公告（示例）', article: '第三条' }],
 *   title: { zh: '社会保险', en: 'Social security' },
 *   message: { zh: '在本市报名的，须在本市缴纳社会保险费。', en: 'You must pay social security in the city.' },
 *   before: [['filling.confirmation', 'application.confirm']],
 *   attestations: ['sh.social-security'],
 *   standsAgainst: ({ attested }) => attested('sh.social-security') !== 'passed',
 * })
 * createRegistrations({ provisions: [socialSecurity] }).law // ['sh.social-security@1']
 * ```
 */
export function defineProvision<const Id extends ProvisionId>(provision: Provision<Id>): Provision<Id> {
  const mistakes = mistakesOf(provision)
  if (mistakes.length > 0)
    throw new TypeError(`The provision ${String(provision?.id)} is not valid.\n  ${mistakes.join('\n  ')}`)
  return frozenCopyOf(provision)
}

/** Copies the fields of a provision without mistakes: what the caller changes later must not change it. */
export function frozenCopyOf<Id extends string>(provision: Provision<Id>): Provision<Id> {
  const { id, version, cites, title, message, applies, before, standsAgainst, attestations } = provision
  const copyOf = ({ zh, en }: LocalizedText): LocalizedText => ({ zh, en })
  return freeze({
    id,
    ...(version !== undefined && { version }),
    cites: cites.map(({ document, article }) => ({ document, article })),
    title: copyOf(title),
    message: copyOf(message),
    ...(applies && { applies }),
    before: before.map(([state, type]) => [state, type] as const),
    standsAgainst,
    ...(attestations && { attestations: [...attestations] }),
  })
}
