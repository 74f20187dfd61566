import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** Words for people: a rule does not judge differently because its message does. */
const words = new Set(['title', 'message', 'description', 'meta', 'zh', 'en'])

const inWords = {
  shouldIgnore(path) {
    const { node } = path
    const key = node.type === 'ObjectProperty' ? (node.key.name ?? node.key.value) : undefined
    return words.has(key) ? 'words for people' : undefined
  },
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'words', inWords)]
