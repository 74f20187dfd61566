import { allStatePaths } from '../machine/states'
import { didYouMean } from '../schema/issueMessages'
import { chartJson, type DiagramOptions, mermaid, statelySource } from '../view'
import { svg } from '../view/svg'
import { writeOutput } from './files'
import type { Style } from './output'
import { UsageError } from './usageError'

const formats = {
  mermaid,
  json: chartJson,
  xstate: ({ state, all = false }: DiagramOptions) => {
    if (state !== undefined)
      throw new UsageError(
        '--state: the xstate format holds the whole machine',
        '--state: xstate 格式总是整个状态机',
      )
    return statelySource({ all })
  },
  svg,
} satisfies Record<string, (options: DiagramOptions) => string>

/** The values of `--format`. */
export const diagramFormats = Object.keys(formats)

/** The options of `baokao diagram`. */
export type DiagramCommandOptions = { format: string; state?: string; all?: boolean; out?: string }

/** Prints the diagram of the machine or of one state, or writes it to a file. */
export function diagramCommand(
  { format, state, all = false, out }: DiagramCommandOptions,
  style: Style,
  print: (line: string) => void,
): number {
  if (state !== undefined && !(allStatePaths() as readonly string[]).includes(state)) {
    const stages = allStatePaths().filter((path) => !path.includes('.'))
    const { zh, en } = didYouMean(state, allStatePaths(), {
      zh: `，可用 ${stages.join('、')} 及其内部状态`,
      en: `; there are ${stages.join(', ')}, and those inside`,
    })
    throw new UsageError(`--state ${state}: no such state${en}`, `--state ${state}: 没有这个状态${zh}`)
  }
  const text = formats[format as keyof typeof formats]({
    lang: style.lang,
    all,
    ...(state !== undefined && { state }),
  })
  if (out === undefined) print(text.trimEnd())
  else writeOutput(out, text, style, print)
  return 0
}
