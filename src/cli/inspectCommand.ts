import { type Journey, titleIn } from '../journeyFormat'
import { type Inspection, type InspectOptions, inspectJourney } from '../view'
import type { Style } from './output'
import { phrases } from './phrases'
import { runJourneyFile } from './runJourneyFile'
import { UsageError } from './usageError'

/** The options of `baokao inspect`. */
export type InspectCommandOptions = { port: string; all?: boolean }

function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new UsageError(
    `--port ${text}: must be a number up to 65535`,
    `--port ${text}: 须为不超过 65535 的数`,
  )
}

/** @throws UsageError if the optional packages are not installed, or the port cannot be used */
async function startInspection(journey: Journey, options: InspectOptions): Promise<Inspection> {
  try {
    return await inspectJourney(journey, options)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const packages = '@statelyai/inspect ws'
    if (code === 'ERR_MODULE_NOT_FOUND') {
      throw new UsageError(
        `inspect needs packages that are not installed: npm install ${packages}`,
        `inspect 所需的包尚未安装：npm install ${packages}`,
      )
    }
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new UsageError(`--port: ${message}`)
    throw error
  }
}

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

/** Shows a journey in the Stately inspector, on a local page, until SIGINT or SIGTERM. */
export async function inspectCommand(
  file: string,
  { port, all = false }: InspectCommandOptions,
  { lang }: Style,
  print: (line: string) => void,
): Promise<number> {
  const { journey, run } = runJourneyFile(file)
  const inspection = await startInspection(journey, { port: parsePort(port), all })
  const stopped = stopSignal()
  print(`${titleIn(run.title, lang)}\n${inspection.url}\n${phrases.untilStopped[lang]}`)
  await stopped
  await inspection.stop()
  return 0
}
