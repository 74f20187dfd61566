import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020'
import document from '../../data/openapi.json'

/** Checks answers against the document. */

type Node = Record<string, unknown>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Forbids fields that the document does not name: answers may grow, but with the document. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (!isNode(value)) return value
  const entries = Object.entries(value).map(([key, part]) => [key, closed(part)])
  const copy = Object.fromEntries(entries) as Node
  if (isNode(copy.properties) && copy.type === 'object') copy.additionalProperties ??= false
  return copy
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
ajv.addSchema(closed(document) as Node, 'openapi')

type Responses = Record<string, { $ref?: string; content?: Record<string, object> }>

const operationsById = new Map<string, { path: string; method: string; responses: Responses }>()
for (const [path, methods] of Object.entries(document.paths))
  for (const [method, operation] of Object.entries(methods as Record<string, Node>))
    operationsById.set(operation.operationId as string, {
      path,
      method,
      responses: operation.responses as Responses,
    })

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')

const validators = new Map<string, ValidateFunction>()

function validatorAt(pointer: string): ValidateFunction {
  const known = validators.get(pointer)
  if (known !== undefined) return known
  const validate = ajv.compile({ $ref: `openapi#${pointer}` })
  validators.set(pointer, validate)
  return validate
}

/** What is wrong with an answer by the document; `undefined` if nothing is. */
export function undocumented(
  operation: string | undefined,
  status: number,
  type: string | null,
  body: unknown,
): string | undefined {
  const mediaType = type?.split(';')[0] ?? ''
  const found = operation === undefined ? undefined : operationsById.get(operation)
  let pointer = '/components/schemas/Problem'
  if (found !== undefined) {
    const response = found.responses[status]
    if (response === undefined) return `${operation}: ${status} is not documented`
    const base =
      response.$ref?.slice(1) ?? `/paths/${escaped(found.path)}/${found.method}/responses/${status}`
    pointer = `${base}/content/${escaped(mediaType)}/schema`
  }
  const validate = validatorAt(pointer)
  if (validate(body)) return undefined
  return `${operation} ${status}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`
}
