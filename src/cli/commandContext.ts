import type { Command } from 'commander'
import type { Style } from './output'
import type { Terminal } from './terminal'

/** The functions and settings that add commands to the program. */
export type CommandContext = {
  /** Picks the text in the program's language. */
  text: (zh: string, en: string) => string
  addCommand: (name: string, zh: string, en: string) => Command
  /** Adds a command with the option `--json`. */
  addJsonCommand: (name: string, zh: string, en: string) => Command
  style: Style
  setExitCode: (code: number) => void
  print: (line: string) => void
  terminal: Terminal
}
