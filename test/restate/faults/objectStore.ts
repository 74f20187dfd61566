import { createServer } from 'node:http'
import { freePort } from '../../../examples/loopback'

/** An object store with the calls of S3 that the server makes: it keeps objects in memory and serves them. */
export async function objectStore(): Promise<{ url: string; close(): void }> {
  const objects = new Map<string, Buffer>()
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '')
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (request.method === 'PUT') objects.set(path, Buffer.concat(parts))
    const found = objects.get(path)
    if (found === undefined) {
      response.writeHead(404, { 'content-type': 'application/xml' })
      return response.end('<Error><Code>NoSuchKey</Code></Error>')
    }
    response.writeHead(200, { etag: '"1"', 'last-modified': new Date().toUTCString() })
    return response.end(request.method === 'GET' ? found : undefined)
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
