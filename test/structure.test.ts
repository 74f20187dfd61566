import { readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { inProject, readText } from './support/files'

/** A module of src with its imports, each by `import type` or not. */
type Module = { file: string; source: ts.SourceFile; imports: { from: string; typeOnly: boolean }[] }

function readModule(file: string): Module {
  const source = ts.createSourceFile(file, readText(file), ts.ScriptTarget.ES2022, true)
  const imports = source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const from = statement.moduleSpecifier
    if (from === undefined || !ts.isStringLiteral(from)) return []
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly
    return [{ from: from.text, typeOnly }]
  })
  return { file, source, imports }
}

const modules = readdirSync(inProject('src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readModule(`src/${name.replaceAll('\\', '/')}`))

const files = new Set(modules.map(({ file }) => file))
const isCli = (file: string): boolean => file.startsWith('src/cli/')
const isTesting = (file: string): boolean => file.startsWith('src/testing/')
const isStore = (file: string): boolean => /^src\/(persistence|postgres)\//.test(file)
const isEngine = (file: string): boolean => file.startsWith('src/restate/')
const isService = (file: string): boolean => file.startsWith('src/http/')
const isView = (file: string): boolean => file.startsWith('src/view/')

/** The module of src that a relative import names. */
function target(from: string, file: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  const path = join(dirname(file), from).replaceAll('\\', '/')
  return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`].find((candidate) =>
    files.has(candidate),
  )
}

/** The nodes that match, as `file:line`. */
function places(wanted: (node: ts.Node) => boolean): string[] {
  const within = ({ file, source }: Module): string[] => {
    const found: string[] = []
    const visit = (node: ts.Node): void => {
      if (wanted(node))
        found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
      ts.forEachChild(node, visit)
    }
    visit(source)
    return found
  }
  return modules.flatMap(within)
}

/** Lowest first. A layer may import only from earlier layers, types included; a folder may import from itself. */
const layers = [
  ['time', 'language', 'xstateInternals', 'zodInternals'],
  ['templates'],
  ['titles'],
  ['schema'],
  ['facts'],
  ['model'],
  ['events'],
  ['rules'],
  ['actions'],
  ['machine'],
  ['engine'],
  ['guide', 'journeyFormat', 'labels', 'tasks'],
  ['registrations'],
  ['factTexts'],
  ['journey'],
  ['journeys'],
  ['persistence'],
  ['adoption', 'trace', 'schemas'],
  ['index'],
  ['testing'],
  ['postgres', 'restate', 'view'],
  ['http'],
  ['cli'],
]

/** The folder of a module directly below src, or its own name. */
const folderOf = (file: string): string =>
  file
    .replace('src/', '')
    .replace(/\.tsx?$/, '')
    .replace(/\/.*/, '')

describe('the imports of src', () => {
  // Includes type imports: a cycle of types is as hard to read.
  const edges = new Map(
    modules.map(({ file, imports }) => [file, imports.flatMap(({ from }) => target(from, file) ?? [])]),
  )

  it('all resolve to an existing module', () => {
    const lost = modules.flatMap(({ file, imports }) =>
      imports
        .filter(
          ({ from }) => from.startsWith('.') && !from.endsWith('.json') && target(from, file) === undefined,
        )
        .map(({ from }) => `${file} → ${from}`),
    )
    expect(lost).toEqual([])
  })

  it('form no cycle', () => {
    const done = new Set<string>()
    const circles: string[] = []
    const follow = (file: string, way: string[]): void => {
      if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
      else if (!done.has(file)) {
        for (const next of edges.get(file) ?? []) follow(next, [...way, file])
        done.add(file)
      }
    }
    for (const file of edges.keys()) follow(file, [])
    expect(circles).toEqual([])
  })

  it('go in one direction: each layer imports only from earlier layers', () => {
    const layerOf = (file: string): number => layers.findIndex((folders) => folders.includes(folderOf(file)))
    expect(modules.filter(({ file }) => layerOf(file) < 0).map(({ file }) => `${file} has no place`)).toEqual(
      [],
    )
    const upward = [...edges].flatMap(([file, targets]) =>
      targets
        .filter(
          (to) =>
            layerOf(to) > layerOf(file) || (layerOf(to) === layerOf(file) && folderOf(to) !== folderOf(file)),
        )
        .map((to) => `${file} → ${to}`),
    )
    expect(upward).toEqual([])
  })

  it('limit XState in the core to the machine setup and two engine files', () => {
    const callers = modules
      .filter(({ file }) =>
        layers
          .slice(
            0,
            layers.findIndex((folders) => folders.includes('persistence')),
          )
          .flat()
          .includes(folderOf(file)),
      )
      .filter(({ imports }) => imports.some(({ from, typeOnly }) => from === 'xstate' && !typeOnly))
    expect(callers.map(({ file }) => file).sort()).toEqual([
      'src/engine/stepper.ts',
      'src/engine/xstate.ts',
      'src/machine/setup.ts',
    ])
  })

  it('keep what is undocumented of XState and zod in one file each', () => {
    const inner =
      /instanceof z\.|\.inst\b|\.localeError|z\.compile|xstate\.(emit|after)|AnyActorScope|[nN]ode\.(on|after|always|initial)\b/
    const elsewhere = modules
      .filter(({ file }) => !/\/(xstate|zod)Internals\.ts$/.test(file))
      .filter(({ source }) => inner.test(source.text))
    expect(elsewhere.map(({ file }) => file)).toEqual([])
  })

  const outside = modules.flatMap(({ file, imports }) =>
    imports
      .filter(({ from }) => !from.startsWith('.'))
      .map(({ from, typeOnly }) => ({ file, from, typeOnly })),
  )

  it('keep Node and the command line out of the core', () => {
    const builtin = new Set(builtinModules)
    const node = outside.filter(({ file, from }) => {
      const isServer = file === 'src/view/inspectorPage.ts'
      return (
        !isCli(file) &&
        !isStore(file) &&
        !isService(file) &&
        !isServer &&
        (from.startsWith('node:') || builtin.has(from))
      )
    })
    const cli = modules
      .filter(({ file }) => !isCli(file))
      .filter(({ file, imports }) => imports.some(({ from }) => isCli(target(from, file) ?? '')))
    expect(node).toEqual([])
    expect(cli.map(({ file }) => file)).toEqual([])
  })

  it('limit the core to a few packages, with each date-fns function imported separately', () => {
    const core = [
      /^xstate$/,
      /^zod(\/locales)?$/,
      /^date-fns\/\w+$/,
      /^@date-fns\/tz\/\w+$/,
      /^fastest-levenshtein$/,
    ]
    const others = outside.filter(({ file, from }) => {
      const isOutsideCore = [isCli, isTesting, isStore, isEngine, isService, isView].some((is) => is(file))
      return !isOutsideCore && !core.some((known) => known.test(from))
    })
    expect(others).toEqual([])
  })

  it('limit the testing kit to XState and fast-check, and to the types of vitest', () => {
    const tools = [/^xstate$/, /^fast-check$/]
    const others = outside.filter(({ file, from, typeOnly }) => {
      return isTesting(file) && !tools.some((tool) => tool.test(from)) && !(from === 'vitest' && typeOnly)
    })
    expect(others).toEqual([])
  })

  it('keep database drivers out of the store: the caller provides the database', () => {
    const others = outside.filter(({ file, from }) => {
      return isStore(file) && !['zod', 'canonicalize', 'node:crypto'].includes(from)
    })
    expect(others).toEqual([])
  })

  it('limit the Restate engine to its SDK', () => {
    const others = outside.filter(({ file, from }) => isEngine(file) && from !== '@restatedev/restate-sdk')
    expect(others).toEqual([])
  })

  it('limit the service to its router, and load what only some need when it is used', () => {
    const others = outside.filter(({ file, from, typeOnly }) => {
      const own = ['hono', 'zod', 'node:crypto', 'node:http']
      return isService(file) && !own.includes(from) && !typeOnly
    })
    expect(others).toEqual([])
  })

  it('limit servers in the view to the inspector, and keep the inspector out of pages', () => {
    const server = ['src/view/inspect.ts', 'src/view/inspectJourney.ts', 'src/view/inspectorPage.ts']
    const others = outside.filter(
      ({ file, from }) =>
        isView(file) && !server.includes(file) && /^(ws|node:.*|@statelyai\/.*)$/.test(from),
    )
    expect(others).toEqual([])
    const entry = 'src/view/index.ts'
    const paged = [...edges].filter(([file]) => isView(file) && ![...server, entry].includes(file))
    const reaching = paged.filter(([, targets]) => targets.some((to) => [...server, entry].includes(to)))
    expect(reaching.map(([file]) => file)).toEqual([])
  })

  it('limit the command line to its own tools', () => {
    const tools = ['cli-progress', 'commander', 'csv-parse', 'es-module-lexer', 'picocolors', 'string-width']
    // The command line loads the drivers only for --store.
    tools.push('@electric-sql/pglite', 'pg')
    const others = outside.filter(({ file, from }) => {
      return isCli(file) && !from.startsWith('node:') && !tools.includes(from)
    })
    expect(others).toEqual([])
  })
})

describe('a file of src', () => {
  /** A list that `npm run generate` writes. */
  const generated = 'src/journeys/shipped.ts'

  it('has at most 250 lines, unless it is generated', () => {
    const long = modules
      .map(({ file, source }) => ({ file, lines: source.getLineStarts().length - 1 }))
      .filter(({ lines }) => lines > 250)
    expect(long.filter(({ file }) => file !== generated)).toEqual([])
  })

  it('contains no `any`', () => {
    expect(places((node) => node.kind === ts.SyntaxKind.AnyKeyword)).toEqual([])
  })

  it('reads no clock, except for the default of the long clock', () => {
    const readsNow = (node: ts.Node): boolean =>
      (ts.isPropertyAccessExpression(node) && /^(Date|performance)\.now$/.test(node.getText())) ||
      (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
    expect(places(readsNow).map((place) => place.replace(/:\d+$/, ''))).toEqual(['src/time.ts'])
  })
})

/** Every stage of a candidate's path. */
const stages = ['account', 'certified', 'declaring', 'filling', 'marking', 'paying', 'qualifying', 'sitting']
/** Files for every stage: amendments from outside, corrections, and decisions of the office. */
const everywhere = ['amending', 'correcting', 'deciding']
/** The other files of the five folders. */
const others: Record<string, string[]> = {
  events: ['event', 'index'],
  facts: ['fact', 'index'],
  rules: ['advice', 'index', 'intake', 'persistence', 'rule', 'unavailable'],
  actions: ['action', 'index'],
  machine: ['ended', 'index', 'setup', 'states', 'transitions', 'withTimers'],
}

describe('the folders with a file for each stage', () => {
  it.each(Object.keys(others))('include %s: eight stage files and no unknown file', (folder) => {
    const names = readdirSync(inProject(`src/${folder}`)).map((name) => name.replace('.ts', ''))
    expect(stages.filter((stage) => !names.includes(stage))).toEqual([])
    const known = [...stages, ...everywhere, ...(others[folder] ?? [])]
    expect(names.filter((name) => !known.includes(name))).toEqual([])
  })

  it('contain exported events, facts, rules and actions under the stage in their name', () => {
    const named = ['events', 'facts', 'rules', 'actions'].flatMap((folder) =>
      [...stages, ...everywhere].map((stage) => `src/${folder}/${stage}.ts`),
    )
    const suffixes: Record<string, RegExp> = {
      events: /Events$/,
      facts: /Facts$/,
      rules: /(Rules|Branches)$/,
      actions: /(Memory|Effects)$/,
    }
    const strays = modules
      .filter(({ file }) => named.includes(file))
      .flatMap(({ file, source }) => {
        const [, folder = '', name] = file.split('/')
        const stage = name?.replace('.ts', '') ?? ''
        return exportsOf(source)
          .filter((one) => suffixes[folder]?.test(one) && !one.startsWith(stage))
          .map((one) => `${file}: ${one}`)
      })
    expect(strays).toEqual([])
  })
})

/** The names that a module declares and exports, without re-exports. */
function exportsOf(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    if (!isExported) return []
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      )
    const { name } = statement as ts.DeclarationStatement
    return name && ts.isIdentifier(name) ? [name.text] : []
  })
}

/** Names that occur more than once, with their places. */
function repeated(pairs: readonly (readonly [name: string, place: string])[]): string[] {
  const places = new Map<string, Set<string>>()
  for (const [name, place] of pairs) places.set(name, (places.get(name) ?? new Set()).add(place))
  return [...places].filter(([, all]) => all.size > 1).map(([name, all]) => `${name}: ${[...all].join(', ')}`)
}

describe('names', () => {
  it('of files are unique, except for stages and the index of a folder', () => {
    const files = modules
      .map(
        ({ file }) =>
          [
            file
              .replace(/^.*\//, '')
              .replace(/\.tsx?$/, '')
              .toLowerCase(),
            file,
          ] as const,
      )
      .filter(([name]) => name !== 'index' && ![...stages, ...everywhere].includes(name))
    expect(repeated(files)).toEqual([])
  })

  it('of exports are unique', () => {
    const pairs = modules.flatMap(({ file, source }) =>
      exportsOf(source).map((name) => [name, file] as const),
    )
    expect(repeated(pairs)).toEqual([])
  })
})

describe('the tests of the rules', () => {
  const blocks = readdirSync(inProject('test/rules'))
    .filter((file) => file.endsWith('.test.ts') && file !== 'complete.test.ts')
    .flatMap((file) =>
      [...readText(`test/rules/${file}`).matchAll(/^describeRule\('([^']*)/gm)].map(([, id = '']) => ({
        file,
        id,
      })),
    )

  it('are in the file with the same name as the source file of the rule', () => {
    const strays = blocks.filter(({ file, id }) => {
      const source = readText(`src/rules/${file.replace('.test.ts', '.ts')}`)
      return !new RegExp(`^  '?${id.replaceAll('.', '\\.')}'?: \\w+\\(\\{`, 'm').test(source)
    })
    expect(strays.map(({ file, id }) => `${file}: ${id}`)).toEqual([])
  })
})
