import { STATUS_CODES } from 'node:http'
import type { LocalizedText } from '../language'
import type { Issue } from '../schema/issues'

/** What is answered to a request that fails, apart from refusals (RFC 9457). */

/** What a problem has besides its text. */
export type ProblemParts = {
  /** The mistakes of a body, by path. */
  issues?: readonly Issue[]
  headers?: Readonly<Record<string, string>>
  /** Further members of the answer. */
  members?: Readonly<Record<string, unknown>>
}

/** Ends a request with `application/problem+json`. Its text is the caller's to read: it holds no data of anybody. */
export class Problem extends Error {
  override readonly name = 'Problem'

  constructor(
    readonly status: number,
    readonly detail: LocalizedText,
    readonly parts: ProblemParts = {},
  ) {
    super(detail.en)
  }
}

const titlesByStatus: Readonly<Record<number, string>> = {
  400: '请求有误',
  401: '未通过身份认证',
  403: '不得办理',
  404: '没有该内容',
  405: '不支持该方法',
  409: '不能办理',
  412: '内容已改变',
  413: '内容过大',
  415: '不支持该格式',
  422: '内容不符合要求',
  429: '请求过于频繁',
  500: '系统故障',
  503: '暂时不能办理',
}

/** The title of a problem that no rule names. */
export const statusTitle = (status: number): LocalizedText => ({
  zh: titlesByStatus[status] ?? String(status),
  en: STATUS_CODES[status] ?? String(status),
})

/** The answer for something that does not exist, or that the caller may not reach: the two look the same. */
export const notFound = (): Problem =>
  new Problem(404, { zh: '没有该内容，或不在您的权限内。', en: 'It does not exist, or you cannot reach it.' })

/** The answer for what the service cannot read or do, although the request is right. It shows nothing of the inside. */
export const failure = (): Problem =>
  new Problem(500, { zh: '系统故障，请稍后重试。', en: 'Something failed: try again later.' })

/** The answer for a call that is not the caller's. */
export const notAllowed = (): Problem =>
  new Problem(403, { zh: '该角色不得办理此事。', en: 'This role may not do that.' })

/** The answer for a body or a parameter with mistakes. */
export const invalid = (issues: readonly Issue[]): Problem =>
  new Problem(
    422,
    { zh: '内容不符合要求，见各项说明。', en: 'Some fields are not valid. See the list of issues.' },
    { issues },
  )

/** An issue at a path. */
export const issueAt = (path: string, zh: string, en: string): Issue => ({ path, zh, en })
