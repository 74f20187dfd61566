import type { ComponentChildren } from 'preact'
import { codeLabel, fieldLabel } from '../../labels'
import type { Language } from '../../language'
import type { ExamSpec } from '../../model/exam'
import { emptyValue, type Schema } from './formFields'
import { pageTexts } from './pageTexts'

type Props = {
  schema: Schema
  value: unknown
  path: string
  lang: Language
  /** Names the subjects of a record. */
  exam?: ExamSpec | undefined
  onChange: (value: unknown) => void
}

const without = (value: Record<string, unknown>, key: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))

/** The name of the field of a path. */
const lastPart = (path: string): string => path.split('.').at(-1) ?? ''

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** A control for a value of any schema. If no other control fits, the user edits the value as JSON. */
export function Field(props: Props) {
  const { schema, value, path, onChange } = props
  const { type, enum: values, properties, items, additionalProperties } = schema
  if (values) {
    return (
      <select
        id={path}
        value={String(value ?? '')}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        {values.map((option) => (
          <option key={String(option)} value={String(option)}>
            {codeLabel(lastPart(path), String(option), { lang: props.lang })}
          </option>
        ))}
      </select>
    )
  }
  if (type === 'boolean') {
    return (
      <input
        id={path}
        type="checkbox"
        checked={value === true}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    )
  }
  if (type === 'number' || type === 'integer') {
    const change = (text: string) =>
      onChange(text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text))
    return (
      <input
        id={path}
        inputMode="decimal"
        value={String(value ?? '')}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
    )
  }
  if (type === 'array' && items) return <ArrayField {...props} items={items} />
  if (type === 'object' && properties) return <ObjectField {...props} properties={properties} />
  if (type === 'object' && typeof additionalProperties === 'object')
    return <RecordField {...props} valueSchema={additionalProperties} />
  if (type === 'string') {
    return (
      <input
        id={path}
        value={String(value ?? '')}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    )
  }
  return <JsonField {...props} />
}

function FieldRow({
  id,
  name,
  label,
  remove,
  lang,
  children,
}: {
  id: string
  name: string
  label: string
  remove?: () => void
  lang: Language
  children: ComponentChildren
}) {
  return (
    <div class="row">
      <label for={id} title={name}>
        {label}
      </label>
      {children}
      {remove && (
        <button
          type="button"
          class="small"
          onClick={remove}
          aria-label={`${pageTexts.remove[lang]} ${label}`}
        >
          −
        </button>
      )}
    </div>
  )
}

/** The fields of an object; buttons add the optional fields. */
function ObjectField({
  schema,
  properties,
  value,
  path,
  lang,
  exam,
  onChange,
}: Props & { properties: Record<string, Schema> }) {
  const record = isRecord(value) ? value : {}
  const required = schema.required ?? []
  const absent = Object.keys(properties).filter((key) => !(key in record) && !required.includes(key))
  return (
    <fieldset>
      {Object.entries(properties).map(([key, fieldSchema]) => {
        if (!(key in record) && !required.includes(key)) return null
        const id = `${path}.${key}`
        return (
          <FieldRow
            key={key}
            id={id}
            name={key}
            label={fieldLabel(key, lang)}
            lang={lang}
            {...(required.includes(key) ? {} : { remove: () => onChange(without(record, key)) })}
          >
            <Field
              schema={fieldSchema}
              value={record[key]}
              path={id}
              lang={lang}
              exam={exam}
              onChange={(next) => onChange({ ...record, [key]: next })}
            />
          </FieldRow>
        )
      })}
      {absent.length > 0 && (
        <p class="absent">
          {absent.map((key) => (
            <button
              type="button"
              class="small"
              key={key}
              onClick={() => onChange({ ...record, [key]: emptyValue(properties[key] ?? {}) })}
            >
              + {fieldLabel(key, lang)}
            </button>
          ))}
        </p>
      )}
    </fieldset>
  )
}

/** The items of an array; buttons add and remove items. */
function ArrayField({ items, value, path, lang, exam, onChange }: Props & { items: Schema }) {
  const list = Array.isArray(value) ? value : []
  return (
    <fieldset>
      {list.map((item, i) => (
        <FieldRow
          key={i}
          id={`${path}.${i}`}
          name={`${i + 1}`}
          label={`${i + 1}`}
          lang={lang}
          remove={() => onChange(list.filter((_, index) => index !== i))}
        >
          <Field
            schema={items}
            value={item}
            path={`${path}.${i}`}
            lang={lang}
            exam={exam}
            onChange={(next) => onChange(list.map((other, index) => (index === i ? next : other)))}
          />
        </FieldRow>
      ))}
      <button type="button" class="small" onClick={() => onChange([...list, emptyValue(items)])}>
        + {pageTexts.add[lang]}
      </button>
    </fieldset>
  )
}

/** The values of a record, such as marks by subject. */
function RecordField({ valueSchema, value, path, lang, exam, onChange }: Props & { valueSchema: Schema }) {
  const record = isRecord(value) ? value : {}
  return (
    <fieldset>
      {Object.entries(record).map(([key, item]) => (
        <FieldRow
          key={key}
          id={`${path}.${key}`}
          name={key}
          label={codeLabel(lastPart(path), key, { lang, exam })}
          lang={lang}
          remove={() => onChange(without(record, key))}
        >
          <Field
            schema={valueSchema}
            value={item}
            path={`${path}.${key}`}
            lang={lang}
            exam={exam}
            onChange={(next) => onChange({ ...record, [key]: next })}
          />
        </FieldRow>
      ))}
    </fieldset>
  )
}

function JsonField({ value, path, onChange }: Props) {
  const change = (text: string) => {
    try {
      onChange(JSON.parse(text))
    } catch {
      onChange(text)
    }
  }
  return (
    <textarea
      id={path}
      rows={4}
      value={JSON.stringify(value ?? null, null, 1)}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  )
}
