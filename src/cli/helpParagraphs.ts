import type { Command } from 'commander'

/** Adds paragraphs below the help of a command, wrapped to the width of the terminal. */
export const addHelpParagraphs = (command: Command, paragraphs: readonly string[]): Command =>
  command.addHelpText('after', () => {
    const width = command.configureOutput().getOutHelpWidth?.() ?? 80
    const help = command.createHelp()
    return ['', ...paragraphs.map((text) => help.boxWrap(text, width))].join('\n')
  })
