// Writes THIRD-PARTY-NOTICES: the licences of the packages whose code is in dist.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const external = Object.keys(manifest.peerDependencies)
const entryPoints = [
  'src/index.ts',
  'src/cli/index.ts',
  ...['journeys', 'testing', 'postgres', 'restate', 'view'].map((name) => `src/${name}/index.ts`),
]

/** The packages that esbuild puts into the outputs. */
async function bundled(options) {
  const { metafile } = await build({
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'node_modules/.cache/notices',
    format: 'esm',
    logLevel: 'error',
    ...options,
  })
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])
}

const names = [
  ...(await bundled({ entryPoints, external, platform: 'node' })),
  // The page bundles all its dependencies.
  ...(await bundled({ entryPoints: ['src/view/page/index.tsx'], platform: 'browser' })),
]

function notice(name) {
  const folder = `node_modules/${name}`
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one))
  const text = file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8').trim()
  return [`${name} ${version} (${license})`, text].filter(Boolean).join('\n\n')
}

const intro = 'The files in dist contain code of these packages.'
const file = 'THIRD-PARTY-NOTICES'
writeFileSync(
  file,
  `${[intro, ...[...new Set(names)].sort().map(notice)].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
)
console.log(file)
