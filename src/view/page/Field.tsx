import type { ComponentChildren } from 'preact'
import { emptyValue, type Schema } from './formFields'
import { fieldTitle } from './fieldTitles'
import { type Lang, pageTexts } from './pageTexts'

type Props = { schema: Schema; value: unknown; path: string; lang: Lang; onChange: (value: unknown) => void }

const without = (value: Record<string, unknown>, key: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))

const isTree = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** One field, whatever its schema: what no other control fits is edited as JSON. */
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
        {values.map((one) => (
          <option key={String(one)}>{String(one)}</option>
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
  if (type === 'array' && items) return <Items {...props} items={items} />
  if (type === 'object' && properties) return <Tree {...props} properties={properties} />
  if (type === 'object' && typeof additionalProperties === 'object')
    return <Entries {...props} below={additionalProperties} />
  if (type === 'string') {
    return (
      <input
        id={path}
        value={String(value ?? '')}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    )
  }
  return <Json {...props} />
}

function Row({
  id,
  name,
  remove,
  lang,
  children,
}: {
  id: string
  name: string
  remove?: () => void
  lang: Lang
  children: ComponentChildren
}) {
  return (
    <div class="row">
      <label for={id} title={name}>
        {fieldTitle(name, lang)}
      </label>
      {children}
      {remove && (
        <button type="button" class="small" onClick={remove} aria-label={`${pageTexts.remove[lang]} ${name}`}>
          −
        </button>
      )}
    </div>
  )
}

/** The fields of an object; those that may be left out are added by name. */
function Tree({
  schema,
  properties,
  value,
  path,
  lang,
  onChange,
}: Props & { properties: Record<string, Schema> }) {
  const tree = isTree(value) ? value : {}
  const required = schema.required ?? []
  const absent = Object.keys(properties).filter((key) => !(key in tree) && !required.includes(key))
  return (
    <fieldset>
      {Object.entries(properties).map(([key, below]) => {
        if (!(key in tree) && !required.includes(key)) return null
        const id = `${path}.${key}`
        return (
          <Row
            key={key}
            id={id}
            name={key}
            lang={lang}
            {...(required.includes(key) ? {} : { remove: () => onChange(without(tree, key)) })}
          >
            <Field
              schema={below}
              value={tree[key]}
              path={id}
              lang={lang}
              onChange={(next) => onChange({ ...tree, [key]: next })}
            />
          </Row>
        )
      })}
      {absent.length > 0 && (
        <p class="absent">
          {absent.map((key) => (
            <button
              type="button"
              class="small"
              key={key}
              onClick={() => onChange({ ...tree, [key]: emptyValue(properties[key] ?? {}) })}
            >
              + {fieldTitle(key, lang)}
            </button>
          ))}
        </p>
      )}
    </fieldset>
  )
}

/** A list, each of whose items can be taken out. */
function Items({ items, value, path, lang, onChange }: Props & { items: Schema }) {
  const list = Array.isArray(value) ? value : []
  return (
    <fieldset>
      {list.map((one, i) => (
        <Row
          key={i}
          id={`${path}.${i}`}
          name={`${i + 1}`}
          lang={lang}
          remove={() => onChange(list.filter((_, place) => place !== i))}
        >
          <Field
            schema={items}
            value={one}
            path={`${path}.${i}`}
            lang={lang}
            onChange={(next) => onChange(list.map((other, place) => (place === i ? next : other)))}
          />
        </Row>
      ))}
      <button type="button" class="small" onClick={() => onChange([...list, emptyValue(items)])}>
        + {pageTexts.add[lang]}
      </button>
    </fieldset>
  )
}

/** Values under names of their own, such as marks by subject. */
function Entries({ below, value, path, lang, onChange }: Props & { below: Schema }) {
  const tree = isTree(value) ? value : {}
  return (
    <fieldset>
      {Object.entries(tree).map(([key, one]) => (
        <Row
          key={key}
          id={`${path}.${key}`}
          name={key}
          lang={lang}
          remove={() => onChange(without(tree, key))}
        >
          <Field
            schema={below}
            value={one}
            path={`${path}.${key}`}
            lang={lang}
            onChange={(next) => onChange({ ...tree, [key]: next })}
          />
        </Row>
      ))}
    </fieldset>
  )
}

/** Anything else, as it stands in a file. */
function Json({ value, path, onChange }: Props) {
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
