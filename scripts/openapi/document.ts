import * as z from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import packageJson from '../../package.json'
import type { Operation } from '../../src/http/call'
import { clockOperation, operations } from '../../src/http/operations'
import type { LocalizedText } from '../../src/language'
import { schemaNotes } from '../../src/schema/personal'
import { titles } from '../../src/titles'
import { answers, components } from './answerShapes'
import { answerExamples, bodyExamples } from './examples'
import { bodies, queries, requestComponents } from './requestShapes'
import texts from './texts.json'

/** Builds the OpenAPI document of the service from the schemas of the library. */

const both = ({ zh, en }: LocalizedText): string => `${zh} · ${en}`

const textOf = (id: string): LocalizedText => {
  const [zh = '', en = ''] = (texts as Readonly<Record<string, string[]>>)[id] ?? []
  return { zh, en }
}

/** The operations with an idempotency key. That of an opening is only a candidate's, that of the gateway may be left out. */
const keyed: Readonly<Record<string, LocalizedText>> = {
  openRegistration: { zh: '考生须填', en: 'required of a candidate' },
  sendEvent: { zh: '支付平台可不填', en: 'the gateway may leave it out' },
  sendToNotice: { zh: '必填', en: 'required' },
}

const idSchema = z.string().min(1).max(128)

function headersOf({ id, who }: Operation): z.ZodObject | undefined {
  const key = keyed[id]
  const fields = {
    ...(who !== 'anyone' &&
      id !== 'moveClock' && {
        'Baokao-Actor': z
          .string()
          .optional()
          .describe(
            both({ zh: '平台所代的办理人，如 candidate:C1', en: 'whom a portal acts for: candidate:C1' }),
          ),
      }),
    ...(key && {
      'Idempotency-Key': z.string().min(1).max(200).optional().describe(both(key)),
    }),
    ...(id === 'sendEvent' && {
      'If-Match': z
        .string()
        .optional()
        .describe(both({ zh: '办理记录的 ETag', en: 'the ETag of the log' })),
    }),
    'Accept-Language': z.string().optional(),
  }
  return z.object(fields)
}

const problemTexts: Readonly<Record<string, LocalizedText>> = {
  '400': { zh: '请求有误', en: 'The request is malformed' },
  '401': { zh: '未通过身份认证', en: 'The request has no valid key or token' },
  '403': { zh: '该角色不得办理', en: 'This role may not do that' },
  '404': { zh: '不存在或无权查看', en: 'It does not exist, or the caller cannot reach it' },
  '409': { zh: '有规则不允许', en: 'A rule refuses it' },
  '412': { zh: '报名已改变', en: 'The registration has changed' },
  '413': { zh: '内容过大', en: 'The body is too large' },
  '415': { zh: '格式须为 JSON', en: 'The body is not JSON' },
  '422': { zh: '内容不符合要求', en: 'Some fields are not valid' },
  '429': { zh: '请求过于频繁', en: 'Too many requests' },
  '500': { zh: '系统故障', en: 'Something failed' },
  '503': { zh: '暂时不能办理', en: 'The database cannot be reached' },
}

/** The answers of problems, by status: those of events and openings may be refusals. They are written once. */
const problemResponses = responsesWith('Problem', components.Problem)
const refusalResponses = responsesWith('Refusal', z.union([components.Refusal, components.Problem]), [
  '403',
  '409',
  '412',
  '422',
])

function responsesWith(name: string, schema: z.ZodType, statuses = Object.keys(problemTexts)) {
  return Object.fromEntries(
    statuses.map((status) => [
      `${name}${status}`,
      {
        id: `${name}${status}`,
        description: both(problemTexts[status] as LocalizedText),
        content: { 'application/problem+json': { schema } },
      },
    ]),
  )
}

/** The statuses of problems of an operation. */
function problemsOf({ id, method, who, path }: Operation): string[] {
  const decides = id === 'openRegistration' || id === 'sendEvent'
  return [
    '400',
    ...(who === 'anyone' ? [] : ['401', '403']),
    ...(path.includes('{id}') ? ['404'] : []),
    ...(decides || id === 'erasePersonal' ? ['409'] : []),
    ...(id === 'sendEvent' ? ['412'] : []),
    ...(method === 'POST' ? ['413', '415'] : []),
    ...(method === 'POST' || queries[id] ? ['422'] : []),
    ...(who === 'anyone' ? [] : ['429']),
    '500',
    '503',
  ]
}

