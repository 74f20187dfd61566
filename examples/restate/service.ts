// #region service
import { createServer } from 'node:http2'
import { createEndpointHandler } from '@restatedev/restate-sdk'
import { candidate, candidatePortal, type RegistrationOptions, registration } from 'baokao/restate'

/**
 * Serves registrations on the loopback; `restate.serve` would listen on every interface.
 * @returns the URL, and a function that stops the service
 */
export function serve(options: RegistrationOptions, port = 0): Promise<{ url: string; close(): void }> {
  const services = [registration(options), candidate(options), candidatePortal()]
  const server = createServer(createEndpointHandler({ services, logger: () => {} }))
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      resolve({ url: `http://127.0.0.1:${port}`, close: () => server.close() })
    })
  })
}
// #endregion
