import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const pair =
  /\{\s*zh:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),\s*en:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),?\s*\}/g

/** The library's own code, minified and gzipped, without what it depends on, without texts and bundled data: bytes. */
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
          onLoad({ filter: /\.json$/ }, () => ({ contents: '{}', loader: 'json' }))
          onLoad({ filter: /src\/.*\.ts$/ }, async ({ path }) => {
            const { readFile } = await import('node:fs/promises')
            const text = (await readFile(path, 'utf8')).replace(pair, '{}')
            const bare = path.endsWith('source.ts')
              ? text.replace(/\[\s*'[^']*',\s*(?:'[^']*'|"[^"]*")\s*\]/g, '[]')
              : text
            return {
              contents: bare.replace(/description:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),/g, ''),
              loader: 'ts',
            }
          })
        },
      },
    ],
  })
  return gzipSync(outputFiles[0]?.contents ?? '').length
}
