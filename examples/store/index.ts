import { freePort } from '../loopback'
import { demonstrate } from './demonstration'
import { postgresOn } from './server'

/** `npm run example:store` */
const { server, url } = await postgresOn(await freePort())
await server.start()
try {
  await demonstrate(`${url}/postgres`, console.log)
} finally {
  await server.stop()
}
