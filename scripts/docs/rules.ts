import { type LocalizedText, type RuleId, ruleIds, rules, titles } from '../../src'
import { valueNamesIn } from '../../src/templates'
import { messageTemplates } from '../../src/titles'
import { type NamedJourney, ruleCoverage } from '../../src/trace'
import { cited, type Lang, type Page, pages, target } from './page'

const title: LocalizedText = { zh: '规则', en: 'The rules' }

const kinds: Record<string, LocalizedText> = {
  refusal: { zh: '要求：不符合即拒绝', en: 'requirement: refuses an event that does not meet it' },
  branch: { zh: '分支：决定下一步走向', en: 'branch: chooses the transition' },
  intake: { zh: '受理：先于状态机判定', en: 'intake: checked before the machine runs' },
  advice: { zh: '建议：不影响受理', en: 'advice: never refuses' },
}

const words = {
  intro: {
    zh: '每条规则的编号、依据，以及给考生的说明；拒绝时，说明中还有日期、科目等具体内容。编号是公开接口，可在代码和日志中使用。',
    en: 'Every rule with its id, its § and its message to the applicant; a refusal adds the values of the case, such as dates and subjects. Ids are a public API: use them in code and logs.',
  },
  values: { zh: '实际信息含以下值（`params`）', en: 'a refusal names (`params`)' },
  refusing: { zh: '不符合的例子', en: 'refuses in' },
  passing: { zh: '符合的例子', en: 'passes in' },
}

/** The messages for the cases of a rule, if it has several. */
const casesOf = (id: RuleId): LocalizedText[] =>
  Object.entries(titles.messages).flatMap(([key, text]) => (key.startsWith(`${id}/`) ? [text] : []))

/** The values that the messages of a refusal name. */
const valuesOf = (id: RuleId): string[] =>
  rules[id].kind === 'refusal'
    ? Object.entries(messageTemplates)
        .filter(([key]) => key === id || key.startsWith(`${id}/`))
        .flatMap(([, { zh }]) => valueNamesIn(zh))
    : []

/** The first three journeys, as links. */
const examples = (names: readonly string[]): string =>
  names
    .slice(0, 3)
    .map((name) => `[${name.replace(/^.*\//, '').replace('.json', '')}](../${name})`)
    .join(' · ')

/** All rules, grouped by the first part of their ids. */
export function rulePages(journeys: readonly NamedJourney[]): Page[] {
  const sides = ruleCoverage(journeys) as Partial<Record<RuleId, { refusing: string[]; passing: string[] }>>
  const entry = (id: RuleId, lang: Lang): string => {
    const { kind, cites, title: name, message } = rules[id]
    const { refusing = [], passing = [] } = sides[id] ?? {}
    return [
      target(id),
      `### \`${id}\` ${name[lang]}`,
      '',
      `${cited(cites, lang)} · ${kinds[kind]?.[lang]}`,
      '',
      `> ${message[lang]}`,
      ...casesOf(id).map((text) => `>\n> ${text[lang]}`),
      '',
      ...(valuesOf(id).length > 0
        ? [
            `- ${words.values[lang]}: ${valuesOf(id)
              .map((name) => `\`${name}\``)
              .join(' · ')}`,
          ]
        : []),
      ...(refusing.length > 0 ? [`- ${words.refusing[lang]}: ${examples(refusing)}`] : []),
      ...(passing.length > 0 ? [`- ${words.passing[lang]}: ${examples(passing)}`] : []),
      '',
    ].join('\n')
  }
  const areas = [...new Set(ruleIds.map((id) => (id.includes('.') ? id.replace(/\..*/, '') : '')))]
  const branches: LocalizedText = { zh: '分支', en: 'Branches' }
  return pages('rules', title, (lang) =>
    [
      `${words.intro[lang]}\n`,
      ...areas.flatMap((area) => [
        `## ${area === '' ? branches[lang] : area}\n`,
        ...ruleIds
          .filter((id) => (id.includes('.') ? id.replace(/\..*/, '') : '') === area)
          .map((id) => entry(id, lang)),
      ]),
    ].join('\n'),
  )
}
