import { eventTypes, factTypes, type LocalizedText, senderOf, titles, toJSONSchema } from '../../src'
import type { Schema } from '../../src/view/page/formFields'
import { type Lang, type Page, pages, table, target } from './page'

/** The pages of events and facts, generated from their JSON Schema. */

const words = {
  field: { zh: '字段', en: 'field' },
  type: { zh: '类型', en: 'type' },
  required: { zh: '必填', en: 'required' },
  personal: { zh: '个人信息', en: 'personal' },
  yes: { zh: '是', en: 'yes' },
  instant: { zh: '时刻', en: 'instant' },
  day: { zh: '日期', en: 'day' },
  text: { zh: '文本', en: 'text' },
  integer: { zh: '整数', en: 'whole number' },
  number: { zh: '数', en: 'number' },
  boolean: { zh: '真假', en: 'true or false' },
  none: { zh: '没有其他字段。', en: 'No further fields.' },
}

function typeOf(schema: Schema, lang: Lang): string {
  const { type, format, enum: values, anyOf, oneOf, items, additionalProperties } = schema
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (values) return values.map((value) => `\`${String(value)}\``).join(' ')
  const either = anyOf ?? oneOf
  if (either) return either.map((one) => typeOf(one, lang)).join(lang === 'zh' ? ' 或 ' : ' or ')
  if (type === 'array') return `[${items ? typeOf(items, lang) : ''}]`
  if (type === 'object') {
    const below = typeof additionalProperties === 'object' ? typeOf(additionalProperties, lang) : '…'
    return `{ ${Object.keys(schema.properties ?? {}).join(', ') || `…: ${below}`} }`
  }
  if (format === 'date-time') return words.instant[lang]
  if (format === 'date') return words.day[lang]
  if (type === 'string') return words.text[lang]
  return words[(type ?? 'text') as 'integer' | 'number' | 'boolean' | 'text']?.[lang] ?? type ?? ''
}

/** A row for each field, including nested ones. */
function rows(schema: Schema, lang: Lang, prefix = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const required = schema.required?.includes(name) ?? false
    const row = [
      `\`${path}\``,
      typeOf(field, lang),
      required ? words.yes[lang] : '',
      field['x-personal'] ? words.yes[lang] : '',
    ]
    const inner = field.type === 'array' ? field.items : field
    const nested = inner?.properties ? rows(inner, lang, `${path}${field.type === 'array' ? '[]' : ''}.`) : []
    return [row, ...nested]
  })
}

/** The schema of each type. */
const schemasByType = (name: 'event' | 'fact'): Map<string, Schema> => {
  const { $defs = {} } = toJSONSchema(name) as Schema
  return new Map(Object.entries($defs))
}

/** Fields of every event or fact, which the introduction explains. */
const common = new Set(['type', 'at', 'by', 'meta'])

function entry(
  type: string,
  name: LocalizedText,
  schema: Schema | undefined,
  lang: Lang,
  by?: string,
): string {
  const { properties = {}, ...rest } = schema ?? {}
  const own = Object.fromEntries(Object.entries(properties).filter(([key]) => !common.has(key)))
  const fields = rows({ ...rest, properties: own }, lang)
  const headings = [words.field, words.type, words.required, words.personal].map((word) => word[lang])
  const personal = fields.some(([, , , mark]) => mark !== '')
  const shown = fields.map((row) => (personal ? row : row.slice(0, 3)))
  return [
    target(type),
    `### \`${type}\` ${name[lang]}`,
    '',
    ...(by === undefined ? [] : [`${by}`, '']),
    shown.length > 0 ? table(personal ? headings : headings.slice(0, 3), shown) : words.none[lang],
    '',
  ].join('\n')
}

export function eventPages(): Page[] {
  const schemas = schemasByType('event')
  const intro: LocalizedText = {
    zh: '所有事项及其提出者。每个事项都有 `type`、`at`（带时区的时刻）和 `by: { role, id }`，还可以带 `meta`：不超过 2 kB 的 JSON，供调用方自用，不参与判定；其他字段一律拒绝。金额以分计，日期为上海日期。JSON Schema：`npx baokao schema event`。',
    en: 'All events and their senders. Every event has a `type`, `at` (an instant with an offset) and `by: { role, id }`, and may have `meta`: data of the caller as JSON of at most 2 kB, which no rule reads. Unknown fields are refused. Money is in fen, dates are days in Shanghai. As JSON Schema: `npx baokao schema event`.',
  }
  return pages('events', { zh: '事项', en: 'Events' }, (lang) =>
    [
      `${intro[lang]}\n`,
      ...eventTypes.map((type) => {
        const by = titles.roles[senderOf(type)]
        return entry(
          type,
          titles.events[type],
          schemas.get(type),
          lang,
          { zh: `由${by.zh}提出`, en: `by the ${by.en}` }[lang],
        )
      }),
    ].join('\n'),
  )
}

export function factPages(): Page[] {
  const schemas = schemasByType('fact')
  const intro: LocalizedText = {
    zh: '判定的结果，供后台据此办理。每个结果都有 `type` 和 `at`，都不含个人信息。JSON Schema：`npx baokao schema fact`。',
    en: 'The results of decisions, for a backend to act on. Every fact has a `type` and `at`, and none contains personal data. As JSON Schema: `npx baokao schema fact`.',
  }
  return pages('facts', { zh: '结果', en: 'Facts' }, (lang) =>
    [
      `${intro[lang]}\n`,
      ...factTypes.map((type) => entry(type, titles.facts[type], schemas.get(type), lang)),
    ].join('\n'),
  )
}