function responsesOf(operation: Operation): ZodOpenApiOperationObject['responses'] {
  const { id } = operation
  const content = { 'application/json': { schema: answers[id] as z.ZodType, ...answerExamples[id] } }
  const opens = id === 'openRegistration'
  const tagged = opens || id === 'sendEvent' || id === 'getLog'
  const headers = z.object({
    ...(tagged && { ETag: z.string().optional() }),
    'X-Request-Id': z.string().optional(),
  })
  const success = (zh: string, en: string) => ({ description: both({ zh, en }), headers, content })
  const decides = opens || id === 'sendEvent'
  return {
    '200': opens ? success('此前已开启', 'It was opened before') : success('成功', 'It succeeded'),
    ...(opens && { '201': success('已开启', 'It is opened') }),
    ...Object.fromEntries(
      problemsOf(operation).map((status) => [
        status,
        (decides ? refusalResponses[`Refusal${status}`] : undefined) ??
          (problemResponses[`Problem${status}`] as (typeof problemResponses)[string]),
      ]),
    ),
  }
}

function operationOf(operation: Operation): ZodOpenApiOperationObject {
  const { id, path, who } = operation
  const body = bodies[id]
  const query = queries[id]
  const headers = headersOf(operation)
  return {
    operationId: id,
    summary: both(textOf(id)),
    description:
      who === 'anyone'
        ? both({ zh: '无须认证', en: 'Without authentication' })
        : both({
            zh: `可由${who.map((role) => (role === 'portal' ? '平台' : titles.roles[role].zh)).join('、')}调用`,
            en: `For: ${who.join(', ')}`,
          }),
    tags: [
      path.split('/')[1] === 'facts' || path.startsWith('/dead-letters')
        ? 'facts'
        : who === 'anyone'
          ? 'catalogue'
          : 'registrations',
    ],
    security: who === 'anyone' ? [] : [{ bearer: [] }],
    requestParams: {
      ...(path.includes('{id}') && { path: z.object({ id: idSchema }) }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: body, ...bodyExamples[id] } } },
    }),
    responses: responsesOf(operation),
  }
}

/** Titles of named schemas that have none of their own. */
const componentTitles: Readonly<Record<string, LocalizedText>> = { ...titles.events }

function override({
  jsonSchema,
  zodSchema,
  io,
}: {
  jsonSchema: Record<string, unknown>
  zodSchema: unknown
  io: 'input' | 'output'
}): void {
  const {
    id: _,
    titles: own,
    ...notes
  } = { ...schemaNotes.get(zodSchema as z.ZodType) } as Record<string, unknown>
  if (own !== undefined) jsonSchema.title = both(own as LocalizedText)
  if (notes.type === 'integer') delete jsonSchema.pattern
  Object.assign(jsonSchema, notes)
  // The pattern of a date in all its leap years is 300 characters long, and says no more than its format.
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') delete jsonSchema.pattern
  const { type, catchall } = (zodSchema as { _zod: { def: { type: string; catchall?: unknown } } })._zod.def
  // Answers may grow.
  if (io === 'output' && type === 'object' && catchall === undefined) delete jsonSchema.additionalProperties
}

/** @returns the document, as `data/openapi.json` has it */
export function openapiDocument(): object {
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of [...operations, clockOperation]) {
    const { path, method } = operation
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(operation) }
  }
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: '报考服务 · The registration service of baokao',
        version: packageJson.version,
        description: both({
          zh: '专业技术人员职业资格考试报名：事项由状态机判定，拒绝时给出规则及依据。',
          en: 'Registration for professional qualification exams: a state machine decides each event, and a refusal names its rule and what it is based on.',
        }),
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: both({ zh: '本服务', en: 'This service' }) }],
      tags: [
        { name: 'registrations', description: both({ zh: '报名', en: 'Registrations' }) },
        { name: 'facts', description: both({ zh: '结果', en: 'Facts' }) },
        { name: 'catalogue', description: both({ zh: '目录', en: 'Catalogue' }) },
      ],
      paths,
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
        schemas: { ...components, ...requestComponents },
      },
    },
    { override: override as never, allowEmptySchema: { custom: true, unknown: true } as never },
  )
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    const title = componentTitles[name]
    if (title !== undefined) (schema as { title?: string }).title ??= both(title)
  }
  return JSON.parse(JSON.stringify(document))
}
