// #region nest
import 'reflect-metadata'
import { getRequestListener } from '@hono/node-server'
import { Controller, Get, type INestApplication, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { createService, Unauthenticated } from 'baokao/http'
import type { Store } from 'baokao/postgres'

@Controller()
class HomeController {
  @Get()
  home(): string {
    return '考试报名'
  }
}

@Module({ controllers: [HomeController] })
class PortalModule {}

/** A portal on NestJS: its candidates reach their registrations under `/baokao`. */
export async function nestPortal(
  store: Store,
  candidateOf: (cookie: string | null) => string | undefined,
): Promise<INestApplication> {
  const service = createService({
    store,
    // The portal's own session says who the candidate is.
    authenticate: ({ headers }) => {
      const id = candidateOf(headers.get('cookie'))
      if (id === undefined) throw new Unauthenticated('no session')
      return { role: 'candidate', id }
    },
  })
  // Nest reads bodies before its middleware: the service reads its own.
  const app = await NestFactory.create(PortalModule, { bodyParser: false, logger: false })
  app.use('/baokao', getRequestListener(service.fetch))
  return app
}
// #endregion nest
