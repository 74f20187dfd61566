import { read } from '../schema/issues'
import { type Answer, type Call, ok } from './call'
import { invalid, notFound, Problem } from './problem'
import { exportQueryShape } from './queryShapes'

/** The personal data of candidates, for the portal that answers for it. */

/** `GET /registrations/{id}/personal` */
export async function getPersonal({ store, params }: Call): Promise<Answer> {
  const data = await store.personalData(params.id ?? '')
  if (data === undefined) throw notFound()
  return ok(data)
}

/** `GET /candidates/{id}/export` */
export async function getExport({ store, params, query }: Call): Promise<Answer> {
  const { data, issues } = read(exportQueryShape(), Object.fromEntries(query))
  if (issues !== undefined) throw invalid(issues)
  const { after, limit = 10 } = data
  const page = await store.exportCandidate(params.id ?? '', { limit, ...(after !== undefined && { after }) })
  if (page === undefined) throw notFound()
  return ok(page)
}

/** `DELETE /candidates/{id}/personal` */
export async function deletePersonal({ store, params }: Call): Promise<Answer> {
  const erased = await store.erase(params.id ?? '', { ended: true })
  if (erased === undefined)
    throw new Problem(409, {
      zh: '该考生尚有未结束的报名，其个人信息暂不能清除。',
      en: 'A registration of the candidate has not ended: its personal data is still needed.',
    })
  return ok({ erased })
}
