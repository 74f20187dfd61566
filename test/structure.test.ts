import { readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { inProject, readText } from './support/files'

/** A module of src: what it imports, by `import type` or not. */
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
const isStore = (file: string): boolean => /^src\/(keeping|postgres)\//.test(file)
const isEngine = (file: string): boolean => file.startsWith('src/restate/')
const isView = (file: string): boolean => file.startsWith('src/view/')

/** The module of src that a relative import names. */
function target(from: string, file: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  const path = join(dirname(file), from).replaceAll('\\', '/')
  return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`].find((candidate) =>
    files.has(candidate),
  )
}

/** What stands at a place of the code, as `file:line`. */
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

describe('the imports of src', () => {
  const edges = new Map(
    modules.map(({ file, imports }) => [
      file,
      imports.filter(({ typeOnly }) => !typeOnly).flatMap(({ from }) => target(from, file) ?? []),
    ]),
  )

  it('all name a module that is there', () => {
    const lost = modules.flatMap(({ file, imports }) =>
      imports
        .filter(
          ({ from }) => from.startsWith('.') && !from.endsWith('.json') && target(from, file) === undefined,
        )
        .map(({ from }) => `${file} → ${from}`),
    )
    expect(lost).toEqual([])
  })

  it('form no circle', () => {
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

  it('go one way: each room builds on those before it', () => {
    const order = [
      ['source', 'time'],
      ['words', 'residentId', 'issues'],
      ['exam', 'notice', 'events', 'facts'],
      ['terms', 'context', 'history'],
      ['deadlines', 'questions', 'publication', 'integrity', 'rules'],
      ['workYears', 'eligibility'],
      ['actions', 'machine'],
      ['chart', 'fares', 'snapshot', 'titles'],
      ['course', 'decide', 'explain', 'region'],
      ['journey', 'guide', 'schemas'],
      ['trace'],
      ['index'],
      ['keeping'],
      ['testing', 'postgres', 'restate', 'view', 'cli'],
    ]
    const room = (file: string): string =>
      file
        .replace('src/', '')
        .replace(/\.tsx?$/, '')
        .replace(/\/.*/, '')
    const floor = (file: string): number => order.findIndex((rooms) => rooms.includes(room(file)))
    expect(modules.filter(({ file }) => floor(file) < 0).map(({ file }) => `${file} has no place`)).toEqual(
      [],
    )
    const upward = [...edges].flatMap(([file, targets]) =>
      targets.filter((to) => floor(to) > floor(file)).map((to) => `${file} → ${to}`),
    )
    expect(upward).toEqual([])
  })

  const outside = modules.flatMap(({ file, imports }) =>
    imports
      .filter(({ from }) => !from.startsWith('.'))
      .map(({ from, typeOnly }) => ({ file, from, typeOnly })),
  )

  it('bring nothing of Node into the core, nor the command line', () => {
    const builtin = new Set(builtinModules)
    const node = outside.filter(({ file, from }) => {
      const isServer = file === 'src/view/inspectorPage.ts'
      return !isCli(file) && !isStore(file) && !isServer && (from.startsWith('node:') || builtin.has(from))
    })
    const cli = modules
      .filter(({ file }) => !isCli(file))
      .filter(({ file, imports }) => imports.some(({ from }) => isCli(target(from, file) ?? '')))
    expect(node).toEqual([])
    expect(cli.map(({ file }) => file)).toEqual([])
  })

  it('bring into the core only what the package depends on, date-fns by the piece', () => {
    const core = [/^xstate$/, /^zod(\/locales)?$/, /^date-fns\/\w+$/, /^@date-fns\/tz\/\w+$/]
    const others = outside.filter(({ file, from }) => {
      const isRoom = [isCli, isTesting, isStore, isEngine, isView].some((is) => is(file))
      return !isRoom && !core.some((known) => known.test(from))
    })
    expect(others).toEqual([])
  })

  it('bring into the room for tests only what tests have, and a test runner only as a type', () => {
    const tools = [/^xstate$/, /^fast-check$/]
    const others = outside.filter(({ file, from, typeOnly }) => {
      return isTesting(file) && !tools.some((tool) => tool.test(from)) && !(from === 'vitest' && typeOnly)
    })
    expect(others).toEqual([])
  })

  it('bring into the store no driver: the database is the caller’s', () => {
    const others = outside.filter(({ file, from }) => {
      return isStore(file) && !['zod', 'node:crypto'].includes(from)
    })
    expect(others).toEqual([])
  })

  it('bring into the engine its SDK, and nothing else', () => {
    const others = outside.filter(({ file, from }) => isEngine(file) && from !== '@restatedev/restate-sdk')
    expect(others).toEqual([])
  })

  it('bring into the view no server but the one of the inspector, and nothing of it into a page', () => {
    const server = ['src/view/inspect.ts', 'src/view/inspectJourney.ts', 'src/view/inspectorPage.ts']
    const others = outside.filter(
      ({ file, from }) =>
        isView(file) && !server.includes(file) && /^(ws|node:.*|@statelyai\/.*)$/.test(from),
    )
    expect(others).toEqual([])
    const door = 'src/view/index.ts'
    const paged = [...edges].filter(([file]) => isView(file) && ![...server, door].includes(file))
    const reaching = paged.filter(([, targets]) => targets.some((to) => [...server, door].includes(to)))
    expect(reaching.map(([file]) => file)).toEqual([])
  })

  it('bring into the command line only its own tools', () => {
    const tools = ['cli-progress', 'commander', 'csv-parse', 'picocolors', 'string-width']
    // The drivers are loaded only where a store is asked for.
    tools.push('@electric-sql/pglite', 'pg')
    const others = outside.filter(({ file, from }) => {
      return isCli(file) && !from.startsWith('node:') && !tools.includes(from)
    })
    expect(others).toEqual([])
  })
})

describe('a file of src', () => {
  it('is one thing: not longer than 250 lines', () => {
    const long = modules
      .map(({ file, source }) => ({ file, lines: source.getLineStarts().length - 1 }))
      .filter(({ lines }) => lines > 250)
    expect(long).toEqual([])
  })

  it('holds no `any`', () => {
    expect(places((node) => node.kind === ts.SyntaxKind.AnyKeyword)).toEqual([])
  })

  it('reads no clock, but for the default of the long clock', () => {
    const readsNow = (node: ts.Node): boolean =>
      (ts.isPropertyAccessExpression(node) && /^(Date|performance)\.now$/.test(node.getText())) ||
      (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
    expect(places(readsNow).map((place) => place.replace(/:\d+$/, ''))).toEqual(['src/time.ts'])
  })
})

/** Rooms of src/rules that grew too large for one file, and the files that they were parted into. */
const parts: Record<string, string[]> = { always: ['intake', 'correcting'], sitting: ['marking'] }

describe('the tests of the rules', () => {
  const chapters = readdirSync(inProject('test/rules'))
    .filter((file) => file.endsWith('.test.ts') && file !== 'complete.test.ts')
    .flatMap((file) =>
      [...readText(`test/rules/${file}`).matchAll(/^describe\('([^' ]*)/gm)].map(([, id = '']) => ({
        file,
        id,
      })),
    )

  it('stand in the file that is called as the file of the rule', () => {
    const strays = chapters.filter(({ file, id }) => {
      const room = file.replace('.test.ts', '')
      const source = [room, ...(parts[room] ?? [])].map((one) => readText(`src/rules/${one}.ts`)).join('\n')
      return !new RegExp(`^  '?${id.replaceAll('.', '\\.')}'?: \\w+\\(\\{`, 'm').test(source)
    })
    expect(strays.map(({ file, id }) => `${file}: ${id}`)).toEqual([])
  })
})
