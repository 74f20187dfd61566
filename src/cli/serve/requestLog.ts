import type { AnsweredRequest } from '../../http'
import { errorLabel } from '../../persistence/errorLabel'
import { loadPackage } from '../openDatabase'

/** What the service logs: a line of JSON for each request, without any personal data. */
export type ServiceLog = {
  answered: (request: AnsweredRequest) => void
  failed: (error: unknown, requestId?: string) => void
  note: (text: string, fields?: object) => void
}

const named = (who: { role: string; id: string } | undefined): string | undefined =>
  who && `${who.role}:${who.id}`

/** @param descriptor of the file that lines are written to: 1 or 2, standard output or standard error */
export async function createServiceLog(descriptor: 1 | 2): Promise<ServiceLog> {
  const { pino } = await loadPackage('pino', () => import('pino'), 'serve')
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const log = pino(options, pino.destination({ fd: descriptor, sync: true }))
  return {
    answered: ({ caller, actor, milliseconds, ...request }) => {
      const ms = Math.round(milliseconds * 10) / 10
      log.info({ ...request, caller: named(caller), actor: named(actor), ms }, 'request')
    },
    // The class and the code of an error: its message may quote what a driver has seen.
    failed: (error, requestId) => log.error({ requestId, error: errorLabel(error) }, 'failed'),
    note: (text, fields = {}) => log.info(fields, text),
  }
}
