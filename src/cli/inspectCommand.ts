import { type Journey, titleIn } from '../journey'
import { type Inspection, type InspectOptions, inspectJourney } from '../view'
import { WrongUse } from './files'
import type { Style } from './output'
import { phrases } from './phrases'
import { play } from './playJourney'

/** What the command line gives. */
export type InspectCommandOptions = { port: string; all?: boolean }

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new WrongUse(`--port ${text}: must be a number up to 65535`, `--port ${text}: 须为不超过 65535 的数`)
}

/** Opens the inspector's page, or says which packages it misses, or that the port is taken. */
async function inspected(journey: Journey, options: InspectOptions): Promise<Inspection> {
  try {
    return await inspectJourney(journey, options)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const needed = '@statelyai/inspect ws'
    if (code === 'ERR_MODULE_NOT_FOUND') {
      throw new WrongUse(
        `inspect needs packages that are not installed: npm install ${needed}`,
        `inspect 所需的包尚未安装：npm install ${needed}`,
      )
    }
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new WrongUse(`--port: ${message}`)
    throw error
  }
}

/** Resolves when the command is told to stop. */
const stopped = (): Promise<void> =>
  new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })

/** Plays a journey for the Stately inspector, on a page of this machine, until it is told to stop. */
export async function inspectCommand(
  file: string,
  { port, all = false }: InspectCommandOptions,
  { lang }: Style,
  print: (line: string) => void,
): Promise<number> {
  const { journey, run } = play(file)
  const inspection = await inspected(journey, { port: portOf(port), all })
  const end = stopped()
  print(`${titleIn(run.title, lang)}\n${inspection.url}\n${phrases.untilStopped[lang]}`)
  await end
  await inspection.stop()
  return 0
}
