import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const localizedText =
  /\{\s*zh:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),\s*en:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),?\s*\}/g

/** Bytes of the library's code, minified and gzipped, without dependencies, texts and bundled data. */
export async function ownCode(root: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [`${root}/src/index.ts`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    packages: 'external',
    plugins: [
      {
        name: 'without texts and data',
        setup({ onLoad }) {
          // The keys stay, because modules import them by name.
          onLoad({ filter: /\.json$/ }, async ({ path }) => {
            const { readFile } = await import('node:fs/promises')
            const keys = Object.keys(JSON.parse(await readFile(path, 'utf8')))
            return {
              contents: JSON.stringify(Object.fromEntries(keys.map((key) => [key, 0]))),
              loader: 'json',
            }
          })
          onLoad({ filter: /src\/.*\.ts$/ }, async ({ path }) => {
            const { readFile } = await import('node:fs/promises')
            const text = (await readFile(path, 'utf8')).replace(localizedText, '{}')
            const code = path.endsWith('citations.ts')
              ? text.replace(/\[\s*'[^']*',\s*(?:'[^']*'|"[^"]*")\s*\]/g, '[]')
              : text
            return {
              contents: code.replace(/description:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),/g, ''),
              loader: 'ts',
            }
          })
        },
      },
    ],
  })
  return gzipSync(outputFiles[0]?.contents ?? '').length
}
