import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** Properties that hold texts, on which no decision depends. */
const textKeys = new Set(['title', 'message', 'description', 'meta', 'zh', 'en'])

const textIgnorer = {
  shouldIgnore(path) {
    const { node } = path
    const key = node.type === 'ObjectProperty' ? (node.key.name ?? node.key.value) : undefined
    return textKeys.has(key) ? 'text' : undefined
  },
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'texts', textIgnorer)]
